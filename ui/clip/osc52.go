package clip

import (
	"encoding/base64"
	"strings"
)

// limits holds what each route takes for certain, in bytes. Several terminals
// drop an OSC 52 whose base64 passes 100,000 characters; the desktop library
// puts a copy into one X11 request, which ends at 256 KiB.
var limits = map[Route]int{Tmux: 512 << 10, Desktop: 200 << 10, Terminal: 74_994}

// osc52 asks the terminal to set its clipboard. The bell ends it because more
// terminals know it than the string terminator.
func osc52(text string, screen bool) string {
	escape := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
	if !screen {
		return escape
	}
	// GNU screen hands device control strings through to its terminal, of at
	// most 256 bytes in its older versions.
	const chunk = 240
	var b strings.Builder
	for len(escape) > 0 {
		n := min(chunk, len(escape))
		b.WriteString("\x1bP" + escape[:n] + "\x1b\\")
		escape = escape[n:]
	}
	return b.String()
}
