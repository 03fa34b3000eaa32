package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/mattn/go-runewidth"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/doctor"
	"lpkeys/ui/explain"
	"lpkeys/ui/screen/answer"
	"lpkeys/ui/screen/settings"
	"lpkeys/ui/unlock"
)

// Services is what the screens work with.
type Services struct {
	Store    *store.Store
	Resolver *domain.Client
	Keyring  store.Vault
	File     *unlock.Vault
	Clip     *clip.Clipboard
	Now      func() time.Time
	Nonce    func() string // nil: random
	Sender   answer.Sender

	// Examine looks at everything lpkeys needs of the machine, and at the account
	// of this name, and tells each finding as it is known.
	Examine func(ctx context.Context, account string, tell func(doctor.Finding) error) error

	// Places is where things of lpkeys rest, for a person to know.
	Places []settings.Place

	// API is the address LPKEYS_API_URL gave, shown on every screen; empty
	// when LivePerson's own is asked.
	API string

	// Rehearsal, when not empty, names the only vault there is, one that
	// keeps nothing. Every screen says that this is a demo.
	Rehearsal store.VaultName
}

// Look says whether a vault can be used now without asking anybody.
func (s Services) Look(ctx context.Context, v store.VaultName) error {
	if v == store.FileVault {
		return s.File.Look(ctx)
	}
	return s.Keyring.Look(ctx)
}

// Start is what was known before the first frame.
type Start struct {
	Accounts []store.Account
	Default  string // its name; empty when there is none
	InForce  *store.Account
	Why      string
	Notice   string // something that needs telling, such as a repair

	Preferences store.Preferences
	Broken      error // why config.toml could not be read; the defaults hold then
}

// Options say how to run the screens.
type Options struct {
	Services Services
	Asked    store.Asked // which account is to be in force
	In       io.Reader
	Out      io.Writer
	Err      io.Writer // told what a person should know after the screens are gone
	Environ  []string
}

// framesPerSecond is high because the first frame and every key wait for the
// next tick.
const framesPerSecond = 120

// Run shows the screens until the person leaves or ctx ends, then forgets the
// keys of accounts that were removed. It blocks. Errors are those of the
// store, a terminal that cannot be used, or context.Canceled.
func Run(ctx context.Context, o Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// The first sign that is not ASCII has a table of two megabytes made: here it
	// is made while the store is read and the first frame waits for its tick.
	go runewidth.RuneWidth('─')
	start, err := begin(o)
	if err != nil {
		return err
	}
	app := New(ctx, o.Services, start)
	last, err := tea.NewProgram(app,
		tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out),
		tea.WithEnvironment(o.Environ), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
	).Run()
	stop()
	if ctxErr := context.Cause(ctx); errors.Is(err, tea.ErrProgramKilled) && ctxErr != nil && !errors.Is(err, tea.ErrProgramPanic) {
		err = ctxErr
	}
	if app, ok := last.(App); ok {
		err = errors.Join(err, app.keepLastPreferences())
		if o.Err != nil {
			// The context may be over, and a copy is to outlive it.
			app.leaveCopy(context.WithoutCancel(ctx), o.Err)
		}
	}
	return errors.Join(err, forget(o))
}

// begin reads what the first frame shows. Only an account that was asked for
// by name and is not there is an error.
func begin(o Options) (Start, error) {
	accounts, err := o.Services.Store.Accounts()
	if err != nil {
		return Start{}, err
	}
	byDefault, _, err := o.Services.Store.Default()
	if err != nil {
		return Start{}, err
	}
	start := Start{Accounts: accounts, Default: byDefault.Name}
	if start.Preferences, start.Broken = o.Services.Store.Preferences(); start.Broken != nil {
		start.Notice = explain.OnScreen(start.Broken).Whole()
	}
	account, because, err := o.Services.Store.InForce(o.Asked)
	switch {
	case err == nil:
		start.InForce, start.Why = &account, explain.ShortReason(because)
	case o.Asked.Flag != "" || (o.Asked.Variable != "" && len(accounts) > 0):
		return Start{}, err
	case !errors.Is(err, store.ErrNoAccounts) && !errors.Is(err, store.ErrNoDefault):
		start.Notice = explain.OnScreen(err).Whole()
	}
	if ro := o.Services.Store.ReadOnly(); ro != nil {
		start.Notice = explain.OnScreen(ro).Error
	}
	return start, nil
}

// forgetLimit bounds the wait for a keyring at the end; what it leaves undone
// is finished at the next start.
const forgetLimit = 10 * time.Second

// forget forgets the keys of what was removed on screen. The context of the
// screens is over by now, and a person who was told that the key would be
// forgotten is owed the attempt.
func forget(o Options) error {
	ctx, done := context.WithTimeout(context.Background(), forgetLimit)
	defer done()
	before := removed(o.Services.Store)
	if err := o.Services.Store.ForgetRemoved(ctx); err != nil {
		return fmt.Errorf("forgetting what was removed: %w", err)
	}
	after := removed(o.Services.Store)
	for _, name := range before {
		if o.Err != nil && !slices.Contains(after, name) {
			fmt.Fprintf(o.Err, "lpkeys: %s is removed, and its key is forgotten\n", domain.Clean(name))
		}
	}
	return nil
}

// removed are the accounts that are marked so, by name.
func removed(s *store.Store) (names []string) {
	accounts, _ := s.Accounts() // Who cannot read them tells of nothing.
	for _, a := range accounts {
		if a.State == store.Removing {
			names = append(names, a.Name)
		}
	}
	return names
}
