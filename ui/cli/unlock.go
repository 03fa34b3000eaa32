package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/store/agent"
	"lpkeys/ui/explain"
)

const (
	// usualQuiet is how long the vault file stays open without being used.
	usualQuiet = 15 * time.Minute

	// longestQuiet is a day: what is open for longer is not locked.
	longestQuiet = 24 * time.Hour
)

func (s *session) unlockVerb() *cobra.Command {
	var quiet time.Duration
	verb := &cobra.Command{
		Use:   "unlock",
		Short: "Ask for the passphrase of the vault file once",
		Long: `Asks for the passphrase of the vault file and keeps the file open for what comes
next, commands and screens alike, until nobody has used it for a while or lpkeys
lock is typed. Where there is no vault file yet, it is made.

A small process of lpkeys holds it open. It answers nobody but you, on a socket in
a folder of yours, and has no other copy of what opens the file. On Windows there
is no such process: the file is unlocked for each command.`,
		Example: `  lpkeys unlock
  lpkeys unlock --for 8h`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if quiet < time.Second || quiet > longestQuiet {
				return misused("--for is not between 1s and 24h", "Leave it out for 15 minutes")
			}
			return s.unlock(cmd.Context(), quiet)
		},
	}
	verb.Flags().DurationVar(&quiet, "for", usualQuiet, "how `LONG` it stays open without being used, such as 90s, 30m or 8h")
	return verb
}

func (s *session) unlock(ctx context.Context, quiet time.Duration) error {
	s.unlocking = true
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	err = b.Agent.Stay(ctx, quiet)
	if errors.Is(err, agent.ErrNoAgent) {
		err = s.holdOpen(ctx, b, quiet)
	}
	if err != nil {
		return err
	}
	if s.json {
		s.encode(map[string]any{"open": true, "unusedSeconds": quiet.Seconds()})
	}
	s.tellOpen(quiet)
	return nil
}

func (s *session) tellOpen(quiet time.Duration) {
	s.note("the vault file is open until it goes unused for %s; lpkeys lock closes it at once", short(quiet))
}

// holdOpenNew keeps a vault open that a person has just made. Who chose a
// passphrase and typed it twice is not asked again by the next command.
func (s *session) holdOpenNew(ctx context.Context, b *Backend) {
	if err := s.holdOpen(ctx, b, usualQuiet); err != nil {
		s.note("each command asks for the passphrase: %s", explain.Of(err).Error)
		return
	}
	s.tellOpen(usualQuiet)
}

// holdOpen starts an agent, which needs the vault open here first.
func (s *session) holdOpen(ctx context.Context, b *Backend, quiet time.Duration) error {
	identity, err := b.File.Identity(ctx)
	if errors.Is(err, store.ErrNoVault) {
		return noVaultHere(err)
	}
	if err != nil {
		return orNobody(err)
	}
	return b.Agent.Start(ctx, identity, quiet)
}

// short leaves the zeros of 15m0s and 8h0m0s out.
func short(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// canUnlock reports whether lpkeys unlock would be of use.
func (s *session) canUnlock(ctx context.Context) bool {
	return s.backend != nil && s.backend.Agent != nil && errors.Is(s.backend.Agent.Look(ctx), agent.ErrNoAgent)
}
