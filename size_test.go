package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The design's budget for the stripped binary, in megabytes. What most often
// breaks it is a call into text/template, which keeps the linker from leaving
// out methods that nobody calls.
func TestTheBinaryKeepsItsBudget(t *testing.T) {
	const budget = 11_000_000
	program := filepath.Join(t.TempDir(), "lpkeys")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building: %v: %s", err, out)
	}
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > budget {
		t.Errorf("the stripped binary has %d bytes, want at most %d", info.Size(), budget)
	}
}
