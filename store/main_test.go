package store_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets the test binary be the other process of a test: see [child].
func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(runChild(role))
	}
	debug.SetGCPercent(400) // age's buffers are large, and there are thousands of them
	os.Exit(m.Run())
}
