package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestNoSecretReachesAFileOrAnError(t *testing.T) {
	h := newHome(t)
	s := h.open()
	var said []error
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
	said = append(said, s.Rename("acme", "core"), s.MarkRemoving("core"), s.Restore("core"), s.Close())
	report, err := h.open().Repair(t.Context())
	said = append(said, err)
	for _, line := range report {
		said = append(said, line.Err, fmt.Errorf("%+v", line))
	}
	if len(h.vault.items) == 0 {
		t.Fatal("the vault was never used")
	}
	for _, err := range said {
		wantNoSecret(t, "an error", []byte(fmt.Sprintf("%v %+v %#v", err, err, err)))
	}
	err = filepath.WalkDir(filepath.Dir(h.options.Paths.Data), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
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
	canary := []byte(storetest.Canary)
	for _, form := range [][]byte{
		canary,
		[]byte(hex.EncodeToString(canary)),
		[]byte(base64.StdEncoding.EncodeToString(canary)[:8]),
	} {
		if bytes.Contains(bytes.ToUpper(text), bytes.ToUpper(form)) {
			t.Errorf("%s holds a secret:\n%s", where, text)
		}
	}
}
