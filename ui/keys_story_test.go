package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/uitest"
)

func TestChangesOfAKeyInALockedVaultFileAskForItsPassphrase(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"duplicate": {[]string{"y", "t", "enter"}, "t is added with the key of demo-sandbox (file)"},
		"move":      {[]string{"m", "enter"}, "the key of demo-sandbox rests in the keyring now"},
		"new key":   {nil, "demo-sandbox has another key"},
		"reveal":    {[]string{"v", "y"}, "hidden in 20 s"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				lockedFile("demo-sandbox")(w)
				d := w.open(t, 80, 24)
				if c.keys == nil {
					toNewKey(d, fourLines(w.box.Accounts()[1].Key))
					d.Press("enter")
				}
				d.Press(c.keys...)
				d.Want("unlock", "Its passphrase opens it")
				d.Type("wrong")
				d.Press("enter")
				d.Want("wrong passphrase")
				d.Type("correct horse")
				d.Press("enter")
				d.Want(c.want)
			})
		})
	}
}

func TestAVaultFileThatIsGoneIsMadeAnewForANewKeyOnly(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(d *uitest.Driver, w *world)
		want string
	}{
		"move":      {func(d *uitest.Driver, _ *world) { d.Press("m", "enter") }, "✗ moving account"},
		"duplicate": {func(d *uitest.Driver, _ *world) { d.Press("y", "t", "enter") }, "✗ copying account"},
		"new key": {func(d *uitest.Driver, w *world) {
			toNewKey(d, fourLines(w.box.Accounts()[1].Key))
			d.Press("enter")
		}, "new vault file"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				lockedFile("demo-sandbox")(w)
				if err := os.RemoveAll(w.dir); err != nil {
					t.Fatal(err)
				}
				d := w.open(t, 80, 24)
				c.do(d, w)
				d.Want(c.want)
			})
		})
	}
}

func TestAVaultFileThatOpensBehindTheHelpIsOpen(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		lockedFile("demo-sandbox")(w)
		d := w.open(t, 80, 24)
		d.Press("v", "y")
		d.Type("correct horse")
		d.Together(uitest.Key("enter"), uitest.Key("?"))
		d.Want("hidden in 20 s")
	})
}

func TestAKeyMovesIntoAVaultFileThatIsMadeForIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("m")
		d.Want("demo-sandbox [sandbox]", "The key rests in the keyring")
		d.Press("enter")
		d.Want("new vault file", "Choose a passphrase")
		d.Type("correct horse")
		d.Press("enter")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("the key of demo-sandbox rests in the vault file now", "90000001  file")
		if h := header(d); !strings.Contains(h, "90000001  file") {
			t.Errorf("the header says %q", h)
		}
		wantKey(t, w, "demo-sandbox", w.box.Accounts()[0].Key)

		d.Press("m", "enter")
		d.Want("the key of demo-sandbox rests in the keyring now")
	})
}

func TestAMoveThatWaitsForAPromptCanBeStopped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.keyring.waits = true
		d.Press("m", "enter")
		d.Want("moving the key", "esc stop moving the key")
		d.Press("esc")
		d.Want("enter move the key")
		w.keyring.waits = false
		if a, err := w.store.Account("demo-sandbox"); err != nil || a.Vault != store.KeyringVault || a.State != store.Kept {
			t.Errorf("got %+v, %v, want it kept in the keyring", a, err)
		}
		wantKey(t, w, "demo-sandbox", w.box.Accounts()[0].Key)
	})
}

func TestALockedKeyringIsNotTakenForALockedVaultFile(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		if err := w.file.OpenWith(t.Context(), oauth.NewSecret("correct horse")); err != nil {
			t.Fatal(err)
		}
		w.keep(t, 0, store.FileVault)
		w.keyring.put = store.ErrLocked
		d := w.open(t, 80, 24)
		d.Press("m", "enter")
		d.Want("✗ moving account", "the vault is locked", "enter try again")
		w.keyring.put = nil
		d.Press("enter")
		d.Want("rests in the keyring now")
	})
}

func TestAnOldVaultThatWillNotForgetIsToldOfAndTheMoveHolds(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		if err := w.file.OpenWith(t.Context(), oauth.NewSecret("correct horse")); err != nil {
			t.Fatal(err)
		}
		d := both(t, w)
		w.keyring.forget = store.ErrDismissed
		d.Press("m", "enter")
		d.Want("accounts", "an old key may remain", "90000001  file")
	})
}

