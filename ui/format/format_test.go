package format_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store/storetest"
	"lpkeys/ui/format"
)

const header = `OAuth oauth_signature="abc%3D",oauth_version="1.0"`

func post() format.Request {
	return format.Request{
		Account: "acme-prod", Method: "post", URL: "https://va.msghist.liveperson.net/x y?a={b}",
		Header: header, Body: `{"it's": "1"}`, ContentType: "application/json",
	}
}

func TestEachFormatReadsAsItsReadersExpect(t *testing.T) {
	want := map[format.Name]string{
		format.AsValue:    header,
		format.AsHeader:   "Authorization: " + header,
		format.AsCurl:     `curl --globoff --path-as-is --request POST --header 'Authorization: ` + header + `' --header 'Content-Type: application/json' --data-raw '{"it'\''s": "1"}' 'https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D'`,
		format.AsCurlSign: `header=$(lpkeys sign --account=acme-prod POST 'https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D') && printf '%s\n' "$header" | curl --globoff --path-as-is --request POST --header @- --header 'Content-Type: application/json' --data-raw '{"it'\''s": "1"}' 'https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D'`,
		format.AsHTTPie:   `http --ignore-stdin --ignore-netrc '--raw={"it'\''s": "1"}' POST 'https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D' 'Authorization:` + header + `' Content-Type:application/json`,
		format.AsFetch: `const response = await fetch("https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D", {
  method: "POST",
  redirect: "manual",
  headers: {
    "Authorization": "OAuth oauth_signature=\"abc%3D\",oauth_version=\"1.0\"",
    "Content-Type": "application/json",
  },
  body: "{\"it's\": \"1\"}",
});
console.log(response.status, await response.text());`,
		format.AsPython: `import requests

response = requests.request(
    "POST",
    "https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D",
    headers={
        "Authorization": "OAuth oauth_signature=\"abc%3D\",oauth_version=\"1.0\"",
        "Content-Type": "application/json",
    },
    data=b"{\"it's\": \"1\"}",
    auth=lambda request: request,
    allow_redirects=False,
    timeout=30,
)
print(response.status_code, response.text)`,
		format.AsGo: `package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

func main() {
	req, err := http.NewRequest("POST", "https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D", strings.NewReader("{\"it's\": \"1\"}"))
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "OAuth oauth_signature=\"abc%3D\",oauth_version=\"1.0\"")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	fmt.Println(resp.Status, string(text), err)
}`,
		format.AsJSON: `{
  "method": "POST",
  "url": "https://va.msghist.liveperson.net/x%20y?a=%7Bb%7D",
  "headers": {
    "Authorization": "OAuth oauth_signature=\"abc%3D\",oauth_version=\"1.0\"",
    "Content-Type": "application/json"
  },
  "body": "{\"it's\": \"1\"}"
}`,
	}
	for _, name := range format.Names() {
		if got, err := name.Format(post()); err != nil || got != want[name] {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, want[name])
		}
	}
}

