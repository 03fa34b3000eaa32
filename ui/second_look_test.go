package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

func TestAHostThatOnlyTheSignerCanReadIsAskedAboutToo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p", "e", "ctrl+u")
		d.Type("http://evil.example.com/%zz")
		d.Press("enter")
		d.Want("! evil.example.com is not LivePerson's", "! not https")
		d.Press("c")
		d.Want("evil.example.com is outside LivePerson's own domains")
		d.Press("n")
		if w.board.text != "" {
			t.Errorf("copied %q without consent", w.board.text)
		}
	})
}

func TestAForeignHostIsNotCopiedUnasked(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.client.HTTP = answers{status: 200, body: list("va.liveperson.net.example.com")}
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("c")
		d.Want("va.liveperson.net.example.com is outside LivePerson's own domains")
		if w.board.text != "" {
			t.Errorf("copied %q without consent", w.board.text)
		}
		d.Press("y")
		if w.board.text != "va.liveperson.net.example.com" {
			t.Errorf("copied %q after consent", w.board.text)
		}
	})
}

func TestAKeyOfAnotherAccountIsRefused(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toKey(d)
		d.Paste("Account ID: 90000001\n" + labelled(w.box.Accounts()[0].Key))
		d.Want("another account's")
		d.Press("enter")
		d.Want("App key is empty")
	})
}

func TestWhatALabelledPasteHasIsKept(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		key := w.box.Accounts()[1].Key
		d := w.open(t, 80, 24)
		toKey(d)
		d.Paste("App key: " + key.ConsumerKey)
		d.Want("1 of 4 values were in it", "> Secret")
		d.Paste("Secret: " + key.ConsumerSecret.Reveal() + "\nAccess token: " + key.Token)
		d.Want("2 of 4 values were in it", "> Access token secret")
		d.Paste(key.TokenSecret.Reveal())
		d.Press("enter")
		d.Wait(time.Second)
		d.Press("enter")
		d.Want("acme is saved")
		if got, err := w.store.Key(t.Context(), "acme"); err != nil || !same(got, key) {
			t.Errorf("the store did not get the key that was pasted in parts (%v)", err)
		}
	})
}

func same(a, b oauth.Credentials) bool {
	return a.ConsumerKey == b.ConsumerKey && a.Token == b.Token &&
		a.ConsumerSecret.Equal(b.ConsumerSecret) && a.TokenSecret.Equal(b.TokenSecret)
}

func TestTheHeaderSaysWhyAlsoAfterTheDefaultChanged(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 120, 24)
		header := func() string { return strings.SplitN(d.Screen(), "\n", 2)[0] }
		d.Press("down", "d")
		if h := header(); !strings.Contains(h, "demo-sandbox") || strings.Contains(h, "the default") {
			t.Errorf("the header says %q", h)
		}
		d.Press("up", "d")
		if h := header(); !strings.Contains(h, "the default") {
			t.Errorf("the header says %q", h)
		}
		d.Press("x")
		if h := header(); strings.Contains(h, "demo") {
			t.Errorf("the header says %q while the account is being removed", h)
		}
		d.Press("u")
		if h := header(); !strings.Contains(h, "demo-sandbox") {
			t.Errorf("the header says %q after undo", h)
		}
	})
}

// blind is a disk that cannot be read while shut is set.
type blind struct {
	*demo.Disk
	shut bool
}

func (b *blind) Open(name string, flag int) (store.File, error) {
	if b.shut {
		return nil, errors.New("input/output error")
	}
	return b.Disk.Open(name, flag)
}

func TestAccountsThatCannotBeReadCannotBeTouched(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		disk := &blind{Disk: w.disk}
		w.reopenOn(t, disk)
		d := w.open(t, 80, 24)
		disk.shut = true
		d.Press("r")
		d.Want("input/output error")
		d.Press("x")
		d.Want("remove: the accounts could not be read: r tries again")
		disk.shut = false
		d.Press("r")
		d.Want("> demo-sandbox", "in force")
	})
}

func TestTwoPressesAtOnceOpenOneScreen(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Together(uitest.Key("enter"), uitest.Key("enter"))
		d.Want("services")
		d.Press("esc")
		d.Want("accounts", "> demo-sandbox")
		d.Send(nav.PopMsg{})
		d.Send(nav.PopMsg{})
		if d.Quit() {
			t.Error("going back at home left the program")
		}
	})
}

func TestSuspendingAtTheReviewGoesBackToTheKey(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		toReview(d, w, "90000002")
		d.Press("ctrl+z")
		d.Want("new account: the key", "were dropped while lpkeys was suspended")
	})
}

func TestAKeyringThatIsGoneIsNoLongerTheChoice(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		d.Want("In the keyring")
		w.keyring.look = store.ErrNoService
		d.Press("r")
		d.Want("No keyring can be used")
		d.Press("enter")
		d.Want("choose first")
	})
}

