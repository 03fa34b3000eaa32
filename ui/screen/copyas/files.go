package copyas

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// files answers what has to do with writing a file.
func (m Model) files(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if m.naming {
			m.file, m.refused = m.file.Press(msg), nil
		}
	case tea.PasteMsg:
		if m.naming {
			m.file, m.refused = m.file.Insert(msg.Content), nil
		}
	case acceptMsg:
		path := strings.TrimSpace(m.file.Value())
		if path == "" {
			m.refused = &explain.Words{Error: "the file has no name", Hint: "Type one, or esc writes none"}
			return m, nil
		}
		return m, write(path, m.usual(), m.text().text)
	case cancelMsg:
		m.naming, m.refused = false, nil
	case wroteMsg:
		return m.wrote(msg)
	}
	return m, nil
}

// longestPath is what systems take.
const longestPath = 4096

// name asks for the file's name, which is suggested.
func (m Model) name() Model {
	m.naming, m.refused = true, nil
	m.file = widget.NewField("File", "a path; ~/ is your home", longestPath).Set(m.usual()).Focus()
	return m
}

// usual is the name that a file has unless another is given.
func (m Model) usual() string { return "lpkeys-" + m.item().file }

// wrote says where the file is, or asks for another name.
func (m Model) wrote(msg wroteMsg) (screen.Model, tea.Cmd) {
	if !m.naming {
		return m, nil
	}
	switch {
	case errors.Is(msg.err, fs.ErrExist):
		m.refused = &explain.Words{Error: msg.path + " is there already and is left as it is", Hint: "Give another name"}
		m.file = m.file.Set(another(m.file.Value())).Focus()
		return m, nil
	case msg.err != nil:
		w := explain.OnScreen(msg.err)
		m.refused = &w
		return m, nil
	}
	m.naming = false
	m.made.Copied = m.made.Copied || m.item().live
	return m, event.Say(event.Done, "written to "+domain.Clean(msg.path)+", which only you can read")
}

// another is the name with a number in it, or the next number.
func another(path string) string {
	ending := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ending)
	number := 2
	if i := strings.LastIndexByte(stem, '-'); i >= 0 {
		if n := 0; scanned(stem[i+1:], &n) {
			stem, number = stem[:i], n+1
		}
	}
	return fmt.Sprintf("%s-%d%s", stem, number, ending)
}

func scanned(digits string, n *int) bool {
	if digits == "" || len(digits) > 4 || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	for _, d := range digits {
		*n = *n*10 + int(d-'0')
	}
	return true
}
