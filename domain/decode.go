package domain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// answer is what the Domain API told about an account.
type answer struct {
	entries []entry
	index   map[Service]int // in entries
	Origin
}

// entry is a service with its host, or with what keeps its host from being one.
type entry struct {
	Entry
	problem string
}

// wireEntry is one service as the API writes it. More fields may come.
type wireEntry struct{ service, account, baseURI string }

// read takes the value of a field that is one of its own.
func (e *wireEntry) read(s *scanner, name string) bool {
	switch name {
	case "service":
		e.service = s.field(name)
	case "account":
		e.account = s.field(name)
	case "baseURI":
		e.baseURI = s.field(name)
	default:
		return false
	}
	return true
}

// wire is every documented body at once: the list, the single service, and the
// two forms of an error.
type wire struct {
	listed bool
	list   []wireEntry
	wireEntry
	wireError
}

func (w *wire) read(s *scanner, name string) {
	switch {
	case name == "baseURIs":
		w.list, w.listed = readList(s)
	case w.wireEntry.read(s, name) || w.wireError.read(s, name):
	default:
		s.skip()
	}
}

// readList reads the list, for which null stands when there is none.
func readList(s *scanner) (list []wireEntry, listed bool) {
	switch s.peek() {
	case '[':
	case 'n':
		s.literal("null")
		return nil, false
	default:
		s.mismatch(`its field "baseURIs" holds`)
	}
	s.array(func() {
		var e wireEntry
		if s.peek() != '{' {
			s.mismatch("an entry of its list is")
		}
		s.object(func(name string) {
			if !e.read(s, name) {
				s.skip()
			}
		})
		list = append(list, e)
	})
	return list, true
}

// decode reads the body of an answer that claims success.
func (q question) decode(body string, domains []string) (answer, *Error) {
	trimmed := strings.TrimSpace(body)
	if problem := notJSON(trimmed); problem != "" {
		return answer{}, q.fail(Malformed, 200, problem)
	}
	if trimmed == "" {
		return answer{}, q.fail(Malformed, 200, "an empty body")
	}
	var w wire
	s := scanner{text: body}
	if problem := s.document(func(name string) { w.read(&s, name) }); problem != "" {
		return answer{}, q.fail(Malformed, 200, problem)
	}
	switch {
	case isObject(w.fault) || scalar(w.fault) != "":
		return answer{}, q.fail(w.kind(), 200, w.words())
	case w.listed:
		return q.collect(w.list, domains)
	case w.baseURI != "" && q.service != "":
		return q.collect([]wireEntry{w.wireEntry}, domains)
	case w.words() != "":
		return answer{}, q.fail(w.kind(), 200, w.words())
	case w.service != "" && q.service != "":
		return q.collect([]wireEntry{w.wireEntry}, domains)
	default:
		return answer{}, q.fail(Malformed, 200, "JSON that is not an answer of the Domain API")
	}
}

func (q question) collect(list []wireEntry, domains []string) (answer, *Error) {
	a := answer{entries: make([]entry, 0, len(list)), index: make(map[Service]int, len(list))}
	for _, e := range list {
		if e.account != string(q.account) {
			return answer{}, q.fail(Malformed, 200, fmt.Sprintf("it is about account %q", brief(e.account)))
		}
		if q.service != "" && e.service != string(q.service) {
			return answer{}, q.fail(Malformed, 200, fmt.Sprintf("it is about service %q", brief(e.service)))
		}
		a.add(e, domains)
	}
	if q.service != "" && a.empty() {
		return answer{}, q.fail(UnknownService, 200, "")
	}
	return a, nil
}

// add leaves out what nobody can ask for, and services without a host, which
// are as good as not there. The first of two with one name counts, as for
// LivePerson's own programs.
func (a *answer) add(e wireEntry, domains []string) {
	service, err := ParseService(e.service)
	if _, known := a.index[service]; known || err != nil || e.baseURI == "" {
		return
	}
	host, problem := newHost(e.baseURI, domains)
	if problem != "" {
		problem = fmt.Sprintf("%q %s", brief(e.baseURI), problem)
	}
	a.index[service] = len(a.entries)
	a.entries = append(a.entries, entry{Entry{service, host}, problem})
}

func (a answer) empty() bool { return len(a.entries) == 0 }

func (a answer) find(service Service) (e entry, found bool) {
	i, found := a.index[service]
	if !found {
		return entry{}, false
	}
	return a.entries[i], true
}

// services are sorted, and so are hosts.
func (a answer) services() []Service {
	services := make([]Service, len(a.entries))
	for i, e := range a.entries {
		services[i] = e.Service
	}
	slices.SortFunc(services, compareNames)
	return services
}

// hosts are the services that have one.
func (a answer) hosts() []Entry {
	hosts := make([]Entry, 0, len(a.entries))
	for _, service := range a.services() {
		if e, _ := a.find(service); e.problem == "" {
			hosts = append(hosts, e.Entry)
		}
	}
	return hosts
}

// compareNames orders names as people do, without regard to case, and those
// that differ in nothing else by it. Service names are ASCII.
func compareNames(x, y Service) int {
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			if order := cmp.Compare(lower(x[i]), lower(y[i])); order != 0 {
				return order
			}
		}
	}
	if order := cmp.Compare(len(x), len(y)); order != 0 {
		return order
	}
	return strings.Compare(string(x), string(y))
}

func lower(c byte) byte {
	if isLetter(c) {
		return c | 0x20
	}
	return c
}
