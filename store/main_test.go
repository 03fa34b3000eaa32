package store_test

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the other process of a test: see [child].
func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(runChild(role))
	}
	os.Exit(m.Run())
}
