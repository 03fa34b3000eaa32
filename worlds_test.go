//go:build linux

package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lpkeys/store/storetest"
)

// TestTheWholeWorksWithEachVault runs one script with a real keyring, with a vault
// file under a passphrase that lpkeys unlock keeps open, and with one that an
// identity opens. LivePerson is on loopback.
func TestTheWholeWorksWithEachVault(t *testing.T) {
	storetest.Need(t, "curl", "curl")
	keyring := storetest.Keyring(t)
	worlds := map[string]map[string]string{
		"a keyring": {"VAULT": "keyring", "OPEN": "true", "DBUS_SESSION_BUS_ADDRESS": keyring.Address, "LPKEYS_IDENTITY_FILE": ""},
		"a passphrase": {
			"VAULT": "file", "OPEN": "lpkeys unlock",
			"LPKEYS_PASSPHRASE_FILE": "phrase.txt", "LPKEYS_IDENTITY_FILE": "",
		},
		"an identity": {"VAULT": "file", "OPEN": "true"},
	}
	for _, name := range slices.Sorted(maps.Keys(worlds)) {
		t.Run("with "+name, func(t *testing.T) {
			person := newLaptop(t, nil)
			api := person.variable("LPKEYS_API_URL")
			testscript.Run(t, testscript.Params{
				Dir:                 filepath.Join("ui", "cli", "testdata", "worlds"),
				RequireExplicitExec: true,
				Cmds:                commands,
				Setup: func(env *testscript.Env) error {
					if err := prepare(env, api); err != nil {
						return err
					}
					env.Setenv("HOME", person.folder) // with its .curlrc
					for name, value := range worlds[name] {
						env.Setenv(name, value)
					}
					return nil
				},
			})
		})
	}
}

func (l *laptop) variable(name string) string {
	for _, pair := range l.environ {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}
