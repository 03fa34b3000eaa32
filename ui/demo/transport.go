package demo

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Transport serves the box in process. A host that is not the box's is not
// found, as if the rest of the world did not exist. A request whose context
// ends while it waits for Latency ends at once.
func (b *Box) Transport() http.RoundTripper { return transport{b} }

type transport struct{ box *Box }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	host := hostOnly(req.URL.Host)
	if _, ok := t.box.hosts[host]; !ok && "https://"+host != APIAddress {
		return nil, &net.DNSError{Err: "no such host in the demo", Name: host, IsNotFound: true}
	}
	recorded := &recorder{header: make(http.Header), status: http.StatusOK}
	recorded.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if err := t.box.serve(recorded, received(req)); err != nil {
		return nil, err
	}
	return recorded.response(req), nil
}

// received is the request as a server sees it. The URL keeps its scheme: this
// is how the verifier knows that it came over https.
func received(req *http.Request) *http.Request {
	in := req.Clone(req.Context())
	in.RequestURI = req.URL.RequestURI()
	in.RemoteAddr = "demo"
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

// recorder keeps what a handler writes.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header              { return r.header }
func (r *recorder) WriteHeader(status int)           { r.status = status }
func (r *recorder) Write(octets []byte) (int, error) { return r.body.Write(octets) }

func (r *recorder) response(req *http.Request) *http.Response {
	return &http.Response{
		Status:        strconv.Itoa(r.status) + " " + http.StatusText(r.status),
		StatusCode:    r.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.header,
		Body:          io.NopCloser(&r.body),
		ContentLength: int64(r.body.Len()),
		Request:       req,
	}
}
