//go:build unix

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lpkeys/store/storetest"
)

// completing has accounts, and a vault file that nobody can open: whoever completes
// is asked for no passphrase.
func completing(t *testing.T) *program {
	p := newProgram(t)
	for _, name := range []string{"acme-prod", "acme test", "bolt"} {
		p.must(fourLines, "account", "add", name, "--id", "12345678", "--env", "production", "--from", "-", "--vault", "file", "--no-check")
	}
	p.with("LPKEYS_IDENTITY_FILE", "")
	bin := filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(p.path, filepath.Join(bin, "lpkeys")); err != nil {
		t.Fatal(err)
	}
	p.with("PATH", bin+":"+os.Getenv("PATH"))
	return p
}

// shell runs a script of a shell, in which lpkeys is on the path.
func (p *program) shell(name string, args ...string) []string {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), name, args...)
	cmd.Env, cmd.Dir = p.env, p.home
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return strings.Split(strings.TrimRight(string(out), "\n"), "\n")
}

func TestBashCompletes(t *testing.T) {
	const library = "/usr/share/bash-completion/bash_completion"
	storetest.NeedFile(t, library, "bash-completion")
	p := completing(t)
	const ask = `. ` + library + `; . <(lpkeys completion bash)
		compopt() { :; } # which bash has for a person's line alone
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_TYPE=9
		COMP_POINT=${#COMP_LINE}
		__start_lpkeys && printf '%s\n' "${COMPREPLY[@]}"`
	for _, tt := range []struct {
		words []string
		want  string
	}{
		{[]string{"account", "show", "acme-"}, "acme-prod"},
		{[]string{"account", "show", "acme\\ "}, `acme\ test`},
		{[]string{"sign", "--account", "bo"}, "bolt"},
		{[]string{"resolve", "accountConfigReadO"}, "accountConfigReadOnly"},
		{[]string{"sign", "POST", "msgHist.conversations.s"}, "msgHist.conversations.search"},
		{[]string{"account", "move", "bolt", "--vault", "k"}, "keyring"},
	} {
		got := p.shell("bash", append([]string{"--norc", "-c", ask, "bash", "lpkeys"}, tt.words...)...)
		if !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%q: got %q, want %q", tt.words, got, tt.want)
		}
	}
}

func TestFishCompletes(t *testing.T) {
	storetest.Need(t, "fish", "fish")
	p := completing(t)
	for typed, want := range map[string][]string{
		"account show ac":                   {"acme test\t12345678, PRODUCTION", "acme-prod\t12345678, PRODUCTION"},
		"sign --account bo":                 {"bolt\t12345678, PRODUCTION"},
		"resolve accountConfigReadO":        {"accountConfigReadOnly\tUsers"},
		"sign POST msgHist.conversations.s": {"msgHist.conversations.search\tConversations in a span of time"},
		// A word that was quoted stays one, and is no command.
		`--account 'x;y$(z)' account show bo`: {"bolt\t12345678, PRODUCTION"},
	} {
		got := p.shell("fish", "--no-config", "-c", "lpkeys completion fish | source; complete -C $argv[1]", "lpkeys "+typed)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

// Zsh completes what is typed into its editor, and nothing else.
func TestZshCompletes(t *testing.T) {
	storetest.Need(t, "zsh", "zsh")
	p := completing(t)
	p.with("TERM", "vt100")
	d := p.converse(exec.Command("zsh", "-f", "-i"))
	d.enter("autoload -U compinit && compinit -u -D && source <(lpkeys completion zsh)\r")
	d.enter("told() { zle -I; print -r -- \"=$BUFFER=\"; BUFFER=; }; zle -N told; bindkey ^Xp told; echo set'' up\r")
	d.expect("set up")
	for typed, want := range map[string]string{
		"account show bo":                   "bolt ",
		"sign --account acme-":              "acme-prod ",
		"resolve accountConfigReadO":        "accountConfigReadOnly ",
		"sign POST msgHist.conversations.s": "msgHist.conversations.search ",
		`account show acme\ t`:              `acme\ test `,
	} {
		d.enter("lpkeys " + typed + "\t\x18p")
		d.expect("=lpkeys ")
		d.expect(want + "=")
	}
	d.enter("exit\r")
	if code := d.end(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
}
