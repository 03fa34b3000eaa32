package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountUseVerb() *cobra.Command {
	var here bool
	verb := &cobra.Command{
		Use:   "use [NAME]",
		Short: "Make an account the default, or that of this folder",
		Long: `Makes an account the default. Without NAME, a terminal shows the accounts and asks
for one. With "-" for NAME the default is again what it was before. With --here the account counts in the working folder and in all below
it, whatever the default is: a line in config.toml says so, which you may change
or take out. Nothing in the folder itself is read or written.`,
		Example: `  lpkeys account use acme-prod
  lpkeys account use -
  cd ~/acme && lpkeys account use acme-test --here`,
		Args: between(0, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := s.nameOrPick(cmd.Context(), args)
			if err != nil {
				return err
			}
			if here {
				return s.accountUseHere(cmd.Context(), name)
			}
			return s.accountUse(cmd.Context(), name)
		},
	}
	verb.Flags().BoolVar(&here, "here", false, "in the working folder and below it only")
	return verb
}

// nameOrPick answers the account that an argument names, or has a person pick one.
func (s *session) nameOrPick(ctx context.Context, args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	if !s.env.Terminal.person() {
		return "", misused("NAME is missing, and without a terminal nobody can be asked", "lpkeys account list shows the names")
	}
	b, err := s.open(ctx)
	if err != nil {
		return "", err
	}
	a, err := s.pickAccount(ctx, b, "Which account?", "Type a number or a name, or enter alone to leave all as it is:")
	return a.Name, err
}

// pickAccount has a person pick one of the accounts.
func (s *session) pickAccount(ctx context.Context, b *Backend, question, prompt string) (store.Account, error) {
	accounts, err := b.Store.Accounts()
	if err != nil {
		return store.Account{}, err
	}
	if len(accounts) == 0 {
		return store.Account{}, store.ErrNoAccounts
	}
	inForce, why, _ := s.choose(b) // A name that is not there is worth an error where it is used.
	choices := make([]choice, len(accounts))
	for i, a := range accounts {
		because := store.Because{}
		if a.Name == inForce.Name {
			because = why
		}
		facts := []string{string(a.ID), environment(a), s.remark(a, because)}
		choices[i] = choice{a.Name, strings.Join(slices.DeleteFunc(facts, func(fact string) bool { return fact == "" }), ", ")}
	}
	i, err := s.pick(ctx, question, choices, prompt)
	if err != nil {
		return store.Account{}, err
	}
	return accounts[i], nil
}

// previous stands for the account that was the default before, as it does for
// the folder in cd.
const previous = "-"

func (s *session) accountUse(ctx context.Context, name string) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := makeDefault(b, name)
	if err != nil {
		return err
	}
	s.note("%s is the default now", describe(a))
	s.warnOfStronger(b, a)
	s.encodeAccount(b, a)
	return nil
}

func makeDefault(b *Backend, name string) (store.Account, error) {
	if name == previous {
		return b.Store.SetPrevious()
	}
	a, err := b.Store.Account(name)
	if err != nil {
		return a, err
	}
	return a, b.Store.SetDefault(a.Name)
}

func (s *session) accountUseHere(ctx context.Context, name string) error {
	if name == previous {
		return misused("- is the default that was before, and --here sets no default", "Give --here the NAME of an account")
	}
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.Store.Account(name)
	if err != nil {
		return err
	}
	here, err := s.env.Here()
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrNoHere, err)
	}
	if err := b.Store.SetFolder(here, a.Name); err != nil {
		return err
	}
	s.note("%s counts in %s and below it now", describe(a), here)
	s.warnOfStronger(b, a)
	s.encodeAccount(b, a)
	return nil
}

// warnOfStronger says what keeps an account from being in force here that was
// just chosen.
func (s *session) warnOfStronger(b *Backend, chosen store.Account) {
	variable := s.env.Getenv(accountVariable)
	if variable != "" && !strings.EqualFold(strings.TrimSpace(variable), chosen.Name) {
		s.warn("%s is set and comes first", accountVariable)
		return
	}
	a, why, err := b.Store.InForce(store.Asked{Variable: variable, Here: s.env.Here})
	if err == nil && a.Name != chosen.Name {
		s.warn("here %s comes first, %s", describe(a), explain.Reason(why))
	}
}
