package store_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lpkeys/store"
)

func TestNames(t *testing.T) {
	cases := []struct{ name, text, clean, problem string }{
		{"a plain name", "acme-prod", "acme-prod", ""},
		{"blanks around it", " \tacme prod\n", "acme prod", ""},
		{"letters of the world", "アクメ é ß", "アクメ é ß", ""},
		{"64 cells", strings.Repeat("a", 64), strings.Repeat("a", 64), ""},
		{"32 wide letters", strings.Repeat("ア", 32), strings.Repeat("ア", 32), ""},
		{"nothing", "", "", "is empty"},
		{"nothing but blanks", " \t ", "", "is empty"},
		{"65 cells", strings.Repeat("a", 65), "", "is too long: at most 64 columns"},
		{"33 wide letters", strings.Repeat("ア", 33), "", "is too long: at most 64 columns"},
		{"marks without end", "a" + strings.Repeat("\u0301", 200), "", "is too long: at most 64 columns"},
		{"an option", "-v", "", "begins with a dash, as an option does"},
		{"the way back", "-", "", "begins with a dash, as an option does"},
		{"an escape sequence", "a\x1b[31m", "", "has a control character in it"},
		{"a line end", "a\nb", "", "has a control character in it"},
		{"a C1 control", "a\u009bb", "", "has a control character in it"},
		{"a DEL", "a\x7f", "", "has a control character in it"},
		{"a direction override", "a\u202eb", "", "has an invisible character in it"},
		{"a zero-width space", "a\u200bb", "", "has an invisible character in it"},
		{"a zero-width joiner", "a\u200db", "", "has an invisible character in it"},
		{"a tag", "a\U000e0041", "", "has an invisible character in it"},
		{"a filler that looks empty", "\u3164", "", "has an invisible character in it"},
		{"blank braille", "\u2800", "", "has an invisible character in it"},
		{"a variation selector", "a\ufe0f", "", "has an invisible character in it"},
		{"a blank that is not a space", "a\u00a0b", "", "has a character in it that cannot be shown"},
		{"a line separator", "a\u2028b", "", "has a character in it that cannot be shown"},
		{"a private character", "a\ue000", "", "has a character in it that cannot be shown"},
		{"a mark that joins its neighbour", "\u0301a", "", "begins with a mark that would join the text before it"},
		{"bytes that are no text", "a\xff", "", "is not valid UTF-8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			clean, err := store.CleanName(c.text)
			problem := ""
			if err != nil {
				problem = strings.TrimPrefix(err.Error(), "account name ")
			}
			if clean != c.clean || problem != c.problem {
				t.Errorf("%q: got %q, %q, want %q, %q", c.text, clean, problem, c.clean, c.problem)
			}
		})
	}
}

func TestAnEnvironmentMayBeEmptyAndIsShort(t *testing.T) {
	for text, ok := range map[string]bool{"": true, " qa ": true, strings.Repeat("a", 24): true, strings.Repeat("a", 25): false, "a\x1b": false} {
		if clean, err := store.CleanEnvironment(text); (err == nil) != ok || ok && clean != strings.TrimSpace(text) {
			t.Errorf("%q: got %q, %v", text, clean, err)
		}
	}
}

func TestProductionIsKnownByItsLabel(t *testing.T) {
	for label, production := range map[string]bool{
		"production": true, "Production": true, "PROD": true, "prod": true,
		"": false, "preprod": false, "production-like": false, "test": false,
	} {
		if got := (store.Account{Environment: label}).Production(); got != production {
			t.Errorf("%q: got %v, want %v", label, got, production)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("acme-prod")
	f.Add("a\u202eb")
	f.Fuzz(func(t *testing.T, text string) {
		clean, err := store.CleanName(text)
		if err != nil {
			if len(err.Error()) > 100 || strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("the error repeats the name: %q", err)
			}
			return
		}
		if again, err := store.CleanName(clean); again != clean || err != nil || !utf8.ValidString(clean) {
			t.Errorf("%q: the clean name %q is cleaned to %q, %v", text, clean, again, err)
		}
	})
}
