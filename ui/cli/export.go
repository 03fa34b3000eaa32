package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/store"
)

// exporting is what was typed after "export".
type exporting struct {
	names      []string
	all        bool
	to         []store.Recipient
	phraseFile string // "": ask
	output     string // "": standard output
	force      bool
}

func (s *session) exportVerb() *cobra.Command {
	var o exporting
	var to []string
	verb := &cobra.Command{
		Use:   "export [NAME...]",
		Short: "Write accounts and their keys into an encrypted bundle",
		Long: `Writes accounts and their keys into a bundle, for another machine or a teammate:
a text file that age encrypted, to a passphrase or to public keys. Without NAME it
is the account in force. lpkeys import reads it, and so does age -d.

Whoever can open the bundle has the keys. Give the passphrase on another way than
the bundle. LivePerson is told nothing, and a key cannot be called back here.`,
		Example: `  lpkeys export acme-prod acme-dev --output acme.age
  lpkeys export acme-prod --to "$(cat teammate.pub)" >acme.age
  lpkeys export --all --output all.age --passphrase-file /run/secrets/phrase`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.to, err = parseRecipients(to); err != nil {
				return err
			}
			o.names = args
			if err := o.check(cmd); err != nil {
				return err
			}
			return s.export(cmd.Context(), &o)
		},
	}
	flags := verb.Flags()
	flags.BoolVar(&o.all, "all", false, "all accounts")
	flags.StringArrayVar(&to, "to", nil, "encrypt to an age public `KEY`, age1..., instead of a passphrase; can be given again")
	flags.StringVarP(&o.output, "output", "o", "", "write to a new `FILE`, which only you can read")
	flags.BoolVar(&o.force, "force", false, "replace the file of --output")
	flags.StringVar(&o.phraseFile, "passphrase-file", "", "take the passphrase from the first line of a `FILE`")
	return verb
}

func parseRecipients(texts []string) ([]store.Recipient, error) {
	var all []store.Recipient
	for _, text := range texts {
		recipient, err := store.ParseRecipient(text)
		if err != nil {
			return nil, fmt.Errorf("--to: %w", err)
		}
		all = append(all, recipient)
	}
	return all, nil
}

func (o *exporting) check(cmd *cobra.Command) error {
	if o.output == "-" {
		o.output = ""
	}
	switch {
	case o.all && len(o.names) > 0:
		return misused("--all and names are given", "Leave one of them out")
	case len(o.to) > 0 && o.phraseFile != "":
		return misused("--to and --passphrase-file are given, and a bundle opens in one way", "Leave one of them out")
	case o.force && o.output == "":
		return misused("--force is given without --output", helpHint(cmd))
	}
	return nil
}

func (s *session) export(ctx context.Context, o *exporting) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	accounts, err := s.toExport(b, o)
	if err != nil {
		return err
	}
	if err := s.prepareExport(o); err != nil {
		return err
	}
	bundle, err := s.collect(ctx, b, accounts)
	if err != nil {
		return err
	}
	lock := store.BundleLock{Recipients: o.to}
	if len(o.to) == 0 {
		if lock.Passphrase, err = s.newPhrase(ctx, o.phraseFile); err != nil {
			return err
		}
	}
	file, err := bundle.Seal(lock)
	if err == nil {
		err = ctx.Err() // Who gave up during scrypt wants no file.
	}
	if err == nil && o.output != "" {
		err = writePrivate(o.output, file, o.force)
	}
	if err != nil {
		return err
	}
	s.deliver(o, bundle, file)
	return nil
}

// toExport answers the accounts that are meant.
func (s *session) toExport(b *Backend, o *exporting) ([]store.Account, error) {
	if o.all {
		all, err := b.Store.Accounts()
		all = slices.DeleteFunc(all, func(a store.Account) bool { return a.State == store.Removing })
		if err == nil && len(all) == 0 {
			err = store.ErrNoAccounts
		}
		return all, err
	}
	if len(o.names) == 0 {
		a, err := s.inForce(b)
		return []store.Account{a}, err
	}
	var accounts []store.Account
	for _, name := range o.names {
		a, err := b.Store.Account(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(accounts, a) {
			accounts = append(accounts, a)
		}
	}
	return accounts, nil
}

// prepareExport finds what would fail in the end before a vault is opened.
func (s *session) prepareExport(o *exporting) error {
	if len(o.to) == 0 && o.phraseFile == "" {
		err := s.needPerson("a passphrase for the bundle cannot be asked for", "Give it in a file with --passphrase-file FILE, or encrypt to a public key with --to age1...")
		if err != nil {
			return err
		}
	}
	if o.output == "" {
		return nil
	}
	return refuseExisting(o.output, o.force)
}

// collect reads the keys.
func (s *session) collect(ctx context.Context, b *Backend, accounts []store.Account) (bundle store.Bundle, err error) {
	var names []string
	for _, a := range accounts {
		names = append(names, a.Name)
	}
	err = s.visibly(vaultOf(accounts), func() error {
		bundle, err = b.Store.Bundle(ctx, names...)
		return err
	})
	return bundle, err
}

// newPhrase obtains the passphrase of a bundle that is about to be made.
func (s *session) newPhrase(ctx context.Context, file string) (oauth.Secret, error) {
	if file != "" {
		return phraseFrom(ctx, file)
	}
	s.note("whoever has the bundle and its passphrase has the keys")
	answer, err := s.askAlike(ctx, "Passphrase for the bundle: ")
	return oauth.NewSecret(answer), err
}

// deliver prints the bundle, or says where it is.
func (s *session) deliver(o *exporting, bundle store.Bundle, file []byte) {
	list := make([]*bundledJSON, len(bundle))
	for i := range bundle {
		list[i] = bundledJSONOf(&bundle[i])
		s.note("exported %s", describe(bundle[i].Account))
	}
	into, opener := cmp.Or(o.output, "the bundle"), "its passphrase"
	if len(o.to) > 0 {
		opener = "the age identity of " + counted(len(o.to), "recipient")
	}
	s.note("%s opens with %s, by lpkeys import or age -d", into, opener)
	switch {
	case s.json && o.output != "":
		s.encode(map[string]any{"accounts": list, "file": o.output})
	case s.json:
		s.encode(map[string]any{"accounts": list, "bundle": string(file)})
	case o.output == "":
		_, _ = s.out.Write(file) // It collects, and cannot fail.
	}
}
