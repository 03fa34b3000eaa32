package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
	"lpkeys/ui/demo"
	"lpkeys/ui/explain"
)

// boxed is a command line at which somebody has all the accounts of a LivePerson in
// a box.
type boxed struct {
	*testing.T
	box       *demo.Box
	store     *store.Store
	env       Env
	out, told paper
	through   http.RoundTripper // nil: straight to the box
	folder    string
}

func newBoxed(t *testing.T) *boxed {
	t.Helper()
	b := &boxed{T: t, box: demo.New(), folder: t.TempDir()}
	ring := store.NewMemory()
	var err error
	b.store, err = store.Open(store.Options{
		Paths:  store.Paths{Data: "/demo", Config: "/demo", Cache: "/demo"},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: ring},
		FS:     &demo.Disk{},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range b.box.Accounts() {
		a.Account.Vault = store.KeyringVault
		if _, err := b.store.Add(t.Context(), a.Account, a.Key); err != nil {
			t.Fatal(err)
		}
	}
	b.env = Env{
		Getenv: func(string) string { return "" }, Stdout: &b.out, Stderr: &b.told,
		Open: func(Face) (*Backend, error) {
			hosts := b.box.Client()
			hosts.Jitter = func() float64 { return 0 }
			if b.through != nil {
				hosts.HTTP = b.through
			}
			return &Backend{Store: b.store, Keyring: ring, Resolver: hosts}, nil
		},
	}
	return b
}

// run runs a command, and sees that nothing secret is in what it says.
func (b *boxed) run(args ...string) int {
	b.Helper()
	return b.runWith(b.Context(), "", args...)
}

func (b *boxed) runWith(ctx context.Context, stdin string, args ...string) int {
	b.Helper()
	b.out.set("")
	b.told.set("")
	b.env.Args, b.env.Stdin = args, strings.NewReader(stdin)
	code := Run(ctx, b.env)
	for _, text := range []string{b.out.get(), b.told.get()} {
		if storetest.Holds([]byte(text), demo.SecretMark) {
			b.Errorf("%q: a secret is told: %s", args, text)
		}
	}
	return code
}

// causes runs a command and answers why its request was refused, most likely first.
func (b *boxed) causes(args ...string) (code int, causes []string, got sentJSON) {
	b.Helper()
	code = b.run(append([]string{"send", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(b.out.get()), &got); err != nil {
		b.Fatalf("%q: exit %d: %v: %s, told %s", args, code, err, b.out.get(), b.told.get())
	}
	for _, f := range got.Findings {
		causes = append(causes, string(f.Cause))
	}
	return code, causes, got
}

// in runs a story in the year in which keys have come to their end of life.
func in2026(t *testing.T, story func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)))
		story(t)
	})
}

const sandboxHistory = "https://lo.msghist.lpkeys-demo.invalid/messaging_history/api/account/90000001/conversations/search"

func TestSendingNothingInParticularProvesThatTheKeyWorks(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		if code := b.run("send", "--account", "demo-sandbox"); code != explain.Done || !strings.HasPrefix(b.out.get(), `{"_metadata"`) {
			t.Errorf("exit %d, printed %s", code, b.out.get())
		}
		for _, want := range []string{"POST " + sandboxHistory, "200 OK in ", "the key works: LivePerson answered msgHist.conversations.search"} {
			if !strings.Contains(b.told.get(), want) {
				t.Errorf("told %s, want %q", b.told.get(), want)
			}
		}
		b.run("account", "show", "demo-sandbox")
		if !strings.Contains(b.out.get(), "Last worked:         just now, msgHist.conversations.search (status 200)") {
			t.Errorf("shows %s", b.out.get())
		}
	})
}

func TestTroubleIsSatOutAsLivePersonAdvisesAndSaid(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.run("resolve", "msgHist", "--account", "demo-sandbox")
		b.box.Fail(503, 2)
		began := time.Now()
		code := b.run("send", "--account", "demo-sandbox", "GET", sandboxHistory)
		_ = code // A GET of it is not known, and answers 404 in the end.
		if took := time.Since(began); took != 15*time.Second {
			t.Errorf("it took %v, want the pauses of 5 and 10 s", took)
		}
		if told := b.told.get(); !strings.Contains(told, "status 503; retrying in 5 s (1 of 3)") || !strings.Contains(told, "after 3 requests") {
			t.Errorf("told %s", told)
		}
	})
}

