package main

import (
	"os"
	"testing"
)

// The design's budget for the stripped binary, in megabytes as ls -lh and du -h
// count them. What most often breaks it is a call into text/template, which keeps
// the linker from leaving out methods that nobody calls.
func TestTheBinaryKeepsItsBudget(t *testing.T) {
	const budget = 11 << 20
	info, err := os.Stat(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > budget {
		t.Errorf("the stripped binary has %d bytes, want at most %d", info.Size(), budget)
	}
}
