package agent

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
)

const (
	// atOnce bounds the connections that are open, and with them the memory that
	// their messages take. The system lets others wait.
	atOnce = 16

	// hearing is how long a peer may take to say what it wants, and to take the
	// answer.
	hearing = 2 * time.Second

	// working is how long the vault may take: longer than it waits for another
	// process, and shorter than a [Client] waits for the answer.
	working = 8 * time.Second

	// lookEvery is how often the agent looks whether it still has a purpose.
	lookEvery = 10 * time.Second
)

// An ending says why an agent ended.
type ending string

const (
	signalled ending = "a signal ended it"
	unused    ending = "it was not used for long enough"
	told      ending = "it was told to"
	replaced  ending = "the vault is gone or another one"
	unplugged ending = "its socket is gone"
	deaf      ending = "it could not listen any more"
)

// A sealed vault that is open and can say whether it still is the one on disk.
type vault interface {
	store.Vault
	Check(ctx context.Context) error
}

// A server answers for one vault until something ends it.
type server struct {
	vault vault
	idle  *idleness

	own   func(net.Conn) bool // reports whether the peer is the same user
	there func() bool         // reports whether the socket is still ours
	leave func()              // takes the socket away

	places chan struct{}
	work   sync.WaitGroup
	over   chan struct{} // closed when it has begun to end

	mu       sync.Mutex
	why      ending
	farewell []net.Conn // of those who told it to end
}

func newServer(v vault, idle time.Duration) *server {
	return &server{
		vault: v, idle: newIdleness(idle),
		places: make(chan struct{}, atOnce), over: make(chan struct{}),
	}
}

// serve answers until it ends, and says why it did. By then the socket is gone
// and nothing is under way. Those who told it to end have heard that it is done;
// their connections are left to the end of the process, which they wait for.
func (s *server) serve(ctx context.Context, listener net.Listener) ending {
	s.work.Go(func() { s.accept(listener) })
	s.wait(ctx)
	s.leave()
	_ = listener.Close()
	s.work.Wait()
	for _, conn := range s.farewell {
		_ = conn.SetWriteDeadline(time.Now().Add(hearing))
		_ = ask(doneKind).send(conn) // Who does not listen any more knows what was asked.
	}
	return s.why
}

// end makes the server end, for the first reason that is given.
func (s *server) end(why ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == "" {
		s.why = why
		close(s.over)
	}
}

// wait returns when the server is to end.
func (s *server) wait(ctx context.Context) {
	for {
		left := s.idle.left()
		if left <= 0 {
			s.end(unused)
		}
		pause := time.NewTimer(min(left, lookEvery))
		select {
		case <-s.over:
			pause.Stop()
			return
		case <-ctx.Done():
			s.end(signalled)
		case <-pause.C:
			s.look()
		}
		pause.Stop()
	}
}

// look ends the server when it has lost its socket or its vault.
func (s *server) look() {
	if !s.there() {
		s.end(unplugged)
		return
	}
	ctx, done := context.WithTimeout(context.Background(), working)
	defer done()
	if lost(s.vault.Check(ctx)) {
		s.end(replaced)
	}
}

// lost reports whether err, the vault's, says that the agent's identity opens
// nothing any more. Damage can be mended.
func lost(err error) bool {
	sealed, ok := errors.AsType[*store.SealedError](err)
	return ok && sealed.Problem == store.OtherKey || errors.Is(err, store.ErrNoVault)
}

func (s *server) accept(listener net.Listener) {
	for {
		s.places <- struct{}{}
		conn, err := listener.Accept()
		if err != nil {
			s.end(deaf) // Unless that is because it has ended.
			return
		}
		s.work.Go(func() {
			defer func() { <-s.places }()
			s.converse(conn)
		})
	}
}

// converse answers one request. Who is somebody else, says nothing in time or
// nothing that makes sense hears nothing.
func (s *server) converse(conn net.Conn) {
	_ = conn.SetReadDeadline(time.Now().Add(hearing))
	if !s.own(conn) {
		_ = conn.Close()
		return
	}
	request, err := receive(conn)
	if err == nil && request.kind == lockKind {
		s.mu.Lock()
		s.farewell = append(s.farewell, conn)
		s.mu.Unlock()
		s.end(told)
		return
	}
	defer conn.Close()
	if err != nil {
		return
	}
	answer := s.answer(request)
	_ = conn.SetWriteDeadline(time.Now().Add(hearing))
	if errors.Is(answer.send(conn), errLong) {
		_ = failed(store.ErrTooBig).send(conn)
	}
}

func (s *server) answer(request message) message {
	if request.version != version {
		return failed(ErrVersion)
	}
	if s.idle.left() <= 0 {
		s.end(unused) // The machine slept, and the timer with it.
	}
	select {
	case <-s.over:
		return failed(ErrNoAgent)
	default:
	}
	ctx, done := context.WithTimeout(context.Background(), working)
	defer done()
	key, err := s.operate(ctx, request)
	switch {
	case lost(err):
		s.end(replaced)
		return failed(ErrNoAgent)
	case err != nil:
		return failed(err)
	case request.kind == getKind:
		return ask(keyKind, fieldsFrom(key)...)
	default:
		return ask(doneKind)
	}
}

// operate does what was asked. Keys that are used keep the vault open; looking
// does not.
func (s *server) operate(ctx context.Context, request message) (key oauth.Credentials, err error) {
	switch request.kind {
	case lookKind:
		return key, s.vault.Look(ctx)
	case stayKind:
		limit, err := strconv.ParseInt(request.fields[0], 10, 64)
		if err != nil || limit <= 0 {
			return key, errMalformed
		}
		s.idle.allow(time.Duration(limit))
		return key, nil
	}
	s.idle.use()
	defer s.idle.use()
	switch request.kind {
	case getKind:
		return s.vault.Get(ctx, request.fields[0])
	case putKind:
		return key, s.vault.Put(ctx, request.fields[0], keyFrom(request.fields[1:]))
	case forgetKind:
		return key, s.vault.Forget(ctx, request.fields[0])
	default:
		return key, errMalformed // An answer, or what only the agent's first message may be.
	}
}
