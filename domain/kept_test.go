package domain_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

var keptOnly = domain.Options{KeptOnly: true}

func TestWhatWasKeptIsGivenHoweverOldAndNobodyIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "cache")
		given := time.Now()
		fill(t, folder)
		pass(72 * time.Hour)
		client := domain.Client{Folder: folder, HTTP: unasked(t)}
		for service, want := range map[domain.Service]string{
			"msgHist":  "va.msghist.liveperson.net",
			"sentinel": "va.sentinel.liveperson.net", // was asked for by its name
		} {
			got, err := client.Resolve(t.Context(), account, service, keptOnly)
			if err != nil || got.Host.Name != want || got.Stale() || !got.At.Equal(given) || got.Age(time.Now()) != 72*time.Hour {
				t.Errorf("%s: got %+v, %v, want %s", service, got, err, want)
			}
		}
		got, err := client.All(t.Context(), account, keptOnly)
		if err != nil || len(got.Entries) != 3 || got.Source == domain.Network {
			t.Errorf("all: got %+v, %v", got, err)
		}
		if host, err := client.Locate(t.Context(), account, "dataAccess", keptOnly); err != nil || host.Host.Name == "" {
			t.Errorf("a host of its own region: got %+v, %v", host, err)
		}
	})
}

func TestWhereNothingWasKeptNobodyIsAskedEither(t *testing.T) {
	client := domain.Client{HTTP: unasked(t)}
	if _, err := client.All(t.Context(), account, keptOnly); failure(t, err).Kind != domain.Unavailable {
		t.Errorf("all: got %v", err)
	}
	for _, service := range []domain.Service{"msgHist", "unheardOf", "dataAccess"} {
		if _, err := client.Locate(t.Context(), account, service, keptOnly); failure(t, err).Kind != domain.Unavailable {
			t.Errorf("%s: got %v", service, err)
		}
	}
}

func TestAServiceThatTheKeptListLacksIsNotCalledUnknownWithoutAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "cache")
		fill(t, folder)
		client := domain.Client{Folder: folder, HTTP: unasked(t)}
		_, err := client.Resolve(t.Context(), account, "faasGW", keptOnly)
		if got := failure(t, err); got.Kind != domain.Unavailable || got.Service != "faasGW" {
			t.Errorf("got %v", err)
		}
	})
}

func TestAServiceThatWasKeptWithoutAListIsNotStale(t *testing.T) {
	client := domain.Client{HTTP: &forms{list: answers(404, ""), named: answers(200, sentinel)}}
	if _, err := client.Resolve(t.Context(), account, "sentinel", once); err != nil {
		t.Fatal(err)
	}
	got, err := client.Resolve(t.Context(), account, "sentinel", keptOnly)
	if err != nil || got.Stale() || got.Host.Name != "va.sentinel.liveperson.net" {
		t.Errorf("got %+v, %v", got, err)
	}
}
