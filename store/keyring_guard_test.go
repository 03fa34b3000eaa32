package store

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"lpkeys/oauth"
)

// fakeRing is go-keyring on a system that never fails, except as told.
type fakeRing struct {
	mu     sync.Mutex
	items  map[string]string
	sets   int
	inside int
	hang   chan struct{} // the first call waits for it, when there is one
	inSet  bool          // the first Set does instead
	fail   error
}

func (r *fakeRing) enter(sets bool) (leave func()) {
	r.mu.Lock()
	r.inside++
	var hang chan struct{}
	if sets || !r.inSet {
		hang, r.hang = r.hang, nil
	}
	r.mu.Unlock()
	if hang != nil {
		<-hang
	}
	return func() {
		r.mu.Lock()
		r.inside--
		r.mu.Unlock()
	}
}

func (r *fakeRing) Set(service, user, value string) error {
	defer r.enter(true)()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sets++
	if r.fail != nil {
		return r.fail
	}
	r.items[service+":"+user] = value
	return nil
}

func (r *fakeRing) Get(service, user string) (string, error) {
	defer r.enter(false)()
	r.mu.Lock()
	defer r.mu.Unlock()
	value, there := r.items[service+":"+user]
	if !there {
		return "", keyring.ErrNotFound
	}
	return value, nil
}

func (r *fakeRing) Delete(service, user string) error {
	defer r.enter(false)()
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.items[service+":"+user]; !there {
		return keyring.ErrNotFound
	}
	delete(r.items, service+":"+user)
	return nil
}

func fakeKeyring(goos string, name func(error) error) (*Keyring, *fakeRing) {
	r := &fakeRing{items: make(map[string]string)}
	return newKeyring(KeyringOptions{}, r, &keyringSystem{
		turn:    make(chan struct{}, 1),
		limits:  limitsOf(goos),
		look:    func(context.Context, string) error { return nil },
		connect: func(context.Context) (line, error) { return noLine{}, nil },
		name:    name,
	}), r
}

func keyOf(size int) oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey:    "key",
		ConsumerSecret: oauth.NewSecret("CANARY" + strings.Repeat("x", size)),
		Token:          "token",
		TokenSecret:    oauth.NewSecret("CANARY"),
	}
}

func TestKeyringRunsOneOperationAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, r := fakeKeyring("windows", nameErrno)
		hang := make(chan struct{})
		r.hang = hang
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				if err := v.Put(t.Context(), fmt.Sprintf("item-%d", n), keyOf(1)); err != nil {
					t.Errorf("Put: got %v, want nil", err)
				}
			})
		}
		synctest.Wait()
		if r.inside != 1 || len(r.items) != 0 {
			t.Errorf("got %d inside and %d items behind one that hangs, want 1 and 0", r.inside, len(r.items))
		}
		close(hang)
		all.Wait()
		if len(r.items) != 20 {
			t.Errorf("got %d items, want 20", len(r.items))
		}
	})
}

func TestKeyringThatHangsIsGivenUpAtTheDeadlineAndLaterOnesWaitTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, r := fakeKeyring("darwin", nameExit)
		hang := make(chan struct{})
		r.hang = hang
		for _, c := range []struct {
			name string
			want error
		}{{"the one that hangs", ErrTimedOut}, {"the one behind it", ErrStuck}, {"the next", ErrStuck}} {
			start := time.Now()
			err := v.Put(t.Context(), "item", keyOf(1))
			if took := time.Since(start); !errors.Is(err, c.want) || took > patience+grace {
				t.Errorf("%s: got %v after %v, want %v within %v", c.name, err, took, c.want, patience+grace)
			}
		}
		close(hang)
		synctest.Wait()
		if r.sets != 0 {
			t.Error("an abandoned Put went on to write")
		}
		if err := v.Put(t.Context(), "item", keyOf(1)); err != nil {
			t.Errorf("afterwards: got %v, want nil", err)
		}
	})
}

