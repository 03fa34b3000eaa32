package store

import (
	"fmt"
	"strings"
)

// Paths are the folders that hold everything of ours. None needs to exist.
type Paths struct {
	Config string // what a person may edit
	Data   string // the index, the sealed vault, locks
	Cache  string // what can be fetched again
}

// The files and folders in the data folder.
const (
	indexFile      = "accounts.json"
	previousSuffix = ".previous"
	lockFileName   = "accounts.lock"
	ownersFolder   = "owners"
)

// PathsFrom finds the folders for an operating system, named as [runtime.GOOS]
// does, from its environment and the person's home folder. LPKEYS_HOME holds
// everything when it is set, and must be absolute. Otherwise the folders are
// those of the XDG Base Directory Specification, on macOS too, or %AppData% and
// %LocalAppData%; values that are not absolute are ignored, as that
// specification asks. PathsFrom reads no disk.
func PathsFrom(getenv func(string) string, goos, home string) (Paths, error) {
	at := platform{goos: goos, home: home, getenv: getenv}
	if ours := getenv("LPKEYS_HOME"); ours != "" {
		if !at.absolute(ours) {
			return Paths{}, fmt.Errorf("%w: LPKEYS_HOME is not an absolute path", ErrNoPlace)
		}
		return Paths{Config: ours, Data: ours, Cache: at.join(ours, "cache")}, nil
	}
	if goos == "windows" {
		roaming := at.folder("AppData", "AppData", "Roaming")
		local := at.folder("LocalAppData", "AppData", "Local")
		if roaming == "" || local == "" {
			return Paths{}, fmt.Errorf("%w: neither %%AppData%% and %%LocalAppData%% nor a home folder is known", ErrNoPlace)
		}
		ours := at.join(roaming, "lpkeys")
		return Paths{Config: ours, Data: ours, Cache: at.join(local, "lpkeys", "cache")}, nil
	}
	config := at.folder("XDG_CONFIG_HOME", ".config")
	data := at.folder("XDG_DATA_HOME", ".local", "share")
	cache := at.folder("XDG_CACHE_HOME", ".cache")
	if config == "" || data == "" || cache == "" {
		return Paths{}, fmt.Errorf("%w: no home folder is known", ErrNoPlace)
	}
	return Paths{
		Config: at.join(config, "lpkeys"),
		Data:   at.join(data, "lpkeys"),
		Cache:  at.join(cache, "lpkeys"),
	}, nil
}

// platform spells paths as a named system does: path/filepath knows only the one
// that it was built for, which would leave the others' rules untested.
type platform struct {
	goos, home string
	getenv     func(string) string
}

// folder answers the variable's value, or the place under the home folder, or
// "" when neither is an absolute path.
func (p platform) folder(variable string, underHome ...string) string {
	if value := p.getenv(variable); p.absolute(value) {
		return value
	}
	if !p.absolute(p.home) {
		return ""
	}
	return p.join(p.home, underHome...)
}

func (p platform) join(first string, rest ...string) string {
	separator, ends := "/", "/"
	if p.goos == "windows" {
		separator, ends = `\`, `\/`
	}
	return strings.Join(append([]string{strings.TrimRight(first, ends)}, rest...), separator)
}

func (p platform) absolute(path string) bool {
	if p.goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	share := strings.HasPrefix(path, `\\`)
	drive := len(path) > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/')
	return share || drive
}
