package cli

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/explain"
)

// typist types a line each time that one is read, as a terminal gives them, and
// thinks before the last.
type typist struct {
	lines  []string
	thinks time.Duration
}

func (p *typist) Read(to []byte) (int, error) {
	if len(p.lines) == 0 {
		return 0, io.EOF
	}
	if len(p.lines) == 1 {
		<-time.After(p.thinks)
	}
	n := copy(to, p.lines[0]+"\n")
	p.lines = p.lines[1:]
	return n, nil
}

func TestACopyIsClearedWhileThePersonGoesOnAndWhenTheyLeave(t *testing.T) {
	for name, tt := range map[string]struct{ thinks, ends time.Duration }{
		"when it is due":     {2 * clip.Keep, 2 * clip.Keep},
		"when they leave":    {time.Second, time.Second},
		"and nobody waits":   {0, 0},
		"and it is due then": {clip.Keep, clip.Keep},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, store.NewMemory())
				getenv := d.env.Getenv
				d.env.Getenv = func(name string) string {
					if name == "ACCESSIBLE" {
						return "1"
					}
					return getenv(name)
				}
				d.env.Terminal = Terminals{In: true, Out: true, Err: true}
				d.env.Args = nil
				d.env.Stdin = &typist{thinks: tt.thinks, lines: []string{
					"sign", "free", "GET", "https://va.msghist.liveperson.net/", "copy", "value", "clipboard", "", "quit",
				}}
				d.out.set("")
				d.told.set("")
				began := time.Now()
				done := make(chan int)
				go func() { done <- Run(t.Context(), d.env) }()
				synctest.Wait()
				if tt.thinks > 0 && !strings.HasPrefix(d.board.get(), "OAuth ") {
					t.Errorf("once it is copied, the clipboard holds %q, told %s", d.board.get(), d.told.get())
				}
				if tt.thinks > clip.Keep {
					<-time.After(clip.Keep + time.Second)
					if d.board.get() != "" {
						t.Errorf("after %v the clipboard holds %q", clip.Keep, d.board.get())
					}
				}
				code := <-done
				if took := time.Since(began); code != explain.Done || took != tt.ends {
					t.Errorf("exit %d after %v, told %s", code, took, d.told.get())
				}
				synctest.Wait()
				if d.board.get() != "" || !strings.Contains(d.told.get(), "it is cleared in 30s, or when you leave") {
					t.Errorf("in the end the clipboard holds %q, told %s", d.board.get(), d.told.get())
				}
			})
		})
	}
}
