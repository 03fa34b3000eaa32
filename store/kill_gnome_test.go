// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"github.com/godbus/dbus/v5"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestAKillAtAnyMomentLeavesTheKeyringTheOldStateOrTheNew(t *testing.T) {
	k := storetest.Keyring(t)
	folder := t.TempDir()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "identity"), []byte(identity.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	conn := k.Connect()
	killLoop(t, "keyring and sealed file", folder, func(v store.Vault) []string {
		if sealed, ours := v.(*store.Sealed); ours {
			items, err := sealed.Items()
			if err != nil {
				t.Fatal(err)
			}
			return items
		}
		return keyringItems(t, conn)
	})
}

// keyringItems asks the Secret Service itself what it has of ours, the locked
// included.
func keyringItems(t *testing.T, conn *dbus.Conn) (names []string) {
	t.Helper()
	const service = "org.freedesktop.secrets"
	var unlocked, locked []dbus.ObjectPath
	err := conn.Object(service, "/org/freedesktop/secrets").
		Call("org.freedesktop.Secret.Service.SearchItems", 0, map[string]string{"service": "lpkeys"}).
		Store(&unlocked, &locked)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(unlocked, locked...) {
		attributes, err := conn.Object(service, path).GetProperty("org.freedesktop.Secret.Item.Attributes")
		if err != nil {
			t.Fatal(err)
		}
		of, _ := attributes.Value().(map[string]string)
		names = append(names, of["username"])
	}
	return names
}

func TestTwoHomesWithOneRealKeyringLeaveEachOtherAlone(t *testing.T) {
	storetest.Keyring(t)
	twoHomes(t, patient(), 30)
}
