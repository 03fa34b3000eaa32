package demo

import (
	"net/http"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// serveService answers at a service's host, once the signature is verified and
// belongs to the account that lives there.
func (b *Box) serveService(w http.ResponseWriter, req *http.Request, at place) {
	operation := operationAt(at.service.name, req)
	if operation.Name != "" && !operation.Auth.Signed() {
		// What LivePerson answers where another authorisation is wanted.
		refuseForm(w, tokenRejected)
		return
	}
	signer, err := b.verify(req)
	if err != nil {
		refuseSignature(w, err)
		return
	}
	id, named := accountIn(req.URL.Path)
	switch {
	case named && id != string(at.account.ID):
		refuseAccount(w, "Invalid Account id: "+domain.Clean(id), 6)
	case signer.ID != at.account.ID:
		refuseAccount(w, "Unauthorized account access", 10)
	default:
		answerJSON(w, http.StatusOK, answerTo(operation, at, req))
	}
}

// verify finds out which account signed.
func (b *Box) verify(req *http.Request) (signer account, err error) {
	verifier := oauth.Verifier{
		Lookup: func(consumerKey, _ string) (key oauth.Credentials, known bool) {
			signer, known = b.owner(consumerKey)
			return signer.Key, known
		},
		Window:   Window,
		FirstUse: b.nonces.firstUse,
	}
	err = verifier.Verify(req)
	return signer, err
}

// operationAt is the catalogue's operation that a request asks for, or the zero
// one.
func operationAt(service domain.Service, req *http.Request) domain.Operation {
	for _, api := range domain.Catalogue() {
		for _, o := range api.Operations {
			if o.Service == service && o.Method == req.Method && fits(o.Path, req.URL.Path) {
				return o
			}
		}
	}
	return domain.Operation{}
}

// fits reports whether path is template with its names in braces filled in.
func fits(template, path string) bool {
	wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(got) {
		return false
	}
	for i, segment := range wanted {
		if segment != got[i] && !strings.HasPrefix(segment, "{") {
			return false
		}
	}
	return true
}

// accountIn is the account ID that a path names.
func accountIn(path string) (id string, named bool) {
	_, rest, named := strings.Cut(path, "/account/")
	id, _, _ = strings.Cut(rest, "/")
	return id, named
}
