// Package uitest drives a model the way Bubble Tea does, inside a synctest
// bubble: keys go in, commands run beside it, fake time passes, and the screen
// can be read. It counts the commands that are under way, and fails the test
// when one of them outlives the program.
package uitest

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Driver is a program under test. It must live in one synctest bubble.
type Driver struct {
	t       testing.TB
	model   tea.Model
	stop    context.CancelFunc
	msgs    chan tea.Msg
	running sync.WaitGroup
	raw     strings.Builder
	quit    bool
	frames  []string
}

// New starts the model that build makes at a size of width by height cells.
// The context given to build ends with the test, and with it every command.
func New(t testing.TB, width, height int, build func(context.Context) tea.Model) *Driver {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	d := &Driver{t: t, stop: stop, msgs: make(chan tea.Msg, 4096)}
	d.model = build(ctx)
	d.start(d.model.Init())
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
	t.Cleanup(d.close)
	return d
}

// close ends the program. A command that does not end with its context keeps
// the bubble alive, which synctest reports as a deadlock.
func (d *Driver) close() {
	d.stop()
	d.running.Wait()
}

// Send delivers a message and lets everything that follows from it happen, up
// to what waits for time to pass.
func (d *Driver) Send(msg tea.Msg) {
	d.deliver(msg)
	d.settle()
}

// Together delivers messages as if they had arrived at once: what the first
// leads to happens after the last.
func (d *Driver) Together(msgs ...tea.Msg) {
	for _, msg := range msgs {
		d.deliver(msg)
	}
	d.settle()
}

// Press presses keys by Bubble Tea's names: "enter", "ctrl+c", "x".
func (d *Driver) Press(keys ...string) {
	for _, k := range keys {
		d.Send(Key(k))
	}
}

// Type types text, one key for each character.
func (d *Driver) Type(text string) {
	for _, r := range text {
		d.Send(Key(string(r)))
	}
}

// Paste pastes text as a terminal's bracketed paste does.
func (d *Driver) Paste(text string) { d.Send(tea.PasteMsg{Content: text}) }

// Click clicks on a text that is shown, in a line of the screen or, when line is
// -1, in the first that has it.
func (d *Driver) Click(text string, line int) {
	d.t.Helper()
	for y, l := range strings.Split(d.Screen(), "\n") {
		before, _, there := strings.Cut(l, text)
		if there && (line < 0 || line == y) {
			d.Send(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
			return
		}
	}
	d.t.Fatalf("there is no %q to click on:\n%s", text, d.Screen())
}

// Wait lets fake time pass.
func (d *Driver) Wait(t time.Duration) {
	for until := time.Now().Add(t); time.Now().Before(until); d.settle() {
		time.Sleep(min(time.Until(until), 50*time.Millisecond))
	}
}

// Screen is what is shown now, without styles and without blanks at the ends
// of lines.
func (d *Driver) Screen() string {
	lines := strings.Split(ansi.Strip(d.Frame()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Frame is what is shown now, with styles.
func (d *Driver) Frame() string { return d.model.View().Content }

// Frames is everything that was shown since the start.
func (d *Driver) Frames() []string { return d.frames }

// Raw is what was written to the terminal besides frames.
func (d *Driver) Raw() string { return d.raw.String() }

// Quit reports whether the program has ended itself.
func (d *Driver) Quit() bool { return d.quit }

// Model is the model as it is now.
func (d *Driver) Model() tea.Model { return d.model }

// Want fails the test unless the screen holds each of the texts.
func (d *Driver) Want(texts ...string) {
	d.t.Helper()
	screen := d.Screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			d.t.Fatalf("the screen lacks %q:\n%s", text, screen)
		}
	}
}

// Lack fails the test if the screen holds one of the texts.
func (d *Driver) Lack(texts ...string) {
	d.t.Helper()
	screen := d.Screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Fatalf("the screen holds %q:\n%s", text, screen)
		}
	}
}

func (d *Driver) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-d.msgs:
			d.deliver(msg)
		default:
			return
		}
	}
}

// deliver does what Bubble Tea's own loop does with a message.
func (d *Driver) deliver(msg tea.Msg) {
	if d.quit {
		return
	}
	switch msg := msg.(type) {
	case nil:
		return
	case tea.QuitMsg:
		d.quit = true
		return
	case tea.RawMsg:
		if s, ok := msg.Msg.(string); ok {
			d.raw.WriteString(s)
		}
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	d.frames = append(d.frames, d.model.View().Content)
	d.start(cmd)
}

func (d *Driver) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	d.running.Go(func() { d.run(cmd) })
}

// run runs a command and what it stands for: all at once, or one by one.
func (d *Driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		var all sync.WaitGroup
		for _, c := range batch {
			all.Go(func() { d.run(c) })
		}
		all.Wait()
		return
	}
	// Bubble Tea keeps the type of a sequence to itself.
	if v := reflect.ValueOf(msg); v.IsValid() && v.Type().ConvertibleTo(reflect.TypeFor[[]tea.Cmd]()) {
		for _, c := range v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd) {
			d.run(c)
		}
		return
	}
	d.msgs <- msg
}

var named = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "backspace": {Code: tea.KeyBackspace},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "delete": {Code: tea.KeyDelete}, "f1": {Code: tea.KeyF1}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"space": {Code: tea.KeySpace, Text: " "}, " ": {Code: tea.KeySpace, Text: " "},
}

// Key is the press of a key by its name.
func Key(name string) tea.KeyPressMsg {
	if k, ok := named[name]; ok {
		return tea.KeyPressMsg(k)
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: []rune(rest)[0], Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}
