package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labels maps folded labels to fields: LivePerson's own words, the names in its
// samples and Postman collections, OAuth Core 1.0's, and those of other vendors
// and of older tools.
var labels = map[string]Field{
	"appkey":         AppKey,
	"applicationkey": AppKey,
	"consumerkey":    AppKey,
	"key":            AppKey,

	"secret":            Secret,
	"appsecret":         Secret,
	"applicationsecret": Secret,
	"consumersecret":    Secret,

	"accesstoken": AccessToken,
	"token":       AccessToken,

	"accesstokensecret": AccessTokenSecret,
	"accesssecret":      AccessTokenSecret,
	"tokensecret":       AccessTokenSecret,

	"accountid":     AccountID,
	"account":       AccountID,
	"accountnumber": AccountID,
	"brandid":       AccountID,
	"siteid":        AccountID,
}

// prefixes are words that stand before a label without changing what it names:
// LP_APPKEY, "LivePerson Account Number", oauth_token, export SECRET.
var prefixes = []string{"export", "set", "env", "liveperson", "lp", "oauth1", "oauth"}

// longestLabel bounds the search for a separator.
const longestLabel = 64

// known finds the field that a label names. Case, blanks, underscores, hyphens
// and whatever decorates the label do not matter.
func known(label string) (Field, bool) {
	folded := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, label)
	for {
		if field, ok := labels[folded]; ok {
			return field, true
		}
		shorter := folded
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(folded, p); ok {
				shorter = rest
				break
			}
		}
		if shorter == folded {
			return "", false
		}
		folded = shorter
	}
}

// cutLabel splits "label: value". A line that is nothing but a label has an
// empty value.
func cutLabel(text string) (field Field, value string, ok bool) {
	for i, r := range text {
		if i > longestLabel {
			return "", "", false
		}
		if !isSeparator(r) {
			continue
		}
		if field, ok := known(text[:i]); ok {
			return field, text[i+utf8.RuneLen(r):], true
		}
	}
	if len(text) > longestLabel {
		return "", "", false
	}
	field, ok = known(text)
	return field, "", ok
}

// hasOtherLabel reports a line of the form "name: value" whose name is none of
// ours. Padding at the end of base64 is not a separator.
func hasOtherLabel(text string) bool {
	i := strings.IndexFunc(text, isSeparator)
	if i < 1 || i > longestLabel {
		return false
	}
	return strings.Trim(text[i:], "= \t") != ""
}

func isSeparator(r rune) bool { return r == ':' || r == '=' || r == '\t' || r == '：' }
