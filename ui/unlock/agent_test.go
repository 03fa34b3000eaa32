package unlock

import (
	"context"
	"errors"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestALockedVaultKeepsTheContractOnceItIsUsed(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Vault {
		_, sealed := filled(t)
		return New(sealed, nil, &opener{alone: true})
	})
}

func TestAVaultThatAnAgentHoldsKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Vault {
		_, sealed := filled(t)
		return New(sealed, held(t, sealed), &opener{err: errors.New("nobody should be asked")})
	})
}

// An agent is one as far as a Vault can tell: the same vault, open elsewhere.
type agent struct {
	*store.Sealed
	err  error // of whatever is asked; nil: it is there and answers
	late int   // how many looks it misses
}

func held(t *testing.T, sealed *store.Sealed) *agent {
	t.Helper()
	elsewhere := quick(sealed.Dir)
	if err := elsewhere.Unlock(t.Context(), oauth.NewSecret(phrase)); err != nil {
		t.Fatal(err)
	}
	return &agent{Sealed: elsewhere}
}

func (a *agent) Look(ctx context.Context) error {
	if a.late > 0 {
		a.late--
		return store.ErrTimedOut
	}
	if a.err != nil {
		return a.err
	}
	return a.Sealed.Look(ctx)
}

func (a *agent) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if a.err != nil {
		return oauth.Credentials{}, a.err
	}
	return a.Sealed.Get(ctx, item)
}

func (a *agent) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if a.err != nil {
		return a.err
	}
	return a.Sealed.Put(ctx, item, key)
}

func TestNobodyIsAskedWhileAnAgentHoldsTheVaultOpen(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	vault := New(sealed, held(t, sealed), opener)
	if err := vault.Look(t.Context()); err != nil {
		t.Errorf("looking: %v", err)
	}
	if err := vault.Ready(t.Context()); err != nil {
		t.Errorf("making ready: %v", err)
	}
	if _, err := vault.Get(t.Context(), "item"); err != nil {
		t.Errorf("getting: %v", err)
	}
	if n := opener.opens.Load(); n != 0 {
		t.Errorf("the opener was asked %d times", n)
	}
	if status, err := vault.Status(); err != nil || status != store.SealedLocked {
		t.Errorf("here it is %v (%v), want %v", status, err, store.SealedLocked)
	}
}

func TestABusyMachineIsNoReasonToAskForThePassphrase(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	slow := held(t, sealed)
	slow.late = 3
	if err := New(sealed, slow, opener).Ready(t.Context()); err != nil || opener.opens.Load() != 0 {
		t.Errorf("got %v, and the opener was asked %d times", err, opener.opens.Load())
	}
}

func TestAnAgentThatIsGoneOrSilentLeavesTheVaultToBeOpenedHere(t *testing.T) {
	for name, gone := range map[string]error{
		"gone": store.ErrLocked, "silent": store.ErrTimedOut,
	} {
		_, sealed := filled(t)
		opener := &opener{}
		vault := New(sealed, &agent{err: gone}, opener)
		if _, err := vault.Get(t.Context(), "item"); err != nil || opener.opens.Load() != 1 {
			t.Errorf("%s: got %v, and the opener was asked %d times, want once", name, err, opener.opens.Load())
		}
	}
}

// What a silent agent did nobody knows, and a second Put would hide it.
func TestAPutThatAnAgentDidNotAnswerIsNotRepeatedHere(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	vault := New(sealed, &agent{err: store.ErrTimedOut}, opener)
	if err := vault.Put(t.Context(), "other", key); !errors.Is(err, store.ErrTimedOut) || opener.opens.Load() != 0 {
		t.Errorf("got %v, and the opener was asked %d times, want %v", err, opener.opens.Load(), store.ErrTimedOut)
	}
}

func TestTheIdentityIsOfAVaultThatIsOpenHere(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	vault := New(sealed, held(t, sealed), opener)
	for range 2 {
		identity, err := vault.Identity(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := quick(sealed.Dir).UnlockIdentity(t.Context(), identity); err != nil {
			t.Errorf("it does not open the vault: %v", err)
		}
	}
	if n := opener.opens.Load(); n != 1 {
		t.Errorf("the opener was asked %d times, want once", n)
	}
}

func TestANewPassphraseIsTriedAndItsSumRemembered(t *testing.T) {
	dir, sealed := filled(t)
	var sum string
	v := New(sealed, nil, Sources{Getenv: env(), Remember: func(s string) error { sum = s; return nil }})
	if err := v.SetPassphrase(t.Context(), oauth.NewSecret("CANARY new")); !errors.Is(err, store.ErrLocked) {
		t.Errorf("of a locked vault: got %v, want %v", err, store.ErrLocked)
	}
	for _, err := range []error{
		v.OpenWith(t.Context(), oauth.NewSecret(phrase)), v.SetPassphrase(t.Context(), oauth.NewSecret("CANARY new")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if want, err := sealed.KeyFileSum(); err != nil || sum != want {
		t.Errorf("remembered %q, want %q (%v)", sum, want, err)
	}
	if err := quick(dir).Unlock(t.Context(), oauth.NewSecret("CANARY new")); err != nil {
		t.Error(err)
	}
}

func TestAPassphraseIsWeighedByLengthAndRepetition(t *testing.T) {
	for passphrase, want := range map[string]Weakness{
		"":                          Short,
		"hunter2":                   Short,
		"correct hor":               Short,
		"correct hors":              NotWeak,
		"correct horse battery":     NotWeak,
		"aaaaaaaaaaaaaaaaaaaa":      Repeating,
		"123456789012345":           Repeating,
		"abcdefghijklmnop":          Repeating,
		"ponmlkjihgfedcba":          Repeating,
		"secretsecretsecret":        Repeating,
		"horse battery horse batte": NotWeak,
		"äöüäöüäöüäöüäöü":           Repeating,
		"пароль из слов":            NotWeak,
	} {
		if got := Weigh(passphrase); got != want {
			t.Errorf("%q: got %q, want %q", passphrase, got, want)
		}
	}
}
