package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/uitest"
)

func valuesOf(k oauth.Credentials) []string {
	return []string{k.ConsumerKey, k.ConsumerSecret.Reveal(), k.Token, k.TokenSecret.Reveal()}
}

// revealed is a driver that shows the key of demo-sandbox.
func revealed(t *testing.T, w *world) (*uitest.Driver, []string) {
	t.Helper()
	d := both(t, w)
	d.Press("v", "y")
	values := valuesOf(w.box.Accounts()[0].Key)
	d.Want(values...)
	return d, values
}

func TestAKeyIsShownOnlyAfterConsent(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		values := valuesOf(w.box.Accounts()[0].Key)
		d.Press("v")
		d.Want("Show the four values of demo-sandbox?")
		d.Press("enter")
		d.Lack(values...)
		d.Press("n")
		d.Want("accounts")
		d.Press("v", "y")
		d.Want(values...)
	})
}

func TestARevealedKeyHidesItself(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(*uitest.Driver)
		says    string
	}{
		"after 20 seconds": {func(d *uitest.Driver) {
			d.Wait(15 * time.Second)
			d.Want("hidden in 5 s")
			d.Wait(5 * time.Second)
		}, "hidden: its time was over"},
		"when the terminal loses the focus": {func(d *uitest.Driver) { d.Send(tea.BlurMsg{}) }, "hidden: you turned to another window"},
		"on suspending":                     {func(d *uitest.Driver) { d.Press("ctrl+z") }, "hidden: lpkeys was suspended"},
		"when asked to":                     {func(d *uitest.Driver) { d.Press("v") }, "hidden: as you asked"},
		"on leaving":                        {func(d *uitest.Driver) { d.Press("esc") }, "> demo-sandbox"},
		"behind the help": {func(d *uitest.Driver) {
			d.Press("?")
			d.Wait(21 * time.Second)
			d.Press("esc")
		}, "hidden: its time was over"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				d, values := revealed(t, w)
				c.happens(d)
				d.Lack(values...)
				d.Want(c.says)
				d.Wait(time.Minute)
				d.Lack(values...)
			})
		})
	}
}

func TestAHiddenKeyIsShownAgainForItsWholeTime(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d, values := revealed(t, w)
		d.Wait(19 * time.Second)
		d.Press("v", "v")
		d.Want("hidden in 20 s")
		d.Wait(10 * time.Second)
		d.Want(values...)
		d.Want("hidden in 10 s")
	})
}

// A keyring's own prompt takes the focus away, and gives it back after the key.
func TestAKeyThatArrivesWhileNobodyLooksWaitsForTheEye(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.keyring.pause = 5 * time.Second
		d.Press("v", "y")
		d.Want("reading the key")
		d.Send(tea.BlurMsg{})
		d.Wait(6 * time.Second)
		values := valuesOf(w.box.Accounts()[0].Key)
		d.Lack(values...)
		w.keyring.pause = 0
		d.Send(tea.FocusMsg{})
		d.Want(values...)
		d.Send(tea.BlurMsg{})
		d.Send(tea.FocusMsg{})
		d.Lack(values...)
	})
}

func TestReadingAKeyThatWaitsForAPromptCanBeStopped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.keyring.waits = true
		d.Press("v", "y")
		d.Want("reading the key", "esc stop reading")
		d.Press("esc")
		d.Want("hidden: reading was stopped", "v show")
		w.keyring.waits = false
		d.Press("v")
		d.Want(valuesOf(w.box.Accounts()[0].Key)...)
	})
}

func TestOneValueIsCopiedAlone(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d, values := revealed(t, w)
		for _, want := range values {
			d.Press("c")
			if w.board.text != want {
				t.Errorf("copied %q, want %q", w.board.text, want)
			}
			d.Press("down")
		}
		d.Want("clipboard is cleared in")
		d.Press("v")
		w.board.text = ""
		d.Press("c")
		if w.board.text != "" {
			t.Errorf("copied %q while hidden", w.board.text)
		}
	})
}

func TestARevealedKeyIsWholeOnEveryTerminal(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d, values := revealed(t, w)
		d.Press("v")
		for _, size := range [][2]int{{40, 12}, {24, 30}, {60, 11}, {200, 60}} {
			d.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			d.Press("v")
			text := strings.NewReplacer("\n", "", " ", "").Replace(d.Screen())
			for _, v := range values {
				if !strings.Contains(text, v) {
					t.Errorf("at %v a value is cut:\n%s", size, d.Screen())
				}
			}
			d.Want("hidden in 20 s")
			d.Press("v")
		}
	})
}
