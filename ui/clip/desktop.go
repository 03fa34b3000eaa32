package clip

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.design/x/clipboard"
)

// A Board is a desktop's clipboard.
type Board interface {
	// Open is called once before anything else.
	Open() error
	// Read answers the text on the clipboard, "" when there is none.
	Read(ctx context.Context) (string, error)
	// Write replaces the clipboard; "" empties it.
	Write(ctx context.Context, text string) error
}

const (
	openLimit  = time.Second
	boardLimit = 2 * time.Second
)

func (c *Clipboard) put(ctx context.Context, text string) error {
	return guard(ctx, boardLimit, func(ctx context.Context) error { return c.env.Board.Write(ctx, text) })
}

func (c *Clipboard) empty(ctx context.Context) error { return c.put(ctx, "") }

func (c *Clipboard) get(ctx context.Context) (string, error) {
	answer := make(chan string, 1)
	err := guard(ctx, boardLimit, func(ctx context.Context) error {
		text, err := c.env.Board.Read(ctx)
		answer <- text
		return err
	})
	if err != nil {
		return "", err
	}
	return <-answer, nil
}

// guard runs work that may block for ever or panic, and comes back in time. A
// compositor or display that hangs leaves the goroutine behind: nothing in the
// library can end it.
func guard(ctx context.Context, limit time.Duration, work func(context.Context) error) error {
	short, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("%w: %T", ErrDesktop, p)
			}
		}()
		done <- work(short)
	}()
	select {
	case err := <-done:
		if err == nil || errors.Is(err, ErrDesktop) {
			return err
		}
		if short.Err() == nil {
			// The library's own texts are advice for programmers.
			return ErrDesktop
		}
	case <-short.Done():
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return ErrNoAnswer
}

// desktop is the clipboard of golang.design, with the marks by which clipboard
// managers know what not to remember.
type desktop struct{ goos string }

func (desktop) Open() error { return clipboard.Init() }

func (desktop) Read(ctx context.Context) (string, error) {
	text, err := clipboard.Read(ctx, clipboard.FmtText)
	if errors.Is(err, clipboard.ErrNoData) {
		return "", nil
	}
	return string(text), err
}

func (d desktop) Write(ctx context.Context, text string) error {
	options := []clipboard.Option{clipboard.Item{Format: clipboard.FmtText, Bytes: []byte(text)}}
	if text != "" {
		for _, mark := range forgetMarks(d.goos) {
			options = append(options, clipboard.Item{Format: clipboard.Register(mark.format), Bytes: mark.data})
		}
	}
	_, err := clipboard.WriteAll(ctx, options...)
	return err
}

type forgetMark struct {
	format string
	data   []byte
}

// forgetMarks are the formats that keep a copy out of clipboard histories.
func forgetMarks(goos string) []forgetMark {
	switch goos {
	case "windows":
		// learn.microsoft.com, "Clipboard Formats": each a DWORD; zero forbids.
		no := []byte{0, 0, 0, 0}
		return []forgetMark{
			{"ExcludeClipboardContentFromMonitorProcessing", no},
			{"CanIncludeInClipboardHistory", no},
			{"CanUploadToCloudClipboard", no},
		}
	case "darwin":
		// nspasteboard.org: the types alone matter.
		return []forgetMark{
			{"org.nspasteboard.ConcealedType", []byte("1")},
			{"org.nspasteboard.TransientType", []byte("1")},
		}
	default:
		// Klipper, and the managers that follow it.
		return []forgetMark{{"x-kde-passwordManagerHint", []byte("secret")}}
	}
}
