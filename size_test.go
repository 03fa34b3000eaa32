package main

import (
	"os"
	"testing"
)

// The budget for the stripped binary, in megabytes as ls -lh and du -h count
// them. ARCHITECTURE.md says why it is more than the design's 11. What most often breaks it is a call into text/template, which keeps
// the linker from leaving out methods that nobody calls.
func TestTheBinaryKeepsItsBudget(t *testing.T) {
	const budget = 13 << 20
	info, err := os.Stat(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > budget {
		t.Errorf("the stripped binary has %d bytes, want at most %d", info.Size(), budget)
	}
}