func TestWhatChangesSomethingIsAskedAbout(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		const create = "https://lo.acw.lpkeys-demo.invalid/api/account/90000001/configuration/le-users/users?v=4.0"
		unknown := strings.Replace(create, "le-users/users", "le-users/unheard-of", 1)
		count := &counting{next: b.box.Transport()}
		b.through = count
		for _, request := range [][]string{{"POST", create}, {"POST", unknown}, {"DELETE", create}, {"accountConfigReadWrite.users.create"}} {
			args := append([]string{"send", "--account", "demo-sandbox", "--data", `{"loginName":"ada"}`}, request...)
			before := count.services
			if code := b.run(args...); code != explain.Misused || !strings.Contains(b.told.get(), "--yes") {
				t.Errorf("%q without a person: exit %d, told %s", request, code, b.told.get())
			}
			b.env.Terminal = Terminals{In: true, Out: true, Err: true}
			if code := b.runWith(t.Context(), "no\n", args...); code != explain.Failed || !strings.Contains(b.told.get(), "nothing was sent") {
				t.Errorf("%q when the answer is no: exit %d, told %s", request, code, b.told.get())
			}
			if count.services != before {
				t.Errorf("%q: something was sent", request)
			}
			b.runWith(t.Context(), "yes\n", args...)
			if count.services != before+1 {
				t.Errorf("%q when the answer is yes: nothing was sent: %s", request, b.told.get())
			}
			b.env.Terminal = Terminals{}
			if b.run(append(args, "--yes")...); count.services != before+2 {
				t.Errorf("%q with --yes: nothing was sent: %s", request, b.told.get())
			}
		}
		if code := b.run("send", "--account", "demo-sandbox"); code != explain.Done {
			t.Errorf("a POST that searches was asked about: %s", b.told.get())
		}
	})
}

// counting counts the requests to services.
type counting struct {
	next     http.RoundTripper
	services int
}

func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("Authorization") != "" {
		c.services++
	}
	return c.next.RoundTrip(req)
}

func TestTheBodyIsForPeopleOnATerminalAndVerbatimElsewhere(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		args := []string{"send", "--account", "demo-sandbox", "accountConfigReadOnly.skills.list"}
		b.run(args...)
		verbatim := b.out.get()
		if strings.Contains(verbatim, "\n") || !json.Valid([]byte(verbatim)) {
			t.Errorf("in a pipe: %q", verbatim)
		}
		b.env.Terminal = Terminals{In: true, Out: true, Err: true}
		b.run(args...)
		if shown := b.out.get(); !strings.Contains(shown, "\x1b[34m\"id\"\x1b[m: \x1b[32m\"1001\"\x1b[m,\n") {
			t.Errorf("on a terminal: %q", shown)
		}
		b.run(append(args, "--no-color", "--include")...)
		if shown := b.out.get(); strings.Contains(shown, "\x1b") || !strings.HasPrefix(shown, "HTTP/1.1 200 OK\nAc-Revision: 1\nContent-Type: application/json") || !strings.Contains(shown, "\n\n[\n  {\n    \"id\"") {
			t.Errorf("without colour, with headers: %q", shown)
		}
	})
}