// On macOS nothing ends a call, so it may go on when its caller is told.
func TestAWriteThatIsGivenUpPromisesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, r := fakeKeyring("darwin", nameExit)
		hang := make(chan struct{})
		r.hang, r.inSet = hang, true
		if err := v.Put(t.Context(), "item", keyOf(1)); !errors.Is(err, ErrTimedOut) || changedNothing(err) {
			t.Errorf("got %v; that nothing is changed: %v, want %v and no promise", err, changedNothing(err), ErrTimedOut)
		}
		close(hang)
		synctest.Wait()
		if len(r.items) != 1 {
			t.Errorf("got %d items once the write goes on, want 1", len(r.items))
		}
	})
}

func TestKeyringSaysWhenOnlyARestartHelps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, _ := fakeKeyring("linux", nameErrno)
		mute := make(chan struct{})
		v.system.connect = func(context.Context) (line, error) { // a bus that never greets
			<-mute
			return noLine{}, nil
		}
		var all sync.WaitGroup
		for _, c := range []struct {
			comes time.Duration
			want  error
		}{
			{0, ErrTimedOut},
			{time.Millisecond, ErrTimedOut}, // nobody is overdue yet when this one's time is up
			{time.Second, ErrStuck},
		} {
			all.Go(func() {
				<-time.After(c.comes)
				if _, err := v.Get(t.Context(), "item"); !errors.Is(err, c.want) {
					t.Errorf("the one that comes after %v: got %v, want %v", c.comes, err, c.want)
				}
			})
		}
		all.Wait()
		close(mute)
		v.system.atWork.Wait()
		if _, err := v.Get(t.Context(), "item"); !errors.Is(err, ErrNotFound) {
			t.Errorf("once it is greeted: got %v, want %v", err, ErrNotFound)
		}
	})
}

func TestKeyringLookIsOverWithinHalfASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		over := make(chan struct{})
		defer close(over)
		for name, look := range map[string]func(context.Context) error{
			"a look that hangs":                func(context.Context) error { <-over; return nil },
			"a look that notices the deadline": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		} {
			v, _ := fakeKeyring("linux", nameErrno)
			v.system.look = func(ctx context.Context, _ string) error { return look(ctx) }
			start := time.Now()
			err := v.Look(t.Context())
			if took := time.Since(start); !errors.Is(err, ErrTimedOut) || took > 500*time.Millisecond {
				t.Errorf("%s: got %v after %v, want %v within 500 ms", name, err, took, ErrTimedOut)
			}
		}
	})
}

func TestKeyringWaitsLongerForAPerson(t *testing.T) {
	for person, want := range map[bool]time.Duration{false: 5 * time.Second, true: 2 * time.Minute} {
		if got := NewKeyring(KeyringOptions{Interactive: person}).deadline; got != want {
			t.Errorf("interactive %v: got %v, want %v", person, got, want)
		}
	}
}

func TestKeyringRefusesWhatASystemCannotCarryBeforeTouchingIt(t *testing.T) {
	for _, c := range []struct {
		goos string
		fits int // octets of a frame
	}{
		{"windows", 2560},
		{"darwin", 3018}, // a command of 4094 octets, as base64 comes in fours
		{"linux", longestFrame},
	} {
		t.Run(c.goos, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, r := fakeKeyring(c.goos, nameErrno)
				empty, err := frame(keyOf(0))
				if err != nil {
					t.Fatal(err)
				}
				if err := v.Put(t.Context(), "item", keyOf(c.fits-len(empty))); err != nil {
					t.Errorf("%d octets: got %v, want nil", c.fits, err)
				}
				delete(r.items, "lpkeys:item")
				if err := v.Put(t.Context(), "item", keyOf(c.fits+1-len(empty))); !errors.Is(err, ErrTooBig) {
					t.Errorf("%d octets: got %v, want %v", c.fits+1, err, ErrTooBig)
				}
				if r.sets != 1 {
					t.Errorf("got %d writes, want 1", r.sets)
				}
			})
		})
	}
}

