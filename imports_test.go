package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one of our files, tests left out, whatever system it is for.
type source struct {
	path string // with slashes, from the top
	file *ast.File
	fset *token.FileSet
}

// folder is the file's package, "." for main.
func (s source) folder() string { return path.Dir(s.path) }

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			panic(err) // The parser has read it.
		}
		paths = append(paths, imported)
	}
	return paths
}

// ours are the folders that the file imports, "." never among them.
func (s source) ours() []string {
	var folders []string
	for _, imported := range s.imports() {
		if folder, ok := strings.CutPrefix(imported, "lpkeys/"); ok {
			folders = append(folders, folder)
		}
	}
	return folders
}

// uses answers where the file uses one of the names of the package that is
// imported as qualifier, or calls one of Go's own when that is "".
func (s source) uses(qualifier string, names []string) []token.Position {
	var places []token.Position
	ast.Inspect(s.file, func(n ast.Node) bool {
		var name *ast.Ident
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == qualifier {
				name = n.Sel
			}
		case *ast.CallExpr:
			if called, ok := n.Fun.(*ast.Ident); ok && qualifier == "" {
				name = called
			}
		}
		if name != nil && slices.Contains(names, name.Name) {
			places = append(places, s.fset.Position(name.Pos()))
		}
		return true
	})
	return places
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (base == "testdata" || strings.HasPrefix(base, ".")):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		all = append(all, source{filepath.ToSlash(name), file, fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files were found; the test looks in the wrong place", len(all))
	}
	return all
}

func within(folder, top string) bool { return folder == top || strings.HasPrefix(folder, top+"/") }

// arrow says which of our packages a part of the house may import.
type arrow struct {
	part    string
	may     []string
	because string
}

var arrows = []arrow{
	{"oauth", nil, "signing knows nothing of LivePerson, so that it can be taken and used alone"},
	{"domain", nil, "finding hosts needs no key, so it cannot leak one"},
	{"store", []string{"oauth", "domain", "store"}, "keeping never prints, prompts or draws: both faces use it"},
	{"ui", []string{"oauth", "domain", "store", "ui"}, "the faces know everything but how they are put together"},
	{".", []string{"oauth", "domain", "store", "ui"}, "main introduces them"},
}

func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		at := slices.IndexFunc(arrows, func(a arrow) bool { return within(s.folder(), a.part) })
		if at < 0 {
			t.Errorf("%s is in no part of the house: the top level is given and stays", s.path)
			continue
		}
		for _, imported := range s.ours() {
			if !slices.ContainsFunc(arrows[at].may, func(top string) bool { return within(imported, top) }) {
				t.Errorf("%s imports %s: %s", s.path, imported, arrows[at].because)
			}
		}
	}
}

func TestSigningAndResolvingNeedTheStandardLibraryAlone(t *testing.T) {
	for _, s := range sources(t) {
		if !within(s.folder(), "oauth") && !within(s.folder(), "domain") {
			continue
		}
		for _, imported := range s.imports() {
			// The standard library's paths have no dot in their first part.
			if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") || first == "lpkeys" {
				t.Errorf("%s imports %s: whoever takes this package takes nothing else along", s.path, imported)
			}
		}
	}
}

func TestNoScreenImportsAnotherScreen(t *testing.T) {
	const screens = "ui/screen/"
	for _, s := range sources(t) {
		for _, imported := range s.ours() {
			if strings.HasPrefix(s.folder(), screens) && strings.HasPrefix(imported, screens) {
				t.Errorf("%s imports %s: screens name a route, and ui/open.go knows the map", s.path, imported)
			}
		}
	}
}

func TestTheQuietFaceIsFreeOfBubbleTea(t *testing.T) {
	imports := map[string][]string{}
	for _, s := range sources(t) {
		imports[s.folder()] = append(imports[s.folder()], s.imports()...)
	}
	var follow func(folder string, way []string)
	seen := map[string]bool{}
	follow = func(folder string, way []string) {
		if seen[folder] {
			return
		}
		seen[folder] = true
		way = append(way, folder)
		for _, imported := range imports[folder] {
			if strings.HasPrefix(imported, "charm.land/") {
				t.Errorf("%s imports %s: commands start fast and work on a broken terminal", strings.Join(way, " imports "), imported)
			}
			if ours, ok := strings.CutPrefix(imported, "lpkeys/"); ok {
				follow(ours, way)
			}
		}
	}
	follow("ui/cli", nil)
	if !seen["store"] || !seen["oauth"] {
		t.Error("the test followed no import")
	}
}

func TestOnlyMainAndTheQuietFaceTouchTheProcess(t *testing.T) {
	touches := map[string][]string{
		"":    {"print", "println"},
		"fmt": {"Print", "Printf", "Println"},
		"log": {"Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln", "Default"},
		"os":  {"Args", "Stdin", "Stdout", "Stderr", "Exit"},
	}
	for _, s := range sources(t) {
		if s.folder() == "." || s.folder() == "ui/cli" {
			continue
		}
		for qualifier, names := range touches {
			for _, place := range s.uses(qualifier, names) {
				t.Errorf("%v: streams and the exit are main's to hand out", place)
			}
		}
	}
}

func TestHelpersOfTestsStayInTests(t *testing.T) {
	helpers := []string{"store/storetest", "ui/uitest"}
	for _, s := range sources(t) {
		for _, imported := range s.ours() {
			if slices.Contains(helpers, imported) && !slices.Contains(helpers, s.folder()) {
				t.Errorf("%s imports %s: the program would carry package testing", s.path, imported)
			}
		}
	}
}

func TestEveryPackageSaysWhatItPromises(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.file.Doc != nil {
			documented[s.folder()] = true
		}
	}
	for _, s := range sources(t) {
		if !documented[s.folder()] {
			t.Errorf("package %s (%s) has no words of its own", s.folder(), s.path)
			documented[s.folder()] = true // Once is enough.
		}
	}
}
