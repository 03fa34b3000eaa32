package store

import "context"

type quietKey struct{}

// quietly is for what must not ask a person anything, even if one is there: a
// repair comes unasked, and a vault that was open a moment ago may be locked.
func quietly(ctx context.Context) context.Context {
	return context.WithValue(ctx, quietKey{}, true)
}

func nobodyAsked(ctx context.Context) bool { return ctx.Value(quietKey{}) != nil }
