package oauth

import (
	"slices"
	"strings"
)

// MaxCompared is the longest text that [Compare] reads, in bytes.
const MaxCompared = 1 << 20

// Difference is one reason why two signatures of a request are not the same.
type Difference struct {
	Cause  Cause
	Part   Part
	Name   string // of the parameter, decoded; empty where it is about all of them, or about none
	Ours   string // what is signed or sent, percent-encoded once; empty when there is nothing
	Theirs string
	Advice string // what theirs does and what to do instead, in sentences
}

// Part says what a [Difference] is about.
type Part string

// The parts of a signed request.
const (
	PartMethod    Part = "method"
	PartBaseURI   Part = "base URI"
	PartScheme    Part = "scheme"
	PartHost      Part = "host"
	PartPort      Part = "port"
	PartPath      Part = "path"
	PartParameter Part = "parameter"
	PartHeader    Part = "header"
	PartSignature Part = "signature"
	PartKey       Part = "signing key"
)

// Compare finds out why theirs is not what was signed in ours, most telling
// first. It takes ours for right. Theirs is either of:
//
//   - an Authorization header: its value, the whole line, a line of a curl
//     command or of a program, wrapped or not;
//   - a base string, which shows more.
//
// A header shows its own parameters and a signature. Compare signs again with
// the nonce, the timestamp and whatever else theirs sends, so that another nonce
// is no reason in itself. When the signature still differs, it tries the
// mistakes that signers make, in the base string and in the key, until one gives
// theirs: then that is the cause, beyond doubt. When none does, the cause is
// [Unexplained].
//
// What follows from a named cause is not named again: one misspelt parameter
// stands for all that are misspelt alike. At most 64 differences are returned;
// none when theirs is right. A base string that is right and a signature that is
// not leave the secrets, which only a header can tell apart.
//
// Differences hold no secret of ours, even where theirs has it in a place that is
// none for secrets: there they say "[redacted]". The clock is the Timestamp of
// ours. Compare does not block; when nothing explains a signature it has signed
// some ten thousand times, and not much more than 32 MB.
//
// The error is an [*InputError] when theirs is empty, longer than [MaxCompared],
// neither a header nor a base string, or of another scheme than OAuth, and when
// either uses [PLAINTEXT], which signs nothing and would show both secrets. No
// error holds a part of theirs.
func Compare(ours *Explanation, theirs string) ([]Difference, error) {
	if ours == nil || strings.Count(ours.BaseString, "&") < 2 {
		return nil, &InputError{"our signature", "is not explained"}
	}
	if len(theirs) > MaxCompared {
		return nil, &InputError{"their text", "is too long to compare"}
	}
	p, err := readPasted(theirs)
	if err != nil {
		return nil, err
	}
	if ours.Method == PLAINTEXT || p.method() == PLAINTEXT {
		return nil, &InputError{"signature method", "PLAINTEXT signs nothing, and would show both secrets"}
	}
	c := &comparison{ours: ours, named: make(map[Cause]bool)}
	if p.fields == nil {
		c.compareBase(p.base)
	} else if err := c.compareHeader(p); err != nil {
		return nil, err
	}
	return c.result(), nil
}

// comparison collects what is found.
type comparison struct {
	ours  *Explanation
	found []Difference
	named map[Cause]bool // the causes in found
	// whether the header is known and a base string is what was made of it: what
	// is not in there was sent, but not signed
	sent bool
}

func (c *comparison) add(d Difference, more ...string) {
	for _, sentence := range append([]string{advice(d.Cause)}, more...) {
		d.Advice = strings.TrimSpace(d.Advice + " " + sentence)
	}
	c.found = append(c.found, d)
	c.named[d.Cause] = true
}

// addOnce adds d unless its cause was named already.
func (c *comparison) addOnce(d Difference, more ...string) {
	if !c.named[d.Cause] {
		c.add(d, more...)
	}
}

// harmless reports whether nothing was found that makes theirs wrong.
func (c *comparison) harmless() bool {
	return !slices.ContainsFunc(c.found, func(d Difference) bool { return rank(d.Cause) < rank(VersionPresence) })
}

const mostDifferences = 64

func (c *comparison) result() []Difference {
	slices.SortStableFunc(c.found, func(a, b Difference) int { return rank(a.Cause) - rank(b.Cause) })
	c.found = c.found[:min(len(c.found), mostDifferences)]
	c.redact()
	return c.found
}
