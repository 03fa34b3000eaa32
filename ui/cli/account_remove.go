package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountRemoveVerb() *cobra.Command {
	var sure, anyway bool
	verb := &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove an account and forget its key",
		Long: `Removes an account and forgets its key at once. LivePerson keeps the key itself:
it can be seen in Conversational Cloud and added again.`,
		Example: `  lpkeys account remove acme-test
  lpkeys account remove acme-test --yes`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.accountRemove(cmd.Context(), args[0], sure, anyway)
		},
	}
	verb.Flags().BoolVar(&sure, "yes", false, "do not ask; needed where there is no terminal")
	verb.Flags().BoolVar(&anyway, "anyway", false, "remove it even if its vault cannot be asked, and may keep the key")
	return verb
}

func (s *session) accountRemove(ctx context.Context, name string, sure, anyway bool) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.Store.Account(name)
	if err != nil {
		return err
	}
	if !sure {
		if err := s.confirm(ctx, a); err != nil {
			return err
		}
	}
	remove := b.Store.Remove
	if anyway {
		remove = b.Store.RemoveAnyway
	}
	if err := s.visibly(a.Vault, func() error { return remove(ctx, a.Name) }); err != nil {
		return orAnyway(err)
	}
	s.note("%s is removed, and its key is no longer in %s", describe(a), explain.Vault(a.Vault))
	s.warnOfFolders(b, a.Name)
	if s.json {
		s.encode(map[string]any{"removed": a.Name})
	}
	return nil
}

// orAnyway says what else can be done when the vault may be gone for good.
func orAnyway(err error) error {
	if _, made := errors.AsType[*store.LeftoverError](err); made || !noKeyring(err) {
		return err
	}
	words := explain.Of(err)
	words.Hint += "; or, when the keyring is gone for good, add --anyway"
	return &spoken{words: words, err: err}
}

// warnOfFolders names the lines that a person may want to change. They stay, so
// that no folder comes under the default by a removal.
func (s *session) warnOfFolders(b *Backend, name string) {
	folders, err := b.Store.Folders()
	if err != nil {
		return // Where it counts, it is an error.
	}
	for _, f := range folders {
		if strings.EqualFold(f.Account, name) {
			s.warn("%s, line %d: the folder %s is still for %s", b.Store.SettingsPath(), f.Line, f.Path, name)
		}
	}
}

func (s *session) confirm(ctx context.Context, a store.Account) error {
	if err := s.needPerson("removing cannot be asked about", "Add --yes if you mean it"); err != nil {
		return err
	}
	answer, err := s.ask(ctx, fmt.Sprintf("Remove %s and forget its key? Type yes, or enter alone to keep it:", describe(a)))
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") {
		return &spoken{words: explain.Words{Error: "nothing was removed", Exit: explain.Failed, Code: "not-confirmed"}}
	}
	return nil
}
