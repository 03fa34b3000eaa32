package store

import "context"

// native is macOS's keychain, which go-keyring reaches by a program for every
// call. Asking that program whether the keychain is locked can prompt, so the
// look does not; and it cannot be ended, so a call past its deadline is left
// behind, and those after it wait for their turn.
var native = &keyringSystem{
	turn:    make(chan struct{}, 1),
	limits:  limitsOf("darwin"),
	look:    func(ctx context.Context, _ string) error { return lookForKeychain(ctx, "/usr/bin/security") },
	connect: func(context.Context) (line, error) { return noLine{}, nil },
	name:    nameExit,
}
