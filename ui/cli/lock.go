package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"lpkeys/store/agent"
	"lpkeys/ui/explain"
)

func (s *session) lockVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "lock",
		Short: "Close the vault file that unlock keeps open",
		Long: `Ends the process that lpkeys unlock started, and says whether there was one.
Screens that opened the vault file themselves keep it open until they are left.`,
		Example: `  lpkeys lock`,
		Args:    exactly(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.lock(cmd.Context()) },
	}
}

// lock opens nothing: whatever state the accounts are in, the vault can be
// closed.
func (s *session) lock(ctx context.Context) error {
	a, err := s.env.Agent()
	if err != nil {
		return err
	}
	err = a.Lock(ctx)
	none := errors.Is(err, agent.ErrNoAgent)
	switch {
	case none:
		s.note("the vault file was not kept open")
	case errors.Is(err, agent.ErrNoAnswer):
		return cutOff(err)
	case err != nil:
		return err
	default:
		s.note("the vault file is closed")
	}
	if s.json {
		s.encode(map[string]any{"open": false, "wasOpen": !none})
	}
	return nil
}

// cutOff is about an agent that did not answer, and has lost its socket for it.
func cutOff(err error) error {
	return &spoken{err: err, words: explain.Words{
		Error: "the process that holds the vault file open does not answer; nothing can ask it any more, and it ends by itself once it goes on",
		Hint:  "End it by its number, which pgrep -f 'lpkeys agent' shows, if it is still there in half a minute",
		Exit:  explain.VaultFailed,
		Code:  "agent-silent",
	}}
}
