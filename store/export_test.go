package store

import (
	"maps"
	"slices"
)

// AwaitKeyring waits until no goroutine of a [Keyring] is left.
func AwaitKeyring() { native.atWork.Wait() }

// NewKeyringOver is a [Keyring] of this system with something in go-keyring's
// place.
func NewKeyringOver(o KeyringOptions, r ring) *Keyring { return newKeyring(o, r, native) }

// ReadBundle and BundleSum are for bundles that nobody would seal.
var (
	ReadBundle = readBundle
	BundleSum  = bundleSum
)

// WriteBundle is the text of a bundle, before age has it.
func WriteBundle(b Bundle) ([]byte, error) { return b.write() }

// Items lists what the vault holds.
func (m *Memory) Items() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.items))
}

// Clone is another vault that holds the same.
func (m *Memory) Clone() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Memory{items: maps.Clone(m.items)}
}

// On is the same vault on another disk, as open as this one.
func (v *Sealed) On(disk FS) *Sealed {
	o := v.SealedOptions
	o.FS = disk
	again := NewSealed(o)
	again.hold(v.held())
	return again
}

// Items lists what the vault holds. It must be open.
func (v *Sealed) Items() ([]string, error) {
	c, _, err := v.read(v.held())
	return slices.Sorted(maps.Keys(c)), err
}

// ChangedNothing tells what an error of Put or Forget promises.
var ChangedNothing = changedNothing
