package send

import (
	"context"
	"strconv"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/paste"
)

// stamp is the time that was signed.
func stamp(e *oauth.Explanation) time.Time {
	seconds, _ := strconv.ParseInt(e.Timestamp, 10, 64) // The signer wrote it.
	return time.Unix(seconds, 0)
}

// examine finds out why a request was refused.
func (s *Sender) examine(ctx context.Context, p *prepared, g *got, key oauth.Credentials) []diagnose.Finding {
	f := diagnose.Facts{
		Method: p.Method, URL: p.URL, Account: p.Account.ID, Name: p.Account.Name, Operation: p.operation,
		Status: g.status, Header: g.header, Body: g.body, Skew: g.skew, Now: s.now(),
		Doubts: doubts(key),
	}
	if echo := diagnose.Echo(g.body, g.steps); echo != "" {
		if differs, err := oauth.Compare(g.steps, echo); err == nil {
			f.Echoed, f.Differs = true, differs
		}
	}
	if g.status/100 == 4 {
		s.askHosts(ctx, p, &f)
	}
	return diagnose.Of(f)
}

// askHosts asks the Domain API where the request should have gone. That it does
// not answer is no finding.
func (s *Sender) askHosts(ctx context.Context, p *prepared, f *diagnose.Facts) {
	const enough = 5 * time.Second
	ctx, cancel := context.WithTimeout(ctx, enough)
	defer cancel()
	fresh := domain.Options{NotBefore: time.Now(), Once: true}
	list, err := s.Hosts.All(ctx, p.Account.ID, fresh)
	if err != nil || list.Stale() {
		return
	}
	f.Instead = instead(list.Entries, p.operation)
	f.Strange = true
	for _, e := range list.Entries {
		f.Strange = f.Strange && e.Host.Name != p.host.Name
	}
	if p.operation.Name == "" {
		return
	}
	// What may be written may be read at the same host.
	for _, service := range []domain.Service{p.operation.Service, writing(p.operation.Service)} {
		answer, err := s.Hosts.Locate(ctx, p.Account.ID, service, domain.Options{Once: true})
		if err != nil {
			continue
		}
		if f.Host == "" || answer.Host.Name == p.host.Name {
			f.Service, f.Host = service, answer.Host.Name
		}
	}
	f.Strange = f.Strange && f.Host != p.host.Name
}

// writing is the service at which what is read at another may be written.
func writing(service domain.Service) domain.Service {
	return domain.Service(strings.Replace(string(service), "ReadOnly", "ReadWrite", 1))
}

// doubts tells what looks odd about the values of a key, without the values.
func doubts(key oauth.Credentials) []string {
	return paste.Doubts(map[paste.Field]string{
		paste.AppKey: key.ConsumerKey, paste.Secret: key.ConsumerSecret.Reveal(),
		paste.AccessToken: key.Token, paste.AccessTokenSecret: key.TokenSecret.Reveal(),
	})
}
