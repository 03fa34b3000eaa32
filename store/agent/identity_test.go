//go:build linux || darwin

package agent

import (
	"bytes"
	"net"
	"testing"
	"time"

	"lpkeys/store/storetest"
)

// TestNothingThatIsAskedGetsTheIdentity asks a server of a real vault for every
// kind of message there could be, of this version and others, about whatever
// might mean the identity.
func TestNothingThatIsAskedGetsTheIdentity(t *testing.T) {
	p := newPerson(t)
	if err := p.sealed.Put(t.Context(), "kept", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	identity := []byte(p.identity().Reveal())
	heard := 0
	for _, wanted := range []string{"", "kept", "identity", "vault-key.age", "../vault-key.age", p.paths.Data, "9223372036854775807"} {
		for n := range 256 {
			for _, v := range []byte{0, version, version + 1} {
				m := message{version: v, kind: kind(n)}
				for range max(0, m.kind.fieldCount()) {
					m.fields = append(m.fields, wanted)
				}
				s := newServer(p.sealed, time.Hour) // each, since one of the questions ends it
				s.own = func(net.Conn) bool { return true }
				var question bytes.Buffer
				if err := m.send(&question); err != nil {
					t.Fatal(err)
				}
				peer := &recorded{question: &question}
				s.converse(peer)
				if bytes.Contains(peer.answer.Bytes(), identity) {
					t.Errorf("%q about %q gave the identity out", m.kind, wanted)
				}
				heard += peer.answer.Len()
			}
		}
	}
	if heard == 0 {
		t.Error("nothing was answered at all")
	}
}
