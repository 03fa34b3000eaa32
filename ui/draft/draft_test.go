package draft_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/aim"
	"lpkeys/ui/draft"
)

func parsed(t *testing.T, text string) draft.Draft {
	t.Helper()
	d, err := draft.Parse("GET", text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

func operation(t *testing.T, name string) draft.Draft {
	t.Helper()
	o, err := domain.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return draft.Of(o)
}

// at is where the parameter of a name stands.
func at(t *testing.T, d draft.Draft, name string) int {
	t.Helper()
	i := slices.IndexFunc(d.Params, func(p draft.Param) bool { return p.Name == name })
	if i < 0 {
		t.Fatalf("%q is not among %+v", name, d.Params)
	}
	return i
}

func TestWhatNobodyChangesStaysAsItWasTyped(t *testing.T) {
	for _, text := range []string{
		"https://va.msghist.liveperson.net/a?x=1&y=a+b&z=%2f&;=%zz&w",
		"http://[::1]:8080/a//b/../c?x=1#there",
		"https://va.msghist.liveperson.net",
		"https://va.msghist.liveperson.net?x=1",
		"https://user@va.msghist.liveperson.net/%zz",
		"msgHist:/a/{accountId}/b/{id}?c={d}",
	} {
		if got := parsed(t, text).Text(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestABlankInAURLIsPercentEncoded(t *testing.T) {
	d := parsed(t, " https://h.example/a b?c d= e\u3000&#f g ")
	if got, want := d.Text(), "https://h.example/a%20b?c%20d=%20e%E3%80%80#f%20g"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if p := d.Params[at(t, d, "c d")]; p.Value != " e\u3000" || p.Problem() != "" {
		t.Errorf("got %+v: %s", p, p.Problem())
	}
}

func TestAChangedParameterIsEscapedAndTheOthersStay(t *testing.T) {
	d := parsed(t, "https://h.example/x/{id}?a=1+2&b=3")
	d = d.Set(at(t, d, "id"), "a/b ü")
	d = d.Set(at(t, d, "b"), "3 & 4=ü+")
	d, _ = d.Add(draft.InQuery, "c d", "")
	if got, want := d.Text(), "https://h.example/x/a%2Fb%20%C3%BC?a=1+2&b=3%20%26%204%3D%C3%BC%2B&c%20d="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d, i := d.Add(draft.InForm, "f", "a b&c")
	if got, want := d.Form(), "f=a+b%26c"; got != want || d.Params[i].Name != "f" {
		t.Errorf("the form is %q, want %q", got, want)
	}
	d = d.Remove(at(t, d, "a")).Remove(at(t, d, "b") - 1)
	if strings.Contains(d.Text(), "a=1") || strings.Contains(d.Text(), "b=3") {
		t.Errorf("got %q, want a and b gone", d.Text())
	}
}

func TestADraftThatWasHandedOutStaysAsItWas(t *testing.T) {
	d := parsed(t, "https://h.example/x?a=1&b=2")
	before := d.Text()
	d.Set(0, "9")
	d.Remove(0)
	d.Add(draft.InQuery, "c", "3")
	d.By("POST")
	if got := d.Text(); got != before {
		t.Errorf("got %q, want %q", got, before)
	}
}

func TestAnOperationMarksWhatLivePersonRequires(t *testing.T) {
	d := operation(t, "msgHist.content.search").At("va.msghist.liveperson.net")
	source, id := at(t, d, "source"), at(t, d, "conversationId")
	if !d.Params[source].Required || d.Params[source].Value != "lpkeys" || d.Params[source].Problem() != "" {
		t.Errorf("source is %+v", d.Params[source])
	}
	if got := d.Lacks(); !slices.Equal(got, []string{"conversationId"}) || d.Params[id].Problem() != "needs a value" {
		t.Errorf("lacks %q, problem %q", got, d.Params[id].Problem())
	}
	if !strings.Contains(d.URL("12345678"), "/account/12345678/") || !strings.Contains(d.URL("12345678"), "conversationId={conversationId}") {
		t.Errorf("got %q", d.URL("12345678"))
	}
	d = d.Set(id, "x y")
	if got := d.Lacks(); got != nil || !strings.Contains(d.URL("1"), "conversationId=x%20y") {
		t.Errorf("lacks %q in %q", got, d.URL("1"))
	}
	d = d.Remove(source)
	if got := d.Params[at(t, d, "source")].Problem(); got != "is required by LivePerson and not sent" || strings.Contains(d.Text(), "source=") {
		t.Errorf("problem %q in %q", got, d.Text())
	}
	d = d.Set(at(t, d, "source"), "")
	if got := d.Params[at(t, d, "source")].Problem(); got != "is required by LivePerson and empty" {
		t.Errorf("problem %q", got)
	}
}

func TestAnEditedURLStaysAnOperationWhileItsPathIsOnes(t *testing.T) {
	d := operation(t, "msgHist.conversations.search").At("va.msghist.liveperson.net")
	d, _ = d.Add(draft.InForm, "f", "1")
	next, err := d.Edited(strings.Replace(d.Text(), "limit=50", "limit=7&more=1", 1))
	if err != nil || next.Operation.Name != d.Operation.Name || next.Service != "msgHist" || next.Form() != "f=1" || next.Body != d.Body {
		t.Fatalf("got %+v, %v", next, err)
	}
	if limit := next.Params[at(t, next, "limit")]; limit.Value != "7" || !limit.Listed {
		t.Errorf("limit is %+v", limit)
	}
	next, err = d.Edited(strings.Replace(d.Text(), "source=", "sauce=", 1))
	if err != nil || next.Params[at(t, next, "source")].Sent || !next.Params[at(t, next, "source")].Required {
		t.Errorf("source is %+v, %v", next.Params, err)
	}
	next, err = d.Edited("https://elsewhere.example/x")
	if err != nil || next.Operation.Name != "" || next.Service != "" {
		t.Errorf("got %+v, %v, want nobody's", next, err)
	}
	next, err = d.Edited("msgHist.consumer.search")
	if err != nil || next.Operation.Name != "msgHist.consumer.search" || next.Origin != d.Origin {
		t.Errorf("got %+v, %v, want the other operation on the same host", next, err)
	}
	next, err = draft.Draft{Method: "GET"}.Edited("msgHist:/x")
	if err != nil || next.Service != "msgHist" || next.Text() != "msgHist:/x" {
		t.Errorf("got %+v, %v, want a service's from nothing", next, err)
	}
	if next, err = d.Edited("htps:bad"); err == nil || next.Text() != d.Text() {
		t.Errorf("got %q, %v, want an error and the old URL", next.Text(), err)
	}
}

func TestValuesInATypedPathAreFound(t *testing.T) {
	o, known := domain.OperationAt("GET", "", "/api/account/12345678/configuration/le-users/users/77")
	if !known {
		t.Fatal("the catalogue knows no such operation any more")
	}
	d := parsed(t, "https://va.ac.liveperson.net"+strings.ReplaceAll(o.Path, "{userId}", "7%2F7")+"?v=4.0").Known(o)
	user := d.Params[at(t, d, "userId")]
	if user.Value != "7/7" || d.Operation.Name != o.Name || !strings.Contains(d.Text(), "/7%2F7") {
		t.Errorf("got %+v in %q", user, d.Text())
	}
	if got := d.Set(at(t, d, "userId"), "..").Params[at(t, d, "userId")]; !got.Bad() || got.Problem() != "is a path of its own" {
		t.Errorf(".. is %q", got.Problem())
	}
}

func TestAnotherMethodMakesItNobodysOperation(t *testing.T) {
	d := operation(t, "msgHist.conversations.search").By("PUT")
	if d.Operation.Name != "" || d.Method != "PUT" || d.Params[at(t, d, "source")].Required {
		t.Errorf("got %+v", d)
	}
}

func TestParametersOfOAuthsOwnAreNamed(t *testing.T) {
	d := parsed(t, "https://h.example/?oauth_nonce=1&oauth_signature=2&oauth_other=3&=4&x=%zz")
	want := []string{
		"is made by lpkeys, in the header", "is a signature already, and lpkeys puts its own into the header", "",
		"has no name", `has a "%" without two hex digits`,
	}
	for i, p := range d.Params {
		if got := p.Problem(); got != want[i] {
			t.Errorf("%s: got %q, want %q", p.Name, got, want[i])
		}
	}
}

func TestEveryOperationOfTheCatalogueIsADraft(t *testing.T) {
	for _, api := range domain.Catalogue() {
		for _, o := range api.Operations {
			d := draft.Of(o).At("h.example")
			if got, want := d.URL("12345678"), o.Target(domain.Host{Name: "h.example"}, "12345678"); got != want {
				t.Errorf("%s: got %q, want %q", o.Name, got, want)
			}
			edited, err := d.Edited(d.Text())
			if err != nil || edited.URL("1") != d.URL("1") || edited.Operation.Name != o.Name {
				t.Errorf("%s: edited and left alone it is %q of %q, %v", o.Name, edited.URL("1"), edited.Operation.Name, err)
			}
		}
	}
}

func FuzzDraft(f *testing.F) {
	for _, seed := range []string{"https://a/{accountId}?b=1", "msgHist:/x/{y}?z={w}&&", "a.b", "https://a?b#c", "h:/", "s:/{{x}?{y}", "0:/? &"} {
		f.Add(seed, "v")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		d, err := draft.Parse("GET", text)
		if err != nil || aim.IsName(text) {
			return
		}
		again, err := draft.Parse("GET", d.Text())
		if err != nil || strings.TrimSpace(again.Text()) != strings.TrimSpace(d.Text()) {
			t.Fatalf("%q became %q, then %q, %v", text, d.Text(), again.Text(), err)
		}
		for i, p := range d.Params {
			if p.Place != draft.InQuery {
				continue
			}
			_, query, _ := strings.Cut(d.Set(i, value).Path(), "?")
			if value != p.Value && value != "" && !strings.Contains(query, "="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20")) {
				t.Fatalf("%q with %s set to %q is %q", text, p.Name, value, query)
			}
		}
	})
}

func TestTheSpanThatAnOperationLeavesOpenIsTheLastDay(t *testing.T) {
	now := time.UnixMilli(1_795_356_541_635)
	d := draft.Of(domain.Operation{Method: "POST", Path: "/a", Body: `{"from":{fromMillis},"to":{toMillis},"of":{userId}}`}).Timed(now)
	if want := `{"from":1795270141635,"to":1795356541635,"of":{userId}}`; d.Body != want {
		t.Errorf("got the body %s, want %s", d.Body, want)
	}
	for _, api := range domain.Catalogue() {
		for _, op := range api.Operations {
			d := draft.Of(op).Timed(now)
			if text := d.Text() + d.Body; strings.Contains(text, "Millis") {
				t.Errorf("%s still has a time in it: %s", op.Name, text)
			}
		}
	}
}
