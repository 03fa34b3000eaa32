package preview

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/job"
)

// signedMsg is a signature, or why there is none.
type signedMsg struct {
	job    job.ID
	signed signed
	err    error
}

// sign fetches the key, signs and lets the key go: only what may be shown
// comes back.
func sign(ctx context.Context, s Services, id job.ID, account string, r oauth.Request) tea.Cmd {
	return func() tea.Msg {
		key, err := s.Keys.Key(ctx, account)
		if err != nil {
			return signedMsg{job: id, err: err}
		}
		at := s.Now()
		signer := oauth.Signer{Credentials: key, Now: func() time.Time { return at }, Nonce: s.Nonce}
		e, err := signer.Explain(r)
		if err != nil {
			return signedMsg{job: id, err: err}
		}
		return signedMsg{job: id, signed: signed{
			header: e.Header, stamp: e.Timestamp, at: at, reading: read(e),
		}}
	}
}

// isLockedFile reports whether a passphrase would help.
func isLockedFile(a store.Account, err error) bool {
	return a.Vault == store.FileVault && errors.Is(err, store.ErrLocked)
}

// agedMsg says that the age on display may no longer be true.
type agedMsg struct {
	ctx context.Context
	job job.ID
}
