package format_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store/storetest"
	"lpkeys/ui/format"
)

var key = oauth.Credentials{
	ConsumerKey:    "0123456789abcdef0123456789abcdef",
	ConsumerSecret: oauth.NewSecret("CANARY0123456789"),
	Token:          "fedcba9876543210fedcba9876543210",
	TokenSecret:    oauth.NewSecret("CANARY9876543210"),
}

// As "lpkeys", this program signs as the real one does.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "lpkeys" {
		os.Exit(signFor(os.Args[1:]))
	}
	os.Exit(m.Run())
}

func signFor(args []string) int {
	if len(args) < 4 || args[0] != "sign" || args[1] != "--account=acme's $HOME" {
		fmt.Fprintf(os.Stderr, "called with %q\n", args)
		return 2
	}
	var form []string
	for _, arg := range args[4:] {
		name, value, _ := strings.Cut(strings.TrimPrefix(arg, "--form="), "=")
		form = append(form, url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	fmt.Println("Authorization: " + signed(oauth.Request{Method: args[2], URL: args[3], Form: strings.Join(form, "&")}))
	return 0
}

func signed(r oauth.Request) string {
	signer := oauth.Signer{Credentials: key}
	header, err := signer.AppendAuthorization(nil, r)
	if err != nil {
		return "unsigned: " + err.Error()
	}
	return string(header)
}

// server verifies what tools send, and keeps what it saw.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []sent
}

type sent struct {
	body string
	err  error
}

func newServer(t *testing.T) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := oauth.Verify(r, func(string, string) (oauth.Credentials, bool) { return key, true })
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen = append(s.seen, sent{string(body), err})
	}))
	t.Cleanup(s.Close)
	return s
}

// take returns what came since it was asked last.
func (s *server) take() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = nil
	return seen
}

// tool runs what a format wrote, one text after another.
type tool struct {
	format  format.Name
	program string // and the package that has it
	debian  string
	run     func(t *testing.T, texts []string) *exec.Cmd
}

// fed runs a program that reads all texts from its standard input.
func fed(around string, name string, args ...string) func(*testing.T, []string) *exec.Cmd {
	return func(t *testing.T, texts []string) *exec.Cmd {
		var all strings.Builder
		for _, text := range texts {
			fmt.Fprintf(&all, around+"\n", text)
		}
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Stdin = strings.NewReader(all.String())
		return cmd
	}
}

var tools = []tool{
	{format.AsCurl, "curl", "curl", fed("%s", "sh")},
	{format.AsCurl, "curl", "curl", fed("%s", "bash")},
	{format.AsCurlSign, "curl", "curl", fed("%s", "sh")},
	{format.AsHTTPie, "http", "httpie", fed("%s", "sh")},
	{format.AsFetch, "node", "nodejs", fed("{\n%s\n}", "node", "--input-type=module")},
	{format.AsPython, storetest.DebianPython, "python3-requests", fed("%s", storetest.DebianPython)},
	{format.AsGo, "go", "golang", programs},
}

// programs builds all of them and runs one after another.
func programs(t *testing.T, texts []string) *exec.Cmd {
	folder := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module programs\n")
	var run []string
	for i, text := range texts {
		write(fmt.Sprintf("program%d/main.go", i), text)
		run = append(run, fmt.Sprintf("bin/program%d", i))
	}
	build := "cd " + folder + " && mkdir bin && go build -o bin ./... && "
	return exec.CommandContext(t.Context(), "sh", "-c", build+strings.Join(run, "; "))
}

// nasty is what tools are known to change. Those that a format may refuse name it;
// none may be sent wrongly.
type nastiness struct {
	name, target string
	method       string
	form, body   string
	mayBeRefused []format.Name
	newer        bool // whether a version of the tool changes nothing, or a terminal alone would
}