func TestANewKeyIsNeverShownAndOddOnesAreAskedAbout(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("K")
		values := []string{"CANARY-app-key", "CANARY-secret", "CANARY-access", "CANARY-access-secret"}
		for _, v := range values {
			d.Type(v)
			d.Press("enter")
		}
		d.Want("look odd", "32 hex digits are usual")
		d.Press("esc")
		d.Want("> Access token secret", "••••••••")
		d.Press("enter", "enter")
		d.Want("demo-sandbox has another key")
		wantKey(t, w, "demo-sandbox", oauth.Credentials{
			ConsumerKey: values[0], ConsumerSecret: oauth.NewSecret(values[1]), Token: values[2], TokenSecret: oauth.NewSecret(values[3]),
		})
		for _, frame := range d.Frames() {
			if strings.Contains(frame, "CANARY") {
				t.Fatalf("a frame shows a part of a value:\n%s", frame)
			}
		}
	})
}

func TestAKeyThatIsMarkedAsAnotherAccountsIsNotTaken(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		toNewKey(d, "Account ID: 90000002\n"+labelled(w.box.Accounts()[1].Key))
		d.Want("another account's")
		d.Press("enter")
		d.Want("App key is empty")
		d.Press("esc")
		d.Want("accounts")
	})
}

func TestSuspendingDropsTheNewKeyAndWhatWaitsForAPassphrase(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		lockedFile("demo-sandbox")(w)
		d := w.open(t, 80, 24)
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		d.Want("unlock")
		d.Press("ctrl+z")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("were dropped while lpkeys was suspended", "> App key")
		wantKey(t, w, "demo-sandbox", w.box.Accounts()[0].Key)
	})
}

func TestAKeyringThatTakesNoNewKeyLeavesTheOldOneAndTheForm(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.keyring.put = store.ErrDismissed
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		d.Want("✗ replacing the key of account", "the prompt was dismissed")
		wantKey(t, w, "demo-sandbox", w.box.Accounts()[0].Key)
		d.Press("esc")
		d.Want("••••••••")
		w.keyring.put = nil
		d.Press("enter")
		d.Want("demo-sandbox has another key")
	})
}

func TestReplacingThatWaitsForAPromptCanBeStoppedAndIsToldOf(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.keyring.stuck = true
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		d.Want("replacing the key …")
		d.Press("esc")
		d.Want("replacing the key of account \"demo-sandbox\" was cut short")
		w.keyring.stuck = false
		wantKey(t, w, "demo-sandbox", w.box.Accounts()[0].Key)
	})
}

func TestARehearsalHasNoOtherVault(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		services, err := rehearsal(t.Context(), w.box)
		if err != nil {
			t.Fatal(err)
		}
		w.store = services.Store
		d := w.open(t, 80, 24)
		d.Press("m")
		d.Want("there is no other vault to move its key to")
	})
}

// slow is a world whose keyring says yes when the gate is opened, and not before.
func slow(t *testing.T, w *world) *late {
	t.Helper()
	vault := &late{Memory: w.keyring.Memory, gate: make(chan struct{})}
	s, err := store.Open(store.Options{
		Paths: store.Paths{Config: "/home", Data: "/home", Cache: "/home"}, FS: w.disk,
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: vault},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
	return vault
}

func TestWhatWasGivenUpAndComesAfterAllDisturbsNoOtherScreen(t *testing.T) {
	for name, c := range map[string]struct {
		begin func(d *uitest.Driver, w *world)
		next  func(d *uitest.Driver, w *world)
		want  string
	}{
		"a change": {
			func(d *uitest.Driver, _ *world) { d.Press("y"); d.Type("twin"); d.Press("enter", "esc", "esc", "y") },
			func(d *uitest.Driver, w *world) { toNewKey(d, fourLines(w.box.Accounts()[1].Key)) }, "all four values are in",
		},
		"an account that was added": {
			func(d *uitest.Driver, w *world) {
				d.Press("a")
				toReview(d, w, "90000002")
				d.Press("enter", "esc")
				back(d, 5)
				d.Press("y")
			},
			func(d *uitest.Driver, _ *world) { d.Press("a"); toKey(d) }, "new account: the key",
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				vault := slow(t, w)
				d := w.open(t, 80, 24)
				c.begin(d, w)
				d.Want("accounts", "> demo-sandbox")
				c.next(d, w)
				close(vault.gate)
				d.Wait(time.Second)
				d.Want(c.want)
			})
		})
	}
}

func TestAKeyThatWasDroppedMeanwhileIsAskedForAgain(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		vault := slow(t, w)
		vault.refuse = store.ErrDismissed
		d := w.open(t, 80, 24)
		toNewKey(d, fourLines(w.box.Accounts()[1].Key))
		d.Press("enter")
		d.Want("replacing the key")
		d.Press("ctrl+z")
		close(vault.gate)
		d.Wait(time.Second)
		d.Want("the prompt was dismissed")
		d.Press("enter")
		d.Want("> App key", "were dropped while lpkeys was suspended")
	})
}
