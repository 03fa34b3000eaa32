package doctor

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"lpkeys/store"
)

// A Patient is what the checks look at.
type Patient struct {
	// Store is opened by nobody. Its vaults ask nobody.
	Store   store.Options
	NoPaths error // why the folders are not known

	Asked   store.Asked
	Why     string   // the account that was asked for is in force; "" for the rule's own words
	Environ []string // as [os.Environ] has it

	Hosts Hosts // who is asked and keeps nothing on the disk; nil: nobody

	// Person means that somebody could answer the keyring's own prompt, so that a
	// locked one is no failure.
	Person bool
}

// checks are in the order in which one explains the next.
var checks = []struct {
	name  string
	needs need
	limit time.Duration
	look  func(*visit, context.Context, *Notes)
}{
	{"variables", nothing, 0, (*visit).variables},
	{"folders", nothing, 0, (*visit).folders},
	{"access", paths, 0, (*visit).access},
	{"accounts file", paths, 0, (*visit).index},
	{"cut short", paths, 0, (*visit).unfinished},
	{"folder list", paths, 0, (*visit).folderList},
	{"account", paths, 0, (*visit).account},
	{"LivePerson", network, 0, (*visit).livePerson},
	{"session bus", aBus, 0, (*visit).bus},
	{"keyring service", aBus, 0, (*visit).service},
	{"keyring", nothing, 0, (*visit).lock},
	{"keyring trial", nothing, 20 * time.Second, (*visit).trial},
	{"vault file", paths, 0, (*visit).vaultFile},
	{"keys", paths, 30 * time.Second, (*visit).keys},
}

// A need is what has to be there for a check to mean anything.
type need int

const (
	nothing need = iota
	paths        // to know where the files are
	network      // those, and somebody to ask
	aBus         // a system that reaches keyrings through a session bus
)

// Checks are the checks of a patient. What they share is looked at once.
func Checks(p Patient) []Check {
	v := &visit{Patient: p}
	v.files = sync.OnceValue(func() *store.Examination { return store.Examine(p.Store) })
	v.keyring = sync.OnceValue(func() error { return v.vault(store.KeyringVault).Look(context.Background()) })
	lacks := map[need]bool{paths: p.NoPaths != nil, network: p.NoPaths != nil || p.Hosts == nil, aBus: !hasBus}
	var list []Check
	for _, c := range checks {
		if lacks[c.needs] {
			continue
		}
		list = append(list, Check{c.name, c.limit, func(ctx context.Context, n *Notes) { c.look(v, ctx, n) }})
	}
	return list
}

// hasBus is so where keyrings are reached through a session bus.
const hasBus = runtime.GOOS != "darwin" && runtime.GOOS != "windows"

// A visit is what the checks of one patient share.
type visit struct {
	Patient
	files   func() *store.Examination
	keyring func() error // what its Look says
}

func (v *visit) vault(name store.VaultName) store.Vault { return v.Store.Vaults[name] }

// keptIn counts the accounts whose keys are in a vault.
func (v *visit) keptIn(vault store.VaultName) (n int) {
	if v.NoPaths != nil {
		return 0
	}
	for _, a := range v.files().Accounts {
		if a.Vault == vault {
			n++
		}
	}
	return n
}

// some counts things: no account, 1 account, 2 accounts.
func some(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "1 " + what
	default:
		return fmt.Sprintf("%d %ss", n, what)
	}
}

// word quotes a path for a command line of a shell.
func word(path string) string {
	const plain = "/._-+@%:,=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	if path != "" && strings.Trim(path, plain) == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
