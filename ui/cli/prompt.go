package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/unlock"
)

// mistakes is how often an answer may be empty, or two may differ.
const mistakes = 3

var (
	errNoAnswer = misused("no answer was given", "Type it, and then enter")

	// errInputEnded is that too, of somebody who typed ctrl+d.
	errInputEnded = misused("no answer was given", "Type it, and then enter")
)

// needPerson refuses what cannot go on without a question that somebody sees
// and can answer.
func (s *session) needPerson(problem, hint string) error {
	if s.env.Terminal.person() {
		return nil
	}
	return misused(problem+", because standard input or standard error is not a terminal", hint)
}

// hide keeps from being seen what is typed from now on, until reveal: people type
// on, and a paste comes in, while nobody asks.
func (s *session) hide() error {
	if s.show != nil {
		return nil
	}
	show, err := s.env.Hide(s.askAgain)
	if err != nil {
		if show != nil {
			show()
		}
		return fmt.Errorf("hiding what is typed: %w", err)
	}
	s.show = show
	return nil
}

// askAgain repeats the question, if there is one, that a person comes back to.
func (s *session) askAgain() {
	if prompt := s.asked.Load(); prompt != nil {
		fmt.Fprint(s.env.Stderr, *prompt)
	}
}

// reveal ends hide.
func (s *session) reveal() {
	if s.show != nil {
		s.show()
		s.show = nil
	}
}

// askHidden asks for something that must not be seen, and asks again when the
// answer is empty. What is typed stays hidden afterwards.
func (s *session) askHidden(ctx context.Context, prompt string) (string, error) {
	if err := s.hide(); err != nil {
		return "", err
	}
	if s.plain {
		prompt = strings.TrimRight(prompt, ": ") + ", which is not shown. Enter alone goes back: "
	}
	for range mistakes {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		fmt.Fprint(s.env.Stderr, prompt)
		s.asked.Store(&prompt)
		answer, err := s.env.ReadHidden(ctx)
		s.asked.Store(nil)
		fmt.Fprintln(s.env.Stderr)
		if errors.Is(err, io.EOF) {
			return "", errInputEnded
		}
		if err != nil || answer != "" {
			return answer, err
		}
		if s.plain {
			return "", errBack
		}
		s.warn("nothing was typed; type it, or press ctrl+c to stop")
	}
	return "", errNoAnswer
}

// askPassphrase asks for the passphrase of the vault file.
func (s *session) askPassphrase(ctx context.Context, q unlock.Question) (passphrase oauth.Secret, err error) {
	if q.Again {
		s.warn("wrong passphrase; try again")
	}
	if !q.New && !q.Again && !s.unlocking && s.canUnlock(ctx) {
		s.note("to be asked once for many commands, run lpkeys unlock")
	}
	if q.New {
		s.note("the vault file will be made now; without its passphrase nobody can open it")
		passphrase, err = s.choosePassphrase(ctx)
		s.chosen = s.chosen || err == nil
		return passphrase, err
	}
	answer, err := s.askHidden(ctx, "Passphrase of the vault file: ")
	return oauth.NewSecret(answer), err
}

// choosePassphrase asks for a new passphrase of the vault file.
func (s *session) choosePassphrase(ctx context.Context) (oauth.Secret, error) {
	answer, err := s.askAlike(ctx, "New passphrase: ")
	return oauth.NewSecret(answer), err
}

// askAlike asks for the same new passphrase twice, and says if it looks weak.
func (s *session) askAlike(ctx context.Context, prompt string) (string, error) {
	for range mistakes {
		first, err := s.askHidden(ctx, prompt)
		if err != nil {
			return "", err
		}
		if hint := explain.Weakness(unlock.Weigh(first)); hint != "" {
			s.note("%s", hint)
		}
		second, err := s.askHidden(ctx, "The same again: ")
		if err != nil || first == second {
			return second, err
		}
		s.warn("the two are not the same")
	}
	return "", misused("the passphrases were not the same", "Try again")
}

// ask asks for something that may be seen.
func (s *session) ask(ctx context.Context, prompt string) (string, error) {
	s.reveal()
	fmt.Fprint(s.env.Stderr, domain.Clean(prompt)+" ")
	line, err := whileLasts(ctx, func() (string, error) {
		return bufio.NewReader(s.env.Stdin).ReadString('\n')
	})
	if err != nil {
		fmt.Fprintln(s.env.Stderr)
		if errors.Is(err, io.EOF) {
			err = errInputEnded
		}
	}
	return strings.TrimSpace(line), err
}

// whileLasts runs a read that nothing can end, and comes back when ctx ends. The
// process is about to end then, and the read with it.
func whileLasts(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// noVaultHere says what to do where a vault file cannot be made because nobody
// can be asked for its passphrase.
func noVaultHere(err error) error {
	return &spoken{err: err, words: explain.Words{
		Error: "the vault file has not been created yet, and nobody can be asked for a passphrase",
		Hint:  "Name a file with a passphrase in " + unlock.PassphraseVariable + ", or run this in a terminal",
		Exit:  explain.VaultFailed,
		Code:  "no-vault",
	}}
}

// orNobody says what else can be done where the vault file is locked and nobody
// can be asked. The usual hint is to type lpkeys unlock, which may be what was
// typed.
func orNobody(err error) error {
	if _, named := errors.AsType[*unlock.SourceError](err); named || !errors.Is(err, store.ErrLocked) {
		return err
	}
	return &spoken{err: err, words: explain.Words{
		Error: "the vault file is locked, and nobody can be asked for its passphrase",
		Hint:  "Name a file that holds it in its first line with " + unlock.PassphraseVariable + ", or run this in a terminal",
		Exit:  explain.VaultFailed,
		Code:  "vault-locked",
	}}
}
