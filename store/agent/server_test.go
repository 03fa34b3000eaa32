package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// memory is an open vault that can say that it is another one now.
type memory struct {
	*store.Memory
	check atomic.Pointer[error]       // what Check answers
	get   func(context.Context) error // what Get waits for
}

func (m *memory) Check(context.Context) error {
	if err := m.check.Load(); err != nil {
		return *err
	}
	return nil
}

func (m *memory) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if m.get != nil {
		if err := m.get(ctx); err != nil {
			return oauth.Credentials{}, err
		}
	}
	return m.Memory.Get(ctx, item)
}

// pipes is a listener whose connections are pipes in memory, as fake time needs
// them.
type pipes struct {
	calls  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.calls:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return nil }

// dial answers nil when the server does not listen any more.
func (p *pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	select {
	case p.calls <- theirs:
		return ours
	case <-p.closed:
		return nil
	}
}

// A stage is a server in fake time.
type stage struct {
	t      *testing.T
	vault  *memory
	server *server
	pipes  *pipes
	there  atomic.Bool
	stop   context.CancelFunc
	ended  chan ending
	began  time.Time
	left   bool // the socket was taken away
}

func newStage(t *testing.T, idle time.Duration) *stage {
	s := &stage{
		t: t, vault: &memory{Memory: store.NewMemory()}, began: time.Now(),
		pipes: &pipes{calls: make(chan net.Conn), closed: make(chan struct{})}, ended: make(chan ending, 1),
	}
	s.there.Store(true)
	s.server = newServer(s.vault, idle)
	s.server.own = func(net.Conn) bool { return true }
	s.server.there = func() bool { return s.there.Load() }
	s.server.leave = func() { s.left = true }
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() {
		why := s.server.serve(ctx, s.pipes)
		for _, conn := range s.server.farewell {
			_ = conn.Close() // as the end of the process does
		}
		s.ended <- why
	}()
	t.Cleanup(stop)
	return s
}

// ask sends a request and answers what came, or the error of reading it.
func (s *stage) ask(m message) (message, error) {
	conn := s.pipes.dial()
	if conn == nil {
		return message{}, ErrNoAgent
	}
	defer conn.Close()
	go func() { _ = m.send(conn) }()
	return receive(conn)
}

func (s *stage) want(m message, kind kind) message {
	s.t.Helper()
	answer, err := s.ask(m)
	if err != nil || answer.kind != kind {
		s.t.Errorf("%c: got %c %q, %v, want %c", m.kind, answer.kind, answer.fields, err, kind)
	}
	return answer
}

func (s *stage) wantEnd(why ending, after time.Duration) {
	s.t.Helper()
	got := <-s.ended
	if took := time.Since(s.began); got != why || took != after || !s.left {
		s.t.Errorf("it ended because %s, after %v, its socket gone: %v; want because %s, after %v", got, took, s.left, why, after)
	}
}

func TestAnAgentThatGoesUnusedEndsToTheSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newStage(t, 15*time.Minute).wantEnd(unused, 15*time.Minute)
	})
}

func TestUsingAKeyKeepsItAndLookingDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 15*time.Minute)
		time.Sleep(10 * time.Minute)
		s.want(ask(getKind, "nobody"), errorKind) // asked for is used, found or not
		time.Sleep(14 * time.Minute)
		s.want(ask(lookKind), doneKind)
		s.wantEnd(unused, 25*time.Minute)
	})
}

func TestAnAgentCanBeGivenAnotherTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Minute)
		s.want(ask(stayKind, fmt.Sprint(int64(8*time.Hour))), doneKind)
		for _, nonsense := range []string{"", "0", "-1", "soon"} {
			s.want(ask(stayKind, nonsense), errorKind)
		}
		s.wantEnd(unused, 8*time.Hour)
	})
}

func TestAMachineThatSleptWakesLocked(t *testing.T) {
	now := time.Now()
	// Only the wall clock went on: the reading lost what else it knew.
	slept := &idleness{limit: 15 * time.Minute, used: now.Round(0).Add(-time.Hour)}
	if left := slept.left(); left > 0 {
		t.Errorf("%v are left", left)
	}
	// The wall clock was set back by an hour; the other one was not.
	set := &idleness{limit: 15 * time.Minute, used: now.Add(-20 * time.Minute)}
	if left := set.left(); left > 0 {
		t.Errorf("%v are left", left)
	}
}

func TestWhoAsksAMachineThatSleptIsNotFasterThanTheTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 15*time.Minute)
		synctest.Wait()
		s.server.idle.used = time.Now().Round(0).Add(-time.Hour)
		answer := s.want(ask(getKind, "item"), errorKind)
		if err := refused(answer.fields); !errors.Is(err, ErrNoAgent) {
			t.Errorf("got %v, want %v", err, ErrNoAgent)
		}
		s.wantEnd(unused, 0)
	})
}

