package send_test

import (
	"testing"

	"lpkeys/domain"
	"lpkeys/ui/send"
)

func TestTheFirstTryProvesThatAKeyWorks(t *testing.T) {
	w := newWorld()
	o, err := w.sender.Try(t.Context(), w.account(t, "demo-sandbox"), send.Options{})
	if err != nil || !o.Proves() || o.Status != 200 || o.Operation.Name != "msgHist.conversations.search" || o.Tries != 1 {
		t.Errorf("got %+v, %v", o, err)
	}
	if len(w.kept.recorded) != 1 || w.kept.recorded[0].Operation != o.Operation.Name || w.kept.recorded[0].Cause != "" {
		t.Errorf("got %+v recorded", w.kept.recorded)
	}
}

func TestWhatIsTriedFirstDependsOnTheServicesOfTheAccount(t *testing.T) {
	tests := []struct {
		name     string
		services []domain.Service
		want     string
	}{
		{"a brand that writes messages", []domain.Service{"accountConfigReadOnly", "leDataReporting", "msgHist"}, "msgHist.conversations.search"},
		{"a brand that chats", []domain.Service{"accountConfigReadOnly", "engHistDomain"}, "engHistDomain.interactions.search"},
		{"one that configures", []domain.Service{"agentVep", "accountConfigReadOnly"}, "accountConfigReadOnly.users.list"},
		{"one whose service is spelt in another way", []domain.Service{"auditLog"}, "auditlog.usage"},
		{"one with services for which no key counts", []domain.Service{"sentinel", "idp", "agentVep"}, ""},
		{"none", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var entries []domain.Entry
			for _, s := range tt.services {
				entries = append(entries, domain.Entry{Service: s})
			}
			got := ""
			if choices := send.Choices(entries); len(choices) > 0 {
				got = choices[0].Name
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNothingThatChangesOrNeedsAValueIsAChoice(t *testing.T) {
	var all []domain.Entry
	for _, s := range domain.Services() {
		all = append(all, domain.Entry{Service: s})
	}
	choices := send.Choices(all)
	if len(choices) < 20 {
		t.Fatalf("got %d choices", len(choices))
	}
	for _, o := range choices {
		if o.Effect != domain.Reads || !o.Auth.Signed() {
			t.Errorf("got %s, which %v and wants %v", o.Name, o.Effect, o.Auth)
		}
	}
}
