package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"lpkeys/domain"
)

// baseURI is one service as the Domain API writes it.
func (a *account) baseURI(s domain.Service) string {
	return fmt.Sprintf(`{"service":"%s","account":"%s","baseURI":"%s"}`, s, a.ID, hostOf(a.region, s))
}

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
		refuse(w, http.StatusBadRequest, badRequest, 4)
		return
	}
	a, ok := b.account(id)
	if !ok {
		refuse(w, http.StatusUnauthorized, "Bad Authentication (invalid site or agent)", 10)
		return
	}
	a.stamp(w)
	if a.temper == moved {
		a.region = b.moving.region(name == "", a.region)
	}
	service := domain.Service(name)
	switch {
	case name == "":
		answerText(w, http.StatusOK, a.list())
	case slices.Contains(services(), service):
		answerText(w, http.StatusOK, a.baseURI(service))
	default:
		// LivePerson does not document this one.
		refuse(w, http.StatusNotFound, "Service \""+name+"\" could not be found.", 4)
	}
}

// list is every service of the account as the Domain API writes them.
func (a *account) list() string {
	var list []string
	for _, s := range services() {
		if s != unlisted {
			list = append(list, a.baseURI(s))
		}
	}
	return `{"baseURIs":[` + strings.Join(list, ",") + `]}`
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
