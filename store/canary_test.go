package store_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestNoSecretReachesAFileOrAnErrorFromMemory(t *testing.T) {
	noSecretLeaves(t, newHome(t).withFile())
}

func TestNoSecretReachesAFileOrAnErrorFromTheSealedVault(t *testing.T) {
	h := newHome(t)
	v := sealedIn(h.options.Paths.Data, nil)
	right, wrong := oauth.NewSecret(storetest.Canary+" right"), oauth.NewSecret(storetest.Canary+" wrong")
	h.vault.Vault = v
	noSecretLeaves(t, h,
		v.CreateIdentity(t.Context(), wrong), v.Create(t.Context(), right), v.Create(t.Context(), wrong),
		v.Unlock(t.Context(), wrong), v.UnlockIdentity(t.Context(), wrong), v.Unlock(t.Context(), right))
}

// noSecretLeaves uses a store in every way, and looks through what it said,
// after what was said before, and through all of its files.
func noSecretLeaves(t *testing.T, h *home, said ...error) {
	t.Helper()
	s := h.open()
	try := func(name string, key int) {
		_, err := s.Add(t.Context(), account(name), storetest.Key(key))
		said = append(said, err)
	}
	try("acme", 1)
	try("ACME", 2)
	try("bad\x1b", 3)
	for _, failure := range []error{store.ErrLocked, store.ErrTimedOut, errors.New("odd")} {
		h.vault.beforePut = func(string) error { return failure }
		try("bolt-"+failure.Error(), 4)
	}
	h.vault.beforePut = nil
	h.vault.afterPut = func(string) error { return store.ErrTimedOut }
	try("late", 5)
	said = append(said, s.Rename("acme", "core"), s.MarkRemoving("core"), s.Restore("core"))
	said = append(said, s.Replace(t.Context(), "core", storetest.Key(6)))
	h.vault.afterPut = nil
	said = append(said, s.Replace(t.Context(), "core", storetest.Key(7)), s.Replace(t.Context(), "core", oauth.Credentials{}),
		s.RestoreKey(t.Context(), "core"), s.RestoreKey(t.Context(), "core"))
	_, copied := s.Copy(t.Context(), "core", "copy")
	_, edited := s.Edit("copy", store.Details{Name: "copy\x1b"})
	_, moved := s.Move(t.Context(), "core", store.FileVault)
	h.vault.beforeForget = func(string) error { return store.ErrDismissed }
	_, movedBack := s.Move(t.Context(), "core", store.KeyringVault)
	said = append(said, copied, edited, moved, movedBack, s.RemoveAnyway(t.Context(), "copy"), s.ForgetRemoved(t.Context()), s.Close())
	report, err := h.open().Repair(t.Context())
	said = append(said, err)
	for _, line := range report {
		said = append(said, line.Err, fmt.Errorf("%+v", line))
	}
	if len(h.vault.items) == 0 {
		t.Fatal("the vault was never used")
	}
	for _, err := range said {
		wantNoSecret(t, "an error", fmt.Appendf(nil, "%v %+v %#v", err, err, err))
	}
	wantNoSecretBelow(t, filepath.Dir(h.options.Paths.Data))
}

func wantNoSecretBelow(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		wantNoSecret(t, path, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wantNoSecret(t *testing.T, where string, text []byte) {
	t.Helper()
	if storetest.Holds(text, storetest.Canary) {
		t.Errorf("%s holds a secret:\n%s", where, text)
	}
}

func TestTheCanaryIsFoundHoweverItIsWritten(t *testing.T) {
	for _, around := range []string{"", "x", "xy", "xyz"} {
		secret := around + storetest.Canary + around
		for name, text := range map[string]string{
			"as it is": secret,
			"hex":      hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret))),
			"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64 for URLs": base64.RawURLEncoding.EncodeToString([]byte(secret)),
			"percent": "%43%41%4E%41%52%59", "Percent": "%43%41%4e%41%52%59",
		} {
			if !storetest.Holds([]byte(text), storetest.Canary) {
				t.Errorf("%s of %q: not found in %q", name, secret, text)
			}
		}
	}
}
