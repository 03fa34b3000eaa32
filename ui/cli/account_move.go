package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountMoveVerb() *cobra.Command {
	var vault string
	var dry bool
	verb := &cobra.Command{
		Use:   "move NAME --vault VAULT",
		Short: "Put an account's key into the other vault",
		Long: `Moves an account's key into the operating system's keyring or into the encrypted
file. It is read back there before it is forgotten where it was, so that a key
which is cut short on its way is whole in one of the two.`,
		Example: `  lpkeys account move acme-prod --vault file --dry-run
  lpkeys account move acme-prod --vault keyring`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if vault == "" {
				return misused("--vault is missing", "Say where the key is to rest: --vault keyring or --vault file")
			}
			to, err := parseVault(vault)
			if err != nil {
				return err
			}
			if dry {
				return s.accountPlanMove(cmd.Context(), args[0], to)
			}
			return s.accountMove(cmd.Context(), args[0], to)
		},
	}
	verb.Flags().StringVar(&vault, "vault", "", "the `VAULT` where the key is to rest: keyring or file")
	verb.Flags().BoolVar(&dry, "dry-run", false, "say what would be done, and change nothing")
	return verb
}

func (s *session) accountMove(ctx context.Context, name string, to store.VaultName) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	plan, err := b.Store.PlanMove(ctx, name, to)
	if err != nil {
		return err
	}
	if plan.Nothing() {
		s.note("the key of %s is in %s already", describe(plan.Account), explain.Vault(to))
		s.encodeAccount(b, plan.Account)
		return nil
	}
	if err := s.readyToMove(ctx, b, plan); err != nil {
		return err
	}
	var moved store.Account
	err = s.visibly(store.KeyringVault, func() (err error) { // which is one of the two
		moved, err = b.Store.Move(ctx, plan.Account.Name, to)
		return err
	})
	if err != nil {
		return err
	}
	s.note("the key of %s is in %s now, and no longer in %s", describe(moved), explain.Vault(to), explain.Vault(plan.Account.Vault))
	s.encodeAccount(b, moved)
	return nil
}

// readyToMove opens the vault file, which is one of the two, before the other is
// waited for: the word about the keyring would come into its prompt.
func (s *session) readyToMove(ctx context.Context, b *Backend, plan store.MovePlan) error {
	if plan.To == store.FileVault {
		return s.ready(ctx, b, plan.To)
	}
	if errors.Is(plan.Source, store.ErrNoVault) {
		return plan.Source // To make another would hide that it is lost.
	}
	return b.File.Ready(ctx)
}

// movePlanJSON is what a move would do. An empty problem is none.
type movePlanJSON struct {
	Account accountJSON     `json:"account"`
	To      store.VaultName `json:"to"`
	Nothing bool            `json:"nothing"` // the key is there already
	Source  string          `json:"sourceProblem,omitempty"`
	Target  string          `json:"targetProblem,omitempty"`
}

func (s *session) accountPlanMove(ctx context.Context, name string, to store.VaultName) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	plan, err := b.Store.PlanMove(ctx, name, to)
	if err != nil {
		return err
	}
	from := plan.Account.Vault
	if s.json {
		s.encode(map[string]any{"move": movePlanJSON{
			Account: jsonOf(plan.Account, s.because(b, plan.Account)), To: to, Nothing: plan.Nothing(),
			Source: problem(plan.Source), Target: problem(plan.Target),
		}})
		return s.inTheWayOf(ctx, b, plan)
	}
	if plan.Nothing() {
		s.out.line(fmt.Sprintf("the key of %s is in %s already", describe(plan.Account), explain.Vault(to)))
		return nil
	}
	s.out.line(fmt.Sprintf("the key of %s would move from %s to %s", describe(plan.Account), explain.Vault(from), explain.Vault(to)))
	if plan.Source != nil {
		s.out.line(inTheWay(from, plan.Source))
	}
	switch {
	case errors.Is(plan.Target, store.ErrNoVault):
		s.out.line(explain.Vault(to) + " would be made first")
	case plan.Target != nil:
		s.out.line(inTheWay(to, plan.Target))
	}
	return s.inTheWayOf(ctx, b, plan)
}

// inTheWayOf is what the move would end with, as far as that can be foreseen: a
// vault that is locked can be opened, or made, where there is a person.
func (s *session) inTheWayOf(ctx context.Context, b *Backend, plan store.MovePlan) error {
	if plan.Nothing() {
		return nil
	}
	for _, err := range []error{plan.Target, plan.Source} {
		if err == plan.Target && plan.To == store.FileVault && errors.Is(err, store.ErrNoVault) {
			err = s.needVault(ctx, b, plan.To) // It would be made.
		}
		if opened := errors.Is(err, store.ErrLocked) && s.env.Terminal.person(); err != nil && !opened {
			return err
		}
	}
	return nil
}

func inTheWay(vault store.VaultName, err error) string {
	if errors.Is(err, store.ErrLocked) {
		return explain.Vault(vault) + " would have to be opened first: " + problem(err)
	}
	return explain.Vault(vault) + " cannot be used as it is: " + problem(err)
}

// problem is an error as a part of a sentence.
func problem(err error) string {
	if err == nil {
		return ""
	}
	return explain.Of(err).Error
}
