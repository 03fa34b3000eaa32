package ui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/uitest"
)

// inPreview tells a story that begins in the preview of the production account's
// msgHist.
func inPreview(t *testing.T, width, height int, tell func(t *testing.T, w *world, d *uitest.Driver)) {
	t.Helper()
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, width, height)
		toPreview(d)
		tell(t, w, d)
	})
}

func TestAValueThatIsEditedInPlaceIsSigned(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("down", "enter", "ctrl+u")
		d.Type("7")
		d.Press("tab", "ctrl+u")
		d.Type("start:asc & more")
		d.Press("enter")
		d.Want("limit=7&sort=start%3Aasc%2", "limit   query 7", "sort    query start:asc & more")
		d.Press("l")
		accepted(t, w.box, d, http.MethodPost, w.board.text)
	})
}

func TestEscWhileEditingLeavesTheRequestAsItWas(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		before := d.Screen()
		for _, edit := range []string{"e", "enter", "a", "f", "b"} {
			d.Press(edit)
			d.Type("ELSEWHERE=1")
			d.Want("ELSEWHERE")
			d.Press("esc")
			if got := d.Screen(); got != before {
				t.Errorf("after %s and esc the screen is\n%s\nwant\n%s", edit, got, before)
			}
		}
	})
}

func TestParametersAreAddedAndRemoved(t *testing.T) {
	inPreview(t, 80, 30, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("a")
		d.Type("v=2 & 3")
		d.Press("enter")
		d.Want("&v=2%20%26%203", "> v       query 2 & 3")
		d.Press("l")
		accepted(t, w.box, d, http.MethodPost, w.board.text)
		d.Press("delete")
		d.Lack("&v=2")
		d.Press("f")
		d.Type("name=a b")
		d.Press("enter")
		d.Want("> name    form  a b")
		d.Press("x", "G", "up", "up", "up", "up", "up", "up", "up", "up", "up", "up", "up")
		d.Lack("Body")
	})
}

func TestWhatIsRequiredOrMissingIsNamedInWords(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("down", "down", "down", "delete")
		d.Want("source* query lpkeys ! is required by LivePerson and not sent", "oauth_signature=")
		d.Lack("source=lpkeys")
		d.Press("enter", "enter")
		d.Press("up")
		d.Press("a")
		d.Type("oauth_nonce=1")
		d.Press("enter")
		d.Want("! is made by lpkeys, in the header", "query parameter oauth_nonce is made by lpkeys")
		d.Lack("oauth_signature=")
		d.Press("c")
		d.Want("copy value: query parameter oauth_nonce")
		d.Press("delete")
		d.Want("oauth_signature=")
	})
}

func TestAPathThatLacksAValueIsNotSignedUntilItHasOne(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(0)}})
		d.Type("accountConfigReadOnly.users.get")
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("{userId}", "userId", "! needs a value", "! userId needs a value: enter edits it")
		d.Lack("oauth_signature=")
		d.Press("enter")
		d.Type("..")
		d.Press("enter")
		d.Want("! is a path of its own", "path parameter userId is a path of its own")
		d.Press("enter", "ctrl+u")
		d.Type("7/8")
		d.Press("enter")
		d.Want("/users/7%2F8", "oauth_signature=")
	})
}

func TestAFreeRequestTakesWhatTheCommandTakes(t *testing.T) {
	for typed, want := range map[string][]string{
		"msgHist:/messaging_history/api/account/{accountId}/conversations/search?source=x": {
			"https://va.msghist.lpkeys-demo.invalid/messaging_history", "t/90000002/", "> source  query x", "oauth_signature="},
		"msgHist.conversations.search":                 {"Operation  msgHist.conversations.search", "POST", "limit   query 50", "oauth_signature="},
		"https://va.msghist.lpkeys-demo.invalid/x?a=1": {"https://va.msghist.lpkeys-demo.invalid/x?a=1", "oauth_signature="},
		"va.msghist.lpkeys-demo.invalid/x":             {"! the URL does not begin with https://", "Write https:// before it"},
		"htps:/bad":                                    {`account 90000002 has no service "htps"`},
		"htps:bad":                                     {"! the URL is neither whole nor SERVICE:/path", "Write a whole URL"},
		"https:///x":                                   {"URL"},
		"msgHist.conversation.seach":                   {"! there is no such operation", "Did you mean msgHist.conversation.search?"},
	} {
		t.Run(typed, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 1, store.KeyringVault)
				d := w.open(t, 80, 24)
				d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(0)}})
				d.Want("there is no URL yet")
				d.Lack("e edits it")
				d.Type(typed)
				d.Press("enter")
				d.Wait(time.Second)
				d.Want(want...)
				d.Lack("! is not LivePerson's", "!  is not")
			})
		})
	}
}

