package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (v *visit) folders(_ context.Context, n *Notes) {
	p := v.Store.Paths
	switch {
	case value(v.Environ, homeVariable) != "" && v.NoPaths != nil:
		n.Add(Failed, homeVariable+" is not an absolute path", setHome)
	case v.NoPaths != nil:
		n.Add(Failed, v.NoPaths.Error(), setHome)
	case p.Config == p.Data:
		n.Add(OK, "everything is in "+p.Data, "")
	default:
		n.Add(OK, fmt.Sprintf("settings in %s, accounts in %s, cache in %s", p.Config, p.Data, p.Cache), "")
	}
}

const setHome = "Set " + homeVariable + " to the absolute path of a folder"

func (v *visit) access(_ context.Context, n *Notes) {
	if runtime.GOOS == "windows" {
		n.Add(NotTried, "Windows keeps access in lists, which are not looked at", "")
		return
	}
	for _, path := range v.files().Exposed {
		n.Add(Warning, "others may use "+path, "chmod go= "+word(path))
	}
	n.or("files and folders are yours alone")
}

func (v *visit) index(_ context.Context, n *Notes) {
	x := v.files()
	switch {
	case v.unread():
		n.fail(Failed, "", x.IndexErr)
	case x.IndexErr != nil: // It is a later version's, and can be read.
		n.fail(Warning, "", x.IndexErr)
	case len(x.Accounts) == 0:
		n.Add(OK, "there is no account yet; lpkeys account add NAME --id ID adds one", "")
	default:
		n.Add(OK, some(len(x.Accounts), "account"), "")
	}
}

// unread reports whether nothing can be said about accounts.
func (v *visit) unread() bool { return v.files().IndexErr != nil && len(v.files().Accounts) == 0 }

const unread = "the accounts file cannot be read"

func (v *visit) unfinished(_ context.Context, n *Notes) {
	const anyStart = "lpkeys account list" // Every start finishes what it can.
	if v.unread() {
		n.Add(NotTried, unread, "")
		return
	}
	for _, a := range v.files().Accounts {
		switch {
		case a.CutShort && a.State == store.Kept:
			n.Add(Warning, "an earlier key of "+a.Name+" may be left in a vault", anyStart)
		case a.CutShort:
			n.Add(Warning, fmt.Sprintf("%s account %s was cut short", a.State, a.Name), anyStart)
		}
	}
	for _, i := range v.files().Leftovers {
		n.Add(Warning, "a removed account may have left "+i.Name+" in "+explain.Vault(i.Vault), anyStart)
	}
	n.or("nothing was cut short")
}

func (v *visit) folderList(_ context.Context, n *Notes) {
	x := v.files()
	if x.SettingsErr != nil {
		n.fail(Failed, "", x.SettingsErr)
		return
	}
	for _, f := range x.Folders {
		v.listed(f, n)
	}
	n.or(some(len(x.Folders), "folder") + " with an account of its own")
}

func (v *visit) listed(f store.Folder, n *Notes) {
	at := fmt.Sprintf("line %d of config.toml: ", f.Line)
	_, because, err := v.files().InForce(store.Asked{Here: func() (string, error) { return f.Path, nil }})
	if because.Reason == store.ByFolder && err != nil {
		n.Add(Failed, at+"the account of "+f.Path+" is not there", "cd "+word(f.Path)+" && lpkeys account use NAME --here")
		return
	}
	place, err := filepath.EvalSymlinks(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		n.Add(Warning, at+"there is no folder "+f.Path, "Take the line out, if the folder does not come back")
	case err == nil && place != filepath.Clean(f.Path):
		n.Add(Warning, at+f.Path+" leads to "+place+", so the line never counts", "Write "+place+" there")
	}
}

func (v *visit) account(_ context.Context, n *Notes) {
	a, because, err := v.files().InForce(v.Asked)
	switch {
	case v.unread():
		n.Add(NotTried, unread, "")
	case err == nil:
		about := string(a.ID)
		if a.Production() {
			about += ", PRODUCTION"
		}
		n.Add(OK, fmt.Sprintf("%s (%s), %s", a.Name, about, cmp.Or(v.Why, explain.Reason(because))), "")
	case errors.Is(err, store.ErrNoAccounts):
		n.Add(NotTried, "there is no account yet", "")
	case because.Reason == store.ByFlag || because.Reason == store.ByVariable:
		// What was given is not repeated: it may be a value of a key.
		n.Add(Failed, "there is no account of the name that is "+explain.Reason(because), "lpkeys account list")
	case errors.Is(err, store.ErrNoDefault):
		n.fail(Warning, "", err)
	default:
		n.fail(Failed, "", err)
	}
}
