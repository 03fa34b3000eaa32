package send_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/send"
)

// counting counts what is sent with a signature.
type counting struct {
	next http.RoundTripper
	sent []time.Time
	last string // header
}

func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("Authorization") != "" {
		c.sent, c.last = append(c.sent, time.Now()), req.Header.Get("Authorization")
	}
	return c.next.RoundTrip(req)
}

func TestNothingSignedGoesWhereItMustNot(t *testing.T) {
	const path = "/api/account/90000001/configuration/le-users/users?v=4.0"
	for url, problem := range map[string]string{
		"https://example.com" + path:                      `"example.com" is not LivePerson's`,
		"https://lpkeys-demo.invalid.example.com" + path:  "is not LivePerson's",
		"https://notlpkeys-demo.invalid" + path:           "is not LivePerson's",
		"https://lo.ac.lpkeys-demo.invalid:8443" + path:   "is not LivePerson's",
		"https://10.0.0.1" + path:                         "is not LivePerson's",
		"https://localhost" + path:                        "is not LivePerson's",
		"http://lo.ac.lpkeys-demo.invalid" + path:         "is not https",
		"http://10.0.0.1" + path:                          "is not https",
		"ftp://lo.ac.lpkeys-demo.invalid" + path:          "is not https",
		"https://ada:x@lo.ac.lpkeys-demo.invalid" + path:  "user name",
		"https://example.com\\@lo.ac.lpkeys-demo.invalid": "not a whole URL",
		"/api/account":                           "not a whole URL",
		"https:///x":                             "not a whole URL",
		"https:lo.ac.lpkeys-demo.invalid":        "not a whole URL",
		"https://lo.ac.lpkeys-demo.invalid/\x00": "not a whole URL",
		"https://lo.ac.lpkeys-demo.invalid/?a=1&oauth%5fsignature=x": "oauth_signature",
		"https://lo.ac.lpkeys-demo.invalid/?oauth_nonce=x":           "oauth_nonce",
		"https://lo.ac.lpkeys-demo.invalid/?q=a b":                   "percent-encoded",
		"https://lo.ac.lpkeys-demo.invalid/?q=ü":                     "percent-encoded",
	} {
		w := newWorld()
		count := &counting{next: w.box.Transport()}
		w.sender.Hosts.HTTP = count
		r := send.Request{Account: w.account(t, "demo-sandbox"), Method: "GET", URL: url}
		if _, err := w.sender.Send(t.Context(), r, send.Options{}); err == nil || !strings.Contains(err.Error(), problem) || len(count.sent) > 0 {
			t.Errorf("%s: got %v, want %q", url, err, problem)
		}
	}
}

func TestAHostThatIsAllowedByNameIsSentTo(t *testing.T) {
	w := newWorld()
	w.sender.Hosts.Domains = []string{"elsewhere.invalid"}
	r := send.Request{Account: w.account(t, "demo-sandbox"), Method: "GET", URL: "https://lo.ac.lpkeys-demo.invalid/api/x"}
	if _, err := w.sender.Send(t.Context(), r, send.Options{}); err == nil {
		t.Error("a host of nobody's was sent to")
	}
	r.Allowed = []string{"LO.ac.lpkeys-demo.invalid"}
	if o, err := w.sender.Send(t.Context(), r, send.Options{}); err != nil || !o.Works() {
		t.Errorf("got %+v, %v", o, err)
	}
}

func TestAURLThatWouldBeSentInAnotherFormIsRefused(t *testing.T) {
	w := newWorld()
	for _, method := range []string{"GET", "POST"} {
		for _, odd := range []string{"/a|b", "/a b", "/ü", "/%zz", "/a^b", "/{x}", "/a?q=ü", "/a?q=a b", "/a?q=%zz", "/a//b", "/a/../b", "/a?x;y", "#f"} {
			count := &counting{next: w.box.Transport()}
			w.sender.Hosts.HTTP = count
			r := send.Request{Account: w.account(t, "demo-sandbox"), Method: method, URL: "https://lo.ac.lpkeys-demo.invalid" + odd}
			o, err := w.sender.Send(t.Context(), r, send.Options{})
			if _, refused := errors.AsType[*domain.InputError](err); !refused && (err != nil || !o.Works()) {
				t.Errorf("%s %s: got status %d %s, %v: signed in one form and sent in another", method, odd, o.Status, o.Body, err)
			}
			if err == nil && o.Steps.Header != count.last {
				t.Errorf("%s %s: shown in one form and sent in another", method, odd)
			}
		}
	}
}

