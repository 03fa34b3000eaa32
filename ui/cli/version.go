package cli

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// version is what the program knows of how it was built.
type version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Changed bool   `json:"changed"` // since that commit
	Go      string `json:"go"`
	System  string `json:"system"`
}

func (s *session) versionVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Long: `Says which version this is, from which commit it was built, with which Go, and for
which system. A commit with a plus behind it was changed before it was built.`,
		Example: `  lpkeys version
  lpkeys version --json`,
		Args: exactly(),
		RunE: func(*cobra.Command, []string) error {
			v := readVersion()
			if s.json {
				s.encode(v)
				return nil
			}
			s.out.line("lpkeys " + v.line())
			return nil
		},
	}
}

func readVersion() version {
	v := version{Version: "(devel)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	built, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if built.Main.Version != "" {
		v.Version = built.Main.Version
	}
	for _, setting := range built.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = setting.Value
		case "vcs.modified":
			v.Changed = setting.Value == "true"
		}
	}
	return v
}

// UserAgent names this program and its version to a server, in the form of RFC
// 9110 §10.1.5.
func UserAgent() string { return "lpkeys/" + strings.Trim(readVersion().Version, "()") }

func (v version) line() string {
	line := v.Version
	if v.Commit != "" {
		line += " " + v.Commit[:min(12, len(v.Commit))]
		if v.Changed {
			line += "+"
		}
	}
	return line + " " + v.Go + " " + v.System
}
