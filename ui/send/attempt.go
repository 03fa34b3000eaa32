package send

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// signed is one attempt: a request, and how its signature came about.
type signed struct {
	req   *http.Request
	steps *oauth.Explanation
}

// signed signs what is shown, and makes sure that it is what will be sent.
func (p *prepared) signed(ctx context.Context, key *oauth.Credentials, now func() time.Time) (signed, error) {
	signer := oauth.Signer{Credentials: *key, Now: now}
	steps, err := signer.Explain(oauth.Request{Method: p.Method, URL: p.URL, Form: p.Form})
	if err != nil {
		return signed{}, err
	}
	var body io.Reader
	if text := p.Form + p.Body; text != "" {
		body = strings.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, p.Method, p.URL, body)
	if err != nil {
		return signed{}, &domain.InputError{What: "URL", Problem: "or method cannot be sent"}
	}
	req.Header = p.header.Clone()
	again := oauth.Signer{Credentials: *key, Nonce: func() string { return steps.Nonce }, Now: func() time.Time { return stamp(steps) }}
	if err := again.Sign(req); err != nil {
		return signed{}, err
	}
	if req.Header.Get("Authorization") != steps.Header {
		return signed{}, &domain.InputError{What: "URL", Problem: "would be sent in another form than it is signed: write what is unusual in it percent-encoded"}
	}
	return signed{req, steps}, nil
}

// got is the answer to one attempt.
type got struct {
	steps  *oauth.Explanation
	at     time.Time
	took   time.Duration
	tries  int
	status int
	proto  string
	header http.Header
	body   string // or its beginning, when it went elsewhere
	size   int64
	cut    bool
	skew   domain.Skew

	streamed bool // its body went elsewhere as it came
}

// attempt sends once. The error, if there is one, is a [*NoAnswerError], one of
// signing, or Into's own.
func (s *Sender) attempt(ctx context.Context, p *prepared, key *oauth.Credentials, o Options) (*got, error) {
	sent, err := p.signed(ctx, key, s.now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sent.req = sent.req.WithContext(ctx)
	timer := time.AfterFunc(perRequest, func() { cancel(context.DeadlineExceeded) })
	defer timer.Stop()

	began := time.Now()
	// Through the transport, not through an http.Client: that is what keeps
	// redirects from being followed and cookies from being kept.
	resp, err := s.Hosts.Transport().RoundTrip(sent.req)
	if err != nil {
		return nil, &NoAnswerError{Host: p.host.Name, Err: cause(ctx, err)}
	}
	defer resp.Body.Close()
	if !timer.Stop() {
		return nil, &NoAnswerError{Host: p.host.Name, Err: context.DeadlineExceeded}
	}
	g := &got{steps: sent.steps, at: s.now(), status: resp.StatusCode, proto: resp.Proto, header: resp.Header,
		skew: domain.MeasureSkew(resp.Header, began, time.Now())}
	o.tell(Progress{Phase: Reading, Status: g.status})
	err = g.read(resp.Body, o.Into)
	g.took = time.Since(began)
	if ours, ok := errors.AsType[*intoError](err); ok {
		return nil, ours.err
	}
	if err != nil {
		return nil, &NoAnswerError{Host: p.host.Name, Status: g.status, Err: cause(ctx, err), partly: g.streamed && g.size > 0}
	}
	return g, nil
}

// cause is why a request ended: what ended it, rather than what broke then.
func cause(ctx context.Context, err error) error {
	if ended := context.Cause(ctx); ended != nil && !errors.Is(ended, context.Canceled) {
		return ended
	}
	return err
}

// read reads the body up to its bound. An answer in which LivePerson refuses needs
// no whole body to be one.
func (g *got) read(body io.Reader, into io.Writer) error {
	var beginning bytes.Buffer
	most, to := int64(MostBody), io.Writer(&beginning)
	// What is no success may be sent for again, and what is written stays.
	g.streamed = into != nil && g.status/100 == 2
	if g.streamed {
		most, to = MostInto, &forked{into: into, beginning: &beginning}
	}
	size, err := io.Copy(to, io.LimitReader(body, most))
	g.size, g.body = size, beginning.String()
	if err == nil && size == most {
		var one [1]byte
		n, _ := io.ReadFull(body, one[:])
		g.cut = n > 0
	}
	if g.status >= 400 {
		err = nil
	}
	return err
}

// deliver writes the body elsewhere, unless that has been done as it came.
func (g *got) deliver(into io.Writer) error {
	if into == nil || g.streamed {
		return nil
	}
	_, err := io.WriteString(into, g.body)
	return err
}

// forked writes a body elsewhere, and keeps its beginning for who examines it.
type forked struct {
	into      io.Writer
	beginning *bytes.Buffer
}

const mostBeginning = 64 << 10

func (f *forked) Write(p []byte) (int, error) {
	f.beginning.Write(p[:min(len(p), mostBeginning-f.beginning.Len())])
	n, err := f.into.Write(p)
	if err != nil {
		return n, &intoError{err}
	}
	return n, nil
}

// intoError is a file that does not take the body: nobody else's fault.
type intoError struct{ err error }

func (e *intoError) Error() string { return e.err.Error() }
func (e *intoError) Unwrap() error { return e.err }
