package ui

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

// answers is a Domain API that says one thing to everything.
type answers struct {
	status int
	body   string
	err    error
}

func (a answers) RoundTrip(req *http.Request) (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	body := strings.NewReplacer("ACCOUNT", "90000001", "SERVICE", "msgHist").Replace(a.body)
	return &http.Response{
		StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}, nil
}

func list(host string) string {
	return `{"baseURIs":[{"service":"SERVICE","account":"ACCOUNT","baseURI":"` + host + `"}]}`
}

// Every way the Domain API can disappoint: what the row says, and a next step
// below it.
var disappointments = []struct {
	name       string
	api        answers
	row, words string
}{
	{"a wrong account ID, 400", answers{status: 400}, "unknown account", "site ID"},
	{"a wrong account ID, 401", answers{status: 401, body: "Bad Authentication"}, "unknown account", "site ID"},
	{"no network", answers{err: errors.New("dial tcp: no route to host")}, "unavailable", "Check the network"},
	{"HTML", answers{status: 200, body: "<html><body>Sign in to the hotel</body></html>"}, "malformed answer", ""},
	{"nothing", answers{status: 200}, "malformed answer", ""},
	{"an outage", answers{status: 503, body: "down"}, "unavailable", ""},
	{"too many questions", answers{status: 429}, "rate limited", ""},
	{"a host with control characters", answers{status: 200, body: list(`va.msghist\u001b[2J.liveperson.net`)}, "not a host name", ""},
	{"a host with a port and a path", answers{status: 200, body: list("va.msghist.liveperson.net:443/x")}, "not a host name", ""},
	{"a host that is not LivePerson's", answers{status: 200, body: list("va.liveperson.net.example.com")}, "! not LivePerson's", "outside LivePerson's own domains"},
}

func TestEveryDisappointingAnswerHasWordsAndANextStep(t *testing.T) {
	for _, c := range disappointments {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				w.client.HTTP = c.api
				d := w.open(t, 80, 24)
				d.Press("enter", "enter")
				d.Wait(time.Minute)
				d.Want(c.row, c.words, "enter resolve")
				d.Lack("resolving ")
				if strings.ContainsAny(d.Screen(), "\x1b\x07") {
					t.Errorf("a control character came through:\n%q", d.Screen())
				}
			})
		})
	}
}

// onlyListed knows no service by its name.
type onlyListed struct{ answers }

func (o onlyListed) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.Contains(req.URL.Path, "/service/baseURI.json") {
		return answers{status: 404}.RoundTrip(req)
	}
	return o.answers.RoundTrip(req)
}

func TestAWronglyCasedServiceIsCorrected(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.client.HTTP = onlyListed{answers{status: 200, body: strings.Replace(list("va.msghist.liveperson.net"), "SERVICE", "MsgHist", 1)}}
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Minute)
		d.Want("unknown service. Did you mean MsgHist?")
	})
}

func TestAnAccountIDIsNotSavedUnlookedByAccident(t *testing.T) {
	for _, c := range disappointments[:7] {
		t.Run(c.name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.client.HTTP = c.api
				d := w.open(t, 80, 24)
				addAccount(d, "acme", "90000001", "", fourLines(w.box.Accounts()[0].Key))
				d.Wait(time.Minute)
				d.Want("review")
				if strings.Contains(c.row, "unknown account") {
					d.Want("S save without the check")
					d.Press("enter")
				} else {
					d.Want("not checked", "enter save without the check")
				}
				if accounts, _ := w.store.Accounts(); len(accounts) != 0 {
					t.Fatalf("%d accounts are stored, want none", len(accounts))
				}
				if strings.Contains(c.row, "unknown account") {
					d.Press("S")
				} else {
					d.Press("enter")
				}
				d.Want("acme is saved")
			})
		})
	}
}

func TestEachWrongFieldIsNamedBesideIt(t *testing.T) {
	for name, c := range map[string]struct{ account, id, environment, want string }{
		"an empty name":             {"", "90000001", "", "Name"},
		"a name of blanks":          {"   ", "90000001", "", "Name"},
		"a name that is too long":   {strings.Repeat("n", 65), "90000001", "", "64"},
		"an empty account ID":       {"acme", "", "", "! "},
		"an account ID with a path": {"acme", "../90000001", "", "! "},
		"an account ID of 100":      {"acme", strings.Repeat("xy", 50), "", "32"},
		"a label that is too long":  {"acme", "90000001", strings.Repeat("e", 100), "! "},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				d := w.open(t, 80, 24)
				d.Press("enter", "enter")
				for _, text := range []string{c.account, c.id, c.environment} {
					d.Type(text)
					d.Press("enter")
				}
				d.Want("new account: the account", "! ", c.want)
			})
		})
	}
}

func TestANameThatIsTakenIsFoundAtOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("a", "enter", "enter")
		d.Type("Demo-Sandbox")
		d.Press("enter")
		d.Want("there is an account of this name already")
	})
}

func TestEveryKeyringFailureHasWordsAndKeepsWhatWasTyped(t *testing.T) {
	for _, failure := range []error{
		store.ErrNoBus, store.ErrNoService, store.ErrLocked, store.ErrDismissed, store.ErrTimedOut, store.ErrTooBig,
		store.ErrUnsupported, store.ErrCorrupt,
	} {
		t.Run(failure.Error(), func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keyring.put = failure
				d := w.open(t, 80, 24)
				addAccount(d, "acme", "90000001", "", fourLines(w.box.Accounts()[0].Key))
				d.Press("enter")
				d.Want("Not saved", "f use the vault file", "enter save")
				if !errors.Is(failure, store.ErrTimedOut) && !errors.Is(failure, store.ErrCorrupt) {
					w.keyring.put = nil
					d.Press("enter")
					d.Want("acme is saved (keyring)")
				}
			})
		})
	}
}

// fullDisk has room for nothing once it is full.
type fullDisk struct {
	*demo.Disk
	full bool
}

func (d *fullDisk) Open(name string, flag int) (store.File, error) {
	f, err := d.Disk.Open(name, flag)
	if err != nil || !d.full {
		return f, err
	}
	return fullFile{f}, nil
}

type fullFile struct{ store.File }

func (fullFile) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestAFullDiskLosesNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		disk := &fullDisk{Disk: w.disk, full: true}
		w.reopenOn(t, disk)
		d := w.open(t, 80, 24)
		d.Press("a")
		addAccount(d, "acme", "90000002", "", fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		d.Want("Not saved", "space left on device", "accounts.json")
		disk.full = false
		d.Press("enter")
		d.Want("acme is saved (keyring)")
		accounts, err := w.store.Accounts()
		if err != nil || len(accounts) != 2 {
			t.Errorf("there are %d accounts (%v), want 2", len(accounts), err)
		}
	})
}

func TestLeavingAsksBeforeTypedValuesAreThrownAway(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toKey(d)
		d.Paste(fourLines(w.box.Accounts()[0].Key))
		back(d, 4)
		d.Want("Throw it away?")
		d.Press("n")
		d.Want("welcome")
		d.Press("enter", "enter")
		d.Want("acme")
		back(d, 3)
		d.Press("y")
		d.Want("accounts", "No account yet")
	})
}

func back(d *uitest.Driver, times int) {
	for range times {
		d.Press("esc")
	}
}

func TestSuspendingDropsWhatIsTyped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toKey(d)
		d.Paste(fourLines(w.box.Accounts()[0].Key))
		d.Want("all four values are in")
		d.Press("ctrl+z")
		d.Want("were dropped while lpkeys was suspended")
		d.Press("enter")
		d.Want("App key is empty")
	})
}
