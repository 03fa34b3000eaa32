package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"lpkeys/domain"
)

// fetch is JavaScript. Redirects are not followed: no signature holds for a
// second URL.
func (w wire) fetch() string {
	var b strings.Builder
	b.WriteString("const response = await fetch(" + quoteJSON(w.URL) + ", {\n")
	b.WriteString("  method: " + quoteJSON(w.Method) + ",\n")
	b.WriteString("  redirect: \"manual\",\n")
	b.WriteString("  headers: {\n")
	for _, header := range w.headers() {
		b.WriteString("    " + quoteJSON(header.name) + ": " + quoteJSON(header.value) + ",\n")
	}
	b.WriteString("  },\n")
	if body := w.body(); body != "" {
		b.WriteString("  body: " + quoteJSON(body) + ",\n")
	}
	b.WriteString("});\nconsole.log(response.status, await response.text());")
	return b.String()
}

// python is Python with requests. An auth that does nothing keeps .netrc from
// putting another header in the place of ours.
func (w wire) python() string {
	var b strings.Builder
	b.WriteString("import requests\n\nresponse = requests.request(\n")
	b.WriteString("    " + quotePython(w.Method) + ",\n    " + quotePython(w.URL) + ",\n    headers={\n")
	for _, header := range w.headers() {
		b.WriteString("        " + quotePython(header.name) + ": " + quotePython(header.value) + ",\n")
	}
	b.WriteString("    },\n")
	if body := w.body(); body != "" {
		b.WriteString("    data=b" + quotePython(body) + ",\n")
	}
	b.WriteString("    auth=lambda request: request,\n    allow_redirects=False,\n    timeout=30,\n)\n")
	b.WriteString("print(response.status_code, response.text)")
	return b.String()
}

// program is a Go program. A transport follows no redirect.
func (w wire) program() string {
	var b strings.Builder
	imports, body := []string{"fmt", "io", "net/http"}, "nil"
	if w.body() != "" {
		imports, body = append(imports, "strings"), "strings.NewReader("+strconv.QuoteToASCII(w.body())+")"
	}
	b.WriteString("package main\n\nimport (\n")
	for _, name := range imports {
		b.WriteString("\t" + strconv.Quote(name) + "\n")
	}
	b.WriteString(")\n\nfunc main() {\n")
	b.WriteString("\treq, err := http.NewRequest(" + strconv.Quote(w.Method) + ", " + strconv.QuoteToASCII(w.URL) + ", " + body + ")\n")
	b.WriteString("\tif err != nil {\n\t\tpanic(err)\n\t}\n")
	for _, header := range w.headers() {
		b.WriteString("\treq.Header.Set(" + strconv.Quote(header.name) + ", " + strconv.QuoteToASCII(header.value) + ")\n")
	}
	b.WriteString("\tresp, err := http.DefaultTransport.RoundTrip(req)\n")
	b.WriteString("\tif err != nil {\n\t\tpanic(err)\n\t}\n\tdefer resp.Body.Close()\n")
	b.WriteString("\ttext, err := io.ReadAll(resp.Body)\n")
	b.WriteString("\tfmt.Println(resp.Status, string(text), err)\n}")
	return b.String()
}

type request struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body,omitempty"`
}

// json is what a program of one's own can read.
func (w wire) json() string {
	r := request{w.Method, w.URL, map[string]string{}, w.body()}
	for _, header := range w.headers() {
		r.Headers[header.name] = header.value
	}
	return JSON(r)
}

// JSON is a value that JSON can hold, indented. What a terminal would obey, or
// nobody sees, is written as an escape, so that nothing of it is lost.
func JSON(v any) string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // An address keeps its "&", for people who read along.
	e.SetIndent("", "  ")
	_ = e.Encode(v) // which is for the caller to know
	var b strings.Builder
	for _, r := range strings.TrimSuffix(text.String(), "\n") {
		shown := string(r)
		if r == '\n' || domain.Clean(shown) == shown {
			b.WriteString(shown)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// quoteJSON quotes a string as JSON does, which is a string of JavaScript too.
func quoteJSON(s string) string { return JSON(s) }

// quotePython quotes octets such that Python reads them in a str, where they are
// ASCII, and in a bytes literal.
func quotePython(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.Write([]byte{'\\', c})
		case ' ' <= c && c <= '~':
			b.WriteByte(c)
		default:
			b.WriteString(`\x` + strconv.FormatUint(uint64(c)|0x100, 16)[1:])
		}
	}
	return b.String() + `"`
}
