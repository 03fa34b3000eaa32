package store

// A Reason says why an account is the one in force.
type Reason string

// The reasons, the strongest first.
const (
	ByFlag     Reason = "flag"     // named by --account
	ByVariable Reason = "variable" // named by LPKEYS_ACCOUNT
	ByDefault  Reason = "default"  // made the default, or the first to be added
)

// InForce answers which account counts, and why, from what --account and
// LPKEYS_ACCOUNT say; empty means that they say nothing. A name that does not
// exist is an error and never falls through to the next reason. No account is in
// force by being the only one left: when the default was removed, that one may
// be production, and nobody has chosen it.
//
// Errors: those of [Store.Account], and [ErrNoDefault].
func (s *Store) InForce(flag, variable string) (Account, Reason, error) {
	x, err := s.read()
	if err != nil {
		return Account{}, "", err
	}
	e, reason, err := x.inForce(flag, variable)
	if err != nil {
		return Account{}, reason, err
	}
	return e.Account, reason, nil
}

func (x *index) inForce(flag, variable string) (*entry, Reason, error) {
	if flag != "" {
		e, err := x.lookUpInUse(flag)
		return e, ByFlag, err
	}
	if variable != "" {
		e, err := x.lookUpInUse(variable)
		return e, ByVariable, err
	}
	inUse := x.inUse()
	for _, e := range inUse {
		if e.Name == x.byDefault {
			return e, ByDefault, nil
		}
	}
	if len(inUse) == 0 {
		return nil, "", ErrNoAccounts
	}
	return nil, "", ErrNoDefault
}

// inUse are the entries that people see and are not removing.
func (x *index) inUse() []*entry {
	var entries []*entry
	for i := range x.entries {
		if e := &x.entries[i]; e.listed() && e.State != Removing {
			entries = append(entries, e)
		}
	}
	return entries
}

// Default answers the account that was made the default. There is none when ok
// is false: it was never chosen, or is being removed.
func (s *Store) Default() (account Account, ok bool, err error) {
	x, err := s.read()
	if err != nil {
		return Account{}, false, err
	}
	for _, e := range x.inUse() {
		if e.Name == x.byDefault {
			return e.Account, true, nil
		}
	}
	return Account{}, false, nil
}
