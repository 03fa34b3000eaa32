package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/doctor"
	"lpkeys/ui/uitest"
)

// state is a state of a screen that is worth looking at. Its story begins with
// two accounts, or with none when bare is set.
type state struct {
	name string
	bare bool
	prep func(*world)
	play func(d *uitest.Driver, w *world)
}

// states leads to every state of every screen.
var states = slices.Concat(accountStates, answerStates, serviceStates, previewStates, frameStates)

var frameStates = []state{
	{"unlock", false, lockedFile("demo-sandbox"), func(d *uitest.Driver, _ *world) { d.Press("x") }},
	{"unlock with a wrong passphrase", false, lockedFile("demo-sandbox"), func(d *uitest.Driver, _ *world) {
		d.Press("x")
		d.Type("wrong horse")
		d.Press("enter")
	}},
	{"help", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "?") }},
	{"help of a form", true, nil, func(d *uitest.Driver, _ *world) { toKey(d); d.Press("f1") }},
	{"commands", false, nil, func(d *uitest.Driver, _ *world) { d.Press("ctrl+p") }},
	{"commands found", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "ctrl+p"); d.Type("copy") }},
	{"commands not found", false, nil, func(d *uitest.Driver, _ *world) { d.Press("ctrl+p"); d.Type("teleport") }},
	{"switching", false, nil, func(d *uitest.Driver, _ *world) { d.Press("ctrl+o") }},
	{"switching without accounts", true, nil, func(d *uitest.Driver, _ *world) { d.Press("ctrl+o") }},
	{"settings", false, nil, func(d *uitest.Driver, _ *world) { d.Press(",", "down", "enter") }},
	{"settings that cannot be read", false, func(w *world) { w.configure("mouse = perhaps\n") }, func(d *uitest.Driver, _ *world) { d.Press(",") }},
	{"doctor at work", false, withFindings, func(d *uitest.Driver, _ *world) { d.Press("!"); d.Wait(2500 * time.Millisecond) }},
	{"doctor", false, withFindings, func(d *uitest.Driver, _ *world) { d.Press("!"); d.Wait(time.Minute) }},
	{"doctor stopped", false, withFindings, func(d *uitest.Driver, _ *world) { d.Press("!"); d.Wait(time.Second); d.Press("esc") }},
	{"doctor without a complaint", false, func(w *world) { withFindings(w); w.findings = w.findings[:1] }, func(d *uitest.Driver, _ *world) { d.Press("!"); d.Wait(time.Minute) }},
}

// lockedFile makes a vault file, moves accounts into it, and locks it.
func lockedFile(names ...string) func(*world) {
	return func(w *world) {
		ctx := context.Background()
		err := w.file.OpenWith(ctx, oauth.NewSecret("correct horse"))
		for _, name := range names {
			_, moving := w.store.Move(ctx, name, store.FileVault)
			err = errors.Join(err, moving)
		}
		if err != nil {
			panic(err)
		}
		w.sealed.Lock()
	}
}

// visit plays one state at a size.
func visit(t *testing.T, i, width, height int, look func(t *testing.T, d *uitest.Driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.nonce = func() string { return "NONCENONCENONCENONCENONCEN" }
		s := states[i]
		if !s.bare {
			w.keep(t, 0, store.KeyringVault)
			w.keep(t, 1, store.KeyringVault)
		}
		if s.prep != nil {
			s.prep(w)
		}
		d := w.open(t, width, height)
		if s.play != nil {
			s.play(d, w)
		}
		look(t, d)
	})
}

func TestEveryStateLooksAsItDidWhenItWasLookedAt(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		for i, s := range states {
			t.Run(fmt.Sprintf("%s at %dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				visit(t, i, size[0], size[1], func(t *testing.T, d *uitest.Driver) {
					golden.RequireEqual(t, []byte(d.Screen()+"\n"))
				})
			})
		}
	}
}

