package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"lpkeys/domain"
)

// bundleVersion grows with every change of the format: an import that left out
// what it does not know would not be the bundle that was sent.
const bundleVersion = 1

// bundleText is what age encrypts. Each key is framed as in a vault.
type bundleText struct {
	Version  int             `json:"lpkeys_bundle"`
	Sum      string          `json:"sum"`
	Accounts json.RawMessage `json:"accounts"`
}

type bundledText struct {
	Name        string           `json:"name"`
	ID          domain.AccountID `json:"id"`
	Environment string           `json:"environment"`
	Kind        Kind             `json:"kind"`
	Key         json.RawMessage  `json:"key"`
}

// write is the text of a bundle that passed check.
func (b Bundle) write() ([]byte, error) {
	accounts := make([]bundledText, len(b))
	for i, one := range b {
		key, err := frame(one.Key)
		if err != nil {
			return nil, fmt.Errorf("account %q: %w", one.Account.Name, err)
		}
		a := one.Account
		accounts[i] = bundledText{Name: a.Name, ID: a.ID, Environment: a.Environment, Kind: a.Kind, Key: json.RawMessage(key)}
	}
	raw, err := json.Marshal(accounts)
	if err != nil {
		return nil, fmt.Errorf("%w: %T", ErrUnsupported, err)
	}
	return json.Marshal(bundleText{Version: bundleVersion, Sum: bundleSum(raw), Accounts: raw})
}

func bundleSum(accounts []byte) string {
	sum := sha256.Sum256(accounts)
	return hex.EncodeToString(sum[:16])
}

// readBundle reads what write wrote, and refuses everything else. Its errors are
// a [BundleError].
func readBundle(text []byte) (Bundle, error) {
	var got bundleText
	if err := json.Unmarshal(text, &got); err != nil || got.Version < 1 {
		return nil, &BundleError{Problem: somethingElse(text)}
	}
	if got.Version > bundleVersion {
		return nil, &BundleError{Problem: BundleNewer, Detail: fmt.Sprintf("it has version %d, and this one reads %d", got.Version, bundleVersion)}
	}
	b, err := readBundled(got.Accounts)
	if err != nil {
		return nil, err
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	// Writing it again tells every difference, as with a frame: a wrong sum, a
	// name twice, a field too many, text after the end.
	if again, err := b.write(); err != nil || !bytes.Equal(again, text) {
		return nil, damagedBundle("its checksum or its form is wrong")
	}
	return b, nil
}

// readBundled reads the accounts one by one, and ends at the first that is none:
// a list of a million empty ones is short, and would be large in memory.
func readBundled(raw json.RawMessage) (Bundle, error) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, damagedBundle("it has no list of accounts")
	}
	var b Bundle
	for i := skipSpace(raw, 1); raw[i] != ']'; {
		end := skipValue(raw, i)
		var got bundledText
		if err := json.Unmarshal(raw[i:end], &got); err != nil {
			return nil, damagedBundle(fmt.Sprintf("account %d is not one", len(b)+1))
		}
		i = skipComma(raw, end)
		key, err := unframe(string(got.Key))
		if errors.Is(err, ErrUnsupported) || got.Kind != OAuth1 {
			return nil, &BundleError{Problem: BundleNewer, Detail: fmt.Sprintf("account %d is of a kind that this one does not know", len(b)+1)}
		}
		if err != nil {
			return nil, damagedBundle(fmt.Sprintf("the key of account %d is none", len(b)+1))
		}
		b = append(b, Bundled{
			Account: Account{Name: got.Name, ID: got.ID, Environment: got.Environment, Kind: got.Kind},
			Key:     key,
		})
	}
	return b, nil
}

// somethingElse tells what else of ours a text is.
func somethingElse(text []byte) BundleProblem {
	var vault contentsFile
	if json.Unmarshal(text, &vault) == nil && vault.Version > 0 && vault.Items != nil {
		return BundleIsVault
	}
	if strings.HasPrefix(string(text), "AGE-SECRET-KEY-1") {
		return BundleIsVault
	}
	return NotABundle
}

func damagedBundle(where string) error { return &BundleError{Problem: BundleDamaged, Detail: where} }
