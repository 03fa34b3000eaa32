//go:build unix

package cli_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	ossignal "os/signal"
	"strings"
	"syscall"
	"testing"
)

func TestAPersonAddsAndSignsWithoutShowingAnything(t *testing.T) {
	p := inPerson(t)
	d := p.talk("account", "add", "acme", "--vault", "file", "--no-check")
	d.expect("Account ID: ")
	d.enter("12345678\r")
	d.expect("App key: ")
	d.enter("\r") // an empty answer is asked for again
	d.expect("warning: nothing was typed")
	d.expect("App key: ")
	d.enter(appKey + "\r")
	d.expect("Secret: ")
	d.enter(secret + "\r")
	d.expect("Access token: ")
	d.enter(token + "\r")
	d.expect("Access token secret: ")
	d.enter(tokenSecret + "\r")
	d.expect("New passphrase: ")
	d.enter("CANARY one\r")
	d.expect("The same again: ")
	d.enter("CANARY two\r")
	d.expect("warning: the two are not the same")
	d.expect("New passphrase: ")
	d.enter("CANARY phrase\r")
	d.expect("The same again: ")
	d.enter("CANARY phrase\r")
	d.expect("the vault file is open until it goes unused for 15m")
	d.expect("added acme (12345678)")
	if code := d.end(); code != 0 {
		t.Fatalf("adding: exit %d\n%s", code, d.all())
	}
	if header := p.must("", "sign", "GET", "https://va.msghist.liveperson.net/"); !strings.HasPrefix(header, "Authorization: OAuth ") {
		t.Errorf("who has just typed the passphrase twice is asked for it again: %s", header)
	}

	p.lock()
	d = p.talk("sign", "GET", "https://va.msghist.liveperson.net/")
	d.expect("to be asked once for many commands, run lpkeys unlock")
	d.expect("Passphrase of the vault file: ")
	d.enter("CANARY wrong\r")
	d.expect("warning: wrong passphrase")
	d.expect("Passphrase of the vault file: ")
	d.enter("CANARY phrase\r")
	d.expect("Authorization: OAuth ")
	if code := d.end(); code != 0 {
		t.Errorf("signing: exit %d\n%s", code, d.all())
	}

	d = p.talk("account", "remove", "acme")
	d.expect("Type yes, or enter alone to keep it: ")
	d.enter("no\r")
	d.expect("nothing was removed")
	if code := d.end(); code != 1 {
		t.Errorf("not removing: exit %d", code)
	}
}

func TestAPassphraseIsChangedWhereItIsAskedFor(t *testing.T) {
	p := inPerson(t)
	d := p.talk("unlock")
	d.expect("New passphrase: ")
	d.enter("CANARY\r")
	d.expect("short: several words are harder to guess")
	d.expect("The same again: ")
	d.enter("CANARY\r")
	d.expect("the vault file is open")
	if code := d.end(); code != 0 {
		t.Fatalf("unlocking: exit %d\n%s", code, d.all())
	}
	d = p.talk("passphrase") // which asks for the old one, open or not
	d.expect("Passphrase of the vault file: ")
	d.enter("CANARY\r")
	d.expect("New passphrase: ")
	d.enter("CANARYCANARYCANARY\r")
	d.expect("it repeats itself")
	d.expect("The same again: ")
	d.enter("CANARYCANARYCANARY\r")
	d.expect("has a new passphrase")
	if code := d.end(); code != 0 {
		t.Fatalf("changing: exit %d\n%s", code, d.all())
	}
	p.lock()
	d = p.talk("unlock")
	d.expect("Passphrase of the vault file: ")
	d.enter("CANARYCANARYCANARY\r")
	d.expect("the vault file is open")
	if code := d.end(); code != 0 {
		t.Errorf("unlocking with the new one: exit %d\n%s", code, d.all())
	}
}

