package domain

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestEveryWordOfTheCatalogueIsUnderstood(t *testing.T) {
	got, err := readCatalogue(`# A remark.

section  History
api      Audit
docs     audit.html
service  audit or Audit
hosts    va.x.liveperson.net  lo.x.liveperson.net
auth     app key, login bearer
key      Data → Audit
note     Slow.

op       audit.list  All of it
reads    GET /{accountId}?*v=1[&from={from}]

op       audit.delete  None of it
docs     delete.html
auth     not known
destroys POST /{accountId}
json     {"all":true}
note     Careful.
`)
	want := []API{{
		Section: "History", Title: "Audit", Docs: "https://developers.liveperson.com/audit.html",
		Service: "audit", Also: []Service{"Audit"}, Hosts: []string{"va.x.liveperson.net", "lo.x.liveperson.net"},
		Auth: AppKey | LoginBearer, Permission: "Data → Audit", Note: "Slow.",
		Operations: []Operation{
			{
				Name: "audit.list", Title: "All of it", Effect: Reads, Method: "GET", Service: "audit", Path: "/{accountId}",
				Auth: AppKey | LoginBearer, API: "Audit", Docs: "https://developers.liveperson.com/audit.html",
				Permission: "Data → Audit", Note: "Slow.", query: "*v=1[&from={from}]",
			},
			{
				Name: "audit.delete", Title: "None of it", Effect: Destroys, Method: "POST", Service: "audit", Path: "/{accountId}",
				ContentType: "application/json", Body: `{"all":true}`, Note: "Slow. Careful.",
				API: "Audit", Docs: "https://developers.liveperson.com/delete.html", Permission: "Data → Audit",
			},
		},
	}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}

func TestAMistakeInTheCatalogueIsFoundWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"docs x.html":                     "line 1: no API has begun",
		"api A\nopp x":                    "line 2: unknown word opp",
		"api A\nreads GET /":              "line 2: unknown word reads",
		"api A\nauth everything":          "line 2: unknown way to authorise",
		"api A\nauth app key, everything": "line 2: unknown way to authorise",
		"api A\nop list All":              "line 2: an operation's name begins with its service",
		"api A\nop a.list All\nkey x":     "line 3: unknown word key",
		"api A\nop a.list All\nauth ":     "line 3: unknown way to authorise",
	} {
		if _, err := readCatalogue(text); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

var update = flag.Bool("update", false, "pack catalogue.txt")

func TestThePackedCatalogueIsTheReadableOne(t *testing.T) {
	text, err := os.ReadFile("catalogue.txt")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		pack(t, text)
		return
	}
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, text) {
		t.Errorf("catalogue.txt.gz is another text (%v): go test ./domain -run TestThePackedCatalogue -update", err)
	}
}

func pack(t *testing.T, text []byte) {
	t.Helper()
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("catalogue.txt.gz", packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedPackIsAnError(t *testing.T) {
	for _, damaged := range []string{"", "x", packed[:len(packed)/2], strings.Replace(packed, packed[100:110], "xxxxxxxxxx", 1)} {
		if apis, err := unpackCatalogue(damaged); err == nil {
			t.Errorf("got %d APIs", len(apis))
		}
	}
}

func BenchmarkCatalogue(b *testing.B) {
	for b.Loop() {
		Catalogue()
	}
}
