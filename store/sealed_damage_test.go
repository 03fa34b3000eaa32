package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"lpkeys/oauth"
)

func wantProblem(t *testing.T, err error, want SealedProblem) {
	t.Helper()
	var sealed *SealedError
	if !errors.As(err, &sealed) || sealed.Problem != want || !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v, want that a file %s", err, want)
	}
}

func overwrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// damages are a bit flipped in every octet, and every length cut.
func damages(whole []byte, each func(damaged []byte)) {
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1 << (i % 8)
		each(flipped)
		each(whole[:i])
	}
}

func TestSealedTellsAWrongPassphrase(t *testing.T) {
	v := again(newSealed(t))
	err := v.Unlock(t.Context(), oauth.NewSecret("CANARY of mine"))
	if !errors.Is(err, ErrWrongPassphrase) || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("got %v, want %v and not what was typed", err, ErrWrongPassphrase)
	}
	if status, _ := v.Status(); status != SealedLocked {
		t.Errorf("got %s, want %s", status, SealedLocked)
	}
}

func TestSealedTellsADamagedKeyFileFromAWrongPassphrase(t *testing.T) {
	v := newSealed(t)
	sum, err := v.KeyFileSum()
	if err != nil {
		t.Fatal(err)
	}
	forgetful, knowing := again(v), again(v)
	knowing.KnownSums = func() []string { return []string{sum} }
	whole := contentOf(t, v.path(keyFileName))
	damages(whole, func(damaged []byte) {
		overwrite(t, v.path(keyFileName), damaged)
		_, err := knowing.openKeyFile(passphrase)
		wantProblem(t, err, KeyFileDamaged)
		if _, err := forgetful.openKeyFile(passphrase); !errors.Is(err, ErrWrongPassphrase) && !errors.Is(err, ErrCorrupt) {
			t.Errorf("%q: got %v, want %v or %v", damaged, err, ErrWrongPassphrase, ErrCorrupt)
		}
	})
	overwrite(t, v.path(keyFileName), whole)
	if err := knowing.Unlock(t.Context(), oauth.NewSecret("wrong")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("whole, wrong passphrase: got %v, want %v", err, ErrWrongPassphrase)
	}
	if err := knowing.Unlock(t.Context(), passphrase); err != nil {
		t.Errorf("whole: got %v, want nil", err)
	}
	knowing.KnownSums = func() []string { return []string{"of an older key file"} }
	if err := knowing.Unlock(t.Context(), passphrase); err != nil {
		t.Errorf("a passphrase that fits, and an index that lags: got %v, want nil", err)
	}
}

func TestSealedTellsADamagedVaultAndKeepsItsHandsOff(t *testing.T) {
	v := newSealed(t)
	mustPut(t, v, "second")
	identity := v.held()
	damages(contentOf(t, v.path(vaultFileName)), func(damaged []byte) {
		overwrite(t, v.path(vaultFileName), damaged)
		_, _, err := v.read(identity)
		wantProblem(t, err, VaultFileDamaged)
	})
	damaged := contentOf(t, v.path(vaultFileName))
	err := v.Put(t.Context(), "third", keyOf(1))
	wantProblem(t, err, VaultFileDamaged)
	if !strings.Contains(err.Error(), v.path(previousVaultName)) {
		t.Errorf("got %v, want it to name the generation before", err)
	}
	wantProblem(t, v.Forget(t.Context(), "kept"), VaultFileDamaged)
	if !bytes.Equal(contentOf(t, v.path(vaultFileName)), damaged) {
		t.Error("the damaged vault was overwritten")
	}
	overwrite(t, v.path(vaultFileName), contentOf(t, v.path(previousVaultName)))
	if _, err := v.Get(t.Context(), "kept"); err != nil {
		t.Errorf("the generation before: got %v, want nil", err)
	}
}

