package ui

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/send"
	"lpkeys/ui/uitest"
)

// tryKey opens the screen on which the account's key is tried.
func tryKey(d *uitest.Driver) {
	d.Press("ctrl+p")
	d.Type("try key")
	d.Press("enter")
}

// trying tells a story that begins with one account of the box, whose key is
// being tried.
func trying(t *testing.T, name string, tell func(d *uitest.Driver, w *world)) {
	t.Helper()
	story(t, func(t *testing.T, w *world) {
		for i, a := range w.box.Accounts() {
			if a.Name == name {
				w.keep(t, i, store.KeyringVault)
			}
		}
		d := w.open(t, 80, 24)
		tryKey(d)
		tell(d, w)
	})
}

func TestOneKeyPressSaysThatTheKeyWorks(t *testing.T) {
	trying(t, "demo-sandbox", func(d *uitest.Driver, _ *world) {
		d.Want("try the key", "looking the host up", "esc stop")
		d.Wait(time.Second)
		d.Want("✓ the key works", "msgHist.conversations.search", "200", `"conversationId"`)
		d.Press("tab")
		d.Want("[headers]", "Content-Type: application/json")
		d.Press("tab")
		d.Want("[base string]", "POST&https%3A%2F%2F")
	})
}

func TestEscStopsATryInEveryPhase(t *testing.T) {
	for _, after := range []time.Duration{0, 50 * time.Millisecond, 150 * time.Millisecond} {
		trying(t, "demo-sandbox", func(d *uitest.Driver, _ *world) {
			d.Wait(after)
			d.Press("esc")
			d.Want("✗ stopped", "send again")
			d.Lack("it may have done")
			d.Wait(time.Minute)
			d.Want("✗ stopped")
			d.Press("r")
			d.Wait(time.Second)
			d.Want("✓ the key works")
		})
	}
}

func TestStoppingSaysWhatMayHaveHappened(t *testing.T) {
	trying(t, "demo-wrong-secret", func(d *uitest.Driver, w *world) {
		for range 100 {
			if strings.Contains(d.Screen(), "finding out why") {
				break
			}
			d.Wait(10 * time.Millisecond)
		}
		d.Press("esc")
		d.Want("✗ it was refused, and stopped before it was found out why", "r sends it again.")
		d.Lack("it may have done")

		d.Press("esc")
		a, _ := w.store.Account("demo-wrong-secret")
		d.Send(nav.PushMsg{Route: nav.Send{Request: send.Request{Account: a, Method: "DELETE", URL: "https://lo.ac." + demo.Domain + "/x"}}})
		d.Press("y", "esc")
		d.Want("✗ stopped", "What LivePerson had already, it may have done")
	})
}

func TestAnotherRequestCanBeTried(t *testing.T) {
	trying(t, "demo-sandbox", func(d *uitest.Driver, _ *world) {
		d.Wait(time.Second)
		d.Press("o")
		d.Wait(time.Second)
		d.Want("operations", "> ")
		d.Press("/")
		d.Type("users.list")
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Want("✓ the key works", "GET accountConfigReadOnly.users.list")
	})
}

func TestATryWithoutANetworkSaysWhatToDo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.client.BaseURL = "https://nowhere.invalid"
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		tryKey(d)
		d.Wait(time.Minute)
		d.Want("✗ ", "no answer", "send again", "another request")
	})
}

func TestALockedVaultFileIsUnlockedAndTheRequestGoesOn(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		lockedFile("demo-sandbox")(w)
		d := w.open(t, 80, 24)
		tryKey(d)
		d.Wait(time.Second)
		d.Want("u unlock", "u asks for its passphrase")
		d.Press("u")
		d.Type("correct horse")
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("✓ the key works")
	})
}

// fakeSender answers what it is told to, and counts.
type fakeSender struct {
	out     send.Outcome
	err     error
	changes bool
	sent    []send.Request
	tried   []string
}

func (f *fakeSender) First(_ context.Context, a store.Account, _ send.Options) (send.Request, error) {
	f.tried = append(f.tried, a.Name)
	return send.Request{Account: a, Method: "GET", URL: "https://va.ac.liveperson.net/first"}, nil
}

func (f *fakeSender) Aim(_ context.Context, a store.Account, op domain.Operation, _ map[string]string, _ send.Options) (send.Request, error) {
	return send.Request{Account: a, Method: op.Method, URL: "https://va.ac.liveperson.net" + op.Path}, nil
}

func (f *fakeSender) Changes(send.Request) bool { return f.changes }

func (f *fakeSender) Send(_ context.Context, r send.Request, _ send.Options) (send.Outcome, error) {
	f.sent = append(f.sent, r)
	f.out.Method, f.out.URL = r.Method, r.URL
	f.out.Steps = &oauth.Explanation{BaseString: "GET&a&b"}
	return f.out, f.err
}

