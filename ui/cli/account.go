package cli

import (
	"time"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "account",
		Short: "Add, list, choose, rename and remove accounts",
		Example: `  lpkeys account add acme-prod --id 12345678 --env production
  lpkeys account list
  lpkeys account use acme-prod`,
		Args: s.verbOnly,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.helpInstead(cmd, "lpkeys account was not told what to do")
		},
	}
	verb.AddCommand(
		s.accountAddVerb(), s.accountCopyVerb(), s.accountEditVerb(), s.accountListVerb(), s.accountMoveVerb(),
		s.accountRemoveVerb(), s.accountRenameVerb(), s.accountShowVerb(), s.accountUseVerb(), s.accountWhichVerb(),
	)
	return verb
}

// accountJSON is an account as programs read it. It cannot hold a secret.
type accountJSON struct {
	Name        string          `json:"name"`
	ID          string          `json:"id"`
	Environment string          `json:"environment"`
	Production  bool            `json:"production"`
	Kind        store.Kind      `json:"kind"`
	Vault       store.VaultName `json:"vault"`
	Added       time.Time       `json:"added"`
	State       store.State     `json:"state"`
	InForce     bool            `json:"inForce"`
	Because     string          `json:"because,omitempty"` // in words
	Reason      store.Reason    `json:"reason,omitempty"`
	Folder      string          `json:"folder,omitempty"` // of the folder list, where that is the reason
}

// jsonOf describes an account, and why it is in force: zero when it is not.
func jsonOf(a store.Account, because store.Because) accountJSON {
	return accountJSON{
		Name: a.Name, ID: string(a.ID), Environment: a.Environment, Production: a.Production(),
		Kind: a.Kind, Vault: a.Vault, Added: a.Added, State: a.State, InForce: because.Reason != "",
		Because: explain.Reason(because), Reason: because.Reason, Folder: because.Folder,
	}
}

// encodeAccount prints an account that was added, changed or chosen, for
// programs.
func (s *session) encodeAccount(b *Backend, a store.Account) {
	if s.json {
		s.encode(map[string]any{"account": jsonOf(a, s.because(b, a))})
	}
}

// named answers the account that an argument names, or the one in force.
func (s *session) named(b *Backend, args []string) (store.Account, error) {
	if len(args) > 0 {
		return b.Store.Account(args[0])
	}
	a, _, err := s.choose(b)
	return a, err
}

// because answers why an account is in force: zero when it is not.
func (s *session) because(b *Backend, a store.Account) store.Because {
	chosen, why, err := s.choose(b)
	if err != nil || chosen.Name != a.Name {
		return store.Because{}
	}
	return why
}
