package ui

import (
	"bytes"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
)

// The design's budget for a cursor move, which a slow line feels, is 250 bytes. What
// is said of a row is written once the cursor rests there.
func TestACursorMoveWritesFewBytes(t *testing.T) {
	const moves, each = 16, 250 // within the page
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		o := w.options()
		start, err := begin(o)
		if err != nil {
			t.Fatal(err)
		}
		written := new(terminal)
		p := tea.NewProgram(New(t.Context(), o.Services, start), tea.WithInput(nil), tea.WithOutput(written),
			tea.WithEnvironment([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "CLICOLOR_FORCE=1"}),
			tea.WithWindowSize(200, 60), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler())
		ended := make(chan error)
		go func() {
			_, err := p.Run()
			ended <- err
		}()
		press := func(key rune, wait time.Duration) int {
			before := written.length()
			p.Send(tea.KeyPressMsg{Code: key})
			time.Sleep(wait)
			synctest.Wait()
			return written.length() - before
		}
		time.Sleep(time.Second)
		press(tea.KeyEnter, time.Second)
		for range moves {
			if wrote := press(tea.KeyDown, 2*time.Second/framesPerSecond); wrote == 0 || wrote > each {
				t.Errorf("a move wrote %d bytes, want at most %d", wrote, each)
			}
		}
		if !bytes.Contains(written.text.Bytes(), []byte("[38;2;")) {
			t.Error("no colours were written")
		}
		if press(tea.KeyUp, time.Second) <= each {
			t.Error("nothing more was said of the row that the cursor rests on")
		}
		p.Quit()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// terminal takes what is written to it.
type terminal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *terminal) length() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Len()
}
