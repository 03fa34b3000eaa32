package oauth

import (
	"slices"
	"strings"
	"testing"
)

func TestEachCauseIsFoundInWhatAWrongSignerMakes(t *testing.T) {
	seen := map[Cause]bool{OtherNonce: true, OtherTime: true}
	for _, w := range slices.Concat(wrongBases, wrongHeaders) {
		requests := []Request{w.request}
		if w.request.URL == "" {
			requests = []Request{getRequest, postRequest}
		}
		for _, r := range requests {
			s := newScribe(r)
			w.breaks(s)
			if w.where != inHeader {
				checkCauses(t, w.name+", base string, "+r.Method, r, s.base(), w.want, seen)
			}
			if w.where != inBase {
				checkCauses(t, w.name+", header, "+r.Method, r, s.header(), w.want, seen)
			}
		}
	}
	for _, w := range words {
		if !seen[w.cause] && w.cause != ProtocolOtherValue { // which needs an option of ours
			t.Errorf("no wrong signer shows the cause %s", w.cause)
		}
	}
}

func checkCauses(t *testing.T, name string, r Request, theirs string, want []Cause, seen map[Cause]bool) {
	t.Helper()
	ours, err := compareSigner().Explain(r)
	if err != nil {
		t.Fatal(err)
	}
	found, err := Compare(ours, theirs)
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, theirs)
		return
	}
	var got []Cause
	for _, d := range found {
		seen[d.Cause] = true
		if d.Cause != OtherNonce && d.Cause != OtherTime {
			got = append(got, d.Cause)
		}
		if d.Part == "" || d.Advice == "" || strings.Contains(d.Name+d.Ours+d.Theirs+d.Advice, "CANARY") {
			t.Errorf("%s: %+v", name, d)
		}
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v want %v\n ours   %s\n theirs %s\n %+v", name, got, want, ours.BaseString, theirs, found)
	}
}
