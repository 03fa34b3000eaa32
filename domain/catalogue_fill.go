package domain

import (
	"net/url"
	"strings"
)

// AccountPlaceholder stands for the account ID in the paths of the catalogue
// and in paths that a person types.
const AccountPlaceholder = "{accountId}"

const accountName = "accountId"

// Query is a parameter that the operation's URL carries.
type Query struct {
	Name     string
	Value    string // ready to be sent, or a name in braces
	Required bool   // LivePerson says so, or it is the version
	Optional bool   // left out as long as it has no value
}

// Queries lists the parameters of the operation's URL, in the order of
// LivePerson's example. Those that are neither required nor optional are what
// the example has.
func (o Operation) Queries() []Query {
	var queries []Query
	usual, optional, _ := strings.Cut(o.query, "[&")
	for i, part := range []string{usual, strings.TrimSuffix(optional, "]")} {
		for pair := range strings.SplitSeq(part, "&") {
			if pair == "" {
				continue
			}
			name, value, _ := strings.Cut(pair, "=")
			name, required := strings.CutPrefix(name, "*")
			queries = append(queries, Query{name, value, required, i == 1})
		}
	}
	return queries
}

// Names lists the names in braces that [Operation.Fill] must be given, in the
// order of the URL; accountId is one of them.
func (o Operation) Names() []string {
	var names []string
	for part := range strings.SplitSeq(o.Path, "/") {
		if name, ok := nameInBraces(part); ok {
			names = append(names, name)
		}
	}
	for _, q := range o.Queries() {
		if name, ok := nameInBraces(q.Value); ok && !q.Optional {
			names = append(names, name)
		}
	}
	return names
}

func nameInBraces(text string) (name string, ok bool) {
	name, opened := strings.CutPrefix(text, "{")
	name, closed := strings.CutSuffix(name, "}")
	return name, opened && closed
}

// MissingValuesError tells which names in braces were given no value.
type MissingValuesError struct {
	Operation string
	Names     []string
}

func (e *MissingValuesError) Error() string {
	return e.Operation + " needs a value for {" + strings.Join(e.Names, "}, {") + "}"
}

// Fill gives the path and the query of the operation's URL, with every name in
// braces replaced by its value. Values are escaped, so that none adds a segment
// or a parameter. Optional parameters without a value are left out.
//
// Errors are [*MissingValuesError], and [*InputError] for a value that would be
// another path however it is escaped, or an account ID that is none.
func (o Operation) Fill(values map[string]string) (string, error) {
	var missing []string
	for _, name := range o.Names() {
		if values[name] == "" {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return "", &MissingValuesError{o.Name, missing}
	}
	for name, value := range values {
		if err := checkValue(name, value); err != nil {
			return "", err
		}
	}
	return o.url(func(name string) string { return values[name] }), nil
}

func checkValue(name, value string) error {
	if name == accountName {
		_, err := ParseAccountID(value)
		return err
	}
	if value == "." || value == ".." {
		// No escaping keeps these from being a segment with a meaning of its own.
		return &InputError{What: name, Problem: "is a path of its own"}
	}
	return nil
}

// url writes the operation's URL from its path on. A name that value answers
// nothing for stays as it is, and an optional parameter then goes.
func (o Operation) url(value func(name string) string) string {
	var b strings.Builder
	for i, part := range strings.Split(o.Path, "/") {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(filled(part, value))
	}
	separator := byte('?')
	for _, q := range o.Queries() {
		text := filled(q.Value, value)
		if _, unfilled := nameInBraces(text); unfilled && q.Optional {
			continue
		}
		b.WriteByte(separator)
		b.WriteString(q.Name + "=" + text)
		separator = '&'
	}
	return b.String()
}

// filled is the value of a name in braces, escaped for a path and a query
// alike, or the text itself.
func filled(text string, value func(name string) string) string {
	name, ok := nameInBraces(text)
	if !ok {
		return text
	}
	given := value(name)
	if given == "" {
		return text
	}
	// QueryEscape leaves less alone than PathEscape, but for the blank.
	return strings.ReplaceAll(url.QueryEscape(given), "+", "%20")
}

// Target is the operation's URL for an account on a host. Names in braces
// other than {accountId} are left for the caller, and so is that one if account
// is not an ID that [ParseAccountID] takes: it could change the path, and no
// escaping keeps ".." from doing so everywhere.
func (o Operation) Target(h Host, account AccountID) string {
	if _, err := ParseAccountID(string(account)); err != nil {
		account = ""
	}
	return "https://" + h.Name + o.url(func(name string) string {
		if name == accountName {
			return string(account)
		}
		return ""
	})
}
