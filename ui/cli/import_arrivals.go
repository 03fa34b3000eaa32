package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
)

// An arrival is an account that came in a bundle.
type arrival struct {
	store.Bundled        // under the name that it is to have
	called        string // its name in the bundle
	match         store.Match
}

type arrivals []arrival

// imported is the match of what has been added.
const imported store.Match = "imported"

func (all arrivals) find(name string) *arrival {
	i := slices.IndexFunc(all, func(a arrival) bool { return strings.EqualFold(a.Account.Name, name) })
	if i < 0 {
		return nil
	}
	return &all[i]
}

func (all arrivals) rename(names []renaming) error {
	for _, n := range names {
		one := all.find(n.from)
		if one == nil {
			return misused("--rename names an account that is not in the bundle", "lpkeys import FILE --dry-run lists them")
		}
		if other := all.find(n.to); other != nil && other != one {
			return misused(fmt.Sprintf("two accounts of the bundle would be called %q", n.to), "Give each its own name")
		}
		one.Account.Name = n.to
	}
	return nil
}

// bundle is all of them, as they are to be called.
func (all arrivals) bundle() store.Bundle {
	var b store.Bundle
	for _, a := range all {
		b = append(b, a.Bundled)
	}
	return b
}

func (all arrivals) with(match store.Match) arrivals {
	return slices.DeleteFunc(slices.Clone(all), func(a arrival) bool { return a.match != match })
}

// new is what is to be added.
func (all arrivals) new() store.Bundle { return all.with(store.NameFree).bundle() }

// compare finds out what stands in their way.
func (s *session) compare(ctx context.Context, b *Backend, all arrivals) error {
	var here []store.Account
	for _, a := range all {
		if other, err := b.Store.Account(a.Account.Name); err == nil {
			here = append(here, other)
		}
	}
	var matches []store.Match
	err := s.visibly(vaultOf(here), func() (err error) {
		matches, err = b.Store.Compare(ctx, all.bundle())
		return err
	})
	for i, match := range matches {
		all[i].match = match
	}
	return err
}

// refuseTaken refuses the whole bundle for a name that something else has.
func (all arrivals) refuseTaken() error {
	var names, flags []string
	for _, a := range all.with(store.NameTaken) {
		names = append(names, a.Account.Name)
		flags = append(flags, fmt.Sprintf("--rename %q", a.called+"=NAME"))
	}
	if len(names) == 0 {
		return nil
	}
	return &spoken{words: explain.Words{
		Error: fmt.Sprintf("%s of the bundle %s a name that another account or another key has here: %s", counted(len(names), "account"), have(len(names)), strings.Join(names, ", ")),
		Hint:  "Nothing is replaced. Give another name: " + strings.Join(flags, " "),
		Exit:  explain.Failed,
		Code:  "name-taken",
	}}
}

func (s *session) showArrivals(all arrivals) {
	if s.json {
		s.encode(map[string]any{"accounts": all.json("")})
		return
	}
	s.table(arrivalHeading, all.rows())
}

var arrivalHeading = []string{"NAME", "ACCOUNT ID", "ENVIRONMENT", "APP KEY", ""}

func (all arrivals) rows() [][]string {
	var rows [][]string
	for _, a := range all {
		rows = append(rows, []string{a.Account.Name, string(a.Account.ID), environment(a.Account), keyEnd(a.Bundled), a.remark()})
	}
	return rows
}

// keyEnd is what of an app key is shown.
func keyEnd(one store.Bundled) string { return "…" + domain.Clean(one.KeyEnd()) }

func (a arrival) remark() string {
	var remark string
	switch a.match {
	case store.NameFree:
		remark = "new"
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

// arrivalJSON says what became of an account, or what would.
type arrivalJSON struct {
	bundledJSON
	Called string      `json:"nameInBundle"`
	Status store.Match `json:"status"`
}

// json describes them. What was new has the status added, if that is given.
func (all arrivals) json(added store.Match) []arrivalJSON {
	list := make([]arrivalJSON, len(all))
	for i, a := range all {
		list[i] = arrivalJSON{bundledJSONOf(a.Bundled), a.called, a.match}
		if added != "" && a.match == store.NameFree {
			list[i].Status = added
		}
	}
	return list
}

func isProblem(err error, problem store.BundleProblem) bool {
	e, ok := errors.AsType[*store.BundleError](err)
	return ok && e.Problem == problem
}

func were(n int) string { return numbered(n, "was", "were") }
func have(n int) string { return numbered(n, "has", "have") }

func numbered(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
