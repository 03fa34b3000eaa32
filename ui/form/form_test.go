package form

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/theme"
)

const (
	appKey      = "0123456789abcdef0123456789abcdef"
	secret      = "ca11ab1e0000ffff"
	token       = "fedcba9876543210fedcba9876543210"
	tokenSecret = "ca11ab1e1111eeee"
)

func text(lines []Line) string { return ansi.Strip(Join(lines, 0)) }

func TestOnePasteFillsTheFormInAllSixFormats(t *testing.T) {
	for name, pasted := range map[string]string{
		"lines":  appKey + "\n" + secret + "\n" + token + "\n" + tokenSecret,
		"labels": "App key: " + appKey + "\nSecret: " + secret + "\nAccess token: " + token + "\nAccess token secret: " + tokenSecret,
		".env":   "LP_APP_KEY=" + appKey + "\nLP_SECRET=" + secret + "\nLP_ACCESS_TOKEN=" + token + "\nLP_ACCESS_TOKEN_SECRET=" + tokenSecret,
		"JSON":   `{"appKey":"` + appKey + `","secret":"` + secret + `","accessToken":"` + token + `","accessTokenSecret":"` + tokenSecret + `"}`,
		"YAML":   "app_key: " + appKey + "\nsecret: " + secret + "\naccess_token: " + token + "\naccess_token_secret: " + tokenSecret,
		"table":  "App key\tSecret\tAccess token\tAccess token secret\n" + appKey + "\t" + secret + "\t" + token + "\t" + tokenSecret,
	} {
		f, _ := NewKey().Paste(pasted, "")
		f, done := f.Enter()
		if got := f.Credentials(); !done || got.ConsumerKey != appKey || got.Token != token ||
			!got.ConsumerSecret.Equal(oauth.NewSecret(secret)) || !got.TokenSecret.Equal(oauth.NewSecret(tokenSecret)) {
			t.Errorf("%s: the form did not take the four values: %s", name, text(f.Lines(theme.Theme{}, 80)))
		}
	}
}

func TestAPasteSaysWhatItBroughtLacksAndDoubts(t *testing.T) {
	for _, c := range []struct{ name, pasted, want string }{
		{"what was cleaned", "App key: " + appKey[:8] + "\u200b" + appKey[8:], "App key: removed 1 invisible character"},
		{"what is missing", "App key: " + appKey + "\nSecret: " + secret, "2 of 4 values were in it; next: Access token"},
		{"values in each other's place", secret + "\n" + appKey + "\n" + token + "\n" + tokenSecret, "App key and Secret look swapped"},
		{"one value twice", appKey + "\n" + secret + "\n" + appKey + "\n" + tokenSecret, "App key and Access token are the same value"},
		{"a value too many", strings.Repeat("x1\n", 5), "a fifth value"},
	} {
		f, _ := NewKey().Paste(c.pasted, "")
		got := strings.Join(strings.Fields(text(f.Lines(theme.Theme{}, 60))), " ")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: the form says %q, want %q", c.name, got, c.want)
		}
		for _, value := range []string{appKey, secret, token, tokenSecret} {
			if strings.Contains(got, value) {
				t.Errorf("%s: the form shows a value: %q", c.name, got)
			}
		}
	}
}

func TestNoFormatterPrintsWhatAFormHolds(t *testing.T) {
	f, _ := NewKey().Paste(appKey+"\n"+secret+"\n"+token+"\n"+tokenSecret, "")
	p := NewPassphrase(true).Paste("CANARY horse")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		said := fmt.Sprintf(verb, f) + fmt.Sprintf(verb, p)
		for _, value := range []string{appKey, secret, token, tokenSecret, "CANARY"} {
			if strings.Contains(said, value) {
				t.Errorf("%s prints a value", verb)
			}
		}
	}
}

func TestAnEditBeginsAsTheAccountIsAndKnowsWhatChanged(t *testing.T) {
	a := store.Account{Name: "acme", ID: "12345678", Environment: "test", Vault: store.FileVault}
	f := NewDetails(a)
	f.Taken = []string{"acme", "other"}
	if f.Unsaved() || f.Account() != a {
		t.Errorf("the form says %+v, want the account unchanged", f.Account())
	}
	for range 2 {
		f, _ = f.Enter()
	}
	f = f.Paste("ing")
	if f, done := f.Enter(); !done || !f.Unsaved() || f.Account().Environment != "testing" || f.Account().Vault != a.Vault {
		t.Errorf("got %+v", f.Account())
	}
}

func TestTheFieldUnderTheCursorIsInSightWithWhatIsSaidOfIt(t *testing.T) {
	f := NewDetails(store.Account{Name: "acme"}).Focus(2).Paste("12 34")
	f, _ = f.Enter()
	lines := f.Lines(theme.Theme{}, 30)
	for height := 1; height < 10; height++ {
		first := Shown(lines, f.At(), 0, height)
		got := strings.Split(ansi.Strip(Join(lines, first)), "\n")
		got = got[:min(height, len(got))]
		if !strings.Contains(strings.Join(got, "\n"), "> Account ID") {
			t.Errorf("in %d lines: %q", height, got)
		}
	}
}

func TestAClickBelongsToTheFieldThatIsThere(t *testing.T) {
	lines := []Line{{"about", 0}, {"one", 1}, {"problem", 1}, {"two", 2}}
	for _, c := range []struct{ first, line, want int }{
		{0, 0, 0}, {0, 1, 1}, {0, 2, 1}, {0, 3, 2}, {0, 4, 0}, {0, -1, 0}, {2, 0, 1}, {2, 1, 2}, {2, 2, 0},
	} {
		if got := FieldAt(lines, c.first, c.line); got != c.want {
			t.Errorf("line %d of what is shown from %d: got field %d, want %d", c.line, c.first, got, c.want)
		}
	}
}

func TestADoubtThatStandsBesideItsFieldIsNotToldAgainBelow(t *testing.T) {
	f, _ := NewKey().Paste("App key: "+appKey+"\nSecret: "+secret+"\nAccess token: "+token, "")
	for _, r := range tokenSecret[1:] {
		f = f.Press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	f, _ = f.Enter()
	const doubt = "16 hex digits are usual, this has 15"
	if got := text(f.Lines(theme.Theme{}, 100)); strings.Count(got, doubt) != 1 {
		t.Errorf("want %q once in\n%s", doubt, got)
	}
	if len(f.Doubts) != 1 {
		t.Errorf("the doubts are %q, want one for the review", f.Doubts)
	}
}
