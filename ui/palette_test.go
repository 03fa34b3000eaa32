package ui

import (
	"testing"

	"lpkeys/store"
	"lpkeys/ui/uitest"
)

func TestThePaletteDoesWhatItsKeyWouldHaveDone(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("down", "ctrl+p")
		d.Type("def make")
		d.Want("make default")
		d.Lack("settings  ")
		d.Press("enter")
		d.Want("demo-prod is the default now")
	})
}

func TestACommandIsFoundByOtherWordsForIt(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		for other, words := range map[string]string{"rename": "> edit", "delete": "> remove"} {
			d.Press("ctrl+p")
			d.Type(other)
			d.Want(words)
			d.Press("esc")
		}
	})
}

// What the screen on top offers is found by the words that lead there from
// elsewhere: the empty switcher sends people to "add an account".
func TestAPlaceIsFoundByItsWordsFromEveryScreen(t *testing.T) {
	for _, bare := range []bool{true, false} {
		story(t, func(t *testing.T, w *world) {
			if !bare {
				w.keep(t, 0, store.KeyringVault)
			}
			d := w.open(t, 80, 24)
			if bare {
				d.Press("esc")
			}
			d.Press("ctrl+p")
			d.Type("add an account")
			d.Want("> add an account  a key of your own")
			d.Press("enter")
			d.Want("new account: welcome")
		})
	}
}

func TestThePaletteLeadsBackToTheAccounts(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		back := func() {
			d.Press("ctrl+p")
			d.Type("accounts rename")
			d.Want("> accounts  rename, edit, another key, remove")
			d.Press("enter")
		}
		d.Press("enter", "p")
		back()
		d.Want("demo-sandbox", "demo-prod", "a add")

		d.Press("a", "enter", "enter")
		d.Type("half a name")
		back()
		d.Want("What you have typed is not saved yet. Go to the accounts and throw it away?")
		d.Press("esc")
		d.Want("half a name")
		back()
		d.Press("y")
		d.Want("demo-sandbox", "demo-prod")
		d.Lack("half a name", "throw it away")

		d.Press("ctrl+p")
		d.Type("accounts rename")
		d.Want("Nothing here is found by that")
	})
}

func TestThePaletteSaysWhyACommandCannotBeUsedNow(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "ctrl+p")
		d.Type("copy host")
		d.Press("enter")
		d.Want("copy host: ", "no host yet", "commands")
	})
}

func TestThePaletteLeadsElsewhere(t *testing.T) {
	for words, title := range map[string]string{
		"sign any": "preview", "services hosts": "services", "settings": "settings", "doctor": "doctor", "help": "Keys: ", "switch": "switch account",
	} {
		twoAccounts(t, func(d *uitest.Driver, _ *world) {
			d.Press("ctrl+p")
			d.Type(words)
			d.Press("enter")
			d.Want(title)
			d.Lack("/ " + words)
		})
	}
}

func TestThePaletteIsFoundByOtherWordsToo(t *testing.T) {
	twoAccounts(t, func(d *uitest.Driver, _ *world) {
		d.Press("ctrl+p")
		d.Type("compare")
		d.Want("> sign any request")
		d.Press("enter")
		d.Want("preview")
	})
}
