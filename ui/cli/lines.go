package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"lpkeys/store"
)

// The line mode is for whoever has a terminal and no use for screens: TERM=dumb, or
// ACCESSIBLE for a reader of screens. It asks with numbers, one fact a line, and
// never moves the cursor. It does nothing itself: what was chosen becomes the
// arguments of a verb, which asks for secrets as it always does.

// lineByLine reports whether the person asked for lines instead of screens.
func (s *session) lineByLine() bool {
	accessible := s.env.Getenv("ACCESSIBLE")
	return s.env.Getenv("TERM") == "dumb" || accessible != "" && accessible != "0"
}

// lineMode is what is remembered between two questions.
type lineMode struct {
	*session
	b       *Backend
	account string // chosen for this run; "": what counts otherwise
}

// task is one line of the first question.
type task struct {
	choice
	do func(*lineMode, context.Context) error
}

// tasks are what the first question offers.
func (l *lineMode) tasks() []task {
	all := []task{
		{choice{"try", "the key: does it work, and if not, why"}, (*lineMode).try},
		{choice{"sign", "a request: see its header, copy it, send it, have it explained"}, (*lineMode).request},
		{choice{"resolve", "find the hosts of services"}, (*lineMode).resolve},
		{choice{"switch", "to another account"}, (*lineMode).use},
		{choice{"add", "an account"}, (*lineMode).add},
		{choice{"remove", "an account"}, (*lineMode).remove},
	}
	if l.b.Rehearsal == "" { // The doctor looks at this machine, and not at the demo.
		all = append(all, task{choice{"doctor", "check everything"}, (*lineMode).examine})
	}
	return append(all, task{choice: choice{"quit", ""}})
}

// try sends what only reads, and what the key most likely may send.
func (l *lineMode) try(ctx context.Context) error {
	return l.show(ctx, []string{"send"}, new([]string))
}

func (l *lineMode) examine(ctx context.Context) error { return l.perform(ctx, "doctor") }

// runLines asks what to do until the person leaves, which the end of the input is
// as well.
func (s *session) runLines(ctx context.Context, b *Backend) error {
	if err := s.needPerson("nothing can be asked", "Run lpkeys in a terminal"); err != nil {
		return err
	}
	l := &lineMode{session: s, b: b, account: s.account}
	s.plain = true
	defer s.clearCopy(ctx)
	s.tell("lpkeys, line by line, because TERM is dumb or ACCESSIBLE is set.")
	if b.Rehearsal != "" {
		s.tell("This is a demo: nothing is kept and nothing leaves this process.")
	} else {
		s.tell("Renaming, editing, copying, moving, exporting and importing accounts are commands: lpkeys help account, lpkeys help export.")
	}
	tasks := l.tasks()
	choices := make([]choice, len(tasks))
	for i, t := range tasks {
		choices[i] = t.choice
	}
	for {
		l.tellAccount()
		i, err := s.pick(ctx, "What do you want to do?", choices, "Type a number or a word. Enter alone repeats this; quit leaves:")
		if err == nil && tasks[i].do == nil {
			break
		}
		if err == nil {
			err = tasks[i].do(l, ctx)
		}
		if errors.Is(err, errInputEnded) {
			break
		}
		if i < 0 {
			continue // Enter alone, at this question.
		}
		if err := l.after(ctx, err); err != nil {
			return err
		}
	}
	s.tell("Goodbye.")
	return nil
}

// after tells what a step ended with, and answers what ends all.
func (l *lineMode) after(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errBack):
		l.tell("Back.")
	case err != nil && !errors.As(err, new(reported)):
		l.report(err)
	}
	return nil
}

func (l *lineMode) tellAccount() {
	l.tell("")
	l.session.account = l.account
	a, why, err := l.choose(l.b)
	switch {
	case err == nil:
		l.tell("Account: " + describe(a) + ", " + l.reason(why) + ".")
	case errors.Is(err, store.ErrNoAccounts):
		l.tell("No account yet. Choose add to begin.")
	default:
		l.tell("No account is in force: " + wordsOf(err).Error + ".")
	}
}

// perform runs a verb of the program for the account that was chosen, and shows
// what it printed.
func (l *lineMode) perform(ctx context.Context, args ...string) error {
	err := l.run(ctx, args)
	return cmp.Or(l.flush(), err)
}

// run runs a verb, and leaves to the caller what it printed.
func (l *lineMode) run(ctx context.Context, args []string) error {
	quiet, noColor := l.quiet, l.noColor
	root := l.root() // which sets what its flags say
	l.session.account, l.quiet, l.noColor = l.account, quiet, noColor
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// text asks for something that may be seen; nothing is [errBack].
func (l *lineMode) text(ctx context.Context, prompt string) (string, error) {
	answer, err := l.ask(ctx, prompt+". Enter alone goes back:")
	if err == nil && answer == "" {
		err = errBack
	}
	return answer, err
}

// yes asks for consent. Anything else than the word is none.
func (l *lineMode) yes(ctx context.Context, question string) (bool, error) {
	answer, err := l.ask(ctx, question+" Type yes, or enter alone for no:")
	return strings.EqualFold(answer, "yes") || strings.EqualFold(answer, "y"), err
}
