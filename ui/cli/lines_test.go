//go:build unix

package cli_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/ui/demo"
)

const (
	whatToDo   = "Type a number or a word. Enter alone repeats this; quit leaves: "
	whichOne   = "Type a number or a word. Enter alone goes back: "
	whichName  = "Type a number or a name. Enter alone goes back: "
	notShown   = ", which is not shown. Enter alone goes back: "
	aboutIt    = "What about this request? Each header is signed anew, and good for one request."
	typeYes    = "Type yes, or enter alone for no: "
	passphrase = "CANARY correct horse"
)

// answer is a question, and what is typed at it.
type answer struct{ question, typed string }

func (d *dialog) answer(all ...answer) {
	d.t.Helper()
	for _, a := range all {
		d.expect(a.question)
		d.enter(a.typed)
	}
}

// endPlain is end for a terminal that cannot do anything but show lines.
func (d *dialog) endPlain() int {
	d.t.Helper()
	code := d.end()
	if at := strings.IndexFunc(d.all(), func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' }); at >= 0 {
		d.t.Errorf("a control character was written:\n%q", d.all()[max(0, at-40):])
	}
	return code
}

// inABox has a LivePerson in a box, which knows the account 90000002, and that
// account's key as a paste in JSON.
func inABox(t *testing.T) (p *program, box *demo.Box, pasted string) {
	t.Helper()
	box = demo.New()
	server := httptest.NewServer(box.Handler())
	t.Cleanup(server.Close)
	p = inPerson(t)
	p.with("LPKEYS_API_URL", server.URL)
	p.with("TERM", "dumb")
	key := box.Accounts()[1].Key
	return p, box, "{\r \"appKey\": \"" + key.ConsumerKey + "\",\r \"secret\": \"" + key.ConsumerSecret.Reveal() +
		"\",\r\r \"accessToken\": \"" + key.Token + "\",\r \"accessTokenSecret\": \"" + key.TokenSecret.Reveal() + "\"\r}\r\r"
}

