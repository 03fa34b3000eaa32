package ui

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/event"
	"lpkeys/ui/uitest"
)

// listing is a Domain API that has just these services, each with its host.
func listing(account string, services ...string) answers {
	var entries []string
	for i := 0; i+1 < len(services); i += 2 {
		entries = append(entries, fmt.Sprintf(`{"service":%q,"account":%q,"baseURI":%q}`, services[i], account, services[i+1]))
	}
	return answers{status: 200, body: `{"baseURIs":[` + strings.Join(entries, ",") + `]}`}
}

func TestOpeningTheServicesAsksNobodyAndTicksNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter")
		d.Wait(time.Hour)
		d.Want("0 of 32 ticked", "> [ ] msgHist")
		d.Lack("[x]")
		if n := network.asked.Load(); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
	})
}

func TestTicksAreThereAtTheNextVisitAndAtTheNextStart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("down", "enter", "down", "space", "down", "space", "n")
		d.Type("visitorFeed")
		d.Press("enter")
		d.Wait(time.Second)
		d.Press("esc", "enter")
		d.Want("[x] engHistDomain", "[x] agentManagerWorkspace", "3 of")
		d.Press("esc", "up", "enter")
		d.Want("0 of") // of another account

		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("down", "enter")
		d.Want("[ ] msgHist", "[x] engHistDomain", "[x] agentManagerWorkspace")
		d.Press("down", "space", "G")
		d.Want("Names that you typed", "> [x] visitorFeed")
		d.Press("space")

		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("down", "enter")
		d.Want("[ ] engHistDomain", "[x] agentManagerWorkspace", "1 of 33 ticked")
		d.Lack("visitorFeed")
	})
}

func TestWhatWasResolvedIsShownAgainWithItsAgeAndWithoutARequest(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Want("va.msghist."+demo.Domain, "answered in 100 ms")
		d.Press("esc")
		d.Wait(3 * time.Minute)
		d.Press("enter")
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "as of 3 min ago")
		d.Press("enter")
		d.Want("every ticked service is resolved already")
		if n := network.asked.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestWhatAnEarlierRunResolvedIsShownAndAskedForAgainWhenItIsOld(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network, folder := w.standBetween(), filepath.Join(t.TempDir(), "cache")
		w.client.Folder = folder
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Wait(48 * time.Hour)
		w.reopen(t)
		w.client = w.box.Client()
		w.client.HTTP, w.client.Folder = network, folder
		d = w.open(t, 80, 24)
		d.Press("enter")
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "! 2 days", "as of 2 days ago")
		if n := network.asked.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		d.Press("enter") // It is too old to be left alone.
		d.Wait(time.Second)
		d.Want("answered in 100 ms")
		if n := network.asked.Load(); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
	})
}

func TestRefreshShowsWhateverElseTheAccountHasAndWhatItLacks(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002", "msgHist", "va.msghist.lpkeys-demo.invalid", "ownThing", "va.own.lpkeys-demo.invalid")
		d := w.open(t, 80, 60)
		d.Press("enter")
		d.Lack("not in this account", "Other services")
		d.Press("r")
		d.Wait(time.Second)
		d.Want("Other services of this account\n   [ ] ownThing", "va.own.lpkeys-demo.invalid", "[ ] engHistDomain             not in this account")
		d.Want("[ ] dataAccess                Data Access") // The list never has it.
		d.Press("down")
		d.Wait(time.Second)
		d.Want("engHistDomain is not in the list of this account, as of now. Enter asks for it\n by its name.")
	})
}

func TestAnEmptyListIsToldAndTheCatalogueStays(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002")
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Want("LivePerson knows no account 90000002", "it has no services", "[ ] msgHist")
		d.Lack("not in this account", "⠋")
	})
}

func TestTickAllTicksWhatTheFilterShows(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "/")
		d.Type("users CONFIG")
		d.Want("2 shown", "accountConfigReadOnly", "accountConfigReadWrite")
		d.Lack("msgHist", "History and reports")
		d.Press("enter", "a", "esc")
		d.Want("2 of 32 ticked", "[x] accountConfigReadOnly", "[ ] msgHist")
		d.Press("a")
		d.Want("32 of 32 ticked")
		d.Press("a")
		d.Want("0 of 32 ticked")
		d.Press("/")
		d.Type("handle time") // the title of an API
		d.Want("agentActivityDomain", "2 shown")
		d.Type("zzz")
		d.Want("no service has this")
		d.Press("enter", "space")
		d.Want("tick: no service is shown: esc shows all")
		d.Press("esc")
		d.Want("[ ] msgHist")
	})
}

