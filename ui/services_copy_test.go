package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
)

func TestAllHostsAreCopiedAsATableOrAsJSON(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002", "msgHist", "va.msghist.lpkeys-demo.invalid", "rtbf", "va.rtbf.lpkeys-demo.invalid", "own", "va.own.lpkeys-demo.invalid")
		d := w.open(t, 80, 24)
		d.Press("enter", "space")
		d.Press("enter")
		d.Wait(time.Second)
		d.Press("C")
		d.Want("Copy the hosts that are ticked, 1 in all", "msgHist  va.msghist", "t as a table", "esc copy nothing")
		d.Press("esc", "space", "C") // None is ticked now.
		d.Want("Copy every host that is shown, 4 in all")
		d.Press("t")
		d.Want("4 hosts as a table: copied")
		const want = "SERVICE    HOST                            REGION\n"
		if !strings.HasPrefix(w.board.text, want) || !strings.Contains(w.board.text, "\nown        va.own.lpkeys-demo.invalid      US\n") {
			t.Errorf("copied:\n%s", w.board.text)
		}
		d.Press("/")
		d.Type("personal data")
		d.Press("enter", "C", "j")
		d.Want("one host as JSON: copied")
		var got struct{ Services []map[string]any }
		if err := json.Unmarshal([]byte(w.board.text), &got); err != nil || len(got.Services) != 1 || got.Services[0]["host"] != "va.rtbf.lpkeys-demo.invalid" {
			t.Errorf("copied %s: %v", w.board.text, err)
		}
	})
}

func TestWithoutAHostThereIsNothingToCopy(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "c")
		d.Want("copy host: msgHist has no host yet: enter resolves it")
		d.Press("/")
		d.Type("msghist")
		d.Press("enter", "C")
		d.Want("copy all: no service has a host yet")
	})
}

func TestAForeignHostIsCopiedOnlyAfterAQuestion(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002", "msgHist", "va.example.com", "rtbf", "va.rtbf.lpkeys-demo.invalid")
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Want("! not LivePerson's", "va.example.com is outside LivePerson's own domains")
		d.Press("c")
		d.Want("Copy the host all the\n same?", "y copy it")
		d.Press("n")
		if w.board.text != "" {
			t.Errorf("%q was copied", w.board.text)
		}
		d.Press("C", "t")
		d.Want("va.example.com is outside", "Copy 3 hosts as a table\n all the same?")
		d.Press("y")
		if !strings.Contains(w.board.text, "va.example.com") {
			t.Errorf("copied %q", w.board.text)
		}
	})
}

func TestAThousandServicesStayUsable(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002", thousand()...)
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Press("a", "r")
		d.Wait(time.Second)
		d.Want("1032 of 1032 ticked", "1005 resolved", "26 failed")
		d.Press("G")
		d.Want("> [x] service0999", "va.s0999.lpkeys-demo.invalid")
		d.Press("/")
		d.Type("0500")
		d.Want("> [x] service0500", "1 shown")
	})
}

func thousand() (services []string) {
	for i := range 1000 {
		services = append(services, fmt.Sprintf("service%04d", i), fmt.Sprintf("va.s%04d.lpkeys-demo.invalid", i))
	}
	return services
}

func TestHostileNamesReachNoTerminal(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002",
			"msgHist", "va.msghist.lpkeys-demo.invalid",
			"evil\x1b[31m", "va.evil.lpkeys-demo.invalid",
			"rtbf", "va.rtbf.lpkeys-demo.invalid\u202e",
			"x PRODUCTION y", "va.x.lpkeys-demo.invalid")
		d := w.open(t, 80, 24)
		d.Press("enter", "a", "enter")
		d.Wait(time.Minute)
		for _, frame := range d.Frames() {
			for _, bad := range []string{"\x1b[31m", "\u202e", "x PRODUCTION"} {
				if strings.Contains(frame, bad) {
					t.Fatalf("a frame holds %q", bad)
				}
			}
		}
	})
}
