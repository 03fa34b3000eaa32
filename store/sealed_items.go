package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"lpkeys/oauth"
)

const contentsVersion = 1

// contents are what vault.age holds, once open: keys by item name, each framed
// as in a keyring.
type contents map[string]json.RawMessage

type contentsFile struct {
	Version int      `json:"lpkeys"`
	Items   contents `json:"items"`
}

// Put keeps key under item; see [Vault].
func (v *Sealed) Put(ctx context.Context, item string, key oauth.Credentials) error {
	framed, err := frame(key)
	if err != nil {
		return doing("storing "+item+" in the vault", err)
	}
	return v.change(ctx, "storing", item, func(identity oauth.Secret, c contents, before []byte) error {
		if _, there := c[item]; there {
			return ErrExists
		}
		c[item] = json.RawMessage(framed)
		if err := v.write(identity, c, before); err != nil {
			return err
		}
		kept, _, err := v.read(identity)
		if err != nil {
			return unsettled(err)
		}
		if string(kept[item]) != framed {
			return fmt.Errorf("%w: the file holds something else than was written", ErrCorrupt)
		}
		return nil
	})
}

// Get reads the key under item; see [Vault].
func (v *Sealed) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	key, err := v.get(ctx, item)
	return key, doing("reading "+item+" from the vault", err)
}

func (v *Sealed) get(ctx context.Context, item string) (oauth.Credentials, error) {
	if err := ctx.Err(); err != nil {
		return oauth.Credentials{}, err
	}
	identity, err := v.unlocked()
	if err != nil {
		return oauth.Credentials{}, err
	}
	c, _, err := v.read(identity)
	if err != nil {
		return oauth.Credentials{}, err
	}
	framed, there := c[item]
	if !there {
		return oauth.Credentials{}, ErrNotFound
	}
	return unframe(string(framed))
}

// Forget removes item; see [Vault].
func (v *Sealed) Forget(ctx context.Context, item string) error {
	return v.change(ctx, "removing", item, func(identity oauth.Secret, c contents, _ []byte) error {
		if _, there := c[item]; !there {
			return ErrNotFound
		}
		delete(c, item)
		// The generation before would go on holding what is to be forgotten.
		if err := v.writePrevious(identity, c); err != nil {
			return err
		}
		if err := v.write(identity, c, nil); err != nil {
			return err
		}
		kept, _, err := v.read(identity)
		if err != nil {
			return unsettled(err)
		}
		if _, there := kept[item]; there {
			return fmt.Errorf("%w: the file still has the item", ErrCorrupt)
		}
		return nil
	})
}

// change runs alter on the contents as they are on disk, alone. before is the
// file that they were read from.
func (v *Sealed) change(ctx context.Context, verb, item string,
	alter func(identity oauth.Secret, c contents, before []byte) error) error {
	if err := checkItem(item); err != nil {
		return err
	}
	err := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		identity, err := v.unlocked()
		if err != nil {
			return err
		}
		return v.locked(ctx, func() error {
			c, before, err := v.read(identity)
			if err != nil {
				return err
			}
			return alter(identity, c, before)
		})
	}()
	return doing(verb+" "+item+" in the vault", err)
}

// unlocked answers the identity, or why there is none.
func (v *Sealed) unlocked() (oauth.Secret, error) {
	identity := v.held()
	if !identity.IsZero() {
		return identity, nil
	}
	status, err := v.Status()
	if err != nil {
		return oauth.Secret{}, err
	}
	if status == NoVault {
		return oauth.Secret{}, ErrNoVault
	}
	return oauth.Secret{}, ErrFileLocked
}

// read opens vault.age as it is on disk, and answers the file too.
func (v *Sealed) read(identity oauth.Secret) (contents, []byte, error) {
	path := v.path(vaultFileName)
	file, err := readFile(v.FS, path, longestFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, lost := v.present()
		return nil, nil, cmp.Or(lost, ErrNoVault)
	case errors.Is(err, ErrTooLong):
		return nil, nil, v.problem(VaultFileDamaged)
	case err != nil:
		return nil, nil, err
	}
	c, err := openContents(file, identity)
	switch {
	case err == nil:
		return c, file, nil
	case errors.Is(err, ErrWrongPassphrase) && !v.opensPrevious(identity):
		return nil, nil, &SealedError{Path: path, Problem: OtherKey}
	case errors.Is(err, ErrUnsupported):
		return nil, nil, err
	}
	return nil, nil, v.problem(VaultFileDamaged)
}

func openContents(file []byte, identity oauth.Secret) (contents, error) {
	text, err := unseal(file, identity)
	if err != nil {
		return nil, err
	}
	var got contentsFile
	if err := json.Unmarshal(text, &got); err != nil {
		return nil, ErrCorrupt
	}
	if got.Version > contentsVersion {
		return nil, fmt.Errorf("%w: a newer lpkeys wrote it, in version %d", ErrUnsupported, got.Version)
	}
	if got.Version < 1 || got.Items == nil {
		return nil, ErrCorrupt
	}
	return got.Items, nil
}

// opensPrevious tells a vault of ours whose first lines are damaged from one
// of another key: to age they are the same, but the generation before is ours.
func (v *Sealed) opensPrevious(identity oauth.Secret) bool {
	file, err := readFile(v.FS, v.path(previousVaultName), longestFile)
	if err != nil {
		return false
	}
	_, err = openContents(file, identity)
	return err == nil
}

// problem is one of vault.age, with the way back if there is one.
func (v *Sealed) problem(what SealedProblem) error {
	problem := &SealedError{Path: v.path(vaultFileName), Problem: what}
	if there, err := v.exists(previousVaultName); err == nil && there {
		problem.Previous = v.path(previousVaultName)
	}
	return problem
}

// write replaces vault.age, and keeps the file that it replaces if there is
// one. After an error the old one stands; see [writeFile].
func (v *Sealed) write(identity oauth.Secret, c contents, before []byte) error {
	file, err := sealContents(identity, c)
	if err != nil {
		return err
	}
	if before != nil {
		if err := writeFile(v.FS, v.path(previousVaultName), before); err != nil {
			return err
		}
	}
	return writeFile(v.FS, v.path(vaultFileName), file)
}

// writePrevious replaces the generation before.
func (v *Sealed) writePrevious(identity oauth.Secret, c contents) error {
	file, err := sealContents(identity, c)
	if err != nil {
		return err
	}
	return writeFile(v.FS, v.path(previousVaultName), file)
}

func sealContents(identity oauth.Secret, c contents) ([]byte, error) {
	text, err := json.Marshal(contentsFile{Version: contentsVersion, Items: c})
	if err != nil {
		return nil, fmt.Errorf("%w: %T", ErrUnsupported, err)
	}
	file, err := seal(text, identity, identityWorkFactor)
	if err != nil {
		return nil, err
	}
	if len(file) > longestFile {
		return nil, fmt.Errorf("%w: the file would have %d bytes, and at most %d are kept", ErrTooBig, len(file), longestFile)
	}
	return file, nil
}
