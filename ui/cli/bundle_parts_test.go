package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
)

func TestAFreeNameFitsAndIsNobodys(t *testing.T) {
	d := newDesk(t, store.NewMemory()) // It has the account acme.
	b, err := d.env.Open(Face{})
	if err != nil {
		t.Fatal(err)
	}
	all := arrivalsOf(make(store.Bundle, 2))
	all[0].Account.Name, all[1].Account.Name = "acme", "Acme-2"
	long := strings.Repeat("x", 64)
	wide := strings.Repeat("鍵", 32)
	for name, want := range map[string]string{
		"acme": "acme-3",
		"bolt": "bolt-2",
		long:   long[:62] + "-2",
		wide:   strings.Repeat("鍵", 31) + "-2",
	} {
		got := freeName(b, all, name)
		if _, err := store.CleanName(got); got != want || err != nil {
			t.Errorf("%q: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestABundlesPassphraseIsAskedForThreeTimesAtMost(t *testing.T) {
	bundle := store.Bundle{{
		Account: store.Account{Name: "acme", ID: "12345678", Kind: store.OAuth1},
		Key:     storetest.Key(1),
	}}
	file, err := bundle.Seal(store.BundleLock{Passphrase: oauth.NewSecret("right"), WorkFactor: 1})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bundle.age")
	if err := writePrivate(path, file, false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		answers []string
		exit    int
		says    string
	}{
		{[]string{"wrong", "wrong", "right"}, explain.Done, "somebody who knows its passphrase"},
		{[]string{"wrong", "wrong", "wrong"}, explain.Failed, "error: the passphrase does not open the bundle"},
	} {
		d := newDesk(t, store.NewMemory())
		d.env.Terminal = Terminals{In: true, Out: true, Err: true}
		d.env.Hide = func(func()) (func(), error) { return func() {}, nil }
		asked := 0
		d.env.ReadHidden = func(context.Context) (string, error) {
			asked++
			return c.answers[asked-1], nil
		}
		exit := d.run(t.Context(), "", "import", path, "--yes", "--rename", "acme=new")
		if exit != c.exit || asked != 3 || !strings.Contains(d.told.get(), c.says) {
			t.Errorf("%v: exit %d after %d questions, told %s", c.answers, exit, asked, d.told.get())
		}
		d.run(t.Context(), "", "account", "list")
		if there := strings.Contains(d.out.get(), "new"); there != (c.exit == explain.Done) {
			t.Errorf("%v: the accounts are\n%s", c.answers, d.out.get())
		}
	}
}

// Whoever made the bundle has chosen the names in it, and a hint is typed again.
func TestANameInAHintIsOneWordToAShell(t *testing.T) {
	const evil = "bolt$(touch x)`y`"
	all := arrivals{{Bundled: store.Bundled{Account: store.Account{Name: evil}}, called: evil, match: store.NameTaken}}
	refused, _ := errors.AsType[*spoken](all.refuseTaken())
	if hint := refused.words.Hint; !strings.HasSuffix(hint, "--rename "+format.Word(evil+"=NAME")) {
		t.Errorf("the hint is %s", hint)
	}
	d := newDesk(t, store.NewMemory()) // It has the account acme, in force.
	d.run(t.Context(), fourLines, "account", "add", evil, "--id", "12345678", "--from", "-", "--no-check")
	if !strings.Contains(d.told.get(), "lpkeys account use "+format.Word(evil)+" changes that") {
		t.Errorf("told %s", d.told.get())
	}
}

func TestARenamingIsTwoNames(t *testing.T) {
	for text, want := range map[string]renaming{
		"a=b":       {"a", "b"},
		" a = b ":   {"a", "b"},
		"a=b=c":     {"a", "b=c"},
		"Ä Ö=ü":     {"Ä Ö", "ü"},
		"a":         {},
		"a=":        {},
		"a=b\x1b":   {},
		"a=--yes":   {},
		"a=\u202eb": {},
	} {
		got, err := parseRenamings([]string{text})
		if (err == nil) != (want != renaming{}) || err == nil && got[0] != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestABundleIsWrittenToAFileOfItsOwner(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "bundle.age")
	if err := writePrivate(path, []byte("one"), false); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writePrivate(path, []byte("two"), false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: got %v", err)
	}
	wantFile(t, path, "one", 0o644)
	if err := writePrivate(path, []byte("three"), true); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "three", 0o600)

	link := filepath.Join(folder, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := writePrivate(link, []byte("four"), false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a link: got %v", err)
	}
	if err := writePrivate(link, []byte("four"), true); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "three", 0o600)
	wantFile(t, link, "four", 0o600)

	taken := filepath.Join(folder, "taken")
	if err := os.Mkdir(taken, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, force := range []bool{false, true} {
		if err := writePrivate(taken, []byte("five"), force); err == nil {
			t.Errorf("a folder was taken for a file, force %v", force)
		}
		if err := writePrivate(filepath.Join(folder, "nowhere", "x"), []byte("five"), force); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("in no folder: got %v", err)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 3 {
		t.Errorf("%d files are left, %v, want three", len(left), err)
	}
}

func wantFile(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != content {
		t.Errorf("%s holds %q, %v, want %q", path, data, err, content)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != mode {
		t.Errorf("%s has mode %v, %v, want %v", path, info.Mode(), err, mode)
	}
}

// impatient is a keyring whose person gives up while it hands out a key.
type impatient struct {
	*store.Memory
	giveUp context.CancelFunc
}

func (r impatient) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	defer r.giveUp()
	return r.Memory.Get(ctx, item)
}

func TestAnExportThatIsGivenUpLeavesNoFile(t *testing.T) {
	memory := store.NewMemory()
	d := newDesk(t, memory)
	ctx, giveUp := context.WithCancel(t.Context())
	d.ring = impatient{memory, giveUp}
	path := filepath.Join(t.TempDir(), "acme.age")
	const public = "age18ef4e26qfk7vc3axfaff59c8fsvsvv4jxgg3ttj2spke7eqkmqhsc0zlwr"
	if code := d.run(ctx, "", "export", "acme", "--to", public, "--output", path); code != explain.Interrupted {
		t.Errorf("exit %d, told %s", code, d.told.get())
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file, or %v", err)
	}
}
