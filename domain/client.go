package domain

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultBaseURL is LivePerson's own Domain API.
const DefaultBaseURL = "https://api.liveperson.net"

// Keep is how long an answer is used again, as LivePerson's own programs do.
const Keep = 10 * time.Minute

// defaultTimeout has room for three retries with the pauses that LivePerson
// advises.
const defaultTimeout = 45 * time.Second

// Client asks the Domain API and keeps its answers for [Keep], in memory and,
// where it is given a folder, on the disk for the next run of the program. The
// zero value is ready to use. Its fields must not change after the first call;
// its methods may be called from any number of goroutines.
//
// A question that is being asked is shared: whoever wants the same joins in,
// and the request is given up only when nobody waits for it any more. A caller
// whose context ends returns at once.
//
// No answer, a 5xx and a 429 are followed by up to three more requests with
// growing pauses, as LivePerson advises; see [Options]. When they fail too, an
// older answer is given if there is one, and says so: [Origin.Stale].
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
	// Timeout bounds one call, with all requests and pauses that it takes; 0
	// means 45 seconds. A single request gets at most 10 of them.
	Timeout time.Duration
	// Folder is where answers are kept for the next run, in a few files of the
	// client's own; "" keeps them in memory only. It is created when there is
	// something to keep. What is found there is checked like what comes over
	// the network, and a file that cannot be used is as good as none.
	Folder string
	// Jitter gives numbers from 0 up to 1 that spread retries in time. Nil
	// means random ones.
	Jitter func() float64

	own     sync.Once
	safe    http.RoundTripper
	mu      sync.Mutex
	flights map[question]*flight
	kept    map[question]answer
}

// Options say how one call asks. The zero value is the usual way.
type Options struct {
	// NotBefore refuses what was kept earlier than this: give it the present
	// time to have LivePerson asked anew. Zero takes whatever is younger than
	// [Keep]. Calls with the same time share one request.
	NotBefore time.Time
	// Once makes no retry.
	Once bool
	// KeptOnly asks nobody: it takes what was kept, however old, and fails with
	// [Unavailable] where there is nothing. It may read the disk.
	KeptOnly bool
	// OnRetry is told before each pause, by the goroutine that makes the call.
	// To stop the waiting, end the call's context.
	OnRetry func(Retry)
}

// Resolve gives the host of one service of an account. It looks into the list
// of all services, asking for it when none is kept, and asks for the service by
// its name before it calls it unknown. Use [Host.Guard] before sending anything
// there.
//
// Errors are [*Error], [*InputError], or context.Canceled when the caller
// stopped.
func (c *Client) Resolve(ctx context.Context, account AccountID, service Service, o Options) (Answer, error) {
	if _, err := ParseService(string(service)); err != nil {
		return Answer{}, err
	}
	q, err := c.question(account)
	if err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	named := q.about(service)
	list, err := c.answer(ctx, q, o)
	if _, listed := list.find(service); listed {
		return named.host(list)
	}
	if failure := cmp.Or(list.Failure, outOfReach(err)); failure != nil && !o.KeptOnly {
		return c.older(named, failure)
	}
	if err != nil && !listIsMissing(err) && !o.KeptOnly {
		return Answer{}, aboutService(err, service)
	}
	single, err := c.answer(ctx, named, o)
	if err != nil {
		return Answer{}, judgeUnknown(err, service, list)
	}
	return named.host(single)
}

// All gives every service of an account, sorted by name without regard to
// case. An account without any is unknown. Services whose host is not a host
// name are left out; Resolve says what is wrong with them. The caller owns the
// answer. Errors are those of [Client.Resolve].
func (c *Client) All(ctx context.Context, account AccountID, o Options) (List, error) {
	q, err := c.question(account)
	if err != nil {
		return List{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	list, err := c.answer(ctx, q, o)
	if err != nil {
		return List{}, err
	}
	if list.empty() {
		return List{}, q.fail(UnknownAccount, http.StatusOK, "it has no services")
	}
	return List{Entries: list.hosts(), Origin: list.Origin}, nil
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
	lowered := make([]string, len(c.Domains))
	for i, domain := range c.Domains {
		lowered[i] = strings.ToLower(domain)
	}
	return lowered
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
		failure.Has = list.services()
		failure.Suggestions = suggest(service, failure.Has, Services())
	}
	return err
}
