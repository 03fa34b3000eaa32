module lpkeys

go 1.26.0

require (
	charm.land/bubbles/v2 v2.2.1 // key bindings
	charm.land/bubbletea/v2 v2.0.10 // the screens; v2.1 asks for a module version that is not served
	charm.land/lipgloss/v2 v2.0.6 // colours
	filippo.io/age v1.3.2 // the sealed vault's two files
	github.com/charmbracelet/x/ansi v0.11.8 // styling text, measuring and cutting it
	github.com/godbus/dbus/v5 v5.2.4 // looking for the keyring on a connection of our own
	github.com/gofrs/flock v0.13.1 // one writer at a time, on every system
	github.com/mattn/go-runewidth v0.0.31 // widths of names; v0.0.27, which bubbles asks for, costs every start 20 ms
	github.com/spf13/cobra v1.10.2 // subcommands and their completion
	github.com/spf13/pflag v1.0.9 // cobra's flags, to say what is wrong with one in our words
	github.com/zalando/go-keyring v0.2.8 // the operating system's keyring
	golang.design/x/clipboard v0.9.0 // the desktop's clipboard without cgo; the version list stops at v0.7.1
	golang.org/x/sys v0.49.0 // core dumps, who is at the other end of a socket, file replacing on Windows
	golang.org/x/term v0.47.0 // hidden prompts
)

// Tests only.
require (
	github.com/charmbracelet/x/exp/golden v0.1.0 // screens and help as they were looked at
	github.com/creack/pty v1.1.24 // prompts and the clipboard escape in a pseudo-terminal
	github.com/google/go-cmp v0.7.0 // differences a person can read
	github.com/pelletier/go-toml/v2 v2.4.3 // whether config.toml is read as TOML says; it would be a fortieth of the program
	github.com/rogpeppe/go-internal v1.16.0 // subcommands as scripts
)

require (
	filippo.io/hpke v0.4.0 // indirect
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/aymanbagabas/go-udiff v0.4.1 // indirect
	github.com/charmbracelet/colorprofile v0.4.3 // indirect
	github.com/charmbracelet/ultraviolet v0.0.0-20260811164956-006e29f97886 // indirect
	github.com/charmbracelet/x/term v0.2.2 // indirect
	github.com/charmbracelet/x/termios v0.1.1 // indirect
	github.com/charmbracelet/x/windows v0.2.2 // indirect
	github.com/clipperhouse/displaywidth v0.11.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/danieljoos/wincred v1.2.3 // indirect
	github.com/ebitengine/purego v0.10.1 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/lucasb-eyer/go-colorful v1.4.1 // indirect
	github.com/muesli/cancelreader v0.2.2 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/xo/terminfo v0.0.0-20220910002029-abceb7e1c41e // indirect
	golang.design/x/x11 v0.2.0 // indirect
	golang.org/x/crypto v0.55.0 // indirect
	golang.org/x/exp/shiny v0.0.0-20250606033433-dcc06ee1d476 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/image v0.28.0 // indirect
	golang.org/x/mobile v0.0.0-20250606033058-a2a15c67f36f // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
