package store

import (
	"slices"
	"strings"
	"time"
)

// indexVersion grows when an older program would misread the file. New fields
// and new kinds do not need it: they are kept unread.
const indexVersion = 1

// An index is accounts.json: everything about accounts that is not secret. No
// field of it, or of what it holds, can carry a secret.
type index struct {
	version   int
	byDefault string // an account's name
	previous  string // the one that was the default before
	keySum    string // SHA-256 of the sealed vault's key file, in hex
	nextSum   string // the same of a key file that was about to take its place
	entries   []entry
	leftovers []place // items that no account needs any more, and that a vault may still hold
	unknown   []member
}

// An entry is an account with what a repair needs to know.
type entry struct {
	Account
	item      string  // where its key is, in the account's vault
	leftovers []place // where else a change that was cut short may have left one
	owner     string  // who is changing it, "" for nobody
	repair    string  // what a repair does about an add that was cut short, "" to keep it if it can
	formerly  string  // its name before a rename that has not reached the folder list yet
	picks     string  // the services ticked last, with blanks between
	unknown   []member
}

// repairUndoes marks an entry that is added together with others.
const repairUndoes = "undo"

// A place is an item in a vault.
type place struct {
	vault   VaultName
	item    string
	owner   string // of one without an account: the process for which it may still arrive
	unknown []member
}

func (p place) asItem() Item { return Item{Vault: p.vault, Name: p.item} }

func (p place) same(other place) bool { return p.item == other.item }

// without answers those places that are not among others.
func without(places, others []place) []place {
	return slices.DeleteFunc(slices.Clone(places), func(p place) bool { return slices.ContainsFunc(others, p.same) })
}

// settled reports whether nothing is left to finish or to undo.
func (e *entry) settled() bool { return e.State == Kept && len(e.leftovers) == 0 }

func (e *entry) place() place { return place{vault: e.Vault, item: e.item} }

// places are all items that the entry may have left, its own first.
func (e *entry) places() []place { return append([]place{e.place()}, e.leftovers...) }

// listed reports whether people see it: not before its key is kept.
func (e *entry) listed() bool { return e.State != Adding }

// adopt makes p the place of the key, and the place before one where something
// is left.
func (e *entry) adopt(p place) {
	before := e.place()
	e.clear(p)
	e.leftovers = append(e.leftovers, before)
	e.Vault, e.item = p.vault, p.item
}

// clear takes places out of those where something may be left.
func (e *entry) clear(places ...place) { e.leftovers = without(e.leftovers, places) }

// rest ends a change of the key, or of nothing. What is left stays with the
// owner, if there is one.
func (e *entry) rest() {
	if e.State == Moving || e.State == Replacing {
		e.State = Kept
	}
	e.release()
}

// release lets go of an entry with which nothing is to be done any more.
func (e *entry) release() {
	if e.settled() {
		e.owner = ""
	}
}

// restore takes a removal back.
func (e *entry) restore() {
	e.State = Kept
	e.release()
}

// find answers the entry of that name under case folding, or nil. A name that a
// rename is about to leave still means the account, wherever it is read.
func (x *index) find(name string) *entry {
	var formerly *entry
	for i := range x.entries {
		e := &x.entries[i]
		if strings.EqualFold(e.Name, name) {
			return e
		}
		if e.formerly != "" && strings.EqualFold(e.formerly, name) {
			formerly = e
		}
	}
	return formerly
}

func (x *index) byItem(item string) *entry {
	i := slices.IndexFunc(x.entries, func(e entry) bool { return e.item == item })
	if i < 0 {
		return nil
	}
	return &x.entries[i]
}

// holding answers the entry that may have left something in an item, or nil.
func (x *index) holding(item string) *entry {
	i := slices.IndexFunc(x.entries, func(e entry) bool {
		return slices.ContainsFunc(e.places(), place{item: item}.same)
	})
	if i < 0 {
		return nil
	}
	return &x.entries[i]
}

// giveUp takes an item that holds nothing out of its entry. If it was to be the
// first key of an account, an earlier try takes its place, or the entry goes.
func (x *index) giveUp(item string) {
	e := x.holding(item)
	switch {
	case e == nil:
	case e.item != item:
		e.clear(place{item: item})
		e.rest()
	case len(e.leftovers) == 0:
		x.drop(item)
	default:
		before := e.leftovers[0]
		e.Vault, e.item, e.leftovers = before.vault, before.item, e.leftovers[1:]
	}
}

// drop removes an entry, and with it the default that it may have been.
func (x *index) drop(item string) {
	e := x.byItem(item)
	if e == nil {
		return
	}
	if e.Name == x.byDefault {
		x.byDefault = ""
	}
	if e.Name == x.previous {
		x.previous = ""
	}
	x.entries = slices.DeleteFunc(x.entries, func(e entry) bool { return e.item == item })
}

// moments are when accounts were added, in seconds. Each has its own: whoever holds
// an account knows it again by that, whatever it is called by now.
type moments map[int64]bool

func (x *index) moments() moments {
	m := make(moments, len(x.entries))
	for i := range x.entries {
		m[x.entries[i].Added.Unix()] = true
	}
	return m
}

// next takes the first moment from t on that is free.
func (m moments) next(t time.Time) time.Time {
	for m[t.Unix()] {
		t = t.Add(time.Second)
	}
	m[t.Unix()] = true
	return t
}

// keep marks an entry kept. The first one becomes the default.
func (x *index) keep(e *entry) {
	others := slices.ContainsFunc(x.entries, func(other entry) bool {
		return other.item != e.item && other.listed()
	})
	if !others {
		x.byDefault = e.Name
	}
	e.State = Kept
}
