package explain

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"lpkeys/domain"
)

func ofDomain(err error) (Words, bool) {
	if e, ok := errors.AsType[*domain.InputError](err); ok {
		return ofInput(e.What, e.Problem), true
	}
	if e, ok := errors.AsType[*domain.ForeignHostError](err); ok {
		return Words{
			Error: fmt.Sprintf("the Domain API answered the host %q, which is not LivePerson's", e.Host.Name),
			Hint:  "If you know that host, allow it: --allow-host " + e.Host.Name,
			Exit:  Unresolved,
			Code:  "foreign-host",
		}, true
	}
	e, ok := errors.AsType[*domain.Error](err)
	if !ok {
		return ofCatalogue(err)
	}
	words := ofLookUp(e)
	words.Exit = Unresolved
	if e.API != "" {
		words.Error += " (asked at " + e.API + ", because LPKEYS_API_URL is set)"
	}
	return words, true
}

func ofLookUp(e *domain.Error) Words {
	whose := fmt.Sprintf("account %s", e.Account)
	asked := "the hosts of " + whose
	if e.Service != "" {
		asked = fmt.Sprintf("the host of %s for %s", e.Service, whose)
	}
	switch e.Kind {
	case domain.UnknownAccount:
		return Words{
			Error: withDetail(fmt.Sprintf("LivePerson knows no account %s", e.Account), e),
			Hint:  "Check the account ID, which LivePerson calls site ID too; it looks like 12345678 or le12345",
			Code:  "unknown-account",
		}
	case domain.UnknownService:
		if e.Status == 0 && e.Detail != "" { // Nobody was asked for it by its name.
			return Words{
				Error: asked + " is not known: " + e.Detail,
				Hint:  "LivePerson's page names one host for each region: write the whole URL",
				Code:  "unknown-service",
			}
		}
		return ofUnknownService(e, whose)
	case domain.Refused:
		return Words{
			Error: withDetail("LivePerson refused to name "+asked, e),
			Hint:  "Check LPKEYS_API_URL and any proxy between here and LivePerson",
			Code:  "domain-refused",
		}
	case domain.RateLimited:
		return Words{
			Error: withDetail("LivePerson was asked too often for "+asked, e),
			Hint:  rateHint(e.RetryAfter),
			Code:  "rate-limited",
		}
	case domain.Unavailable:
		return ofUnavailable(e, asked)
	case domain.Malformed:
		return Words{
			Error: withDetail("the answer about "+asked+" is not LivePerson's Domain API", e),
			Hint:  "Check LPKEYS_API_URL, and whether a proxy or a login page answers in LivePerson's place",
			Code:  "malformed-answer",
		}
	case domain.NotAHost:
		return Words{
			Error: withDetail("what was answered for "+asked+" is not a host name, and is not used", e),
			Hint:  "Check LPKEYS_API_URL and the network; do not send a signed request there",
			Code:  "not-a-host",
		}
	default:
		return Words{Error: e.Error(), Hint: reportIt, Code: "domain-failed"}
	}
}

func ofUnavailable(e *domain.Error, asked string) Words {
	words := Words{
		Error: withDetail("no answer about "+asked, e),
		Hint:  "Check the network and HTTPS_PROXY, and try again",
		Code:  "domain-unavailable",
	}
	if e.Status != 0 {
		words.Hint = "LivePerson has trouble; try again in a minute"
	} else if errors.Is(e, context.DeadlineExceeded) {
		words.Error = "no answer in time about " + asked
	} else if _, ok := errors.AsType[*tls.CertificateVerificationError](e); ok {
		words.Hint = otherAuthority
	}
	return words
}

const otherAuthority = "Somebody else may answer in LivePerson's place; if that is your own proxy, name its authority in SSL_CERT_FILE, or in the system's store on macOS and Windows"

func ofUnknownService(e *domain.Error, whose string) Words {
	words := Words{Error: fmt.Sprintf("%s has no service %q", whose, e.Service), Code: "unknown-service"}
	const few = 6
	switch {
	case len(e.Suggestions) > 0:
		words.Hint = "Did you mean " + list(e.Suggestions, "or") + "? Upper and lower case count"
	case 0 < len(e.Has) && len(e.Has) <= few:
		words.Hint = "It has " + list(e.Has, "and") + "; upper and lower case count"
	default:
		words.typed = "List the services of the account: lpkeys resolve; upper and lower case count"
		words.pressed = "Upper and lower case count"
	}
	return words
}

func rateHint(wait time.Duration) string {
	if wait <= 0 {
		return "Wait a minute and try again"
	}
	// Rounded up: a second too early is refused again.
	return fmt.Sprintf("Wait %v and try again", (wait + time.Second - 1).Truncate(time.Second))
}

func withDetail(sentence string, e *domain.Error) string {
	if e.Status != 0 {
		sentence += fmt.Sprintf(" (status %d)", e.Status)
	}
	if e.Detail != "" {
		sentence += ": " + e.Detail
	}
	return sentence
}
