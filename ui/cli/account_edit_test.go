package cli

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

const otherLines = "1123456789abcdef0123456789abcdef\n1123456789abcdef\n1edcba9876543210fedcba9876543210\n1edcba9876543210\n"

// wants checks what an account is, and the beginning of its app key.
func (d *desk) wants(t *testing.T, id, environment, appKey string) {
	t.Helper()
	b, err := d.env.Open(Face{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Store.Account("acme")
	if err != nil || string(a.ID) != id || a.Environment != environment {
		t.Errorf("got %+v, %v, want ID %s and environment %q", a, err, id, environment)
	}
	if key, err := b.Store.Key(t.Context(), "acme"); err != nil || !strings.HasPrefix(key.ConsumerKey, appKey) {
		t.Errorf("got app key %q, %v, want %s...", key.ConsumerKey, err, appKey)
	}
}

func (d *desk) edit(t *testing.T) int {
	t.Helper()
	return d.run(t.Context(), otherLines, "account", "edit", "acme", "--id", "87654321", "--env", "staging", "--from", "-", "--no-check")
}

// clingingRing forgets nothing.
type clingingRing struct{ *store.Memory }

func (clingingRing) Forget(context.Context, string) error { return store.ErrDismissed }

func TestAnOldKeyThatRemainsKeepsNoDetailFromBeingChanged(t *testing.T) {
	d := newDesk(t, clingingRing{store.NewMemory()})
	if code := d.edit(t); code != explain.VaultFailed || !strings.Contains(d.told.get(), "an old key may remain") {
		t.Errorf("exit %d, told %q", code, d.told.get())
	}
	d.wants(t, "87654321", "staging", "11")
}

// fullDisk takes no index with the new details.
type fullDisk struct{ store.OS }

func (d fullDisk) Rename(from, to string) error {
	if text, err := os.ReadFile(from); err == nil && strings.Contains(string(text), "staging") {
		return syscall.ENOSPC
	}
	return d.OS.Rename(from, to)
}

func TestDetailsThatCannotBeWrittenLeaveTheOldKey(t *testing.T) {
	ring := store.NewMemory()
	d := newDesk(t, ring)
	d.disk = fullDisk{}
	if code := d.edit(t); code != explain.Failed || !strings.Contains(d.told.get(), "no space") {
		t.Errorf("exit %d, told %q", code, d.told.get())
	}
	d.wants(t, "12345678", "", "01")
	if strings.Contains(d.told.get(), "has another key") {
		t.Errorf("told %q", d.told.get())
	}
}

// That is what the hint about a lost key says.
func TestAnAccountWhoseKeyIsLostIsGivenItAgain(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	d.ring = store.NewMemory()
	if code := d.run(t.Context(), "", "sign", "GET", "https://va.msghist.liveperson.net/"); code != explain.VaultFailed || !strings.Contains(d.told.get(), "lpkeys account edit NAME --key") {
		t.Errorf("signing without it: exit %d, told %q", code, d.told.get())
	}
	if code := d.edit(t); code != explain.Done {
		t.Errorf("editing: exit %d, told %q", code, d.told.get())
	}
	d.wants(t, "87654321", "staging", "11")
}
