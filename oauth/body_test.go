package oauth

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// stream hides what kind of reader it is, so that net/http makes no GetBody.
type stream struct {
	io.Reader
	closed bool
}

func (s *stream) Close() error {
	s.closed = true
	return nil
}

func post(t *testing.T, contentType string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequest("POST", "https://example.com/form?q=1", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	return req
}

func TestAFormBodyIsSignedAndPutBack(t *testing.T) {
	const form = "c2&a3=2+q&a=%zz;"
	want := sign(t, fixedSigner(), Request{Method: "POST", URL: "https://example.com/form?q=1", Form: form})
	for _, contentType := range []string{
		"application/x-www-form-urlencoded",
		"application/x-www-form-urlencoded; charset=utf-8",
		"Application/X-WWW-Form-URLEncoded;charset=utf-8",
		" application/x-www-form-urlencoded ;x=y",
	} {
		bodies := map[string]io.Reader{"a reader": strings.NewReader(form), "a stream": &stream{Reader: strings.NewReader(form)}}
		for kind, body := range bodies {
			req := post(t, contentType, body)
			length := req.ContentLength
			if err := fixedSigner().Sign(req); err != nil {
				t.Fatal(err)
			}
			if got := req.Header.Get("Authorization"); got != want {
				t.Errorf("%s, %s:\n got %s\nwant %s", contentType, kind, got, want)
			}
			if req.ContentLength != length {
				t.Errorf("%s: ContentLength was %d, is %d", kind, length, req.ContentLength)
			}
			checkBody(t, req, form)
		}
	}
}

func checkBody(t *testing.T, req *http.Request, want string) {
	t.Helper()
	for range 2 {
		again, err := req.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(again)
		if err != nil || string(got) != want {
			t.Errorf("GetBody: got %q, %v", got, err)
		}
	}
	got, err := io.ReadAll(req.Body)
	if err != nil || string(got) != want {
		t.Errorf("Body: got %q, %v", got, err)
	}
	if err := req.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestSigningTwiceSignsTheSame(t *testing.T) {
	req := post(t, formMediaType, &stream{Reader: strings.NewReader("a=b")})
	for range 2 {
		if err := fixedSigner().Sign(req); err != nil {
			t.Fatal(err)
		}
	}
	want := sign(t, fixedSigner(), Request{Method: "POST", URL: req.URL.String(), Form: "a=b"})
	if got := req.Header["Authorization"]; len(got) != 1 || got[0] != want {
		t.Errorf("got %q want %q", got, want)
	}
}

func TestABodyOfOursIsNotReadAgain(t *testing.T) {
	req := post(t, formMediaType, &stream{Reader: strings.NewReader("a=b&c")})
	check := func(form string) {
		t.Helper()
		if err := fixedSigner().Sign(req); err != nil {
			t.Fatal(err)
		}
		want := sign(t, fixedSigner(), Request{Method: "POST", URL: req.URL.String(), Form: form})
		if got := req.Header.Get("Authorization"); got != want {
			t.Errorf("got %s want %s", got, want)
		}
	}
	check("a=b&c")
	body, given := req.Body, req.Header["Authorization"]
	first := given[0]
	req.URL.RawQuery = "q=2"
	check("a=b&c")
	if req.Body != body {
		t.Error("the body was replaced")
	}
	if given[0] != first {
		t.Error("a header that was given away has changed")
	}
	// What was read of it since then is not sent, so it is not signed.
	if _, err := io.CopyN(io.Discard, body, int64(len("a=b&"))); err != nil {
		t.Fatal(err)
	}
	check("c")
	if rest, err := io.ReadAll(req.Body); err != nil || string(rest) != "c" {
		t.Errorf("got %q, %v", rest, err)
	}
}

func TestTheCallersGetBodyIsKept(t *testing.T) {
	req := post(t, formMediaType, strings.NewReader("a=b"))
	asked := 0
	req.GetBody = func() (io.ReadCloser, error) {
		asked++
		return http.NoBody, nil
	}
	if err := fixedSigner().Sign(req); err != nil {
		t.Fatal(err)
	}
	if _, err := req.GetBody(); err != nil || asked != 1 {
		t.Errorf("asked %d times, %v", asked, err)
	}
}

func TestTheBodyThatWasReadIsClosed(t *testing.T) {
	body := &stream{Reader: strings.NewReader("a=b")}
	if err := fixedSigner().Sign(post(t, formMediaType, body)); err != nil {
		t.Fatal(err)
	}
	if !body.closed {
		t.Error("the body is open")
	}
}

func TestABodyThatCannotBeClosedIsStillPutBack(t *testing.T) {
	stuck := errors.New("stuck")
	req := post(t, formMediaType, &unclosable{strings.NewReader("a=b"), stuck})
	if err := fixedSigner().Sign(req); !errors.Is(err, stuck) {
		t.Errorf("got %v", err)
	}
	checkBody(t, req, "a=b")
}

type unclosable struct {
	io.Reader
	err error
}

func (u *unclosable) Close() error { return u.err }

func TestOtherBodiesAreLeftAlone(t *testing.T) {
	want := sign(t, fixedSigner(), Request{Method: "POST", URL: "https://example.com/form?q=1"})
	for _, contentType := range []string{
		"", "application/json", "multipart/form-data; boundary=x", "text/plain",
		"application/x-www-form-urlencoded-not", "text/plain; application/x-www-form-urlencoded",
	} {
		body := &stream{Reader: strings.NewReader("a=b")}
		req := post(t, contentType, body)
		if err := fixedSigner().Sign(req); err != nil {
			t.Fatal(err)
		}
		if req.Body != body || req.GetBody != nil || body.closed {
			t.Errorf("%q: the body was touched", contentType)
		}
		if got := req.Header.Get("Authorization"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", contentType, got, want)
		}
	}
}

func TestAFormWithoutABodyIsEmpty(t *testing.T) {
	want := sign(t, fixedSigner(), Request{Method: "POST", URL: "https://example.com/form?q=1"})
	for _, body := range []io.Reader{nil, http.NoBody, strings.NewReader("")} {
		req := post(t, formMediaType, body)
		if err := fixedSigner().Sign(req); err != nil {
			t.Fatal(err)
		}
		if got := req.Header.Get("Authorization"); got != want {
			t.Errorf("got %s want %s", got, want)
		}
	}
}

func TestAFormOverTheBoundIsRefusedAndPutBack(t *testing.T) {
	form := bytes.Repeat([]byte("a"), MaxForm+10)
	req := post(t, formMediaType, &stream{Reader: bytes.NewReader(form)})
	if err := fixedSigner().Sign(req); !errors.Is(err, ErrFormTooLong) {
		t.Fatalf("got %v", err)
	}
	if got, err := io.ReadAll(req.Body); err != nil || !bytes.Equal(got, form) {
		t.Errorf("got %d bytes back, %v, want %d", len(got), err, len(form))
	}
	if req.Header.Get("Authorization") != "" {
		t.Error("the request is signed")
	}
}

func TestAFormAtTheBoundIsSigned(t *testing.T) {
	form := strings.Repeat("a", MaxForm)
	if err := fixedSigner().Sign(post(t, formMediaType, strings.NewReader(form))); err != nil {
		t.Error(err)
	}
}

func TestABodyThatCannotBeReadIsItsOwnError(t *testing.T) {
	broken := errors.New("broken")
	req := post(t, formMediaType, io.MultiReader(strings.NewReader("a=b"), &failing{broken}))
	if err := fixedSigner().Sign(req); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got, err := io.ReadAll(req.Body); string(got) != "a=b" || !errors.Is(err, broken) {
		t.Errorf("got %q, %v", got, err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestACompressedFormIsRefused(t *testing.T) {
	req := post(t, formMediaType, strings.NewReader("a=b"))
	req.Header.Set("Content-Encoding", "gzip")
	var got *InputError
	if err := fixedSigner().Sign(req); !errors.As(err, &got) || got.What != "form body" {
		t.Errorf("got %v", err)
	}
}
