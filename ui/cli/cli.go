// Package cli is the quiet face of lpkeys: every screen's twin for scripts.
//
// Results go to standard output and everything else to standard error, so that
// a command can stand in $(...). No flag and no argument takes a secret: they
// come by hidden prompt, standard input or a file. Nothing waits for input when
// there is no terminal. Nothing is opened before a verb needs it.
//
// A verb has a file of its own, in which parsing what was typed and acting on it
// are two functions.
package cli

import (
	"context"
	"io"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/agent"
	"lpkeys/ui/clip"
	"lpkeys/ui/doctor"
	"lpkeys/ui/explain"
	"lpkeys/ui/unlock"
)

// Env is what the command line needs of the world.
type Env struct {
	Args    []string // without the program's name
	Environ []string // what a command that is run inherits
	Getenv  func(string) string

	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	Terminal Terminals

	// Hide keeps the terminal that Stdin is from showing what is typed, until
	// show is called. With an error, show may be nil. It calls again, from another
	// goroutine, when a person goes on who had stopped the process.
	Hide func(again func()) (show func(), err error)

	// ReadHidden reads a line from that terminal while it hides what is typed.
	// It returns when its context ends.
	ReadHidden func(context.Context) (string, error)

	// Here answers the working folder, absolute and with its links resolved. Nil:
	// there is none.
	Here func() (string, error)

	// Open opens what the verbs work with. It is called once at most.
	Open func(Face) (*Backend, error)

	// Agent finds what may hold the sealed vault open, and opens nothing.
	Agent func() (*agent.Client, error)

	// Patient is what doctor looks at: the folders and vaults that Open would open,
	// without anybody to ask.
	Patient func() doctor.Patient

	// Hosts is a client that has what was looked up before. Nobody is asked for it.
	Hosts func() (*domain.Client, error)

	// Become puts a program in the place of this process, and comes back with an
	// error alone. Where the system cannot do that, it runs the program and answers
	// its exit code.
	Become func(Program) (exit int, err error)

	Screens func(context.Context, *Backend, Look) error
	Demo    func(context.Context, Look) error

	// Rehearse opens the demo for the line mode.
	Rehearse func(context.Context) (*Backend, error)
}

// Terminals says which streams are a terminal.
type Terminals struct {
	In, Out, Err bool
	Width        int // of Out, in columns; 0 when it is not known
}

// person reports whether somebody can be asked and will see the question.
func (t Terminals) person() bool { return t.In && t.Err }

// Face says who will use a backend.
type Face struct {
	// Ask asks a person for the sealed vault's passphrase; nil when nobody can
	// be asked, or the face asks in its own way.
	Ask func(context.Context, unlock.Question) (oauth.Secret, error)

	// Person means that somebody can answer the keyring's own prompt.
	Person bool

	// Terminal means that the face can write to the person's terminal.
	Terminal bool
}

// Look is what the screens start with.
type Look struct {
	Account string // --account
	NoColor bool
}

// Backend is what the verbs work with.
type Backend struct {
	Store    *store.Store
	Keyring  store.Vault
	File     *unlock.Vault // the sealed vault
	Agent    *agent.Client // what may hold it open
	Resolver *domain.Client
	Clip     *clip.Clipboard

	// Rehearsal, when not empty, names the only vault there is, one that keeps
	// nothing.
	Rehearsal store.VaultName

	// API is the address of the Domain API that LPKEYS_API_URL gave; empty when
	// LivePerson's own is asked.
	API string
}

// Run does what the arguments say and returns the exit code: one of package
// explain's. It has reported every error by then. It returns soon after ctx
// ends.
func Run(ctx context.Context, env Env) int {
	s := &session{env: env, out: &output{to: env.Stdout}}
	defer s.close()
	defer s.reveal()
	err := s.execute(ctx)
	if flushed := s.flush(); err == nil {
		err = flushed
	}
	return s.end(ctx, err)
}

// end reports err and answers the exit code.
func (s *session) end(ctx context.Context, err error) int {
	if err == nil {
		return explain.Done
	}
	if done, ok := err.(reported); ok {
		return done.exit
	}
	exit := s.report(err)
	if ctx.Err() != nil {
		return explain.Interrupted
	}
	return exit
}
