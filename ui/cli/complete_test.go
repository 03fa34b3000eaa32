package cli

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/doctor"
	"lpkeys/ui/explain"
)

func TestCompletingOpensNothingAndAsksNobody(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	for _, name := range []string{"bolt", "going", "a$(x)", "a`x`", "a;x", "a&x", "a|x", "a<x", "a>x"} {
		if code := d.run(t.Context(), fourLines, "account", "add", name, "--id", "12345678", "--from", "-", "--no-check"); code != explain.Done {
			t.Fatalf("adding: exit %d, told %s", code, d.told.get())
		}
	}
	b, err := d.env.Open(Face{})
	if err != nil {
		t.Fatal(err)
	}
	paths := store.Paths{Data: strings.TrimSuffix(b.Resolver.Folder, "/cache")}
	if err := errors.Join(b.Store.MarkRemoving("going"), b.Store.Close()); err != nil {
		t.Fatal(err)
	}
	d.env.Open = func(Face) (*Backend, error) { t.Error("the store was opened"); return nil, errors.New("opened") }
	d.env.Patient = func() doctor.Patient { return doctor.Patient{Store: store.Options{Paths: paths}} }
	d.env.Hosts = func() (*domain.Client, error) {
		return &domain.Client{Folder: b.Resolver.Folder, HTTP: answers(func(req *http.Request) (*http.Response, error) {
			t.Errorf("%s was asked", req.URL)
			return nil, errors.New("asked")
		})}, nil
	}
	d.env.Terminal = Terminals{In: true, Out: true, Err: true}
	for typed, want := range map[string]string{
		"account show ":  "acme\t12345678\nbolt\t12345678\n:4\n",
		"resolve rt":     "rtbf\tPersonal Data Deletion\n:4\n",
		"account show a": "acme\t12345678\n:4\n",
		"export acme b":  "bolt\t12345678\n:4\n",
		"account list ":  ":4\n",
		"import bundle.": ":0\n",
	} {
		code := d.run(t.Context(), "", append([]string{"__complete"}, strings.Split(typed, " ")...)...)
		if got := d.out.get(); code != explain.Done || got != want {
			t.Errorf("%q: exit %d, offered %q, want %q", typed, code, got, want)
		}
	}
}
