package accounts

import (
	"testing"
	"time"

	"lpkeys/store"
)

// kept is a store of which no more is asked than its accounts.
type kept struct {
	Keeper
	accounts []store.Account
}

func (k *kept) Accounts() ([]store.Account, error)  { return k.accounts, nil }
func (*kept) Default() (store.Account, bool, error) { return store.Account{}, false, nil }
func (*kept) LastUsed() map[string]time.Time        { return nil }
func (*kept) Replaced() []string                    { return nil }
func (*kept) Histories() map[string]store.History   { return nil }

func TestOfTwoReadingsTheLaterCounts(t *testing.T) {
	k := &kept{accounts: []store.Account{{Name: "before", State: store.Kept}}}
	m := New(t.Context(), k, nil, time.Now, Known{})
	first, read := m.reload()
	before := read()
	k.accounts = []store.Account{{Name: "after", State: store.Kept}}
	second, read := first.(Model).reload()
	next, _ := second.Update(read())
	if next, _ = next.Update(before); next.(Model).here().Name != "after" {
		t.Errorf("the list shows %q, which was read before", next.(Model).here().Name)
	}
}
