package doctor

import (
	"context"
	"errors"
	"slices"

	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/unlock"
)

func (v *visit) vaultFile(ctx context.Context, n *Notes) {
	err := v.files().SealedErr
	keys := v.keptIn(store.FileVault)
	sealed := new(store.SealedError)
	errors.As(err, &sealed)
	switch {
	case errors.Is(err, store.ErrNoVault) && keys == 0:
		n.Add(OK, "there is none, and no account needs it", "")
	case errors.Is(err, store.ErrNoVault):
		n.Add(Failed, "there is none, and "+some(keys, "account")+" should have a key in it", "Put vault.age and vault-key.age back from a backup")
	case sealed.Problem == store.KeyFileChanged:
		n.fail(Warning, "", err)
	case err != nil && (sealed.Problem != store.KeyFileMissing || value(v.Environ, unlock.IdentityVariable) == ""):
		n.fail(Failed, "", err)
	case v.vault(store.FileVault).Look(ctx) == nil:
		n.Add(OK, "it is there, and opens without asking anybody", "")
	default:
		n.Add(OK, "it is there, and asks for its passphrase", "")
	}
}

// keys asks only those vaults that answer without asking anybody.
func (v *visit) keys(ctx context.Context, n *Notes) {
	if v.unread() {
		n.Add(NotTried, unread, "")
		return
	}
	whole := 0
	var closed []store.VaultName
	for _, a := range v.files().Accounts {
		if a.State != store.Kept || slices.Contains(closed, a.Vault) {
			continue
		}
		source := new(unlock.SourceError)
		switch err := v.files().Key(ctx, a); {
		case err == nil:
			whole++
		case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrCorrupt):
			n.fail(Failed, a.Name+": ", err)
		case errors.As(err, &source):
			// It would say what is set, and that may be the secret itself.
			closed = append(closed, a.Vault)
			n.Add(Failed, "the file that "+source.Variable+" names does not open the vault file", "Name the file that opens it, by its absolute path")
		default:
			closed = append(closed, a.Vault)
			n.Add(NotTried, some(v.keptIn(a.Vault), "key")+" in "+explain.Vault(a.Vault)+": "+explain.Of(err).Error, "")
		}
	}
	if whole > 0 {
		n.Add(OK, some(whole, "key")+" there and whole", "")
	}
	n.or("there is no key yet")
}
