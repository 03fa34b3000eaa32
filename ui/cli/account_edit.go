package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
)

// editing is what was typed after "account edit".
type editing struct {
	name            string
	id, environment *string // nil: stays
	key             bool
	from            string // as in adding
	check           bool
}

func (s *session) accountEditVerb() *cobra.Command {
	var id, environment, from string
	var key, unchecked bool
	verb := &cobra.Command{
		Use:   "edit NAME",
		Short: "Change an account's ID, environment or key",
		Long: `Changes what an account is, or gives it another key. The new key is read back from
the vault before the old one is forgotten.`,
		Example: `  lpkeys account edit acme-prod --env staging
  lpkeys account edit acme-prod --key
  pass show liveperson/acme | lpkeys account edit acme-prod --from -`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := editing{name: args[0], key: key || from != "", from: from, check: !unchecked}
			if cmd.Flags().Changed("id") {
				o.id = &id
			}
			if cmd.Flags().Changed("env") {
				o.environment = &environment
			}
			if o.id == nil && o.environment == nil && !o.key {
				return misused("nothing to change is named", "Add --id ID, --env LABEL or --key")
			}
			return s.accountEdit(cmd.Context(), o)
		},
	}
	flags := verb.Flags()
	flags.StringVar(&id, "id", "", "LivePerson's account `ID`, also called site ID")
	flags.StringVar(&environment, "env", "", "a `LABEL` for the environment; an empty one takes it off")
	flags.BoolVar(&key, "key", false, "ask for the four values of another key")
	flags.StringVar(&from, "from", "", "read the four values from a `FILE`, or from standard input: -")
	flags.BoolVar(&unchecked, "no-check", false, "do not ask LivePerson whether the account ID exists")
	return verb
}

func (s *session) accountEdit(ctx context.Context, o editing) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.Store.Account(o.name)
	if err != nil {
		return err
	}
	details, err := o.details(a)
	if err != nil {
		return err
	}
	if o.key {
		if err := s.needValues(o.from); err != nil {
			return err
		}
		if a.Vault == store.FileVault {
			err = s.needVault(ctx, b, a.Vault)
		}
		if err != nil {
			return err
		}
	}
	if o.check && details.ID != a.ID {
		if err := s.checkID(ctx, b, details.ID); err != nil {
			return err
		}
	}
	var edited store.Account
	edit := func() (err error) {
		edited, err = b.Store.Edit(a.Name, details)
		return err
	}
	if o.key {
		err = s.replaceKey(ctx, b, a, details.ID, o.from, edit)
	} else {
		err = edit()
	}
	if err != nil {
		return err
	}
	s.note("%s is changed", describe(edited))
	s.encodeAccount(b, edited)
	return nil
}

func (o editing) details(a store.Account) (d store.Details, err error) {
	d = store.Details{Name: a.Name, ID: a.ID, Environment: a.Environment}
	if o.id != nil {
		if d.ID, err = store.CleanID(*o.id); err != nil {
			return d, err
		}
	}
	if o.environment != nil {
		d.Environment, err = store.CleanEnvironment(*o.environment)
	}
	return d, err
}

// replaceKey gives an account the key that a person types or a text holds, makes
// the change that belongs to it, and forgets the old key. An account whose change
// cannot be made gets its old key back.
func (s *session) replaceKey(
	ctx context.Context, b *Backend, a store.Account, id domain.AccountID, from string, change func() error,
) error {
	values, err := s.values(ctx, from)
	if err != nil {
		return err
	}
	if _, err := agree(id, values.AccountID); err != nil {
		return err
	}
	if err := s.ready(ctx, b, a.Vault); err != nil {
		return err
	}
	err = s.visibly(a.Vault, func() error {
		if err := b.Store.Replace(ctx, a.Name, values.Key()); err != nil {
			return err
		}
		if err := change(); err != nil {
			last := context.WithoutCancel(ctx)
			return errors.Join(err, b.Store.RestoreKey(last, a.Name), b.Store.ForgetRemoved(last))
		}
		return b.Store.ForgetRemoved(ctx)
	})
	if err == nil {
		s.note("%s has another key; the old one is no longer in %s", describe(a), explain.Vault(a.Vault))
	}
	return err
}