func TestAFilterFindsAHostToo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Press("/")
		d.Type("va.acw.")
		d.Want("1 shown", "> [ ] accountConfigReadWrite")
	})
}

func TestWhatFailedIsTriedAgainByOneKey(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		network.ill.Store(true)
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "down", "space", "enter")
		d.Wait(time.Minute)
		d.Want("2 failed", "✗ unavailable", "R try again")
		network.ill.Store(false)
		d.Press("space", "R") // ticked or not
		d.Wait(time.Second)
		d.Want("va.msghist."+demo.Domain, "va.enghist."+demo.Domain)
		d.Lack("failed")
		d.Lack("try again")
	})
}

func TestASuggestionIsTakenByOneKey(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "n")
		d.Type("MSGhist")
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("✗ unknown service. Did you mean msgHist?", "y take msgHist", "y takes msgHist.", "[x] MSGhist")
		d.Press("y")
		d.Wait(time.Second)
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "1 of")
		d.Lack("MSGhist", "Names that you typed")
		wantPicks(t, w, "demo-prod", "msgHist")
	})
}

func wantPicks(t *testing.T, w *world, account, want string) {
	t.Helper()
	picks, err := w.store.Picks(account)
	var names []string
	for _, s := range picks {
		names = append(names, string(s))
	}
	if got := strings.Join(names, " "); err != nil || got != want {
		t.Errorf("picks of %s: got %q, %v, want %q", account, got, err, want)
	}
}

func TestANameThatIsTypedIsLookedUpAsItIs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "n")
		d.Type("  visitorFeed")
		d.Press("enter")
		d.Want("Names that you typed", "> [x] visitorFeed", "resolving")
		d.Wait(time.Second)
		d.Want("> [x] visitorFeed", "va.visitorfeed."+demo.Domain)

		d.Press("n")
		d.Type("sentinel") // the catalogue has it
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("> [x] sentinel")
		wantPicks(t, w, "demo-prod", "sentinel visitorFeed")

		d.Press("/")
		d.Type("nothing")
		d.Press("enter", "n")
		d.Type("idp")
		d.Press("enter")
		d.Want("> [x] idp") // A filter does not hide what was asked for.

		d.Press("n")
		d.Type("left alone")
		d.Press("esc")
		d.Want("> [x] idp", "esc")
		d.Press("n")
		d.Lack("left alone")
	})
}

func TestANameThatCannotBeOneIsNeverAskedFor(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter")
		for name, problem := range map[string]string{
			"":                        "✗ the name is empty",
			"audit log":               "✗ the name holds a blank at position 6",
			"../x":                    `the name holds "/"`,
			strings.Repeat("x", 90):   "longer than 64 characters",
			"0123456789abcdef":        "reads as a value of a key",
			strings.Repeat("0f1e", 8): "reads as a value of a key",
		} {
			d.Press("n")
			d.Type(name)
			d.Press("enter")
			d.Want(problem, "name:")
			d.Press("esc")
		}
		k := w.box.Accounts()[1].Key
		for _, pasted := range []string{k.TokenSecret.Reveal(), k.ConsumerKey + "\n", fourLines(k)} {
			d.Press("n")
			d.Paste(pasted)
			d.Want("nothing was pasted")
			d.Press("enter")
			d.Want("the name is empty")
			d.Press("esc")
		}
		if n := network.asked.Load(); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
		wantPicks(t, w, "demo-prod", "")
	})
}

func TestThePreviewFindsTheHostFirst(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "down", "p")
		d.Want("⠋ resolving, then the preview opens", "esc stop")
		d.Wait(time.Second)
		d.Want("preview", "https://va.enghist."+demo.Domain)
		d.Press("esc")
		d.Want("> [ ] engHistDomain", "va.enghist."+demo.Domain)
		wantPicks(t, w, "demo-prod", "") // A look is no tick.
	})
}

func TestNobodyIsTakenToAPreviewThatTheyWaitForNoMore(t *testing.T) {
	for name, leave := range map[string]func(d *uitest.Driver){
		"esc":       func(d *uitest.Driver) { d.Press("esc") },
		"moving on": func(d *uitest.Driver) { d.Press("down") },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 1, store.KeyringVault)
				d := w.open(t, 80, 24)
				d.Press("enter", "p")
				leave(d)
				d.Wait(time.Second)
				d.Want("services", "[ ] msgHist")
				d.Lack("Authorization")
			})
		})
	}
	story(t, func(t *testing.T, w *world) { // a host that is not found
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = answers{status: 404, body: "no"}
		d := w.open(t, 80, 24)
		d.Press("enter", "p")
		d.Wait(time.Second)
		d.Want("✗ unknown", "> [ ] msgHist")
		w.client.HTTP = w.box.Transport()
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("va.msghist." + demo.Domain)
		d.Lack("Authorization")
	})
}

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

