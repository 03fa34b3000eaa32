package unlock

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"lpkeys/oauth"
	"lpkeys/store"
)

const phrase = "CANARY correct horse"

var key = oauth.Credentials{
	ConsumerKey:    "app-key",
	ConsumerSecret: oauth.NewSecret("CANARY-secret"),
	Token:          "access-token",
	TokenSecret:    oauth.NewSecret("CANARY-token-secret"),
}

// opener hands out a passphrase and counts how often it was wanted.
type opener struct {
	alone bool
	err   error
	opens atomic.Int32
}

func (o *opener) Unattended() bool { return o.alone }

func (o *opener) Open(ctx context.Context, sealed *store.Sealed) error {
	o.opens.Add(1)
	if o.err != nil {
		return o.err
	}
	passphrase := oauth.NewSecret(phrase)
	if status, err := sealed.Status(); err != nil || status == store.NoVault {
		return errors.Join(err, sealed.Create(ctx, passphrase))
	}
	return sealed.Unlock(ctx, passphrase)
}

func (o *opener) OpenWith(ctx context.Context, sealed *store.Sealed, _ oauth.Secret) error {
	return o.Open(ctx, sealed)
}

func quick(dir string) *store.Sealed {
	return store.NewSealed(store.SealedOptions{Dir: dir, WorkFactor: 2})
}

// filled makes a vault that holds key under "item", and answers it locked.
func filled(t *testing.T) (dir string, sealed *store.Sealed) {
	t.Helper()
	dir = t.TempDir()
	sealed = quick(dir)
	if err := sealed.Create(t.Context(), oauth.NewSecret(phrase)); err != nil {
		t.Fatal(err)
	}
	if err := sealed.Put(t.Context(), "item", key); err != nil {
		t.Fatal(err)
	}
	sealed.Lock()
	return dir, sealed
}

func TestALockedVaultIsOpenedByItsFirstUse(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	vault := New(sealed, nil, opener)
	got, err := vault.Get(t.Context(), "item")
	if err != nil || !got.TokenSecret.Equal(key.TokenSecret) {
		t.Fatalf("got %v, %v, want the key", got, err)
	}
	if err := vault.Put(t.Context(), "other", key); err != nil {
		t.Errorf("putting into the open vault: %v", err)
	}
	if err := vault.Forget(t.Context(), "item"); err != nil {
		t.Errorf("forgetting from the open vault: %v", err)
	}
	if opener.opens.Load() != 1 {
		t.Errorf("the opener was asked %d times, want once", opener.opens.Load())
	}
}

func TestForgettingOpensTheVaultToo(t *testing.T) {
	_, sealed := filled(t)
	if err := New(sealed, nil, &opener{}).Forget(t.Context(), "item"); err != nil {
		t.Error(err)
	}
}

func TestAPutMakesTheVaultAndAGetDoesNot(t *testing.T) {
	opener := &opener{}
	vault := New(quick(t.TempDir()), nil, opener)
	if _, err := vault.Get(t.Context(), "item"); !errors.Is(err, store.ErrNoVault) {
		t.Errorf("reading: got %v, want ErrNoVault", err)
	}
	if opener.opens.Load() != 0 {
		t.Error("reading asked the opener for a vault that is not there")
	}
	if err := vault.Put(t.Context(), "item", key); err != nil {
		t.Errorf("putting: %v", err)
	}
}

