//go:build !linux

package store_test

import "errors"

// goThroughModes needs a bus and /proc.
func goThroughModes(string) error { return errors.ErrUnsupported }
