package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lpkeys/domain"
	"lpkeys/store"
)

// What a shell offers while a command is typed comes from the index, the catalogue
// and the hosts that are kept, as files say it: nobody is asked, nothing is opened
// or repaired, and nothing is said when that fails.

// offered is what one argument, or the value of one flag, may be.
type offered = func(s *session, cmd *cobra.Command, args []string) []cobra.Completion

// arguments are what verbs take, by the way to them. A verb that is not here takes
// nothing that could be listed, or files.
var arguments = map[string]offered{
	"account copy":   first(accountNames),
	"account edit":   first(accountNames),
	"account move":   first(accountNames),
	"account remove": first(accountNames),
	"account rename": first(accountNames),
	"account show":   first(accountNames),
	"account use":    first(accountNames),
	"compare":        requests,
	"completion":     first(fixed(shells...)),
	"export":         accountNames,
	"help":           verbNames,
	"resolve":        serviceNames,
	"send":           requests,
	"sign":           requests,
}

// flagValues are what flags take. One that is not here takes nothing that could be
// listed.
var flagValues = map[string]offered{
	"account": accountNames,
	"env":     fixed("production", "staging", "development", "test"),
	"format":  fixed(strings.Split(formats(), ", ")...),
	"name":    fixed(strings.Split(strings.Join(usualNames[:], "=,")+"=", ",")...),
	"set":     namesToSet,
	"stdin":   fixed("json", "env"),
	"vault":   fixed(string(store.KeyringVault), string(store.FileVault)),
}

// takeFiles are the verbs and the flags that take the name of a file.
var takeFiles = []string{"import", "exec", "data", "from", "identity", "new-passphrase-file", "output", "passphrase-file"}

// complete has the whole tree offer what it takes.
func (s *session) complete(cmd *cobra.Command) {
	_, verb, _ := strings.Cut(cmd.CommandPath(), " ")
	cmd.ValidArgsFunction = s.offers(verb, arguments[verb])
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		f.Usage = strings.ReplaceAll(f.Usage, "`", "") // which only help understands
		// The one error is a flag that has been registered already.
		_ = cmd.RegisterFlagCompletionFunc(f.Name, s.offers(f.Name, flagValues[f.Name]))
	})
	for _, sub := range cmd.Commands() {
		s.complete(sub)
	}
}

// offers leaves of what is offered what goes on as typed, and was not given yet.
func (s *session) offers(name string, what offered) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if slices.Contains(takeFiles, name) {
			return nil, cobra.ShellCompDirectiveDefault
		}
		if what == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		all := slices.DeleteFunc(what(s, cmd, args), func(c cobra.Completion) bool {
			word, _, _ := strings.Cut(c, "\t")
			return !strings.HasPrefix(word, typed) || slices.Contains(args, word)
		})
		directive := cobra.ShellCompDirectiveNoFileComp
		if slices.ContainsFunc(all, func(c cobra.Completion) bool { return strings.HasSuffix(c, "=") || strings.HasSuffix(c, ":") }) {
			directive |= cobra.ShellCompDirectiveNoSpace // The value, or the path, follows.
		}
		return all, directive
	}
}

func fixed(words ...string) offered {
	return func(*session, *cobra.Command, []string) []cobra.Completion { return slices.Clone(words) }
}

// first offers the first argument alone.
func first(what offered) offered {
	return func(s *session, cmd *cobra.Command, args []string) []cobra.Completion {
		if len(args) > 0 {
			return nil
		}
		return what(s, cmd, args)
	}
}

// verbNames are those that help can explain.
func verbNames(_ *session, cmd *cobra.Command, args []string) (names []cobra.Completion) {
	about, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	for _, verb := range about.Commands() {
		if verb.IsAvailableCommand() {
			names = append(names, cobra.CompletionWithDesc(verb.Name(), verb.Short))
		}
	}
	return names
}

// accountNames are those of the index, as it lies on the disk. One that a shell
// would take for commands is left out: bash sets the beginning that several share
// into the line as it is, and evaluates the line at the next tab.
func accountNames(s *session, _ *cobra.Command, _ []string) (names []cobra.Completion) {
	p := s.env.Patient()
	if p.NoPaths != nil {
		return nil
	}
	for _, a := range store.Examine(p.Store).Accounts {
		if a.State != store.Removing && !strings.ContainsAny(a.Name, "$`;&|<>") {
			names = append(names, cobra.CompletionWithDesc(a.Name, strings.TrimSuffix(string(a.ID)+", "+environment(a.Account), ", ")))
		}
	}
	return names
}

// serviceNames are those of the catalogue, and those that the account in force was
// last known to have.
func serviceNames(s *session, cmd *cobra.Command, _ []string) []cobra.Completion {
	known := make(map[string]string)
	for _, api := range domain.Catalogue() {
		if api.Service != "" && known[string(api.Service)] == "" {
			known[string(api.Service)] = api.Title
		}
	}
	for _, e := range s.keptHosts(cmd.Context()) {
		known[string(e.Service)] = e.Host.Name
	}
	var names []cobra.Completion
	for service, about := range known {
		names = append(names, cobra.CompletionWithDesc(service, about))
	}
	slices.Sort(names)
	return names
}

// keptHosts are what the last look-up for the account in force brought.
func (s *session) keptHosts(ctx context.Context) []domain.Entry {
	p := s.env.Patient()
	if p.NoPaths != nil {
		return nil
	}
	a, _, err := store.Examine(p.Store).InForce(store.Asked{Flag: s.account, Variable: s.env.Getenv(accountVariable), Here: s.env.Here})
	if err != nil {
		return nil
	}
	hosts, err := s.env.Hosts()
	if err != nil {
		return nil
	}
	list, _ := hosts.All(ctx, a.ID, domain.Options{KeptOnly: true}) // Of nothing kept there is nothing to offer.
	return list.Entries
}

// requests are methods and operations, and after a method what goes with it.
func requests(s *session, _ *cobra.Command, args []string) (all []cobra.Completion) {
	if len(args) > 1 {
		return nil
	}
	if len(args) == 0 {
		all = []cobra.Completion{"GET", "POST", "PUT", "PATCH", "DELETE"}
	}
	for _, api := range domain.Catalogue() {
		for _, o := range api.Operations {
			if len(args) == 0 || strings.EqualFold(args[0], o.Method) {
				all = append(all, cobra.CompletionWithDesc(o.Name, o.Title))
			}
		}
	}
	return all
}

// namesToSet are those in braces in the URL of the operation that stands there.
func namesToSet(_ *session, _ *cobra.Command, args []string) (names []cobra.Completion) {
	for _, arg := range args {
		o, err := domain.Find(arg)
		if err != nil {
			continue
		}
		for _, name := range o.Names() {
			if "{"+name+"}" != domain.AccountPlaceholder {
				names = append(names, name+"=")
			}
		}
	}
	return names
}
