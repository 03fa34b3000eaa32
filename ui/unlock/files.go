package unlock

import (
	"context"

	"lpkeys/oauth"
)

// ReadPassphrase reads a file's first line, without its line end. It returns
// when ctx ends. Errors are the system's own, or say what is wrong with the
// content and repeat nothing of it.
func ReadPassphrase(ctx context.Context, path string) (oauth.Secret, error) {
	return readFile(ctx, path, firstLine)
}

// ReadIdentities reads a file whole, for age identities; see [ReadPassphrase].
func ReadIdentities(ctx context.Context, path string) (oauth.Secret, error) {
	return readFile(ctx, path, whole)
}
