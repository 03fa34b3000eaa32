package domain

import (
	"net/netip"
	"slices"
	"strings"
)

// Host is where a service lives: a bare host name in lower case, without
// scheme, port or path.
type Host struct {
	Name string
	// LivePerson is true when the name lies in one of LivePerson's own domains.
	// Nothing signed should go to a host where it is false; see [Host.Guard].
	LivePerson bool
}

// livePersonDomains are the domains LivePerson's pages and programs name.
var livePersonDomains = []string{
	"liveperson.net",
	"liveperson.com",
	"lpsnmedia.net",
	"livepersonapis.com",
	"liveper.sn",
	"lpcloud.io",
}

// String is the name.
func (h Host) String() string { return h.Name }

// Guard is for whoever is about to send something signed: it gives
// [*ForeignHostError] unless the host is LivePerson's or one of those that a
// person allowed by name.
func (h Host) Guard(allowed ...string) error {
	named := func(name string) bool { return strings.EqualFold(name, h.Name) }
	if h.LivePerson || slices.ContainsFunc(allowed, named) {
		return nil
	}
	return &ForeignHostError{h}
}

// Region names the part of the world that LivePerson's naming puts the host in:
// "US", "EMEA" or "APAC", or "" when the name does not tell. It is read from
// data centres (va, lo, sy), zones (z1 to z3) and spelled-out regions, and only
// on LivePerson's own hosts.
func (h Host) Region() string {
	if !h.LivePerson {
		return ""
	}
	first, rest, _ := strings.Cut(h.Name, ".")
	second, _, _ := strings.Cut(rest, ".")
	site, _, _ := strings.Cut(first, "-")                // va-a.ac, z1-a
	zone := first[strings.LastIndexByte(first, '-')+1:]  // auth-z1
	for _, token := range []string{site, zone, second} { // proactive-messaging.z1.fs
		if region := regions[token]; region != "" {
			return region
		}
	}
	return ""
}

var regions = map[string]string{
	"va": "US", "z1": "US", "us": "US",
	"lo": "EMEA", "z2": "EMEA", "emea": "EMEA",
	"sy": "APAC", "z3": "APAC", "apac": "APAC",
}

// newHost judges a name from outside; problem says why it is no host name.
func newHost(name string, domains []string) (h Host, problem string) {
	if problem := hostProblem(name); problem != "" {
		return Host{}, problem
	}
	name = strings.ToLower(name)
	return Host{Name: name, LivePerson: within(name, domains)}, ""
}

// hostProblem says why s is not a bare host name that a request may be sent
// to, or "".
func hostProblem(s string) string {
	switch {
	case s == "":
		return "is empty"
	case len(s) > 253: // RFC 1035 §2.3.4, less the length and root octets.
		return "is longer than a host name can be"
	case holdsForeign(s):
		return foreignProblem(s)
	case !strings.Contains(s, "."):
		return "has no domain"
	default:
		return labelsProblem(s)
	}
}

func holdsForeign(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '-' && c != '.' {
			return true
		}
	}
	return false
}

// foreignProblem names what stands in s that no host name holds.
func foreignProblem(s string) string {
	switch {
	case s != Clean(s):
		return "holds control or invisible characters"
	case isAddress(s):
		return "is an IP address"
	case strings.Contains(s, "/"):
		return "holds a scheme or a path"
	case strings.Contains(s, "@"):
		return "holds a user name"
	case strings.Contains(s, ":"):
		return "holds a port"
	default:
		return "holds something other than letters, digits, hyphens and dots"
	}
}

func labelsProblem(s string) string {
	last := ""
	for label := range strings.SplitSeq(s, ".") {
		if problem := labelProblem(label); problem != "" {
			return problem
		}
		last = label
	}
	// Resolvers take 127.1, 0x7f.1 and 2130706433 for IPv4 addresses too. No
	// top-level domain begins with a digit.
	if !isLetter(last[0]) {
		return "ends like an IP address"
	}
	return ""
}

func labelProblem(label string) string {
	switch {
	case label == "":
		return "holds an empty label"
	case len(label) > 63:
		return "holds a label of more than 63 characters"
	case label[0] == '-' || label[len(label)-1] == '-':
		return "holds a label that begins or ends with a hyphen"
	case len(label) >= 4 && strings.EqualFold(label[:4], "xn--"):
		// A look-alike in another script hides behind this prefix.
		return "holds an internationalised label (xn--)"
	default:
		return ""
	}
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return err == nil
}

// within reports whether name is one of domains or below one of them, all in
// lower case. Labels are compared whole: notliveperson.net is not below liveperson.net.
func within(name string, domains []string) bool {
	for _, domain := range domains {
		above, found := strings.CutSuffix(name, domain)
		if found && (above == "" || strings.HasSuffix(above, ".")) {
			return true
		}
	}
	return false
}
