// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestKeyringKeepsTheContractOnKeePassXC(t *testing.T) {
	storetest.OpenKeePassXC(t, false)
	storetest.Run(t, func(t *testing.T) store.Vault { return patient() })
}
