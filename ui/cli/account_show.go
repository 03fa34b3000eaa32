package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/paste"
)

func (s *session) accountShowVerb() *cobra.Command {
	var reveal bool
	verb := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show what is known about an account; its key is masked",
		Long: `Shows what is known about an account. The values of its key are masked, always
at the same length, and are not read for it. With --reveal they are read from the
vault and shown: a terminal keeps them in what it can scroll back to.`,
		Example: `  lpkeys account show
  lpkeys account show acme-prod --json
  lpkeys account show acme-prod --reveal`,
		Args: between(0, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return s.accountShow(cmd.Context(), args, reveal) },
	}
	verb.Flags().BoolVar(&reveal, "reveal", false, "show the four values themselves")
	return verb
}

// mask says nothing of what it stands for, not even its length.
const mask = "********"

func (s *session) accountShow(ctx context.Context, args []string, reveal bool) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.named(b, args)
	if err != nil {
		return err
	}
	var values []string
	if reveal {
		if values, err = s.revealed(ctx, b, a); err != nil {
			return err
		}
	}
	why := s.because(b, a)
	if s.json {
		history, _ := b.Store.History(a.Name) // of which nothing need be known
		shown := shownJSON{Account: jsonOf(a, why), Worked: attemptOf(history.Worked), Refused: attemptOf(history.Refused)}
		if reveal {
			shown.Key = &keyJSON{values[0], values[1], values[2], values[3]}
		}
		s.encode(shown)
		return nil
	}
	inForce := "no"
	if why.Reason != "" {
		inForce = "yes: " + explain.Reason(why)
	}
	rows := [][]string{
		{"Name", a.Name},
		{"Account ID", string(a.ID)},
		{"Environment", environment(a)},
		{"Vault", string(a.Vault) + vaultState(ctx, b, a)},
		{"Added", a.Added.Format(time.DateOnly)},
		{"In force", inForce},
	}
	history, _ := b.Store.History(a.Name) // of which nothing need be known
	for _, row := range [][]string{{"Last worked", explain.Attempt(history.Worked, time.Now())}, {"Last refused", explain.Attempt(history.Refused, time.Now())}} {
		if row[1] != "" {
			rows = append(rows, row)
		}
	}
	if a.State != store.Kept {
		rows = append(rows, []string{"State", string(a.State)})
	}
	for i, field := range keyFields {
		value := mask
		if reveal {
			value = values[i]
		}
		rows = append(rows, []string{string(field), value})
	}
	for _, row := range rows {
		s.out.line(fmt.Sprintf("%-21s", row[0]+":") + row[1])
	}
	return nil
}

// keyFields are the four values, as LivePerson orders them.
var keyFields = [...]paste.Field{paste.AppKey, paste.Secret, paste.AccessToken, paste.AccessTokenSecret}

// shownJSON is an account, and its key where that was asked for by --reveal.
type shownJSON struct {
	Account accountJSON    `json:"account"`
	Worked  *store.Attempt `json:"lastWorked,omitempty"`
	Refused *store.Attempt `json:"lastRefused,omitempty"`
	Key     *keyJSON       `json:"key,omitempty"`
}

// attemptOf is nil for none.
func attemptOf(a store.Attempt) *store.Attempt {
	if a.At.IsZero() {
		return nil
	}
	return &a
}

type keyJSON struct {
	AppKey            string `json:"appKey"`
	Secret            string `json:"secret"`
	AccessToken       string `json:"accessToken"`
	AccessTokenSecret string `json:"accessTokenSecret"`
}

// revealed reads the four values, in LivePerson's order, because a person asked to
// see them.
func (s *session) revealed(ctx context.Context, b *Backend, a store.Account) (values []string, err error) {
	err = s.visibly(a.Vault, func() error {
		key, err := b.Store.Key(ctx, a.Name)
		values = []string{key.ConsumerKey, key.ConsumerSecret.Reveal(), key.Token, key.TokenSecret.Reveal()}
		return err
	})
	return values, err
}

// vaultState says why the vault cannot be used as it is, if it cannot.
func vaultState(ctx context.Context, b *Backend, a store.Account) string {
	var vault store.Vault = b.Keyring
	if a.Vault == store.FileVault {
		vault = b.File
	}
	if err := vault.Look(ctx); err != nil {
		return " (" + explain.Of(err).Error + ")"
	}
	return ""
}