// sending tells a story in which a request is sent by the fake.
func sending(t *testing.T, f *fakeSender, r send.Request, tell func(d *uitest.Driver, w *world)) {
	t.Helper()
	story(t, func(t *testing.T, w *world) {
		w.sender = f
		r.Account = w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Send(nav.PushMsg{Route: nav.Send{Request: r}})
		tell(d, w)
	})
}

func TestWhatMayChangeSomethingIsAskedAboutFirst(t *testing.T) {
	f := &fakeSender{changes: true, out: send.Outcome{Status: 200}}
	sending(t, f, send.Request{Method: "DELETE", URL: "https://va.ac.liveperson.net/x"}, func(d *uitest.Driver, _ *world) {
		d.Want("it may change or destroy something", "DELETE https://va.ac.liveperson.net/x", "y send it")
		d.Press("enter", "r", "space")
		if len(f.sent) > 0 {
			t.Fatal("it was sent before anybody agreed")
		}
		d.Press("y")
		d.Want("✓ LivePerson answered")
		if len(f.sent) != 1 {
			t.Errorf("it was sent %d times", len(f.sent))
		}
		// A key that is pressed twice must not send it twice.
		d.Press("r")
		d.Want("y send it")
		if len(f.sent) != 1 {
			t.Errorf("it was sent %d times", len(f.sent))
		}
	})
}

func TestAForeignHostIsAskedAboutFirst(t *testing.T) {
	f := &fakeSender{err: &send.HostError{Host: "evil.example"}}
	sending(t, f, send.Request{Method: "GET", URL: "https://evil.example/"}, func(d *uitest.Driver, _ *world) {
		d.Want("evil.example is outside LivePerson's own domains", "y send it")
		f.err, f.out.Status = nil, 200
		d.Press("y")
		d.Want("✓ LivePerson answered")
		if got := f.sent[1].Allowed; len(got) != 1 || got[0] != "evil.example" {
			t.Errorf("allowed are %q", got)
		}
	})
}

func TestAForeignHostOfTheDomainAPIIsAskedAboutToo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.client.Domains = []string{"elsewhere.invalid"}
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("t")
		d.Wait(time.Second)
		d.Want("lo.msghist.lpkeys-demo.invalid is outside LivePerson's own domains", "y send it")
		d.Press("y")
		d.Wait(time.Second)
		d.Want("✓ the key works: lo.msghist.lpkeys-demo.invalid answered")
	})
}

func TestAnUnlockedVaultSendsOnlyWhatWaitedForIt(t *testing.T) {
	f := &fakeSender{changes: true}
	sending(t, f, send.Request{Method: "DELETE", URL: "https://va.ac.liveperson.net/x"}, func(d *uitest.Driver, _ *world) {
		d.Send(nav.Unlocked{})
		d.Want("y send it")
		if len(f.sent) > 0 {
			t.Error("it was sent before anybody agreed")
		}
	})
}

func TestChangingTheAccountLeavesNothingOfTheOldOneBehind(t *testing.T) {
	f := &fakeSender{out: send.Outcome{Status: 200, Body: "{}"}}
	sending(t, f, send.Request{}, func(d *uitest.Driver, w *world) {
		other, _ := w.store.Account("demo-prod")
		d.Press("/")
		d.Send(event.InForce{Account: other, Why: "chosen here"})
		d.Press("y")
		d.Want("✓ LivePerson answered")

		// What can be tried was the list of an account that is not in force any more.
		first, _ := w.store.Account("demo-sandbox")
		d.Press("o")
		d.Wait(time.Second)
		d.Want("operations")
		d.Send(event.InForce{Account: first, Why: "chosen here"})
		sent := len(f.sent)
		d.Press("enter")
		d.Want("Another account is in force now")
		if len(f.sent) != sent {
			t.Error("a request of the other account was sent")
		}
	})
}

func TestJSONOfAnyLengthIsSetForReading(t *testing.T) {
	body := `[` + strings.Repeat(`{"name":"ada"},`, 100_000) + `{}]`
	f := &fakeSender{out: send.Outcome{Status: 200, Body: body}}
	sending(t, f, send.Request{}, func(d *uitest.Driver, _ *world) {
		d.Want(`    "name": "ada"`)
		d.Press("end")
		d.Want("There is more")
	})
}

func TestAnotherAccountIsNotTriedBeforeThePersonAsks(t *testing.T) {
	f := &fakeSender{out: send.Outcome{Status: 200}}
	sending(t, f, send.Request{}, func(d *uitest.Driver, w *world) {
		other, _ := w.store.Account("demo-prod")
		d.Send(event.InForce{Account: other, Why: "chosen here"})
		d.Want("Another account is in force now", "PRODUCTION")
		if len(f.sent) != 1 {
			t.Fatalf("%d requests were sent", len(f.sent))
		}
		d.Press("y")
		if got := fmt.Sprint(f.tried); got != "[demo-sandbox demo-prod]" {
			t.Errorf("tried with %s", got)
		}
	})
}

