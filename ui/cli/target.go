package cli

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/judge"
)

// address answers the URL to sign, and looks up its host if it has none yet.
func (s *session) address(ctx context.Context, b *Backend, a store.Account, t aim.Target, allowed []string) (string, error) {
	if other := aim.OtherAccount(t.Whole+t.Path, a.ID); other != "" {
		s.warn("the URL is about account %s, and the key is of account %s", other, a.ID)
	}
	if t.Whole != "" {
		s.judge(b, t.Whole, allowed)
		return t.Whole, nil
	}
	answer, err := b.Resolver.Locate(ctx, a.ID, t.Service, domain.Options{OnRetry: s.tellRetries()})
	if err != nil {
		return "", err
	}
	if err := answer.Host.Guard(allowed...); err != nil {
		return "", err
	}
	if answer.Stale() {
		s.warn("%s", explain.Stale("the host of "+string(t.Service), answer.Origin, time.Now()))
	}
	if wrong := explain.Clock(answer.Skew); wrong != "" {
		s.warn("%s", wrong)
	}
	return "https://" + answer.Host.Name + t.Path, nil
}

// tellRetries answers what look-ups call before they try again. Many may wait
// for one request: each of its retries is told once.
func (s *session) tellRetries() func(domain.Retry) {
	var mu sync.Mutex
	told := make(map[int64]bool)
	return func(r domain.Retry) {
		mu.Lock()
		defer mu.Unlock()
		if at := r.At.UnixNano(); !told[at] {
			told[at] = true
			s.note("%s; %s", explain.Of(r.Err).Error, explain.Retrying(r, time.Now()))
		}
	}
}

// judge warns about a URL that a person typed whole.
func (s *session) judge(b *Backend, whole string, allowed []string) {
	v := judge.Of(b.Resolver, whole)
	if !v.HTTPS {
		s.warn("the URL is not https: whoever is on the way can read the request and send it again")
	}
	if v.Userinfo {
		s.warn("the URL holds a user name, which is not signed and which programs send as another Authorization")
	}
	isAllowed := slices.ContainsFunc(allowed, func(name string) bool { return strings.EqualFold(name, v.Host) })
	if !v.LivePerson && !isAllowed {
		s.warn("the host %q is not LivePerson's: whoever runs it receives the signed header", v.Host)
	}
}