func TestTheWholeJobLineByLine(t *testing.T) {
	p, box, pasted := inABox(t)
	file := filepath.Join(p.home, "request.txt")
	d := p.talk()
	d.expect("Renaming, editing, copying, moving, exporting and importing accounts are commands: lpkeys help account, lpkeys help export.")
	d.expect("No account yet. Choose add to begin.")
	d.answer(
		answer{whatToDo, "add\r"},
		answer{"A name for the account, such as acme-prod. Enter alone goes back: ", "acme\u200bprod\r"},
		answer{"error: account name has an invisible character in it", ""},
		answer{"Enter alone goes back: ", "acme-prod\r"},
		answer{"Account ID, such as 12345678. Enter alone goes back: ", "9000 0002\r"},
		answer{"error: account ID", ""},
		answer{"Enter alone goes back: ", "4711\r"},
		answer{"error: LivePerson knows no account 4711", ""},
		answer{"Type another one, or the same again to keep it.", ""},
		answer{"Enter alone goes back: ", "90000002\r"},
		answer{"A label for the environment, such as production. Enter alone for none: ", "production\r"},
		answer{"1. keyring, that of your operating system, which cannot be used: ", ""},
		answer{whichOne, "file\r"},
		answer{"App key" + notShown, pasted},
		answer{"New passphrase" + notShown, passphrase + "\r"},
		answer{"The same again" + notShown, passphrase + "\r"},
		answer{"added acme-prod (90000002, PRODUCTION)", ""},
		answer{"Account: acme-prod (90000002, PRODUCTION), for this run.", ""},

		answer{whatToDo, "3\r"},
		answer{"1. msgHist, Messaging Interactions", ""},
		answer{"Enter alone goes back: ", "1 agentVep nosuch\r"},
		answer{`no service "nosuch"`, ""},
		answer{"msgHist, va.msghist.lpkeys-demo.invalid\r\n", ""},
		answer{"agentVep, va.agentvep.lpkeys-demo.invalid\r\n", ""},

		answer{whatToDo, "sign\r"},
		answer{whichOne, "operation\r"},
		answer{"1. Messaging Interactions, msgHist", ""},
		answer{whichOne, "nothing of the kind\r"},
		answer{"There is no such choice. These are all:", ""},
		answer{whichOne, "Messaging Interactions\r"},
		answer{whichOne, "conversation\r"},
		answer{"3 have that in them:", ""},
		answer{whichOne, "1\r"},
		answer{"Enter alone for that of the catalogue: ", "\r"},
		answer{aboutIt, ""},
		answer{whichOne, "header\r"},
		answer{"All the same? " + typeYes, "\r"},
		answer{"Back.", ""},
		answer{whichOne, "copy\r"},
		answer{whichOne, "json\r"},
		answer{whichOne, "file\r"},
		answer{"The name of the new file. Enter alone goes back: ", file + "\r"},
		answer{"All the same? " + typeYes, "yes\r"},
		answer{"written to " + file, ""},
		answer{whichOne, "4\r"},
		answer{"Base string:", ""},
		answer{whichOne, "compare\r"},
		answer{"Paste the header or base string on one line" + notShown, "OAuth oauth_consumer_key=\"other\",oauth_token=\"other\",oauth_signature=\"x\"\r"},
		answer{"oauth_consumer_key", ""},
		answer{aboutIt, ""},
		answer{whichOne, "\r"},
		answer{"Back.", ""},

		answer{whatToDo, "switch\r"},
		answer{"1. acme-prod, 90000002, PRODUCTION, in force: for this run", ""},
		answer{whichName, "acme\r"},
		answer{"Make it the default for later as well? " + typeYes, "yes\r"},
		answer{"acme-prod (90000002, PRODUCTION) is the default now", ""},
		answer{whatToDo, "remove\r"},
		answer{whichName, "1\r"},
		answer{"Type yes, or enter alone to keep it: ", "yes\r"},
		answer{"acme-prod (90000002, PRODUCTION) is removed", ""},
		answer{"No account yet.", ""},
		answer{whatToDo, "q\r"},
		answer{"Goodbye.", ""},
	)
	if code := d.endPlain(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
	if strings.Contains(d.all(), demo.SecretMark) {
		t.Errorf("a secret is on the terminal:\n%s", d.all())
	}
	for _, flag := range []string{"--data", "--refresh"} {
		if strings.Contains(d.all(), flag) {
			t.Errorf("%s is named, which nobody can type here:\n%s", flag, d.all())
		}
	}
	if got := sent(t, box, file); got != http.StatusOK {
		t.Errorf("LivePerson in a box answered %d to the request, want 200", got)
	}
}

// sent sends the request that a file describes to the box.
func sent(t *testing.T, box *demo.Box, file string) (status int) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 {
		t.Fatalf("the file has mode %v (%v), want 0600", info.Mode(), err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var request struct {
		Method, URL string
		Headers     map[string]string
	}
	if err := json.Unmarshal(text, &request); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	req, err := http.NewRequestWithContext(t.Context(), request.Method, request.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range request.Headers {
		req.Header.Set(name, value)
	}
	res, err := box.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// Wherever somebody is in the demo, the end of the input leaves as politely as quit
// does, and ctrl+c ends it.
func TestEveryQuestionCanBeLeft(t *testing.T) {
	p := newProgram(t)
	p.with("ACCESSIBLE", "1")
	ways := map[string][]answer{
		"the first question": nil,
		"a choice":           {{whatToDo, "sign\r"}, {"Which request?", ""}},
		"a text":             {{whatToDo, "add\r"}, {"A name for the account", ""}},
		"a hidden value": {
			{whatToDo, "add\r"}, {"A name for the account", "mine\r"}, {"Account ID, such as", "90000001\r"},
			{"Enter alone for none: ", "\r"}, {"App key" + notShown, "CANARY"},
		},
		"a request": {
			{whatToDo, "sign\r"}, {whichOne, "free\r"}, {whichOne, "GET\r"},
			{"The URL. Enter alone goes back: ", "https://va.msghist.liveperson.net/\r"}, {aboutIt, ""}, {whichOne, ""},
		},
	}
	for where, way := range ways {
		for typed, want := range map[string]int{"\x04": 0, "\x03": 130} {
			if where == "a hidden value" && typed == "\x04" {
				typed = "\x15\x04" // what is typed before the end of the input is a line
			}
			d := p.talk("demo")
			d.answer(way...)
			if where == "the first question" {
				d.expect(whatToDo)
			}
			d.enter(typed)
			if code := d.endPlain(); code != want {
				t.Errorf("%q at %s: exit %d, want %d\n%s", typed, where, code, want, d.all())
			}
			if want == 0 && !strings.HasSuffix(strings.TrimSpace(d.all()), "Goodbye.") {
				t.Errorf("at %s it ends without a word:\n%s", where, d.all())
			}
		}
	}
}

func TestTheDemoLineByLineLeadsToACommand(t *testing.T) {
	p := newProgram(t)
	p.with("ACCESSIBLE", "1")
	p.with("TERM", "xterm-256color")
	d := p.talk("demo")
	d.expect("This is a demo: nothing is kept and nothing leaves this process.")
	d.answer(
		answer{"Account: demo-sandbox (90000001, sandbox), the default.", ""},
		answer{whatToDo, "try\r"}, answer{"the key works: LivePerson answered msgHist.conversations.search", ""},
		answer{whatToDo, "sign\r"}, answer{whichOne, "operation\r"}, answer{whichOne, "Skills\r"}, answer{whichOne, "1\r"},
		answer{whichOne, "copy\r"}, answer{whichOne, "curl-sign\r"}, answer{whichOne, "here\r"},
		answer{"lpkeys sign --account=demo-sandbox", ""},
		answer{whichOne, "send\r"}, answer{"the key works: LivePerson answered accountConfigReadOnly.skills.list", ""},
		answer{whichOne, "copy\r"}, answer{whichOne, "json\r"}, answer{whichOne, "file\r"},
		answer{"The name of the new file. Enter alone goes back: ", p.home + "\r"},
		answer{"error: " + p.home + " is there already and is left as it is", ""}, answer{"hint: Give another name\r\n", ""},
		answer{whichOne, "\r"}, answer{whatToDo, "quit\r"},
	)
	if code := d.endPlain(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
	if _, err := os.Stat(filepath.Join(p.home, "lpkeys")); err == nil {
		t.Error("the demo left a folder behind")
	}
}
