package main

import (
	"os"
	"testing"
)

// The design's budget for the stripped binary, in megabytes. What most often
// breaks it is a call into text/template, which keeps the linker from leaving
// out methods that nobody calls. Helpers that are called all over the place carry
// go:noinline, where the copies of them took more than four thousand bytes.
func TestTheBinaryKeepsItsBudget(t *testing.T) {
	const budget = 11_000_000
	info, err := os.Stat(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > budget {
		t.Errorf("the stripped binary has %d bytes, want at most %d", info.Size(), budget)
	}
}
