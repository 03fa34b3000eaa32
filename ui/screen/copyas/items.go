package copyas

import (
	"lpkeys/ui/format"
	"lpkeys/ui/signature"
)

// item is one way to write the request.
type item struct {
	name  format.Name
	what  string // of it people are told that it was copied
	about string
	file  string // what a file of it is called by default
	live  bool   // it holds a header that is good for one request
	plain bool   // there is nothing in it that a foreign host could use
}

// Two ways that no tool wants, but people do.
const (
	asURL  format.Name = "url"
	asBase format.Name = "base string"
)

var items = []item{
	{name: format.AsValue, what: "the header value", about: `what belongs behind "Authorization: "`, file: "authorization.txt", live: true},
	{name: format.AsHeader, what: "the header line", about: "the whole line, as curl's -H takes it", file: "header.txt", live: true},
	{name: format.AsCurlSign, what: "the curl command that signs itself", about: "curl that has lpkeys sign each time: never stale, no header in a history", file: "request.sh"},
	{name: format.AsCurl, what: "the curl command", about: "curl, good for one request", file: "request.sh", live: true},
	{name: format.AsHTTPie, what: "the HTTPie command", about: "HTTPie, good for one request", file: "request.sh", live: true},
	{name: format.AsFetch, what: "the JavaScript", about: "fetch, for browsers and Node.js", file: "request.mjs", live: true},
	{name: format.AsPython, what: "the Python program", about: "Python with requests", file: "request.py", live: true},
	{name: format.AsGo, what: "the Go program", about: "a whole Go program", file: "request.go", live: true},
	{name: format.AsJSON, what: "the request as JSON", about: "method, URL, headers and body as JSON", file: "request.json", live: true},
	{name: asURL, what: "the URL", about: "the URL alone, without a header", file: "url.txt", plain: true},
	{name: asBase, what: "the base string", about: "what the signature was made of, to compare", file: "base-string.txt"},
}

// text is an item written out, or why it cannot be.
type text struct {
	text string
	err  error
}

// item is the one under the cursor, text what it comes to.
func (m Model) item() item { return items[m.list.Cursor] }
func (m Model) text() text { return m.texts[m.list.Cursor] }

// written writes every item. That is done when there is a new signature, and not
// for every frame.
func (m Model) written() Model {
	m.texts = make([]text, len(items))
	for i, it := range items {
		m.texts[i] = it.write(m.route.Request, m.made)
	}
	return m
}

func (it item) write(r format.Request, made signature.Made) text {
	switch it.name {
	case asURL:
		return text{text: r.URL}
	case asBase:
		return text{text: made.BaseString}
	}
	r.Header = made.Header
	written, err := it.name.Format(r)
	return text{written, err}
}
