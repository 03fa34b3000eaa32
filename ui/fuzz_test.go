package ui

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// A person on a bad day: keys, pastes, clicks and sizes at random, other
// accounts, a network that comes and goes. None of it ever brings the program
// down, breaks a frame, shows a secret that nobody asked for, or leads to a place
// without a way home.
func FuzzAnyKeysAnyPastesAnySizes(f *testing.F) {
	f.Add(uint64(1))
	f.Add(uint64(20260531))
	f.Fuzz(func(t *testing.T, seed uint64) {
		synctest.Test(t, func(t *testing.T) { newDay(t, rand.New(rand.NewPCG(seed, 0))).live() })
	})
}

// day is a bad day.
type day struct {
	*rand.Rand
	t             *testing.T
	w             *world
	d             *uitest.Driver
	network       *between
	accounts      []store.Account
	width, height int
	did           []string // the last things, to find out how it came about
}

func newDay(t *testing.T, r *rand.Rand) *day {
	w := newWorld(t)
	y := &day{Rand: r, t: t, w: w, network: w.standBetween(), width: 80, height: 24}
	for i := range r.IntN(3) {
		y.accounts = append(y.accounts, w.keep(t, i, store.KeyringVault))
	}
	y.d = w.open(t, y.width, y.height)
	return y
}

func (y *day) live() {
	for range 60 {
		y.step()
		if y.d.Quit() {
			return
		}
		y.look()
	}
	y.goHome()
}

// keys are pressed whether they mean something or not.
var keys = []string{
	"enter", "enter", "esc", "tab", "shift+tab", "up", "down", "space", "backspace", "pgdown", "home", "end",
	"a", "g", "h", "1", "é", "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+v", "{", "}",
}

func (y *day) step() {
	switch n := y.IntN(40); {
	case n < 20:
		y.act()
	case n < 28:
		y.press(keys[y.IntN(len(keys))])
	case n < 30:
		y.paste()
	case n < 32:
		y.width, y.height = 1+y.IntN(200), 1+y.IntN(60)
		y.tell("a size", tea.WindowSizeMsg{Width: y.width, Height: y.height})
	case n < 34:
		y.tell("a click", tea.MouseClickMsg{X: y.IntN(y.width), Y: y.IntN(y.height), Button: tea.MouseLeft})
	case n < 35:
		y.tell("the wheel", tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[y.IntN(2)]})
	case n < 36:
		y.turnAway()
	case n < 37:
		y.network.ill.Store(y.IntN(2) == 0)
	case n < 38 && len(y.accounts) > 0:
		y.tell("another account", event.InForce{Account: y.accounts[y.IntN(len(y.accounts))], Why: "chosen here"})
	default:
		y.d.Wait(time.Duration(y.IntN(12)) * time.Second)
	}
}

// act does one of the things that can be done here.
func (y *day) act() {
	actions := y.d.Model().(App).actions()
	names := actions[y.IntN(len(actions))].Key.Keys()
	name := names[y.IntN(len(names))]
	if (name == "ctrl+c" || name == "q") && y.IntN(10) > 0 {
		return // The day would be over too soon.
	}
	y.press(name)
}

func (y *day) press(key string) {
	y.did = append(y.did, key)
	y.d.Press(key)
}

func (y *day) tell(what string, msg tea.Msg) {
	y.did = append(y.did, what)
	y.d.Send(msg)
}

func (y *day) paste() {
	box := y.w.box.Accounts()
	pastes := []string{
		"\x1b[31mred", fourLines(box[0].Key), labelled(box[1].Key), "90000001",
		"https://va.example.com/?a=%zz;b#c", strings.Repeat("x", 70_000), "\u202eabc\x00", "",
		"https://va.msghist.lpkeys-demo.invalid/{accountId}?a=1&a=2&b={c}", "日本語 👪 e\u0301", "msgHist",
	}
	y.did = append(y.did, "a paste")
	y.d.Paste(pastes[y.IntN(len(pastes))])
}

// turnAway looks at another window, or at the shell, and comes back.
func (y *day) turnAway() {
	if y.IntN(2) == 0 {
		y.tell("blur", tea.BlurMsg{})
	} else {
		y.tell("suspend", event.Suspending{})
	}
	y.hides()
	y.tell("focus", tea.FocusMsg{})
}

func (y *day) top() nav.Route {
	stack := y.d.Model().(App).stack
	return stack[len(stack)-1].route
}

func (y *day) look() {
	fits(y.t, y.d.Frame(), y.width, y.height)
	if _, asked := y.top().(nav.ShowKey); !asked {
		y.hides()
	}
}

// hides fails if a secret is shown.
func (y *day) hides() {
	y.t.Helper()
	for _, a := range y.w.box.Accounts() {
		for _, secret := range []string{a.Key.ConsumerSecret.Reveal(), a.Key.TokenSecret.Reveal()} {
			if strings.Contains(y.d.Frame(), secret) {
				y.t.Fatalf("after %q a frame shows a secret:\n%s", y.did, y.d.Screen())
			}
		}
	}
}

// goHome fails unless esc leads there: what runs is stopped, what is asked is
// agreed to.
func (y *day) goHome() {
	for range 30 {
		switch y.top().(type) {
		case nav.Accounts:
			return
		case nav.Confirm:
			y.press("y")
		default:
			y.press("esc")
		}
		y.d.Wait(time.Second)
		if y.d.Quit() {
			return
		}
	}
	y.t.Fatalf("after %q there is no way home:\n%s", y.did, y.d.Screen())
}
