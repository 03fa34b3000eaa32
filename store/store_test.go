package store_test

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestARestartFindsEverythingAgain(t *testing.T) {
	h := newHome(t)
	added, err := h.open().Add(t.Context(), store.Account{
		Name: "  Acme Prod ", ID: "le12345", Environment: "production", Vault: store.KeyringVault,
	}, storetest.Key(1))
	if err != nil {
		t.Fatal(err)
	}
	again := h.open()
	found, err := again.Account("acme PROD")
	if err != nil {
		t.Fatal(err)
	}
	expected := store.Account{
		Name: "Acme Prod", ID: "le12345", Environment: "production", Kind: store.OAuth1,
		Vault: store.KeyringVault, Added: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), State: store.Kept,
	}
	if found != expected || added != expected {
		t.Errorf("got %+v, and %+v from Add; want %+v", found, added, expected)
	}
	key, err := again.Key(t.Context(), "Acme Prod")
	if err != nil || !storetest.Equal(key, storetest.Key(1)) {
		t.Errorf("the key came back as %v, %v", key, err)
	}
}

func TestOpenOfNothingCreatesNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	if _, err := os.Stat(h.options.Paths.Data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data folder: got %v, want none", err)
	}
	if _, err := s.Account("acme"); !errors.Is(err, store.ErrNoAccounts) {
		t.Errorf("got %v, want ErrNoAccounts", err)
	}
	if _, _, err := s.InForce(store.Asked{}); !errors.Is(err, store.ErrNoAccounts) {
		t.Errorf("got %v, want ErrNoAccounts", err)
	}
}

func TestAnotherStoresChangesAreSeen(t *testing.T) {
	h := newHome(t)
	one, two := h.open(), h.open()
	for i, name := range []string{"a", "b", "c", "d"} {
		add(t, one, name)
		accounts, err := two.Accounts()
		if err != nil || len(accounts) != i+1 {
			t.Fatalf("after adding %q: got %d accounts, %v, want %d", name, len(accounts), err, i+1)
		}
	}
}

func TestAChangeWithinOneTickOfTheDisksClockIsSeen(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	want(t, "accounts", names(t, s), "acme")
	info, err := os.Stat(h.path("accounts.json"))
	if err != nil {
		t.Fatal(err)
	}
	h.write("accounts.json", strings.Replace(h.read("accounts.json"), `"name": "acme"`, `"name": "bolt"`, 1))
	if err := os.Chtimes(h.path("accounts.json"), info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, s), "bolt")
}

func TestAnItemNameIsTheSlugAndEightLettersAndStays(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "Acme -- Prod/EU 2", "日本")
	for i, shape := range []string{`^acme-prod-eu-2-[a-z]{8}$`, `^account-[a-z]{8}$`} {
		if !regexp.MustCompile(shape).MatchString(h.vault.items[i]) {
			t.Errorf("item %q is not %s", h.vault.items[i], shape)
		}
	}
	before := slices.Clone(h.vault.items)
	if err := s.Rename("acme -- prod/eu 2", "other"); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.vault.items, before) {
		t.Errorf("a rename moved the items from %q to %q", before, h.vault.items)
	}
	if key, err := s.Key(t.Context(), "OTHER"); err != nil || !storetest.Equal(key, storetest.Key(1)) {
		t.Errorf("after the rename the key is %v, %v", key, err)
	}
	if err := s.Remove(t.Context(), "other"); err != nil {
		t.Fatal(err)
	}
	add(t, s, "Acme -- Prod/EU 2")
	if slices.Contains(h.vault.items[1:], before[0]) {
		t.Errorf("item %q was used again", before[0])
	}
}

