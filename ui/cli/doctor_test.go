package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/ui/doctor"
	"lpkeys/ui/explain"
)

// ill is a command line with a patient in a folder of its own: no bus, two
// accounts' worth of trouble.
func ill(t *testing.T, args ...string) (Env, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	env, out, told := nowhere(append([]string{"doctor"}, args...)...)
	folder := t.TempDir()
	env.Patient = func() doctor.Patient {
		return doctor.Patient{
			Store: store.Options{
				Paths: store.Paths{Config: folder, Data: folder, Cache: folder},
				Vaults: map[store.VaultName]store.Vault{
					store.KeyringVault: slowRing{store.NewMemory(), store.ErrNoService}, store.FileVault: store.NewMemory(),
				},
			},
			Environ: []string{"LPKEYS_ACOUNT=\x1b[31mCANARY\u202e"},
		}
	}
	return env, out, told
}

func TestAFindingFitsTheTerminalAndItsCommandStaysWhole(t *testing.T) {
	for width, want := range map[int]string{
		80: "warning    variables        LPKEYS_ACOUNT means nothing to lpkeys\n" +
			"                            fix: unset LPKEYS_ACOUNT\n",
		40: "warning    variables\n  LPKEYS_ACOUNT means nothing to lpkeys\n  fix: unset LPKEYS_ACOUNT\n",
		10: "warning    variables\n  LPKEYS_ACOUNT\n  means\n  nothing\n  to\n  lpkeys\n  fix: unset LPKEYS_ACOUNT\n",
	} {
		env, out, _ := ill(t, "--no-color")
		env.Terminal = Terminals{Out: true, Width: width}
		if code := Run(t.Context(), env); code != explain.Failed {
			t.Errorf("exit %d", code)
		}
		if !strings.HasPrefix(out.String(), want) {
			t.Errorf("at %d columns: got\n%s\nwant\n%s", width, out, want)
		}
		for line := range strings.Lines(out.String()) {
			if width >= 40 && len(strings.TrimSpace(line)) > width && !strings.Contains(line, "/") {
				t.Errorf("at %d columns: a line is too long: %q", width, line)
			}
		}
	}
}

func TestColourIsNeverAllThatTellsAState(t *testing.T) {
	plain := func(text string) string {
		return strings.NewReplacer("\x1b[32m", "", "\x1b[33m", "", "\x1b[31m", "", "\x1b[2m", "", "\x1b[1m", "", "\x1b[0m", "").Replace(text)
	}
	env, out, _ := ill(t)
	env.Terminal = Terminals{Out: true}
	Run(t.Context(), env)
	coloured := out.String()
	if !strings.Contains(coloured, "\x1b[31mfailed\x1b[0m     keyring service") || strings.Contains(plain(coloured), "\x1b") {
		t.Errorf("got %q", coloured)
	}
	for name, value := range map[string]string{"NO_COLOR": "1", "TERM": "dumb"} {
		env, out, _ := ill(t)
		env.Terminal = Terminals{Out: true}
		env.Getenv = func(asked string) string { return map[string]string{name: value}[asked] }
		Run(t.Context(), env)
		if strings.Contains(out.String(), "\x1b") || len(out.String()) < 500 {
			t.Errorf("with %s: got %q", name, out)
		}
	}
}

func TestTheJSONOfADoctorIsOneObject(t *testing.T) {
	env, out, told := ill(t, "--json")
	if code := Run(t.Context(), env); code != explain.Failed || told.Len() > 0 {
		t.Errorf("exit %d, told %q", code, told)
	}
	var got struct {
		OK       *bool
		Findings []map[string]string
	}
	decoder := json.NewDecoder(out)
	if err := decoder.Decode(&got); err != nil || decoder.More() {
		t.Fatal(err)
	}
	if got.OK == nil || *got.OK || len(got.Findings) < 10 {
		t.Errorf("got %+v", got)
	}
	for _, f := range got.Findings {
		if f["check"] == "" || f["state"] == "" || f["text"] == "" {
			t.Errorf("a finding lacks something: %v", f)
		}
	}
}

func TestADoctorCanBeStopped(t *testing.T) {
	env, _, told := ill(t)
	ctx, stop := context.WithCancel(t.Context())
	patient := env.Patient
	env.Patient = func() doctor.Patient { stop(); return patient() }
	if code := Run(ctx, env); code != explain.Interrupted || told.Len() > 0 {
		t.Errorf("exit %d, told %q", code, told)
	}
}

func TestADoctorWhomNobodyReadsStopsQuietly(t *testing.T) {
	env, _, told := ill(t)
	env.Stdout = closedPipe()
	if code := Run(t.Context(), env); code == explain.Done || told.Len() > 0 {
		t.Errorf("exit %d, told %q", code, told)
	}
}