func TestTooManyQuestionsAreWaitedForAsLivePersonAsks(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		busy := &busy{box: w.box.Transport(), refusals: 1}
		w.client.HTTP, w.client.Jitter = busy, func() float64 { return 0 }
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(2 * time.Second)
		d.Want("rate limited; retrying in", "(1 of 3)")
		d.Wait(20 * time.Second)
		d.Want("va.msghist." + demo.Domain)
	})
}

// busy refuses the first requests because there were too many.
type busy struct {
	box      http.RoundTripper
	refusals int
}

func (b *busy) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := b.box.RoundTrip(req)
	if err == nil && b.refusals > 0 {
		b.refusals--
		res.StatusCode, res.Body = http.StatusTooManyRequests, http.NoBody
		res.Header.Set("Retry-After", "17")
	}
	return res, err
}

func TestTheScreenFollowsTheAccountInForce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		must(w.store.SetPicks("demo-prod", []domain.Service{"rtbf"}))
		network := w.standBetween()
		w.box.Latency = 10 * time.Second
		d := w.open(t, 80, 24)
		d.Press("enter", "down", "space", "enter")
		d.Want("⠋ resolving", "demo-sandbox")
		d.Press("ctrl+o", "enter")
		d.Want("demo-prod", "services", "[x] rtbf", "> [ ] engHistDomain", "1 of 32 ticked")
		d.Lack("resolving", "stopped", "esc stop")
		d.Wait(time.Minute)
		d.Lack("lo.enghist")
		d.Press("enter")
		d.Wait(time.Minute)
		d.Want("va.rtbf."+demo.Domain, "demo-prod")
		if n := network.asked.Load(); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
		wantPicks(t, w, "demo-sandbox", "engHistDomain")
		wantPicks(t, w, "demo-prod", "rtbf")
	})
}

func TestAnAccountThatWasRenamedKeepsWhatIsKnownOfIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		a := w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		must(w.store.Rename("demo-prod", "acme"))
		a.Name = "acme"
		d.Send(event.InForce{Account: a, Why: "chosen here"})
		d.Want("acme", "> [x] msgHist", "va.msghist."+demo.Domain)
		d.Press("down", "space")
		wantPicks(t, w, "acme", "msgHist engHistDomain")
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
		d.Want("1032 of 1032 ticked", "1006 resolved", "26 failed")
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

func TestTheMouseTicksMovesAndResolves(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter")
		d.Click("] agentManagerWorkspace", -1) // the box
		d.Want("> [x] agentManagerWorkspace", "1 of 32 ticked")
		d.Click("engHistDomain", -1)
		d.Want("> [ ] engHistDomain", "1 of 32 ticked")
		d.Click("History and reports", -1)
		d.Want("> [ ] engHistDomain")
		d.Click("engHistDomain", -1)
		d.Wait(time.Second)
		d.Want("va.agentmanager." + demo.Domain)
		d.Press("/")
		d.Type("metrics")
		d.Click("msgHist", -1) // One line lower now.
		d.Want("> [ ] msgHist")
	})
}

func TestTicksThatCannotBeKeptAreToldOnceAndHoldHere(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter")
		must(w.disk.Remove("/home/accounts.json"))
		d.Press("space")
		d.Want("> [x] msgHist", "the ticks hold until you leave, and could not be remembered")
	})
}

func TestAHostThatEveryAccountHasNeverGrowsOld(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "/")
		d.Type("domainAPI")
		d.Press("enter")
		d.Wait(24 * time.Hour)
		d.Press("space")
		d.Want("api."+demo.Domain, "fixed", "the same for every account")
		d.Lack("!", "ago")
		d.Press("enter")
		d.Want("is resolved already")
	})
}

func TestWhatIsKnownIsShownThoughTheTicksCannotBeRead(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		a := w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		if _, err := w.client.All(t.Context(), a.ID, domain.Options{}); err != nil {
			t.Fatal(err)
		}
		must(w.store.Remove(t.Context(), a.Name))
		d.Press("enter")
		d.Want("va.msghist."+demo.Domain, "what was ticked before is not known")
		d.Press("space")
		d.Want("> [x] msgHist")
	})
}
