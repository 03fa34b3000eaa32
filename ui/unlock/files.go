package unlock

import (
	"context"
	"path/filepath"
	"strings"

	"lpkeys/oauth"
)

// IsFileName reports whether path looks like the name of a file. What does not, and
// cannot be opened, may be what should be in one: no error repeats it.
func IsFileName(path string) bool {
	return strings.ContainsAny(path, `/\`) || filepath.Ext(path) != "" && !strings.Contains(path, " ")
}

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
