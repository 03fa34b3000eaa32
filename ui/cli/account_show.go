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
	return &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show what is known about an account; its key is masked",
		Long: `Shows what is known about an account. The values of its key are masked, always
at the same length, and are not read for it.`,
		Args: between(0, "NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return s.accountShow(cmd.Context(), args) },
	}
}

// mask says nothing of what it stands for, not even its length.
const mask = "********"

func (s *session) accountShow(ctx context.Context, args []string) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.named(b, args)
	if err != nil {
		return err
	}
	why := s.because(b, a)
	if s.json {
		s.encode(map[string]any{"account": jsonOf(a, why)})
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
	if a.State != store.Kept {
		rows = append(rows, []string{"State", string(a.State)})
	}
	for _, field := range []paste.Field{paste.AppKey, paste.Secret, paste.AccessToken, paste.AccessTokenSecret} {
		rows = append(rows, []string{string(field), mask})
	}
	for _, row := range rows {
		s.out.line(fmt.Sprintf("%-21s", row[0]+":") + row[1])
	}
	return nil
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
