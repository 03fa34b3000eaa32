package explain

import (
	"io/fs"
	"strings"
	"testing"

	"lpkeys/store"
)

func TestEveryRepairIsToldWithWhatItIsAbout(t *testing.T) {
	account := store.Account{Name: "acme\x1b"}
	for name, c := range map[string]struct {
		repaired store.Repaired
		want     string
		warn     bool
	}{
		"finished":    {store.Repaired{Outcome: store.Finished, Account: account}, "acme was being added", false},
		"undone":      {store.Repaired{Outcome: store.Undone, Account: account}, "was not added", false},
		"imported":    {store.Repaired{Outcome: store.Undone, Account: account, Others: 2}, "acme and 2 more were being imported when lpkeys was cut short; none", false},
		"to forget":   {store.Repaired{Outcome: store.LeftAlone, Account: account, Others: 2, Err: store.ErrLocked}, "not forgotten yet: the vault is locked", true},
		"removed":     {store.Repaired{Outcome: store.Removed, Account: account}, "is removed now", false},
		"cleared":     {store.Repaired{Outcome: store.Cleared, Account: account}, "of acme elsewhere", false},
		"moved":       {store.Repaired{Outcome: store.Cleared, Account: store.Account{Name: "acme", State: store.Moving}}, "acme was being moved", false},
		"replaced":    {store.Repaired{Outcome: store.Cleared, Account: store.Account{Name: "acme", State: store.Replacing}}, "the key that it had before", false},
		"swept":       {store.Repaired{Outcome: store.Cleared, Item: store.Item{Vault: store.FileVault, Name: "acme-abcdefgh\x1b"}}, "acme-abcdefgh, which a removed account had left in the vault file", false},
		"left alone":  {store.Repaired{Outcome: store.LeftAlone, Account: account, Err: store.ErrLocked}, "acme is not finished: the vault is locked", true},
		"closed":      {store.Repaired{Outcome: store.Closed, Path: "/home/f"}, "/home/f; it is closed", true},
		"not closed":  {store.Repaired{Outcome: store.LeftAlone, Path: "/home/f", Err: fs.ErrPermission}, "others can open /home/f", true},
		"from beyond": {store.Repaired{Outcome: "new", Account: account}, "acme is not finished", true},
	} {
		text, warn := Repaired(c.repaired)
		if !strings.Contains(text, c.want) || warn != c.warn || strings.Contains(text, "\x1b") {
			t.Errorf("%s: got %q, %v, want %q, %v", name, text, warn, c.want, c.warn)
		}
	}
}