func TestNoGoldenIsOfAStateThatIsGone(t *testing.T) {
	known := map[string]bool{}
	for _, s := range states {
		name := strings.ReplaceAll(s.name, " ", "_")
		if known[name+"_at_80x24.golden"] {
			t.Errorf("two states are called %q", s.name)
		}
		known[name+"_at_80x24.golden"], known[name+"_at_40x12.golden"] = true, true
	}
	files, err := os.ReadDir("testdata/TestEveryStateLooksAsItDidWhenItWasLookedAt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f.Name()] {
			t.Errorf("%s belongs to no state", f.Name())
		}
	}
}

func TestEveryStateFitsEveryTerminal(t *testing.T) {
	for i, s := range states {
		t.Run(s.name, func(t *testing.T) {
			visit(t, i, 80, 24, func(t *testing.T, d *uitest.Driver) {
				for _, width := range []int{1, 2, 3, 7, 19, 20, 21, 40, 47, 48, 79, 80, 120, 200} {
					for _, height := range []int{1, 2, 3, 4, 5, 8, 9, 10, 12, 24, 60} {
						d.Send(tea.WindowSizeMsg{Width: width, Height: height})
						fits(t, d.Frame(), width, height)
						if height >= minHeightForHeader && width >= minWidthForMargin {
							showsWhereOneTypes(t, d, width, height)
						}
					}
				}
				d.Send(tea.WindowSizeMsg{})
				fits(t, d.Frame(), homeWidth, homeHeight)
			})
		})
	}
}

// showsWhereOneTypes fails when letters go into a field that is out of sight.
func showsWhereOneTypes(t *testing.T, d *uitest.Driver, width, height int) {
	t.Helper()
	a := d.Model().(App)
	const cursor = "\x1b[7m"
	if a.stack[len(a.stack)-1].screen.Typing() && !strings.Contains(d.Frame(), cursor) {
		t.Errorf("at %dx%d the field is out of sight:\n%s", width, height, d.Screen())
	}
}

// fits fails unless the frame is exactly as high as the terminal and no line
// is wider.
func fits(t *testing.T, frame string, width, height int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != height {
		t.Fatalf("at %dx%d the frame has %d lines", width, height, len(lines))
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got > width {
			t.Fatalf("at %dx%d line %d is %d cells wide: %q", width, height, i+1, got, ansi.Strip(l))
		}
	}
}

func TestWideNamesNeverBreakALine(t *testing.T) {
	for _, name := range []string{"日本語のアカウント名です", "👪 family 🇩🇪", "e\u0301te\u0301 a\u0308", strings.Repeat("w", 64)} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			a := w.box.Accounts()[1]
			a.Name, a.Vault = name, store.KeyringVault
			if _, err := w.store.Add(t.Context(), a.Account, a.Key); err != nil {
				t.Fatal(err)
			}
			for _, size := range [][2]int{{80, 24}, {40, 12}, {23, 9}} {
				d := w.open(t, size[0], size[1])
				fits(t, d.Frame(), size[0], size[1])
				d.Want("PRODUCTION")
				d.Press("enter")
				fits(t, d.Frame(), size[0], size[1])
			}
		})
	}
}

func TestNoTwoActionsShareAKey(t *testing.T) {
	for i, s := range states {
		t.Run(s.name, func(t *testing.T) {
			visit(t, i, 80, 24, func(t *testing.T, d *uitest.Driver) {
				used := map[string]string{}
				for _, a := range d.Model().(App).actions() {
					for _, k := range a.Key.Keys() {
						if other, taken := used[k]; taken {
							t.Errorf("%q means both %q and %q", k, other, a.Key.Help().Desc)
						}
						used[k] = a.Key.Help().Desc
					}
				}
			})
		})
	}
}

func withFindings(w *world) {
	w.findings = []doctor.Finding{
		{Check: "accounts file", State: doctor.OK, Text: "/home/data/accounts.json: 2 accounts"},
		{Check: "access", State: doctor.Warning, Text: "/home/data can be read by other people of this computer", Fix: "chmod 700 /home/data"},
		{Check: "keyring", State: doctor.Failed, Text: "no program on the session bus keeps secrets, such as GNOME Keyring, KWallet or KeePassXC", Fix: "Install one of them and sign in again, or move keys to the vault file with lpkeys account move"},
		{Check: "keys", State: doctor.NotTried, Text: "the keyring cannot be asked"},
	}
}
