// Package domain finds where the services of a LivePerson account live.
//
// LivePerson serves every account from hosts of its own, one for each service,
// and asks callers to look them up instead of writing them down. [Client] does
// that over LivePerson's Domain API: [Client.Resolve] gives the host of one
// service, [Client.All] every service of an account, and [Client.Locate] knows
// other spellings and hosts that the Domain API does not name. [Catalogue] lists
// known APIs with the requests they offer, and [Find] gives one of them:
//
//	client := domain.Client{Folder: cache}
//	operation, err := domain.Find("msgHist.conversations.search")
//	answer, err := client.Locate(ctx, "12345678", operation.Service, domain.Options{})
//	err = answer.Host.Guard() // before anything signed goes there
//	url := operation.Target(answer.Host, "12345678")
//
// What fails is an [*Error] with a [Kind], or an [*InputError] for what cannot be
// asked about. [Origin] says where an answer is from, how old it is, and whether
// it is stale; [Options] and [Retry] let a caller see retries, and end them.
//
// The package promises that
//   - an account ID or a service name never changes the path that is asked;
//   - a host it returns is a bare host name, and [Host.LivePerson] says whether
//     it belongs to LivePerson;
//   - an answer is believed only when it names the account and the service that
//     were asked;
//   - text from outside loses control and format characters ([Clean]) before
//     it appears in an error;
//   - the request carries no credential: LivePerson does not ask for one.
package domain

// AccountID is LivePerson's own number or code for a brand, also called site
// ID. LivePerson's own test accounts begin with letters, such as le12345.
type AccountID string

const maxAccountID = 32

// ParseAccountID checks an account ID as a person gave it: 1 to 32 ASCII
// letters, digits, hyphens and underscores. It repairs nothing, so a blank at
// the end is an error. Errors are [*InputError].
func ParseAccountID(s string) (AccountID, error) {
	if problem := nameProblem(s, maxAccountID, "-_"); problem != "" {
		return "", &InputError{What: "account ID", Problem: problem}
	}
	return AccountID(s), nil
}
