package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

// readOnly is a disk that nobody may write to.
type readOnly struct{ store.OS }

func (d readOnly) Open(name string, flag int) (store.File, error) {
	if flag != os.O_RDONLY {
		return nil, syscall.EROFS
	}
	return d.OS.Open(name, flag)
}

func (d readOnly) TryLock(name string, create bool) (io.Closer, error) {
	if create {
		return nil, syscall.EROFS
	}
	return d.OS.TryLock(name, create)
}

func TestWhatCannotBeRepairedKeepsNobodyFromSigning(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	if code := d.run(t.Context(), fourLines, "account", "add", "other", "--id", "12345678", "--from", "-", "--no-check"); code != explain.Done {
		t.Fatalf("adding: exit %d, told %s", code, d.told.get())
	}
	b, err := d.env.Open(Face{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.Store.MarkRemoving("other"), b.Store.Close()); err != nil {
		t.Fatal(err)
	}
	d.disk = readOnly{}
	code := d.run(t.Context(), "", "sign", "GET", "https://va.msghist.liveperson.net/", "--account", "acme")
	if code != explain.Done || !strings.HasPrefix(d.out.get(), "Authorization: ") {
		t.Errorf("exit %d, printed %q, told %q", code, d.out.get(), d.told.get())
	}
	if !strings.Contains(d.told.get(), "warning: what an earlier run left is not settled") {
		t.Errorf("told %q", d.told.get())
	}
}

// startingRing is a keyring that a bus is just starting.
type startingRing struct {
	*store.Memory
	looks int
}

func (r *startingRing) Look(context.Context) error {
	if r.looks++; r.looks < 4 {
		return store.ErrTimedOut
	}
	return nil
}

func TestAKeyringThatIsJustStartingIsOne(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	d.ring = &startingRing{Memory: store.NewMemory()}
	if code := d.run(t.Context(), fourLines, "account", "add", "other", "--id", "12345678", "--from", "-", "--no-check"); code != explain.Done {
		t.Errorf("exit %d, told %q", code, d.told.get())
	}
}

func TestALockedKeyringIsRefusedBeforeLivePersonIsAskedWhereNobodyCanUnlockIt(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	d.ring = slowRing{store.NewMemory(), store.ErrLocked}
	d.api = func(req *http.Request) (*http.Response, error) {
		t.Errorf("%s was asked", req.URL)
		return nil, io.EOF
	}
	code := d.run(t.Context(), fourLines, "account", "add", "other", "--id", "12345678", "--from", "-")
	if code != explain.VaultFailed || !strings.Contains(d.told.get(), store.ErrLocked.Error()) {
		t.Errorf("exit %d, told %q", code, d.told.get())
	}
}
