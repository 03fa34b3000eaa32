package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/demo"
	"lpkeys/ui/doctor"
	"lpkeys/ui/screen/answer"
	"lpkeys/ui/screen/settings"
	"lpkeys/ui/send"
	"lpkeys/ui/uitest"
	"lpkeys/ui/unlock"
)

// world is everything a story needs, none of it the person's: files in memory,
// a keyring in memory that can be told to fail, a vault file in a folder of the
// test's own, and a LivePerson in a box.
type world struct {
	box      *demo.Box
	keyring  *moody
	disk     *demo.Disk
	dir      string // of the vault file
	sealed   *store.Sealed
	file     *unlock.Vault
	env      map[string]string
	store    *store.Store
	client   *domain.Client
	api      string
	board    *board
	nonce    func() string // nil: random
	asked    store.Asked   // which account is to be in force
	starter  starter
	clip     clip.Env         // zero: a desktop with the board
	findings []doctor.Finding // of the doctor, one each second
	examined string           // the account that it looked at
	sender   answer.Sender    // nil: the program's own
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		box: demo.New(), keyring: &moody{Memory: store.NewMemory()}, disk: &demo.Disk{}, board: &board{},
	}
	w.box.Latency = 100 * time.Millisecond
	w.client = w.box.Client()
	w.dir = filepath.Join(t.TempDir(), "data")
	w.sealed = store.NewSealed(store.SealedOptions{Dir: w.dir, WorkFactor: 1})
	w.env = map[string]string{}
	w.file = unlock.New(w.sealed, nil, unlock.Sources{Getenv: func(k string) string { return w.env[k] }})
	w.reopen(t)
	return w
}

// reopen is a restart: the files and the vaults stay, everything else is new.
func (w *world) reopen(t *testing.T) {
	t.Helper()
	w.reopenOn(t, w.disk)
}

// reopenOn is a restart on another disk.
func (w *world) reopenOn(t *testing.T, disk store.FS) {
	t.Helper()
	s, err := store.Open(store.Options{
		Paths: store.Paths{Config: "/home", Data: "/home", Cache: "/home"},
		FS:    disk,
		Vaults: map[store.VaultName]store.Vault{
			store.KeyringVault: w.keyring, store.FileVault: w.file,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
}

// configure writes config.toml.
func (w *world) configure(text string) {
	file, err := w.disk.Open("/home/config.toml", os.O_CREATE|os.O_WRONLY)
	if err == nil {
		_, err = file.Write([]byte(text))
	}
	if err != nil {
		panic(err)
	}
}

// keep adds one of the box's accounts before the story begins.
func (w *world) keep(t *testing.T, i int, vault store.VaultName) store.Account {
	t.Helper()
	a := w.box.Accounts()[i]
	a.Account.Vault = vault
	kept, err := w.store.Add(t.Context(), a.Account, a.Key)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// open starts the screens as Run does.
func (w *world) open(t *testing.T, width, height int) *uitest.Driver {
	t.Helper()
	o := w.options()
	start, err := begin(o)
	if err != nil {
		t.Fatal(err)
	}
	return uitest.New(t, width, height, func(ctx context.Context) tea.Model { return New(ctx, o.Services, start) })
}

func (w *world) options() Options {
	return Options{Asked: w.asked, Services: Services{
		Store: w.store, Resolver: w.client, Keyring: w.keyring, File: w.file, Now: time.Now, API: w.api,
		Nonce: w.nonce, Examine: w.examine,
		Sender: w.sendsBy(),
		Places: []settings.Place{{What: "Settings", Path: "/home/config"}, {What: "Accounts", Path: "/home/data"}},
		Clip:   w.clipboard(),
	}}
}

// sendsBy is who sends requests: the program's own, unless the story has another.
func (w *world) sendsBy() answer.Sender {
	if w.sender != nil {
		return w.sender
	}
	return &send.Sender{Accounts: w.store, Hosts: w.client, Now: time.Now}
}

func (w *world) examine(ctx context.Context, account string, tell func(doctor.Finding) error) error {
	w.examined = account
	for _, f := range w.findings {
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := tell(f); err != nil {
			return err
		}
	}
	return nil
}

// moody is a keyring that can be told to fail or to wait for ever.
type moody struct {
	*store.Memory
	look, put, get, forget error
	stuck                  bool          // putting waits for ever
	waits                  bool          // reading does
	pause                  time.Duration // before a key is read
}

func (m *moody) Look(ctx context.Context) error { return m.look }

func (m *moody) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if m.stuck {
		<-ctx.Done()
		return ctx.Err()
	}
	if m.put != nil {
		return m.put
	}
	return m.Memory.Put(ctx, item, key)
}

func (m *moody) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if m.waits {
		<-ctx.Done()
		return oauth.Credentials{}, ctx.Err()
	}
	time.Sleep(m.pause)
	if m.get != nil {
		return oauth.Credentials{}, m.get
	}
	return m.Memory.Get(ctx, item)
}

func (m *moody) Forget(ctx context.Context, item string) error {
	if m.forget != nil {
		return m.forget
	}
	return m.Memory.Forget(ctx, item)
}

// board is a desktop's clipboard.
type board struct{ text string }

func (b *board) Open() error                                { return nil }
func (b *board) Read(context.Context) (string, error)       { return b.text, nil }
func (b *board) Write(_ context.Context, text string) error { b.text = text; return nil }

// story runs one in a bubble of fake time at the home size.
func story(t *testing.T, tell func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { tell(t, newWorld(t)) })
}

// fourLines is a key of the box as LivePerson's dialog would be copied.
func fourLines(k oauth.Credentials) string {
	return k.ConsumerKey + "\n" + k.ConsumerSecret.Reveal() + "\n" + k.Token + "\n" + k.TokenSecret.Reveal() + "\n"
}

func labelled(k oauth.Credentials) string {
	return "App key: " + k.ConsumerKey + "\r\nSecret:  \"" + k.ConsumerSecret.Reveal() + "\"\r\n" +
		"\u200bAccess token: " + k.Token + " \r\nAccess token secret: " + k.TokenSecret.Reveal()
}

// addAccount walks through onboarding up to the review.
func addAccount(d *uitest.Driver, name, id, environment, pasted string) {
	d.Press("enter", "enter")
	d.Type(name)
	d.Press("enter")
	d.Type(id)
	d.Press("enter")
	d.Type(environment)
	d.Press("enter")
	d.Paste(pasted)
	d.Press("enter")
	d.Wait(time.Second)
}

// clipboard is a desktop's with the board on it, unless the story says
// otherwise.
func (w *world) clipboard() *clip.Clipboard {
	env := w.clip
	if env.GOOS == "" {
		env = clip.Env{
			Getenv: func(k string) string { return map[string]string{"DISPLAY": ":test"}[k] },
			GOOS:   "linux", Board: w.board, Terminal: true, Start: w.starter.start,
		}
	}
	return clip.New(env)
}
