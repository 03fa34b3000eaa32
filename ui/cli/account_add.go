package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/paste"
	"lpkeys/ui/unlock"
)

// adding is what was typed after "account add".
type adding struct {
	account store.Account
	from    string // "": ask; "-": standard input; else a file
	check   bool
}

func (s *session) accountAddVerb() *cobra.Command {
	var id, environment, vault, from string
	var unchecked bool
	verb := &cobra.Command{
		Use:   "add NAME --id ID",
		Short: "Add an account and keep its key",
		Long: `Adds an account. Its key, the four values that Conversational Cloud shows, is
asked for without showing it, or read from a file or standard input: four lines
in LivePerson's order, or lines such as "App key: ...". A value is never an
argument, which others could see.

The account ID is checked with LivePerson before anything is kept. The key rests
in the operating system's keyring, or, where you say so, in an encrypted file.`,
		Example: `  lpkeys account add acme-prod --id 12345678 --env production
  pass show liveperson/acme | lpkeys account add acme --id 12345678 --from -
  lpkeys account add ci --id 12345678 --from key.txt --vault file`,
		Args: exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := parseAdding(args[0], id, environment, vault)
			if err != nil {
				return err
			}
			o.from, o.check = from, !unchecked
			return s.accountAdd(cmd.Context(), o)
		},
	}
	flags := verb.Flags()
	flags.StringVar(&id, "id", "", "LivePerson's account `ID`, also called site ID")
	flags.StringVar(&environment, "env", "", "a `LABEL` for the environment, such as production")
	flags.StringVar(&vault, "vault", string(store.KeyringVault), "the `VAULT` where the key rests: keyring or file")
	flags.StringVar(&from, "from", "", "read the four values from a `FILE`, or from standard input: -")
	flags.BoolVar(&unchecked, "no-check", false, "do not ask LivePerson whether the account ID exists")
	return verb
}

func parseAdding(name, id, environment, vault string) (o adding, err error) {
	if o.account.Name, err = store.CleanName(name); err != nil {
		return o, err
	}
	if o.account.Environment, err = store.CleanEnvironment(environment); err != nil {
		return o, err
	}
	if o.account.Vault, err = parseVault(vault); err != nil {
		return o, err
	}
	if id != "" {
		o.account.ID, err = store.CleanID(id)
	}
	return o, err
}

func parseVault(name string) (store.VaultName, error) {
	vault := store.VaultName(name)
	if !slices.Contains([]store.VaultName{store.KeyringVault, store.FileVault}, vault) {
		return "", misused("--vault is neither keyring nor file", "Write --vault keyring or --vault file")
	}
	return vault, nil
}

func (s *session) accountAdd(ctx context.Context, o adding) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	if b.Rehearsal != "" {
		o.account.Vault = b.Rehearsal
	}
	if err := s.prepare(ctx, b, &o); err != nil {
		return err
	}
	if o.check && s.asks(o.from) {
		// Nobody types four values for an account ID that is wrong. What is typed
		// meanwhile is hidden.
		if err := s.hide(); err != nil {
			return err
		}
		s.note("asking LivePerson whether it knows account %s", o.account.ID)
		if err := s.checkID(ctx, b, o.account.ID); err != nil {
			return err
		}
		o.check = false
	}
	values, err := s.values(ctx, o.from)
	if err != nil {
		return err
	}
	if o.account.ID, err = agree(o.account.ID, values.AccountID); err != nil {
		return err
	}
	key := values.Key()
	if err := key.Validate(); err != nil {
		return err
	}
	if o.check {
		if err := s.checkID(ctx, b, o.account.ID); err != nil {
			return err
		}
	}
	return s.keep(ctx, b, o.account, key)
}

// prepare finds what would fail in the end before anybody types four values.
func (s *session) prepare(ctx context.Context, b *Backend, o *adding) error {
	accounts, err := b.Store.Accounts()
	if err != nil {
		return err
	}
	if len(accounts) > 0 {
		if taken, err := b.Store.Account(o.account.Name); err == nil {
			return &store.NameTakenError{Name: taken.Name, State: taken.State}
		}
	}
	if err := s.needValues(o.from); err != nil {
		return err
	}
	if err := s.needVault(ctx, b, o.account.Vault); err != nil {
		return err
	}
	if o.account.ID != "" || !s.asks(o.from) {
		return nil // The text may hold the account ID.
	}
	id, err := s.ask(ctx, "Account ID:")
	if err != nil {
		return err
	}
	o.account.ID, err = store.CleanID(id)
	return err
}

// needValues answers what is wrong when the four values have to be typed, and
// there is nobody to type them.
func (s *session) needValues(from string) error {
	if !s.asks(from) {
		return nil
	}
	return s.needPerson("the four values cannot be asked for", "Give them in a file with --from FILE, or pipe them into --from -")
}

// asks reports whether the four values come from somebody who types.
func (s *session) asks(from string) bool { return from == "" || from == "-" && s.env.Terminal.In }

// needVault answers why a vault cannot take a key, as far as that shows before
// anything is asked or looked up: there is none, or it is locked and nobody can
// be asked.
func (s *session) needVault(ctx context.Context, b *Backend, vault store.VaultName) error {
	switch {
	case vault == store.KeyringVault:
		return s.needKeyring(ctx, b)
	case vault != store.FileVault || s.env.Terminal.person():
		return nil
	}
	err := b.File.Look(ctx)
	switch {
	case !errors.Is(err, store.ErrNoVault):
		return orNobody(err)
	case s.env.Getenv(unlock.PassphraseVariable) == "" && s.env.Getenv(unlock.IdentityVariable) == "":
		return noVaultHere(err)
	default:
		return nil
	}
}

