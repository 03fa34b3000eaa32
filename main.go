// Lpkeys keeps the keys of LivePerson accounts in the operating system's
// keyring, finds the hosts of their services, and signs requests. Without
// arguments it opens its screens; every screen has a subcommand as its twin.
//
// This file introduces the packages to each other and does nothing else.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/store/agent"
	"lpkeys/ui"
	"lpkeys/ui/cli"
	"lpkeys/ui/clip"
	"lpkeys/ui/doctor"
	"lpkeys/ui/screen/settings"
	"lpkeys/ui/send"
	"lpkeys/ui/unlock"
)

func main() {
	allowCoreDumps := forbidCoreDumps()
	environ := os.Environ() // whole, for whoever comes after us
	// Bubble Tea would write every key press to the file that they name.
	os.Unsetenv("TEA_TRACE")
	os.Unsetenv("TEA_DEBUG")
	// Started from Windows' Explorer, the screens open like anywhere else.
	cobra.MousetrapHelpText = ""
	var person typing
	ctx, stop := untilSignalled(context.Background(), person.show)
	defer stop()
	os.Exit(run(ctx, world{
		args: os.Args[1:], environ: environ, getenv: os.Getenv, here: workingFolder,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, typing: &person, allowCoreDumps: allowCoreDumps,
	}))
}

// world is what a process is given.
type world struct {
	args    []string
	environ []string
	getenv  func(string) string
	here    func() (string, error)
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	typing  *typing

	allowCoreDumps func() // for who comes after us
}

// run is the program. It answers the exit code.
func run(ctx context.Context, w world) int {
	return cli.Run(ctx, cli.Env{
		Args: w.args, Environ: w.environ, Getenv: w.getenv, Here: w.here,
		Stdin: w.stdin, Stdout: w.stdout, Stderr: w.stderr,
		Terminal: cli.Terminals{
			In: isTerminal(w.stdin), Out: isTerminal(w.stdout), Err: isTerminal(w.stderr), Width: widthOf(w.stdout),
		},
		Hide:       func(again func()) (func(), error) { return w.typing.hide(w.stdin, again) },
		ReadHidden: func(ctx context.Context) (string, error) { return readHidden(ctx, w.stdin) },
		Open:       w.open,
		Agent:      w.agent,
		Patient:    w.patient,
		Hosts:      w.hosts,
		Become:     w.become,
		Screens:    w.screens,
		Demo:       w.demo,
		Rehearse:   w.rehearse,
	})
}

// open makes what both faces work with. It reads the index of the accounts and
// touches nothing else.
func (w world) open(face cli.Face) (*cli.Backend, error) {
	hosts, err := w.hosts()
	if err != nil {
		return nil, err
	}
	paths, err := w.paths()
	if err != nil {
		return nil, err
	}
	holder := agent.NewClient(w.getenv(runtimeVariable), paths)
	var accounts *store.Store
	sealed := store.NewSealed(store.SealedOptions{
		Dir:       paths.Data,
		KnownSums: func() []string { return accounts.KeyFileSums() },
		Announce:  func(now, next string) error { return accounts.AnnounceKeyFileSum(now, next) },
	})
	file := unlock.New(sealed, holder, unlock.Sources{
		Getenv:   w.getenv,
		Ask:      face.Ask,
		Remember: func(sum string) error { return accounts.SetKeyFileSum(sum) },
	})
	keyring := store.NewKeyring(store.KeyringOptions{Interactive: face.Person})
	accounts, err = store.Open(store.Options{
		Paths:  paths,
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: keyring, store.FileVault: file},
	})
	if err != nil {
		return nil, err
	}
	return &cli.Backend{
		Store: accounts, Keyring: keyring, File: file, Agent: holder,
		Resolver: hosts,
		Clip:     clip.New(clip.Env{Getenv: w.getenv, Terminal: face.Terminal}),
		API:      hosts.BaseURL,
	}, nil
}

// hosts is a client of the Domain API, and of what it answered before.
func (w world) hosts() (*domain.Client, error) {
	api, err := w.api()
	if err != nil {
		return nil, err
	}
	paths, err := w.paths()
	return &domain.Client{BaseURL: api, Folder: paths.Cache, UserAgent: cli.UserAgent()}, err
}

// agent finds what may hold the sealed vault open.
func (w world) agent() (*agent.Client, error) {
	paths, err := w.paths()
	if err != nil {
		return nil, err
	}
	return agent.NewClient(w.getenv(runtimeVariable), paths), nil
}

const runtimeVariable = "XDG_RUNTIME_DIR"

func (w world) paths() (store.Paths, error) {
	home, _ := os.UserHomeDir() // LPKEYS_HOME or XDG's folders may do without.
	return store.PathsFrom(w.getenv, runtime.GOOS, home)
}

