package domain_test

import (
	"slices"
	"testing"

	"lpkeys/domain"
)

func TestUnknownServiceSuggestsASpelling(t *testing.T) {
	account1 := `{"baseURIs":[
		{"service":"msgHist","account":"12345678","baseURI":"va.msghist.liveperson.net"},
		{"service":"auditlog","account":"12345678","baseURI":"va.auditlog.liveperson.net"},
		{"service":"auditLogs","account":"12345678","baseURI":"va.auditlogs.liveperson.net"},
		{"service":"faasGW","account":"12345678","baseURI":"va.faasgw.liveperson.net"},
		{"service":"agentVip","account":"12345678","baseURI":"va.agentvip.liveperson.net"},
		{"service":"idp","account":"12345678","baseURI":"va.idp.liveperson.net"},
		{"service":"broken","account":"12345678","baseURI":"va.broken.liveperson.net/"}]}`
	tests := []struct {
		name  string
		asked domain.Service
		want  []domain.Service
	}{
		{"case first, and then nothing else", "auditLog", []domain.Service{"auditlog"}},
		{"the pages' other spelling", "faaSGW", []domain.Service{"faasGW"}},
		{"a letter too few", "msgHst", []domain.Service{"msgHist"}},
		{"neighbours swapped", "mgsHist", []domain.Service{"msgHist"}},
		{"neighbours swapped in a short name", "ipd", []domain.Service{"idp"}},
		{"another case and a letter too many", "MSGHISTS", []domain.Service{"msgHist"}},
		{"what the account has before what the catalogue has", "agentVp", []domain.Service{"agentVip", "agentVep"}},
		{"the catalogue's, by case", "Sentinel", []domain.Service{"sentinel"}},
		{"one whose host is bad", "brokn", []domain.Service{"broken"}},
		{"nothing is near", "zzz", nil},
		{"nothing is near a single letter", "m", nil},
		{"a short name must be very near", "fas", nil},
		{"the name itself is never suggested", "sentinel", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := domain.Client{HTTP: &forms{list: answers(200, account1), named: answers(404, "")}}
			_, err := client.Resolve(t.Context(), account, tt.asked, usual)
			got := failure(t, err)
			if got.Kind != domain.UnknownService || !slices.Equal(got.Suggestions, tt.want) {
				t.Errorf("%s: got %v, suggesting %v, want %v", tt.asked, got.Kind, got.Suggestions, tt.want)
			}
		})
	}
}

func TestKeystrokesAreCountedInLetters(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"bolt", "bolt", 0}, {"bolt", "colt", 1}, {"bolt", "blot", 1},
		{"acme", "acne-prod", 6}, {"schön", "schon", 1}, {"アクメ", "アメク", 1}, {"ab", "AB", 2},
	} {
		if got, back := domain.Keystrokes(tt.a, tt.b), domain.Keystrokes(tt.b, tt.a); got != tt.want || back != tt.want {
			t.Errorf("%q and %q: got %d and %d, want %d", tt.a, tt.b, got, back, tt.want)
		}
	}
}
