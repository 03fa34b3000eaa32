package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lpkeys/ui/clip"
	"lpkeys/ui/explain"
)

const stays = "it stays on the terminal's clipboard, which cannot be cleared from here"

// copy puts text on the clipboard and says what is known about it. Another process
// clears it when it is due. Where none can be started, a copy that lives in this
// one is served until then, or ctrl+c.
func (s *session) copy(ctx context.Context, b *Backend, text string) error {
	receipt, err := b.Clip.Copy(ctx, text)
	if err != nil {
		return err
	}
	if receipt.Escape != "" {
		fmt.Fprint(s.env.Stderr, receipt.Escape)
	}
	s.note("%s", receipt.Words())
	switch {
	case !receipt.Clearable():
		s.note("%s", stays)
		return nil
	case s.plain:
		s.clearLater(ctx, b, receipt)
		return nil
	}
	if outcome, err := b.Clip.HandOver(ctx, receipt); err == nil {
		s.tellHandedOver(receipt, outcome)
		return nil
	}
	if !receipt.UntilExit {
		s.note("it stays there: a command that has ended clears nothing")
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	due := time.Until(receipt.ClearAt)
	s.note("the copy lasts while this command runs: %v, or until ctrl+c", due.Round(time.Second))
	select {
	case <-time.After(due):
	case <-ctx.Done():
	}
	// The context may be over; clearing is what a person who stops is owed.
	_, err = b.Clip.Clear(context.WithoutCancel(ctx), receipt)
	return errors.Join(err, ctx.Err())
}

// tellHandedOver says what the other process does, unless somebody has copied
// something else already.
func (s *session) tellHandedOver(r clip.Receipt, outcome clip.Outcome) {
	if outcome != clip.Replaced {
		s.note("it is cleared from %s in %v", r.Place(), time.Until(r.ClearAt).Round(time.Second))
	}
	if r.Route == clip.Tmux {
		s.note("%s", stays)
	}
}

// clearing is a copy that is cleared when it is due, or when the person leaves.
type clearing struct {
	clip    *clip.Clipboard
	receipt clip.Receipt
}

// clearLater lets a person go on while a copy lasts.
func (s *session) clearLater(ctx context.Context, b *Backend, r clip.Receipt) {
	due := time.Until(r.ClearAt)
	s.note("it is cleared in %v, or when you leave", due.Round(time.Second))
	time.AfterFunc(due, func() { _, _ = b.Clip.Clear(context.WithoutCancel(ctx), r) }) // Nobody is there to be told.
	s.copied = append(s.copied, clearing{b.Clip, r})
}

// clearCopy clears what was copied and is still there.
func (s *session) clearCopy(ctx context.Context) {
	for _, c := range s.copied {
		if _, err := c.clip.Clear(context.WithoutCancel(ctx), c.receipt); err != nil {
			s.warn("the copy may still be on the clipboard: %s", explain.Of(err).Error)
		}
	}
}
