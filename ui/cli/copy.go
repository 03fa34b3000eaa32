package cli

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// copy puts text on the clipboard and says what is known about it. A copy that
// lives in this process is served until it is due to be cleared, or ctrl+c.
func (s *session) copy(ctx context.Context, b *Backend, text string) error {
	receipt, err := b.Clip.Copy(ctx, text)
	if err != nil {
		return err
	}
	if receipt.Escape != "" {
		fmt.Fprint(s.env.Stderr, receipt.Escape)
	}
	s.note("%s", receipt.Words())
	if !receipt.UntilExit {
		s.note("it stays there: a command that has ended clears nothing")
		return nil
	}
	if err := s.out.flush(); err != nil {
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
