package domain

import "strings"

// Auth is what authorises a request.
type Auth string

const (
	// AppKey: an OAuth 1.0 signature with the four values of an API key.
	AppKey Auth = "app key"
	// AppKeyInBody: the four values themselves, in the body. Never signed.
	AppKeyInBody Auth = "app key in the body"
	// ClientCredentials: a client ID and its secret in a form. Never signed.
	ClientCredentials Auth = "client credentials in the body"
	// LoginBearer: the bearer of an agent or bot that has logged in.
	LoginBearer Auth = "login bearer"
)

// Signed reports whether a request so authorised carries an OAuth 1.0
// signature.
func (a Auth) Signed() bool { return a == AppKey }

// API is one of LivePerson's APIs. Every operation names its own service and
// authorisation; those of the API are the usual ones.
type API struct {
	Name       string // stable and unique, such as messaging-interactions
	Title      string // as LivePerson's pages call it
	Service    Service
	Auth       Auth
	Permission string // of the API key, as the console names it; empty when it needs none or none is documented
	Docs       string // address of LivePerson's page
	Operations []Operation
}

// Operation is a request that an API offers.
type Operation struct {
	Name        string // stable and unique, begins with the service: msgHist.conversations.search
	Title       string
	Method      string
	Service     Service
	Path        string  // {accountId} stands for the account ID; other names in braces are the caller's to fill
	Query       []Query // in the order of LivePerson's example
	ContentType string  // of the request's body; empty when it has none
	Body        string  // an example of the body; may hold {accountId} and other names in braces
	Auth        Auth
}

// Query is a parameter that the operation's URL carries. Value is ready to be
// sent, or a name in braces that the caller must fill.
type Query struct{ Name, Value string }

// AccountPlaceholder stands for the account ID in the paths of the catalogue
// and in paths that a person types.
const AccountPlaceholder = "{accountId}"

// Target is the operation's URL for an account on a host. Names in braces
// other than {accountId} are left for the caller, and so is that one if account
// is not an ID that [ParseAccountID] takes: it could change the path, and no
// escaping keeps ".." from doing so everywhere.
func (o Operation) Target(h Host, account AccountID) string {
	path := o.Path
	if _, err := ParseAccountID(string(account)); err == nil {
		path = strings.ReplaceAll(path, AccountPlaceholder, string(account))
	}
	var b strings.Builder
	b.WriteString("https://" + h.Name + path)
	separator := "?"
	for _, q := range o.Query {
		b.WriteString(separator + q.Name + "=" + q.Value)
		separator = "&"
	}
	return b.String()
}

// Services lists the services of the catalogue, each once, in its order.
func Services() []Service {
	var services []Service
	seen := make(map[Service]bool)
	for _, api := range Catalogue() {
		for _, operation := range api.Operations {
			if !seen[operation.Service] {
				seen[operation.Service] = true
				services = append(services, operation.Service)
			}
		}
	}
	return services
}
