package domain

import "strings"

// UnknownOperationError says that the catalogue has no operation of the name
// that was asked for, which it does not repeat.
type UnknownOperationError struct {
	Suggestions []string // likely names, best first; may be empty
}

func (e *UnknownOperationError) Error() string { return "the catalogue has no such operation" }

// Find gives the operation of a name, such as msgHist.conversations.search.
// Case matters. The error is an [*UnknownOperationError].
func Find(name string) (Operation, error) {
	for _, api := range catalogue() {
		for _, o := range api.Operations {
			if o.Name == name {
				return o, nil
			}
		}
	}
	return Operation{}, &UnknownOperationError{nearby(name)}
}

// nearby gives likely names, up to three: one in another case, else those of
// which name is one end, else those the fewest keystrokes away.
func nearby(name string) []string {
	const longest = 128
	if name == "" || len(name) > longest {
		return nil
	}
	var folded, ends, near []string
	asked := strings.ToLower(name)
	reach := len(asked) / 4
	for _, api := range catalogue() {
		for _, o := range api.Operations {
			known := strings.ToLower(o.Name)
			switch {
			case known == asked:
				folded = append(folded, o.Name)
			case strings.HasPrefix(known, strings.TrimSuffix(asked, ".")+".") || strings.HasSuffix(known, "."+asked):
				ends = append(ends, o.Name)
			default:
				switch away := Keystrokes(asked, known); {
				case away < reach:
					near, reach = []string{o.Name}, away
				case away == reach:
					near = append(near, o.Name)
				}
			}
		}
	}
	for _, names := range [][]string{folded, ends, near} {
		if names != nil {
			return names[:min(len(names), maxSuggestions)]
		}
	}
	return nil
}
