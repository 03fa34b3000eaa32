package oauth

import (
	"regexp"
	"strings"
)

// pasted is what people paste: a header or a base string.
type pasted struct {
	fields []pastedField // of a header, else nil
	base   string
}

// pastedField is a parameter of a header, which may be written wrongly.
type pastedField struct {
	name, raw, value string
	quoted           bool
}

func (p *pasted) get(name string) (pastedField, bool) {
	for _, f := range p.fields {
		if f.name == name {
			return f, true
		}
	}
	return pastedField{}, false
}

// method is the signature method that p claims.
func (p *pasted) method() Method {
	if p.fields == nil {
		if strings.Contains(decode(decode(p.base)), "oauth_signature_method="+string(PLAINTEXT)) {
			return PLAINTEXT
		}
		return ""
	}
	f, _ := p.get("oauth_signature_method")
	if s, _ := p.get(signatureName); strings.Contains(decode(s.value), "&") {
		return PLAINTEXT // whatever it says: no HMAC looks so
	}
	return Method(strings.ToUpper(f.value))
}

// Patterns are compiled where they are used: every program that signs starts with
// this package, few compare.
const (
	aroundBreaks  = `[ \t]*[\r\n]+[ \t]*`
	beginsAsBase  = `^[A-Za-z0-9._~-]+&[^&]*(://|%3[Aa]%2[Ff]%2[Ff]|%253[Aa]%252[Ff]%252[Ff])[^&]*&`
	authorization = `(?i)authorization["']?[\s:=,]+["']?`
)

const quotes = "\"'`"

func readPasted(text string) (*pasted, error) {
	text = strings.Trim(text, " \t\r\n"+quotes)
	if text == "" {
		return nil, &InputError{"their text", "is empty"}
	}
	lineBreak := regexp.MustCompile(aroundBreaks)
	if base := lineBreak.ReplaceAllString(text, ""); regexp.MustCompile(beginsAsBase).MatchString(base) {
		return &pasted{base: base}, nil
	}
	scheme, rest := afterScheme(text)
	if !strings.EqualFold(scheme, "OAuth") {
		// A whole line, or a command with the line in it. There may be another
		// one, for a proxy.
		for _, at := range regexp.MustCompile(authorization).FindAllStringIndex(text, -1) {
			if scheme, rest = afterScheme(text[at[1]:]); strings.EqualFold(scheme, "OAuth") {
				break
			}
		}
	}
	switch strings.ToLower(scheme) {
	case "oauth":
	case "basic", "bearer", "digest", "negotiate":
		return nil, &InputError{"their text", "is a header of another scheme: one of OAuth 1.0 begins with the word OAuth"}
	default:
		return nil, errNeither
	}
	fields := readFields(lineBreak.ReplaceAllString(rest, ""))
	if fields == nil {
		return nil, errNeither
	}
	return &pasted{fields: fields}, nil
}

// longestScheme is enough for every scheme that is named here. To look further
// would be to read all that follows for each mention of a header.
const longestScheme = len("negotiate")

func afterScheme(text string) (scheme, rest string) {
	end := strings.IndexAny(text[:min(len(text), longestScheme+1)], blanks+"\r\n")
	if end < 0 {
		return "", ""
	}
	return text[:end], text[end:]
}

var errNeither = &InputError{"their text", "is neither an Authorization header of OAuth nor a base string"}

// readFields reads what parseAuthorization would refuse too: how a header is
// wrong is what people want to know. It ends at what is no parameter, such as
// the rest of a command.
func readFields(text string) (fields []pastedField) {
	if strings.Contains(text, `=\"`) {
		// Between the quotes of a shell or a program. The last of them may be
		// trimmed, and then its backslash is left.
		text = strings.TrimSuffix(text, `\`)
		text = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(text)
	}
	for {
		text = strings.TrimLeft(text, blanks+",")
		name, rest, found := strings.Cut(text, "=")
		name = strings.TrimRight(name, blanks)
		if !found || name == "" || !encodedStrictly(name) {
			return fields
		}
		f := pastedField{name: decode(name)}
		f.raw, text, f.quoted = cutRaw(strings.TrimLeft(rest, blanks))
		f.value = decode(f.raw)
		fields = append(fields, f)
	}
}

// cutRaw cuts a value off.
func cutRaw(text string) (raw, after string, isQuoted bool) {
	if quoted, ok := strings.CutPrefix(text, `"`); ok {
		raw, after, _ = strings.Cut(quoted, `"`)
		return raw, after, true
	}
	end := strings.IndexAny(text, blanks+","+quotes)
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:], false
}
