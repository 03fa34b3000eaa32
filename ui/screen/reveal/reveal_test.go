package reveal

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
)

type keys struct{}

func (keys) Key(context.Context, string) (oauth.Credentials, error) {
	s := oauth.NewSecret("CANARY")
	return oauth.Credentials{ConsumerKey: "CANARY", ConsumerSecret: s, Token: "CANARY", TokenSecret: s}, nil
}

// showing is the screen with a key on it.
func showing(t *testing.T) Model {
	t.Helper()
	read, cmd := New(t.Context(), keys{}, nav.ShowKey{Account: store.Account{Name: "acme"}}).Update(readMsg{})
	shownModel, _ := read.Update(cmd())
	m := shownModel.(Model)
	if m.state != shown || m.values[3].IsZero() {
		t.Fatal("the key is not shown")
	}
	return m
}

func TestWhatIsHiddenIsHeldNoLonger(t *testing.T) {
	for _, msg := range []tea.Msg{hideMsg{}, leftMsg{}, tea.BlurMsg{}, event.Suspending{}} {
		next, _ := showing(t).Update(msg)
		if m := next.(Model); m.state != hidden || holds(m) || m.job.Running() {
			t.Errorf("after %T the screen still holds a value", msg)
		}
	}
	m := showing(t)
	for range seconds {
		next, _ := m.Update(secondMsg{ctx: t.Context(), job: m.job.ID()})
		m = next.(Model)
	}
	if m.state != hidden || holds(m) {
		t.Error("after its time the screen still holds a value")
	}
}

func holds(m Model) bool {
	for _, v := range m.values {
		if !v.IsZero() {
			return true
		}
	}
	return false
}

func TestAValueThatIsCopiedShowsInNoMessage(t *testing.T) {
	_, cmd := showing(t).Update(copyMsg{})
	copied := cmd().(event.Copy)
	if text := fmt.Sprintf("%+v %#v", copied, copied); strings.Contains(text, "CANARY") {
		t.Errorf("the message is %s", text)
	}
	if !copied.Secret.Equal(oauth.NewSecret("CANARY")) {
		t.Error("it has another value")
	}
}
