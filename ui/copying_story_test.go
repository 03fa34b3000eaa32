package ui

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/uitest"
)

// at moves to a format on the copy screen.
func at(t *testing.T, d *uitest.Driver, name string) {
	t.Helper()
	d.Press("g")
	for range 12 {
		if strings.Contains(d.Screen(), " > "+name+" ") {
			return
		}
		d.Press("down")
	}
	t.Fatalf("there is no %s:\n%s", name, d.Screen())
}

func TestTheTextThatIsShownIsTheTextThatIsCopied(t *testing.T) {
	inPreview(t, 200, 60, func(t *testing.T, w *world, d *uitest.Driver) {
		for name, want := range map[string]string{
			"value": "OAuth oauth_signature=", "header": "Authorization: OAuth", "curl-sign": "lpkeys sign", "curl": "curl --globoff",
			"httpie": "http --ignore-stdin", "fetch": "await fetch(", "python": "import requests", "go": "package main", "json": `"method": "POST"`,
			"url": "https://va.msghist", "base string": "POST&https%3A%2F%2Fva.msghist",
		} {
			d.Press("s", "y")
			d.Want("> curl-sign")
			at(t, d, name)
			_, shown, _ := strings.Cut(textShown(d), "\x00")
			d.Press("enter")
			if got := strings.Join(strings.Fields(w.board.text), ""); !strings.Contains(w.board.text, want) || shown != got {
				t.Errorf("%s: copied\n%s\nwith %q wanted in it; shown was\n%s", name, got, want, shown)
			}
			d.Press("esc")
		}
	})
}

func TestTheCopyScreenSaysWhatIsBelowItsEdges(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, _ *world, d *uitest.Driver) {
		d.Press("y")
		d.Want(" ↓ go ")
		d.Lack("↓ more", "scroll the text", "↑ ")
		at(t, d, "python")
		d.Want("import requests", "↓ more", "space scroll the text")
		d.Press("G", "up", "up")
		d.Want(" ↑ curl ", " > json")
		at(t, d, "go")
		for range 9 {
			d.Press("space")
		}
		d.Want("panic(err)")
		d.Lack("↓ more")
	})
}

// textShown is what a wide screen shows of the text, without blanks, behind a
// null that parts it from what is known about it.
func textShown(d *uitest.Driver) string {
	var about, text strings.Builder
	for line := range strings.SplitSeq(d.Screen(), "\n") {
		_, right, _ := strings.Cut(line, "│ ")
		switch {
		case text.Len() == 0 && (strings.HasPrefix(right, "The text") || strings.HasPrefix(right, "! ") || right == ""):
			about.WriteString(right)
		default:
			text.WriteString(strings.Join(strings.Fields(right), ""))
		}
	}
	return about.String() + "\x00" + text.String()
}

func TestAHeaderIsCopiedOnceAndThenSignedAnew(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y")
		at(t, d, "header")
		d.Press("enter")
		first := w.board.text
		d.Press("enter")
		second := w.board.text
		if first == second {
			t.Errorf("copied %q twice", first)
		}
		d.Wait(time.Minute)
		at(t, d, "url")
		at(t, d, "header")
		d.Want("copied: copying again signs it anew")
		d.Press("esc")
		d.Want("copied: copying again signs it anew")
		d.Press("l")
		if w.board.text == second || w.board.text == first {
			t.Error("the preview copied what had been copied on the other screen")
		}
		accepted(t, w.box, d, http.MethodPost, w.board.text)
	})
}

func TestAnOldHeaderIsSignedAnewBeforeItIsCopiedAndTheCommandThatSignsIsNot(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		shown := headerShown(d)
		d.Press("y")
		d.Wait(6 * time.Minute)
		d.Lack("signed 6 min ago")
		d.Press("enter")
		if strings.Contains(w.board.text, "oauth_") || !strings.Contains(w.board.text, "lpkeys sign --account=demo-prod POST") {
			t.Errorf("copied %q, want a command without a header", w.board.text)
		}
		at(t, d, "value")
		d.Want("! signed 6 min ago: copying signs it anew")
		d.Press("enter")
		if got := strings.Join(strings.Fields(strings.TrimPrefix(w.board.text, "OAuth ")), ""); got == shown {
			t.Errorf("copied the old header %q", got)
		}
		d.Want("signed just now, copied")
	})
}

func TestAForeignHostIsAskedAboutInEveryFormatThatTellsIt(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("e", "ctrl+u")
		d.Type("https://va.example.com/x")
		d.Press("enter", "y")
		for _, name := range []string{"value", "curl-sign", "go", "base string"} {
			at(t, d, name)
			for _, use := range []string{"enter", "w"} {
				d.Press(use)
				d.Want("va.example.com is outside LivePerson's own domains")
				d.Press("n")
			}
			if w.board.text != "" {
				t.Errorf("%s: copied %q without consent", name, w.board.text)
			}
		}
		at(t, d, "url")
		d.Press("enter")
		if w.board.text != "https://va.example.com/x" {
			t.Errorf("copied %q, want the URL", w.board.text)
		}
		at(t, d, "curl-sign")
		d.Press("enter", "y")
		if !strings.Contains(w.board.text, "lpkeys sign") {
			t.Errorf("copied %q after consent", w.board.text)
		}
	})
}

func TestAFormatThatCannotHoldTheRequestSaysWhy(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("e", "ctrl+u")
		d.Type("https://va.msghist.lpkeys-demo.invalid/a/../b")
		d.Press("enter", "y")
		d.Want("python      ! not possible: it has . or .. in its path", "curl        curl, good for one request")
		at(t, d, "python")
		d.Want("! writing the request as python: it has . or .. in its path, which requests")
		d.Press("enter")
		d.Want("copy: writing the request as python")
		if w.board.text != "" {
			t.Errorf("copied %q", w.board.text)
		}
	})
}

