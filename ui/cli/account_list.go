package cli

import (
	"context"

	"github.com/spf13/cobra"

	"lpkeys/store"
)

func (s *session) accountListVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the accounts, and which is in force",
		Long: `Lists the accounts: name, account ID, environment, vault, and what is to be
said of each. Without a terminal there is a tab between two of them.`,
		Example: `  lpkeys account list
  lpkeys account list --json`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return s.accountList(cmd.Context()) },
	}
}

func (s *session) accountList(ctx context.Context) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	accounts, err := b.Store.Accounts()
	if err != nil {
		return err
	}
	// A name that is not there is worth an error where it is to be used.
	chosen, why, _ := s.choose(b)
	list, rows := []accountJSON{}, [][]string{}
	for _, a := range accounts {
		because := store.Because{}
		if a.Name == chosen.Name {
			because = why
		}
		list = append(list, jsonOf(a, because))
		rows = append(rows, []string{a.Name, string(a.ID), environment(a), string(a.Vault), s.remark(a, because)})
	}
	switch {
	case s.json:
		s.encode(map[string]any{"accounts": list})
	case len(accounts) == 0:
		s.note("no account yet; add one: lpkeys account add NAME --id ID")
	default:
		s.table([]string{"NAME", "ACCOUNT ID", "ENVIRONMENT", "VAULT", ""}, rows)
	}
	return nil
}

// environment is the label, told apart when it means production.
func environment(a store.Account) string {
	if a.Production() {
		return "PRODUCTION"
	}
	return a.Environment
}

func (s *session) remark(a store.Account, because store.Because) string {
	switch {
	case a.State != store.Kept:
		return string(a.State)
	case because.Reason != "":
		return "in force: " + s.reason(because)
	default:
		return ""
	}
}
