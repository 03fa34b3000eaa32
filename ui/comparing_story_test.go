package ui

import (
	"strings"
	"testing"
	"time"

	"lpkeys/ui/uitest"
)

func TestComparingNamesWhatDiffers(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("l", "d")
		d.Paste(w.board.text)
		d.Want("= Theirs is right")
		d.Press("e")
		d.Paste("curl \\\n -H '" + w.board.text + "' \\\n https://example.com")
		d.Want("= Theirs is right")

		d.Press("e")
		base := "POST&https%3A%2F%2Fva.msghist.lpkeys-demo.invalid%2Fmessaging_history&limit%3D50"
		d.Type(base)
		d.Press("enter")
		d.Want("differences, the likeliest cause first", "1. ", "ours", "theirs")
		d.Press("e")
		d.Press("enter")
		d.Want("! there is nothing to compare with")
		d.Paste("what is this")
		d.Want("neither an Authorization header of OAuth nor a base string")

		key := w.box.Accounts()[1].Key
		d.Paste(fourLines(key))
		d.Want("nothing was pasted: it reads as a key")
		for _, frame := range d.Frames() {
			if strings.Contains(frame, key.ConsumerSecret.Reveal()) || strings.Contains(frame, key.TokenSecret.Reveal()) {
				t.Fatal("a frame shows a secret")
			}
		}
		d.Press("esc")
		d.Want("Parameters")
	})
}

func TestWhatIsToBeComparedIsSeenOnASmallTerminal(t *testing.T) {
	for _, size := range [][2]int{{40, 6}, {20, 12}, {40, 3}} {
		inPreview(t, size[0], size[1], func(t *testing.T, _ *world, d *uitest.Driver) {
			d.Press("d")
			d.Want("> OAuth")
			d.Type("GET&a")
			d.Want("> GET&a")
		})
	}
}

func TestComparingWaitsVisiblyAndCanBeStopped(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("l", "d")
		w.keyring.waits = true
		d.Paste(w.board.text)
		d.Want("comparing", "fetching the key", "esc stop")
		d.Press("esc")
		d.Want("oauth_timestamp=", "enter compare")
		w.keyring.waits = false
		d.Press("enter")
		d.Want("= Theirs is right")
	})
}

func TestComparingWorksForWhatIsNotSignedByDefault(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("o", "down", "down", "down", "enter", "enter")
		d.Type("x")
		d.Press("enter", "d")
		d.Want("compare", "content/search")
	})
}

func TestComparingForAnotherAccountIsRefusedHoweverItIsAskedFor(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("l", "d", "ctrl+o", "enter")
		d.Wait(time.Second)
		d.Paste(w.board.text)
		d.Want("! another account is in force by now: esc goes back to its request")
		d.Lack("Theirs is right")
	})
}
