package cli

import (
	"context"
	"slices"
	"strings"

	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
)

// An arrival is an account that came in a bundle.
type arrival struct {
	store.Bundled        // under the name that it is to have
	called        string // its name in the bundle
	match         store.Match
}

type arrivals []*arrival

// imported is the match of what has been added.
const imported store.Match = "imported"

func arrivalsOf(bundle store.Bundle) arrivals {
	all := make(arrivals, len(bundle))
	for i := range bundle {
		all[i] = &arrival{Bundled: bundle[i], called: bundle[i].Account.Name}
	}
	return all
}

func (all arrivals) find(name string) *arrival {
	i := slices.IndexFunc(all, func(a *arrival) bool { return strings.EqualFold(a.Account.Name, name) })
	if i < 0 {
		return nil
	}
	return all[i]
}

func (all arrivals) rename(names []renaming) error {
	for _, n := range names {
		one := all.find(n.from)
		if one == nil {
			return misused("--rename names an account that is not in the bundle", "lpkeys import FILE --dry-run lists them")
		}
		if other := all.find(n.to); other != nil && other != one {
			return misused("two accounts of the bundle would be called "+n.to, "Give each its own name")
		}
		one.Account.Name = n.to
	}
	return nil
}

// compare finds out what stands in their way.
func (s *session) compare(ctx context.Context, b *Backend, all arrivals) error {
	var here []store.Account
	var bundle store.Bundle
	for _, a := range all {
		bundle = append(bundle, a.Bundled)
		if other, err := b.Store.Account(a.Account.Name); err == nil {
			here = append(here, other)
		}
	}
	var matches []store.Match
	err := s.visibly(vaultOf(here), func() (err error) {
		matches, err = b.Store.Compare(ctx, bundle)
		return err
	})
	for i, match := range matches {
		all[i].match = match
	}
	return err
}

// new is what is to be added.
func (all arrivals) new() store.Bundle {
	var b store.Bundle
	for _, a := range all {
		if a.match == store.NameFree {
			b = append(b, a.Bundled)
		}
	}
	return b
}

// refuseTaken refuses the whole bundle for a name that something else has.
func (all arrivals) refuseTaken() error {
	var names, flags []string
	for _, a := range all {
		if a.match == store.NameTaken {
			names = append(names, a.Account.Name)
			flags = append(flags, "--rename "+format.Word(a.called+"=NAME"))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return &spoken{words: explain.Words{
		Error: counted(len(names), "account") + " of the bundle " + numbered(len(names), "has", "have") +
			" a name that another account or another key has here: " + strings.Join(names, ", "),
		Hint: "Nothing is replaced. Give another name: " + strings.Join(flags, " "),
		Exit: explain.Failed,
		Code: "name-taken",
	}}
}

var arrivalHeading = []string{"NAME", "ACCOUNT ID", "ENVIRONMENT", "APP KEY", ""}

func (all arrivals) rows() [][]string {
	var rows [][]string
	for _, a := range all {
		rows = append(rows, []string{a.Account.Name, string(a.Account.ID), environment(a.Account), keyEnd(&a.Bundled), a.remark()})
	}
	return rows
}

func (a *arrival) remark() string {
	remark := "new"
	switch a.match {
	case store.SameKey:
		remark = "here already"
	case store.NameTaken:
		remark = "name taken"
	}
	if a.called != a.Account.Name {
		remark += "; " + a.called + " in the bundle"
	}
	return remark
}

// encodeArrivals says what became of them, or what would. What was new has the
// status that is given.
func (s *session) encodeArrivals(all arrivals, status store.Match) {
	list := make([]*bundledJSON, len(all))
	for i, a := range all {
		list[i] = bundledJSONOf(&a.Bundled)
		list[i].NameInBundle, list[i].Status = a.called, a.match
		if a.match == store.NameFree {
			list[i].Status = status
		}
	}
	s.encode(map[string]any{"accounts": list})
}
