package domain

import (
	"fmt"
	"strings"
)

const (
	docsAddress = "https://developers.liveperson.com/"
	jsonType    = "application/json"
	formType    = "application/x-www-form-urlencoded"
)

// cataloguer reads the catalogue's text, line by line. Each begins with a word:
//
//	section  a group of APIs begins
//	api      an API begins, by the title of its page
//	docs     its page on developers.liveperson.com
//	service  whose host serves it, as the Domain API spells it; "or" joins the
//	         spellings on which LivePerson's own pages disagree
//	hosts    where it lives when the Domain API does not know it, for all
//	         regions or for each; the name of the service is then ours
//	auth     what authorises it: any one of these
//	key      what an API key must be ticked for, as the console words it
//	note     what else there is to know
//	op       an operation begins: a name that never changes, and a title. docs
//	         and auth may follow for it alone, and a note that adds to the API's
//	reads, changes, destroys
//	         what it does; its method, its path and its query. Names in braces
//	         are to be filled in. A star marks what LivePerson requires; the part
//	         in brackets may be left out
//	json, form
//	         its body, by an example if there is one
type cataloguer struct {
	section string
	apis    []API
	op      *Operation // nil until the first of an API begins
}

func readCatalogue(text string) ([]API, error) {
	var c cataloguer
	number := 0
	for line := range strings.Lines(text) {
		number++
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if word == "" || word == "#" {
			continue
		}
		if problem := c.take(word, strings.TrimLeft(rest, " ")); problem != "" {
			return nil, fmt.Errorf("catalogue.txt, line %d: %s", number, problem)
		}
	}
	return c.apis, nil
}

// take adds one line to what was begun. A problem is in words, without the line.
func (c *cataloguer) take(word, rest string) (problem string) {
	switch {
	case word == "section":
		c.section = rest
	case word == "api":
		c.apis, c.op = append(c.apis, API{Section: c.section, Title: rest}), nil
	case len(c.apis) == 0:
		return "no API has begun"
	case word == "op":
		return c.begin(rest)
	case c.op != nil:
		return c.takeOperation(word, rest)
	default:
		return c.takeAPI(word, rest)
	}
	return ""
}

func (c *cataloguer) takeAPI(word, rest string) (problem string) {
	api := &c.apis[len(c.apis)-1]
	switch word {
	case "docs":
		api.Docs = docsAddress + rest
	case "service":
		first, others, _ := strings.Cut(rest, " or ")
		api.Service = Service(first)
		if others != "" {
			api.Also = []Service{Service(others)}
		}
	case "hosts":
		api.Hosts = strings.Fields(rest)
	case "auth":
		return readAuth(&api.Auth, rest)
	case "key":
		api.Permission = rest
	case "note":
		api.Note = rest
	default:
		return "unknown word " + word
	}
	return ""
}

func (c *cataloguer) begin(rest string) (problem string) {
	api := &c.apis[len(c.apis)-1]
	name, title, _ := strings.Cut(rest, " ")
	service, _, named := strings.Cut(name, ".")
	if !named {
		return "an operation's name begins with its service"
	}
	api.Operations = append(api.Operations, Operation{
		Name: name, Title: strings.TrimLeft(title, " "), Service: Service(service),
		Auth: api.Auth, Note: api.Note, API: api.Title, Docs: api.Docs, Permission: api.Permission,
	})
	c.op = &api.Operations[len(api.Operations)-1]
	return ""
}

func (c *cataloguer) takeOperation(word, rest string) (problem string) {
	switch word {
	case "docs":
		c.op.Docs = docsAddress + rest
	case "auth":
		return readAuth(&c.op.Auth, rest)
	case "note":
		c.op.Note = strings.TrimLeft(c.op.Note+" "+rest, " ")
	case "reads":
		c.target(Reads, rest)
	case "changes":
		c.target(Changes, rest)
	case "destroys":
		c.target(Destroys, rest)
	case "json":
		c.op.ContentType, c.op.Body = jsonType, rest
	case "form":
		c.op.ContentType, c.op.Body = formType, rest
	default:
		return "unknown word " + word
	}
	return ""
}

func (c *cataloguer) target(effect Effect, rest string) {
	method, target, _ := strings.Cut(rest, " ")
	c.op.Effect, c.op.Method = effect, method
	c.op.Path, c.op.query, _ = strings.Cut(target, "?")
	if method != "GET" && method != "DELETE" {
		c.op.ContentType = jsonType // LivePerson's bodies are, unless said otherwise.
	}
}

func readAuth(into *Auth, names string) (problem string) {
	a, known := parseAuth(names)
	if !known {
		return "unknown way to authorise"
	}
	*into = a
	return ""
}
