package ui

import (
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
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
