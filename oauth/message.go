package oauth

import "net/http"

// message is what is signed of a request, taken apart.
type message struct {
	method string
	url    string // when it has not been taken apart yet
	target target
	isForm bool
	form   string
	body   string // when it is no form and will be hashed
	taken  *taken // what form or body were read from
}

// outgoing is what a client will send of req.
func outgoing(req *http.Request, hashed bool) (message, error) {
	t, err := targetOf(req)
	if err != nil {
		return message{}, err
	}
	return messageOf(req, t, hashed)
}

func messageOf(req *http.Request, t target, hashed bool) (message, error) {
	m := message{method: req.Method, target: t, isForm: isForm(req.Header.Get("Content-Type"))}
	if m.method == "" {
		m.method = http.MethodGet // as net/http has it
	}
	if !only(&methodOctets, m.method) {
		return m, errMethod
	}
	var err error
	switch {
	case m.isForm:
		m.taken, err = takeForm(req)
		m.form = m.taken.text()
	case hashed:
		m.taken, err = takeBody(req, ErrBodyTooLong)
		m.body = m.taken.text()
	}
	return m, err
}

// set makes m what is signed of r.
func (m *message) set(r *Request) error {
	m.method, m.url, m.isForm, m.form, m.body = r.Method, r.URL, r.Form != "", r.Form, r.Body
	switch {
	case !only(&methodOctets, r.Method):
		return errMethod
	case len(r.Form) > MaxForm:
		return ErrFormTooLong
	case r.Form != "" && r.Body != "":
		return &InputError{"body", "is given twice: as a form and as another body"}
	default:
		return nil
	}
}

// methodOctets are the tokens of RFC 9110 §5.6.2 without "&" and the like, which
// no method has and which would blur the base string.
var methodOctets = octets(letters + digits + "-_.~")

var errMethod = &InputError{"method", "is not an HTTP method"}
