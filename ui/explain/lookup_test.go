package explain

import (
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
)

func TestEveryKindOfLookUpFailureIsASentence(t *testing.T) {
	for _, tt := range []struct {
		err  domain.Error
		want Words
	}{
		{
			domain.Error{Kind: domain.UnknownAccount, Account: "123", Status: 401, Detail: "invalid site"},
			Words{
				Error: "LivePerson knows no account 123 (status 401): invalid site",
				Hint:  "Check the account ID, which LivePerson calls site ID too; it looks like 12345678 or le12345",
				Code:  "unknown-account",
			},
		},
		{
			domain.Error{Kind: domain.UnknownService, Account: "123", Service: "auditLog", Suggestions: []domain.Service{"auditlog", "audit"}},
			Words{
				Error: `account 123 has no service "auditLog"`,
				Hint:  "Did you mean auditlog or audit? Upper and lower case count",
				Code:  "unknown-service",
			},
		},
		{
			domain.Error{Kind: domain.UnknownService, Account: "123", Service: "x"},
			Words{
				Error: `account 123 has no service "x"`,
				Hint:  "List the services of the account: lpkeys resolve; upper and lower case count",
				Code:  "unknown-service",
			},
		},
		{
			domain.Error{Kind: domain.UnknownService, Account: "123", Service: "dataAccess", Detail: "none of its hosts tells its region"},
			Words{
				Error: "the host of dataAccess for account 123 is not known: none of its hosts tells its region",
				Hint:  "LivePerson's page names one host for each region: write the whole URL",
				Code:  "unknown-service",
			},
		},
		{
			domain.Error{Kind: domain.Refused, Account: "123", Status: 403},
			Words{
				Error: "LivePerson refused to name the hosts of account 123 (status 403)",
				Hint:  "Check LPKEYS_API_URL and any proxy between here and LivePerson",
				Code:  "domain-refused",
			},
		},
		{
			domain.Error{Kind: domain.RateLimited, Account: "123", Service: "msgHist", Status: 429, RetryAfter: 1500 * time.Millisecond},
			Words{
				Error: "LivePerson was asked too often for the host of msgHist for account 123 (status 429)",
				Hint:  "Wait 2s and try again",
				Code:  "rate-limited",
			},
		},
		{
			domain.Error{Kind: domain.RateLimited, Account: "123"},
			Words{
				Error: "LivePerson was asked too often for the hosts of account 123",
				Hint:  "Wait a minute and try again",
				Code:  "rate-limited",
			},
		},
		{
			domain.Error{Kind: domain.Unavailable, Account: "123", Detail: "connection refused", API: "http://localhost:9"},
			Words{
				Error: "no answer about the hosts of account 123: connection refused (asked at http://localhost:9, because LPKEYS_API_URL is set)",
				Hint:  "Check the network and HTTPS_PROXY, and try again",
				Code:  "domain-unavailable",
			},
		},
		{
			domain.Error{Kind: domain.Unavailable, Account: "123", Err: context.DeadlineExceeded, Detail: "context deadline exceeded"},
			Words{
				Error: "no answer in time about the hosts of account 123",
				Hint:  "Check the network and HTTPS_PROXY, and try again",
				Code:  "domain-unavailable",
			},
		},
		{
			domain.Error{Kind: domain.Unavailable, Account: "123", Err: &tls.CertificateVerificationError{Err: errors.New("x")}, Detail: "x509: another name"},
			Words{
				Error: "no answer about the hosts of account 123: x509: another name",
				Hint:  "Somebody else may answer in LivePerson's place; if that is your own proxy, name its authority in SSL_CERT_FILE, or in the system's store on macOS and Windows",
				Code:  "domain-unavailable",
			},
		},
		{
			domain.Error{Kind: domain.Unavailable, Account: "123", Status: 503},
			Words{
				Error: "no answer about the hosts of account 123 (status 503)",
				Hint:  "LivePerson has trouble; try again in a minute",
				Code:  "domain-unavailable",
			},
		},
		{
			domain.Error{Kind: domain.Malformed, Account: "123", Status: 200, Detail: "an HTML page"},
			Words{
				Error: "the answer about the hosts of account 123 is not LivePerson's Domain API (status 200): an HTML page",
				Hint:  "Check LPKEYS_API_URL, and whether a proxy or a login page answers in LivePerson's place",
				Code:  "malformed-answer",
			},
		},
		{
			domain.Error{Kind: domain.NotAHost, Account: "123", Service: "msgHist"},
			Words{
				Error: "what was answered for the host of msgHist for account 123 is not a host name, and is not used",
				Hint:  "Check LPKEYS_API_URL and the network; do not send a signed request there",
				Code:  "not-a-host",
			},
		},
	} {
		tt.want.Exit = Unresolved
		if got := Of(&tt.err); got != tt.want {
			t.Errorf("%v\n got %+v\nwant %+v", &tt.err, got, tt.want)
		}
	}
	for kind := domain.UnknownAccount; !strings.HasPrefix(kind.String(), "Kind("); kind++ {
		if got := Of(&domain.Error{Kind: kind, Account: "123"}); got.Code == "domain-failed" {
			t.Errorf("kind %v has no words of its own", kind)
		}
	}
}
