package oauth

import (
	"bytes"
	"io"
	"net/http"
	"strings"
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

// formOf returns the form body of req, and puts it back.
func formOf(req *http.Request) (string, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return "", nil
	}
	if encoding := req.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return "", &InputError{"form body", "is compressed: sign it before that"}
	}
	return takeBody(req, ErrFormTooLong)
}

// takeBody returns the body of req, and puts it back. A body over [MaxForm] is
// the error tooLong.
func takeBody(req *http.Request, tooLong error) (string, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return "", nil
	}
	read, err := readAtMost(req.Body, MaxForm+1, req.ContentLength)
	if err == nil && len(read) > MaxForm {
		err = tooLong
	}
	if err != nil {
		req.Body = unread(read, req.Body)
		return "", err
	}
	err = req.Body.Close()
	body := string(read)
	req.Body = newTaken(body)
	req.GetBody = func() (io.ReadCloser, error) { return newTaken(body), nil }
	return body, err
}

// readAtMost reads until the end or the limit. A body is mostly as long as it
// says, so that one buffer is enough; more than a little of it is not believed.
func readAtMost(r io.Reader, limit int, length int64) ([]byte, error) {
	buf := make([]byte, 0, min(max(length, 0), 64<<10)+bytes.MinRead)
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
type taken struct{ strings.Reader }

func newTaken(body string) *taken {
	t := &taken{}
	t.Reset(body)
	return t
}

func (*taken) Close() error { return nil }

// unread gives the caller back what was read of a body, so that a request which
// could not be signed is still whole.
func unread(read []byte, body io.ReadCloser) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(read), body), body}
}
