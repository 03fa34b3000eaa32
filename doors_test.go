package main

import (
	"go/ast"
	"testing"
)

// doors are the files in which a secret may be turned into its text.
var doors = map[string]string{
	"oauth/compare_key.go":        "which mistake with the secrets leads to somebody else's signature",
	"oauth/mac.go":                "the signer needs the key of its HMAC",
	"oauth/secret.go":             "comparing and checking a secret without showing it",
	"store/agent/key.go":          "a key crosses the agent's socket to whoever asked for it",
	"store/agent/process_unix.go": "the identity goes to the agent, by a pipe that nobody else reads",
	"store/bundle_age.go":         "age takes identities as text",
	"store/frame.go":              "a vault keeps the four values as one text",
	"store/sealed_age.go":         "age takes passphrases and identities as text",
	"store/sealed_open.go":        "the identity is what the key file of the sealed vault holds",
	"store/sealed_passphrase.go":  "the same, under another passphrase",
	"ui/cli/account_show.go":      "account show --reveal shows a person their key",
	"ui/cli/exec_hand.go":         "exec hands the key to the command that it runs",
	"ui/copying.go":               "a person copies one value of the key that they have asked to see",
	"ui/screen/reveal/view.go":    "a person has asked to see their key",
	"ui/form/key.go":              "what was typed is a key from here on, and two of its values are no secrets",
	"ui/send/examine.go":          "the shape of the values is told, without the values, when a key is refused",
}

// TestSecretsLeaveByListedDoorsOnly finds every mention of Reveal, called or not.
func TestSecretsLeaveByListedDoorsOnly(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok || selector.Sel.Name != "Reveal" {
				return true
			}
			used[s.path] = true
			if doors[s.path] == "" {
				t.Errorf("%v reveals a secret and is no listed door", s.fset.Position(selector.Pos()))
			}
			return true
		})
	}
	for path := range doors {
		if !used[path] {
			t.Errorf("%s reveals nothing: take it off the list", path)
		}
	}
}
