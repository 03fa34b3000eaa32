package cli

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
)

// unread are verbs that print nothing to be read as JSON.
var unread = []string{"lpkeys", "account", "agent", "completion", "demo", "exec", "help", "hold-clipboard"}

// The script runs the program, and the schema is checked with what it prints.
func TestEveryVerbsJSONIsInTheSchemaAndTried(t *testing.T) {
	text, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var whole struct {
		Parts map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/json.txtar")
	if err != nil {
		t.Fatal(err)
	}
	env, _, _ := nowhere()
	s := &session{env: env, out: &output{}}
	walk(s.root(), func(cmd *cobra.Command) {
		name := strings.TrimPrefix(cmd.CommandPath(), "lpkeys ")
		if slices.Contains(unread, name) {
			return
		}
		if whole.Parts[name] == nil {
			t.Errorf("schema.json does not say what lpkeys %s --json prints", name)
		}
	})
	for name := range whole.Parts {
		used := strings.Contains(string(text), `"#/$defs/`+name+`"`) // in another part, and tried with that
		if unicode.IsUpper(rune(name[0])) && used {
			continue
		}
		if !strings.Contains(string(script), "schema '"+name+"'") && !strings.Contains(string(script), "schema -stderr '"+name+"'") {
			t.Errorf("testdata/json.txtar never checks %q", name)
		}
	}
}
