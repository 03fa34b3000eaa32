package cli

import (
	"net/http"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func TestNobodyIsAskedForAHostThatIsKept(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	requests := 0
	d.api = func(req *http.Request) (*http.Response, error) {
		requests++
		return oneKnown(req)
	}
	for _, step := range []struct {
		args []string
		want int // requests, of all steps until here
	}{
		{[]string{"sign", "GET", "https://va.msghist.liveperson.net/x"}, 0},
		{[]string{"sign", "GET", "msgHist:/x"}, 1},
		{[]string{"sign", "GET", "msgHist:/x"}, 1},
		{[]string{"sign", "msgHist.conversations.search", "--explain"}, 1},
		{[]string{"resolve", "msgHist"}, 1},
		{[]string{"resolve"}, 1},
		{[]string{"account", "show"}, 1},
		{[]string{"resolve", "--refresh", "msgHist"}, 2},
	} {
		if code := d.run(t.Context(), "", step.args...); code != explain.Done || requests != step.want {
			t.Errorf("%s: exit %d after %d requests, want %d; told %s", strings.Join(step.args, " "), code, requests, step.want, d.told.get())
		}
	}
}
