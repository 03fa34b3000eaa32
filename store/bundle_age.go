package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"lpkeys/oauth"
)

// A Recipient is a public key that a bundle can be encrypted to.
type Recipient struct{ key *age.X25519Recipient }

// ParseRecipient reads a public key as age-keygen prints it, "age1...". Anything
// else is [ErrRecipient], which does not repeat it: it may be the private one.
func ParseRecipient(text string) (Recipient, error) {
	key, err := age.ParseX25519Recipient(strings.TrimSpace(text))
	if err != nil {
		return Recipient{}, ErrRecipient
	}
	return Recipient{key}, nil
}

// A BundleLock is what a bundle is encrypted to: recipients, or, without any, a
// passphrase.
type BundleLock struct {
	Recipients []Recipient
	Passphrase oauth.Secret

	// WorkFactor is scrypt's for the passphrase, as in [SealedOptions].
	WorkFactor int
}

// Seal writes the bundle as an armored age file. To a passphrase it takes as
// long as scrypt does. A bundle that [OpenBundle] would refuse is a
// [BundleError].
func (b Bundle) Seal(lock BundleLock) ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	if len(lock.Recipients) > mostRecipients {
		return nil, &BundleError{Problem: BundleTooCostly, Detail: fmt.Sprintf("at most %d recipients", mostRecipients)}
	}
	text, err := b.write()
	if err != nil {
		return nil, err
	}
	file, err := lock.encrypt(text)
	if err != nil {
		return nil, err
	}
	var armored bytes.Buffer
	to := armor.NewWriter(&armored)
	if _, err := to.Write(file); err != nil {
		return nil, err
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	if armored.Len() > LongestBundle {
		return nil, &BundleError{Problem: BundleTooBig}
	}
	return armored.Bytes(), nil
}

func (lock BundleLock) encrypt(text []byte) ([]byte, error) {
	if len(lock.Recipients) == 0 {
		return seal(text, lock.Passphrase, lock.WorkFactor)
	}
	var recipients []age.Recipient
	for _, r := range lock.Recipients {
		recipients = append(recipients, r.key)
	}
	return sealTo(text, recipients...)
}

// A BundleWay says what opens a bundle.
type BundleWay string

// The ways to open a bundle.
const (
	ByPassphrase BundleWay = "passphrase"
	ByIdentity   BundleWay = "identity"
)

// LookAtBundle answers what opens a bundle, without opening it. Its errors are a
// [BundleError].
func LookAtBundle(file []byte) (BundleWay, error) {
	_, way, err := lookAtBundle(file)
	return way, err
}

// A BundleKey is what opens a bundle: a passphrase, or the text of an age
// identity file.
type BundleKey struct {
	Passphrase oauth.Secret
	Identities oauth.Secret
}

// OpenBundle decrypts a bundle and reads it, whole or not at all. Memory and
// time are bounded whatever the file says. Its errors are a [BundleError].
func OpenBundle(file []byte, key BundleKey) (Bundle, error) {
	binary, way, err := lookAtBundle(file)
	if err != nil {
		return nil, err
	}
	decrypt := key.byPassphrase
	if way == ByIdentity {
		decrypt = key.byIdentity
	}
	text, err := decrypt(binary)
	if err != nil {
		return nil, err
	}
	return readBundle(text)
}

func (key BundleKey) byPassphrase(binary []byte) ([]byte, error) {
	if key.Passphrase.IsZero() {
		return nil, &BundleError{Problem: BundleWantsPassphrase}
	}
	text, err := unseal(binary, key.Passphrase)
	switch {
	case errors.Is(err, ErrWrongPassphrase):
		return nil, &BundleError{Problem: BundlePassphraseWrong}
	case err != nil:
		return nil, damagedBundle("age cannot read it")
	}
	return text, nil
}

