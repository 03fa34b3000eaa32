package cli

import (
	"bytes"
	"encoding/json"
	"runtime"
	"slices"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/unlock"
)

// usualNames are what a command's variables are called when nobody says
// otherwise, in LivePerson's order.
var usualNames = handed{"LP_ACCOUNT_ID", "LP_APP_KEY", "LP_SECRET", "LP_ACCESS_TOKEN", "LP_ACCESS_TOKEN_SECRET"}

// handed are the names that the account ID and the four values are handed over
// under.
type handed [5]string

// variable is one of them with its value.
type variable struct{ name, value string }

// parseNames reads what gives variables other names. It repeats none of the new
// names: somebody may take the flag for one that wants the value.
func parseNames(pairs []string) (handed, error) {
	names := usualNames
	for _, pair := range pairs {
		usual, name, found := strings.Cut(pair, "=")
		at := slices.Index(usualNames[:], usual)
		switch {
		case !found || at < 0:
			return names, misused("--name does not begin with one of the variables and =", "Write it as --name LP_SECRET=NAME; the variables are "+strings.Join(usualNames[:], ", "))
		case !isVariable(name):
			return names, misused("--name "+usual+" is given no name that a variable can have", "Use letters, digits and _; it is the name of a variable, never its value")
		}
		names[at] = name
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return names, misused("--name gives two variables one name", "Give each its own")
		}
	}
	return names, nil
}

const letters = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// isVariable reports whether every shell can have a variable of that name.
func isVariable(name string) bool {
	return name != "" && strings.Trim(name, letters+"_") == "" && !strings.Contains("0123456789", name[:1])
}

func (names *handed) variables(id domain.AccountID, key oauth.Credentials) []variable {
	return []variable{
		{names[0], string(id)},
		{names[1], key.ConsumerKey},
		{names[2], key.ConsumerSecret.Reveal()},
		{names[3], key.Token},
		{names[4], key.TokenSecret.Reveal()},
	}
}

// cleaned is an environment without what opens vaults, and without another
// account's key that lies under one of the names.
func (names *handed) cleaned(environ []string) []string {
	dropped := append(names[:], usualNames[:]...)
	dropped = append(dropped, unlock.PassphraseVariable, unlock.IdentityVariable)
	var rest []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if runtime.GOOS == "windows" {
			name = strings.ToUpper(name) // It is one variable in any case there.
		}
		if !slices.Contains(dropped, name) {
			rest = append(rest, pair)
		}
	}
	return rest
}

// write is what a command reads on its standard input.
func (h handover) write(variables []variable) []byte {
	var text bytes.Buffer
	if h == asJSON {
		object := make(map[string]string)
		for _, v := range variables {
			object[v.name] = v.value
		}
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		_ = e.Encode(object) // It always encodes.
		return text.Bytes()
	}
	for _, v := range variables {
		text.WriteString(v.name + "=" + quoted(v.value) + "\n")
	}
	return text.Bytes()
}

// quoted is a value as a shell and readers of .env files take it. LivePerson's
// values need no quotes.
func quoted(value string) string {
	if strings.Trim(value, letters+"_-.") == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