func TestAPasteThatDoesNotFitIsNotCut(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p", "e")
		d.Paste("&x=" + strings.Repeat("1", 9000) + "END")
		d.Want("nothing was pasted: there is room for 8192 characters")
	})
}

// late is a keyring that says yes after everybody has left.
type late struct {
	*store.Memory
	gate   chan struct{}
	refuse error // or no
}

func (l *late) Put(_ context.Context, item string, key oauth.Credentials) error {
	<-l.gate
	if l.refuse != nil {
		return l.refuse
	}
	return l.Memory.Put(context.Background(), item, key)
}

func TestAnAccountThatWasKeptAfterAllShowsAtHome(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		vault := slow(t, w)
		d := w.open(t, 80, 24)
		toReview(d, w, "90000002")
		d.Press("enter", "esc")
		back(d, 5)
		d.Press("y")
		d.Want("accounts")
		close(vault.gate)
		d.Wait(time.Second)
		d.Want("acme-prod")
	})
}

func TestAVaultFileIsNotLockedUnderAPassphraseThatWasGivenUp(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		// The work factor makes the moment in which esc comes.
		w.keyring.look = store.ErrNoBus
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := w.file.OpenWith(ctx, oauth.NewSecret("alpha")); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		if err := w.file.OpenWith(t.Context(), oauth.NewSecret("bravo")); err != nil {
			t.Fatal(err)
		}
		again := store.NewSealed(store.SealedOptions{Dir: w.dir, WorkFactor: 1})
		if err := again.Unlock(t.Context(), oauth.NewSecret("bravo")); err != nil {
			t.Errorf("the last passphrase that was given does not open the vault: %v", err)
		}
		if err := w.file.OpenWith(t.Context(), oauth.NewSecret("charlie")); !errors.Is(err, store.ErrWrongPassphrase) {
			t.Errorf("an open vault took any passphrase: %v", err)
		}
	})
}

func TestRemovingFromALockedVaultFileAsksForItsPassphraseFirst(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		if err := w.file.OpenWith(t.Context(), oauth.NewSecret("correct horse")); err != nil {
			t.Fatal(err)
		}
		w.keep(t, 0, store.FileVault)
		w.sealed.Lock()
		d := w.open(t, 80, 24)
		d.Press("x")
		d.Want("unlock", "Its passphrase opens it")
		d.Press("esc")
		d.Lack("removing")
		d.Press("x")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("demo-sandbox is forgotten when you leave", "u undo remove")
		if err := forget(Options{Services: Services{Store: w.store}}); err != nil {
			t.Fatal(err)
		}
		if accounts, _ := w.store.Accounts(); len(accounts) != 0 {
			t.Errorf("%d accounts are left, want none", len(accounts))
		}
	})
}

func TestAFieldThatIsEditedIsSeen(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 40, 12)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p", "down", "down", "down", "down", "e")
		d.Type("XYZ")
		d.Want("URL", "XYZ")
	})
}

func TestAURLThatWasCopiedOverTwoLinesIsPutTogether(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p", "e", "ctrl+u")
		d.Paste("https://va.msghist.lpkeys-demo.invalid/x?\n            y=1")
		d.Press("enter")
		d.Want("https://va.msghist.lpkeys-demo.invalid/x?y=1")
	})
}

func TestWhatLooksOddAboutAKeyIsSaidAtTheReview(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		key := w.box.Accounts()[1].Key
		d := w.open(t, 80, 24)
		toKey(d)
		for _, v := range []string{key.ConsumerSecret.Reveal(), key.ConsumerKey, key.TokenSecret.Reveal(), key.Token} {
			d.Type(v)
			d.Press("enter")
		}
		d.Wait(time.Second)
		d.Want("review", "! ")
	})
}

func TestTheDefaultIsInForceWhereNothingElseIs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("x", "down", "d")
		d.Want("demo-prod  PRODUCTION   90000002  keyring  the default")
	})
}

func TestAKeyThatIsPastedInTheWrongPlaceIsNotShown(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		key := w.box.Accounts()[1].Key
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		for _, pasted := range []string{fourLines(key), labelled(key), "Secret: " + key.ConsumerSecret.Reveal()} {
			d.Paste(pasted)
			d.Want("held, masked, until the step of the key")
			d.Lack(key.ConsumerSecret.Reveal(), key.TokenSecret.Reveal())
		}
		w.keep(t, 1, store.KeyringVault)
		d = w.open(t, 80, 24)
		toPreview(d)
		d.Press("e")
		d.Paste(fourLines(key))
		d.Want("nothing was pasted: it reads as a key")
		d.Lack(key.ConsumerSecret.Reveal(), key.TokenSecret.Reveal())
	})
}