func (key BundleKey) byIdentity(binary []byte) ([]byte, error) {
	if key.Identities.IsZero() {
		return nil, &BundleError{Problem: BundleWantsIdentity}
	}
	identities := parseIdentities(key.Identities)
	if len(identities) == 0 {
		return nil, &BundleError{Problem: BundleNoIdentity}
	}
	from, err := age.Decrypt(bytes.NewReader(binary), identities...)
	if errors.As(err, new(*age.NoIdentityMatchError)) {
		return nil, &BundleError{Problem: BundleIdentityWrong}
	}
	if err != nil {
		return nil, damagedBundle("age cannot read it")
	}
	text, err := io.ReadAll(from) // shorter than the file, which is bounded
	if err != nil {
		return nil, damagedBundle("age cannot read it to its end")
	}
	return text, nil
}

// parseIdentities finds the identities that a bundle can be for. A file may have
// those of other kinds beside them, which age's own parser knows, and which
// would bring their ciphers into the program.
func parseIdentities(text oauth.Secret) (identities []age.Identity) {
	for line := range strings.Lines(text.Reveal()) {
		identity, err := age.ParseX25519Identity(strings.TrimSpace(line))
		if err == nil {
			identities = append(identities, identity)
		}
	}
	return identities
}

// lookAtBundle takes the armor off and reads the header of what is in it, which
// says what opening will cost.
func lookAtBundle(file []byte) (binary []byte, way BundleWay, err error) {
	if len(file) > LongestBundle {
		problem := NotABundle
		if bytes.Contains(file, []byte(armor.Header)) || bytes.HasPrefix(file, []byte(ageIntro)) {
			problem = BundleTooBig
		}
		return nil, "", &BundleError{Problem: problem}
	}
	binary, armored, err := unarmor(file)
	if err != nil {
		return nil, "", err
	}
	stanzas, err := readStanzas(binary)
	if err != nil {
		return nil, "", err
	}
	if len(stanzas) > mostRecipients {
		return nil, "", &BundleError{Problem: BundleTooCostly}
	}
	if stanzas[0][0] != "scrypt" {
		return binary, ByIdentity, nil
	}
	factor, err := strconv.Atoi(stanzas[0][len(stanzas[0])-1])
	switch {
	case err != nil:
		return nil, "", damagedBundle("its header is none of age's")
	case factor > highestWorkFactor:
		return nil, "", &BundleError{Problem: BundleTooCostly}
	case factor == identityWorkFactor && !armored:
		return nil, "", &BundleError{Problem: BundleIsVault} // Nothing else is sealed like this.
	}
	return binary, ByPassphrase, nil
}

// unarmor takes the armor off, and the letter that it came in.
func unarmor(file []byte) (binary []byte, armored bool, err error) {
	begin := bytes.Index(file, []byte(armor.Header))
	if begin < 0 {
		return file, false, nil
	}
	file = file[begin:]
	end := bytes.Index(file, []byte(armor.Footer))
	if end < 0 {
		return nil, true, &BundleError{Problem: BundleTruncated}
	}
	binary, err = io.ReadAll(armor.NewReader(bytes.NewReader(file[:end+len(armor.Footer)])))
	if err != nil {
		return nil, true, damagedBundle("its lines are not as they were made")
	}
	return binary, true, nil
}

// ageIntro is how an age file begins that has no armor on.
const ageIntro = "age-encryption.org/v1\n"

// readStanzas answers the words of each stanza in the header of an age file.
func readStanzas(binary []byte) (stanzas [][]string, err error) {
	header, ok := bytes.CutPrefix(binary, []byte(ageIntro))
	if !ok {
		return nil, &BundleError{Problem: NotABundle}
	}
	for line := range bytes.Lines(header) {
		if bytes.HasPrefix(line, []byte("---")) && len(stanzas) > 0 {
			return stanzas, nil
		}
		words := strings.Fields(string(line))
		if len(words) > 1 && words[0] == "->" {
			stanzas = append(stanzas, words[1:])
		}
		if len(stanzas) > mostRecipients {
			return stanzas, nil
		}
	}
	return nil, damagedBundle("its header is none of age's")
}
