package doctor

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/unlock"
)

const (
	homeVariable = "LPKEYS_HOME"
	apiVariable  = "LPKEYS_API_URL"
)

// known are all that lpkeys reads under its own name.
var known = []string{"LPKEYS_ACCOUNT", homeVariable, apiVariable, unlock.IdentityVariable, unlock.PassphraseVariable}

// variables names variables and no value: a person may have put the secret itself
// where the name of its file belongs.
func (v *visit) variables(_ context.Context, n *Notes) {
	set := 0
	for _, entry := range v.Environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "LPKEYS_") || value == "" {
			continue
		}
		set++
		switch {
		case !slices.Contains(known, name):
			n.Add(Warning, name+" means nothing to lpkeys", "unset "+name)
		case name == apiVariable:
			lookAtAPI(value, n)
		case name == unlock.IdentityVariable, name == unlock.PassphraseVariable:
			lookAtFile(name, value, n)
		}
	}
	if value(v.Environ, unlock.IdentityVariable) != "" && value(v.Environ, unlock.PassphraseVariable) != "" {
		n.Add(Warning, unlock.IdentityVariable+" comes first, and "+unlock.PassphraseVariable+" is not looked at", "unset "+unlock.PassphraseVariable)
	}
	n.or(some(set, "LPKEYS_ variable") + " set")
}

// value is that of a variable, "" when it is not set.
func value(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

func lookAtAPI(address string, n *Notes) {
	const fix = "unset " + apiVariable
	switch base, err := domain.ParseBaseURL(address); {
	case err != nil:
		n.Add(Failed, apiVariable+" is not an address that lpkeys would ask", fix)
	case base != domain.DefaultBaseURL:
		n.Add(Warning, apiVariable+" is set: LivePerson itself is not asked", fix)
	}
}

// lookAtFile opens nothing but a plain file, and reads not even that: a pipe
// gives what it holds only once.
func lookAtFile(variable, path string, n *Notes) {
	info, err := os.Stat(path)
	plain := err == nil && info.Mode().IsRegular()
	if plain {
		var file *os.File
		if file, err = os.Open(path); err == nil {
			file.Close()
		}
	}
	switch {
	case err != nil || info.IsDir():
		n.Add(Failed, variable+" names no file that can be read", "Name the file that holds it by its absolute path")
	case plain && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		n.Add(Warning, "others may use the file that "+variable+" names", `chmod go= "$`+variable+`"`)
	}
}
