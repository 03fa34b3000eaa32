// Command panics shows the demo and breaks down as soon as a request is signed,
// in a command beside the screens, or, with an argument, in the screens
// themselves.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"lpkeys/store"
	"lpkeys/ui"
	"lpkeys/ui/clip"
)

func main() {
	o := ui.Options{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(), Asked: store.Asked{}}
	o.Services.Clip = clip.New(clip.Env{Getenv: os.Getenv, Terminal: true})
	o.Services.Now = func() time.Time { panic("the clock has stopped") }
	if err := ui.Rehearse(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "lpkeys:", err)
		os.Exit(1)
	}
}
