package doctor

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestVariablesAreNamedAndNeverShown(t *testing.T) {
	for name, c := range map[string]struct {
		environ []string
		want    string
	}{
		"none":    {[]string{"HOME=/CANARY", "LPKEYS_ACCOUNT="}, "ok: no LPKEYS_ variable set | "},
		"fine":    {[]string{"LPKEYS_ACCOUNT=acme", "LPKEYS_HOME=/h", "LPKEYS_IDENTITY_FILE=ROOT/mine"}, "ok: 3 LPKEYS_ variables set | "},
		"unknown": {[]string{"LPKEYS_ACOUNT=CANARY"}, "warning: LPKEYS_ACOUNT means nothing to lpkeys | unset LPKEYS_ACOUNT"},
		"an address": {[]string{"LPKEYS_API_URL=https://example.com"},
			"warning: LPKEYS_API_URL is set: LivePerson itself is not asked | unset LPKEYS_API_URL"},
		"LivePerson's own address": {[]string{"LPKEYS_API_URL=https://API.liveperson.net/"}, "ok: 1 LPKEYS_ variable set | "},
		"no address": {[]string{"LPKEYS_API_URL=https://a:CANARY@example.com"},
			"failed: LPKEYS_API_URL is not an address that lpkeys would ask | unset LPKEYS_API_URL"},
		"the passphrase itself": {[]string{"LPKEYS_PASSPHRASE_FILE=CANARY horse"},
			"failed: LPKEYS_PASSPHRASE_FILE names no file that can be read | Name the file that holds it by its absolute path"},
		"a folder": {[]string{"LPKEYS_IDENTITY_FILE=ROOT"}, "failed: LPKEYS_IDENTITY_FILE names no file that can be read | Name"},
		"a file of everybody's": {[]string{"LPKEYS_PASSPHRASE_FILE=ROOT/everybodys"},
			`warning: others may use the file that LPKEYS_PASSPHRASE_FILE names | chmod go= "$LPKEYS_PASSPHRASE_FILE"`},
		"both files": {[]string{"LPKEYS_PASSPHRASE_FILE=ROOT/mine", "LPKEYS_IDENTITY_FILE=ROOT/mine"},
			"warning: LPKEYS_IDENTITY_FILE comes first, and LPKEYS_PASSPHRASE_FILE is not looked at | unset LPKEYS_PASSPHRASE_FILE"},
	} {
		b := newBed(t)
		b.write("CANARY", "mine")
		b.write("CANARY", "everybodys")
		b.chmod(0o644, "everybodys")
		for _, entry := range c.environ {
			b.Environ = append(b.Environ, strings.ReplaceAll(entry, "ROOT", b.root))
		}
		if got := b.look("variables"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestEveryVariableOfTheProgramIsKnown(t *testing.T) {
	named := regexp.MustCompile(`"(LPKEYS_[A-Z_]+)"`)
	found := 0
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "test"+string(filepath.Separator)) {
			return err
		}
		text, err := os.ReadFile(path)
		for _, match := range named.FindAllSubmatch(text, -1) {
			found++
			if name := string(match[1]); !slices.Contains(known, name) {
				t.Errorf("%s reads %s, and the doctor knows nothing of it", path, name)
			}
		}
		return err
	})
	if err != nil || found < len(known) {
		t.Fatalf("found %d, %v", found, err)
	}
}