// LivePerson is asked about the account ID first, and what is pasted meanwhile is
// neither shown nor lost.
func TestAWrongAccountIDIsRefusedBeforeFourValuesAreTyped(t *testing.T) {
	pasted := make(chan struct{}, 2)
	liveperson := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-pasted
		if !strings.Contains(r.URL.Path, "/12345678/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"baseURIs":[{"account":"12345678","service":"msgHist","baseURI":"va.msghist.liveperson.net"}]}`)
	}))
	t.Cleanup(liveperson.Close)
	p := newProgram(t)
	p.with("LPKEYS_API_URL", liveperson.URL)
	for id, want := range map[string]struct {
		says string
		exit int
	}{
		"87654321": {"error: LivePerson knows no account 87654321", 5},
		"12345678": {"added account 12345678 (12345678)", 0},
	} {
		d := p.talk("account", "add", "account "+id, "--vault", "file", "--id", id)
		d.expect("asking LivePerson whether it knows account " + id)
		d.enter(appKey + "\r" + secret + "\r" + token + "\r" + tokenSecret + "\r")
		pasted <- struct{}{}
		d.expect(want.says)
		if code := d.end(); code != want.exit {
			t.Errorf("%s: exit %d\n%s", id, code, d.all())
		}
		if want.exit != 0 && strings.Contains(d.all(), "App key: ") {
			t.Errorf("the values are asked for:\n%s", d.all())
		}
	}
}

func TestFourLinesPastedAtOnceAnswerAllPrompts(t *testing.T) {
	p := newProgram(t)
	d := p.talk("account", "add", "acme", "--id", "12345678", "--vault", "file", "--no-check")
	d.expect("App key: ")
	d.enter("Access token: " + token + "\rApp key: " + appKey + "\rAccess token secret: " + tokenSecret + "\rSecret: " + secret + "\r\r")
	d.expect("added acme")
	if code := d.end(); code != 0 {
		t.Fatalf("exit %d\n%s", code, d.all())
	}
	if header := p.must("", "sign", "GET", "https://va.msghist.liveperson.net/"); !strings.Contains(header, `oauth_consumer_key="`+appKey+`"`) {
		t.Errorf("signed with something else: %s", header)
	}
}

// What a person copies is more than the four values, and in many shapes.
func TestEverythingPastedAtOnceIsTakenInEveryFormat(t *testing.T) {
	for name, pasted := range map[string]string{
		"labels, the account ID and a blank line between": "Account ID: 12345678\r\rApp key: " + appKey + "\rSecret: " + secret + "\rAccess token: " + token + "\rAccess token secret: " + tokenSecret + "\r",
		"a page's labels above their values":              "App key\r" + appKey + "\rSecret\r" + secret + "\rAccess token\r" + token + "\rAccess token secret\r" + tokenSecret + "\rAccount ID: 12345678\r",
		".env":                                            "# LivePerson\rexport LP_ACCOUNT_ID=12345678\rexport LP_APP_KEY=" + appKey + "\rexport LP_SECRET='" + secret + "'\rexport LP_ACCESS_TOKEN=" + token + "\rexport LP_ACCESS_TOKEN_SECRET=" + tokenSecret + "\r",
		"JSON":                                            "{\r  \"accountId\": \"12345678\",\r  \"appKey\": \"" + appKey + "\",\r  \"secret\": \"" + secret + "\",\r  \"accessToken\": \"" + token + "\",\r  \"accessTokenSecret\": \"" + tokenSecret + "\"\r}\r",
		"YAML":                                            "liveperson:\r  accountId: 12345678\r  appKey: " + appKey + "\r  secret: " + secret + "\r  accessToken: " + token + "\r  accessTokenSecret: " + tokenSecret + "\r",
		"a table":                                         "Account ID\t12345678\rApp key\t" + appKey + "\rSecret\t" + secret + "\rAccess token\t" + token + "\rAccess token secret\t" + tokenSecret + "\r",
	} {
		t.Run(name, func(t *testing.T) {
			p := newProgram(t)
			d := p.talk("account", "add", "acme", "--id", "12345678", "--vault", "file", "--no-check")
			d.expect("App key: ")
			d.enter(pasted)
			d.expect("reading everything that is pasted; an empty line ends it")
			d.enter("\r")
			d.expect("added acme (12345678)")
			if code := d.end(); code != 0 {
				t.Fatalf("exit %d\n%s", code, d.all())
			}
			if header := p.must("", "sign", "GET", "https://va.msghist.liveperson.net/"); !strings.Contains(header, `oauth_consumer_key="`+appKey+`"`) {
				t.Errorf("signed with something else: %s", header)
			}
		})
	}
}

