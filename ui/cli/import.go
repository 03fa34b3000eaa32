package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/explain"
)

// importing is what was typed after "import".
type importing struct {
	from       string // "-": standard input; else a file
	vault      store.VaultName
	names      []renaming
	identity   string // "": the bundle opens with a passphrase
	phraseFile string // "": ask
	sure       bool
	dry        bool
}

// A renaming is what --rename says.
type renaming struct{ from, to string }

func (s *session) importVerb() *cobra.Command {
	var o importing
	var vault string
	var names []string
	verb := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Add the accounts of an encrypted bundle",
		Long: `Adds the accounts of a bundle that lpkeys export made, all of them or none. They
are shown first, with the last characters of their app keys, and nothing is added
before you agree. An account that is there with the same key is left out; one
that is there with another key is never replaced: it needs another name.

Nothing in a bundle tells who made it. Ask whoever sent it, on another way, for
the account IDs and the last characters.`,
		Example: `  lpkeys import acme.age
  lpkeys import acme.age --identity ~/age.txt --rename acme=acme-team
  lpkeys import - --yes --vault file --passphrase-file phrase.txt <all.age`,
		Args: exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.vault, err = parseVault(vault); err != nil {
				return err
			}
			if o.names, err = parseRenamings(names); err != nil {
				return err
			}
			if o.identity != "" && o.phraseFile != "" {
				return misused("--identity and --passphrase-file are given, and a bundle opens in one way", "Leave one of them out")
			}
			o.from = args[0]
			return s.importBundle(cmd.Context(), &o)
		},
	}
	flags := verb.Flags()
	flags.StringVar(&vault, "vault", string(store.KeyringVault), "the `VAULT` where the keys are to rest: keyring or file")
	flags.StringArrayVar(&names, "rename", nil, "add an account under another name, `OLD=NEW`; can be given again")
	flags.StringVar(&o.identity, "identity", "", "open the bundle with the age identities in a `FILE`")
	flags.StringVar(&o.phraseFile, "passphrase-file", "", "take the passphrase from the first line of a `FILE`")
	flags.BoolVar(&o.sure, "yes", false, "do not ask; needed where there is no terminal")
	flags.BoolVar(&o.dry, "dry-run", false, "show what would be added, and add nothing")
	return verb
}

func parseRenamings(texts []string) ([]renaming, error) {
	var all []renaming
	for _, text := range texts {
		from, to, ok := strings.Cut(text, "=")
		if !ok {
			return nil, misused("--rename has no = in it", "Write the name in the bundle, =, and the new name: --rename acme=acme-team")
		}
		to, err := store.CleanName(to)
		if err != nil {
			return nil, err
		}
		all = append(all, renaming{strings.TrimSpace(from), to})
	}
	return all, nil
}

func (s *session) importBundle(ctx context.Context, o *importing) error {
	if !o.sure && !o.dry {
		if err := s.needPerson("importing cannot be asked about", "Look with --dry-run, and add --yes if you mean it"); err != nil {
			return err
		}
	}
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	arriving, err := s.arrivals(ctx, b, o)
	if err != nil {
		return err
	}
	if o.dry {
		if s.json {
			s.encodeArrivals(arriving, store.NameFree)
		} else {
			s.table(arrivalHeading, arriving.rows())
		}
		return arriving.refuseTaken()
	}
	if !o.sure {
		if err := s.agree(ctx, b, o.vault, arriving); err != nil {
			return err
		}
	}
	if err := arriving.refuseTaken(); err != nil {
		return err
	}
	return s.addArrivals(ctx, b, o.vault, arriving)
}

// arrivals opens the bundle and compares it with what is here.
func (s *session) arrivals(ctx context.Context, b *Backend, o *importing) (arrivals, error) {
	file, err := s.bundleFile(ctx, o.from)
	if err != nil {
		return nil, err
	}
	// What is wrong with the file comes first, and its passphrase last.
	if _, err := store.LookAtBundle(file); err != nil {
		return nil, err
	}
	if o.vault == store.KeyringVault && !o.dry {
		if err := s.needKeyring(ctx, b); err != nil {
			return nil, err
		}
	}
	bundle, err := s.openBundle(ctx, file, o)
	if err != nil {
		return nil, err
	}
	all := arrivalsOf(bundle)
	if err := all.rename(o.names); err != nil {
		return nil, err
	}
	return all, s.compare(ctx, b, all)
}

