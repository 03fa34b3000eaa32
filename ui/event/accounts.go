package event

import "lpkeys/store"

// Edited says that an account is not what it was: its details, or the vault that
// holds its key.
type Edited struct {
	Was     string // its name before
	Account store.Account
}

// Added says that there is a new account, for whoever lists them.
type Added struct{ Account store.Account }
