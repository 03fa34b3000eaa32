package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountUseVerb() *cobra.Command {
	var here bool
	verb := &cobra.Command{
		Use:   "use NAME",
		Short: "Make an account the default, or that of this folder",
		Long: `Makes an account the default. With "-" for NAME the default is again what it was
before. With --here the account counts in the working folder and in all below
it, whatever the default is: a line in config.toml says so, which you may change
or take out. Nothing in the folder itself is read or written.`,
		Example: `  lpkeys account use acme-prod
  lpkeys account use -
  cd ~/acme && lpkeys account use acme-test --here`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if here {
				return s.accountUseHere(cmd.Context(), args[0])
			}
			return s.accountUse(cmd.Context(), args[0])
		},
	}
	verb.Flags().BoolVar(&here, "here", false, "in the working folder and below it only")
	return verb
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
		return err
	}
	if err := b.Store.SetFolder(here, a.Name); err != nil {
		return err
	}
	s.note("%s counts in %s and below it now", describe(a), here)
	s.warnOfStronger(b, a)
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
