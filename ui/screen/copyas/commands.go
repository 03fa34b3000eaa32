package copyas

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/job"
	"lpkeys/ui/private"
	"lpkeys/ui/signature"
)

// signedMsg is a new signature, or why there is none.
type signedMsg struct {
	job  job.ID
	made signature.Made
	err  error
}

func sign(ctx context.Context, m signature.Maker, id job.ID, account string, r oauth.Request) tea.Cmd {
	return func() tea.Msg {
		made, err := m.Sign(ctx, account, r)
		return signedMsg{job: id, made: made, err: err}
	}
}

// probedMsg says that the clipboard's route is known for certain.
type probedMsg struct{}

func probe(ctx context.Context, c Clipboard) tea.Cmd {
	return func() tea.Msg {
		c.Probe(ctx)
		return probedMsg{}
	}
}

// wroteMsg says where the file is, or why there is none.
type wroteMsg struct {
	path string
	err  error
}

// write writes a new file, and never over one that is there. In a folder it is
// called as usual.
func write(path, usual, text string) tea.Cmd {
	return func() tea.Msg {
		if rest, ok := strings.CutPrefix(path, "~/"); ok {
			home, err := os.UserHomeDir()
			if err != nil {
				return wroteMsg{path, err}
			}
			path = filepath.Join(home, rest)
		}
		if whole, err := filepath.Abs(path); err == nil {
			path = whole
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, usual)
		}
		return wroteMsg{path, private.Write(path, []byte(text+"\n"))}
	}
}

// agedMsg says that the age on display may no longer be true.
type agedMsg struct {
	ctx context.Context
	job job.ID
}
