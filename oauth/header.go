package oauth

import (
	"fmt"
	"strings"
)

// field is one parameter of an Authorization header.
type field struct{ name, value string }

// parseAuthorization reads the value of an Authorization header strictly: RFC
// 5849 §3.5.1 for the parameters, RFC 2617 §1.2 for the realm. A problem comes
// back in words, with the name of the parameter that has it.
func parseAuthorization(header string) ([]field, *VerifyError) {
	rest, ok := cutScheme(header)
	if !ok {
		return nil, &VerifyError{ParameterAbsent, []string{"Authorization"}, "is not of the scheme OAuth"}
	}
	var fields []field
	for {
		if len(fields) == maxFields {
			return nil, rejected("Authorization", fmt.Sprintf("has more than %d parameters", maxFields))
		}
		name, after, found := strings.Cut(rest, `="`)
		if !found || !encodedStrictly(name) || name == "" {
			return nil, rejected("Authorization", "has a parameter that is not name=\"value\"")
		}
		f, after, ok := cutValue(decode(name), after)
		if !ok {
			return nil, rejected(f.name, "is not percent-encoded, or not between quotes")
		}
		fields = append(fields, f)
		if after == "" {
			return fields, nil
		}
		rest, found = strings.CutPrefix(strings.TrimLeft(after, blanks), ",")
		if !found {
			return nil, rejected("Authorization", "has no comma after "+f.name)
		}
		rest = strings.TrimLeft(rest, blanks)
	}
}

const blanks = " \t"

// maxFields bounds the parameters of a header, because each is looked for among
// the others. OAuth has nine, and realm.
const maxFields = 64

func cutScheme(header string) (rest string, ok bool) {
	scheme, rest, _ := strings.Cut(header, " ")
	return strings.TrimLeft(rest, blanks), strings.EqualFold(scheme, "OAuth")
}

// cutValue takes the value and its closing quote off the front of text.
func cutValue(name, text string) (f field, after string, ok bool) {
	if name == "realm" {
		return cutQuoted(name, text)
	}
	value, after, found := strings.Cut(text, `"`)
	return field{name, decode(value)}, after, found && encodedStrictly(value)
}

// cutQuoted takes off a quoted-string, in which a backslash quotes what follows.
func cutQuoted(name, text string) (f field, after string, ok bool) {
	var value strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return field{name, value.String()}, text[i+1:], true
		case '\\':
			if i++; i == len(text) {
				return field{name: name}, "", false
			}
		}
		value.WriteByte(text[i])
	}
	return field{name: name}, "", false
}

// encodedStrictly reports whether s is what percent-encoding can have made:
// unreserved octets and escapes.
func encodedStrictly(s string) bool {
	for i := 0; i < len(s); i++ {
		if unreserved[s[i]] {
			continue
		}
		if _, ok := escape(s[i:]); !ok || s[i] != '%' {
			return false
		}
		i += 2
	}
	return true
}
