package store_test

import (
	"runtime"
	"strings"
)

// A goroutine as the runtime shows it.
type goroutine struct{ state, stack, maker string }

// goroutines are all that there are, by number.
func goroutines() map[string]goroutine {
	text := make([]byte, 1<<18)
	text = text[:runtime.Stack(text, true)]
	all := make(map[string]goroutine)
	for stack := range strings.SplitSeq(string(text), "\n\n") {
		// "goroutine 7 [select, 2 minutes]:", and perhaps "created by x in goroutine 1".
		header, _, _ := strings.Cut(strings.TrimPrefix(stack, "goroutine "), "]:")
		number, states, _ := strings.Cut(header, " [")
		state, _, _ := strings.Cut(states, ",")
		_, maker, _ := strings.Cut(stack, " in goroutine ")
		maker, _, _ = strings.Cut(maker, "\n")
		all[number] = goroutine{state: state, stack: stack, maker: maker}
	}
	return all
}

// left answers the stacks of goroutines that wait now and were not there before,
// but for those of the fake service. One that was told to end and has not yet
// done so does not wait.
func left(before, now map[string]goroutine) (stacks []string) {
	fake := func(number string) bool { return strings.Contains(now[number].stack, "lpkeys/store/storetest.") }
	for number, g := range now {
		_, old := before[number]
		// godbus has one such for each call, and ends it after it has answered.
		call := strings.Contains(g.stack, "dbus/v5.(*Conn).send.func1")
		if g.waits() && !old && !call && !fake(number) && !fake(g.maker) {
			stacks = append(stacks, g.stack)
		}
	}
	return stacks
}

func (g goroutine) waits() bool {
	switch g.state {
	case "chan receive", "chan send", "select", "IO wait", "sleep", "sync.WaitGroup.Wait", "sync.Cond.Wait":
		return true
	}
	return false
}
