package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
)

// session is one run of the program: what was said for every verb, and what was
// opened for it.
type session struct {
	env     Env
	out     *output
	account string // --account
	json    bool
	quiet   bool
	noColor bool
	backend *Backend
	show    func() // what is typed again; nil while it is not hidden

	asked atomic.Pointer[string] // what is asked while nobody sees the answer

	plain  bool       // one fact a line: no columns
	copied []clearing // what was copied and is to be cleared; see clearCopy

	unlocking bool // the verb is about the passphrase itself
	chosen    bool // a person has chosen the passphrase of a new vault file
}

// open opens the backend and finishes what an earlier run left cut short.
func (s *session) open(ctx context.Context) (*Backend, error) {
	if s.backend != nil {
		return s.backend, nil
	}
	face := Face{Person: s.env.Terminal.person(), Terminal: s.env.Terminal.Err}
	if face.Person {
		face.Ask = s.askPassphrase
	}
	backend, err := s.env.Open(face)
	if err != nil {
		return nil, err
	}
	s.backend = backend
	repaired, err := backend.Store.Repair(ctx)
	for _, r := range repaired {
		s.tellRepair(r)
	}
	if err != nil && ctx.Err() == nil {
		// Nothing has to be written to sign; who has to write hears of it again.
		s.warn("what an earlier run left is not settled: %s", explain.Of(err).Error)
	}
	return backend, ctx.Err()
}

// flush hands out the results. What is typed is shown first: a pipe that nobody
// reads any more ends the process right here.
func (s *session) flush() error {
	s.reveal()
	return s.out.flush()
}

func (s *session) close() {
	if s.backend != nil {
		// What is left undone is finished at the next start.
		_ = s.backend.Store.Close()
	}
}

func (s *session) tellRepair(r store.Repaired) {
	text, warn := explain.Repaired(r)
	if warn {
		s.warn("%s", text)
		return
	}
	s.note("%s", text)
}

// inForce answers the account that counts, and says so.
func (s *session) inForce(b *Backend) (store.Account, error) {
	account, why, err := s.choose(b)
	if err != nil {
		return account, err
	}
	if b.API != "" {
		s.note("%s stands in for the Domain API, because LPKEYS_API_URL is set", b.API)
	}
	s.note("account %s, %s", describe(account), s.reason(why))
	return account, nil
}

// reason says why an account is in force. In the line mode it was chosen without a
// flag.
func (s *session) reason(why store.Because) string {
	if s.plain && why.Reason == store.ByFlag {
		return "for this run"
	}
	return explain.Reason(why)
}

// byFlag is a hint at a flag, which nobody can give in the line mode.
func (s *session) byFlag(hint string) string {
	if s.plain {
		return ""
	}
	return hint
}

// choose answers the account that counts and why.
func (s *session) choose(b *Backend) (store.Account, store.Because, error) {
	a, why, err := b.Store.InForce(store.Asked{Flag: s.account, Variable: s.env.Getenv(accountVariable), Here: s.env.Here})
	if _, missing := errors.AsType[*store.NoAccountError](err); missing && why.Reason == store.ByVariable {
		words := explain.Of(err)
		words.Error += ", which " + accountVariable + " names"
		err = &spoken{words: words, err: err}
	}
	return a, why, err
}

const accountVariable = "LPKEYS_ACCOUNT"

// describe names an account so that it cannot be taken for another.
func describe(a store.Account) string {
	about := string(a.ID)
	if a.Production() {
		about += ", PRODUCTION"
	} else if a.Environment != "" {
		about += ", " + a.Environment
	}
	return fmt.Sprintf("%s (%s)", a.Name, about)
}

// note tells what a person may like to know. --quiet leaves it out, and so does
// --json, for a program that reads standard error.
func (s *session) note(format string, args ...any) {
	if !s.quiet && !s.json {
		s.say("", format, args...)
	}
}

// warn tells what a person must know, --quiet or not.
func (s *session) warn(format string, args ...any) {
	if s.json {
		s.tellJSON("warning", map[string]string{"message": domain.Clean(fmt.Sprintf(format, args...))})
		return
	}
	s.say("warning: ", format, args...)
}

// say writes one line to standard error. Nobody is left to be told when that
// fails.
func (s *session) say(kind, format string, args ...any) {
	line := strings.TrimSpace(domain.Clean(fmt.Sprintf(format, args...)))
	fmt.Fprintf(s.env.Stderr, "lpkeys: %s%s\n", kind, line)
}
