package storetest

import (
	"os/exec"
	"testing"

	"github.com/godbus/dbus/v5"
)

// GnomeKeyring is a real Secret Service on a bus of its own.
type GnomeKeyring struct {
	*Bus

	end func() // ends the service
}

// Keyring starts a bus and gnome-keyring, with an empty login keyring that is
// open. The environment points to them until the test ends.
func Keyring(t testing.TB) *GnomeKeyring {
	t.Helper()
	Need(t, "gnome-keyring-daemon", "gnome-keyring")
	k := &GnomeKeyring{Bus: StartBus(t)}
	k.start()
	return k
}

func (k *GnomeKeyring) start() {
	k.t.Helper()
	_, k.end = k.run("printf password | gnome-keyring-daemon --unlock --foreground --components=secrets")
	k.await(true)
}

// Restart ends the service, as a crash would, and starts it again.
func (k *GnomeKeyring) Restart() {
	k.t.Helper()
	k.end()
	k.await(false)
	k.start()
}

// Lock locks the login keyring. Nobody can unlock it: there is no display to
// ask on.
func (k *GnomeKeyring) Lock() {
	k.t.Helper()
	service := k.Connect().Object(secretsName, secretsPath)
	var locked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	err := service.Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{loginPath}).Store(&locked, &prompt)
	if err != nil || len(locked) != 1 {
		k.t.Fatalf("locking the login keyring: locked %v, prompt %s, error %v", locked, prompt, err)
	}
}

// Search answers what secret-tool, a program that is not ours, finds for one
// attribute of an item.
func (k *GnomeKeyring) Search(attribute, value string) string {
	k.t.Helper()
	Need(k.t, "secret-tool", "libsecret-tools")
	// It ends with status 1 when it finds nothing.
	found, _ := exec.CommandContext(k.t.Context(), "secret-tool", "search", "--all", attribute, value).CombinedOutput()
	return string(found)
}
