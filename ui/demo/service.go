package demo

import (
	"net/http"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// call is a request at the host of a service.
type call struct {
	box   *Box
	w     http.ResponseWriter
	req   *http.Request
	at    place
	op    domain.Operation // zero when the catalogue has none here
	id    string           // of the account that the path names
	named bool             // whether it names one
	of    account          // that account; zero when there is none
}

// serveService answers at a service's host, once it is known who asks and that
// they may.
func (b *Box) serveService(w http.ResponseWriter, req *http.Request, at place) {
	c := &call{box: b, w: w, req: req, at: at, op: operationAt(at.service, req)}
	c.id, c.named = accountIn(c.op, req.URL.Path)
	c.of, _ = b.account(c.id)
	c.of.stamp(w)
	switch {
	case c.of.temper == blocked:
		w.WriteHeader(http.StatusUnavailableForLegalReasons) // LivePerson shows no body for it.
	case c.of.temper == tooOften:
		tooMany(w)
	case c.op.Name != "" && !c.op.Auth.Signed(), isBearer(req):
		c.serveUnsigned()
	default:
		c.serveSigned()
	}
}

func (c *call) serveSigned() {
	signer, err := c.verify()
	switch {
	case err != nil:
		refuseSignature(c.w, err)
	case signer.temper == wantsBearer:
		refuseForm(c.w, tokenRejected)
	case signer.temper == addressNotOK:
		c.w.WriteHeader(http.StatusUnauthorized) // LivePerson's words for it are not known.
	case c.isElsewhere():
		refuseForm(c.w, signatureInvalid)
	case c.isMisplaced():
		refuseAccount(c.w, invalidAccount+c.id, 6)
	case c.named && signer.ID != c.of.ID:
		refuseAccount(c.w, unauthorizedAccount, 10)
	case signer.temper == noPermission && c.op.Permission != onlyPermission:
		c.forbid()
	default:
		c.answer()
	}
}

// verify finds out which account signed.
func (c *call) verify() (signer account, err error) {
	verifier := oauth.Verifier{
		Lookup: func(consumerKey, _ string) (key oauth.Credentials, known bool) {
			signer, known = c.box.owner(consumerKey)
			return signer.Key, known
		},
		Window:   Window,
		Now:      c.of.clock,
		FirstUse: c.box.nonces.firstUse,
	}
	err = verifier.Verify(c.req)
	return signer, err
}

// isElsewhere reports whether the request is one for another service.
func (c *call) isElsewhere() bool {
	return c.op.Name == "" && operationAt("", c.req).Name != ""
}

// isMisplaced reports whether the account that the path names does not live
// here.
func (c *call) isMisplaced() bool {
	return c.named && (c.of.ID == "" || c.at.region != "" && c.of.region != c.at.region)
}

// answer gives what was asked for, if nothing that is required is missing.
func (c *call) answer() {
	given := c.req.URL.Query()
	for _, q := range c.op.Queries() {
		if q.Required && given.Get(q.Name) == "" {
			refuse(c.w, http.StatusBadRequest, badRequest, 4)
			return
		}
	}
	if strings.HasPrefix(string(c.op.Service), "accountConfig") {
		c.w.Header().Set("ac-revision", "1")
	}
	status, text := c.body()
	answerText(c.w, status, text)
}

// operationAt is the catalogue's operation that a request asks for, or the zero
// one. What may be written may be read at the same host.
func operationAt(service domain.Service, req *http.Request) domain.Operation {
	target := req.URL.EscapedPath() + "?" + req.URL.RawQuery
	o, ok := domain.OperationAt(req.Method, service, target)
	if !ok && service == "accountConfigReadWrite" {
		o, _ = domain.OperationAt(req.Method, "accountConfigReadOnly", target)
	}
	return o
}

// accountIn is the account ID that a path names: where the operation has it, or
// after the word account.
func accountIn(o domain.Operation, path string) (id string, named bool) {
	if o.Name != "" {
		parts := strings.Split(path, "/")
		for i, part := range strings.Split(o.Path, "/") {
			if part == domain.AccountPlaceholder && i < len(parts) {
				return parts[i], true
			}
		}
		return "", false
	}
	_, rest, named := strings.Cut(path, "/account/")
	id, _, _ = strings.Cut(rest, "/")
	return id, named
}
