package main

import (
	"bytes"
	"errors"
	"os/exec"

	"lpkeys/ui/cli"
)

// become runs a program and answers its exit code: Windows puts no program in the
// place of another. Ctrl+c reaches both, and this one waits.
func (w world) become(p cli.Program) (exit int, err error) {
	cmd := exec.Cmd{Path: p.Path, Args: p.Args, Env: p.Environ, Stdin: w.stdin, Stdout: w.stdout, Stderr: w.stderr}
	if p.Stdin != nil {
		cmd.Stdin = bytes.NewReader(p.Stdin)
	}
	err = cmd.Run()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return ended.ExitCode(), nil
	}
	return 0, err
}
