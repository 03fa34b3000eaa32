package oauth

// mostTried bounds how many octets are signed to find out how a signature was
// made.
const mostTried = 32 << 20

// trial looks for the base string and the key that give a signature. What it finds
// is certain: nothing else gives it.
type trial struct {
	want   string // in base64
	keys   []triedKey
	more   []draftPair // that may have been signed by mistake
	octets int         // that may still be signed
}

type triedKey struct {
	keyGuess
	mac *mac
}

func newTrial(method Method, keys []keyGuess) (*trial, error) {
	t := &trial{octets: mostTried}
	for i, k := range keys {
		m, err := newMAC(method, k.key)
		if err != nil && i == 0 {
			return nil, err
		}
		if err == nil { // a wrong key may be too short for FIPS mode
			t.keys = append(t.keys, triedKey{k, m})
		}
	}
	return t, nil
}

// find tries right itself and then one mistake in it, each with all keys, and then
// two mistakes with the right key. It returns the key and the draft that give what
// is wanted.
func (t *trial) find(right draft) (key keyGuess, made draft, found bool) {
	if key, found = t.gives(right, t.keys); found {
		return key, right, true
	}
	try := func(keys []triedKey) func(draft) bool {
		return func(wrong draft) bool {
			key, found = t.gives(wrong, keys)
			made = wrong
			return !found && t.octets > 0
		}
	}
	if right.mistakes(t.more, try(t.keys)) {
		right.twoMistakes(t.more, try(t.keys[:1]))
	}
	return key, made, found
}

// gives reports which key makes what is wanted out of d.
func (t *trial) gives(d draft, keys []triedKey) (key keyGuess, found bool) {
	base := []byte(d.base())
	var signature []byte
	for i, k := range keys {
		if i > 0 && t.octets <= 0 {
			break
		}
		t.octets -= len(base)
		signature = k.mac.appendSignature(signature[:0], base)
		if string(signature) == t.want {
			return k.keyGuess, true
		}
	}
	return key, false
}