func TestLookingUpTheHostIsSeenAndStopped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = answers{status: 503, body: "no"}
		d := w.open(t, 80, 24)
		d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(0), Service: "msgHist"}})
		d.Want("looking up the host of msgHist")
		d.Wait(time.Second)
		d.Want("retrying in", "(1 of 3)", "esc stop")
		d.Press("esc")
		d.Want("msgHist:/messaging_history", "Not signed: s signs it.")
		d.Lack("looking up")
		w.client.HTTP = w.box.Transport()
		d.Press("s")
		d.Wait(time.Second)
		d.Want("va.msghist.lpkeys-demo.invalid", "oauth_signature=")
	})
}

func TestTheExplanationMarksEveryStepInTheBaseString(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("x")
		joined := func() string {
			_, rest, _ := strings.Cut(d.Screen(), "[ ] is around the step above")
			rest, _, _ = strings.Cut(rest, "─")
			return strings.Join(strings.Fields(rest), "")
		}
		whole := strings.NewReplacer("[", "", "]", "").Replace(joined())
		for _, want := range []string{
			"[POST]&", "&[https%3A%2F%2Fva.msghist.lpkeys-demo.invalid%2F", "&[limit%3D50]%26", "%26[oauth_consumer_key%3D",
		} {
			got := joined()
			if !strings.Contains(got, want) {
				t.Errorf("the base string is %q, want %q in it", got, want)
			}
			if strings.NewReplacer("[", "", "]", "").Replace(got) != whole {
				t.Errorf("apart from the marks the base string is %q, want %q", got, whole)
			}
			d.Press("down")
		}
		d.Press("G", "up", "up")
		if got := joined(); !strings.HasSuffix(got, "%26[source%3Dlpkeys]") {
			t.Errorf("the base string is %q, want the last parameter marked", got)
		}
		d.Press("down")
		d.Want("[redacted]&[redacted]", "each encoded; neither")
		if got := joined(); got != whole {
			t.Errorf("the base string is %q, want no mark", got)
		}
		key := w.box.Accounts()[1].Key
		d.Lack(key.ConsumerSecret.Reveal(), key.TokenSecret.Reveal())
		d.Press("esc")
		d.Want("preview", "Parameters")
		d.Press("esc")
		d.Lack("Parameters")
	})
}

func TestTheExplanationShowsRawDecodedAndEncoded(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("e", "ctrl+u")
		d.Type("HTTPS://va.msghist.lpkeys-demo.invalid:443/x?q=a+b%2f")
		d.Press("enter", "x", "down")
		d.Want("note     scheme: signed in lower case", "note     port 443: left out")
		d.Press("G", "up", "up")
		d.Want("raw      q=a+b%2f", "decoded  q = a b/", "encoded  q=a%20b%2F", `note     "+" is a space`, "[q%3Da%2520b%25")
	})
}

func TestTheAgeOfTheTimestampWarnsAfterFiveMinutes(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Wait(4*time.Minute + 30*time.Second)
		d.Want("signed 4 min ago")
		d.Lack("! signed")
		d.Wait(time.Minute)
		d.Want("! signed 5 min ago: copying signs it anew")
		d.Press("s")
		d.Want("signed just now")
	})
}

func TestOnAWideScreenTheHeaderIsBesideTheRequest(t *testing.T) {
	inPreview(t, 160, 40, func(t *testing.T, w *world, d *uitest.Driver) {
		first := strings.Split(d.Screen(), "\n")[2]
		if !strings.Contains(first, "Operation") || !strings.Contains(first, "Authorization  signed just now") {
			t.Errorf("the first line is %q", first)
		}
		d.Press("x", "down", "down")
		d.Want("Operation", "Authorization", "> query     limit=50", "&[limit%3D50]")
		d.Send(screen.Click{Line: 7, Column: 4})
		d.Press("enter")
		d.Type("0")
		d.Press("enter")
		d.Want("limit=500", "> query     limit=500")
	})
}

