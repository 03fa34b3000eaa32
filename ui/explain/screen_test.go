package explain

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/send"
)

// met are errors that a person meets on the screens.
var met = []error{
	store.ErrNoBus, store.ErrNoService, store.ErrFileLocked, store.ErrDismissed, store.ErrTimedOut, store.ErrTooBig,
	store.ErrNotFound, store.ErrUnsupported, store.ErrNoVault, store.ErrCorrupt, &store.NoAccountError{Name: "acme"},
	&domain.Error{Kind: domain.UnknownService, Account: "12345678", Service: "auditLog"},
	&send.BodyError{Example: `{"a":1}`}, send.ErrNothingToTry,
	clip.ErrNoAnswer, clip.ErrDesktop, &clip.UnavailableError{}, &clip.TooLongError{},
}

func TestAScreenNamesKeysAndNoCommands(t *testing.T) {
	command := regexp.MustCompile(`lpkeys (account|resolve|sign|send|unlock|lock)\b|--(vault|key|data|account)\b`)
	for _, err := range met {
		if command.MatchString(OnScreen(err).Hint) {
			t.Errorf("%v: the hint on a screen is %q", err, OnScreen(err).Hint)
		}
		if got, want := OnScreen(err).Error, Of(err).Error; got != want {
			t.Errorf("the screens say %q, want %q as elsewhere", got, want)
		}
	}
}

// The hints of [Of] are for somebody at a command line.
func TestScreensSpeakThroughOnScreen(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !ofScreens(path) {
			return err
		}
		source, err := os.ReadFile(path)
		if strings.Contains(string(source), "explain.Of(") {
			t.Errorf("%s takes its words from explain.Of", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ofScreens reports whether a file below ui draws for screens: those of ui itself,
// of ui/screen and of ui/form.
func ofScreens(path string) bool {
	parts := strings.Split(filepath.ToSlash(path), "/")
	return strings.HasSuffix(path, ".go") && (len(parts) == 2 || parts[1] == "screen" || parts[1] == "form")
}
