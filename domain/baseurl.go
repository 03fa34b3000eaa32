package domain

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// ParseBaseURL checks the address of a Domain API and gives it in the one form
// that answers are kept under: lower case, no slash at the end. It must be
// https, or http to a loopback address, and hold nothing but scheme, host and
// port. Errors are [*InputError] and never repeat the address, which may hold
// a password.
func ParseBaseURL(s string) (string, error) {
	u, problem := parseBaseURL(s)
	if problem != "" {
		return "", &InputError{What: "API address", Problem: problem}
	}
	return strings.ToLower(u.Scheme + "://" + u.Host), nil
}

func parseBaseURL(s string) (u *url.URL, problem string) {
	u, err := url.Parse(s)
	switch {
	case s == "":
		return nil, "is empty"
	case err != nil:
		return nil, "is not a URL"
	case u.User != nil:
		return nil, "must not hold a user name or password"
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, "must begin with https://"
	case strings.ContainsAny(s, "?#"):
		// An empty query or fragment leaves no trace in a parsed URL.
		return nil, "must not hold a query or a fragment"
	case u.Path != "" && u.Path != "/":
		return nil, "must not hold a path"
	case !validPort(u):
		return nil, "has a port that is not between 1 and 65535"
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return nil, "may use http only to this machine itself (localhost, 127.0.0.1 or [::1]); use https"
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil && !strings.Contains(u.Host, "%") {
		return u, ""
	}
	if holdsForeign(u.Hostname()) {
		return nil, "names a host that " + foreignProblem(u.Hostname())
	}
	if problem := labelsProblem(u.Hostname()); problem != "" {
		return nil, "names a host that " + problem
	}
	return u, ""
}

func validPort(u *url.URL) bool {
	port := u.Port()
	if port == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Zone() == "" && address.IsLoopback()
}