// startLooks is how often a keyring may miss its half second: a bus starts one
// when it is first looked at.
const startLooks = 6

// needKeyring answers the reason when there is no keyring. A locked one may yet
// be unlocked.
func (s *session) needKeyring(ctx context.Context, b *Backend) error {
	var err error
	for range startLooks {
		if err = b.Keyring.Look(ctx); !errors.Is(err, store.ErrTimedOut) {
			break
		}
	}
	if errors.Is(err, store.ErrLocked) && !s.env.Terminal.person() {
		return err
	}
	if !noKeyring(err) {
		return nil
	}
	words := explain.Of(err)
	words.Error = "there is no keyring to keep the key in: " + words.Error
	words.Hint = "Keep it in an encrypted file instead: lpkeys unlock makes one and keeps it open; then add --vault file"
	return &spoken{words: words, err: err}
}

// noKeyring reports whether err says that there is none which could be asked.
func noKeyring(err error) bool {
	return slices.ContainsFunc([]error{store.ErrNoBus, store.ErrNoService, store.ErrUnsupported, store.ErrTimedOut},
		func(none error) bool { return errors.Is(err, none) })
}

// values obtains the four values.
func (s *session) values(ctx context.Context, from string) (paste.Values, error) {
	text, err := s.text(ctx, from)
	if err != nil {
		return paste.Values{}, err
	}
	values, err := paste.Parse(text)
	if err != nil {
		return paste.Values{}, s.inSource(from, err)
	}
	for _, cleaned := range values.Cleaned {
		s.note("%s", cleaned)
	}
	for _, doubt := range values.Warnings {
		s.warn("%s", doubt)
	}
	return values, nil
}

// inSource names what was read where package paste says that it was pasted.
func (s *session) inSource(from string, err error) error {
	switch {
	case s.asks(from):
		return err
	case from == "-":
		from = "standard input"
	}
	words := explain.Of(err)
	words.Error = strings.Replace(words.Error, "pasted text", from, 1)
	return &spoken{words: words, err: err}
}

func (s *session) text(ctx context.Context, from string) (string, error) {
	switch {
	case s.asks(from):
		return s.askValues(ctx)
	case from == "-":
		return whileLasts(ctx, func() (string, error) { return readPaste(s.env.Stdin) })
	default:
		return whileLasts(ctx, func() (string, error) {
			file, err := os.Open(from)
			if err != nil {
				return "", ofFlag("--from", from, err)
			}
			defer file.Close()
			return readPaste(file)
		})
	}
}

// readPaste reads one octet more than may be, so that too much is noticed.
func readPaste(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, paste.Limit+1))
	if err != nil {
		return "", fmt.Errorf("reading the four values: %w", err)
	}
	return string(text), nil
}

// agree answers the account ID that the command line and the text have between
// them.
func agree(typed domain.AccountID, pasted string) (domain.AccountID, error) {
	switch {
	case typed == "" && pasted == "":
		return "", misused("the account ID is missing", "Give it with --id ID")
	case typed == "":
		return store.CleanID(pasted)
	case pasted != "" && pasted != string(typed):
		return "", misused("the text with the four values names another account ID than --id", "Give the key of that account, or the right --id")
	default:
		return typed, nil
	}
}

// checkPatience is how long LivePerson may take to say whether it knows the
// account.
const checkPatience = 3 * time.Second

// checkID asks LivePerson once. Only a refusal keeps the account from being
// added: a network that is down says nothing about it.
func (s *session) checkID(ctx context.Context, b *Backend, id domain.AccountID) error {
	short, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	list, err := b.Resolver.All(short, id, domain.Options{Once: true})
	if list.Stale() {
		err = list.Failure
	}
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	if refusal, ok := errors.AsType[*domain.Error](err); ok && (refusal.Kind == domain.UnknownAccount || refusal.Kind == domain.Refused) {
		words := explain.Of(err)
		words.Hint += "; or add --no-check"
		return &spoken{words: words, err: err}
	}
	s.warn("the account ID is not checked: %s", explain.Of(err).Error)
	return nil
}

func (s *session) keep(ctx context.Context, b *Backend, a store.Account, key oauth.Credentials) error {
	if err := s.ready(ctx, b, a.Vault); err != nil {
		return err
	}
	err := s.visibly(a.Vault, func() (err error) {
		a, err = b.Store.Add(ctx, a, key)
		return err
	})
	if err != nil {
		return err
	}
	why := s.because(b, a)
	s.note("added %s; its key is in %s", describe(a), explain.Vault(a.Vault))
	if why.Reason == "" {
		s.note("another account is in force; lpkeys account use %s changes that", format.Word(a.Name))
	}
	s.encodeAccount(b, a)
	return nil
}

// ready opens or makes the vault file, where that is where a key is to rest. It
// comes before the index is touched: a person who leaves the prompt has changed
// nothing then.
func (s *session) ready(ctx context.Context, b *Backend, vault store.VaultName) error {
	if vault != store.FileVault {
		return nil
	}
	err := b.File.Ready(ctx)
	if errors.Is(err, store.ErrNoVault) {
		return noVaultHere(err)
	}
	if err == nil && s.chosen {
		s.holdOpenNew(ctx, b)
	}
	return err
}
