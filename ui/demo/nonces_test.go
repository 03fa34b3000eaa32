package demo

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestANonceIsRememberedAsLongAsItsTimestampIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n nonces
		use := func() bool { return n.firstUse("key", "token", "nonce", time.Now().Add(Window)) }
		if !use() {
			t.Error("the first use is refused")
		}
		for waited := time.Duration(0); waited < 2*Window; waited += Window / 2 {
			n.firstUse("key", "token", waited.String(), time.Now())
			if use() {
				t.Errorf("after %v it is taken again", waited)
			}
			<-time.After(Window / 2)
		}
		<-time.After(4 * Window)
		n.firstUse("key", "token", "other", time.Now())
		<-time.After(4 * Window)
		if !use() {
			t.Error("it is remembered for ever")
		}
	})
}

func TestWhatIsRememberedOfNoncesIsBounded(t *testing.T) {
	var n nonces
	for i := range 3 * mostNonces {
		n.firstUse("key", "token", strconv.Itoa(i), time.Now())
		if len(n.newer)+len(n.older) > mostNonces {
			t.Fatalf("%d are remembered, want at most %d", len(n.newer)+len(n.older), mostNonces)
		}
	}
}
