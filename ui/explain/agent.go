package explain

import (
	"errors"
	"fmt"

	"lpkeys/store/agent"
)

var agents = []struct {
	err        error
	hint, code string
}{
	{agent.ErrNoAgent, "Unlock the vault file with its passphrase: lpkeys unlock", "no-agent"},
	{agent.ErrNoAnswer, "End it with lpkeys lock, look whether the change was made, and unlock again: lpkeys unlock", "agent-silent"},
	{agent.ErrStranger, "Do not use that socket; find out who put it there", "agent-of-another-user"},
	{agent.ErrVersion, "End it with lpkeys lock, and unlock again: lpkeys unlock", "agent-of-another-version"},
	{agent.ErrByHand, "Type lpkeys unlock", "agent-by-hand"},
}

// ofAgent comes before the vault's own errors: that the vault is locked is true
// of most, and not the news.
func ofAgent(err error) (Words, bool) {
	if e, ok := errors.AsType[*agent.SystemError](err); ok {
		return Words{Hint: "Type the passphrase when it is asked for, or name its file in LPKEYS_PASSPHRASE_FILE", Error: e.Error(), Exit: VaultFailed, Code: "no-agent-here"}, true
	}
	if e, ok := errors.AsType[*agent.LongPathError](err); ok {
		return Words{Hint: fmt.Sprintf("Set XDG_RUNTIME_DIR to a folder of yours with a path of at most %d bytes", e.Limit-len("/lpkeys/0123456789abcdef.sock")), Exit: VaultFailed, Code: "agent-path-too-long"}, true
	}
	if e, ok := errors.AsType[*agent.FolderError](err); ok {
		return Words{Hint: folderHint(e), Exit: VaultFailed, Code: "agent-folder"}, true
	}
	for _, a := range agents {
		if errors.Is(err, a.err) {
			return Words{Hint: a.hint, Exit: VaultFailed, Code: a.code}, true
		}
	}
	return Words{}, false
}

func folderHint(e *agent.FolderError) string {
	if e.Problem == agent.OpenToOthers {
		return "Close it to them, chmod 700 " + quote(e.Path) + ", and unlock again: lpkeys unlock"
	}
	return "Move " + quote(e.Path) + " away, or set XDG_RUNTIME_DIR to a folder of your own"
}