func TestAddRefusesWhatCouldNotBeUsed(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*store.Account, *oauth.Credentials)
		matches func(error) bool
	}{
		{"a name that deceives", func(a *store.Account, _ *oauth.Credentials) { a.Name = "a\u202eb" }, is[*store.NameError]},
		{"a name that reads as a value of a key", func(a *store.Account, _ *oauth.Credentials) { a.Name = "prod 5EC2e75ec2e70001" }, is[*store.NameError]},
		{"an account ID that reads as one", func(a *store.Account, _ *oauth.Credentials) { a.ID = "0123456789abcdef0123456789abcdef" }, is[*store.NameError]},
		{"an environment that reads as one", func(a *store.Account, _ *oauth.Credentials) { a.Environment = "5ec2e75ec2e70001" }, is[*store.NameError]},
		{"an environment that deceives", func(a *store.Account, _ *oauth.Credentials) { a.Environment = "\x1b[31m" }, is[*store.NameError]},
		{"an account ID of blanks", func(a *store.Account, _ *oauth.Credentials) { a.ID = " 1" }, is[*domain.InputError]},
		{"a name in other case", func(a *store.Account, _ *oauth.Credentials) { a.Name = "TAKEN" }, is[*store.NameTakenError]},
		{"a key with a part missing", func(_ *store.Account, k *oauth.Credentials) { k.Token = "" }, is[*oauth.CredentialError]},
		{"a vault that is not here", func(a *store.Account, _ *oauth.Credentials) { a.Vault = store.FileVault }, isUnsupported},
		{"a kind that is not known", func(a *store.Account, _ *oauth.Credentials) { a.Kind = "oauth2" }, isUnsupported},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t)
			s := h.open()
			add(t, s, "taken")
			index := h.read("accounts.json")
			a, key := account("new"), storetest.Key(7)
			c.change(&a, &key)
			_, err := s.Add(t.Context(), a, key)
			if !c.matches(err) {
				t.Errorf("got %v", err)
			}
			if strings.Contains(err.Error(), storetest.Canary) || strings.ContainsAny(err.Error(), "\x1b\u202e") {
				t.Errorf("the error repeats what it refuses: %q", err)
			}
			want(t, "index", h.read("accounts.json"), index)
			if len(h.vault.items) != 1 {
				t.Errorf("the vault holds %q", h.vault.items)
			}
		})
	}
}

func is[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}

func isUnsupported(err error) bool { return errors.Is(err, store.ErrUnsupported) }

func TestTheFirstAccountBecomesTheDefault(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "first", "second")
	isDefault := func(name string) {
		t.Helper()
		a, ok, err := h.open().Default()
		if err != nil || ok != (name != "") || a.Name != name {
			t.Errorf("default: got %q, %v, %v, want %q", a.Name, ok, err, name)
		}
	}
	isDefault("first")
	if err := s.SetDefault("SECOND"); err != nil {
		t.Fatal(err)
	}
	isDefault("second")
	if err := s.Rename("second", "zweite"); err != nil {
		t.Fatal(err)
	}
	isDefault("zweite")
	if err := s.Remove(t.Context(), "zweite"); err != nil {
		t.Fatal(err)
	}
	isDefault("")
	add(t, s, "third")
	isDefault("")
}

func TestRenameKeepsNamesApart(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "one", "two")
	if err := s.Rename("one", "TWO"); !is[*store.NameTakenError](err) {
		t.Errorf("taking another's name: got %v", err)
	}
	if err := s.Rename("one", "One"); err != nil {
		t.Errorf("changing case only: %v", err)
	}
	if err := s.Rename("three", "four"); !is[*store.NoAccountError](err) {
		t.Errorf("renaming nobody: got %v", err)
	}
	if err := s.Rename("two", "\u200b"); !is[*store.NameError](err) {
		t.Errorf("a name that cannot be seen: got %v", err)
	}
	want(t, "accounts", names(t, s), "One two")
}

func TestAMissingAccountComesWithSuggestions(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme-prod", "acme-test", "bolt", "z")
	for asked, expected := range map[string]string{
		"acme-prot": "acme-prod",
		"ACME":      "acme-prod acme-test",
		"blot":      "bolt",
		"elsewhere": "",
		"x":         "",
	} {
		_, err := s.Account(asked)
		var none *store.NoAccountError
		if !errors.As(err, &none) {
			t.Errorf("%q: got %v", asked, err)
			continue
		}
		want(t, asked, strings.Join(none.Suggestions, " "), expected)
	}
}