func TestWhatCannotBeAHeaderIsRefusedByName(t *testing.T) {
	for _, tt := range []struct {
		name   string
		format format.Name
		header string
		want   error
	}{
		{"an empty header", format.AsHeader, "", format.ErrEmpty},
		{"an empty header in a command", format.AsCurl, "", format.ErrEmpty},
		{"a line feed", format.AsValue, "OAuth a=\"b\"\nX-Evil: 1", format.ErrLineBreak},
		{"a carriage return", format.AsPython, "OAuth a=\"b\"\rX-Evil: 1", format.ErrLineBreak},
		{"a name nobody knows", "morse", header, format.ErrUnknownFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := post()
			r.Header = tt.header
			if got, err := tt.format.Format(r); !errors.Is(err, tt.want) || got != "" {
				t.Errorf("got %q, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// Those that the tools' own tests do not come to.
func TestWhatAToolWouldChangeIsRefusedByName(t *testing.T) {
	for problem, change := range map[string]func(*format.Request){
		"letters beyond ASCII": func(r *format.Request) { r.Header = `OAuth realm="é"` },
		"is not said":          func(r *format.Request) { r.ContentType = "" },
		"or is a form's":       func(r *format.Request) { r.ContentType = "application/x-www-form-urlencoded; charset=utf-8" },
		"line break in its":    func(r *format.Request) { r.ContentType = "text/plain\nX-Evil: 1" },
		"HEAD with a body":     func(r *format.Request) { r.Method = "HEAD" },
		"TRACE":                func(r *format.Request) { r.Method, r.Body = "TRACE", "" },
		"user name":            func(r *format.Request) { r.URL = "https://me:CANARY@va.msghist.liveperson.net/" },
		"IP address":           func(r *format.Request) { r.URL = "https://127.1/" },
		"an IP address":        func(r *format.Request) { r.URL = "https://example.0x7f/" },
	} {
		r := post()
		change(&r)
		_, err := format.AsFetch.Format(r)
		refused := new(format.RefusedError)
		if !errors.As(err, &refused) || refused.Format != format.AsFetch || !strings.Contains(refused.Problem, problem) {
			t.Errorf("%s: got %v", problem, err)
		}
		if err != nil && strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s is shown", err)
		}
	}
}

// PowerShell itself does not run here: its strings are read as its manual says,
// and curl reads the rest.
func TestCurlReadsWhatPowerShellHandsIt(t *testing.T) {
	storetest.Need(t, "curl", "curl")
	s := newServer(t)
	for _, n := range nasty {
		r := n.written(s.URL)
		r.Shell = format.PowerShell
		text, err := format.AsCurl.Format(r)
		if err != nil && (slices.Contains(n.mayBeRefused, format.AsCurl) || strings.ContainsFunc(n.body, func(r rune) bool { return r > '~' })) {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", n.name, err)
			continue
		}
		config := strings.Join(powerShellStrings(t, text), "\n")
		output, err := fed("%s", "curl", "--config", "-")(t, []string{config}).CombinedOutput()
		if seen := s.take(); len(seen) != 1 || seen[0] != (sent{r.Form + r.Body, nil}) {
			t.Errorf("%s: got %v; it ends with %v and says %s\n%s", n.name, seen, err, output, text)
		}
	}
}

// powerShellStrings reads @('a', 'b”c') | curl.exe --config -
func powerShellStrings(t *testing.T, text string) (strs []string) {
	t.Helper()
	text, isOurs := strings.CutSuffix(text, ") | curl.exe --config -")
	text, begins := strings.CutPrefix(text, "@(")
	if !isOurs || !begins {
		t.Fatalf("not a pipe of strings into curl: %s", text)
	}
	var s strings.Builder
	for inside, rest := false, text; rest != ""; {
		switch {
		case inside && strings.HasPrefix(rest, "''"):
			s.WriteByte('\'')
			rest = rest[2:]
			continue
		case rest[0] == '\'':
			if inside {
				strs = append(strs, s.String())
				s.Reset()
			}
			inside = !inside
		case inside:
			s.WriteByte(rest[0])
		case rest[0] != ',' && rest[0] != ' ':
			t.Fatalf("%q stands outside a string", rest)
		}
		rest = rest[1:]
	}
	return strs
}

// A name comes from whoever made a bundle, and PowerShell takes all of these for
// quotes.
func TestPowerShellSignsWithLpkeysAndHidesTheQuotes(t *testing.T) {
	r := format.Request{Account: "it's ‘a’ ‚b‛", Insisted: true, Method: "POST", URL: "https://va.msghist.liveperson.net/", Form: "a=b+c", Shell: format.PowerShell}
	want := `$header = & 'lpkeys' 'sign' '--account=it''s ‘‘a’’ ‚‚b‛‛' 'POST' 'https://va.msghist.liveperson.net/' '--yes' '--form=a=b c'; if ($?) { ` +
		`@('globoff', 'path-as-is', 'request = "POST"', ('header = "' + ($header -replace '"', '\"') + '"'), ` +
		`'header = "Content-Type: application/x-www-form-urlencoded"', 'data-raw = "a=b+c"', 'url = "https://va.msghist.liveperson.net/"') | curl.exe --config - }`
	if got, err := format.AsCurlSign.Format(r); err != nil || got != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
	}
	for what, change := range map[string]func(*format.Request){
		"a quote in a value":        func(r *format.Request) { r.Form = "a=%22" },
		"a letter beyond ASCII":     func(r *format.Request) { r.Form = "a=%C3%A9" },
		"a quote in the account":    func(r *format.Request) { r.Account = `a" "b` },
		"a terminal's own sequence": func(r *format.Request) { r.Form = "a=%1B%5D52%03%0Aid%0A" },
	} {
		hostile := r
		change(&hostile)
		if got, err := format.AsCurlSign.Format(hostile); err == nil {
			t.Errorf("%s: not refused: %s", what, got)
		}
	}
	if got, err := format.AsHTTPie.Format(format.Request{Method: "GET", URL: r.URL, Header: header, Shell: format.PowerShell}); err == nil {
		t.Errorf("PowerShell takes the quotes out of %s", got)
	}
}

// A body may come from anybody's file, and a terminal is where the text is read.
func TestProgramsHoldWhatATerminalObeysAsEscapes(t *testing.T) {
	r := post()
	r.Body = "\x1b]52;\x7f\u009b31m\u202eevil\U000e0041\u2028"
	for _, name := range []format.Name{format.AsFetch, format.AsPython, format.AsGo, format.AsJSON} {
		text, err := name.Format(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for line := range strings.Lines(text) {
			if line = strings.Trim(line, "\t\n"); domain.Clean(line) != line {
				t.Errorf("%s writes %q", name, line)
			}
		}
		var back struct{ Body string }
		if name == format.AsJSON && (json.Unmarshal([]byte(text), &back) != nil || back.Body != r.Body) {
			t.Errorf("the body has become %q", back.Body)
		}
	}
}

func ExampleName_Format() {
	signer := oauth.Signer{Credentials: key}
	request := format.Request{Account: "acme-prod", Method: "GET", URL: "https://va.msghist.liveperson.net/x?v=2"}
	value, err := signer.AppendAuthorization(nil, oauth.Request{Method: request.Method, URL: request.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	request.Header = string(value)
	command, err := format.AsCurlSign.Format(request)
	fmt.Println(command, err)
	// Output: header=$(lpkeys sign --account=acme-prod GET 'https://va.msghist.liveperson.net/x?v=2') && printf '%s\n' "$header" | curl --globoff --path-as-is --request GET --header @- 'https://va.msghist.liveperson.net/x?v=2' <nil>
}
