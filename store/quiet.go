package store

import (
	"context"
	"errors"
)

type roundKey struct{}

// A round is work that comes unasked, on many items perhaps: a repair, or taking
// back what failed. It must not ask a person anything, even if one is there, and
// a vault that was open a moment ago may be locked. Nor may each item wait for a
// vault that does not answer: one that let the round wait once is over for it.
type round struct {
	over map[VaultName]error // by those who let it wait
}

// quietly begins a round, or goes on with one.
func quietly(ctx context.Context) context.Context {
	if nobodyAsked(ctx) {
		return ctx
	}
	return context.WithValue(ctx, roundKey{}, &round{over: make(map[VaultName]error)})
}

func nobodyAsked(ctx context.Context) bool { return ctx.Value(roundKey{}) != nil }

// ask has a vault do something, unless it let the round wait before.
func (s *Store) ask(ctx context.Context, name VaultName, do func(Vault) error) error {
	vault, err := s.vault(name)
	if err != nil {
		return err
	}
	r, unasked := ctx.Value(roundKey{}).(*round)
	if unasked && r.over[name] != nil {
		return r.over[name]
	}
	err = do(vault)
	if unasked && (errors.Is(err, ErrTimedOut) || errors.Is(err, ErrStuck)) {
		r.over[name] = err
	}
	return err
}