func TestABodyGoesIntoAFileOfItsOwn(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		path := filepath.Join(b.folder, "found.json")
		args := []string{"send", "--account", "demo-sandbox", "--output", path}
		if code := b.run(args...); code != explain.Done || b.out.get() != "" {
			t.Fatalf("exit %d, printed %q, told %s", code, b.out.get(), b.told.get())
		}
		text, err := os.ReadFile(path)
		if err != nil || !json.Valid(text) {
			t.Errorf("the file holds %q, %v", text, err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 {
			t.Errorf("the file is for others too: %v", info.Mode())
		}
		if code := b.run(args...); code != explain.Failed || !strings.Contains(b.told.get(), "is there already") {
			t.Errorf("again: exit %d, told %s", code, b.told.get())
		}
		if code := b.run(append(args, "--force")...); code != explain.Done {
			t.Errorf("with --force: exit %d, told %s", code, b.told.get())
		}
		// A folder, and not a device: without the refusal this would replace it.
		if code := b.run(append(args[:len(args)-1:len(args)-1], b.folder, "--force")...); code != explain.Failed || !strings.Contains(b.told.get(), "is no file") {
			t.Errorf("for what is no file: exit %d, told %s", code, b.told.get())
		}
		nowhere := filepath.Join(b.folder, "nowhere", "found.json")
		if code := b.run("send", "--account", "demo-sandbox", "--output", nowhere); code != explain.Failed || !strings.Contains(b.told.get(), "open "+nowhere) {
			t.Errorf("into no folder: exit %d, told %s", code, b.told.get())
		}
		refused := filepath.Join(b.folder, "refused.json")
		b.run("send", "--account", "demo-no-permission", "--fail", "--output", refused)
		if _, err := os.Stat(refused); err == nil {
			t.Error("with --fail there is a file")
		}
		b.run("send", "--account", "demo-no-permission", "--output", refused)
		if text, err := os.ReadFile(refused); err != nil || !strings.Contains(string(text), "Unauthorized") {
			t.Errorf("without --fail the file holds %q, %v", text, err)
		}
		if left, _ := filepath.Glob(filepath.Join(b.folder, ".lpkeys-*")); left != nil {
			t.Errorf("left behind: %q", left)
		}
	})
}

func TestADashForTheFileIsStandardOutput(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		t.Chdir(b.folder) // where a file would be
		if code := b.run("send", "--account", "demo-sandbox", "--output", "-"); code != explain.Done || !json.Valid([]byte(b.out.get())) {
			t.Errorf("exit %d, printed %q, told %s", code, b.out.get(), b.told.get())
		}
	})
}

func TestWithFailARefusalHasNoBody(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		for _, tt := range []struct {
			args []string
			body bool
		}{{nil, true}, {[]string{"--fail"}, false}} {
			code := b.run(append([]string{"send", "--account", "demo-wrong-secret"}, tt.args...)...)
			if code != explain.Refused || strings.Contains(b.out.get(), "signature_invalid") != tt.body {
				t.Errorf("%q: exit %d, printed %q", tt.args, code, b.out.get())
			}
		}
	})
}

func TestTheStepsToTheSignatureCanBeToldBesideTheAnswer(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.run("send", "--account", "demo-sandbox", "--explain")
		if !strings.Contains(b.told.get(), "Base string:") || !strings.Contains(b.told.get(), maskedKey) || strings.Contains(b.out.get(), "Base string") {
			t.Errorf("printed %s, told %s", b.out.get(), b.told.get())
		}
		if _, _, got := b.causes("--account", "demo-sandbox", "--explain"); got.Explanation == nil || got.Explanation.SigningKey != maskedKey || !got.Proves {
			t.Errorf("got %+v", got)
		}
	})
}

func TestWhatCannotBeSentIsRefusedBeforeAnythingIs(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		count := &counting{next: b.box.Transport()}
		b.through = count
		for _, tt := range []struct {
			args []string
			says string
		}{
			{[]string{"GET", "https://example.com/"}, `the host "example.com" is not LivePerson's`},
			{[]string{"GET", "https://lo.ac.lpkeys-demo.invalid:8443/"}, "is not LivePerson's"},
			{[]string{"GET", "http://lo.ac.lpkeys-demo.invalid/"}, "is not https"},
			{[]string{"GET", "https://ada:CANARY@lo.ac.lpkeys-demo.invalid/"}, "user name"},
			{[]string{"GET", "https://lo.ac.lpkeys-demo.invalid/?oauth_signature=x"}, "oauth_signature"},
			{[]string{"GET", sandboxHistory, "--header", "authorization: OAuth x"}, "cannot be Authorization"},
			{[]string{"GET", sandboxHistory, "--header", "Host: x"}, "header Host"},
			{[]string{"GET", sandboxHistory, "--header", "nothing"}, "not NAME: VALUE"},
			{[]string{"GET", sandboxHistory, "--header", "X: a\r\nb: c"}, "line break"},
			{[]string{"msgHist.conversation.search"}, "needs a body"},
			{[]string{"--data", "{}"}, "no request"},
			{[]string{"--force"}, "--output"},
			{[]string{"--include", "--json"}, "--json"},
			{[]string{"agentVep.login.application"}, "not signed"},
		} {
			code := b.run(append([]string{"send", "--account", "demo-sandbox"}, tt.args...)...)
			if code != explain.Misused || !strings.Contains(b.told.get(), tt.says) || count.services > 0 {
				t.Errorf("%q: exit %d, told %s", tt.args, code, b.told.get())
			}
			if strings.Contains(b.told.get(), "CANARY") {
				t.Errorf("%q: a password is told: %s", tt.args, b.told.get())
			}
		}
	})
}

