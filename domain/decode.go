package domain

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// answer is what the Domain API told about an account.
type answer struct {
	hosts map[Service]Host
	// refused says why what was named for a service is not a host.
	refused map[Service]string
}

// wireEntry is one service as the API writes it. More fields may come.
type wireEntry struct {
	Service string `json:"service"`
	Account string `json:"account"`
	BaseURI string `json:"baseURI"`
}

// wire is every documented body at once: the list, the single service, and the
// two forms of an error.
type wire struct {
	List *[]wireEntry `json:"baseURIs"`
	wireEntry
	wireError
}

// decode reads the body of an answer that claims success.
func (q question) decode(body []byte, domains []string) (answer, *Error) {
	var w wire
	if problem := notJSON(body); problem != "" {
		return answer{}, q.fail(Malformed, 200, problem)
	}
	if err := json.Unmarshal(body, &w); err != nil {
		return answer{}, q.fail(Malformed, 200, jsonProblem(err))
	}
	switch {
	case isObject(w.Error) || scalar(w.Error) != "":
		return answer{}, q.fail(w.kind(), 200, w.text())
	case w.List != nil:
		return q.collect(*w.List, domains)
	case w.BaseURI != "" && q.service != "":
		return q.collect([]wireEntry{w.wireEntry}, domains)
	case w.text() != "":
		return answer{}, q.fail(w.kind(), 200, w.text())
	case w.Service != "" && q.service != "":
		return q.collect([]wireEntry{w.wireEntry}, domains)
	default:
		return answer{}, q.fail(Malformed, 200, "JSON that is not an answer of the Domain API")
	}
}

func (q question) collect(list []wireEntry, domains []string) (answer, *Error) {
	a := answer{hosts: make(map[Service]Host, len(list)), refused: make(map[Service]string)}
	for _, e := range list {
		if e.Account != string(q.account) {
			return answer{}, q.fail(Malformed, 200, fmt.Sprintf("it is about account %q", e.Account))
		}
		if q.service != "" && e.Service != string(q.service) {
			return answer{}, q.fail(Malformed, 200, fmt.Sprintf("it is about service %q", e.Service))
		}
		a.add(e, domains)
	}
	if q.service != "" && !a.names(q.service) {
		return answer{}, q.fail(UnknownService, 200, "")
	}
	return a, nil
}

// add leaves out what nobody can ask for, and services without a host, which
// are as good as not there. The first of two entries counts, as for
// LivePerson's own programs.
func (a *answer) add(e wireEntry, domains []string) {
	service, err := ParseService(e.Service)
	if err != nil || e.BaseURI == "" || a.names(service) {
		return
	}
	host, problem := newHost(e.BaseURI, domains)
	if problem != "" {
		a.refused[service] = fmt.Sprintf("%q %s", brief(e.BaseURI), problem)
		return
	}
	a.hosts[service] = host
}

func (a answer) empty() bool { return len(a.hosts) == 0 && len(a.refused) == 0 }

func (a answer) names(service Service) bool {
	_, accepted := a.hosts[service]
	_, refused := a.refused[service]
	return accepted || refused
}

// host is the host of the service that q names, which a must name too.
func (a answer) host(q question) (Host, error) {
	if problem := a.refused[q.service]; problem != "" {
		return Host{}, q.fail(NotAHost, 200, problem)
	}
	return a.hosts[q.service], nil
}

func (a answer) services() []Service {
	return slices.AppendSeq(slices.Collect(maps.Keys(a.hosts)), maps.Keys(a.refused))
}

func (a answer) entries() []Entry {
	entries := make([]Entry, 0, len(a.hosts))
	for service, host := range a.hosts {
		entries = append(entries, Entry{Service: service, Host: host})
	}
	slices.SortFunc(entries, func(x, y Entry) int {
		return cmp.Or(compareFolded(x.Service, y.Service), cmp.Compare(x.Service, y.Service))
	})
	return entries
}

// compareFolded compares without regard to case. Service names are ASCII.
func compareFolded(x, y Service) int {
	for i := range min(len(x), len(y)) {
		if order := cmp.Compare(lower(x[i]), lower(y[i])); order != 0 {
			return order
		}
	}
	return cmp.Compare(len(x), len(y))
}

func lower(c byte) byte {
	if isLetter(c) {
		return c | 0x20
	}
	return c
}
