// Package doctor looks at what lpkeys needs of a machine, and says what is wrong
// and how it is mended. It changes nothing, asks no person, and shows no value that
// could be secret; both faces show what it finds in their own way.
//
// A check is a function with a name and a deadline. [Checks] are those of the
// files, the variables, the vaults and LivePerson; whoever knows of more appends
// to them.
package doctor

import (
	"context"
	"fmt"
	"time"

	"lpkeys/ui/explain"
)

// A State says how a check ended.
type State string

// The states of a finding.
const (
	OK       State = "ok"
	Warning  State = "warning"   // nothing is broken, and somebody should know
	Failed   State = "failed"    // something that is needed does not work
	NotTried State = "not tried" // the text says why
)

// A Finding is what one check found. A check may find several things.
type Finding struct {
	Check string // its name
	State State
	Text  string // a clause, without a full stop
	Fix   string // a command to type, or a sentence that begins with a capital; may be empty
}

// A Check is one thing to look at.
type Check struct {
	Name  string
	Limit time.Duration // 0: five seconds

	// Look writes down what it finds, and returns soon after its context ends.
	Look func(context.Context, *Notes)
}

// Notes are what one check has found so far.
type Notes struct{ found []Finding }

// Add writes a finding down; see [Finding] for what its words are like.
//
//go:noinline
func (n *Notes) Add(s State, text, fix string) {
	n.found = append(n.found, Finding{State: s, Text: text, Fix: fix})
}

// fail writes an error down, in the words that both faces have for it. What it
// was about may be said before.
func (n *Notes) fail(s State, about string, err error) {
	w := explain.Of(err)
	n.Add(s, about+w.Error, w.Hint)
}

// or writes down that all is well, if nothing was found.
//
//go:noinline
func (n *Notes) or(text string) {
	if len(n.found) == 0 {
		n.Add(OK, text, "")
	}
}

const (
	patience = 5 * time.Second

	// grace is for a check whose time is over to say why it took so long.
	grace = 500 * time.Millisecond
)

// Run does one check after the other, and tells each finding as it is known. One
// that gives no answer is given up, and the next begins. Run ends with the first
// error of tell, or soon after ctx ends, with its error.
func Run(ctx context.Context, checks []Check, tell func(Finding) error) error {
	for _, c := range checks {
		found := c.do(ctx)
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, f := range found {
			f.Check = c.Name
			if err := tell(f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c Check) do(ctx context.Context) []Finding {
	limit := c.Limit
	if limit == 0 {
		limit = patience
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan []Finding, 1)
	go func() {
		var n Notes
		c.Look(ctx, &n)
		done <- n.found
	}()
	select {
	case found := <-done:
		return found
	case <-ctx.Done():
	}
	select {
	case found := <-done:
		return found
	case <-time.After(grace):
		return []Finding{{State: Failed, Text: fmt.Sprintf("there was no answer within %v", limit)}}
	}
}