// patient is what open would open, for a look that opens nothing, remembers
// nothing and asks nobody.
func (w world) patient() doctor.Patient {
	paths, err := w.paths()
	sealed := store.NewSealed(store.SealedOptions{Dir: paths.Data})
	var hosts doctor.Hosts
	if api, err := w.api(); err == nil {
		hosts = &domain.Client{BaseURL: api, UserAgent: cli.UserAgent()}
	}
	return doctor.Patient{
		Store: store.Options{Paths: paths, Vaults: map[store.VaultName]store.Vault{
			store.KeyringVault: store.NewKeyring(store.KeyringOptions{}),
			store.FileVault:    unlock.New(sealed, agent.NewClient(w.getenv(runtimeVariable), paths), unlock.Sources{Getenv: w.getenv}),
		}},
		NoPaths: err, Environ: w.environ, Hosts: hosts,
	}
}

// api is the Domain API's address when it is not LivePerson's own.
func (w world) api() (string, error) {
	address := w.getenv("LPKEYS_API_URL")
	if address == "" {
		return "", nil
	}
	address, err := domain.ParseBaseURL(address)
	if address == domain.DefaultBaseURL {
		return "", nil // Nobody is asked instead.
	}
	return address, err
}

func (w world) screens(ctx context.Context, b *cli.Backend, look cli.Look) error {
	o := w.options(look)
	o.Asked.Variable, o.Asked.Here = w.getenv("LPKEYS_ACCOUNT"), w.here
	o.Services = ui.Services{
		Store: b.Store, Resolver: b.Resolver, Keyring: b.Keyring, File: b.File,
		Clip: b.Clip, Now: time.Now, API: b.API,
		Examine: w.examine, Places: w.places(),
		Sender: &send.Sender{Accounts: b.Store, Hosts: b.Resolver, Now: time.Now},
	}
	return ui.Run(ctx, o)
}

// examine is lpkeys doctor, for the screens.
func (w world) examine(ctx context.Context, account string, tell func(doctor.Finding) error) error {
	patient := w.patient()
	patient.Person = true
	if account != "" {
		patient.Asked, patient.Why = store.Asked{Flag: account}, "in force on the screens"
	}
	return doctor.Run(ctx, doctor.Checks(patient), tell)
}

// places is where lpkeys keeps things, for a person to know.
func (w world) places() []settings.Place {
	paths, err := w.paths()
	if err != nil {
		return nil // Whoever opened the store has told why.
	}
	return []settings.Place{{What: "Settings", Path: paths.Config}, {What: "Accounts", Path: paths.Data}, {What: "Hosts", Path: paths.Cache}}
}

func (w world) demo(ctx context.Context, look cli.Look) error {
	o := w.options(look)
	o.Services.Clip = clip.New(clip.Env{Getenv: w.getenv, Terminal: true})
	o.Services.Now = time.Now
	return ui.Rehearse(ctx, o)
}

// rehearse is the demo for a face without screens.
func (w world) rehearse(ctx context.Context) (*cli.Backend, error) {
	s, err := ui.Rehearsal(ctx)
	if err != nil {
		return nil, err
	}
	return &cli.Backend{
		Store: s.Store, Keyring: s.Keyring, Resolver: s.Resolver, Rehearsal: s.Rehearsal,
		Clip: clip.New(clip.Env{Getenv: w.getenv, Terminal: true}),
	}, nil
}

func (w world) options(look cli.Look) ui.Options {
	o := ui.Options{Asked: store.Asked{Flag: look.Account}, In: w.stdin, Out: w.stdout, Err: w.stderr, Environ: w.environ}
	if look.NoColor {
		o.Environ = append(o.Environ[:len(o.Environ):len(o.Environ)], "NO_COLOR=1")
	}
	return o
}

// workingFolder is where the person is, however they got there: a link that leads
// here is no other place.
func workingFolder() (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(here)
}

// untilSignalled ends with the first signal that ends a program. A second one
// ends the process itself, once tidied has returned. What whoever started us chose to ignore, such as
// the hangup under nohup, stays ignored.
func untilSignalled(ctx context.Context, tidied func()) (context.Context, context.CancelFunc) {
	var ending []os.Signal
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			ending = append(ending, s)
		}
	}
	if len(ending) == 0 {
		return ctx, func() {} // NotifyContext takes none for all.
	}
	ctx, stop := signal.NotifyContext(ctx, ending...)
	context.AfterFunc(ctx, func() {
		tidied()
		stop()
	})
	return ctx, stop
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// widthOf is 0 for what is no terminal.
func widthOf(stream any) int {
	file, ok := stream.(*os.File)
	if !ok {
		return 0
	}
	width, _, _ := term.GetSize(int(file.Fd())) // 0 with an error
	return width
}
