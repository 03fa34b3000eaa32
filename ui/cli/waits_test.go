//go:build unix

package cli_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/ui/cli"
	"lpkeys/ui/demo"
)

// unattended is a verb where it would have something to ask, and what it ends with
// instead.
type unattended struct {
	verb  string
	args  string
	exit  int
	names string // the flag or the way that is named instead
	reads bool   // standard input is what it was told to read
}

// withoutATerminal is every verb. The vault file is locked, and there is no keyring.
var withoutATerminal = []unattended{
	{verb: "", exit: 2, names: "Name a command"},
	{verb: "account", exit: 2, names: "Name a command"},
	{verb: "account add", args: "new --id 90000002 --vault file", exit: 2, names: "--from"},
	{verb: "account add", args: "new --id 90000002 --vault file --from key.txt", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account add", args: "new --id 90000002 --from key.txt", exit: 4, names: "--vault file"},
	{verb: "account add", args: "new --vault file --from key.txt", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account add", args: "new --id 90000002 --vault file --from -", exit: 4, names: "LPKEYS_PASSPHRASE_FILE", reads: true},
	{verb: "account copy", args: "acme other", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account edit", args: "acme --key", exit: 2, names: "--from"},
	{verb: "account edit", args: "acme --from key.txt", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account list"},
	{verb: "account move", args: "acme --vault keyring", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account remove", args: "acme", exit: 2, names: "--yes"},
	{verb: "account remove", args: "acme --yes", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account rename", args: "acme acme"},
	{verb: "account show"},
	{verb: "account show", args: "--reveal", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "account use", exit: 2, names: "lpkeys account list"},
	{verb: "account which"},
	{verb: "compare", args: "GET https://va.msghist.liveperson.net/", exit: 2, names: "standard input is empty", reads: true},
	{verb: "completion", args: "bash"},
	{verb: "demo", exit: 2, names: "in a terminal"},
	{verb: "doctor"},
	{verb: "exec", args: "-- cat", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "export", args: "acme", exit: 2, names: "--passphrase-file"},
	{verb: "export", args: "acme --passphrase-file key.txt", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "help"},
	{verb: "import", args: "key.txt", exit: 2, names: "--yes"},
	{verb: "import", args: "- --yes --vault file", exit: 1, names: "bundle", reads: true},
	{verb: "lock"},
	{verb: "passphrase", exit: 2, names: "--new-passphrase-file"},
	{verb: "passphrase", args: "--new-passphrase-file key.txt", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "resolve"},
	{verb: "send", args: "GET https://va.msghist.liveperson.net/", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "send", args: "DELETE https://va.msghist.liveperson.net/", exit: 2, names: "--yes"},
	{verb: "sign", args: "GET https://va.msghist.liveperson.net/", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "sign", args: "POST https://va.msghist.liveperson.net/ --data @-", exit: 4, names: "LPKEYS_PASSPHRASE_FILE", reads: true},
	{verb: "unlock", exit: 4, names: "LPKEYS_PASSPHRASE_FILE"},
	{verb: "version"},
}

func TestWithoutATerminalNothingWaitsForInput(t *testing.T) {
	server := httptest.NewServer(demo.New().Handler())
	t.Cleanup(server.Close)
	p := newProgram(t)
	p.with("LPKEYS_API_URL", server.URL)
	p.must(fourLines, "account", "add", "acme", "--id", "90000002", "--from", "-", "--vault", "file")
	if err := os.WriteFile(p.home+"/key.txt", []byte(fourLines), 0o600); err != nil {
		t.Fatal(err)
	}
	p.with("LPKEYS_IDENTITY_FILE", "")
	for _, tt := range withoutATerminal {
		args := strings.Fields(tt.verb + " " + tt.args)
		for input, open := range map[string]bool{"an empty standard input": false, "a standard input that stays open": true} {
			if open && tt.reads {
				continue
			}
			told, code := p.unattended(open, args)
			if code != tt.exit || !strings.Contains(told, tt.names) {
				t.Errorf("lpkeys %s with %s: exit %d, want %d; told %q, want %q in it", strings.Join(args, " "), input, code, tt.exit, told, tt.names)
			}
		}
	}
	for _, verb := range cli.Verbs() {
		if !slices.ContainsFunc(withoutATerminal, func(row unattended) bool { return row.verb == verb }) {
			t.Errorf("lpkeys %s is not in the table", verb)
		}
	}
}

// unattended runs the program where nobody types, and kills it when it waits.
func (p *program) unattended(open bool, args []string) (told string, code int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, args...)
	cmd.Env, cmd.Dir = p.env, p.home
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if open {
		reading, writing, err := os.Pipe()
		if err != nil {
			p.t.Fatal(err)
		}
		defer reading.Close()
		defer writing.Close()
		cmd.Stdin = reading
	}
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited || ctx.Err() != nil {
		p.t.Fatalf("lpkeys %s: %v, told %s", strings.Join(args, " "), errors.Join(err, ctx.Err()), &stderr)
	}
	return stderr.String(), cmd.ProcessState.ExitCode()
}
