package store

import (
	"path"
	"slices"
	"strings"
)

// A Folder is a line of the person's own folder list, the table folders in
// config.toml: an account counts in a folder and in all below it.
type Folder struct {
	Path    string
	Account string // its name, as it is written there
	Line    int
}

type folderLine struct {
	Folder
	place string // the path as it is compared
	value span   // where the account's name stands
}

func (f folderLine) names(account string) bool {
	return strings.EqualFold(strings.TrimSpace(f.Account), account)
}

const foldersTable = "folders"

// readFolders reads the folder list. What could be meant for it and is written
// in another way is an error, since a list that is overlooked would let another
// account count.
func (c *settings) readFolders() ([]folderLine, error) {
	var list []folderLine
	header := false
	lines := make(map[string]int)
	for _, st := range c.statements {
		switch {
		case st.first() != foldersTable:
		case len(st.table) == 1 && len(st.keys) == 0 && !st.many && !header:
			header = true
		case len(st.table) == 1 && len(st.keys) == 1 && !st.many:
			f, err := c.readFolder(st)
			if err != nil {
				return nil, err
			}
			if line := lines[f.place]; line > 0 {
				return nil, faultf(st.whole.from, "the folder is on line %d already", line)
			}
			lines[f.place] = f.Line
			list = append(list, f)
		default:
			return nil, faultf(st.whole.from, "folders are lines under one [folders], each a folder, = and an account in quotes")
		}
	}
	return list, nil
}

// first is where the statement's path begins.
func (st *statement) first() string {
	return append(st.table[:len(st.table):len(st.table)], st.keys...)[0]
}

func (c *settings) readFolder(st statement) (folderLine, error) {
	on := platform{goos: c.goos}
	if !on.absolute(st.keys[0]) {
		return folderLine{}, faultf(st.whole.from, "the folder is not an absolute path")
	}
	value := &tomlScanner{text: st.value.of(c.text)}
	account, quoted, err := value.quoted()
	if err != nil || !quoted || !value.done() {
		return folderLine{}, faultf(st.value.from, "the account is not a text in quotes on one line")
	}
	return folderLine{
		Folder: Folder{Path: st.keys[0], Account: account, Line: st.line},
		place:  on.place(st.keys[0]),
		value:  st.value,
	}, nil
}

// place spells a path so that two spellings of one place are the same, as far as
// spelling alone can tell. On macOS and Windows that holds for upper and lower
// case too: there most disks know no difference, and a folder entered in other
// case must not fall through to another account.
func (p platform) place(name string) string {
	if p.goos == "windows" {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	name = path.Clean(name)
	if p.goos == "windows" || p.goos == "darwin" {
		name = fold(name)
	}
	return name
}

// folderAt answers the line for the folder that lies nearest above here, or is
// here.
func (c *settings) folderAt(here string) (nearest folderLine, found bool) {
	here = platform{goos: c.goos}.place(here)
	for _, f := range c.folders {
		within := here == f.place || strings.HasPrefix(here, strings.TrimSuffix(f.place, "/")+"/")
		if within && (!found || len(f.place) > len(nearest.place)) {
			nearest, found = f, true
		}
	}
	return nearest, found
}

// names reports whether the list has an account in any of its lines.
func (c *settings) names(account string) bool {
	return slices.ContainsFunc(c.folders, func(f folderLine) bool { return f.names(account) })
}
