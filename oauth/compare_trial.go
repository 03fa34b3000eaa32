package oauth

// mostTried bounds how many octets are signed to find out how a signature was
// made.
const mostTried = 32 << 20

// deepest is how many mistakes in one signature are found out.
const deepest = 2

// trial looks for the base string and the key that give a signature. What it finds
// is certain: nothing else gives it.
type trial struct {
	method Method
	want   string // in base64
	more   []draftPair
	octets int // that may still be signed
}

// find tries right itself, then one mistake, then two. It returns the key and the
// draft that give what is wanted.
func (t *trial) find(keys []keyGuess, right draft) (key keyGuess, made draft, found bool, err error) {
	macs := make([]*mac, len(keys))
	for i, k := range keys {
		if macs[i], err = newMAC(t.method, k.key); err != nil && i == 0 {
			return key, made, false, err
		}
	}
	for mistakes := range deepest + 1 {
		for i, k := range keys {
			ofDraft := mistakes
			if i > 0 {
				ofDraft-- // the key is a mistake itself
			}
			if ofDraft < 0 || macs[i] == nil {
				continue
			}
			if made, found := t.findDraft(macs[i], right, ofDraft); found {
				return k, made, true, nil
			}
		}
	}
	return key, made, false, nil
}

func (t *trial) findDraft(m *mac, d draft, mistakes int) (made draft, found bool) {
	if mistakes == 0 {
		return d, t.gives(m, d)
	}
	d.mistakes(t.more)(func(wrong draft) bool {
		made, found = t.findDraft(m, wrong, mistakes-1)
		return !found && t.octets > 0
	})
	return made, found
}

func (t *trial) gives(m *mac, d draft) bool {
	base := d.base()
	t.octets -= len(base)
	return string(m.appendSignature(nil, []byte(base))) == t.want
}
