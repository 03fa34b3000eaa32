package store

import (
	"slices"
	"strings"
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

// suggest answers names that are like the one asked for: those that it begins,
// then those that a slip or two away.
func suggest(asked string, accounts []Account) []string {
	const most = 3
	asked = fold(asked)
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	for _, a := range accounts {
		name := fold(a.Name)
		d := distance(asked, name)
		switch {
		case asked != "" && strings.HasPrefix(name, asked):
			near = append(near, candidate{a.Name, 0})
		case d <= 2 && d < len([]rune(name)):
			near = append(near, candidate{a.Name, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.distance - b.distance })
	var names []string
	for _, c := range near[:min(most, len(near))] {
		names = append(names, c.name)
	}
	return names
}

// distance counts the letters to add, drop or replace on the way from a to b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(to)]
}