func TestAClickEditsTheParameterThatHasTheCursor(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Send(screen.Click{Line: 7, Column: 4})
		d.Want("> limit   query 50", "enter edit value")
		d.Send(screen.Click{Line: 7, Column: 4})
		d.Want("enter take it")
	})
}

func TestAtFortyCellsEverythingIsWithinReach(t *testing.T) {
	inPreview(t, 40, 12, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Want("signed just now: tab shows the header", "POST msgHist.conversations.search")
		d.Press("tab")
		d.Want("> Authorization", "OAuth oauth_signature=")
		d.Press("down", "down", "down", "down", "down", "down", "down", "down")
		d.Want("The key needs")
		d.Press("tab")
		d.Want("> offset  q  0")
		d.Press("down", "down", "down")
		d.Want("> source* q  lpkeys")
		d.Press("down", "down", "down", "down", "down", "down", "down", "down")
		d.Want("Authorization")
		d.Press("b")
		d.Type(" ")
		d.Want("Body")
		d.Press("esc", "e")
		d.Want("URL")
	})
}

func TestABodyIsShownAsNotSignedAndCopiedAlong(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Want("Body, sent as application/json and not signed:", `{"start":{"from":946598401000`)
		signature := headerShown(d)
		d.Press("b", "ctrl+u")
		d.Type(`{"of":{userId}}`)
		d.Press("enter")
		d.Want("! {userId} stands for a value in it")
		d.Press("b", "ctrl+u")
		d.Type(`{"start":{"from":1}}`)
		d.Press("enter")
		d.Lack("stands for a value")
		if got := headerShown(d); got != signature {
			t.Errorf("another header is shown, %q, after a change that is not signed; want %q", got, signature)
		}
		d.Press("y", "enter")
		if !strings.Contains(w.board.text, `--data-raw '{"start":{"from":1}}'`) {
			t.Errorf("copied %q, want the body in it", w.board.text)
		}
	})
}

// headerShown is the header on a screen of 80 cells.
func headerShown(d *uitest.Driver) string {
	_, rest, _ := strings.Cut(d.Screen(), "OAuth ")
	rest, _, _ = strings.Cut(rest, "\n\n")
	return strings.Join(strings.Fields(rest), "")
}

func TestWhatWasTypedAndNotTakenIsKnownAsUnsaved(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		unsaved := func() bool {
			stack := d.Model().(App).stack
			return stack[len(stack)-1].screen.(interface{ Unsaved() bool }).Unsaved()
		}
		d.Press("e")
		if unsaved() {
			t.Error("nothing was typed yet")
		}
		d.Type("x")
		if !unsaved() {
			t.Error("what was typed counts for nothing")
		}
		d.Press("esc")
		if unsaved() {
			t.Error("what was given up counts")
		}
	})
}

func TestAURLAboutAnotherAccountIsWarnedOf(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("e", "ctrl+u")
		d.Type("https://user@va.msghist.lpkeys-demo.invalid/api/account/11111111/x")
		d.Press("enter")
		d.Want("! the URL is about account 11111111, and the key is of account 90000002", "! the URL holds a user name")
	})
}

func TestTheWheelScrollsWhileAValueIsEditedAndLeavesItsRow(t *testing.T) {
	inPreview(t, 80, 12, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("down", "enter", "ctrl+u")
		d.Type("7")
		before := d.Screen()
		d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		if d.Screen() == before {
			t.Error("the wheel does nothing")
		}
		d.Press("enter")
		d.Want("limit=7&sort=start:desc", "> limit   query 7", "sort    query start:desc")
	})
}

func TestAnAnswerThatNobodyWaitsForIsNotShown(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		w.keyring.pause = 5 * time.Second
		d.Press("s")
		d.Want("signing")
		d.Press("esc")
		d.Wait(time.Minute)
		d.Want("Not signed: s signs it.")
		d.Lack("oauth_signature")
	})
}
