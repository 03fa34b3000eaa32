package domain

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// DefaultBaseURL is LivePerson's own Domain API.
const DefaultBaseURL = "https://api.liveperson.net"

// Keep is how long an answer is used again, as LivePerson's own programs do.
const Keep = 10 * time.Minute

const defaultTimeout = 10 * time.Second

// Entry is one service of an account and its host.
type Entry struct {
	Service Service
	Host    Host
}

// Client asks the Domain API and keeps its answers in memory for [Keep]. The
// zero value is ready to use. Its fields must not change after the first call;
// its methods may be called from any number of goroutines.
//
// A question that is being asked is shared: whoever wants the same joins in,
// and the request is given up only when nobody waits for it any more. A caller
// whose context ends returns at once.
type Client struct {
	// BaseURL is the API's address, as [ParseBaseURL] accepts it; "" means
	// [DefaultBaseURL].
	BaseURL string
	// HTTP makes the requests. Nil means a transport of the client's own: TLS
	// 1.2 or newer, proxies and certificate authorities from the environment.
	HTTP http.RoundTripper
	// Domains are those that make [Host.LivePerson] true, with everything below
	// them. Nil means LivePerson's.
	Domains []string
	// UserAgent names the program to LivePerson; "" means "lpkeys".
	UserAgent string
	// Timeout bounds one call, whatever requests it takes; 0 means 10 seconds.
	Timeout time.Duration

	own     sync.Once
	safe    http.RoundTripper
	mu      sync.Mutex
	flights map[question]*flight
}

// Resolve gives the host of one service of an account. It looks into the list
// of all services, asking for it when there is none in memory, and asks for the
// service by its name before it calls it unknown. Look at [Host.LivePerson]
// before sending anything there.
//
// Errors are [*Error], [*InputError], or context.Canceled when the caller
// stopped.
func (c *Client) Resolve(ctx context.Context, account AccountID, service Service) (Host, error) {
	if _, err := ParseService(string(service)); err != nil {
		return Host{}, err
	}
	q, err := c.question(account)
	if err != nil {
		return Host{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	named := q.about(service)
	list, err := c.answer(ctx, q)
	if err != nil && !listIsMissing(err) {
		return Host{}, aboutService(err, service)
	}
	if list.names(service) {
		return list.host(named)
	}
	single, err := c.answer(ctx, named)
	if err != nil {
		return Host{}, judgeUnknown(err, service, list)
	}
	return single.host(named)
}

// All gives every service of an account, sorted by name without regard to
// case. An account without any is unknown. Services whose host is not a host
// name are left out; Resolve says what is wrong with them. The caller owns the
// answer. Errors are those of [Client.Resolve].
func (c *Client) All(ctx context.Context, account AccountID) ([]Entry, error) {
	q, err := c.question(account)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	list, err := c.answer(ctx, q)
	if err != nil {
		return nil, err
	}
	if list.empty() {
		return nil, q.fail(UnknownAccount, http.StatusOK, "it has no services")
	}
	return list.entries(), nil
}

// Host judges a host name that came from elsewhere, such as a URL that a
// person typed, by the rules for answers. Errors are [*InputError].
func (c *Client) Host(name string) (Host, error) {
	host, problem := newHost(name, c.domains())
	if problem != "" {
		return Host{}, &InputError{What: "host name", Problem: problem}
	}
	return host, nil
}

func (c *Client) domains() []string {
	if c.Domains == nil {
		return livePersonDomains
	}
	return c.Domains
}

func (c *Client) timeout() time.Duration {
	if c.Timeout == 0 {
		return defaultTimeout
	}
	return c.Timeout
}

// question is the one for every service of account, once it may be asked.
func (c *Client) question(account AccountID) (question, error) {
	base := c.BaseURL
	if base == "" {
		base = DefaultBaseURL
	}
	base, err := ParseBaseURL(base)
	if err != nil {
		return question{}, err
	}
	if _, err := ParseAccountID(string(account)); err != nil {
		return question{}, err
	}
	return question{base: base, account: account}, nil
}

// listIsMissing tells an API that does not offer the list, which LivePerson's
// pages do not write out, from one that refuses the account.
func listIsMissing(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Status == http.StatusNotFound
}

// aboutService is a failure to get the list, told to somebody who wanted one
// service.
func aboutService(err error, service Service) error {
	if failure, ok := errors.AsType[*Error](err); ok {
		failure.Service = service
	}
	return err
}

// judgeUnknown decides what a refusal to name one service means. LivePerson
// documents the same statuses for a wrong account and a wrong service: an
// account that has a list is known.
func judgeUnknown(err error, service Service, list answer) error {
	failure, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	if failure.Kind == UnknownAccount && !list.empty() {
		failure.Kind = UnknownService
	}
	if failure.Kind == UnknownService {
		failure.Suggestions = suggest(service, list.services(), Services())
	}
	return err
}