func TestKeyringCountsTheCommandAsGoKeyringWritesIt(t *testing.T) {
	value := strings.Repeat("v", 100)
	base64 := 4 * ((len(value) + 2) / 3)
	line := "add-generic-password -U -s lpkeys -a item-1 -w 'go-keyring-base64:" + strings.Repeat("b", base64) + "'\n"
	// go-keyring leaves the quotes out where it may.
	if got := commandLength("item-1", value); got < len(line) || got > len(line)+4 {
		t.Errorf("got %d, want %d to %d", got, len(line), len(line)+4)
	}
}

func TestItemNamesThatAKeyringCouldMisreadAreRefused(t *testing.T) {
	v, r := fakeKeyring("windows", nameErrno)
	for _, item := range []string{
		"", "-w", "a:b", "a\nadd-generic-password", "a b", "a'b", "ä", "a/b", "a\x00", "a[b", "a@b",
		strings.Repeat("a", 129),
	} {
		_, get := v.Get(t.Context(), item)
		for what, err := range map[string]error{
			"Put":    v.Put(t.Context(), item, keyOf(1)),
			"Get":    get,
			"Forget": v.Forget(t.Context(), item),
		} {
			if !errors.Is(err, errItemName) {
				t.Errorf("%s %q: got %v, want it refused", what, item, err)
			}
		}
	}
	if len(r.items) != 0 {
		t.Errorf("got %d items, want none", len(r.items))
	}
	for _, item := range []string{"a", "acme-prod-abcdefgh", "A9-z", strings.Repeat("a", 128)} {
		if err := checkItem(item); err != nil {
			t.Errorf("%q: got %v, want nil", item, err)
		}
	}
}

func TestKeyringNamesTheFailuresOfOtherSystems(t *testing.T) {
	exit := func(status int) error {
		return exec.Command("sh", "-c", fmt.Sprintf("exit %d", status)).Run()
	}
	for _, c := range []struct {
		name      string
		got, want error
	}{
		{"macOS: no prompt allowed", nameExit(exit(36)), ErrLocked},
		{"macOS: no keychain", nameExit(exit(37)), ErrNoService},
		{"macOS: no such keychain", nameExit(exit(50)), ErrNoService},
		{"macOS: wrong password", nameExit(exit(51)), ErrLocked},
		{"macOS: no item", nameExit(exit(44)), ErrNotFound},
		{"macOS: cancelled", nameExit(exit(128)), ErrDismissed},
		{"macOS: anything else", nameExit(exit(1)), ErrUnsupported},
		{"macOS: no program", nameExit(exec.Command("/nowhere/security").Run()), ErrUnsupported},
		{"Windows: no item", nameErrno(syscall.Errno(1168)), ErrNotFound},
		{"Windows: cancelled", nameErrno(syscall.Errno(1223)), ErrDismissed},
		{"Windows: no logon session", nameErrno(syscall.Errno(1312)), ErrNoService},
		{"Windows: too long", nameErrno(syscall.Errno(1783)), ErrTooBig},
		{"Windows: anything else", nameErrno(syscall.Errno(5)), ErrUnsupported},
		{"Windows: without a code", nameErrno(errors.New("CANARY")), ErrUnsupported},
	} {
		if !errors.Is(c.got, c.want) || strings.Contains(c.got.Error(), "CANARY") {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestKeyringErrorsOfGoKeyringPassOnNoSecret(t *testing.T) {
	v, r := fakeKeyring(runtime.GOOS, nameErrno)
	r.fail = errors.New("add-generic-password -w CANARY")
	err := v.Put(t.Context(), "item", keyOf(1))
	if !errors.Is(err, ErrUnsupported) || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("got %v, want %v and no secret", err, ErrUnsupported)
	}
}
