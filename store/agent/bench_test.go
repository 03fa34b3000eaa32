//go:build linux || darwin

package agent

import (
	"context"
	"fmt"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// furnished is a person's vault with a few keys in it, and an agent.
func furnished(b *testing.B) *person {
	b.Helper()
	p := newPerson(b)
	for n := range 10 {
		if err := p.sealed.Put(b.Context(), fmt.Sprintf("item-%d", n), storetest.Key(n)); err != nil {
			b.Fatal(err)
		}
	}
	p.start()
	return p
}

func BenchmarkUnlockWithThePassphrase(b *testing.B) {
	p := newPerson(b)
	slow := store.NewSealed(store.SealedOptions{Dir: p.paths.Data})
	if err := slow.UnlockIdentity(b.Context(), p.identity()); err != nil {
		b.Fatal(err)
	}
	if err := slow.SetPassphrase(b.Context(), passphrase); err != nil { // with age's own work factor
		b.Fatal(err)
	}
	for b.Loop() {
		slow.Lock()
		if err := slow.Unlock(b.Context(), passphrase); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnlockWithTheIdentity(b *testing.B) {
	p := furnished(b)
	identity := p.identity()
	for b.Loop() {
		p.sealed.Lock()
		if err := p.sealed.UnlockIdentity(b.Context(), identity); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStartAndEndAnAgent(b *testing.B) {
	p := newPerson(b)
	for b.Loop() {
		p.start()
		if err := p.client.Lock(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLook(b *testing.B) {
	p := furnished(b)
	for b.Loop() {
		if err := p.client.Look(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGet(b *testing.B) {
	p := furnished(b)
	for name, v := range p.ways() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Get(b.Context(), "item-5"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPut forgets again what it puts, so that the vault does not grow.
func BenchmarkPut(b *testing.B) {
	p := furnished(b)
	for name, v := range p.ways() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := v.Put(b.Context(), "new", storetest.Key(1)); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if err := v.Forget(b.Context(), "new"); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

func (p *person) ways() map[string]store.Vault {
	return map[string]store.Vault{"agent": p.client, "direct": p.sealed}
}
