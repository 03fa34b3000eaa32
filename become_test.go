//go:build unix

package main

import (
	"errors"
	"os"
	"testing"
)

// Nobody reads while it is written: a text that waited for that would for ever.
func TestATextThatFitsIntoNoPipeIsAnErrorAndNoWait(t *testing.T) {
	if err := feed(make([]byte, 4<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %v, want %v", err, os.ErrDeadlineExceeded)
	}
}