func TestNothingThatIsSentHoldsASecret(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.through = answers(func(req *http.Request) (*http.Response, error) {
			var text strings.Builder
			clone := req.Clone(req.Context())
			if req.Body != nil {
				body, _ := io.ReadAll(req.Body)
				req.Body = io.NopCloser(strings.NewReader(string(body)))
				clone.Body = io.NopCloser(strings.NewReader(string(body)))
			}
			if err := clone.Write(&text); err != nil || storetest.Holds([]byte(text.String()), demo.SecretMark) {
				t.Errorf("sent %s, %v", text.String(), err)
			}
			return b.box.Transport().RoundTrip(req)
		})
		for _, a := range b.box.Accounts() {
			b.run("send", "--account", a.Name, "--explain")
			b.run("send", "--account", a.Name, "--explain", "--json")
		}
	})
}

func TestNoAnswerIsAnotherExitCodeThanARefusal(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.run("resolve", "msgHist", "--account", "demo-sandbox")
		b.box.Fail(0, -1)
		if code := b.run("send", "--account", "demo-sandbox", "GET", sandboxHistory); code != explain.Unresolved || !strings.Contains(b.told.get(), "no answer from lo.msghist") {
			t.Errorf("exit %d, told %s", code, b.told.get())
		}
		if strings.Count(b.told.get(), "retrying") != 3 {
			t.Errorf("told %s, want three retries", b.told.get())
		}
	})
}

func TestCtrlCEndsSendingQuietly(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.box.Latency = 10 * time.Second
		for _, after := range []time.Duration{time.Second, 11 * time.Second, 19 * time.Second, 21 * time.Second} {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(after, cancel)
			began := time.Now()
			code := b.runWith(ctx, "", "send", "--account", "demo-no-permission")
			if code != explain.Interrupted || time.Since(began) != after || strings.Contains(b.told.get(), "error") || b.out.get() != "" {
				t.Errorf("after %v: exit %d at %v, told %s", after, code, time.Since(began), b.told.get())
			}
		}
	})
}

func TestNothingInAnAnswerCommandsATerminal(t *testing.T) {
	const evil = "\x1b]0;owned\x07\u202e\u009b31m"
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		for _, body := range []string{"text " + evil, `{"a":"` + "\u202e\u009b31m" + `"}`, "oauth_problem=" + evil + "&oauth_problem_advice=" + evil, "\xff" + evil} {
			b.through = answers(func(req *http.Request) (*http.Response, error) {
				if req.Header.Get("Authorization") == "" {
					return b.box.Transport().RoundTrip(req)
				}
				return &http.Response{StatusCode: 401, Proto: "HTTP/1.1", Header: http.Header{"X-Evil": {evil}}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
			})
			args := []string{"send", "--account", "demo-sandbox", "--include", "--no-color"}
			b.env.Terminal = Terminals{In: true, Out: true, Err: true}
			b.run(args...)
			if shown := b.out.get() + b.told.get(); strings.ContainsAny(shown, "\x1b\x07\u202e\u009b") || !strings.Contains(shown, "X-Evil") {
				t.Errorf("%q: shows %q", body, shown)
			}
			b.env.Terminal = Terminals{}
			if b.run("send", "--account", "demo-sandbox"); b.out.get() != body || strings.ContainsAny(b.told.get(), "\x1b\x07\u202e\u009b") {
				t.Errorf("in a pipe: printed %q, told %q, want %q verbatim", b.out.get(), b.told.get(), body)
			}
			if b.run("send", "--account", "demo-sandbox", "--json"); strings.ContainsAny(b.out.get()+b.told.get(), "\x1b\x07\u202e\u009b") {
				t.Errorf("as JSON: printed %q, told %q", b.out.get(), b.told.get())
			}
		}
	})
}
