package store

import (
	"context"
	"sync"

	"lpkeys/oauth"
)

// Memory is a vault that lives as long as the process: for the demo, and for
// tests of what uses a vault. Nothing it holds reaches a disk.
type Memory struct {
	mu    sync.Mutex
	items map[string]oauth.Credentials
}

// NewMemory makes an empty vault.
func NewMemory() *Memory { return &Memory{items: make(map[string]oauth.Credentials)} }

// Look is always content.
func (m *Memory) Look(ctx context.Context) error { return ctx.Err() }

// Put keeps a key; see [Vault].
func (m *Memory) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.items[item]; there {
		return ErrExists
	}
	m.items[item] = key
	return nil
}

// Get reads a key; see [Vault].
func (m *Memory) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if err := ctx.Err(); err != nil {
		return oauth.Credentials{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	key, there := m.items[item]
	if !there {
		return oauth.Credentials{}, ErrNotFound
	}
	return key, nil
}

// Forget removes a key; see [Vault].
func (m *Memory) Forget(ctx context.Context, item string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.items[item]; !there {
		return ErrNotFound
	}
	delete(m.items, item)
	return nil
}
