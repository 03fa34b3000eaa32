package domain_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lpkeys/domain"
)

// fact is a row of the tables in section 2 of what is known about LivePerson.
type fact struct {
	name  string
	row   string // all of its cells
	about string // what the text above the table says for all of its rows
}

// facts are those that lie beside this repository where the catalogue was
// written; none elsewhere.
func facts(t *testing.T) (rows []fact, all string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "shared", "liveperson.md"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ""
	}
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## 2. ")
	section, _, _ = strings.Cut(section, "\n## 3. ")
	about := ""
	for line := range strings.SplitSeq(section, "\n") {
		cells := strings.Split(line, " | ")
		name := strings.TrimPrefix(cells[0], "| ")
		switch {
		case strings.HasPrefix(line, "### "):
			about = line
		case !strings.HasPrefix(line, "| ") || name == "API":
			about += line
		default:
			rows = append(rows, fact{name, line, about})
		}
	}
	if len(rows) < 60 {
		t.Fatalf("found %d rows, want all of section 2", len(rows))
	}
	return rows, string(text)
}

func (f fact) holds(text string) bool { return strings.Contains(f.row+f.about, text) }

// named is the API of a row. A title leaves a remark in parentheses out.
func (f fact) named() (domain.API, bool) {
	for _, api := range domain.Catalogue() {
		if f.name == api.Title || strings.HasPrefix(f.name, api.Title+" (") {
			return api, true
		}
	}
	return domain.API{}, false
}

func TestNoAPIThatIsKnownIsMissing(t *testing.T) {
	rows, _ := facts(t)
	for _, f := range rows {
		if _, ok := f.named(); !ok {
			t.Errorf("%s is not in the catalogue", f.name)
		}
	}
	if rows != nil && len(rows) != len(domain.Catalogue()) {
		t.Errorf("got %d APIs for %d rows", len(domain.Catalogue()), len(rows))
	}
}

// endpoints are the parts of paths, and the versions, that a row names.
var endpoints = regexp.MustCompile(`/[a-z][A-Za-z_-]+|\bv(?:ersion)?=[0-9.]*[0-9]`)

// noEndpoints are what only looks like one: where a prefix is not, media types,
// lists of regions.
var noEndpoints = regexp.MustCompile(`no /api\S*|idp /signup|id/secret|application/\S+|30 req/s/brand|TPS/brand|va/lo/sy|us/emea/apac`)

func TestNoPathAndNoVersionThatIsKnownIsMissing(t *testing.T) {
	rows, _ := facts(t)
	for _, f := range rows {
		api, _ := f.named()
		all := []string{api.Note}
		for _, o := range api.Operations {
			all = append(all, o.Path, o.Note)
			for _, q := range o.Queries() {
				all = append(all, q.Name+"="+q.Value)
			}
		}
		cells := strings.Split(f.row, " | ")
		row := noEndpoints.ReplaceAllString(strings.Join(cells[1:len(cells)-1], " "), "")
		for _, want := range endpoints.FindAllString(row, -1) {
			if !strings.Contains(strings.Join(all, " "), want) {
				t.Errorf("%s: %s is not in the catalogue", f.name, want)
			}
		}
	}
}

// authCodes are what the rows call the ways to authorise.
var authCodes = map[string]domain.Auth{
	"O1": domain.AppKey, "O2": domain.OAuth2, "LB": domain.LoginBearer, "CJ": domain.ConsumerToken, "AJ": domain.AppToken,
}

// authorisedOtherwise are rows whose code is not what authorises the request
// itself, each with the reason.
var authorisedOtherwise = map[string]string{
	"Delegated token O2":                             "it is the request for a token",
	"Authorizing CC Applications (auth code) O2":     "it is the request for a token",
	"App-key manager O1":                             "signed without an access token, which nothing here does",
	"Functions – management O1":                      "the row spells OAuth 1.0 out",
	"Conversation Context Service / Next Actions O2": "for a version whose paths were not read",
}

func TestWhatAuthorisesIsWhatIsKnown(t *testing.T) {
	rows, _ := facts(t)
	for _, f := range rows {
		api, _ := f.named()
		got := api.Auth
		for _, o := range api.Operations {
			got |= o.Auth
		}
		for code, auth := range authCodes {
			want := strings.Contains(f.auth(), code)
			if want != (got&auth != 0) && authorisedOtherwise[api.Title+" "+code] == "" {
				t.Errorf("%s: got %v, want %s in it: %v", f.name, got, code, want)
			}
		}
	}
}

// auth is what the row says of that. One table says it above for all of its
// rows.
func (f fact) auth() string {
	if !strings.Contains(f.about, "Auth for all") {
		return strings.Split(f.row, " | ")[2]
	}
	if f.name == "Users" || f.name == "Audit Trail" {
		return "LB, O1, O2"
	}
	return "LB, O1"
}

// ours are the names that the catalogue gives to what has hosts of its own.
var ours = []domain.Service{"domainAPI", "proactiveMessaging", "outboundConfiguration", "outboundReporting", "dataAccess", "intentManager"}

func TestNothingIsInvented(t *testing.T) {
	rows, all := facts(t)
	for _, f := range rows {
		api, _ := f.named()
		if page := strings.TrimPrefix(api.Docs, "https://developers.liveperson.com/"); !f.holds(page) {
			t.Errorf("%s: got docs %q", f.name, page)
		}
		if !f.holds(string(api.Service)) && !slices.Contains(ours, api.Service) || slices.Contains(ours, api.Service) != (api.Hosts != nil) {
			t.Errorf("%s: got service %s with hosts %v", f.name, api.Service, api.Hosts)
		}
		for _, host := range api.Hosts {
			if !knownHost(all, host) {
				t.Errorf("%s: got host %s", f.name, host)
			}
		}
		for _, part := range regexp.MustCompile(` → |, `).Split(api.Permission, -1) {
			if !strings.Contains(all, part) {
				t.Errorf("%s: got permission %q", f.name, api.Permission)
			}
		}
		for _, o := range api.Operations {
			checkFacts(t, f, o)
		}
	}
}

// knownHost finds va.da.liveperson.net in "va/lo/sy.da.liveperson.net" too.
func knownHost(facts, host string) bool {
	_, rest, _ := strings.Cut(host, ".")
	return strings.Contains(facts, host) || strings.Contains(facts, "."+rest)
}

func checkFacts(t *testing.T, f fact, o domain.Operation) {
	t.Helper()
	if !f.holds(o.Method) && !strings.Contains(f.about, "GET") {
		t.Errorf("%s: got method %s", o.Name, o.Method)
	}
	for part := range strings.SplitSeq(o.Path, "/") {
		if !strings.HasPrefix(part, "{") && !f.holds(part) {
			t.Errorf("%s: got %q in path %s", o.Name, part, o.Path)
		}
	}
	for _, q := range o.Queries() {
		version := q.Name == "v" && (f.holds("v="+q.Value) || f.holds("v"+q.Value+" ") || f.holds(" "+q.Value+" "))
		other := q.Name != "v" && (f.holds(q.Name+"=") || f.holds("`"+q.Name+"`"))
		if !version && !other {
			t.Errorf("%s: got parameter %s=%s", o.Name, q.Name, q.Value)
		}
	}
	for _, field := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(o.Body, -1) {
		if !f.holds(field[1]) {
			t.Errorf("%s: got the field %q in its body", o.Name, field[1])
		}
	}
}
