package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// A world says in the simplest way what a store should hold: accounts with the
// numbers of their keys. Two names are enough to get in each other's way.
type world struct {
	accounts []person
	keys     int // how many have been made
}

type person struct {
	name    string
	key     int
	vault   store.VaultName
	env     string
	removed bool  // it was marked
	before  []int // the keys that were replaced, and can be brought back
}

// A step is a change of a world, and of a store.
type step struct {
	verb     stepVerb
	name, to string
	vault    store.VaultName
	key      int
}

func (s step) String() string {
	return fmt.Sprintf("%s %s %s %s %d", s.verb, s.name, s.to, s.vault, s.key)
}

type stepVerb string

const (
	adds         stepVerb = "add"
	addsBoth     stepVerb = "add both"
	copies       stepVerb = "copy"
	replaces     stepVerb = "replace"
	bringsBack   stepVerb = "bring the old key back"
	moves        stepVerb = "move"
	renames      stepVerb = "rename"
	edits        stepVerb = "edit"
	removes      stepVerb = "remove"
	removesToo   stepVerb = "remove anyway"
	marks        stepVerb = "mark"
	takesBack    stepVerb = "take the mark back"
	forgetsMarks stepVerb = "forget"
)

// do makes the step in a store.
func (st step) do(ctx context.Context, s *store.Store) error {
	var err error
	switch st.verb {
	case adds:
		_, err = s.Add(ctx, store.Account{Name: st.name, ID: "12345678", Vault: st.vault}, storetest.Key(st.key))
	case addsBoth:
		err = s.AddAll(ctx, st.vault, store.Bundle{bundled(st.name, st.key), bundled(st.to, st.key+1)})
	case copies:
		_, err = s.Copy(ctx, st.name, st.to)
	case replaces:
		err = s.Replace(ctx, st.name, storetest.Key(st.key))
	case bringsBack:
		err = s.RestoreKey(ctx, st.name)
	case moves:
		_, err = s.Move(ctx, st.name, st.vault)
	case renames:
		err = s.Rename(st.name, st.to)
	case edits:
		_, err = s.Edit(st.name, store.Details{Name: st.name, ID: "12345678", Environment: st.to})
	case removes:
		err = s.Remove(ctx, st.name)
	case removesToo:
		err = s.RemoveAnyway(ctx, st.name)
	case marks:
		err = s.MarkRemoving(st.name)
	case takesBack:
		err = s.Restore(st.name)
	case forgetsMarks:
		err = s.ForgetRemoved(ctx)
	default:
		err = fmt.Errorf("no such step: %s", st.verb)
	}
	return err
}

func bundled(name string, key int) store.Bundled {
	return store.Bundled{Account: store.Account{Name: name, ID: "12345678", Kind: store.OAuth1}, Key: storetest.Key(key)}
}

// after is the world when the step was made.
func (w world) after(st step) world {
	w = w.clone()
	i := slices.IndexFunc(w.accounts, func(p person) bool { return p.name == st.name })
	switch st.verb {
	case adds:
		w.accounts = append(w.accounts, person{name: st.name, key: st.key, vault: st.vault})
		w.keys++
	case addsBoth:
		w.accounts = append(w.accounts, person{name: st.name, key: st.key, vault: st.vault}, person{name: st.to, key: st.key + 1, vault: st.vault})
		w.keys += 2
	case copies:
		p := w.accounts[i]
		w.accounts = append(w.accounts, person{name: st.to, key: p.key, vault: p.vault, env: p.env})
	case replaces:
		p := &w.accounts[i]
		p.key, p.before = st.key, append(p.before, p.key)
		w.keys++
	case bringsBack:
		p := &w.accounts[i]
		last := len(p.before) - 1
		p.key, p.before = p.before[last], p.before[:last]
	case moves:
		if p := &w.accounts[i]; p.vault != st.vault {
			p.vault, p.before = st.vault, nil
		}
	case renames:
		w.accounts[i].name = st.to
	case edits:
		w.accounts[i].env = st.to
	case removes, removesToo:
		w.accounts = slices.Delete(w.accounts, i, i+1)
	case marks:
		w.accounts[i].removed = true
	case takesBack:
		w.accounts[i].removed = false
	case forgetsMarks:
		w = w.ended()
	}
	return w
}

