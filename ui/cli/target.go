package cli

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/judge"
)

// target is a request's URL as it was typed: whole, or a service and a path on
// the host that serves it. That of an operation has its path once it is filled.
type target struct {
	whole     string
	service   domain.Service
	path      string
	operation domain.Operation
}

const targetHint = "Write a whole URL, the name of an operation, or SERVICE:/path such as 'msgHist:/messaging_history/api/account/{accountId}/conversations/search'"

// parseTarget repeats nothing of what was typed: a URL's query can hold a
// secret.
func parseTarget(text string) (target, error) {
	before, after, found := strings.Cut(text, ":")
	scheme := strings.EqualFold(before, "https") || strings.EqualFold(before, "http")
	switch {
	case found && strings.HasPrefix(after, "//"):
		return target{whole: text}, nil
	case !found || scheme || !strings.HasPrefix(after, "/"):
		return target{}, misused("the URL is neither whole nor SERVICE:/path", targetHint)
	}
	service, err := domain.ParseService(before)
	return target{service: service, path: after}, err
}

// fill puts the account ID in, and refuses to sign what is still a template.
func (t target) fill(id domain.AccountID) (target, error) {
	t.whole = strings.ReplaceAll(t.whole, domain.AccountPlaceholder, string(id))
	t.path = strings.ReplaceAll(t.path, domain.AccountPlaceholder, string(id))
	if left := placeholder(t.whole + t.path); left != "" {
		return t, misused("the URL still holds "+left, "Put a value in its place; "+domain.AccountPlaceholder+" alone is filled in")
	}
	return t, nil
}

// placeholder answers the first name in braces, or "".
func placeholder(text string) string {
	const longest = 32
	for {
		_, rest, found := strings.Cut(text, "{")
		if !found {
			return ""
		}
		name, _, closed := strings.Cut(rest, "}")
		if closed && name != "" && len(name) <= longest && strings.Trim(name, letters) == "" {
			return "{" + name + "}"
		}
		text = rest
	}
}

const letters = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// address answers the URL to sign, and looks up its host if it has none yet.
func (s *session) address(ctx context.Context, b *Backend, a store.Account, t target, allowed []string) (string, error) {
	if other := otherAccount(t.whole+t.path, a.ID); other != "" {
		s.warn("the URL is about account %s, and the key is of account %s", other, a.ID)
	}
	if t.whole != "" {
		s.judge(b, t.whole, allowed)
		return t.whole, nil
	}
	answer, err := b.Resolver.Locate(ctx, a.ID, t.service, domain.Options{OnRetry: s.tellRetries()})
	if err != nil {
		return "", err
	}
	if err := answer.Host.Guard(allowed...); err != nil {
		return "", err
	}
	if answer.Stale() {
		s.warn("%s", explain.Stale("the host of "+string(t.service), answer.Origin, time.Now()))
	}
	if wrong := explain.Clock(answer.Skew); wrong != "" {
		s.warn("%s", wrong)
	}
	return "https://" + answer.Host.Name + t.path, nil
}

// otherAccount is the account ID that a URL names in its path, when that is another
// than id.
func otherAccount(target string, id domain.AccountID) string {
	path, _, _ := strings.Cut(target, "#")
	path, _, _ = strings.Cut(path, "?")
	_, rest, _ := strings.Cut(path, "/account/")
	named, _, _ := strings.Cut(rest, "/")
	if named == string(id) || named == "" || strings.Trim(named, "0123456789") != "" {
		return ""
	}
	return named
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
