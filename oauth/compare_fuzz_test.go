package oauth

import (
	"slices"
	"strings"
	"testing"
)

func FuzzCompareWithItselfFindsNothing(f *testing.F) {
	f.Add("GET", "https://example.com/a%2Fb?x=1;y=%zz&x=%26%3d", "", "realm")
	f.Add("POST", "http://[::1]:80/?oauth_signature=x&é=\xff", "a=b&a=+&=&==&%", `authorization: here`)
	f.Add("get", "ftp://EXAMPLE.com:443?&&", "oauth_x=1", "")
	f.Fuzz(func(t *testing.T, method, url, form, realm string) {
		s := compareSigner()
		s.Realm = realm
		e, err := s.Explain(Request{Method: method, URL: url, Form: form})
		if err != nil || len(e.BaseString) > MaxCompared {
			return
		}
		if got := draftOf(e).base(); got != e.BaseString {
			t.Errorf("put together again: got %q want %q", got, e.BaseString)
		}
		for _, theirs := range []string{e.Header, e.BaseString, "Authorization: " + e.Header} {
			if found, err := Compare(e, theirs); err != nil || len(found) != 0 {
				t.Errorf("%q:\n%q, %v", theirs, found, err)
			}
		}
	})
}

func FuzzCompareNeverShowsASecret(f *testing.F) {
	for i, w := range slices.Concat(wrongBases, wrongHeaders) {
		if w.request.URL == "" {
			s := newScribe(getRequest)
			w.breaks(s)
			f.Add([]string{s.header(), s.base()}[i%2], 0, false)
		}
	}
	f.Add(`Authorization: OAuth oauth_token="|", oauth_nonce="|", |="|", oauth_signature="|"`, 1, false)
	f.Add("POST&http%3A%2F%2F|%40x%3A|%2F|&|%3D|%26%26oauth_token%3D|", 2, true)
	f.Add("POST&http://a/&a=b&a=b&b=a&=&==&%3D&%253D&+&++", 0, true)
	first, second := secretsOf(explainedForFuzz(f))
	f.Fuzz(func(t *testing.T, theirs string, encoded int, post bool) {
		// A bar stands for a secret, encoded a few times.
		for i, secret := range []string{first, second} {
			theirs = strings.Replace(theirs, "|", encodeTimes(secret, (encoded+i)&3), 2)
		}
		r := getRequest
		if post {
			r = postRequest
		}
		ours, err := compareSigner().Explain(r)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Compare(ours, theirs)
		if err != nil && strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%q: the error shows a secret: %v", theirs, err)
		}
		if err != nil && found != nil || len(found) > mostDifferences {
			t.Errorf("%q: %d differences, %v", theirs, len(found), err)
		}
		for _, d := range found {
			checkDifference(t, theirs, d, first, second)
		}
	})
}

func checkDifference(t *testing.T, theirs string, d Difference, secrets ...string) {
	t.Helper()
	if rank(d.Cause) < 0 || d.Part == "" || d.Advice == "" || d.Ours == d.Theirs && d.Ours != "" && d.Ours != redacted {
		t.Errorf("%q: %+v", theirs, d)
	}
	shown := d.Name + "\n" + d.Ours + "\n" + d.Theirs + "\n" + d.Advice
	for _, secret := range secrets {
		for times := range 4 {
			if strings.Contains(shown, encodeTimes(secret, times)) {
				t.Errorf("%q shows a secret, encoded %d times: %+v", theirs, times, d)
			}
		}
	}
}

func explainedForFuzz(f *testing.F) *Explanation {
	f.Helper()
	e, err := compareSigner().Explain(getRequest)
	if err != nil {
		f.Fatal(err)
	}
	return e
}
