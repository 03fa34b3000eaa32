package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/nav"
	"lpkeys/ui/send"
	"lpkeys/ui/uitest"
)

// refused says for each account of the box that rehearses a refusal what its
// screen has to say.
var refused = map[string][]string{
	"demo-wrong-secret":   {"✗ LivePerson refused it", "1. Secret or Access token secret is not the", "(likely)", "K here, or lpkeys account edit", "K replace key"},
	"demo-clock-away":     {"✗ LivePerson refused it", "1. the clock of this machine is wrong", "(certain)", "Set the clock"},
	"demo-no-permission":  {"✗ LivePerson refused it", "1. the key is not wrong, but it may not do this", "o here, or lpkeys send"},
	"demo-ip-not-allowed": {"✗ LivePerson refused it", "1. the key may be tied to other addresses"},
	"demo-key-revoked":    {"✗ LivePerson refused it", "1. LivePerson knows no such App key", "K here, or lpkeys account edit"},
	"demo-bearer-wanted":  {"✗ LivePerson refused it", "1. Access token is not one that LivePerson takes"},
	"demo-too-many":       {"✗ LivePerson refused it", "429", "1. too many requests"},
	"demo-blocked":        {"✗ LivePerson refused it", "451", "1. LivePerson has blocked the account"},
	"demo-end-of-life":    {"✗ LivePerson refused it", "1. LivePerson may take no OAuth 1.0 key here any more", "31 May 2026"},
	"demo-value-cut":      {"✗ LivePerson refused it", "1. a value of the key looks as if it was cut", "this has 31", "K here, or lpkeys account edit"},
	"demo-behind-proxy":   {"✗ LivePerson refused it", "1. LivePerson signed something else than was sent", "http there, https here"},
	"demo-host-moved":     {"✗ LivePerson refused it", "1. the host is not the one that serves this account", "r here, or lpkeys resolve"},
	"demo-trouble":        {"! LivePerson has trouble of its own", "1. LivePerson has trouble of its own"},
	"demo-login-page":     {"! it may not be LivePerson who answered", "1. something else may have answered"},
	"demo-redirected":     {"! it may not be LivePerson who answered", "1. the answer points elsewhere"},
	"demo-header-lost":    {"✗ LivePerson refused it", "1. the Authorization header did not arrive"},
	"demo-sent-twice":     {"✗ LivePerson refused it", "1. LivePerson has seen this very request before"},
}

func TestOneKeyPressSaysWhyTheKeyDoesNotWork(t *testing.T) {
	for i, a := range demo.New().Accounts() {
		if i < 3 {
			continue // Their keys work.
		}
		t.Run(a.Name, func(t *testing.T) {
			if refused[a.Name] == nil {
				t.Fatal("no test knows what it rehearses")
			}
			story(t, func(t *testing.T, w *world) {
				time.Sleep(time.Until(time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)))
				w.keep(t, i, store.KeyringVault)
				d := w.open(t, 80, 24)
				d.Press("t")
				d.Wait(5 * time.Minute)
				d.Want("[reasons]")
				d.Want(refused[a.Name]...)
				for _, frame := range d.Frames() {
					if strings.Contains(frame, demo.SecretMark) {
						t.Fatalf("a frame shows a secret:\n%s", frame)
					}
				}
			})
		})
	}
}

func TestTheEndOfOnboardingIsOneKeyPressFromTheAnswer(t *testing.T) {
	for i, want := range map[int]string{1: "✓ the key works: LivePerson answered", 3: "✗ LivePerson refused it (status 401): Secret or Access token"} {
		story(t, func(t *testing.T, w *world) {
			d := w.open(t, 80, 24)
			a := w.box.Accounts()[i]
			addAccount(d, "acme", string(a.ID), "", fourLines(a.Key))
			d.Press("enter")
			d.Wait(time.Second)
			d.Want("acme is saved (keyring). t tries its key", "t try key")
			d.Press("t")
			d.Wait(time.Minute)
			d.Want(want)
		})
	}
}

func TestAHostThatMovedIsLookedUpAnew(t *testing.T) {
	trying(t, "demo-host-moved", func(d *uitest.Driver, _ *world) {
		d.Wait(time.Minute)
		d.Want("✗ LivePerson refused it")
		d.Press("r")
		d.Wait(time.Minute)
		d.Want("✓ the key works")
	})
}

func TestAKeyThatIsNotRightIsReplacedFromThere(t *testing.T) {
	trying(t, "demo-wrong-secret", func(d *uitest.Driver, w *world) {
		d.Wait(time.Minute)
		d.Press("K")
		d.Want("new key", "demo-wrong-secret")
	})
	trying(t, "demo-sandbox", func(d *uitest.Driver, w *world) {
		d.Wait(time.Minute)
		d.Lack("K replace key")
	})
}

