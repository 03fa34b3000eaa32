package domain

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
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

// requestTimeout bounds one request.
const requestTimeout = 10 * time.Second

// reply is an HTTP answer, read and bounded.
type reply struct {
	status int
	header http.Header
	body   string
	skew   Skew
}

// request makes one request and judges the answer.
func (c *Client) request(ctx context.Context, q question) (answer, *Error) {
	r, err := c.fetch(ctx, q)
	if err != nil {
		return answer{}, q.unavailable(err)
	}
	found, failure := q.read(r, c.domains())
	if failure != nil {
		return answer{}, failure
	}
	// Without its monotonic part: that one stands still while a laptop sleeps.
	found.Origin = Origin{Source: Network, At: time.Now().Round(0), Skew: r.skew}
	return found, nil
}

// fetch goes through the transport, not through an http.Client: that is what
// keeps redirects from being followed and cookies from being kept.
func (c *Client) fetch(ctx context.Context, q question) (r reply, err error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, q.url(), nil)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent())
	asked := time.Now()
	resp, err := c.Transport().RoundTrip(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	r = reply{status: resp.StatusCode, header: resp.Header, skew: MeasureSkew(resp.Header, asked, time.Now())}
	if r.status != http.StatusOK {
		// The status is the answer; what comes of the body in a moment adds to it.
		defer time.AfterFunc(refusalPatience, cancel).Stop()
		r.body, _ = read(resp.Body, maxRefusal)
		return r, nil
	}
	r.body, err = read(resp.Body, maxBody+1)
	return r, err
}

// read reads no more than longest octets.
func read(from io.Reader, longest int64) (string, error) {
	var text strings.Builder
	_, err := io.Copy(&text, io.LimitReader(from, longest))
	return text.String(), err
}

func (c *Client) userAgent() string {
	if c.UserAgent == "" {
		return "lpkeys"
	}
	return c.UserAgent
}

// Transport is what the client's requests go through: HTTP, or the one of the
// client's own, which follows no redirect, keeps no cookie and no connection, and
// bounds dialling, handshake and headers. Whoever sends something to the hosts
// that the client finds does it by the same rules.
func (c *Client) Transport() http.RoundTripper {
	if c.HTTP != nil {
		return c.HTTP
	}
	c.own.Do(func() { c.safe = newTransport() })
	return c.safe
}

// newTransport keeps no connection: requests are minutes apart, nothing should
// be left running in between, and net/http would write to standard error, over
// the screens, what a server says on an idle one.
func newTransport() *http.Transport {
	return &http.Transport{
		DisableKeepAlives:      true,
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    5 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 64 << 10,
	}
}
