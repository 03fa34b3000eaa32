package storetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// KeePassXC is another real Secret Service on a bus of its own. It has no
// collection called login: its database is the default one.
type KeePassXC struct {
	*Bus
}

// It keeps what it is told in memory only: 2.7.4 may stop to answer, and then
// end, when a change meets the saving of the one before.
const keepassxcSettings = `[General]
ConfigVersion=2
AutoSaveAfterEveryChange=false
[GUI]
CheckForUpdates=false
[FdoSecrets]
Enabled=true
ShowNotification=false
ConfirmDeleteItem=false
`

// A database with one group, which it shows to the Secret Service's clients.
const keepassxcDatabase = `<?xml version="1.0" encoding="UTF-8"?>
<KeePassFile>
	<Meta><CustomData><Item>
		<Key>FDO_SECRETS_EXPOSED_GROUP</Key>
		<Value>{11111111-2222-3333-4444-555555555555}</Value>
	</Item></CustomData></Meta>
	<Root><Group><UUID>ERERESIiMzNERFVVVVVVVQ==</UUID><Name>Passwords</Name></Group></Root>
</KeePassFile>
`

// OpenKeePassXC starts a bus and KeePassXC, with an empty database that is
// open. With confirm it asks a person before it gives an item to a program that
// did not make it on the same connection, which is how it is delivered. The
// environment points to them until the test ends.
func OpenKeePassXC(t testing.TB, confirm bool) *KeePassXC {
	t.Helper()
	Need(t, "keepassxc", "keepassxc")
	k := &KeePassXC{StartBus(t)}
	settings := keepassxcSettings
	if !confirm {
		settings += "ConfirmAccessItem=false\n"
	}
	k.write("keepassxc.ini", settings)
	k.write("database.xml", keepassxcDatabase)
	build := exec.CommandContext(t.Context(), "keepassxc-cli", "import", "--quiet",
		"--decryption-time", "100", "--set-password", "database.xml", "Passwords.kdbx")
	build.Dir = k.folder
	build.Env = k.environ()
	build.Stdin = strings.NewReader("password\npassword\n")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("making a database: %v\n%s", err, said)
	}
	k.start()
	return k
}

func (k *KeePassXC) write(name, text string) {
	k.t.Helper()
	if err := os.WriteFile(filepath.Join(k.folder, name), []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
}

func (k *KeePassXC) start() {
	k.t.Helper()
	conn := k.Connect()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := conn.AddMatchSignal(dbus.WithMatchInterface(serviceInterface)); err != nil {
		k.t.Fatal(err)
	}
	k.run("printf password | QT_QPA_PLATFORM=offscreen keepassxc --config keepassxc.ini --pw-stdin Passwords.kdbx")
	late := time.After(started)
	for {
		select {
		case signal := <-signals:
			// It shows the database before it opens it.
			if strings.HasPrefix(signal.Name, serviceInterface+".Collection") && unlocked(conn, signal.Body[0]) {
				return
			}
		case <-late:
			k.t.Fatalf("KeePassXC opened no database within %v", started)
		}
	}
}

func unlocked(conn *dbus.Conn, collection any) bool {
	path, _ := collection.(dbus.ObjectPath)
	locked, err := conn.Object(secretsName, path).GetProperty(collectionInterface + ".Locked")
	return err == nil && locked.Value() == false
}
