package oauth

import (
	"regexp"
	"strings"
)

const redacted = "[redacted]"

// namesSecret is a parameter whose name says that its value is a secret.
const namesSecret = `(?i)(secret|password)[a-z_]*(=|%3d|%253d)`

// redact takes out every text in which a secret of ours stands, however often it
// is encoded: theirs may have sent one in a place for something else. A value with
// a secret's name goes as well, whoever's it is, and a base URI with a password.
func (c *comparison) redact() {
	first, second := secretsOf(c.ours)
	named := regexp.MustCompile(namesSecret)
	for i := range c.found {
		d := &c.found[i]
		hasPassword := d.Part == PartBaseURI && c.named[UserinfoSigned]
		for _, text := range []*string{&d.Name, &d.Ours, &d.Theirs} {
			if *text != "" && (hasPassword || holds(*text, first) || holds(*text, second) || named.MatchString(*text)) {
				*text = redacted
			}
		}
		if d.Theirs == redacted {
			d.Advice += " A secret seems to stand there: whoever saw this text has seen it."
		}
	}
}

// holds reports whether secret stands in text, encoded or not. What stands around
// it may look like an escape together with its beginning, so that decoding alone
// would not bring it out.
func holds(text, secret string) bool {
	if secret == "" {
		return false
	}
	const often = 4
	for range often {
		for times := range often {
			if strings.Contains(text, encodeTimes(secret, times)) {
				return true
			}
		}
		if strings.Contains(strings.ReplaceAll(text, "+", " "), secret) {
			return true
		}
		text = decode(text)
	}
	return false
}
