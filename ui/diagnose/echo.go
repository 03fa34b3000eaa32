package diagnose

import (
	"net/url"
	"strings"

	"lpkeys/oauth"
)

// Echo is what an answer repeats of the signature that LivePerson made for
// itself, as [oauth.Compare] takes it: a base string, or one made of the
// normalized parameters and the rest of ours. It is empty when there is nothing of
// the kind. Servers have no common form for it, so it is looked for in all that
// the body says.
func Echo(body string, ours *oauth.Explanation) string {
	body = strings.NewReplacer(`\u0026`, "&", `\u003d`, "=", `\/`, "/").Replace(body[:min(len(body), 64<<10)])
	texts := []string{body}
	for pair := range strings.SplitSeq(body, "&") {
		_, value, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(value); err == nil && len(texts) < 32 {
			texts = append(texts, decoded)
		}
	}
	for _, text := range texts {
		for word := range strings.FieldsFuncSeq(text, isAround) {
			if isBase(word) {
				return word
			}
		}
	}
	for _, text := range texts {
		for word := range strings.FieldsFuncSeq(text, isAround) {
			if found := strings.Contains(word, "oauth_consumer_key="); found && strings.Contains(word, "&oauth_nonce=") {
				method, rest, _ := strings.Cut(ours.BaseString, "&")
				uri, _, _ := strings.Cut(rest, "&")
				return method + "&" + uri + "&" + strings.ReplaceAll(url.QueryEscape(word), "+", "%20")
			}
		}
	}
	return ""
}

// isAround reports whether no base string has r.
func isAround(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'`<>{}[],;", r) }

// isBase reports whether a word is a base string: a method, a URI and parameters,
// each encoded.
func isBase(word string) bool {
	parts := strings.Split(word, "&")
	return len(parts) == 3 && parts[0] != "" && strings.Trim(parts[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" &&
		strings.HasPrefix(strings.ToLower(parts[1]), "http") && strings.Contains(strings.ToLower(parts[1]), "%3a%2f%2f") &&
		strings.Contains(parts[2], "oauth_")
}
