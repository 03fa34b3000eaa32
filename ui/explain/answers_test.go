package explain

import (
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/send"
)

func TestARetryIsCountedDown(t *testing.T) {
	now := time.Now()
	for left, want := range map[time.Duration]string{
		5 * time.Second:         "retrying in 5 s (2 of 3)",
		4900 * time.Millisecond: "retrying in 5 s (2 of 3)",
		time.Millisecond:        "retrying in 1 s (2 of 3)",
		0:                       "retrying (2 of 3)",
		-time.Second:            "retrying (2 of 3)",
		90 * time.Second:        "retrying in 1 min (2 of 3)",
	} {
		if got := Retrying(domain.Retry{Number: 2, Of: 3, At: now.Add(left)}, now); got != want {
			t.Errorf("%v before it: got %q, want %q", left, got, want)
		}
	}
}

func TestAnAgeIsToldInItsLargestUnit(t *testing.T) {
	for age, want := range map[time.Duration]string{
		0: "just now", 999 * time.Millisecond: "just now", time.Second: "1 s ago", 59 * time.Second: "59 s ago",
		time.Minute: "1 min ago", 59 * time.Minute: "59 min ago", time.Hour: "1 h ago",
		47 * time.Hour: "47 h ago", 48 * time.Hour: "2 days ago", 1000 * time.Hour: "41 days ago",
	} {
		if got := Ago(age); got != want {
			t.Errorf("%v: got %q, want %q", age, got, want)
		}
	}
}

func TestAStaleHostComesWithItsAgeAndTheReason(t *testing.T) {
	now := time.Now()
	o := domain.Origin{
		Source: domain.Disk, At: now.Add(-3 * time.Hour).Round(0),
		Failure: &domain.Error{Kind: domain.Unavailable, Account: "123", Status: 503},
	}
	want := "the hosts may be out of date, from 3 h ago: no answer about the hosts of account 123 (status 503)"
	if got := Stale("the hosts", o, now); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAClockIsWarnedOfBeyondAMinute(t *testing.T) {
	const sure = 500 * time.Millisecond
	for _, tt := range []struct {
		skew domain.Skew
		want string
	}{
		{domain.Skew{}, ""},
		{domain.Skew{Ahead: 59 * time.Second, Within: sure}, ""},
		{domain.Skew{Ahead: 62 * time.Second, Within: 5 * time.Second}, ""},
		{domain.Skew{Ahead: 3 * time.Minute, Within: sure}, "the clock of this machine is 3 min ahead of LivePerson's; signatures may be refused for their timestamp"},
		{domain.Skew{Ahead: -2 * time.Hour, Within: sure}, "the clock of this machine is 2 h behind LivePerson's; signatures may be refused for their timestamp"},
	} {
		if got := Clock(tt.skew); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.skew, got, tt.want)
		}
	}
}

// A hint is typed again, so it offers nothing that --allow-host refuses, and
// nothing that a shell takes for a command.
func TestAHostThatCannotBeAllowedIsNotOffered(t *testing.T) {
	for host, allowed := range map[string]bool{
		"bot.example.com": true, "127.0.0.1": true, "localhost": true, "::1": true,
		"evil.example$(id)": false, "evil.example;x": false, "10.0.0.1": false, "bot": false, "": false,
	} {
		w := Of(&send.HostError{Host: host})
		if got := strings.HasSuffix(w.Hint, "--allow-host "+host); got != allowed {
			t.Errorf("%s: the hint is %q", host, w.Hint)
		}
	}
}
