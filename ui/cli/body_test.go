package cli

import "testing"

func TestABodyIsTakenForWhatItCanOnlyBe(t *testing.T) {
	const isJSON, none = "application/json", ""
	for body, want := range map[string]string{
		`{"a":1}`: isJSON, " [1]\n": isJSON, `{}`: isJSON,
		"a=1": formType, "a=1&b=two+words&c=%C3%A9\n": formType, "a[]=1": formType, "": formType, "\n": formType,
		`{"a":`: none, `{a=1}`: none, "plain": none, "<a b='1'/>": none, "a=1 b": none, `"a=1"`: none, "a=\x1b": none, "1": none, "a=é": none,
	} {
		if got := sniffed(body); got != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}
