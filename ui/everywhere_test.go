package ui

import (
	"context"
	"image/color"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen/answer"
	"lpkeys/ui/send"
	"lpkeys/ui/uitest"
)

// twoAccounts tells a story that begins with the box's first two accounts.
func twoAccounts(t *testing.T, tell func(d *uitest.Driver, w *world)) {
	t.Helper()
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		tell(w.open(t, 80, 24), w)
	})
}

// A style alone tells nobody without colours that a key does nothing now, and what
// does nothing must not take the room of what does.
func TestTheFooterPutsWhatCannotBeUsedNowLastAndInBrackets(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("x")
		d.Want("u undo remove · a add · / filter · q quit · (enter open) ·")
		d.Click("(enter open)", -1)
		d.Want("! open: this account is being removed")
	})
}

func TestWhatIsLaidOverAScreenClosesByItsOwnKey(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		home := d.Screen()
		for _, key := range []string{"ctrl+p", "ctrl+o", "f1", "?"} {
			d.Press(key)
			if d.Screen() == home {
				t.Errorf("%s opened nothing", key)
			}
			if key != "?" {
				d.Press(key)
			} else {
				d.Press("esc")
			}
			if got := d.Screen(); got != home {
				t.Errorf("%s did not lead back:\n%s", key, got)
			}
		}
		d.Press("ctrl+p", "ctrl+o", "f1", "ctrl+p", "esc")
		if got := d.Screen(); got != home {
			t.Errorf("they are piled up on each other:\n%s", got)
		}
	})
}

func TestOneKeySwitchesTheAccountOnEveryScreen(t *testing.T) {
	for _, way := range [][]string{nil, {"enter"}, {"?"}, {","}, {"!"}, {"a", "enter", "enter"}} {
		twoAccounts(t, func(d *uitest.Driver, _ *world) {
			d.Press(way...)
			d.Press("ctrl+o")
			d.Type("prod")
			d.Press("enter")
			d.Want("demo-prod is in force now", "PRODUCTION")
		})
	}
}

func TestAnAccountThatIsBeingRemovedIsNotSwitchedTo(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("down", "x", "y", "ctrl+o", "enter")
		d.Want("demo-prod: removing")
		d.Press("esc")
		d.Lack(" PRODUCTION   accounts")
	})
}

func TestTheListOfAccountsToSwitchToIsTheOneOfThisMoment(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, w *world) {
		if err := w.store.Rename("demo-prod", "elsewhere"); err != nil {
			t.Fatal(err)
		}
		d.Press("ctrl+o")
		d.Want("elsewhere")
	})
}

func TestSettingsHoldAtOnceAndAfterARestart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		before := d.Frame()
		d.Press(",", "enter", "down", "enter", "enter", "down", "down", "enter", "esc")
		if d.Frame() == before {
			t.Error("the colours did not change")
		}
		if v := d.Model().View(); v.MouseMode != tea.MouseModeNone {
			t.Error("the mouse is still asked for")
		}
		w.reopen(t)
		got, err := w.store.Preferences()
		want := store.Preferences{Theme: store.ThemeLight, Clipboard: 2 * time.Minute}
		if err != nil || got != want {
			t.Errorf("got %+v and %v, want %+v", got, err, want)
		}
		d = w.open(t, 80, 24)
		d.Press(",")
		d.Want("for a light terminal", "cleared after 120 s", "Mouse             off")
	})
}

func TestACopyStaysAsLongAsThePersonChose(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, w *world) {
		d.Press(",", "down", "enter", "esc")
		d.Send(event.Copy{What: "the host", Text: "va.example.com"})
		d.Press("?", "esc")
		d.Want("cleared in 60 s")
		d.Wait(59 * time.Second)
		if w.board.text == "" {
			t.Error("it was cleared too early")
		}
		d.Wait(2 * time.Second)
		if w.board.text != "" {
			t.Error("it is still there")
		}
	})
}

func TestAChosenThemeDoesNotFollowTheTerminal(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press(",", "left", "esc") // From auto back to dark.
		before := d.Frame()
		d.Send(tea.BackgroundColorMsg{Color: color.White})
		if d.Frame() != before {
			t.Error("the terminal's answer changed the colours")
		}
	})
}

func TestSettingsThatCannotBeKeptHoldUntilTheEndAndSaySo(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, w *world) {
		d.Press(",")
		w.configure("mouse = perhaps\n")
		d.Press("down", "down", "down", "enter")
		d.Want("Mouse             off", "this holds until you leave", "line 1: mouse has to be true or false")
	})
}

func TestWhatARepairTellsLeavesWhatWasToldAtTheStart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.configure("mouse = perhaps\n")
		d := w.open(t, 80, 24)
		opened := repairedMsg{report: []store.Repaired{{Path: "/home/data"}}}
		d.Send(opened)
		d.Want("line 1: mouse has to be true or false", "could open /home/data")
		d.Press("down")
		d.Send(opened)
		d.Lack("line 1")
	})
}

func TestABrokenSettingsFileNamesItsLineAndTheDefaultsHold(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.configure("# mine\nmouse = perhaps\n")
		d := w.open(t, 80, 24)
		d.Want("line 2: mouse has to be true or false", "the defaults hold", "demo-sandbox")
		if v := d.Model().View(); v.MouseMode != tea.MouseModeCellMotion {
			t.Error("the default does not hold")
		}
		d.Press(",", "enter")
		d.Want("config.toml has to be mended first")
	})
}

