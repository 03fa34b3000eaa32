package oauth

import "net/http"

// message is what is signed of a request, taken apart.
type message struct {
	method string
	target target
	form   string
}

// outgoing is what a client will send of req.
func outgoing(req *http.Request) (message, error) {
	t, err := targetOf(req)
	if err != nil {
		return message{}, err
	}
	return messageOf(req, t)
}

func messageOf(req *http.Request, t target) (message, error) {
	method := req.Method
	if method == "" {
		method = http.MethodGet // as net/http has it
	}
	if !only(&methodOctets, method) {
		return message{}, errMethod
	}
	form, err := formOf(req)
	return message{method, t, form}, err
}

func (r Request) message() (message, error) {
	t, err := splitURL(r.URL)
	if err != nil {
		return message{}, err
	}
	if !only(&methodOctets, r.Method) {
		return message{}, errMethod
	}
	if len(r.Form) > MaxForm {
		return message{}, ErrFormTooLong
	}
	return message{r.Method, t, r.Form}, nil
}

// methodOctets are the tokens of RFC 9110 §5.6.2 without "&" and the like, which
// no method has and which would blur the base string.
var methodOctets = octets(letters + digits + "-_.~")

var errMethod = &InputError{"method", "is not an HTTP method"}