const demoUsers = "https://lo.ac.lpkeys-demo.invalid/api/account/90000001/configuration/le-users/users"

// What a person typed or chose is refused for reasons that no account of the box
// rehearses.
func TestWhatWasTypedWrongIsToldOnTheScreenToo(t *testing.T) {
	for name, tt := range map[string]struct {
		url, operation string
		want           []string
	}{
		"the account of somebody else": {strings.Replace(demoUsers, "90000001", "90000004", 1) + "?v=4.0", "", []string{"1. the URL is about another account", "the path names 90000004"}},
		"a version that is missing":    {demoUsers, "", []string{"1. ", "v=4.0"}},
		"OAuth 2.0":                    {"", "leDataReporting.msgqueuehealth.current.v2", []string{"1. ", "OAuth 2.0"}},
		"a bearer by the catalogue":    {"", "asyncMessagingEnt.shift-status", []string{"1. ", "login bearer"}},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				r := send.Request{Account: w.keep(t, 0, store.KeyringVault), Method: "GET", URL: tt.url}
				if tt.operation != "" {
					op, err := domain.Find(tt.operation)
					if err != nil {
						t.Fatal(err)
					}
					if r, err = w.sendsBy().Aim(t.Context(), r.Account, op, nil, send.Options{}); err != nil {
						t.Fatal(err)
					}
				}
				d := w.open(t, 80, 24)
				d.Send(nav.PushMsg{Route: nav.Send{Request: r}})
				d.Wait(time.Minute)
				d.Want("✗ LivePerson refused it", "[reasons]")
				d.Want(tt.want...)
			})
		})
	}
}

// Statuses that the box never answers.
func TestOtherRefusalsAreToldOnTheScreenToo(t *testing.T) {
	for status, cause := range map[int]diagnose.Cause{404: diagnose.NotFound, 415: diagnose.InvalidRequest, 103: diagnose.Unknown} {
		facts := diagnose.Facts{Method: "GET", URL: demoUsers + "?v=4.0", Account: "90000001", Status: status}
		f := &fakeSender{out: send.Outcome{Status: status, Findings: diagnose.Of(facts)}}
		first := f.out.Findings[0]
		if first.Cause != cause {
			t.Errorf("status %d: the first cause is %s, want %s", status, first.Cause, cause)
		}
		sending(t, f, send.Request{Method: "GET", URL: facts.URL}, func(d *uitest.Driver, _ *world) {
			d.Want("[reasons]", "1. "+first.Text[:30], "("+string(first.Certainty)+")", "   "+first.Next[:30])
		})
	}
}

// The key is right. What is sent to this machine over http is refused all the same
// by whom it is handed on to.
func TestHTTPInPlaceOfHTTPSIsToldOnTheScreen(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		a := w.keep(t, 0, store.KeyringVault)
		w.client.HTTP = atHome{w.box}
		d := w.open(t, 80, 24)
		url := strings.Replace(demoUsers, "https://lo.ac.lpkeys-demo.invalid", "http://127.0.0.1:8443", 1) + "?v=4.0"
		d.Send(nav.PushMsg{Route: nav.Send{Request: send.Request{Account: a, Method: "GET", URL: url}}})
		d.Want("127.0.0.1 is outside LivePerson's own domains")
		d.Press("y")
		d.Wait(time.Minute)
		d.Want("refused it (status 401)", "1. the request went over http, and LivePerson signs https (certain)", "Write https://")
	})
}

// atHome has the box's service answer on this machine as well, as a relay would
// that hands requests on to it.
type atHome struct{ box *demo.Box }

func (h atHome) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Hostname() != "127.0.0.1" {
		return h.box.Transport().RoundTrip(req)
	}
	answer := httptest.NewRecorder()
	here := req.Clone(req.Context())
	here.Host, here.RequestURI = "lo.ac.lpkeys-demo.invalid", req.URL.RequestURI()
	h.box.Handler().ServeHTTP(answer, here)
	return answer.Result(), nil
}

func TestWhatIsLookedForIsSeenOnASmallTerminal(t *testing.T) {
	trying(t, "demo-wrong-secret", func(d *uitest.Driver, _ *world) {
		d.Wait(time.Second)
		for _, size := range [][2]int{{40, 12}, {40, 6}, {20, 4}} {
			d.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			d.Press("/")
			d.Type("sig")
			d.Want("/ sig")
			d.Press("esc")
		}
		d.Send(tea.WindowSizeMsg{Width: 40, Height: 12})
		d.Want("✗ LivePerson refused it", "[reasons]", "1. Secret")
	})
}
