package nav

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/format"
	"lpkeys/ui/signature"
)

type (
	// CopyAs chooses how a signed request is written, and copies it. Request has
	// no header: Made's is its. The screen below is sent [Signed] in the end.
	CopyAs struct {
		Account store.Account
		Request format.Request
		Made    signature.Made
		Foreign string      // the host, unless it is LivePerson's
		As      format.Name // where the cursor is; "" for where it may be copied most safely
	}

	// Compare finds out what differs from a header or base string that is pasted.
	Compare struct {
		Account store.Account
		Request oauth.Request
	}

	// Signed tells the screen below which signature is the one that counts now.
	Signed struct{ Made signature.Made }
)

func (CopyAs) route()  {}
func (Compare) route() {}

// Foreign asks before something that reveals a header, or asks for one, is
// copied for a host that is not LivePerson's.
func Foreign(host string, yes tea.Msg) Confirm {
	return Confirm{
		Title:    "not LivePerson's",
		Question: host + " is outside LivePerson's own domains. Whoever runs it can use a copied header until it expires. Copy it all the same?",
		Consent:  "copy it",
		Yes:      yes,
	}
}
