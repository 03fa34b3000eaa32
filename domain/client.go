package domain

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// DefaultBaseURL is LivePerson's own Domain API.
const DefaultBaseURL = "https://api.liveperson.net"

// Keep is how long an answer is used again, as LivePerson's own programs do.
const Keep = 10 * time.Minute

// Entry is one service of an account and its host.
type Entry struct {
	Service Service
	Host    Host
}

// Client asks the Domain API. The zero value is ready to use. Its fields must
// not change after the first call; its methods may be called from any number
// of goroutines.
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
	// Timeout bounds one request and its answer; 0 means 10 seconds.
	Timeout time.Duration

	transport func() http.RoundTripper
	once      sync.Once
	mu        sync.Mutex
}

// Resolve gives the host of one service of an account.
func (c *Client) Resolve(ctx context.Context, account AccountID, service Service) (Host, error) {
	return Host{}, nil
}

// All gives every service of an account.
func (c *Client) All(ctx context.Context, account AccountID) ([]Entry, error) {
	return nil, nil
}
