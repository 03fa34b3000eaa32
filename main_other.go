//go:build !linux

package main

// forbidCoreDumps keeps keys from being written to disk in a crash.
func forbidCoreDumps() { limitCoreDumps() }
