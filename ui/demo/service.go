package demo

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

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
	case c.of.isCutOff():
		c.cutOff()
	case c.op.Name != "" && !c.op.Auth.Signed(), isBearer(req):
		c.serveUnsigned()
	default:
		c.serveSigned()
	}
}

func (c *call) serveSigned() {
	if c.of.temper == headerLost {
		c.req.Header.Del("Authorization")
	}
	signer, err := c.verify()
	if err == nil && signer.temper == sentTwice {
		_, err = c.verify()
	}
	switch {
	case err != nil:
		refuseSignature(c.w, err)
	case signer.temper == wantsBearer:
		refuseForm(c.w, tokenRejected)
	case signer.temper == addressNotOK:
		c.w.WriteHeader(http.StatusForbidden) // LivePerson's words for it are not known.
	case signer.temper == ended:
		c.w.WriteHeader(http.StatusUnauthorized) // Nor are those for this.
	case signer.temper == proxied:
		refuseForm(c.w, signatureInvalid+"&debug_sbs="+url.QueryEscape(c.signedElsewhere(signer)))
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

// isCutOff reports whether something stands between the account and its services.
func (a *account) isCutOff() bool {
	return a.temper == troubled || a.temper == pageBetween || a.temper == redirecting
}

// cutOff answers in LivePerson's place, or out of its trouble.
func (c *call) cutOff() {
	switch c.of.temper {
	case troubled:
		refuse(c.w, http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable), 0)
	case pageBetween:
		answerText(c.w, http.StatusOK, "<!DOCTYPE html><title>Log in to the network</title>")
	default:
		c.w.Header().Set("Location", "https://login."+Domain+"/")
		c.w.WriteHeader(http.StatusFound)
	}
}

// signedElsewhere is the base string of the request as a server sees it behind a
// proxy that ends TLS and says nothing of it.
func (c *call) signedElsewhere(signer account) string {
	header := c.req.Header.Get("Authorization")
	seconds, _ := strconv.ParseInt(fieldOf(header, "oauth_timestamp"), 10, 64) // It has been verified.
	behind := oauth.Signer{
		Credentials: signer.Key,
		Nonce:       func() string { return fieldOf(header, "oauth_nonce") },
		Now:         func() time.Time { return time.Unix(seconds, 0) },
	}
	seen, err := behind.Explain(oauth.Request{Method: c.req.Method, URL: "http://" + c.req.Host + c.req.URL.RequestURI()})
	if err != nil {
		return ""
	}
	return seen.BaseString
}

// fieldOf is the value of a field of an Authorization header.
func fieldOf(header, name string) string {
	_, rest, _ := strings.Cut(header, name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