func TestAHostileBodyIsOnlyText(t *testing.T) {
	for name, body := range map[string]string{
		"escapes":        "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u009b31m",
		"deep":           strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"one long line":  strings.Repeat("x", 4<<20),
		"many lines":     strings.Repeat("\n", 4<<20),
		"wide":           strings.Repeat("界\u0301", 10_000),
		"no UTF-8":       "\xff\xfe\x00\x80abc",
		"JSON with keys": `{"\u001b[31m":"\u001b]52;c;AAAA\u0007"}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := &fakeSender{out: send.Outcome{Status: 200, Body: body, Header: http.Header{"X-\x1b[2J": {"\x1b[2J"}}}}
			sending(t, f, send.Request{}, func(d *uitest.Driver, _ *world) {
				for _, key := range []string{"end", "home", "pgdown", "tab", "tab", "tab"} {
					d.Press(key)
					fits(t, d.Frame(), 80, 24)
					if frame := d.Frame(); strings.Contains(frame, "\x1b[2J") || strings.Contains(frame, "\x1b]") {
						t.Fatalf("after %s the frame holds %q", key, frame)
					}
					if plain := d.Screen(); strings.ContainsAny(plain, "\x1b\x07\u202e\u009b\x00") {
						t.Fatalf("after %s the screen holds %q", key, plain)
					}
				}
			})
		})
	}
}

func TestABodyIsSearchedAndCopiedAsItCame(t *testing.T) {
	body := `{"a":[` + strings.Repeat(`{"name":"ada"},`, 40) + `{"name":"grace"}],"z":1}`
	f := &fakeSender{out: send.Outcome{Status: 200, Body: body}}
	sending(t, f, send.Request{}, func(d *uitest.Driver, w *world) {
		d.Lack("grace")
		d.Press("/")
		d.Type("GRACE")
		d.Press("enter")
		d.Want(`"name": "grace"`, "/ grace")
		d.Press("/")
		d.Type("nobody")
		d.Press("enter")
		d.Want("! nobody: it is not in here")
		d.Press("c")
		if w.board.text != body {
			t.Errorf("the clipboard holds %q", w.board.text)
		}
	})
}

func TestThePreviewSendsExactlyWhatItShows(t *testing.T) {
	f := &fakeSender{out: send.Outcome{Status: 200}}
	story(t, func(t *testing.T, w *world) {
		w.sender = f
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p")
		d.Want(`{"start":{"from":946598401000,"to":946684801000}}`)
		d.Press("t")
		d.Want("✓ LivePerson answered")
		got := f.sent[0]
		want := send.Request{
			Account: got.Account, Method: "POST", Body: `{"start":{"from":946598401000,"to":946684801000}}`, Type: "application/json",
			URL: "https://lo.msghist.lpkeys-demo.invalid/messaging_history/api/account/90000001/conversations/search?offset=0&limit=50&sort=start:desc&source=lpkeys",
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("sent %+v, want %+v", got, want)
		}
		d.Press("esc", "b", "ctrl+u")
		d.Type(`{"of":{userId}}`)
		d.Press("enter", "t")
		d.Want("send: {userId} stands for a value in its body")
		if len(f.sent) != 1 {
			t.Errorf("%d requests were sent", len(f.sent))
		}
	})
}

func TestHomeSaysWhatCameOfTheLastTry(t *testing.T) {
	trying(t, "demo-sandbox", func(d *uitest.Driver, w *world) {
		d.Wait(time.Second)
		d.Press("esc")
		d.Want("worked 1 s ago, msgHist.conversations.search (status 200)")
	})
	trying(t, "demo-wrong-secret", func(d *uitest.Driver, w *world) {
		d.Wait(time.Minute)
		d.Press("esc")
		d.Want("refused ", "(status 401")
	})
}

func TestChoosingAnOperationOrAMethodLeavesTheBodyWhole(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, _ *world, d *uitest.Driver) {
		const body = `{"start":{"from":946598401000,"to":946684801000}}`
		d.Want(body)
		d.Press("o", "enter")
		d.Wait(time.Second)
		d.Want(`{"start":{"from":9465984`)
		d.Lack("Millis")
		d.Press("m")
		d.Want("Method     PUT", "Body, sent as application/json and not signed:")
		d.Press("b", "ctrl+u")
		d.Type(`{"start":{"from":1}`)
		d.Press("enter")
		d.Want("! it is not JSON: b edits it")
	})
}
