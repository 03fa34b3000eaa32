package domain_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

func TestTheServersDateTellsHowFarTheClockIsOff(t *testing.T) {
	const half = 500 * time.Millisecond // of what Date leaves out
	for _, tt := range []struct {
		name   string
		theirs time.Duration // how far the server's clock is ahead of ours
		takes  time.Duration // the way there and back
		header []string      // besides Date
		want   domain.Skew
	}{
		{"ours is right", 0, 0, nil, domain.Skew{Ahead: -half, Within: half}},
		{"ours is ahead", -3 * time.Minute, 0, nil, domain.Skew{Ahead: 3*time.Minute - half, Within: half}},
		{"ours is behind", time.Hour, 0, nil, domain.Skew{Ahead: -time.Hour - half, Within: half}},
		{"a slow answer makes it less certain", 0, 4 * time.Second, nil, domain.Skew{Ahead: -half, Within: 2*time.Second + half}},
		{"the answer comes from a cache on the way", -3 * time.Minute, 0, []string{"Age", "180"}, domain.Skew{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
					pass(tt.takes / 2)
					date := time.Now().Add(tt.theirs).UTC().Format(http.TimeFormat)
					pass(tt.takes / 2)
					return reply(req, 200, list, append(tt.header, "Date", date)...), nil
				})}
				for _, source := range []domain.Source{domain.Network, domain.Memory} {
					got, err := client.Resolve(t.Context(), account, "msgHist", usual)
					if err != nil || got.Skew != tt.want || got.Source != source {
						t.Errorf("from %v: got %+v, %v, want %+v", source, got.Origin, err, tt.want)
					}
				}
			})
		})
	}
}

func TestWithoutADateNothingIsKnownOfTheClock(t *testing.T) {
	for _, date := range []string{"", "yesterday"} {
		client := domain.Client{HTTP: &forms{list: answers(200, list, "Date", date)}}
		got, err := client.All(t.Context(), account, usual)
		if err != nil || got.Skew.Known() || got.Skew.Passes(0) {
			t.Errorf("Date %q: got %+v, %v", date, got.Skew, err)
		}
	}
}

func TestAClockIsWrongOnlyWhenThatIsCertain(t *testing.T) {
	for _, tt := range []struct {
		skew domain.Skew
		want bool
	}{
		{domain.Skew{}, false},
		{domain.Skew{Ahead: 61 * time.Second, Within: 500 * time.Millisecond}, true},
		{domain.Skew{Ahead: -61 * time.Second, Within: 500 * time.Millisecond}, true},
		{domain.Skew{Ahead: 61 * time.Second, Within: 5 * time.Second}, false},
		{domain.Skew{Ahead: -61 * time.Second, Within: 5 * time.Second}, false},
		{domain.Skew{Ahead: time.Minute, Within: 500 * time.Millisecond}, false},
	} {
		if got := tt.skew.Passes(time.Minute); got != tt.want {
			t.Errorf("%+v: got %v, want %v", tt.skew, got, tt.want)
		}
	}
}