func TestSealedThatWasLostIsNotTakenForANewBeginning(t *testing.T) {
	v := newSealed(t)
	mustPut(t, v, "second")
	before := contentOf(t, v.path(previousVaultName))
	if err := os.Remove(v.path(vaultFileName)); err != nil {
		t.Fatal(err)
	}
	fresh := again(v)
	_, status := fresh.Status()
	_, get := v.Get(t.Context(), "kept")
	for what, err := range map[string]error{
		"Status":         status,
		"Look":           fresh.Look(t.Context()),
		"Create":         fresh.Create(t.Context(), passphrase),
		"CreateIdentity": fresh.CreateIdentity(t.Context(), v.held()),
		"Unlock":         fresh.Unlock(t.Context(), passphrase),
		"Get":            get,
		"Put":            v.Put(t.Context(), "third", keyOf(1)),
		"Forget":         v.Forget(t.Context(), "kept"),
	} {
		var sealed *SealedError
		if !errors.As(err, &sealed) || sealed.Problem != VaultFileMissing || sealed.Previous != v.path(previousVaultName) {
			t.Errorf("%s: got %v, want that the vault is missing and what is before it", what, err)
		}
	}
	overwrite(t, v.path(vaultFileName), before)
	if _, err := v.Get(t.Context(), "kept"); err != nil {
		t.Errorf("the generation before, put back: got %v, want nil", err)
	}
}

func TestSealedTellsAVaultOfAnotherKey(t *testing.T) {
	v, other := newSealed(t), newSealed(t)
	overwrite(t, v.path(vaultFileName), contentOf(t, other.path(vaultFileName)))
	overwrite(t, v.path(previousVaultName), contentOf(t, other.path(previousVaultName)))
	wantProblem(t, again(v).Unlock(t.Context(), passphrase), OtherKey)
	wantProblem(t, v.Put(t.Context(), "new", keyOf(1)), OtherKey)
}

func TestSealedRefusesAHostileWorkFactor(t *testing.T) {
	for name, problem := range map[string]SealedProblem{
		keyFileName:   KeyFileDamaged,
		vaultFileName: VaultFileDamaged,
	} {
		v := newSealed(t)
		path := v.path(name)
		hostile := bytes.Replace(contentOf(t, path), []byte(" 1\n"), []byte(" 21\n"), 1)
		overwrite(t, path, hostile)
		wantProblem(t, again(v).Unlock(t.Context(), passphrase), problem)
	}
}

func TestSealedReadsNoFileWithoutEnd(t *testing.T) {
	for name, problem := range map[string]SealedProblem{
		keyFileName:   KeyFileDamaged,
		vaultFileName: VaultFileDamaged,
	} {
		v := newSealed(t)
		if err := os.Truncate(v.path(name), 1<<40); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, again(v).Unlock(t.Context(), passphrase), problem)
	}
}

func TestSealedFollowsNoLink(t *testing.T) {
	for _, name := range []string{keyFileName, vaultFileName} {
		v := newSealed(t)
		if err := os.Rename(v.path(name), v.path("elsewhere")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(v.path("elsewhere"), v.path(name)); err != nil {
			t.Fatal(err)
		}
		if err := again(v).Unlock(t.Context(), passphrase); !errors.Is(err, ErrLink) {
			t.Errorf("%s: got %v, want %v", name, err, ErrLink)
		}
	}
}

func TestSealedTellsATextThatIsNoVaults(t *testing.T) {
	v := newSealed(t)
	for _, text := range []string{"", "{}", `{"lpkeys":1}`, `{"lpkeys":1,"items":null}`, `{"lpkeys":0,"items":{}}`, `{"items":{}}`, `{"lpkeys":1,"items":[]}`} {
		file, err := seal([]byte(text), v.held(), identityWorkFactor)
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, v.path(vaultFileName), file)
		_, err = v.Get(t.Context(), "kept")
		wantProblem(t, err, VaultFileDamaged)
	}
}

func TestSealedOfALaterVersionIsLeftAlone(t *testing.T) {
	v := newSealed(t)
	file, err := seal([]byte(`{"lpkeys":2,"things":{}}`), v.held(), identityWorkFactor)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, v.path(vaultFileName), file)
	if err := v.Put(t.Context(), "new", keyOf(1)); !errors.Is(err, ErrUnsupported) || errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v, want %v", err, ErrUnsupported)
	}
	if !bytes.Equal(contentOf(t, v.path(vaultFileName)), file) {
		t.Error("it was overwritten")
	}
}