func TestTheAccountInForce(t *testing.T) {
	cases := []struct {
		name, flag, variable string
		accounts             []string
		byDefault            string
		account              string
		reason               store.Reason
	}{
		{"the flag is the strongest", "b", "c", []string{"a", "b", "c"}, "a", "b", store.ByFlag},
		{"then the variable", "", "C", []string{"a", "b", "c"}, "a", "c", store.ByVariable},
		{"then the default", "", "", []string{"a", "b", "c"}, "b", "b", store.ByDefault},
		{"the default even of one", "", "", []string{"a"}, "a", "a", store.ByDefault},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := withDefault(t, c.byDefault, c.accounts...)
			a, reason, err := s.InForce(store.Asked{Flag: c.flag, Variable: c.variable})
			if a.Name != c.account || reason.Reason != c.reason || err != nil {
				t.Errorf("got %q %q, %v, want %q %q", a.Name, reason, err, c.account, c.reason)
			}
		})
	}
}

func TestNothingIsInForceByGuessing(t *testing.T) {
	s := withDefault(t, "", "a", "b")
	if _, _, err := s.InForce(store.Asked{}); !errors.Is(err, store.ErrNoDefault) {
		t.Errorf("two and no default: got %v", err)
	}
	for _, c := range [][2]string{{"nobody", "a"}, {"", "nobody"}} {
		if _, _, err := s.InForce(store.Asked{Flag: c[0], Variable: c[1]}); !is[*store.NoAccountError](err) {
			t.Errorf("flag %q, variable %q: got %v", c[0], c[1], err)
		}
	}
	if err := s.MarkRemoving("a"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.InForce(store.Asked{Flag: "a"}); !is[*store.NoAccountError](err) {
		t.Errorf("an account that is being removed: got %v", err)
	}
	if a, _, err := s.InForce(store.Asked{}); !errors.Is(err, store.ErrNoDefault) {
		t.Errorf("the only other one: got %q, %v", a.Name, err)
	}
}

func TestRemovingTheDefaultPutsNoOtherInForce(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme-test", "acme-prod")
	noneInForce := func(when string) {
		t.Helper()
		if a, _, err := h.open().InForce(store.Asked{}); !errors.Is(err, store.ErrNoDefault) {
			t.Errorf("%s: got %q, %v, want %v", when, a.Name, err, store.ErrNoDefault)
		}
	}
	if err := s.MarkRemoving("acme-test"); err != nil {
		t.Fatal(err)
	}
	noneInForce("while the default is being removed")
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	noneInForce("once it is gone")
	add(t, s, "acme-dev")
	noneInForce("after another was added")
	if err := s.SetDefault("acme-prod"); err != nil {
		t.Fatal(err)
	}
	if a, reason, err := s.InForce(store.Asked{}); a.Name != "acme-prod" || reason.Reason != store.ByDefault {
		t.Errorf("once it is chosen: got %q %q, %v", a.Name, reason, err)
	}
}

// withDefault makes a store whose default is one of its accounts, or none.
func withDefault(t *testing.T, byDefault string, accounts ...string) *store.Store {
	t.Helper()
	h := newHome(t)
	s := h.open()
	add(t, s, append([]string{"gone"}, accounts...)...)
	if err := s.Remove(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	if byDefault != "" {
		if err := s.SetDefault(byDefault); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestTheIndexRemembersTheKeyFilesSum(t *testing.T) {
	h := newHome(t)
	first, second, third := strings.Repeat("01", 32), strings.Repeat("02", 32), strings.Repeat("03", 32)
	sums := func() string { return strings.Join(h.open().KeyFileSums(), " ") }
	announce := func(now, next string) func() error {
		return func() error { return h.open().AnnounceKeyFileSum(now, next) }
	}
	set := func(sum string) func() error { return func() error { return h.open().SetKeyFileSum(sum) } }
	for _, step := range []struct {
		name   string
		change func() error
		want   string
	}{
		{"announced when none is remembered", announce("", second), ""},
		{"set", set(first), first},
		{"announced", announce(first, second), first + " " + second},
		{"announced after a change that had not been written", announce(first, third), first + " " + third},
		{"announced after one that had been", announce(third, second), third + " " + second},
		{"settled", set(second), second},
	} {
		if err := step.change(); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
		want(t, step.name, sums(), step.want)
	}
	if err := h.open().SetKeyFileSum(storetest.Canary); err == nil || strings.Contains(err.Error(), storetest.Canary) {
		t.Errorf("something else than a sum: got %v", err)
	}
	want(t, "after a refusal", sums(), second)
}