func TestWithoutAClipboardAFileOfOnesOwnIsWritten(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		noClipboard(w)
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toPreview(d)
		d.Press("c")
		d.Want("copy as", "> value", "There is no clipboard: neither WAYLAND_DISPLAY nor DISPLAY is set", "enter write to a file")
		d.Press("enter")
		d.Want("File lpkeys-authorization.txt")
		dir := t.TempDir()
		path := filepath.Join(dir, "header.txt")
		says := func(texts ...string) { // wherever lines break
			t.Helper()
			for _, text := range texts {
				if screen := strings.Join(strings.Fields(d.Screen()), " "); !strings.Contains(screen, text) {
					t.Fatalf("the screen lacks %q: %s", text, screen)
				}
			}
		}
		write := func(path string) {
			d.Press("ctrl+u")
			d.Type(path)
			d.Press("enter")
		}
		write(path)
		says("✓ written to " + path + ", which only you can read")
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("got %v, %v, want mode 0600", info, err)
		}
		text, _ := os.ReadFile(path)
		if !strings.HasPrefix(string(text), "OAuth oauth_signature=") || !strings.HasSuffix(string(text), "\"\n") {
			t.Errorf("the file holds %q", text)
		}

		d.Press("enter")
		write(path)
		says(path+" is there already and is left as it is. Give another name", "header-2.txt")
		if again, _ := os.ReadFile(path); string(again) != string(text) {
			t.Error("a file that was there was written over")
		}
		d.Press("enter")
		says("✓ written to", "header-2.txt")
		if second, err := os.ReadFile(filepath.Join(dir, "header-2.txt")); err != nil || string(second) == string(text) {
			t.Errorf("the second file holds %q, %v, want another signature", second, err)
		}

		d.Press("w")
		write(dir)
		says("✓ written to ")
		if _, err := os.Stat(filepath.Join(dir, "lpkeys-authorization.txt")); err != nil {
			t.Error(err)
		}

		d.Press("w")
		write(filepath.Join(dir, "nowhere", "x"))
		says("no such file or directory. Check the name", "enter write the file")
		write("")
		d.Want("the file has no name")
		d.Press("esc")
		d.Want("> value")
	})
}

func TestAFileIsWrittenWhereThereIsAClipboardToo(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		path := filepath.Join(t.TempDir(), "request.py")
		d.Press("y")
		at(t, d, "python")
		d.Press("w", "ctrl+u")
		d.Type(path)
		d.Press("enter")
		if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "import requests\n") || w.board.text != "" {
			t.Errorf("the file holds %q, %v; the clipboard %q", text, err, w.board.text)
		}
	})
}

func TestWhatWasToBeCopiedIsNotForAnotherAccount(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y")
		d.Send(event.InForce{Account: w.box.Accounts()[0].Account, Why: "chosen here"})
		d.Wait(time.Second)
		d.Press("enter")
		d.Want("copy: another account is in force by now")
		d.Press("w")
		d.Want("another account is in force by now: esc goes back")
		if w.board.text != "" {
			t.Errorf("copied %q", w.board.text)
		}
		d.Press("esc")
		d.Want("90000001", "lo.msghist")
	})
}

func TestSigningAnewToCopyCanBeStopped(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y")
		at(t, d, "value")
		d.Press("enter")
		w.keyring.waits = true
		first := w.board.text
		d.Press("enter")
		d.Want("signing anew", "esc stop")
		d.Press("esc")
		d.Lack("signing anew")
		w.keyring.waits = false
		d.Press("enter")
		if w.board.text == first {
			t.Error("nothing new was copied")
		}
	})
}

func TestAHeaderOfAnotherAccountNeverReachesThePreview(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y", "ctrl+o", "enter")
		d.Wait(time.Second)
		d.Want("another account is in force by now")
		d.Press("esc")
		d.Want("90000001", "lo.msghist")
		d.Press("l")
		accepted(t, w.box, d, http.MethodPost, w.board.text)
	})
}

func TestWhatIsUnderWayForAnotherAccountIsGivenUp(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y")
		at(t, d, "value")
		d.Press("enter")
		first := w.board.text
		w.keyring.pause = 5 * time.Second
		d.Press("enter")
		d.Want("signing anew")
		d.Press("ctrl+o", "enter")
		d.Wait(time.Minute)
		if w.board.text != first && w.board.text != "" {
			t.Errorf("copied %q for an account that is no longer in force", w.board.text)
		}
	})
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y", "w")
		d.Want("File ")
		d.Press("ctrl+o", "enter")
		d.Lack("File ", "write the file")
	})
}

func TestTheWheelLeavesTheFormatOfAFileThatIsNamed(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("y", "w")
		before := d.Screen()
		d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		if got := d.Screen(); got != before {
			t.Errorf("the wheel led to\n%s", got)
		}
	})
}

func TestConsentToAForeignHostIsForTheAccountThatWasAskedAbout(t *testing.T) {
	for name, keys := range map[string][]string{"the preview": {"c"}, "the copy screen": {"y", "enter"}} {
		t.Run(name, func(t *testing.T) {
			inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
				d.Press("e", "ctrl+u")
				d.Type("https://va.example.com/x")
				d.Press("enter")
				d.Press(keys...)
				d.Want("va.example.com is outside LivePerson's own domains")
				d.Press("ctrl+o", "enter")
				d.Wait(time.Second)
				d.Press("y")
				if w.board.text != "" {
					t.Errorf("copied %q for another account than was asked about", w.board.text)
				}
			})
		})
	}
}
