package oauth

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// MaxForm is the longest form body that is signed or verified, in bytes. It is
// what net/http's own ParseForm accepts.
const MaxForm = 10 << 20

const formMediaType = "application/x-www-form-urlencoded"

// formOf returns the body of req when that is a form, and puts it back. Any
// other body it does not touch.
func formOf(req *http.Request) (string, error) {
	if req.Body == nil || req.Body == http.NoBody || !isForm(req.Header.Get("Content-Type")) {
		return "", nil
	}
	if encoding := req.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return "", &InputError{"form body", "is compressed: sign it before that"}
	}
	read, err := io.ReadAll(io.LimitReader(req.Body, MaxForm+1))
	if err == nil && len(read) > MaxForm {
		err = ErrFormTooLong
	}
	if err != nil {
		req.Body = unread(read, req.Body)
		return "", err
	}
	if err := req.Body.Close(); err != nil {
		return "", err
	}
	form := string(read)
	again := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(form)), nil }
	req.Body, _ = again()
	req.GetBody = again
	return form, nil
}

// unread gives the caller back what was read of a body, so that a request which
// could not be signed is still whole.
func unread(read []byte, body io.ReadCloser) io.ReadCloser {
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(read), body), body}
}

// isForm reports whether a Content-Type names the form media type, whatever
// its parameters.
func isForm(contentType string) bool {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(media), formMediaType)
}
