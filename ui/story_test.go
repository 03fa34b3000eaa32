package ui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
	"lpkeys/ui/unlock"
)

func TestANewPersonComesFromNothingToACopiedHeader(t *testing.T) {
	for name, paste := range map[string]func(oauth.Credentials) string{
		"four lines in LivePerson's order": fourLines, "labels, quotes, blanks and invisible characters": labelled,
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				key := w.box.Accounts()[1].Key
				d := w.open(t, 80, 24)
				d.Want("new account: welcome", "In the keyring of your operating system")
				addAccount(d, "acme-prod", "90000002", "production", paste(key))
				d.Want("review", "acme-prod", "PRODUCTION", fmt.Sprintf("LivePerson knows this account: %d services in US", len(domain.Services())+1))
				d.Press("enter")
				d.Want("acme-prod is saved (keyring)", "services", "[ ] msgHist")

				d.Press("space", "enter")
				d.Want("va.msghist." + demo.Domain)
				d.Press("up", "p")
				d.Want("Authorization", `OAuth oauth_signature="`)
				d.Press("l")
				d.Want("the header line: copied")
				accepted(t, w.box, d, "POST", w.board.text)

				w.reopen(t)
				d = w.open(t, 80, 24)
				d.Want("acme-prod", "90000002", "PRODUCTION", "keyring", "in force, default")
			})
		})
	}
}

// accepted sends what was copied to the box, with the URL on the screen, and
// fails unless the box takes the signature.
func accepted(t *testing.T, box *demo.Box, d *uitest.Driver, method, line string) {
	t.Helper()
	name, value, ok := strings.Cut(line, ": ")
	if !ok || name != "Authorization" || strings.ContainsAny(line, "\r\n") {
		t.Fatalf("copied %q, want one Authorization line", line)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, shownURL(d.Screen()), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", value)
	answers := make(chan int)
	go func() {
		res, err := box.Transport().RoundTrip(req)
		if err != nil {
			answers <- 0
			return
		}
		answers <- res.StatusCode
	}()
	if got := <-answers; got != http.StatusOK {
		t.Errorf("the box answered %d to the copied header, want 200", got)
	}
}

// shownURL is the URL of the preview, which may be folded over several lines.
func shownURL(screen string) string {
	_, rest, _ := strings.Cut(screen, "URL ")
	rest, _, _ = strings.Cut(rest, " Parameters")
	rest, _, _ = strings.Cut(rest, "\n\n")
	return strings.Join(strings.Fields(rest), "")
}

func TestTypedValuesAreMaskedOnEveryFrame(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		key := w.box.Accounts()[0].Key
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Type("typed")
		d.Press("enter")
		d.Type("90000001")
		d.Press("enter", "enter")
		values := []string{key.ConsumerKey, key.ConsumerSecret.Reveal(), key.Token, key.TokenSecret.Reveal()}
		for _, v := range values {
			d.Type(v)
			d.Press("enter")
		}
		d.Wait(time.Second)
		d.Want("review")
		d.Press("enter")
		d.Want("typed is saved")
		got, err := w.store.Key(t.Context(), "typed")
		if err != nil || got.ConsumerKey != key.ConsumerKey || !got.ConsumerSecret.Equal(key.ConsumerSecret) ||
			got.Token != key.Token || !got.TokenSecret.Equal(key.TokenSecret) {
			t.Errorf("the store did not get what was typed: %v, %v", got, err)
		}
		for _, frame := range d.Frames() {
			for _, v := range values {
				if strings.Contains(frame, v) || strings.Contains(frame, v[:8]) {
					t.Fatalf("a frame shows a part of a value:\n%s", frame)
				}
			}
		}
	})
}

func TestWithoutAKeyringTheVaultFileIsOfferedAndTheReasonNamed(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look, w.keyring.put = store.ErrNoBus, store.ErrNoBus
		d := w.open(t, 80, 24)
		d.Want("No keyring can be used", "f keeps it in an encrypted file instead")
		d.Press("enter")
		d.Want("choose first")
		d.Press("f")
		d.Want("chosen: the encrypted vault file")
		addAccount(d, "boxed", "90000001", "", fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
		d.Want("Choose a passphrase")
		d.Type("horse")
		d.Press("tab")
		d.Want("short: several words are harder to guess")
		d.Press("shift+tab")
		d.Type("correct horse")
		d.Press("enter")
		d.Type("battery")
		d.Press("enter")
		d.Want("not the same as above")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("boxed is saved (file)")

		w.sealed.Lock()
		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Press("up", "p")
		d.Want("u unlock")
		d.Press("u")
		d.Type("wrong")
		d.Press("enter")
		d.Want("unlock", "passphrase")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("Authorization", `oauth_signature="`)
	})
}

func TestChoosingTheVaultFileIsSeenOnASmallTerminal(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.look = store.ErrNoBus
		d := w.open(t, 40, 12)
		d.Lack("chosen")
		d.Press("f")
		d.Want("chosen: the encrypted vault file")
	})
}

