package form

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/unlock"
	"lpkeys/ui/widget"
)

// Passphrase asks for the passphrase of the vault file, twice when it is new.
type Passphrase struct {
	fields []widget.Secret
	at     int
}

// NewPassphrase is the form for a vault file that is to be made, or for one that
// is there.
func NewPassphrase(fresh bool) Passphrase {
	f := Passphrase{fields: []widget.Secret{widget.NewPassphrase("Passphrase", "of your vault file")}}
	if fresh {
		f.fields = []widget.Secret{
			widget.NewPassphrase("Passphrase", "several words are better than one").Judged(weakness),
			widget.NewPassphrase("Once more", "so that it is what you meant"),
		}
	}
	f.fields[0] = f.fields[0].Focus()
	return f
}

// weakness is a hint; whatever is chosen is taken.
func weakness(passphrase string) string { return explain.Weakness(unlock.Weigh(passphrase)) }

func (f Passphrase) with(i int, s widget.Secret) Passphrase {
	f.fields = append([]widget.Secret(nil), f.fields...)
	f.fields[i] = s
	return f
}

// Dropped is the form without what was typed.
func (f Passphrase) Dropped() Passphrase {
	for i := range f.fields {
		f = f.with(i, f.fields[i].Set(oauth.Secret{}))
	}
	return f.Focus(1)
}

// IsZero reports whether nothing was typed.
func (f Passphrase) IsZero() bool {
	for _, field := range f.fields {
		if !field.IsZero() {
			return false
		}
	}
	return true
}

// At is the field that has the cursor, from 1.
func (f Passphrase) At() int { return f.at + 1 }

// Press gives the field under the cursor a key press.
func (f Passphrase) Press(msg tea.KeyPressMsg) Passphrase {
	return f.with(f.at, f.fields[f.at].Press(msg))
}

// Paste puts text into the field under the cursor.
func (f Passphrase) Paste(text string) Passphrase {
	return f.with(f.at, f.fields[f.at].Insert(text))
}

// Move goes to a field further on, or back.
func (f Passphrase) Move(by int) Passphrase {
	return f.Focus((f.at+by+len(f.fields))%len(f.fields) + 1)
}

// Focus goes to a field, from 1; 0 stays.
func (f Passphrase) Focus(field int) Passphrase {
	if field < 1 || field > len(f.fields) {
		return f
	}
	f = f.with(f.at, f.fields[f.at].Blur())
	f.at = field - 1
	return f.with(f.at, f.fields[f.at].Focus())
}

// Enter says whether the passphrase can be used, and beside which field what
// is missing.
func (f Passphrase) Enter() (next Passphrase, done bool) {
	first := f.fields[0]
	if first.IsZero() {
		first.Problem = "type a passphrase first"
		return f.with(0, first).Focus(1), false
	}
	if len(f.fields) == 1 {
		return f, true
	}
	second := f.fields[1]
	if f.at == 0 {
		return f.Move(1), false
	}
	if !second.Value().Equal(first.Value()) {
		second = second.Set(oauth.Secret{})
		second.Problem = "not the same as above: type it again"
		return f.with(1, second), false
	}
	return f, true
}

// Value is what was typed.
func (f Passphrase) Value() oauth.Secret { return f.fields[0].Value() }

// Lines draw the form.
func (f Passphrase) Lines(th theme.Theme, width int) []Line {
	const labels = len("Passphrase")
	var lines []Line
	for i, field := range f.fields {
		l := Labelled(th, field.Label, labels, i == f.at, field.View(th, max(1, width-labels-markWidth)))
		l.Field = i + 1
		lines = append(lines, l)
	}
	return lines
}
