package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// tests are all tests, with a folder for the program that some of them start.
type tests struct{ *testing.M }

var folder string // of the program

func (all tests) Run() int {
	var err error
	if folder, err = os.MkdirTemp("", "lpkeys-built-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	return all.M.Run()
}

var buildOnce = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "lpkeys")
	if runtime.GOOS == "windows" {
		path += ".exe" // or it would not be started
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// build answers where the program lies, as it is given to people. It is built
// once for all tests.
func build(t testing.TB) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal("building: ", err)
	}
	return path
}
