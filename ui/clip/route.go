package clip

import "strings"

// A Route is the way by which text reaches a clipboard.
type Route string

const (
	// Tmux is a buffer of the tmux server, which hands it on to its terminal.
	Tmux Route = "tmux"
	// Desktop is the clipboard of the desktop this process runs on.
	Desktop Route = "desktop"
	// Terminal is OSC 52, by which a terminal is asked to set the clipboard
	// wherever the person sits.
	Terminal Route = "terminal"
	// None means that no clipboard can be reached.
	None Route = "none"
)

// A Decision is a route and the reason for it, in words that follow "because".
type Decision struct {
	Route  Route
	Reason string
}

func decide(env Env) Decision {
	if env.Getenv("TMUX") != "" {
		if _, err := env.LookPath("tmux"); err == nil {
			return Decision{Tmux, "this is a tmux session"}
		}
	}
	for _, name := range []string{"SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"} {
		if env.Getenv(name) != "" {
			return withoutDesktop(env, "this is an SSH session")
		}
	}
	switch env.GOOS {
	case "windows", "darwin":
		return Decision{Desktop, "this is a desktop session"}
	}
	if env.Getenv("WAYLAND_DISPLAY") == "" && env.Getenv("DISPLAY") == "" {
		return withoutDesktop(env, "neither WAYLAND_DISPLAY nor DISPLAY is set")
	}
	return Decision{Desktop, "this is a desktop session"}
}

func withoutDesktop(env Env, reason string) Decision {
	switch {
	case !env.Terminal:
		return Decision{None, reason + ", and there is no terminal to ask"}
	case env.GOOS != "windows" && !takesEscapes(env.Getenv("TERM")):
		return Decision{None, reason + ", and this terminal takes no escape sequences"}
	}
	return Decision{Terminal, reason}
}

func silentDesktop(env Env) string {
	switch {
	case env.Getenv("WAYLAND_DISPLAY") == "":
		return "the X11 display does not answer"
	case env.Getenv("DISPLAY") == "":
		return "the Wayland compositor offers no data-control protocol and DISPLAY is not set"
	}
	return "the Wayland compositor offers no data-control protocol and the X11 display does not answer"
}

// takesEscapes leaves out the terminals that would show OSC 52 as text or drop
// it for certain.
func takesEscapes(term string) bool {
	return term != "" && term != "dumb" && term != "linux"
}

func inScreen(env Env) bool {
	return env.Getenv("STY") != "" || strings.HasPrefix(env.Getenv("TERM"), "screen.")
}
