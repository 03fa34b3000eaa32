package hosts_test

import (
	"encoding/json"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/hosts"
)

func list() hosts.List {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	answer := func(name string, liveperson bool, age time.Duration, failure *domain.Error) domain.Answer {
		return domain.Answer{
			Host:   domain.Host{Name: name, LivePerson: liveperson},
			Origin: domain.Origin{Source: domain.Memory, At: now.Add(-age), Failure: failure},
		}
	}
	return hosts.List{Services: []hosts.Host{
		hosts.Of("msgHist", answer("va.msghist.liveperson.net", true, 90*time.Second, nil), now),
		{Service: "auditLog", Error: "unknown-service"},
		hosts.Of("accountConfigReadOnly", answer("hosts.example.com", false, 0, &domain.Error{}), now),
	}}
}

func TestATableHasAColumnForEachFactAndNoRowWithoutAHost(t *testing.T) {
	const want = "SERVICE                HOST                       REGION\n" +
		"msgHist                va.msghist.liveperson.net  US\n" +
		"accountConfigReadOnly  hosts.example.com\n"
	if got := list().Table(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSONSaysWhatIsKnownAndHowWell(t *testing.T) {
	var got map[string][]map[string]any
	if err := json.Unmarshal([]byte(list().JSON()), &got); err != nil {
		t.Fatal(err)
	}
	first, second, third := got["services"][0], got["services"][1], got["services"][2]
	if first["host"] != "va.msghist.liveperson.net" || first["region"] != "US" || first["age"] != 90.0 || first["stale"] != false || first["livePerson"] != true {
		t.Errorf("got %v", first)
	}
	if second["error"] != "unknown-service" || second["host"] != nil || second["age"] != nil {
		t.Errorf("got %v", second)
	}
	if third["stale"] != true || third["livePerson"] != false || third["region"] != nil || third["age"] != 0.0 {
		t.Errorf("got %v", third)
	}
}
