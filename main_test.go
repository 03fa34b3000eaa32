package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"lpkeys/store"
	"lpkeys/store/agent"
	"lpkeys/store/storetest"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"lpkeys": main})
}

// TestScripts runs the program as a script does. Every script has folders of
// its own, a LivePerson on loopback, no keyring, and an identity that opens the
// vault file without scrypt's second. That is ten under the race detector, so where
// there is a passphrase, a script puts $BUILT, the folder of the program as it is
// given to people, at the head of its PATH.
func TestScripts(t *testing.T) {
	liveperson := httptest.NewServer(http.HandlerFunc(domainAPI))
	t.Cleanup(liveperson.Close)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("ui", "cli", "testdata"),
		RequireExplicitExec: true,
		Setup:               func(env *testscript.Env) error { return prepare(env, liveperson.URL) },
		Cmds:                commands,
	})
}

// commands are what scripts can say beside testscript's own words.
var commands = map[string]func(*testscript.TestScript, bool, []string){"unseen": unseen, "schema": matches}

func prepare(env *testscript.Env, api string) error {
	program, err := buildOnce()
	if err != nil {
		return err
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	path := filepath.Join(env.WorkDir, "identity.txt")
	home, run := filepath.Join(env.WorkDir, "home"), filepath.Join(env.WorkDir, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		return err
	}
	env.Defer(func() {
		// A script that fails half-way leaves no process behind.
		_ = agent.NewClient(run, store.Paths{Data: home}).Lock(context.Background())
	})
	for name, value := range map[string]string{
		"LPKEYS_HOME":              home,
		"XDG_RUNTIME_DIR":          run,
		"LPKEYS_API_URL":           api,
		"BUILT":                    filepath.Dir(program),
		"GORACE":                   "atexit_sleep_ms=0", // not a second at the end of each program
		"LPKEYS_IDENTITY_FILE":     path,
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + filepath.Join(env.WorkDir, "no-bus"),
	} {
		env.Setenv(name, value)
	}
	public := filepath.Join(env.WorkDir, "public.txt")
	return errors.Join(
		os.WriteFile(path, []byte(identity.String()+"\n"), 0o600),
		os.WriteFile(public, []byte(identity.Recipient().String()+"\n"), 0o600))
}

// Every secret in the scripts holds one of these. The second has the shape of
// LivePerson's own.
var canaries = []string{"CANARY", "5ec2e75ec2e7"}

// unseen fails when a secret is in what the last command said or in a file of
// the program's.
func unseen(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) > 0 {
		ts.Fatalf("usage: unseen")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if holdsSecret(ts.ReadFile(stream)) {
			ts.Fatalf("%s holds a secret", stream)
		}
	}
	err := filepath.WalkDir(ts.MkAbs("home"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if holdsSecret(string(text)) {
			ts.Fatalf("%s holds a secret", path)
		}
		return err
	})
	if !errors.Is(err, fs.ErrNotExist) {
		ts.Check(err)
	}
}

func holdsSecret(text string) bool {
	return slices.ContainsFunc(canaries, func(canary string) bool { return storetest.Holds([]byte(text), canary) })
}

// domainAPI answers as LivePerson does, and in ways in which it should not. The
// account decides.
func domainAPI(w http.ResponseWriter, req *http.Request) {
	parts := strings.Split(req.URL.Path, "/") // "", api, account, ID, service, ...
	if len(parts) < 6 || !strings.HasPrefix(req.UserAgent(), "lpkeys/") {
		http.NotFound(w, req)
		return
	}
	account := parts[3]
	switch account {
	case "12345678", "87654321":
		serveHosts(w, account, parts[5:], map[string]string{
			"msgHist":               "va.msghist.liveperson.net",
			"accountConfigReadOnly": "lo.ac.liveperson.net",
			"agentVep":              "sy.agentvep.liveperson.net",
		})
	case "66666666":
		serveHosts(w, account, parts[5:], map[string]string{
			"msgHist":  "va.msghist.liveperson.net",
			"agentVep": "liveperson.net.example.com",
		})
	case "77777777":
		serveHosts(w, account, parts[5:], map[string]string{"msgHist": "va\x1b[31m.liveperson.net"})
	case "88888888":
		fmt.Fprint(w, "<html><body>Please log in</body></html>")
	default:
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":{"message":"Bad Authentication (invalid site or agent)"}}`)
	}
}

func serveHosts(w http.ResponseWriter, account string, rest []string, hosts map[string]string) {
	entry := func(service string) string {
		return fmt.Sprintf(`{"service":%q,"account":%q,"baseURI":%s}`, service, account, jsonText(hosts[service]))
	}
	if rest[0] != "baseURI.json" {
		if hosts[rest[0]] == "" {
			http.NotFound(w, nil)
			return
		}
		fmt.Fprint(w, entry(rest[0]))
		return
	}
	var all []string
	for service := range hosts {
		all = append(all, entry(service))
	}
	fmt.Fprintf(w, `{"baseURIs":[%s]}`, strings.Join(all, ","))
}

// jsonText escapes the one control character that is used here as JSON does.
func jsonText(s string) string {
	return `"` + strings.ReplaceAll(s, "\x1b", `\u001b`) + `"`
}
