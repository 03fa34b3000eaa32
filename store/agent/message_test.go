package agent

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestAMessageComesBackWhole(t *testing.T) {
	for _, want := range []message{
		ask(lookKind), ask(getKind, ""), ask(putKind, append([]string{"item"}, fieldsFrom(storetest.Key(1))...)...),
		ask(keyKind, "\x00", "Schlüssel", "\xff\xfe", strings.Repeat("x", 70000)),
	} {
		var wire bytes.Buffer
		if err := want.send(&wire); err != nil {
			t.Fatal(err)
		}
		wire.WriteString("what comes after it")
		got, err := receive(&wire)
		if err != nil || got.kind != want.kind || !slices.Equal(got.fields, want.fields) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
		if wire.String() != "what comes after it" {
			t.Errorf("%c: more was read than the message", want.kind)
		}
	}
}

func TestAMessageThatIsTooLongIsNeitherSentNorRead(t *testing.T) {
	var wire bytes.Buffer
	if err := ask(getKind, strings.Repeat("x", longest)).send(&wire); !errors.Is(err, errLong) || wire.Len() > 0 {
		t.Errorf("sending: got %v and %d bytes, want %v", err, wire.Len(), errLong)
	}
	for _, size := range []uint32{longest + 1, 1<<32 - 1} {
		head := binary.BigEndian.AppendUint32(nil, size)
		if _, err := receive(io.MultiReader(bytes.NewReader(head), endless{})); !errors.Is(err, errLong) {
			t.Errorf("reading %d: got %v, want %v", size, err, errLong)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func FuzzReceive(f *testing.F) {
	for _, m := range []message{ask(lookKind), ask(getKind, "item"), failed(store.ErrBusy), ask(keyKind, "a", "b", "c", "d")} {
		var wire bytes.Buffer
		if err := m.send(&wire); err != nil {
			f.Fatal(err)
		}
		f.Add(wire.Bytes())
	}
	f.Add([]byte{0, 0, 0, 9, version, byte(getKind), 0xff, 0xff, 0xff, 0xff, 'x', 'y', 'z'})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := receive(bytes.NewReader(data))
		if err != nil || m.version != version {
			return
		}
		var wire bytes.Buffer
		if err := m.send(&wire); err != nil {
			t.Fatalf("it was read and cannot be sent: %v", err)
		}
		if !bytes.HasPrefix(data, wire.Bytes()) {
			t.Errorf("%q was read as %q", data, wire.Bytes())
		}
		if m.kind == errorKind && refused(m.fields) == nil {
			t.Error("an error was lost")
		}
	})
}

// recorded is a connection that has been listened to already.
type recorded struct {
	net.Conn
	question io.Reader
	answer   bytes.Buffer
}

func (r *recorded) Read(p []byte) (int, error)      { return r.question.Read(p) }
func (r *recorded) Write(p []byte) (int, error)     { return r.answer.Write(p) }
func (r *recorded) Close() error                    { return nil }
func (r *recorded) SetReadDeadline(time.Time) error { return nil }
func (r *recorded) SetWriteDeadline(time.Time) error {
	return nil
}

// FuzzConverse gives a server whatever bytes, which may ask, but break nothing
// and get nothing that is longer than a message.
func FuzzConverse(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x0a\x01g\x00\x00\x00\x04item"))
	f.Add([]byte("\x00\x00\x00\x02\x01l"))
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v := &memory{Memory: store.NewMemory()}
		if err := v.Put(t.Context(), "item", storetest.Key(1)); err != nil {
			t.Fatal(err)
		}
		s := newServer(v, time.Hour)
		s.own = func(net.Conn) bool { return true }
		peer := &recorded{question: bytes.NewReader(data)}
		s.converse(peer)
		if peer.answer.Len() > longest+4 {
			t.Errorf("%d bytes came back", peer.answer.Len())
		}
	})
}

const noSpace = syscall.ENOSPC

func TestAnErrorIsTheSameOnBothSidesOfTheSocket(t *testing.T) {
	errs := []error{
		store.ErrLocked, store.ErrNoVault, store.ErrNotFound, store.ErrExists, store.ErrCorrupt, store.ErrTooBig,
		store.ErrUnsupported, store.ErrTimedOut, ErrNoAgent, ErrVersion, errors.New("one without a name"),
		&store.FileError{Op: "locking", Path: "/d/vault.lock", Err: store.ErrBusy},
		&store.FileError{Op: "reading", Path: "/d/vault.age", Err: store.ErrLink},
		&store.FileError{Op: "writing", Path: "/d/vault.age", Err: noSpace},
		&store.FileError{Op: "writing", Path: "/d/vault.age", Err: errors.Join(noSpace, store.ErrNotPutBack)},
		&store.SealedError{Path: "/d/vault.age", Problem: store.VaultFileDamaged},
		&store.SealedError{Path: "/d/vault.age", Problem: store.VaultFileMissing, Previous: "/d/vault.age.previous"},
	}
	for _, err := range errs {
		got := refused(failed(err).fields)
		if got.Error() != err.Error() {
			t.Errorf("got %q, want %q", got, err)
		}
		for _, n := range named {
			if errors.Is(got, n.err) != errors.Is(err, n.err) {
				t.Errorf("%v: that it is %q changed on the way", err, n.err)
			}
		}
		if errors.Is(got, noSpace) != errors.Is(err, noSpace) {
			t.Errorf("%v: the system's error changed on the way", err)
		}
		wantFile, gotFile := new(store.FileError), new(store.FileError)
		if errors.As(err, &wantFile) != errors.As(got, &gotFile) || wantFile.Op != gotFile.Op || wantFile.Path != gotFile.Path {
			t.Errorf("%v: got the file %+v, want %+v", err, gotFile, wantFile)
		}
		wantSealed, gotSealed := new(store.SealedError), new(store.SealedError)
		if errors.As(err, &wantSealed) != errors.As(got, &gotSealed) || !reflect.DeepEqual(wantSealed, gotSealed) {
			t.Errorf("%v: got %+v, want %+v", err, gotSealed, wantSealed)
		}
	}
}