func TestRetryAfterIsHonouredAndSaid(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld()
		count := &counting{next: w.box.Transport()}
		w.sender.Hosts.HTTP = count
		var told []send.Progress
		o, err := w.sender.Try(t.Context(), w.account(t, "demo-too-many"), send.Options{Progress: func(p send.Progress) { told = append(told, p) }})
		if err != nil || o.Tries != 4 || len(count.sent) != 4 || count.sent[3].Sub(count.sent[0]) != 3*time.Second {
			t.Errorf("got %+v, %v, sent at %v", o, err, count.sent)
		}
		pauses := 0
		for _, p := range told {
			if p.Phase == send.Pausing {
				if pauses++; p.Retry.Number != pauses || p.Retry.Of != 3 || p.Retry.Status != 429 || p.Attempt != pauses {
					t.Errorf("got %+v at pause %d", p, pauses)
				}
			}
		}
		if pauses != 3 {
			t.Errorf("got %d pauses", pauses)
		}
	})
}

func TestWhatDestroysIsNeverRepeated(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld()
		count := &counting{next: w.box.Transport()}
		w.sender.Hosts.HTTP = count
		a := w.account(t, "demo-too-many")
		r := send.Request{Account: a, Method: "POST", URL: "https://sy.rtbf.lpkeys-demo.invalid/api/account/" + string(a.ID) + "/personal-data-deletion", Body: "{}", Type: "application/json"}
		if !w.sender.Changes(r) {
			t.Error("it is not known to change anything")
		}
		o, err := w.sender.Send(t.Context(), r, send.Options{})
		if err != nil || o.Operation.Effect != domain.Destroys || len(count.sent) != 1 || !strings.Contains(o.Findings[0].Evidence, "100 requests") {
			t.Errorf("got %+v, %v, sent %d times", o, err, len(count.sent))
		}
	})
}

func TestWhatTheAnswerRepeatsIsComparedByItself(t *testing.T) {
	w := newWorld()
	o, err := w.sender.Try(t.Context(), w.account(t, "demo-behind-proxy"), send.Options{})
	if err != nil || o.Findings[0].Cause != diagnose.SignedElse || !strings.Contains(o.Findings[0].Evidence, "http there, https here") {
		t.Errorf("got %+v, %v", o.Findings, err)
	}
}

func TestEveryAccountOfTheBoxHasAVerdict(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, a := range demo.New().Accounts() {
			w := newWorld()
			o, err := w.sender.Try(t.Context(), a.Account, send.Options{Once: true})
			if err != nil || o.Works() == (len(o.Findings) > 0) {
				t.Errorf("%s: got %s, %+v, %v", a.Name, o.Verdict(), o.Findings, err)
			}
			if kept := w.kept.recorded; o.Verdict() == send.Refused && (len(kept) != 1 || kept[0].Cause != string(o.Findings[0].Cause)) || o.Verdict() == send.Trouble && len(kept) > 0 {
				t.Errorf("%s: %+v was recorded", a.Name, kept)
			}
		}
	})
}

func TestAPersonAtTheVaultTakesNoTimeFromTheRequest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld()
		w.sender.Accounts = slow{w.kept}
		if o, err := w.sender.Try(t.Context(), w.account(t, "demo-sandbox"), send.Options{}); err != nil || !o.Proves() {
			t.Errorf("got %+v, %v", o, err)
		}
	})
}

// slow are accounts whose vault waits for somebody.
type slow struct{ send.Accounts }

func (s slow) UseKey(ctx context.Context, name string) (oauth.Credentials, store.Used, error) {
	select {
	case <-time.After(10 * time.Minute):
		return s.Accounts.UseKey(ctx, name)
	case <-ctx.Done():
		return oauth.Credentials{}, store.Used{}, ctx.Err()
	}
}

func TestThePausesOfALookUpAreToldToo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld()
		w.box.Fail(503, 1)
		var told []send.Progress
		_, err := w.sender.Try(t.Context(), w.account(t, "demo-sandbox"), send.Options{Progress: func(p send.Progress) { told = append(told, p) }})
		if err != nil || len(told) < 2 || told[1].Phase != send.Pausing || told[1].Retry.Status != 503 || told[1].Retry.Of != 3 {
			t.Errorf("got %+v, %v", told, err)
		}
	})
}

func TestWhatNobodyKnowsProvesNothing(t *testing.T) {
	w := newWorld()
	r := send.Request{Account: w.account(t, "demo-sandbox"), Method: "GET", URL: "https://lo.ac.lpkeys-demo.invalid/version"}
	if o, err := w.sender.Send(t.Context(), r, send.Options{}); err != nil || !o.Works() || o.Proves() || len(w.kept.recorded) > 0 {
		t.Errorf("got %+v, %v, %+v recorded", o, err, w.kept.recorded)
	}
}
