package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lpkeys/domain"
)

// otherWords are what other programs call our verbs.
var otherWords = map[string]string{
	"delete": "remove", "del": "remove", "rm": "remove", "mv": "rename", "cp": "copy", "ls": "list", "accounts": "account",
	"new": "add", "create": "add", "switch": "use", "select": "use", "default": "use", "current": "which", "whoami": "which",
	"host": "resolve", "hosts": "resolve", "header": "sign", "check": "doctor", "diff": "compare",
	"try": "send", "curl": "send", "request": "send",
}

// nearVerbs answers the verbs that somebody may have meant who typed word where
// cmd wants one: those near in spelling; those of that name elsewhere in the tree,
// with the way to them.
func nearVerbs(cmd *cobra.Command, word string) (near []string) {
	for _, verb := range cmd.Commands() {
		if verb.IsAvailableCommand() && isNear(word, verb.Name()) {
			near = append(near, verb.Name())
		}
	}
	if len(near) > 0 {
		return near
	}
	for _, group := range append([]*cobra.Command{cmd, cmd.Root()}, cmd.Root().Commands()...) {
		for _, verb := range group.Commands() {
			if verb.Name() == word || verb.Name() == otherWords[word] {
				return []string{verb.CommandPath()}
			}
		}
	}
	return nil
}

// nearFlag answers the flag of cmd that is nearest to what was typed, or "".
func nearFlag(cmd *cobra.Command, typed string) (near string) {
	best := farthest + 1
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if d := distance(typed, f.Name); d < best && !f.Hidden {
			near, best = f.Name, d
		}
	})
	return near
}

// farthest is how many slips of a finger are still a slip.
const farthest = 2

func isNear(typed, name string) bool { return distance(typed, name) <= farthest }

// distance counts the slips between a word and a name, none of which may be most of
// it. The beginning of a name is near.
func distance(typed, name string) int {
	typed = strings.ToLower(typed)
	if len(typed) > 1 && strings.HasPrefix(name, typed) {
		return 1
	}
	d := domain.Keystrokes(typed, name)
	if 2*d > len(name) {
		return farthest + 1
	}
	return d
}