func TestAnAgentEndsWhenItHasLostItsPurpose(t *testing.T) {
	for why, lose := range map[ending]func(*stage){
		unplugged: func(s *stage) { s.there.Store(false) },
		replaced: func(s *stage) {
			err := fmt.Errorf("looking: %w", &store.SealedError{Path: "/d/vault.age", Problem: store.OtherKey})
			s.vault.check.Store(&err)
		},
		signalled: func(s *stage) { s.stop() },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, time.Hour)
			time.Sleep(time.Minute)
			synctest.Wait()
			lose(s)
			after := time.Minute + lookEvery
			if why == signalled {
				after = time.Minute
			}
			s.wantEnd(why, after)
		})
	}
}

func TestDamageThatCanBeMendedDoesNotEndTheAgent(t *testing.T) {
	for _, err := range []error{
		&store.SealedError{Path: "/d/vault.age", Problem: store.VaultFileDamaged},
		&store.SealedError{Path: "/d/vault.age", Problem: store.VaultFileMissing},
		&store.FileError{Op: "reading", Path: "/d/vault.age", Err: store.ErrLink},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, time.Minute)
			s.vault.check.Store(&err)
			s.wantEnd(unused, time.Minute)
		})
	}
}

func TestWhoAsksForAKeyOfAReplacedVaultHearsThatThereIsNoAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		s.vault.get = func(context.Context) error {
			return &store.SealedError{Path: "/d/vault.age", Problem: store.OtherKey}
		}
		answer := s.want(ask(getKind, "item"), errorKind)
		if err := refused(answer.fields); !errors.Is(err, ErrNoAgent) {
			t.Errorf("got %v, want %v", err, ErrNoAgent)
		}
		s.wantEnd(replaced, 0)
	})
}

func TestTellingItToEndIsAnsweredWhenEverythingIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		s.vault.get = func(context.Context) error { <-time.After(5 * time.Second); return nil }
		if err := s.vault.Put(t.Context(), "item", storetest.Key(1)); err != nil {
			t.Fatal(err)
		}
		go s.want(ask(getKind, "item"), keyKind)
		time.Sleep(time.Second)
		conn := s.pipes.dial()
		// Of whatever version: any lpkeys can end any agent.
		go func() { _ = message{version: version + 1, kind: lockKind}.send(conn) }()
		if answer, err := receive(conn); err != nil || answer.kind != doneKind {
			t.Errorf("got %v, %v, want that it is done", answer, err)
		}
		if took := time.Since(s.began); took != 5*time.Second {
			t.Errorf("it was done after %v, want after what was under way", took)
		}
		if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("got %v, want the end", err)
		}
		s.wantEnd(told, 5*time.Second)
	})
}

func TestAnotherVersionIsToldSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		answer := s.want(message{version: version + 1, kind: getKind, fields: []string{"item"}}, errorKind)
		if err := refused(answer.fields); !errors.Is(err, ErrVersion) {
			t.Errorf("got %v, want %v", err, ErrVersion)
		}
	})
}

func TestAStrangerHearsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		s.server.own = func(net.Conn) bool { return false }
		for _, m := range []message{ask(lookKind), ask(getKind, "item"), ask(lockKind)} {
			if answer, err := s.ask(m); err == nil {
				t.Errorf("%c: got %v, want nothing", m.kind, answer)
			}
		}
	})
}

func TestAPeerThatSaysNothingIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		for range atOnce {
			conn := s.pipes.dial()
			defer conn.Close()
		}
		synctest.Wait()
		s.want(ask(lookKind), doneKind) // when the places are free again
		if took := time.Since(s.began); took != hearing {
			t.Errorf("it took %v, want %v", took, hearing)
		}
	})
}

func TestAVaultThatHangsIsNotWaitedForForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		s.vault.get = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		answer := s.want(ask(getKind, "item"), errorKind)
		if err := refused(answer.fields); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
		if took := time.Since(s.began); took != working || working >= waiting {
			t.Errorf("it took %v, and a client waits %v", took, waiting)
		}
	})
}

func TestAKeyThatIsTooLongForAMessageIsAnErrorWithAName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		huge := storetest.Key(1)
		huge.TokenSecret = oauth.NewSecret(strings.Repeat("x", longest))
		if err := s.vault.Put(t.Context(), "huge", huge); err != nil {
			t.Fatal(err)
		}
		answer := s.want(ask(getKind, "huge"), errorKind)
		if err := refused(answer.fields); !errors.Is(err, store.ErrTooBig) {
			t.Errorf("got %v, want %v", err, store.ErrTooBig)
		}
	})
}

func TestAnAnswerIsNoQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, time.Hour)
		for _, m := range []message{
			ask(doneKind), ask(keyKind, "a", "b", "c", "d"), failed(store.ErrLocked),
			ask(startKind, "vault", "folder", "socket", "1", "identity"),
		} {
			s.want(m, errorKind)
		}
	})
}
