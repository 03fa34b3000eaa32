//go:build linux

package main

import (
	"regexp"
	"testing"

	"lpkeys/store/storetest"
	"lpkeys/ui/uitest"
)

// https://no-color.org: no colour is sent. What is bold or reversed may stay.
func TestNoColorIsHonoured(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	coloured := regexp.MustCompile(`\x1b\[(?:[0-9;:]*[;:])?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m`)
	for name, row := range map[string]struct {
		environ []string
		args    []string
		want    bool
	}{
		"colour":     {nil, []string{"demo"}, true},
		"NO_COLOR":   {[]string{"NO_COLOR=1"}, []string{"demo"}, false},
		"--no-color": {nil, []string{"demo", "--no-color"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			term := uitest.Open(t, 80, 24, append(row.environ, "LPKEYS_HOME="+t.TempDir(), "TERM=xterm-256color"))
			term.Run(build(t), row.args...)
			term.Until("DEMO", "demo-prod", "PRODUCTION")
			press(term, "> demo-prod", "Down")
			if got := coloured.Match(term.Raw()); got != row.want {
				t.Errorf("colour was sent: %v, want %v", got, row.want)
			}
		})
	}
}
