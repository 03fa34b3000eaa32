package domain

import "strings"

// Auth is a set of ways to authorise a request, any one of which LivePerson
// takes. The zero value is not known.
type Auth uint16

const (
	AppKey          Auth = 1 << iota // an OAuth 1.0 signature with the four values of an API key
	OAuth2                           // the bearer that the service sentinel gives to an application
	LoginBearer                      // the bearer of a person or a bot that has logged in
	AppToken                         // an AppJWT of the service sentinel, for an application that writes as a consumer
	ConsumerToken                    // a JWT of the service idp, for a consumer
	KeyInBody                        // the four values of an API key themselves, in the body
	PasswordInBody                   // a user's name and password, in the body
	ClientInBody                     // a client ID and its secret, in a form
	LoginSession                     // the cookie of a login, and its csrf in the body
	HeaderOfItsOwn                   // something else that the API's note names
	NothingRequired                  // everybody may ask
)

// authNames are the words of the catalogue, in the order of the constants.
var authNames = [...]string{
	"app key", "OAuth 2.0", "login bearer", "app token", "consumer token", "app key in the body",
	"password in the body", "client credentials in the body", "login session", "header of its own", "nothing",
}

const notKnown = "not known"

// Signed reports whether an OAuth 1.0 signature is one of the ways.
func (a Auth) Signed() bool { return a&AppKey != 0 }

// String names the ways: "app key, OAuth 2.0 or login bearer".
func (a Auth) String() string {
	text, last := "", ""
	for i, name := range authNames {
		if a&(1<<i) == 0 {
			continue
		}
		if last != "" {
			text += ", " + last
		}
		last = name
	}
	switch {
	case last == "":
		return notKnown
	case text == "":
		return last
	default:
		return strings.TrimPrefix(text, ", ") + " or " + last
	}
}

// parseAuth reads names with commas between them.
func parseAuth(names string) (a Auth, known bool) {
	if names == notKnown {
		return 0, true
	}
	for name := range strings.SplitSeq(names, ", ") {
		way := Auth(0)
		for i := range authNames {
			if authNames[i] == name {
				way = 1 << i
			}
		}
		if way == 0 {
			return 0, false
		}
		a |= way
	}
	return a, true
}

// Effect is what an operation does to the account.
type Effect uint8

const (
	// Reads: nothing is changed, so it is safe to try.
	Reads Effect = iota + 1
	// Changes: something is made, sent or changed.
	Changes
	// Destroys: something is gone for good.
	Destroys
)

var effectNames = [...]string{"does something not known", "reads", "changes", "destroys"}

func (e Effect) String() string { return effectNames[min(int(e), len(effectNames)-1)] }

// UnsignedError says why an operation is not signed unless a person insists.
type UnsignedError struct {
	Operation string // its name
	Destroys  bool   // LivePerson would take the signature, and data would be gone
	Auth      Auth   // what LivePerson takes instead of a signature, unless it destroys
	Docs      string // address of LivePerson's page; may be empty
}

func (e *UnsignedError) Error() string {
	if e.Destroys {
		return e.Operation + " is not signed: it destroys data"
	}
	return e.Operation + " is not signed: LivePerson wants something else for it: " + e.Auth.String()
}

// Signable says whether the operation may be signed without asking a person
// first. The error, if there is one, is an [*UnsignedError].
func (o Operation) Signable() error {
	switch {
	case !o.Auth.Signed():
		return &UnsignedError{Operation: o.Name, Auth: o.Auth, Docs: o.Docs}
	case o.Effect == Destroys:
		return &UnsignedError{Operation: o.Name, Destroys: true, Docs: o.Docs}
	default:
		return nil
	}
}
