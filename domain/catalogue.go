package domain

import (
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
)

// API is one of LivePerson's APIs.
type API struct {
	Section string // of the catalogue, such as Messaging
	Title   string // as LivePerson's pages call it; unique
	Docs    string // address of LivePerson's page; empty when it is not documented

	// Service is whose host serves it. Also holds the other spellings of it
	// that LivePerson's own pages have.
	Service Service
	Also    []Service

	// Hosts is where it lives when the Domain API does not know it: one host
	// for all regions, or one for each. Service is then a name of our own.
	Hosts []string

	Auth       Auth   // the usual one; that of an operation counts
	Permission string // of the API key, as the console words it; empty when none is documented
	Note       string // what else there is to know; empty for most
	Operations []Operation
}

// Operation is a request that an API offers. Its zero value is none.
type Operation struct {
	Name        string // stable and unique, begins with the service: msgHist.conversations.search
	Title       string
	Effect      Effect
	Method      string
	Service     Service
	Path        string // names in braces are to be filled in; {accountId} stands for the account ID
	ContentType string // of the request's body; empty when it has none
	Body        string // an example of it with names in braces; empty when none is documented
	Auth        Auth
	Note        string // the API's, and what else there is to know; empty for most

	API        string // the title of its API
	Docs       string // address of LivePerson's page; empty when it is not documented
	Permission string // as the API's

	query string // as the catalogue writes it
}

// packed is catalogue.txt, which is what people read and change, a fifth as
// long. A test holds the two together, and packs it:
//
//	go test ./domain -run TestThePackedCatalogue -update
//
//go:embed catalogue.txt.gz
var packed string

// catalogue is read once, and only when somebody asks for it.
var catalogue = sync.OnceValue(Catalogue)

// Catalogue reads the APIs that are known, in the order in which a person would
// look for them. That takes a fraction of a millisecond. The caller owns the
// answer.
func Catalogue() []API {
	apis, err := unpackCatalogue(packed)
	if err != nil {
		panic(err) // The text is a part of this package, and tests read it.
	}
	return apis
}

func unpackCatalogue(packed string) ([]API, error) {
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return readCatalogue(string(text))
}

// Services lists the services that the Domain API is asked for by the
// catalogue, each once, in its order.
func Services() []Service {
	var services []Service
	seen := make(map[Service]bool)
	list := func(s Service) {
		if !seen[s] {
			seen[s] = true
			services = append(services, s)
		}
	}
	for _, api := range catalogue() {
		if api.Hosts != nil {
			continue
		}
		list(api.Service)
		for _, o := range api.Operations {
			list(o.Service)
		}
	}
	return services
}

// OperationAt finds the operation that a request asks for, by its method and
// its URL from the path on. Of those that differ in their version alone, it is
// the one of that version, or the first. An empty service stands for any; one in
// another spelling that the catalogue knows is found too. What a server may make
// nothing of hides no operation: the method's and the path's case, slashes before
// and behind the path, a fragment.
func OperationAt(method string, service Service, target string) (Operation, bool) {
	target, _, _ = strings.Cut(target, "#")
	path, query, _ := strings.Cut(target, "?")
	path = strings.Trim(path, "/")
	var first *Operation
	for i := range catalogue() {
		api := &catalogue()[i]
		for j := range api.Operations {
			o := &api.Operations[j]
			of := service == "" || o.Service == service || slices.Contains(api.Also, service)
			if !strings.EqualFold(o.Method, method) || !of || !fits(strings.Trim(o.Path, "/"), path) {
				continue
			}
			if version := o.version(); version == "" || strings.Contains("&"+query+"&", version) {
				return *o, true
			}
			if first == nil {
				first = o
			}
		}
	}
	if first == nil {
		return Operation{}, false
	}
	return *first, true
}

// version is how the operation's version stands between the ampersands of a
// query, or "".
func (o *Operation) version() string {
	for _, q := range o.Queries() {
		if q.Name == "v" {
			return "&v=" + q.Value + "&"
		}
	}
	return ""
}

// fits reports whether path is template with its names in braces filled in.
func fits(template, path string) bool {
	for template != "" && path != "" {
		wanted, restWanted, moreWanted := strings.Cut(template, "/")
		got, rest, more := strings.Cut(path, "/")
		if moreWanted != more || !strings.EqualFold(wanted, got) && (got == "" || !strings.HasPrefix(wanted, "{")) {
			return false
		}
		template, path = restWanted, rest
	}
	return template == path
}