func TestScreensUseTheVaultFileThatAnAgentHoldsOpen(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		passphrase := oauth.NewSecret("correct horse")
		agent := store.NewSealed(store.SealedOptions{Dir: w.dir, WorkFactor: 1})
		if err := agent.Create(t.Context(), passphrase); err != nil {
			t.Fatal(err)
		}
		w.file = unlock.New(w.sealed, agent, unlock.Sources{Getenv: func(string) string { return "" }})
		w.reopen(t)
		w.keep(t, 0, store.FileVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Press("up", "p")
		d.Want("Authorization", `oauth_signature="`)

		agent.Lock()
		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Press("up", "p")
		d.Want("u unlock")
		d.Press("u")
		d.Type("correct horse")
		d.Press("enter")
		d.Want("Authorization", `oauth_signature="`)
	})
}

func TestAPassphraseFileSparesTheQuestion(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.env[unlock.PassphraseVariable] = filepath.Join(t.TempDir(), "passphrase")
		w.keyring.look = store.ErrNoBus
		d := w.open(t, 80, 24)
		d.Press("f")
		addAccount(d, "boxed", "90000001", "", fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
		d.Want("Not saved", "LPKEYS_PASSPHRASE_FILE")
		if err := os.WriteFile(w.env[unlock.PassphraseVariable], []byte("correct horse\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Press("enter")
		d.Want("boxed is saved (file)")
	})
}

func TestAWrongAccountIDIsFoundBeforeAnythingIsSaved(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := w.open(t, 80, 24)
		addAccount(d, "acme", "11111111", "", fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
		d.Want("LivePerson does not know this account ID")
		if accounts, _ := w.store.Accounts(); len(accounts) != 0 {
			t.Errorf("%d accounts are stored, want none", len(accounts))
		}
		d.Press("esc")
		d.Want("the account", "acme", "11111111")
	})
}

func TestEscStopsEveryLookup(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.box.Latency = time.Hour
		d := w.open(t, 80, 60)
		d.Press("enter", "a", "enter")
		d.Want("resolving", "esc stop")
		d.Press("esc")
		d.Lack("resolving")
		all := strings.Count(d.Screen(), "[x]") - 1 // Nobody is asked where the Domain API is.
		if got := strings.Count(d.Screen(), "stopped; enter tries again"); got != all || all <= len(domain.Services()) {
			t.Errorf("%d rows say that they were stopped, want all %d:\n%s", got, all, d.Screen())
		}
		w.box.Latency = 0
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("lo.msghist." + demo.Domain)
	})
}

func TestSavingThatWaitsForAPromptCanBeStopped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keyring.stuck = true
		d := w.open(t, 80, 24)
		addAccount(d, "acme", "90000001", "", fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
		d.Want("saving", "esc stop saving")
		d.Press("esc")
		d.Want("review", "enter save")
	})
}

func TestARemovedAccountComesBackUntilThePersonLeaves(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("down", "x")
		d.Want("demo-prod is marked production. Remove it?")
		d.Press("n")
		d.Lack("removing")
		d.Press("x", "y")
		d.Want("demo-prod is forgotten when you leave", "removing")
		d.Press("enter")
		d.Want("open: this account is being removed")
		d.Press("u")
		d.Want("demo-prod is back")
		d.Lack("removing")
		d.Press("x", "y")
		var told strings.Builder
		if err := forget(Options{Services: Services{Store: w.store}, Err: &told}); err != nil {
			t.Fatal(err)
		}
		if want := "lpkeys: demo-prod is removed, and its key is forgotten\n"; told.String() != want {
			t.Errorf("told %q on leaving, want %q", told.String(), want)
		}
		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Want("demo-sandbox")
		d.Lack("demo-prod")
	})
}

func TestTheDefaultChangesOnlyWhenAsked(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Want("90000001  keyring  the default")
		d.Press("down", "enter")
		d.Want("chosen here", "PRODUCTION")
		if a, _, _ := w.store.Default(); a.Name != "demo-sandbox" {
			t.Errorf("the default is %q after switching, want demo-sandbox", a.Name)
		}
		d.Press("esc", "d")
		d.Want("demo-prod is the default now")
		if a, _, _ := w.store.Default(); a.Name != "demo-prod" {
			t.Errorf("the default is %q, want demo-prod", a.Name)
		}
	})
}

func TestAHeaderIsNeverCopiedTwiceNorOld(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p", "c")
		first := w.board.text
		d.Press("c")
		d.Want("copied")
		second := w.board.text
		d.Press("s")
		d.Wait(6 * time.Minute)
		d.Want("signed 6 min ago: copying signs it anew")
		d.Press("c")
		third := w.board.text
		if first == "" || first == second || second == third {
			t.Errorf("copied the same header twice:\n%s\n%s\n%s", first, second, third)
		}
	})
}

func TestACopyIsClearedWhenItsTimeIsOverUnlessSomebodyCopiedSince(t *testing.T) {
	for name, foreign := range map[string]string{"ours": "", "somebody else's": "their text"} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				d := w.open(t, 80, 24)
				d.Press("enter", "enter")
				d.Wait(time.Second)
				d.Press("c", "down")
				d.Want("clipboard is cleared in 30 s")
				d.Wait(10 * time.Second)
				d.Want("clipboard is cleared in 20 s")
				if foreign != "" {
					w.board.text = foreign
				}
				d.Wait(25 * time.Second)
				if w.board.text != foreign {
					t.Errorf("the clipboard holds %q, want %q", w.board.text, foreign)
				}
			})
		})
	}
}
