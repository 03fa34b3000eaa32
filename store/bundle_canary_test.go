package store_test

import (
	"bytes"
	"fmt"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestNoSecretIsInABundleOrInAnErrorAboutOne(t *testing.T) {
	b := bundleOf("acme", "bolt")
	right, wrong := oauth.NewSecret(storetest.Canary+" right"), oauth.NewSecret(storetest.Canary+" wrong")
	_, public := someone(t)
	oneLine := func(file []byte) []byte { return bytes.ReplaceAll(file, []byte("\n"), nil) }
	for _, lock := range []store.BundleLock{{Passphrase: right, WorkFactor: 1}, {Recipients: []store.Recipient{public}}} {
		file, err := b.Seal(lock)
		if err != nil {
			t.Fatal(err)
		}
		wantNoSecret(t, "the bundle", oneLine(file))
		wantNoSecret(t, "the bundle without its armor", unarmored(t, file))
		for _, damaged := range [][]byte{file, file[:len(file)/2], rearmored(t, unarmored(t, file)[:300])} {
			for _, key := range []store.BundleKey{{}, {Passphrase: wrong}, {Identities: wrong}} {
				_, err := store.OpenBundle(damaged, key)
				wantNoSecret(t, "an error", fmt.Appendf(nil, "%v %+v %#v", err, err, err))
			}
		}
	}
	text, err := store.WriteBundle(b)
	if err != nil {
		t.Fatal(err)
	}
	if !storetest.Holds(text, storetest.Canary) || !storetest.Holds(oneLine(rearmored(t, text)), storetest.Canary) {
		t.Error("a bundle that is not encrypted would not be noticed")
	}
	_, err = store.ReadBundle(bytes.Replace(text, []byte(`"token":"`), []byte(`"token":" `), 1))
	wantNoSecret(t, "an error", fmt.Appendf(nil, "%v %+v %#v", err, err, err))
	wantNoSecret(t, "a bundle as Go prints it", fmt.Appendf(nil, "%v %+v %#v", b, b, b))
}