var nasty = []nastiness{
	{name: "plain", target: "/api/account/12345678/x?v=2"},
	{name: "no path", target: "?a=b"},
	{name: "braces and brackets in the query", target: "/x?a={1,2}&b[0]=1&c=[1-3]"},
	{name: "quotes in the query", target: `/x?a='"` + "`" + `$HOME$(id)&b=!x&c=\`},
	{name: "letters beyond ASCII", target: "/é/日?q=ü&r=\xff"},
	{name: "blanks and plus signs", target: "/a%20b+c?q=a+b%20c%2B"},
	{name: "escapes in lower case in the query", target: "/x?a=%c3%9f&b=%7e%41"},
	{name: "a fragment", target: "/x?a=b#c"},
	{name: "a bare question mark", target: "/x?"},
	{name: "semicolons, empty pairs", target: "/x?a;b=1;c&&=&d"},
	{name: "sub-delimiters in the path", target: "/a;b=c,d/$e!f'(g)*h:@&=+"},
	{name: "what clients encode in a path", target: `/a b"c<d>e^f|g\h` + "`{i}"},
	{name: "brackets in the path", target: "/x[1]/{2}", mayBeRefused: []format.Name{format.AsPython, format.AsHTTPie}},
	{name: "dots in the path", target: "/a/../b/./c", mayBeRefused: []format.Name{format.AsFetch, format.AsPython, format.AsHTTPie}},
	{name: "encoded dots in the path", target: "/a/%2e%2E/b", mayBeRefused: []format.Name{format.AsFetch, format.AsPython, format.AsHTTPie}},
	{name: "slashes", target: "//a///b/", mayBeRefused: []format.Name{format.AsPython, format.AsHTTPie}, newer: true},
	{name: "escapes in lower case in the path", target: "/a%2fb%c3%9f", mayBeRefused: []format.Name{format.AsPython, format.AsHTTPie}},
	{name: "escapes that need not be", target: "/%41%7Eb", mayBeRefused: []format.Name{format.AsPython, format.AsHTTPie}},
	{name: "escapes that are none in the query", target: "/x?a=%zz&b=%41", mayBeRefused: []format.Name{format.AsPython, format.AsHTTPie}},
	{name: "escapes that are none in the path", target: "/%zz", mayBeRefused: format.Names()},
	{name: "HEAD", method: "HEAD", target: "/x"},
	{name: "a method in lower case", method: "delete", target: "/x"},
	{name: "PATCH", method: "patch", target: "/x", body: "{}"},
	{name: "a form", method: "POST", target: "/x?q=1", form: "a=1&b=x+y%20z%26&a=2"},
	{name: "a nasty form", method: "POST", target: "/x", form: "a=%27%22%24HOME&b=%C3%A9&c=@/etc/hostname&d"},
	{name: "a form that is not quite one", method: "POST", target: "/x", form: "a=%zz&=b&&c=d;e", mayBeRefused: []format.Name{format.AsCurlSign}},
	{name: "JSON", method: "POST", target: "/x", body: `{"a": "it's \"$HOME\" \\ ` + "`id`" + ` !x", "b": [1, 2]}`},
	{name: "a body of lines", method: "PUT", target: "/x", body: "@/etc/hostname\r\n\ttab\n\nü\u2028</script>日\n"},
	{name: "a body that a terminal obeys", method: "PUT", target: "/x", body: "\x1b]52;c;aWQ=\x07", mayBeRefused: []format.Name{format.AsCurl, format.AsCurlSign, format.AsHTTPie}, newer: true},
	{name: "a form that a terminal obeys", method: "POST", target: "/x", form: "a=%1B%5D52%03%0Aid%0A", mayBeRefused: []format.Name{format.AsCurlSign}, newer: true},
	{name: "a body that begins with a dash", method: "PUT", target: "/x", body: "--data-raw"},
	{name: "octets that are no text", method: "PUT", target: "/x", body: "\xff\x00", mayBeRefused: []format.Name{format.AsCurl, format.AsCurlSign, format.AsHTTPie, format.AsFetch}},
	{name: "a GET with a body", target: "/x", body: "{}", mayBeRefused: []format.Name{format.AsFetch}},
}

func TestWhatEachToolSendsIsWhatWasSigned(t *testing.T) {
	bin := t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(bin, "lpkeys")); err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools {
		t.Run(string(tool.format), func(t *testing.T) {
			storetest.Need(t, tool.program, tool.debian)
			if tool.program == storetest.DebianPython {
				storetest.NeedModule(t, "requests", tool.debian)
			}
			t.Parallel()
			s := newServer(t)
			run := func(texts ...string) ([]sent, string) {
				cmd := tool.run(t, texts)
				cmd.Dir = t.TempDir()
				cmd.Env = append(os.Environ(), "HOME="+cmd.Dir, "PATH="+bin+":"+os.Getenv("PATH"), "GOCACHE="+goCache(t), "NO_PROXY=*")
				output, err := cmd.CombinedOutput()
				return s.take(), fmt.Sprintf("it ends with %v and says %s", err, output)
			}
			var names, bodies, texts []string
			for _, n := range nasty {
				r := n.written(s.URL)
				text, err := tool.format.Format(r)
				refused := new(format.RefusedError)
				switch {
				case err == nil:
					names, bodies, texts = append(names, n.name), append(bodies, r.Form+r.Body), append(texts, text)
				case !errors.As(err, &refused) || !slices.Contains(n.mayBeRefused, tool.format):
					t.Errorf("%s: %v", n.name, err)
				case !n.newer:
					text = format.Forced(tool.format, r)
					if seen, said := run(text); len(seen) == 1 && seen[0] == (sent{r.Form + r.Body, nil}) {
						t.Errorf("%s: refused for nothing: %v\n%s\n%s", n.name, err, text, said)
					}
				}
			}
			seen, said := run(texts...)
			if len(seen) != len(texts) {
				t.Fatalf("got %d requests, want %d; %s", len(seen), len(texts), said)
			}
			for i, got := range seen {
				if got != (sent{bodies[i], nil}) {
					t.Errorf("%s: got body %q, %v; want %q\n%s", names[i], got.body, got.err, bodies[i], texts[i])
				}
			}
		})
	}
}

func (n nastiness) written(server string) format.Request {
	method := cmp.Or(n.method, "GET")
	return format.Request{
		Account: "acme's $HOME", Method: method, URL: server + n.target,
		Header: signed(oauth.Request{Method: method, URL: server + n.target, Form: n.form}),
		Form:   n.form, Body: n.body, ContentType: "application/json",
	}
}

func goCache(t *testing.T) string {
	if folder := os.Getenv("GOCACHE"); folder != "" {
		return folder
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "go-build")
}