func TestAPasteThatLacksAValueSaysWhichAndGoesOn(t *testing.T) {
	p := newProgram(t)
	d := p.talk("account", "add", "acme", "--vault", "file", "--no-check", "--id", "12345678")
	d.expect("App key: ")
	d.enter("App key: " + appKey + "\rSecret: " + secret + "\rAccess token: " + token + "\r\r")
	d.expect("Access token secret is missing")
	d.expect("go on, or press enter again to stop")
	d.enter("Access token secret: " + tokenSecret + "\r\r")
	d.expect("added acme")
	if code := d.end(); code != 0 {
		t.Fatalf("exit %d\n%s", code, d.all())
	}
	d = p.talk("account", "edit", "acme", "--key")
	d.expect("App key: ")
	d.enter("App key: " + appKey + "\r\r\r")
	d.expect("error: ")
	d.expect("Secret, Access token and Access token secret are missing")
	if code := d.end(); code != 2 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
}

func TestWhatIsCleanedOffAValueIsSaidWhereItIsTyped(t *testing.T) {
	p := newProgram(t)
	d := p.talk("account", "add", "acme", "--id", "12345678", "--vault", "file", "--no-check")
	d.expect("App key: ")
	d.enter(" " + appKey[:16] + " " + appKey[16:] + "\r")
	d.expect("App key: removed 2 blanks")
	d.expect("Secret: ")
	d.enter(secret + "\u00e9\r")
	d.expect("warning: Secret holds 1 character that no key holds; type it again")
	d.expect("Secret: ")
	d.enter("Secret: " + secret + "\r") // a line of a page, where the others are typed
	d.expect("Access token: ")
	d.enter(token + "\r")
	d.expect("Access token secret: ")
	d.enter("\"" + tokenSecret + "\"\r")
	d.expect("Access token secret: removed 2 quotes")
	d.expect("added acme")
	if code := d.end(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
}

func TestUseWithoutANameAsksForOne(t *testing.T) {
	p := newProgram(t)
	for _, name := range []string{"acme-prod", "acme-test", "bolt"} {
		p.must(fourLines, "account", "add", name, "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	}
	d := p.talk("account", "use")
	d.expect("1. acme-prod, 12345678, in force: the default")
	d.expect("3. bolt, 12345678")
	d.expect("Type a number or a name, or enter alone to leave all as it is: ")
	d.enter("4\r")
	d.expect("There is no such choice. These are all:")
	d.expect("as it is: ")
	d.enter("acme\r")
	d.expect("2 have that in them:")
	d.expect("2. acme-test, 12345678")
	d.expect("as it is: ")
	d.enter("2\r")
	d.expect("acme-test (12345678) is the default now")
	if code := d.end(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
	for entered, want := range map[string]int{"\r": 1, "\x04": 2, "\x03": 130, "BOLT\r": 0} {
		d := p.talk("account", "use", "--here")
		d.expect("as it is: ")
		d.enter(entered)
		if code := d.end(); code != want {
			t.Errorf("%q: exit %d, want %d\n%s", entered, code, want, d.all())
		}
	}
	if name := p.must("", "account", "which", "--quiet"); name != "bolt\n" {
		t.Errorf("in force is %q", name)
	}
}

func TestCtrlCAtAPromptEndsItAndChangesNothing(t *testing.T) {
	p := inPerson(t)
	for name, prompt := range map[string]string{"visible": "Account ID: ", "hidden": "App key: "} {
		t.Run(name, func(t *testing.T) {
			args := []string{"account", "add", "acme", "--vault", "file", "--no-check"}
			if name == "hidden" {
				args = append(args, "--id", "12345678")
			}
			d := p.talk(args...)
			d.expect(prompt)
			d.enter("CAN\x03") // half a value
			if code := d.end(); code != 130 {
				t.Errorf("exit %d\n%s", code, d.all())
			}
			if out, _, _ := p.run("", "account", "list"); out != "" {
				t.Errorf("there is an account: %s", out)
			}
		})
	}
}

func TestASignalEndsARequestWithoutAWord(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			asked := make(chan struct{}, 8)
			slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
				asked <- struct{}{}
				<-req.Context().Done()
			}))
			defer slow.Close()
			p := newProgram(t)
			p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
			p.with("LPKEYS_API_URL", slow.URL)
			// A signal that these tests were told to ignore, by nohup perhaps, would
			// be ignored by the program too, rightly. One that they catch is not.
			caught := make(chan os.Signal, 1)
			ossignal.Notify(caught, signal)
			defer ossignal.Stop(caught)
			cmd := p.command("", "resolve", "--quiet")
			var told bytes.Buffer
			cmd.Stderr = &told
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			<-asked
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 130 || told.Len() > 0 {
				t.Errorf("%v, told %q, want exit 130 and nothing", err, &told)
			}
		})
	}
}