// bundleFile reads the bundle, and one octet more than may be, so that too much
// is noticed.
func (s *session) bundleFile(ctx context.Context, from string) ([]byte, error) {
	text, err := whileLasts(ctx, func() (string, error) {
		if from == "-" && s.env.Terminal.In {
			s.note("paste the bundle, down to its END line")
			return pastedBundle(s.env.Stdin)
		}
		in := s.env.Stdin
		if from != "-" {
			file, err := os.Open(from)
			if err != nil {
				return "", err
			}
			defer file.Close()
			in = file
		}
		text, err := io.ReadAll(io.LimitReader(in, store.LongestBundle+1))
		return string(text), err
	})
	return []byte(text), err
}

// pastedBundle reads to the last line of a bundle: a terminal has no end.
func pastedBundle(terminal io.Reader) (string, error) {
	var text strings.Builder
	lines := bufio.NewScanner(io.LimitReader(terminal, store.LongestBundle+1))
	for lines.Scan() {
		fmt.Fprintln(&text, lines.Text())
		if strings.HasPrefix(lines.Text(), "-----END ") {
			break
		}
	}
	return text.String(), lines.Err()
}

// openBundle opens a bundle with what was given, or asks for its passphrase.
func (s *session) openBundle(ctx context.Context, file []byte, o *importing) (store.Bundle, error) {
	way, err := store.LookAtBundle(file)
	if err != nil {
		return nil, err
	}
	var key store.BundleKey
	switch {
	case o.identity != "":
		key.Identities, err = identitiesFrom(ctx, o.identity)
	case o.phraseFile != "":
		key.Passphrase, err = phraseFrom(ctx, o.phraseFile)
	case way == store.ByPassphrase:
		return s.openAsking(ctx, file)
	}
	if err != nil {
		return nil, err
	}
	bundle, err := store.OpenBundle(file, key)
	if err == nil {
		s.tellSender(way)
	}
	return bundle, err
}

func (s *session) openAsking(ctx context.Context, file []byte) (store.Bundle, error) {
	if err := s.needPerson("the bundle's passphrase cannot be asked for", "Give it in a file with --passphrase-file FILE"); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		phrase, err := s.askHidden(ctx, "Passphrase of the bundle: ")
		if err != nil {
			return nil, err
		}
		bundle, err := store.OpenBundle(file, store.BundleKey{Passphrase: oauth.NewSecret(phrase)})
		if err == nil {
			s.tellSender(store.ByPassphrase)
		}
		if !isProblem(err, store.BundlePassphraseWrong) || try == mistakes {
			return bundle, err
		}
		s.warn("wrong passphrase")
	}
}

// tellSender says what age cannot: it encrypts, and signs nothing.
func (s *session) tellSender(way store.BundleWay) {
	if way == store.ByPassphrase {
		s.warn("nothing in the bundle tells who made it; it was somebody who knows its passphrase")
		return
	}
	s.warn("nothing in the bundle tells who made it; anybody who has your public key could have made it")
}

// addArrivals adds what is new.
func (s *session) addArrivals(ctx context.Context, b *Backend, vault store.VaultName, all arrivals) error {
	bundle := all.new()
	if len(bundle) > 0 {
		if err := s.ready(ctx, b, vault); err != nil {
			return err
		}
	}
	err := s.visibly(vault, func() error { return b.Store.AddAll(ctx, vault, bundle) })
	if err != nil {
		return err
	}
	for i := range bundle {
		s.note("imported %s; its app key ends in %s", describe(bundle[i].Account), keyEnd(&bundle[i]))
	}
	if there := len(all) - len(bundle); there > 0 {
		s.note("%s of the bundle %s here already", counted(there, "account"), numbered(there, "was", "were"))
	}
	if _, there, err := b.Store.Default(); err == nil && !there {
		s.note("no account is the default yet: lpkeys account use NAME")
	}
	if s.json {
		s.encodeArrivals(all, imported)
	}
	return nil
}

func notAgreed() error {
	return &spoken{words: explain.Words{Error: "nothing was imported", Exit: explain.Failed, Code: "not-confirmed"}}
}

func isProblem(err error, problem store.BundleProblem) bool {
	e, ok := errors.AsType[*store.BundleError](err)
	return ok && e.Problem == problem
}