// ended is the world when the program has ended: what could be undone is done.
func (w world) ended() world {
	w = w.clone()
	w.accounts = slices.DeleteFunc(w.accounts, func(p person) bool { return p.removed })
	for i := range w.accounts {
		w.accounts[i].before = nil
	}
	return w
}

func (w world) clone() world {
	w.accounts = slices.Clone(w.accounts)
	for i := range w.accounts {
		w.accounts[i].before = slices.Clone(w.accounts[i].before)
	}
	return w
}

// String lists the accounts as [population] does.
func (w world) String() string {
	var all []string
	for _, p := range w.accounts {
		text := fmt.Sprintf("%s=%d@%s/%s", p.name, p.key, p.vault, p.env)
		if p.removed {
			text = fmt.Sprintf("%s(removing)@%s/%s", p.name, p.vault, p.env)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// next picks a step that can be made. choose answers a number below its
// argument.
func (w world) next(choose func(int) int) step {
	var can []step
	vaults := []store.VaultName{store.KeyringVault, store.FileVault}
	free, freeToo := "", ""
	for _, name := range []string{"a", "b", "c"} {
		if !slices.ContainsFunc(w.accounts, func(p person) bool { return p.name == name }) {
			free, freeToo = name, free
		}
	}
	if free != "" {
		can = append(can, step{verb: adds, name: free, vault: vaults[choose(2)], key: w.keys + 1})
	}
	if freeToo != "" {
		can = append(can, step{verb: addsBoth, name: free, to: freeToo, vault: vaults[choose(2)], key: w.keys + 1})
	}
	for _, p := range w.accounts {
		if p.removed {
			can = append(can, step{verb: takesBack, name: p.name}, step{verb: forgetsMarks}, step{verb: removes, name: p.name})
			continue
		}
		can = append(can,
			step{verb: replaces, name: p.name, key: w.keys + 1},
			step{verb: replaces, name: p.name, key: w.keys + 1},
			step{verb: moves, name: p.name, vault: vaults[choose(2)]},
			step{verb: moves, name: p.name, vault: vaults[choose(2)]},
			step{verb: edits, name: p.name, to: []string{"", "test", "production"}[choose(3)]},
			step{verb: marks, name: p.name},
			step{verb: removes, name: p.name},
			step{verb: removesToo, name: p.name})
		if free != "" {
			can = append(can, step{verb: copies, name: p.name, to: free}, step{verb: renames, name: p.name, to: free})
		}
		if len(p.before) > 0 {
			can = append(can, step{verb: bringsBack, name: p.name}, step{verb: forgetsMarks})
		}
	}
	return can[choose(len(can))]
}

// population lists the accounts of a store, each with the number of its key,
// which it must have whole, its vault and its environment.
func population(ctx context.Context, s *store.Store) (string, error) {
	accounts, err := s.Accounts()
	if err != nil {
		return "", err
	}
	var all []string
	for _, a := range accounts {
		text := fmt.Sprintf("%s(%s)@%s/%s", a.Name, a.State, a.Vault, a.Environment)
		if a.State == store.Kept {
			key, err := s.Key(ctx, a.Name)
			if err != nil {
				return "", err
			}
			var n int
			if _, err := fmt.Sscanf(key.ConsumerKey, "%x", &n); err != nil || !storetest.Equal(key, storetest.Key(n)) {
				return "", fmt.Errorf("the key of account %q is none that was put", a.Name)
			}
			text = fmt.Sprintf("%s=%d@%s/%s", a.Name, n, a.Vault, a.Environment)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return strings.Join(all, " "), nil
}
