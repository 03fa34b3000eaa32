package cli

import (
	"slices"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/judge"
)

// parseRequest reads METHOD and URL, or an operation of the catalogue with its
// method before it or without.
func parseRequest(args []string) (method string, t aim.Target, err error) {
	if len(args) == 0 {
		return "", t, misused("METHOD and URL are missing", aim.Hint+". An operation knows its method")
	}
	last := args[len(args)-1]
	switch typed := !aim.IsName(last); {
	case last == "":
		return "", t, misused("URL is empty", "If a variable stands for it, set that. "+aim.Hint)
	case len(args) == 1 && typed:
		return "", t, misused("METHOD is missing", "Write it before the URL: lpkeys sign GET URL")
	case len(args) == 1 && !strings.Contains(last, "."):
		return "", t, misused("URL is missing", aim.Hint)
	case typed:
		t, err = aim.Parse(last)
		return strings.ToUpper(args[0]), t, err // as it is signed
	}
	if t, err = aim.Find(last); err != nil {
		return "", t, err
	}
	if o := t.Operation; len(args) == 2 && !strings.EqualFold(args[0], o.Method) {
		return "", t, misused(o.Name+" is not asked for by that method", "Leave the method out, or write "+o.Method)
	}
	return t.Operation.Method, t, nil
}

// parseValues reads what is to stand in an operation's URL in the place of names
// in braces.
func parseValues(pairs []string, o domain.Operation) (map[string]string, error) {
	values := make(map[string]string)
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		inBraces := "{" + name + "}"
		taken := slices.Contains(o.Names(), name) ||
			slices.ContainsFunc(o.Queries(), func(q domain.Query) bool { return q.Value == inBraces })
		switch {
		case o.Name == "":
			return nil, misused("--set fills in the URL of an operation, and this one was typed", "Write the value into the URL")
		case !taken || inBraces == domain.AccountPlaceholder:
			return nil, misused(o.Name+" has no such name for --set to fill in", "Its URL is "+o.Path)
		case value == "":
			return nil, misused("--set "+name+" has no value", "Write it as --set "+name+"=VALUE")
		}
		values[name] = value
	}
	return values, nil
}

// guard refuses to sign what destroys data, and what LivePerson takes no
// signature for, whether it was named or its URL was typed.
func (s *session) guard(b *Backend, method string, t aim.Target) error {
	o := t.Operation
	switch {
	case o.Name != "":
	case t.Whole == "":
		// Of any service: whoever names the wrong one for it means the same.
		o, _ = judge.OperationAt(method, t.Path)
	default:
		o, _ = judge.Operation(b.Resolver, method, t.Whole)
	}
	if o.Name == "" {
		if strings.EqualFold(method, "DELETE") {
			s.warn("the catalogue does not know this DELETE: look twice at what it deletes")
		}
		return nil
	}
	err := o.Signable()
	if err == nil {
		return nil
	}
	words := explain.Of(err)
	words.Hint += "; to sign it all the same, add --yes"
	return &spoken{words: words, err: err}
}
