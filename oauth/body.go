package oauth

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// MaxForm is the longest form body that is signed or verified, in bytes. It is
// what net/http's own ParseForm accepts. Other bodies have the same bound where
// they are hashed.
const MaxForm = 10 << 20

const formMediaType = "application/x-www-form-urlencoded"

// isForm reports whether a Content-Type names the form media type, whatever
// its parameters.
func isForm(contentType string) bool {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(media), formMediaType)
}

// takeForm returns the form body of req, and puts it back.
func takeForm(req *http.Request) (*taken, error) {
	encoding := req.Header.Get("Content-Encoding")
	if encoding != "" && !strings.EqualFold(encoding, "identity") && hasBody(req) {
		return nil, &InputError{"form body", "is compressed: sign it before that"}
	}
	return takeBody(req, ErrFormTooLong)
}

func hasBody(req *http.Request) bool { return req.Body != nil && req.Body != http.NoBody }

// takeBody returns the body of req, nil when it has none, and puts it back. A body
// over [MaxForm] is the error tooLong.
func takeBody(req *http.Request, tooLong error) (*taken, error) {
	if !hasBody(req) {
		return nil, nil
	}
	if t, ok := req.Body.(*taken); ok && t.Len() == len(t.all) {
		return t, nil
	}
	buf := scratch.Get().(*[]byte)
	read, err := readAtMost((*buf)[:0], req.Body, MaxForm+1)
	if err == nil && len(read) > MaxForm {
		err = tooLong
	}
	if err != nil {
		req.Body = unread(read, req.Body)
		return nil, err
	}
	err = req.Body.Close()
	t := newTaken(string(read))
	if cap(read) <= mostKept {
		*buf = read
		scratch.Put(buf)
	}
	req.Body = t
	if req.GetBody == nil {
		req.GetBody = t.again
	}
	return t, err
}

// scratch is where a body is read to, until its length is known.
var scratch = sync.Pool{New: func() any { return new([]byte) }}

// readAtMost appends to buf what it reads until the end or the limit.
func readAtMost(buf []byte, r io.Reader, limit int) ([]byte, error) {
	buf = slices.Grow(buf, bytes.MinRead)
	for len(buf) < limit {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), limit)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}

// taken is a body that was read already.
type taken struct {
	strings.Reader
	all    string
	header [1]string // room for the signature that goes along, so that it needs none of its own
}

func newTaken(body string) *taken {
	t := &taken{all: body}
	t.Reset(body)
	return t
}

func (*taken) Close() error { return nil }

func (t *taken) again() (io.ReadCloser, error) { return newTaken(t.all), nil }

// text is all of the body.
func (t *taken) text() string {
	if t == nil {
		return ""
	}
	return t.all
}

// values holds one header value.
func (t *taken) values(value string) []string {
	if t == nil || t.header[0] != "" {
		return []string{value}
	}
	t.header[0] = value
	return t.header[:]
}

// unread gives the caller back what was read of a body, so that a request which
// could not be signed is still whole.
func unread(read []byte, body io.ReadCloser) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(read), body), body}
}
