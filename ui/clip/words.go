package clip

import (
	"fmt"
	"time"
)

// Decision is how text reaches a clipboard, as far as it is known now. Until the
// desktop was asked once, Desktop means that there seems to be one.
func (c *Clipboard) Decision() Decision { return *c.decision.Load() }

// Words says in a sentence where a copy goes and what becomes of it.
func (c *Clipboard) Words() string {
	d := c.Decision()
	switch d.Route {
	case Tmux:
		return fmt.Sprintf("Copies go to the tmux buffer %s, deleted after %v, and on to your terminal's clipboard, which cannot be cleared from here: %s.", buffer, time.Duration(c.keep.Load()), d.Reason)
	case Desktop:
		return fmt.Sprintf("Copies go to the desktop's clipboard, and are cleared after %v: %s.", time.Duration(c.keep.Load()), d.Reason)
	case Terminal:
		return "Copies are sent to your terminal, which confirms nothing and whose clipboard cannot be cleared from here: " + d.Reason + "."
	default:
		return "There is no clipboard: " + d.Reason + "."
	}
}
