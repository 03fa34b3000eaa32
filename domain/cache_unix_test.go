//go:build unix

package domain_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lpkeys/domain"
)

// Opening a pipe waits for somebody to write to it, for ever.
func TestAPipeInTheFilesPlaceHoldsNobodyUp(t *testing.T) {
	folder, elsewhere := t.TempDir(), t.TempDir()
	first := domain.Client{Folder: elsewhere, HTTP: &forms{list: answers(200, list)}}
	if _, err := first.All(t.Context(), account, usual); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(folder, filepath.Base(theFile(t, elsewhere))), 0o600); err != nil {
		t.Fatal(err)
	}
	client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
	if got, err := client.All(t.Context(), account, usual); err != nil || got.Source != domain.Network {
		t.Errorf("got %v, %v, want it asked", got.Source, err)
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cache")
	client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
	if _, err := client.All(t.Context(), account, usual); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{folder: 0o700, theFile(t, folder): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
}