func TestManyWhoFindItLockedWaitForOneOpening(t *testing.T) {
	_, sealed := filled(t)
	opener := &opener{}
	vault := New(sealed, nil, opener)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := vault.Get(t.Context(), "item"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if opener.opens.Load() != 1 {
		t.Errorf("the opener was asked %d times, want once", opener.opens.Load())
	}
}

func TestTheOpenersErrorIsTheAnswer(t *testing.T) {
	_, sealed := filled(t)
	no := errors.New("no")
	if _, err := New(sealed, nil, &opener{err: no}).Get(t.Context(), "item"); !errors.Is(err, no) {
		t.Errorf("got %v, want the opener's error", err)
	}
}

func TestLookAsksNobody(t *testing.T) {
	_, sealed := filled(t)
	attended := &opener{}
	if err := New(sealed, nil, attended).Look(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("with a person to ask: got %v, want ErrLocked", err)
	}
	alone := &opener{alone: true}
	if err := New(sealed, nil, alone).Look(t.Context()); err != nil {
		t.Errorf("with a file to open it: got %v, want nil", err)
	}
	if attended.opens.Load()+alone.opens.Load() != 0 {
		t.Error("looking opened the vault")
	}
}

func TestWaitingForAnotherOpeningEndsWithItsContext(t *testing.T) {
	_, sealed := filled(t)
	vault := New(sealed, nil, &opener{})
	vault.turn <- struct{}{} // somebody else is opening it
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := vault.Ready(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "named")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAPassphraseFileIsItsFirstLineWithoutTheLineEnd(t *testing.T) {
	for name, text := range map[string]string{
		"without a line end":   phrase,
		"with a line end":      phrase + "\n",
		"with that of Windows": phrase + "\r\n",
		"with more lines":      phrase + "\nanother line\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, sealed := filled(t)
			s := Sources{Getenv: env(PassphraseVariable, file(t, text))}
			if err := s.Open(t.Context(), sealed); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestANamedFileThatDoesNotOpenTheVaultIsNamedAndNotShown(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "nowhere")
	for name, test := range map[string]struct {
		variable, path string
		want           error
	}{
		"a missing passphrase file":    {PassphraseVariable, missing, os.ErrNotExist},
		"a folder":                     {PassphraseVariable, t.TempDir(), nil},
		"an empty passphrase":          {PassphraseVariable, file(t, "\n"+phrase), errNoPassphrase},
		"a wrong passphrase":           {PassphraseVariable, file(t, "CANARY wrong"), store.ErrWrongPassphrase},
		"a passphrase without an end":  {PassphraseVariable, file(t, strings.Repeat("CANARY", longest)), errLongFile},
		"a missing identity file":      {IdentityVariable, missing, os.ErrNotExist},
		"a file without an identity":   {IdentityVariable, file(t, "CANARY"), store.ErrIdentity},
		"an identity file without end": {IdentityVariable, file(t, strings.Repeat("CANARY", longest)), errLongFile},
	} {
		t.Run(name, func(t *testing.T) {
			_, sealed := filled(t)
			asked := false
			s := Sources{Getenv: env(test.variable, test.path), Ask: func(context.Context, Question) (oauth.Secret, error) {
				asked = true
				return oauth.NewSecret(phrase), nil
			}}
			err := s.Open(t.Context(), sealed)
			named, ok := errors.AsType[*SourceError](err)
			if !ok || named.Variable != test.variable || named.Path != test.path {
				t.Fatalf("got %v, want a SourceError with variable and path", err)
			}
			if test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v in it", err, test.want)
			}
			if !errors.Is(err, store.ErrLocked) {
				t.Errorf("%v is not an ErrLocked", err)
			}
			if strings.Contains(err.Error(), "CANARY") {
				t.Errorf("the error shows what the file holds: %v", err)
			}
			if asked {
				t.Error("a person was asked although a file was named")
			}
		})
	}
}

func TestAnIdentityMakesAndOpensAVaultWithoutAKeyFile(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := Sources{Getenv: env(
		IdentityVariable, file(t, "# made by a test\n"+identity.String()+"\n"),
		PassphraseVariable, filepath.Join(dir, "nowhere"), // comes second, so is not looked at
	)}
	if err := New(quick(dir), nil, s).Put(t.Context(), "item", key); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "vault-key.age")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a key file, or %v", err)
	}
	got, err := New(quick(dir), nil, s).Get(t.Context(), "item")
	if err != nil || !got.ConsumerSecret.Equal(key.ConsumerSecret) {
		t.Errorf("got %v, %v, want the key", got, err)
	}
}