func TestTheDoctorTellsEachFindingAndStopsWhenAsked(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		withFindings(w)
		d := w.open(t, 80, 24)
		d.Press("!")
		d.Want("looking at everything")
		d.Wait(1500 * time.Millisecond)
		d.Want("accounts file")
		d.Lack("can be read by other people")
		d.Press("esc")
		d.Want("stopped")
		d.Wait(time.Minute)
		d.Lack("can be read by other people")
		d.Press("r")
		d.Wait(time.Minute)
		d.Want("2 things need you", "chmod 700 /home/data")
		d.Press("c")
		if !strings.Contains(w.board.text, "failed  keyring: no program on the session bus") {
			t.Errorf("the report on the clipboard is %q", w.board.text)
		}
	})
}

func TestAClickPressesWhatIsInTheFooter(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Click("help", 23)
		d.Want("Keys: accounts")
		d.Click("close", 23)
		d.Want("accounts")
		d.Lack("Keys: ")
	})
}

func TestAClickOnARowMovesToItAndASecondOneOpens(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("ctrl+p")
		d.Click("settings", -1)
		d.Want("> settings")
		d.Click("settings", -1)
		d.Want("New keys rest in")
		d.Click("Mouse", -1)
		d.Want("> Mouse")
		d.Click("Mouse", -1)
		d.Want("Mouse             off")
	})
}

func TestClicksOutsideAndOtherButtonsDoNothing(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("ctrl+p")
		before := d.Screen()
		for _, m := range []tea.Mouse{
			{X: 3, Y: 0, Button: tea.MouseLeft}, {X: 3, Y: 1, Button: tea.MouseLeft}, {X: 79, Y: 23, Button: tea.MouseLeft},
			{X: 3, Y: 6, Button: tea.MouseRight}, {X: -1, Y: -1, Button: tea.MouseLeft}, {X: 500, Y: 500, Button: tea.MouseLeft},
		} {
			d.Send(tea.MouseClickMsg(m))
			if got := d.Screen(); got != before {
				t.Errorf("%+v: got\n%s", m, got)
			}
		}
	})
}

func TestTheWheelScrolls(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "?")
		d.Want("Keys: services")
		for range 10 {
			d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		}
		d.Lack("Keys: services")
		d.Want("quit")
		for range 10 {
			d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		}
		d.Want("Keys: services")
	})
}

func TestTheWindowTitleNamesTheAccount(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		for _, step := range []struct{ keys, want string }{
			{"down", "lpkeys: demo-sandbox"}, {"enter", "lpkeys: demo-prod"}, {"ctrl+o", "lpkeys: demo-prod"},
			{"enter", "lpkeys: demo-sandbox"}, {"esc", "lpkeys: demo-sandbox"}, {"x", "lpkeys"},
		} {
			d.Press(step.keys)
			if step.keys == "x" {
				d.Press("y", "up", "x")
			}
			if got := d.Model().View().WindowTitle; got != step.want {
				t.Errorf("after %s: got %q, want %q", step.keys, got, step.want)
			}
		}
	})
}

func TestTheDoctorLooksAtTheAccountThatIsInForceNow(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, w *world) {
		d.Press("!", "ctrl+o", "enter", "r")
		if w.examined != "demo-prod" {
			t.Errorf("it looked at %q, want demo-prod", w.examined)
		}
	})
}

func TestAScreenThatOpensLeavesAnotherOfItsKindBelowAlone(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("enter", "ctrl+u")
		d.Type("7")
		through(d, "services hosts", "sign any")
		d.Want("there is no URL yet")
		d.Press("esc", "esc", "esc")
		d.Want("> offset  query 7", "enter take it")
	})
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		sent := &counted{Sender: w.sendsBy()}
		w.sender = sent
		d := w.open(t, 80, 24)
		through(d, "try key", "services hosts", "try key")
		if got := sent.times.Load(); got != 2 {
			t.Errorf("%d requests were sent, want one for each time that it was asked for", got)
		}
	})
}

// through goes from place to place by the palette.
func through(d *uitest.Driver, places ...string) {
	for _, words := range places {
		d.Press("ctrl+p")
		d.Type(words)
		d.Press("enter")
		d.Wait(time.Second)
	}
}

// counted counts what is sent.
type counted struct {
	answer.Sender
	times atomic.Int32
}

func (c *counted) Send(ctx context.Context, r send.Request, o send.Options) (send.Outcome, error) {
	c.times.Add(1)
	return c.Sender.Send(ctx, r, o)
}

func TestHostileWordsReachNeitherAQuestionNorTheWindow(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		const hostile = "acme\x1b]0;free\a\u202e"
		d.Send(event.InForce{Account: store.Account{Name: hostile, State: store.Kept}})
		d.Send(nav.PushMsg{Route: nav.Confirm{Title: "reveal", Question: "Show " + hostile + "?", Consent: "show them"}})
		for _, seen := range []string{d.Frame(), d.Model().View().WindowTitle} {
			if !strings.Contains(seen, "acme]0;free") || strings.ContainsAny(seen, "\a\u202e") || strings.Contains(seen, "\x1b]") {
				t.Errorf("got %q", seen)
			}
		}
	})
}

func TestSuspendingDropsAPassphrase(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		lockedFile("demo-sandbox")(w)
		d := w.open(t, 80, 24)
		d.Press("v", "y")
		d.Type("correct horse")
		d.Want("••••")
		d.Press("ctrl+z")
		d.Want("of your vault file")
		d.Lack("••••")
	})
}
