package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/uitest"
)

// both keeps two of the box's accounts: demo-sandbox, which is the default, and
// demo-prod.
func both(t *testing.T, w *world) *uitest.Driver {
	t.Helper()
	w.keep(t, 0, store.KeyringVault)
	w.keep(t, 1, store.KeyringVault)
	return w.open(t, 80, 24)
}

// header is the first line of the screen.
func header(d *uitest.Driver) string { return strings.SplitN(d.Screen(), "\n", 2)[0] }

// clickOn clicks where a text stands on the screen.
func clickOn(t *testing.T, d *uitest.Driver, text string) {
	t.Helper()
	for y, line := range strings.Split(d.Screen(), "\n") {
		if x := strings.Index(line, text); x >= 0 {
			d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			return
		}
	}
	t.Fatalf("nothing on the screen says %q:\n%s", text, d.Screen())
}

func TestAFilterFindsAnAccountByEveryFactOfIt(t *testing.T) {
	for _, text := range []string{"demo-prod", "PROD", "90000002", "production", "demo 02 ring"} {
		story(t, func(t *testing.T, w *world) {
			d := both(t, w)
			d.Press("/")
			d.Type(text)
			d.Want("> demo-prod")
			d.Lack("> demo-sandbox", "  demo-sandbox  sandbox")
			d.Press("enter", "esc")
			d.Want("> demo-prod", "  demo-sandbox")
		})
	}
}

func TestWhatIsTypedIntoTheFilterDoesNothingElse(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("/")
		d.Type("xdqKvu,!?jkgG")
		d.Want("/ xdqKvu,!?jkgG", "No account matches")
		d.Press("enter")
		for _, key := range []string{"x", "e", "enter", "u", "v", "space"} {
			d.Press(key)
			d.Want("no account matches the filter: esc shows all")
		}
		d.Press("esc")
		d.Want("> demo-sandbox", "in force, default")
		if d.Quit() {
			t.Error("typing into the filter left the program")
		}
	})
}

func TestAnAccountIsUsedWithoutLeavingTheList(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("down", "space")
		d.Want("working with demo-prod now", "accounts", "in force: chosen here")
		if h := header(d); !strings.Contains(h, "demo-prod") {
			t.Errorf("the header says %q", h)
		}
		if a, _, _ := w.store.Default(); a.Name != "demo-sandbox" {
			t.Errorf("the default is %q, want demo-sandbox as before", a.Name)
		}
	})
}

func TestTheListSaysWhenAKeyWasLastUsed(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Want("never")
		toPreview(d)
		d.Want("Authorization")
		row := func() string {
			d.Press("r")
			for line := range strings.SplitSeq(d.Screen(), "\n") {
				if strings.Contains(line, "90000002  keyring") && !strings.Contains(line, "lpkeys") {
					return line
				}
			}
			return ""
		}
		d.Press("esc", "esc")
		for _, c := range []struct {
			after time.Duration
			want  string
		}{{0, "today"}, {24 * time.Hour, "yesterday"}, {24 * time.Hour, "2 d ago"}, {100 * 24 * time.Hour, "3 mo ago"}, {1000 * 24 * time.Hour, "3 y ago"}} {
			time.Sleep(c.after)
			if got := row(); !strings.Contains(got, c.want) {
				t.Errorf("%v later the row says %q, want %q", c.after, got, c.want)
			}
		}
	})
}

func TestAClickGoesToARowAndASecondOneOpensIt(t *testing.T) {
	for name, keys := range map[string][]string{"in the whole list": nil, "below a filter": {"/", "d", "enter"}} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				d := both(t, w)
				d.Press(keys...)
				clickOn(t, d, "demo-prod ")
				d.Want("> demo-prod", "accounts")
				clickOn(t, d, "demo-prod ")
				d.Want("services")
			})
		})
	}
}

func TestAClickBesideTheRowsDoesNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		for line := -1; line < 40; line++ {
			if line == 1 || line == 2 {
				continue
			}
			d.Send(screen.Click{Line: line})
			d.Want("> demo-sandbox", "accounts")
		}
	})
}

func TestAReplacedKeyComesBackUntilThePersonLeaves(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		first, second := w.box.Accounts()[0].Key, w.box.Accounts()[1].Key
		d := both(t, w)
		toNewKey(d, fourLines(second))
		d.Press("enter")
		d.Want("demo-sandbox has another key; u brings the old one back", "u old key back")
		wantKey(t, w, "demo-sandbox", second)
		d.Press("u")
		d.Want("demo-sandbox has its old key again")
		d.Lack("u old key back")
		wantKey(t, w, "demo-sandbox", first)

		toNewKey(d, fourLines(second))
		d.Press("enter")
		if err := forget(Options{Services: Services{Store: w.store}}); err != nil {
			t.Fatal(err)
		}
		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("u")
		d.Want("nothing is being removed, and no key was replaced")
		wantKey(t, w, "demo-sandbox", second)
	})
}

func wantKey(t *testing.T, w *world, name string, want oauth.Credentials) {
	t.Helper()
	if got, err := w.store.Key(t.Context(), name); err != nil || !same(got, want) {
		t.Errorf("%s does not have the key that it should (%v)", name, err)
	}
}

func TestAnOldKeyStaysKnownThroughARename(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		first := w.box.Accounts()[0].Key
		d := both(t, w)
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter", "e")
		d.Type("-renamed")
		d.Press("enter", "enter", "enter")
		d.Want("> demo-sandbox-renamed", "u old key back")
		d.Press("u")
		wantKey(t, w, "demo-sandbox-renamed", first)
	})
}

func TestBringingAKeyBackThatWaitsForAPromptCanBeStopped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		second := w.box.Accounts()[1].Key
		d := both(t, w)
		toNewKey(d, fourLines(second))
		d.Press("enter")
		w.keyring.waits = true
		d.Press("u")
		d.Want("bringing the old key back", "esc stop")
		d.Press("x")
		d.Want("the old key is being brought back: esc stops that")
		d.Press("esc")
		d.Lack("bringing", "removing", "✗")
		w.keyring.waits = false
		wantKey(t, w, "demo-sandbox", second)
	})
}

func TestAVaultThatLostTheOldKeyIsNamed(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		w.keyring.get = store.ErrNotFound
		d.Press("u")
		d.Want("restoring the old key of account", "the key is not in the")
	})
}

func TestAnOldScreenThatIsLeftLateGoesHomeAndNowhereElse(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Together(uitest.Key("enter"), uitest.Key("?"))
		d.Want("accounts", "> demo-sandbox", "has another key")
		d.Send(nav.PopMsg{})
		d.Want("accounts")
	})
}

func TestWhatIsRemovedIsWhatWasAskedAbout(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("down", "x")
		d.Want("demo-prod is marked production")
		d.Send(event.Added{Account: w.box.Accounts()[0].Account})
		d.Press("y")
		d.Want("demo-prod is forgotten when you leave")
	})
}