func TestAPersonIsAskedUntilTheAnswerIsRightThreeTimesAtMost(t *testing.T) {
	for name, test := range map[string]struct {
		answers []string
		want    error
	}{
		"right at once":       {[]string{phrase}, nil},
		"right the last time": {[]string{"a", "b", phrase}, nil},
		"never right":         {[]string{"a", "b", "c"}, store.ErrWrongPassphrase},
	} {
		t.Run(name, func(t *testing.T) {
			_, sealed := filled(t)
			var questions []Question
			s := Sources{Getenv: env(), Ask: func(_ context.Context, q Question) (oauth.Secret, error) {
				questions = append(questions, q)
				return oauth.NewSecret(test.answers[len(questions)-1]), nil
			}}
			if err := s.Open(t.Context(), sealed); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			for i, q := range questions {
				if q.New || q.Again != (i > 0) {
					t.Errorf("question %d was %+v", i, q)
				}
			}
			if len(questions) != len(test.answers) {
				t.Errorf("%d questions, want %d", len(questions), len(test.answers))
			}
		})
	}
}

func TestANewVaultsPassphraseIsAskedForAsNewAndItsSumRemembered(t *testing.T) {
	sealed := quick(t.TempDir())
	var asked Question
	var sum string
	s := Sources{
		Getenv: env(),
		Ask: func(_ context.Context, q Question) (oauth.Secret, error) {
			asked = q
			return oauth.NewSecret(phrase), nil
		},
		Remember: func(s string) error { sum = s; return nil },
	}
	if err := s.Open(t.Context(), sealed); err != nil {
		t.Fatal(err)
	}
	want, err := sealed.KeyFileSum()
	if err != nil || sum != want {
		t.Errorf("remembered %q, want %q (%v)", sum, want, err)
	}
	if !asked.New {
		t.Error("the question did not say that the vault is new")
	}
}

func TestAGivenPassphraseMakesOpensAndIsRememberedLikeAnAskedOne(t *testing.T) {
	var sum string
	sealed := quick(t.TempDir())
	v := New(sealed, nil, Sources{Getenv: env(), Remember: func(s string) error { sum = s; return nil }})
	if err := v.OpenWith(t.Context(), oauth.NewSecret(phrase)); err != nil {
		t.Fatal(err)
	}
	if want, err := sealed.KeyFileSum(); err != nil || sum != want {
		t.Errorf("remembered %q, want %q (%v)", sum, want, err)
	}
	sealed.Lock()
	if err := v.OpenWith(t.Context(), oauth.NewSecret("another")); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("got %v, want ErrWrongPassphrase", err)
	}
	if err := v.OpenWith(t.Context(), oauth.NewSecret(phrase)); err != nil {
		t.Error(err)
	}
	if status, err := v.Status(); err != nil || status != store.SealedUnlocked {
		t.Errorf("the vault is %v (%v), want unlocked", status, err)
	}
}

func TestAPersonWhoStopsIsTheAnswer(t *testing.T) {
	_, sealed := filled(t)
	s := Sources{Getenv: env(), Ask: func(context.Context, Question) (oauth.Secret, error) {
		return oauth.Secret{}, context.Canceled
	}}
	if err := s.Open(t.Context(), sealed); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestWithoutASourceTheVaultStaysAsItIs(t *testing.T) {
	_, sealed := filled(t)
	if err := (Sources{Getenv: env()}).Open(t.Context(), sealed); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	if err := (Sources{Getenv: env()}).Open(t.Context(), quick(t.TempDir())); !errors.Is(err, store.ErrNoVault) {
		t.Errorf("got %v, want ErrNoVault", err)
	}
}

func TestAFileThatStaysSilentEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := readFile(ctx, file(t, phrase), func(io.Reader) (oauth.Secret, error) {
		select {} // as a pipe that nobody writes to
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
