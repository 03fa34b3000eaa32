package domain

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	// maxBody bounds an answer. A real list is a few kilobytes.
	maxBody = 4 << 20
	// maxRefusal bounds the body of a refusal, of which an error shows one line.
	maxRefusal = 64 << 10
	// refusalPatience is how long the body of a refusal may take.
	refusalPatience = time.Second
)

// reply is an HTTP answer, read and bounded.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// ask makes one request and judges the answer.
func (c *Client) ask(ctx context.Context, q question) (answer, error) {
	r, err := c.fetch(ctx, q)
	if err != nil {
		return answer{}, q.unavailable(err)
	}
	found, failure := q.read(r, c.domains())
	if failure != nil {
		return answer{}, failure
	}
	return found, nil
}

// fetch goes through the transport, not through an http.Client: that is what
// keeps redirects from being followed and cookies from being kept.
func (c *Client) fetch(ctx context.Context, q question) (reply, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, q.url(), nil)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent())
	resp, err := c.roundTripper().RoundTrip(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	r := reply{status: resp.StatusCode, header: resp.Header}
	if r.status != http.StatusOK {
		// The status is the answer; what comes of the body in a moment adds to it.
		defer time.AfterFunc(refusalPatience, cancel).Stop()
		r.body, _ = io.ReadAll(io.LimitReader(resp.Body, maxRefusal))
		return r, nil
	}
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	return r, err
}

func (q question) unavailable(err error) *Error {
	detail := err.Error()
	if errors.Is(err, context.DeadlineExceeded) {
		detail = "no answer in time"
	}
	failure := q.fail(Unavailable, 0, detail)
	failure.Err = err
	return failure
}

func (c *Client) userAgent() string {
	if c.UserAgent == "" {
		return "lpkeys"
	}
	return c.UserAgent
}

func (c *Client) roundTripper() http.RoundTripper {
	if c.HTTP != nil {
		return c.HTTP
	}
	c.own.Do(func() { c.safe = newTransport() })
	return c.safe
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    5 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        30 * time.Second,
	}
}
