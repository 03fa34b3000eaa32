// Command panics shows the demo and breaks down as soon as a request is signed,
// in a command beside the screens, or, with an argument, in the screens
// themselves.
package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"lpkeys/store"
	"lpkeys/ui"
	"lpkeys/ui/clip"
)

func main() {
	o := ui.Options{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(), Asked: store.Asked{}}
	o.Services.Clip = clip.New(clip.Env{Getenv: os.Getenv, Terminal: true})
	var looks atomic.Int32
	o.Services.Now = func() time.Time {
		if looks.Add(1) == 1 && len(os.Args) == 1 {
			return time.Now() // That is a screen: the command looks next.
		}
		panic("the clock has stopped")
	}
	if err := ui.Rehearse(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "lpkeys:", err)
		os.Exit(1)
	}
}
