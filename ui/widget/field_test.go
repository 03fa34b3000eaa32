package widget

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Screens are values: what a person leaves with esc is a copy from before.
func TestACopyOfAFieldKeepsItsTextAndItsCursor(t *testing.T) {
	before := NewField("Name", "", 20).Set("acme")
	for name, change := range map[string]func(Field) Field{
		"typing":  func(f Field) Field { return f.Focus().Press(tea.KeyPressMsg{Code: 'x', Text: "x"}) },
		"pasting": func(f Field) Field { return f.Focus().Insert("-prod") },
		"erasing": func(f Field) Field { return f.Focus().Press(tea.KeyPressMsg{Code: tea.KeyBackspace}) },
		"erasing in the middle": func(f Field) Field {
			return f.Focus().Press(tea.KeyPressMsg{Code: tea.KeyLeft}).Press(tea.KeyPressMsg{Code: tea.KeyBackspace})
		},
		"setting": func(f Field) Field { return f.Set("other") },
	} {
		after := change(before)
		if after.Value() == "acme" {
			t.Errorf("%s changed nothing", name)
		}
		if before.Value() != "acme" {
			t.Fatalf("%s changed the copy from before to %q", name, before.Value())
		}
		if again := change(before); again.Value() != after.Value() {
			t.Errorf("%s twice from the same copy: first %q, then %q", name, after.Value(), again.Value())
		}
	}
}

func TestNoKeyEndsTheProgram(t *testing.T) {
	for _, at := range []int{0, 1, 2, 3} {
		f := NewField("Name", "", 20).Set("a b").Focus()
		for range at {
			f = f.Press(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
		for _, mod := range []tea.KeyMod{0, tea.ModAlt, tea.ModCtrl} {
			for _, code := range []rune{tea.KeyLeft, tea.KeyRight, tea.KeyBackspace, tea.KeyDelete, tea.KeyHome, tea.KeyEnd, 'a', 'b', 'd', 'e', 'f', 'h', 'k', 'u', 'v', 'w'} {
				f.Press(tea.KeyPressMsg{Code: code, Mod: mod})
			}
		}
	}
}

func TestAFullFieldTakesNoMore(t *testing.T) {
	full := NewField("Name", "", 4).Set("acme").Focus()
	if got := full.Press(tea.KeyPressMsg{Code: 'x', Text: "x"}).Value(); got != "acme" {
		t.Errorf("typing made it %q", got)
	}
	pasted := full.Insert("x")
	if pasted.Value() != "acme" || pasted.Problem == "" {
		t.Errorf("pasting made it %q, problem %q", pasted.Value(), pasted.Problem)
	}
	erased := full.Press(tea.KeyPressMsg{Code: tea.KeyBackspace})
	if got := erased.Press(tea.KeyPressMsg{Code: 'x', Text: "x"}).Value(); got != "acmx" {
		t.Errorf("erasing and typing made it %q", got)
	}
}

// A terminal can name a key by the text that it brings.
func TestTextIsTypedEvenWhenItIsCalledLikeAKey(t *testing.T) {
	f := NewField("Name", "", 20).Set("acme").Focus().Press(tea.KeyPressMsg{Code: tea.KeyExtended, Text: "home"})
	if f.Value() != "acmehome" {
		t.Errorf("got %q", f.Value())
	}
}
