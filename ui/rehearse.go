package ui

import (
	"context"
	"fmt"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/doctor"
	"lpkeys/ui/screen/settings"
	"lpkeys/ui/send"
)

// InMemory is the vault of a rehearsal. It keeps nothing.
const InMemory store.VaultName = "memory"

// rehearsalLatency makes progress visible in the demo.
const rehearsalLatency = 600 * time.Millisecond

// Rehearse shows the screens on a LivePerson in a box: made-up accounts, a
// vault and files in memory, no connection to anywhere. Of the services in o
// only the clipboard and the clock are used.
func Rehearse(ctx context.Context, o Options) error {
	services, err := Rehearsal(ctx)
	if err != nil {
		return err
	}
	services.Clip, services.Now = o.Services.Clip, o.Services.Now
	services.Sender = &send.Sender{Accounts: services.Store, Hosts: services.Resolver, Now: services.Now}
	o.Services, o.Asked = services, store.Asked{Flag: o.Asked.Flag}
	return Run(ctx, o)
}

// Rehearsal is what a rehearsal works with: a LivePerson in a box, made-up accounts,
// a vault and files in memory. It has no clipboard.
func Rehearsal(ctx context.Context) (Services, error) {
	box := demo.New()
	box.Latency = rehearsalLatency
	return rehearsal(ctx, box)
}

// rehearsal is a store with the box's accounts, all of it in memory.
func rehearsal(ctx context.Context, box *demo.Box) (Services, error) {
	vault := store.NewMemory()
	s, err := store.Open(store.Options{
		Paths:  store.Paths{Config: "/demo", Data: "/demo", Cache: "/demo"},
		Vaults: map[store.VaultName]store.Vault{InMemory: vault},
		FS:     &demo.Disk{},
	})
	if err != nil {
		return Services{}, fmt.Errorf("preparing the demo: %w", err)
	}
	for _, a := range box.Accounts() {
		a.Account.Vault = InMemory
		if _, err := s.Add(ctx, a.Account, a.Key); err != nil {
			return Services{}, fmt.Errorf("preparing the demo: %w", err)
		}
	}
	return Services{
		Store: s, Resolver: box.Client(), Keyring: vault, Rehearsal: InMemory, Examine: nothingToExamine,
		Places: []settings.Place{{What: "Everything", Path: "in memory, until you leave"}},
	}, nil
}

func nothingToExamine(_ context.Context, _ string, tell func(doctor.Finding) error) error {
	return tell(doctor.Finding{
		Check: "demo", State: doctor.NotTried,
		Text: "the demo touches nothing of this computer, so there is nothing to look at", Fix: "lpkeys doctor",
	})
}
