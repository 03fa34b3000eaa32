package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func (h *home) settings() string { return filepath.Join(h.options.Paths.Config, "config.toml") }

func (h *home) configure(text string) {
	h.t.Helper()
	if err := os.MkdirAll(h.options.Paths.Config, 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(h.settings(), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func (h *home) configured() string {
	h.t.Helper()
	text, err := os.ReadFile(h.settings())
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

func in(folder string) store.Asked {
	return store.Asked{Here: func() (string, error) { return folder, nil }}
}

// newListed is a home with two accounts, of which prod is the default, and a
// list that has test in one folder.
func newListed(t *testing.T) *home {
	t.Helper()
	h := newHome(t)
	add(t, h.open(), "prod", "test")
	h.configure("# mine\n[folders]\n\"/srv/acme\" = \"test\" # never prod\n\n[theme]\nname = \"dark\"\n")
	return h
}

func TestTheAccountOfAFolderCountsThereAndBelow(t *testing.T) {
	h := newListed(t)
	s := h.open()
	if err := s.SetFolder("/srv/acme/live", "prod"); err != nil {
		t.Fatal(err)
	}
	for here, expected := range map[string]string{
		"/srv/acme":            "test /srv/acme",
		"/srv/acme/deep/down":  "test /srv/acme",
		"/srv/acme/live":       "prod /srv/acme/live",
		"/srv/acme/live/below": "prod /srv/acme/live",
		"/srv/acme/lively":     "test /srv/acme",
		"/srv/acmes":           "prod ",
		"/srv":                 "prod ",
		"/":                    "prod ",
	} {
		a, because, err := s.InForce(in(here))
		if err != nil {
			t.Fatal(err)
		}
		want(t, "in "+here, a.Name+" "+because.Folder, expected)
		if byFolder := because.Reason == store.ByFolder; byFolder != (because.Folder != "") {
			t.Errorf("in %s: the reason is %q", here, because.Reason)
		}
	}
}

func TestWhatIsAskedForComesBeforeTheFolder(t *testing.T) {
	s := newListed(t).open()
	for _, asked := range []store.Asked{{Flag: "prod"}, {Variable: "prod"}} {
		asked.Here = func() (string, error) { t.Error("the folder was looked for"); return "", nil }
		if a, because, err := s.InForce(asked); err != nil || a.Name != "prod" || because.Reason == store.ByFolder {
			t.Errorf("got %q, %q, %v", a.Name, because.Reason, err)
		}
	}
}

func TestAFolderWhoseAccountIsNotThereNeverFallsThrough(t *testing.T) {
	for name, lose := range map[string]func(*testing.T, *home, *store.Store) error{
		"removed":       func(t *testing.T, _ *home, s *store.Store) error { return s.Remove(t.Context(), "test") },
		"being removed": func(_ *testing.T, _ *home, s *store.Store) error { return s.MarkRemoving("test") },
		"never there": func(_ *testing.T, h *home, _ *store.Store) error {
			h.configure(strings.Replace(h.configured(), `"test"`, `"CANARY"`, 1))
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newListed(t)
			s := h.open()
			if err := lose(t, h, s); err != nil {
				t.Fatal(err)
			}
			a, because, err := s.InForce(in("/srv/acme/x"))
			var lost *store.FolderError
			if !errors.As(err, &lost) || a.Name != "" {
				t.Fatalf("got %q, %q, %v", a.Name, because.Reason, err)
			}
			if lost.Line != 3 || lost.Path != h.settings() || lost.Folder != "/srv/acme" || strings.Contains(err.Error(), "CANARY") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Who has removed the account of a folder on screen may bring it back, and the
// folder is as it was.
func TestAFolderKeepsItsAccountThroughAnUndo(t *testing.T) {
	s := newListed(t).open()
	if err := errors.Join(s.MarkRemoving("test"), s.Restore("test")); err != nil {
		t.Fatal(err)
	}
	a, _, err := s.InForce(in("/srv/acme"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "in force", a.Name, "test")
}

func TestAListThatCannotBeReadPutsNothingInForce(t *testing.T) {
	gone := func() (string, error) { return "", fs.ErrNotExist }
	for name, c := range map[string]struct {
		change func(*home)
		asked  store.Asked
		as     func(error) bool
	}{
		"a line makes no sense": {func(h *home) { h.configure("[folders]\n/work = test\n") }, in("/elsewhere"), is[*store.SettingsError]},
		"a link": {func(h *home) {
			h.configure("")
			if err := errors.Join(os.Remove(h.settings()), os.Symlink("/dev/null", h.settings())); err != nil {
				h.t.Fatal(err)
			}
		}, in("/elsewhere"), func(err error) bool { return errors.Is(err, store.ErrLink) && is[*store.FileError](err) }},
		"too long":                    {func(h *home) { h.configure(strings.Repeat("#", 2<<20)) }, in("/elsewhere"), func(err error) bool { return errors.Is(err, store.ErrTooLong) }},
		"the working folder was lost": {func(*home) {}, store.Asked{Here: gone}, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newListed(t)
			c.change(h)
			s := h.open()
			if a, _, err := s.InForce(c.asked); !c.as(err) || a.Name != "" {
				t.Errorf("got %q, %v", a.Name, err)
			}
			c.asked.Flag = "test"
			if _, _, err := s.InForce(c.asked); err != nil {
				t.Errorf("with an account by name: %v", err)
			}
		})
	}
}

func TestWithoutAListNobodyLooksWhereWeAre(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	asked := store.Asked{Here: func() (string, error) { t.Error("the folder was looked for"); return "", nil }}
	if _, _, err := s.InForce(asked); err != nil {
		t.Error(err)
	}
}

func TestAFolderIsAddedAndTheFileKeepsItsWords(t *testing.T) {
	for name, c := range map[string]struct{ before, folder, after string }{
		"to no file": {"", "/new", "# The account that counts in a folder and in all below it.\n[folders]\n\"/new\" = \"prod\"\n"},
		"to a file without a list": {
			"# mine\r\na = [\r\n1,\r\n] # odd", "/new",
			"# mine\r\na = [\r\n1,\r\n] # odd\r\n\r\n# The account that counts in a folder and in all below it.\r\n[folders]\r\n\"/new\" = \"prod\"\r\n",
		},
		"below the others": {
			"[folders]\n'/a' = 'test' # why\n\n# about b\n[b]\nfolders = 1\n", "/new",
			"[folders]\n'/a' = 'test' # why\n\"/new\" = \"prod\"\n\n# about b\n[b]\nfolders = 1\n",
		},
		"below an empty list":        {"[folders]", `/a"b`, "[folders]\n\"/a\\\"b\" = \"prod\"\n"},
		"in the place of another":    {"[folders]\n'/a/' = \"test\" # why\n", "/a", "[folders]\n'/a/' = \"prod\" # why\n"},
		"that a text can only quote": {"[folders]\n", "/a\\b'c\td", "[folders]\n\"/a\\\\b'c\\u0009d\" = \"prod\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			s := h.open()
			add(t, s, "prod", "test")
			if c.before != "" {
				h.configure(c.before)
			}
			if err := s.SetFolder(c.folder, "PROD"); err != nil {
				t.Fatal(err)
			}
			want(t, "the file", h.configured(), c.after)
			a, because, err := s.InForce(in(c.folder + "/below"))
			if err != nil || a.Name != "prod" || because.Reason != store.ByFolder {
				t.Errorf("got %q, %q, %v", a.Name, because.Reason, err)
			}
			info, err := os.Stat(h.settings())
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file has mode %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestWhatWouldHarmTheFileIsRefused(t *testing.T) {
	h := newListed(t)
	s := h.open()
	for name, c := range map[string]struct{ text, folder, account string }{
		"a file that makes no sense": {"[folders\n", "/new", "prod"},
		"a list in another form":     {"folders = {}\n", "/new", "prod"},
		"no such account":            {"a = 1\n", "/new", "nobody"},
		"a relative folder":          {"a = 1\n", "new", "prod"},
		"a folder that is no text":   {"a = 1\n", "/new\xff", "prod"},
	} {
		h.configure(c.text)
		if err := s.SetFolder(c.folder, c.account); err == nil {
			t.Errorf("%s: got no error", name)
		}
		want(t, name, h.configured(), c.text)
	}
}

func TestANewNameReachesTheFolderList(t *testing.T) {
	h := newListed(t)
	h.configure(h.configured() + "[x]\ny = \"test\"\n")
	s := h.open()
	if err := s.SetFolder("/srv/other", "test"); err != nil {
		t.Fatal(err)
	}
	before := h.configured()
	if err := s.Rename("TEST", "sand box"); err != nil {
		t.Fatal(err)
	}
	want(t, "the file", h.configured(), strings.Replace(before, `= "test"`, `= "sand box"`, 2))
	a, _, err := s.InForce(in("/srv/other"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "in force", a.Name, "sand box")
}

func TestARenameThatCannotChangeTheListChangesNothing(t *testing.T) {
	h := newListed(t)
	h.configure("[folders\n")
	s := h.open()
	if err := s.Rename("test", "sandbox"); !is[*store.SettingsError](err) {
		t.Errorf("got %v", err)
	}
	want(t, "accounts", names(t, s), "prod test")
}

// Whatever fails, and however the program ends, the folder keeps its account, by
// its old name or the new one.
func TestWhateverFailsInARenameTheFolderKeepsItsAccount(t *testing.T) {
	for _, onward := range []bool{false, true} {
		for n, struck := 1, true; struck; n++ {
			h := newListed(t)
			f := &fault{at: n, onward: onward, err: syscall.ENOSPC}
			d := &disk{before: func(string, string) error { return nil }}
			h.options.FS = d
			s := h.open()
			d.before = f.before
			err := s.Rename("test", "sandbox")
			struck = f.struck != ""
			d.before = func(string, string) error { return nil }
			s = h.open()
			for _, when := range []string{"before the repair", "after it"} {
				a, because, inForce := s.InForce(in("/srv/acme"))
				if inForce != nil || because.Reason != store.ByFolder || a.Name != "test" && a.Name != "sandbox" {
					t.Errorf("failing to %s, %s: got %q, %v after %v", f.struck, when, a.Name, inForce, err)
				}
				if err == nil && a.Name != "sandbox" || err != nil && !onward && a.Name != "test" && !errors.Is(err, store.ErrNotPutBack) {
					t.Errorf("failing to %s, %s: got %q after %v", f.struck, when, a.Name, err)
				}
				want(t, "repair after failing to "+f.struck, repair(t, s), "")
			}
			if a, _, err := s.InForce(in("/srv/acme")); err != nil || !strings.Contains(h.configured(), `= "`+a.Name+`" #`) {
				t.Errorf("failing to %s: the list has\n%s for %s, %v", f.struck, h.configured(), a.Name, err)
			}
			if index := h.read("accounts.json"); strings.Contains(index, "formerly") {
				t.Errorf("failing to %s: after the repair the index still has\n%s", f.struck, index)
			}
		}
	}
}

func TestANameThatTheListStillHasIsNotGivenAway(t *testing.T) {
	h := newListed(t)
	d := &disk{before: func(op, path string) error {
		if strings.HasPrefix(path, h.settings()) && op == "write" {
			return syscall.EROFS
		}
		return nil
	}}
	h.write("accounts.json", strings.Replace(h.read("accounts.json"), `"name": "test"`, `"name": "sandbox", "formerly": "test"`, 1))
	h.options.FS = d
	s := h.open()
	want(t, "repair", repair(t, s), "left alone sandbox")
	if _, err := s.Add(t.Context(), account("test"), storetest.Key(3)); !is[*store.NameTakenError](err) {
		t.Errorf("got %v", err)
	}
	d.before = func(string, string) error { return nil }
	want(t, "repair", repair(t, s), "")
	want(t, "the file", h.configured(), strings.Replace(newListed(t).configured(), `"test"`, `"sandbox"`, 1))
	add(t, s, "test")
}

// The index and the list are two files. Whoever reads between their two writes
// waits for the second.
func TestNoReaderComesBetweenTheTwoWritesOfARename(t *testing.T) {
	h := newListed(t)
	renaming := h.open()
	d := &disk{before: func(string, string) error { return nil }}
	h.options.FS = d
	reading := h.open()
	if _, _, err := reading.InForce(in("/srv/acme")); err != nil { // The index is known from here on.
		t.Fatal(err)
	}
	renamed := false
	d.before = func(op, path string) error {
		if op == "open" && path == h.settings() && !renamed {
			renamed = true
			return renaming.Rename("test", "sandbox")
		}
		return nil
	}
	a, _, err := reading.InForce(in("/srv/acme"))
	if err != nil || a.Name != "sandbox" || !renamed {
		t.Errorf("got %q, %v", a.Name, err)
	}
}

func TestASettingsFileThatOthersCanChangeIsClosedToThem(t *testing.T) {
	h := newListed(t)
	if err := os.Chmod(h.settings(), 0o666); err != nil {
		t.Fatal(err)
	}
	want(t, "repair", repair(t, h.open()), "closed config.toml")
	if info, err := os.Stat(h.settings()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v", info.Mode(), err)
	}
}

func TestTheDefaultThatWasBeforeComesBack(t *testing.T) {
	s := withDefault(t, "a", "a", "b", "c")
	previous := func(expected string) {
		t.Helper()
		a, err := s.SetPrevious()
		if err != nil {
			t.Fatal(err)
		}
		want(t, "the default", a.Name, expected)
		if byDefault, _, _ := s.Default(); byDefault.Name != expected {
			t.Errorf("the default is %q", byDefault.Name)
		}
	}
	if _, err := s.SetPrevious(); !errors.Is(err, store.ErrNoPrevious) {
		t.Errorf("before anything was changed: %v", err)
	}
	for _, name := range []string{"b", "b"} { // The second changes nothing.
		if err := s.SetDefault(name); err != nil {
			t.Fatal(err)
		}
	}
	previous("a")
	previous("b")
	if err := s.Rename("a", "z"); err != nil {
		t.Fatal(err)
	}
	previous("z")
	if err := s.Remove(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetPrevious(); !errors.Is(err, store.ErrNoPrevious) {
		t.Errorf("after it was removed: %v", err)
	}
	if err := s.Remove(t.Context(), "z"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDefault("c"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetPrevious(); !errors.Is(err, store.ErrNoPrevious) {
		t.Errorf("after a default that was removed: %v", err)
	}
}
