package domain

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Locate gives the host of a service as [Client.Resolve] does, and knows what
// the catalogue knows. A service that LivePerson's pages spell in two ways is
// looked for in the other one too, when it is asked for as the catalogue's
// operations do. One that the Domain API does not know has hosts of its own,
// one for each region; the region is that of the account's other hosts. Errors
// are those of Resolve.
func (c *Client) Locate(ctx context.Context, account AccountID, service Service, o Options) (Answer, error) {
	api := apiOf(service)
	if api.Hosts != nil {
		return c.fixed(ctx, account, api, o)
	}
	answer, err := c.Resolve(ctx, account, service, o)
	for _, other := range api.Also {
		failure, ok := errors.AsType[*Error](err)
		if !ok || failure.Kind != UnknownService {
			break
		}
		if found, otherErr := c.Resolve(ctx, account, other, o); otherErr == nil {
			return found, nil
		}
	}
	return answer, err
}

// apiOf is the first API of a service, or the zero one.
func apiOf(service Service) API {
	for _, api := range catalogue() {
		if api.Service == service {
			return api
		}
	}
	return API{}
}

// fixed picks the host for the account's region.
func (c *Client) fixed(ctx context.Context, account AccountID, api API, o Options) (Answer, error) {
	if len(api.Hosts) == 1 {
		host, err := c.Host(c.moved(api.Hosts[0]))
		return Answer{host, Origin{Source: Network, At: time.Now()}}, err // It cannot be asked for more newly.
	}
	list, err := c.All(ctx, account, o)
	if err != nil {
		return Answer{}, err
	}
	for _, entry := range list.Entries {
		for _, name := range api.Hosts {
			host, err := c.Host(c.moved(name))
			if err != nil {
				return Answer{}, err
			}
			if region := host.Region(); region != "" && region == entry.Host.Region() {
				return Answer{host, list.Origin}, nil
			}
		}
	}
	q, err := c.question(account)
	if err != nil {
		return Answer{}, err
	}
	return Answer{}, q.about(api.Service).fail(UnknownService, 0, "none of the account's hosts tells its region")
}

// moved is one of LivePerson's hosts in the client's own domain: whoever
// rehearses with a stand-in for LivePerson must not be sent to the real one.
func (c *Client) moved(host string) string {
	if len(c.Domains) == 0 {
		return host
	}
	for _, domain := range livePersonDomains {
		if name, ok := strings.CutSuffix(host, "."+domain); ok {
			return name + "." + c.Domains[0]
		}
	}
	return host
}
