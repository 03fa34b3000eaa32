package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"lpkeys/oauth"
)

const (
	// identityWorkFactor is the least that age takes. A random key of 256 bits
	// needs no stretching.
	identityWorkFactor = 1

	// highestWorkFactor bounds what a hostile file can cost: four seconds and
	// a gigabyte.
	highestWorkFactor = 20

	longestKeyFile = 64 << 10
)

// seal encrypts text to a passphrase, as age's passphrase files are. A work
// factor of zero is age's default.
func seal(text []byte, passphrase oauth.Secret, workFactor int) ([]byte, error) {
	if passphrase.IsZero() {
		return nil, fmt.Errorf("%w: it is empty", ErrWrongPassphrase)
	}
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, err
	}
	if workFactor != 0 {
		recipient.SetWorkFactor(workFactor)
	}
	return sealTo(text, recipient)
}

// sealTo encrypts text to recipients.
func sealTo(text []byte, recipients ...age.Recipient) ([]byte, error) {
	var file bytes.Buffer
	to, err := age.Encrypt(&file, recipients...)
	if err != nil {
		return nil, err
	}
	if _, err := to.Write(text); err != nil {
		return nil, err
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// unseal decrypts what seal made: [ErrWrongPassphrase] when the passphrase does
// not fit the file's first lines, [ErrCorrupt] for any other trouble with it.
// age's own words are dropped; they may repeat pieces of the file.
func unseal(file []byte, passphrase oauth.Secret) ([]byte, error) {
	if passphrase.IsZero() {
		return nil, fmt.Errorf("%w: it is empty", ErrWrongPassphrase)
	}
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return nil, err
	}
	identity.SetMaxWorkFactor(highestWorkFactor)
	from, err := age.Decrypt(bytes.NewReader(file), identity)
	var mismatch *age.NoIdentityMatchError
	if errors.As(err, &mismatch) && slices.Equal(mismatch.StanzaTypes, []string{"scrypt"}) {
		return nil, ErrWrongPassphrase
	}
	if err != nil {
		return nil, ErrCorrupt
	}
	// The text is shorter than the file, which was bounded when it was read.
	text, err := io.ReadAll(from)
	if err != nil {
		return nil, ErrCorrupt
	}
	return text, nil
}

// parseIdentity takes the one identity out of an age identity file. Nothing
// weaker will do: what it seals has no other protection.
func parseIdentity(text oauth.Secret) (oauth.Secret, error) {
	var found []string
	for line := range strings.Lines(text.Reveal()) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			found = append(found, line)
		}
	}
	if len(found) != 1 {
		return oauth.Secret{}, ErrIdentity
	}
	identity, err := age.ParseX25519Identity(found[0])
	if err != nil {
		return oauth.Secret{}, ErrIdentity
	}
	return oauth.NewSecret(identity.String()), nil
}
