package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

// agree shows the bundle to a person, settles with them what has a name that is
// taken, and asks whether to go on.
func (s *session) agree(ctx context.Context, b *Backend, vault store.VaultName, all arrivals) error {
	for _, line := range columns(arrivalHeading, all.rows()) {
		fmt.Fprintln(s.env.Stderr, line)
	}
	for _, a := range all {
		if a.match != store.NameTaken {
			continue
		}
		if err := s.askName(ctx, b, all, a); err != nil {
			return err
		}
	}
	if err := s.compare(ctx, b, all); err != nil {
		return err
	}
	n := len(all.new())
	if n == 0 {
		return nil
	}
	answer, err := s.ask(ctx, fmt.Sprintf("Import %s into %s? Type yes:", counted(n, "account"), explain.Vault(vault)))
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") {
		return notAgreed()
	}
	return nil
}

// askName asks for a name that is free, here and in the bundle.
func (s *session) askName(ctx context.Context, b *Backend, all arrivals, one *arrival) error {
	offer := freeName(b, all, one.Account.Name)
	s.say("", "%s is here already, with another account ID or key, and is not replaced", one.Account.Name)
	for range mistakes {
		answer, err := s.ask(ctx, fmt.Sprintf("Import it under which name? Enter for %s:", offer))
		if err != nil {
			return err
		}
		if answer == "" {
			answer = offer
		}
		name, err := store.CleanName(answer)
		switch {
		case err != nil:
			s.warn("%v", err)
		case !isFree(b, all, name):
			s.warn("an account called %q exists already", name)
		default:
			one.Account.Name = name
			return nil
		}
	}
	return notAgreed()
}

// freeName is name with the first number after it that makes it free.
func freeName(b *Backend, all arrivals, name string) string {
	for n := 2; ; n++ {
		if numbered := ended(name, "-"+strconv.Itoa(n)); isFree(b, all, numbered) {
			return numbered
		}
	}
}

// ended is name with an ending, shortened until both are a name.
func ended(name, ending string) string {
	for letters := []rune(name); ; letters = letters[:len(letters)-1] {
		if fits, err := store.CleanName(string(letters) + ending); err == nil {
			return fits
		}
	}
}

// isFree reports whether nothing here or in the bundle has a name.
func isFree(b *Backend, all arrivals, name string) bool {
	if all.find(name) != nil {
		return false
	}
	_, err := b.Store.Account(name)
	_, none := errors.AsType[*store.NoAccountError](err)
	return none || errors.Is(err, store.ErrNoAccounts)
}
