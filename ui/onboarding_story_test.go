package ui

import (
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/uitest"
)

func TestOnePasteOfEverythingIsTakenAtAnyStep(t *testing.T) {
	for name, keys := range map[string][]string{
		"at the welcome": nil, "at the guide": {"enter"}, "at the details": {"enter", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				key := w.box.Accounts()[1].Key
				d := w.open(t, 80, 24)
				d.Press(keys...)
				d.Paste("Account ID: 90000002\n" + labelled(key))
				d.Want("the account ID is filled in; the four values are held, masked")
				for range 2 - len(keys) {
					d.Press("enter")
				}
				d.Want("the account", "90000002")
				d.Type("acme")
				d.Press("enter", "enter", "enter")
				d.Want("the key", "••••••••")
				d.Press("enter")
				d.Wait(time.Second)
				d.Press("enter")
				d.Want("acme is saved")
				wantKey(t, w, "acme", key)
				for _, frame := range d.Frames() {
					for _, v := range valuesOf(key) {
						if strings.Contains(frame, v) {
							t.Fatalf("a frame shows a value:\n%s", frame)
						}
					}
				}
			})
		})
	}
}

func TestAPartOfAKeyThatComesEarlyIsCounted(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		d.Paste("Secret: " + w.box.Accounts()[0].Key.ConsumerSecret.Reveal())
		d.Want("1 of 4 values are held")
		d.Paste("App key: 1\nApp key: 2")
		d.Want("! pasted text, line 2: a second App key")
	})
}

func TestAKeyThatCameEarlyIsAskedAboutBeforeItIsThrownAwayAndDroppedOnSuspend(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		d.Paste(fourLines(w.box.Accounts()[0].Key))
		d.Press("esc")
		d.Want("Throw it away?")
		d.Press("n", "ctrl+z", "esc")
		d.Want("accounts", "No account yet")
	})
}

func TestGoingBackAndForthLosesNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toReview(d, w, "90000002")
		d.Press("esc")
		d.Want("the key", "••••••••")
		d.Press("esc")
		d.Want("acme-prod", "90000002", "production")
		d.Press("esc", "esc")
		d.Want("welcome")
		d.Press("enter", "enter", "enter", "enter")
		d.Wait(time.Second)
		d.Want("review", "acme-prod", "LivePerson knows this account")
		d.Press("enter")
		d.Want("acme-prod is saved")
		wantKey(t, w, "acme-prod", w.box.Accounts()[1].Key)
	})
}

func TestGoingBackFromAWrongAccountIDLeadsToIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toReview(d, w, "11111111")
		d.Want("LivePerson knows no account 11111111")
		d.Press("esc")
		d.Want("> Account ID   11111111")
		d.Press("ctrl+u")
		d.Type("90000002")
		d.Press("enter", "enter")
		d.Want("all four values are in")
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("LivePerson knows this account")
	})
}

func TestTheVaultThatAPersonPrefersIsTheFirstChoice(t *testing.T) {
	for name, c := range map[string]struct {
		prefer store.VaultName
		look   error
		want   []string
	}{
		"nothing said":                   {"", nil, []string{"✓ In the keyring", "enter continue"}},
		"the keyring":                    {store.KeyringVault, nil, []string{"✓ In the keyring", "enter continue"}},
		"the keyring, which is not here": {store.KeyringVault, store.ErrNoBus, []string{"No keyring can be used", "f use the vault file"}},
		"the file":                       {store.FileVault, nil, []string{"In the encrypted vault file, as your settings say", "f use the keyring"}},
		"the file, without a keyring":    {store.FileVault, store.ErrNoBus, []string{"In the encrypted vault file, as your settings say", "enter continue"}},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				p := store.DefaultPreferences()
				p.Vault = c.prefer
				if err := w.store.SetPreferences(p); err != nil {
					t.Fatal(err)
				}
				w.keyring.look = c.look
				d := w.open(t, 80, 24)
				d.Want(c.want...)
			})
		})
	}
}

func TestTheGuideShowsAllEightStepsAndTheFactsOnASmallTerminalToo(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		story(t, func(t *testing.T, w *world) {
			d := w.open(t, size[0], size[1])
			d.Press("enter")
			seen := d.Screen()
			for range 40 {
				d.Press("j")
				seen += "\n" + d.Screen()
			}
			seen = strings.Join(strings.Fields(seen), " ")
			for _, want := range []string{
				"1. ", "Administrator", "2. ", "Data Sources", "3. ", "4. ", "Add new", "5. ", "developer", "6. ", "Agent Interactions",
				"7. ", "8. ", "100 keys", "30 September 2025", "31 May 2026",
			} {
				if !strings.Contains(seen, want) {
					t.Errorf("at %v the guide lacks %q", size, want)
				}
			}
		})
	}
}

func TestWhatIsNeededFirstIsSaidAtTheWelcome(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		d.Want("What you need first", "LivePerson's API terms", "Administrator or Campaign Manager", "Access token secret")
	})
}

func TestALockedKeyringPromisesNoDesktop(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look = store.ErrLocked
		d := w.open(t, 80, 24)
		d.Want("Without one, unlock it first", "enter continue")
	})
}

func TestTheOnlyWayOnIsInTheFooterOfASmallTerminal(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look, w.keyring.put = store.ErrNoBus, store.ErrNoBus
		d := w.open(t, 40, 12)
		d.Want("f use the vault file")
	})
	story(t, func(t *testing.T, w *world) {
		w.keyring.put = store.ErrDismissed
		d := w.open(t, 40, 12)
		toReview(d, w, "90000002")
		d.Press("enter")
		d.Want("Not saved", "f use the vault file")
	})
}

func TestAClickGoesToAFieldOfTheWalk(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		clickOn(t, d, "Account ID")
		d.Type("90000001")
		d.Want("> Account ID   90000001")
		d.Press("shift+tab")
		d.Type("acme")
		d.Press("enter", "enter", "enter")
		clickOn(t, d, "Secret")
		d.Want("> Secret")
	})
}

func TestWhatWaitsForAPassphraseIsDroppedOnSuspend(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look = store.ErrNoBus
		d := w.open(t, 80, 24)
		d.Press("f")
		toReview(d, w, "90000002")
		d.Press("enter")
		d.Want("new vault file")
		d.Press("ctrl+z")
		typeTwice(d, "correct horse")
		d.Want("new account: the key", "were dropped while lpkeys was suspended")
		if accounts, _ := w.store.Accounts(); len(accounts) != 0 {
			t.Errorf("%d accounts were saved, want none", len(accounts))
		}
	})
}

func TestGivingUpThePassphraseKeepsWhatWasTyped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look = store.ErrNoBus
		d := w.open(t, 80, 24)
		d.Press("f")
		toReview(d, w, "90000002")
		d.Press("enter", "esc")
		d.Want("review", "acme-prod", "the encrypted vault file")
		d.Press("enter")
		typeTwice(d, "correct horse")
		d.Want("acme-prod is saved (file)")
	})
}

func typeTwice(d *uitest.Driver, passphrase string) {
	for range 2 {
		d.Type(passphrase)
		d.Press("enter")
	}
}
