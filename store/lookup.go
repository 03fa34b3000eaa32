package store

import (
	"fmt"
	"slices"
	"strings"

	"lpkeys/domain"
)

// accounts lists what people see.
func (x *index) accounts() []Account {
	accounts := make([]Account, 0, len(x.entries))
	for i := range x.entries {
		if x.entries[i].listed() {
			accounts = append(accounts, x.entries[i].Account)
		}
	}
	return accounts
}

// lookUp answers an entry that people see.
func (x *index) lookUp(name string) (*entry, error) {
	name = strings.TrimSpace(name)
	if e := x.find(name); e != nil && e.listed() {
		return e, nil
	}
	accounts := x.accounts()
	if len(accounts) == 0 {
		return nil, ErrNoAccounts
	}
	return nil, &NoAccountError{Name: name, Suggestions: suggest(name, accounts)}
}

// lookUpInUse answers an entry that people see and are not removing.
func (x *index) lookUpInUse(name string) (*entry, error) {
	e, err := x.lookUp(name)
	if err != nil {
		return nil, err
	}
	if e.State == Removing {
		return nil, &NoAccountError{Name: e.Name, Removing: true}
	}
	return e, nil
}

// lookUpKey is lookUpInUse for whoever needs the key, and so knows its kind.
func (x *index) lookUpKey(name string) (*entry, error) {
	e, err := x.lookUpInUse(name)
	if err != nil {
		return nil, err
	}
	if e.Kind != OAuth1 {
		return nil, fmt.Errorf("account %q holds a key of kind %q: %w", e.Name, e.Kind, ErrUnsupported)
	}
	return e, nil
}

// suggest answers names that are like the one asked for: those that it begins,
// then those that a slip or two away.
func suggest(asked string, accounts []Account) []string {
	const most, farthest = 3, 2
	asked = fold(asked)
	var near [farthest + 1][]string // by the number of slips
	for _, a := range accounts {
		name := fold(a.Name)
		d := domain.Keystrokes(asked, name)
		switch {
		case asked != "" && strings.HasPrefix(name, asked):
			near[0] = append(near[0], a.Name)
		case d <= farthest && d < len([]rune(name)):
			near[d] = append(near[d], a.Name)
		}
	}
	names := slices.Concat(near[:]...)
	return names[:min(most, len(names))]
}
