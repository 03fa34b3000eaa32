package demo

import (
	"fmt"
	"net/http"
	"strings"

	"lpkeys/domain"
)

// baseURI is one service as the Domain API writes it.
type baseURI struct {
	Service domain.Service   `json:"service"`
	Account domain.AccountID `json:"account"`
	BaseURI string           `json:"baseURI"`
}

func (a account) baseURI(s service) baseURI { return baseURI{s.name, a.ID, a.host(s)} }

// serveDomainAPI answers both forms of the Domain API.
func (b *Box) serveDomainAPI(w http.ResponseWriter, req *http.Request) {
	id, name, ok := parsePath(req.URL.Path)
	if !ok {
		refuse(w, http.StatusNotFound, "HTTP 404 Not Found", 4)
		return
	}
	if req.Method != http.MethodGet {
		refuse(w, http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed", 4)
		return
	}
	if req.URL.Query().Get("version") != "1.0" {
		refuse(w, http.StatusBadRequest, "Problem with body or query parameters", 4)
		return
	}
	a, ok := b.account(id)
	if !ok {
		refuse(w, http.StatusUnauthorized, "Bad Authentication (invalid site or agent)", 10)
		return
	}
	if name == "" {
		answerJSON(w, http.StatusOK, map[string][]baseURI{"baseURIs": a.list()})
		return
	}
	a.serveOne(w, name)
}

func (a account) list() []baseURI {
	var list []baseURI
	for _, s := range a.services {
		if !s.unlisted {
			list = append(list, a.baseURI(s))
		}
	}
	return list
}

func (a account) serveOne(w http.ResponseWriter, name string) {
	for _, s := range a.services {
		if string(s.name) == name {
			answerJSON(w, http.StatusOK, a.baseURI(s))
			return
		}
	}
	// LivePerson does not document this one.
	refuse(w, http.StatusNotFound, fmt.Sprintf("Service %q could not be found.", name), 4)
}

// parsePath takes /api/account/ID/service/NAME/baseURI.json apart; the name is
// empty in the form that asks for every service.
func parsePath(path string) (id, name string, ok bool) {
	path, isAPI := strings.CutPrefix(path, "/api/account/")
	path, isFile := strings.CutSuffix(path, "/baseURI.json")
	parts := strings.Split(path, "/")
	switch {
	case !isAPI || !isFile || len(parts) < 2 || parts[1] != "service":
		return "", "", false
	case len(parts) == 2:
		return parts[0], "", true
	case len(parts) == 3:
		return parts[0], parts[2], true
	default:
		return "", "", false
	}
}
