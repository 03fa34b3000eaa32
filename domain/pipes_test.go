package domain_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"

	"lpkeys/domain"
)

// pipes is a network in memory, which fake time can stand still over. It is the
// listener of a server and the dialer of a client.
type pipes struct {
	opened chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes {
	return &pipes{opened: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.opened <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.opened:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes", Net: "pipe"} }

// clientOf gives a client whose own transport leads to the server behind p, and
// a function that ends both. It must be called in a bubble: whatever the client
// leaves running then keeps the bubble from ending.
func clientOf(t *testing.T, p *pipes, behind net.Listener, handler http.Handler) *domain.Client {
	t.Helper()
	var serving sync.WaitGroup
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		serving.Add(1)
		defer serving.Done()
		handler.ServeHTTP(w, req)
	})}
	serving.Go(func() { _ = server.Serve(behind) }) // It always ends in an error.
	transport := domain.Transport()
	transport.Proxy, transport.DialContext = nil, p.DialContext
	t.Cleanup(func() {
		_ = server.Close()
		serving.Wait()
	})
	return &domain.Client{BaseURL: "http://127.0.0.1", HTTP: transport, Jitter: evenly}
}
