package oauth

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vector is one published test case. The files in testdata hold those of the
// standards; a larger collection beside the checkout has the same form.
type vector struct {
	Name        string
	Kind        string
	Source      string
	Method      string
	URL         string
	OAuth       map[string]string
	Body        string
	ContentType string      `json:"content_type"`
	FormParams  [][2]string `json:"form_params"`
	SignWith    Method      `json:"sign_with"`
	Input       string
	Algorithm   string
	Params      [][2]string
	Query       string
	BaseString  string `json:"base_string"`
	Expect      map[string]string
	Computed    map[string]string
	Verified    bool
	Mismatch    struct{ Reference map[string]string }
}

func TestTheStandardsOwnVectors(t *testing.T) {
	for _, file := range []string{"rfc5849.json", "core10.json", "wiki.json"} {
		t.Run(file, func(t *testing.T) {
			if runVectors(t, filepath.Join("testdata", file)) == 0 {
				t.Errorf("%s holds no vector", file)
			}
		})
	}
}

// The collection is kept outside the project, so it may be absent; when it is
// there, all of it counts.
func TestEveryPublishedVector(t *testing.T) {
	file := filepath.Join("..", "..", "shared", "vectors", "oauth1-published.json")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return
	}
	if ran := runVectors(t, file); ran != 209 {
		t.Errorf("ran %d vectors, want 209", ran)
	}
}

func runVectors(t *testing.T, file string) (ran int) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, v := range vectors {
		t.Run(v.Name, v.run)
	}
	return len(vectors)
}

func (v vector) run(t *testing.T) {
	if v.Source == "" {
		t.Error("the vector has no source")
	}
	got := map[string]string{}
	switch v.Kind {
	case "encode":
		got["encoded"] = string(appendEncoded(nil, v.Input))
	case "base_uri":
		got["base_uri"] = encodedURI(t, v.URL)
	case "normalize":
		got["normalized_params"] = v.normalize(t)
	case "sign":
		got["signature"] = v.sign(t, Method(v.OAuth["signature_method"]), v.BaseString)
	case "request":
		v.signRequest(t, got)
	case "body_hash":
		got["body_hash"] = string(appendBodyHash(nil, Method("HMAC-"+v.Algorithm), v.Body))
	default:
		t.Fatalf("unknown kind %q", v.Kind)
	}
	v.check(t, got)
}

// check holds got against all that the vector is sure of.
func (v vector) check(t *testing.T, got map[string]string) {
	t.Helper()
	wanted := []map[string]string{v.Computed, v.Mismatch.Reference}
	if v.Verified {
		wanted = append(wanted, v.Expect)
	}
	checked := 0
	for _, want := range wanted {
		for name, value := range want {
			checked++
			if name == "header" {
				checkSameFields(t, got[name], value)
			} else if got[name] != value {
				t.Errorf("%s:\n got %q\nwant %q", name, got[name], value)
			}
		}
	}
	if checked == 0 {
		t.Error("the vector expects nothing")
	}
}

// checkSameFields compares headers whose writers chose other orders.
func checkSameFields(t *testing.T, got, want string) {
	t.Helper()
	ours, problem := parseAuthorization(got)
	if problem != nil {
		t.Fatalf("header %q: %v", got, problem)
	}
	theirs, problem := parseAuthorization(want)
	if problem != nil {
		t.Fatalf("header %q: %v", want, problem)
	}
	order := func(a, b field) int { return strings.Compare(a.name, b.name) }
	slices.SortFunc(ours, order)
	slices.SortFunc(theirs, order)
	if !slices.Equal(ours, theirs) {
		t.Errorf("header:\n got %q\nwant %q", ours, theirs)
	}
}

func (v vector) normalize(t *testing.T) string {
	var p parameters
	for _, pair := range v.Params {
		p.add(pair[0], []byte(pair[1]))
	}
	if err := p.addForm(Query, v.Query); err != nil {
		t.Fatal(err)
	}
	p.sortOAuth()
	if err := p.sort(); err != nil {
		t.Fatal(err)
	}
	return decode(string(p.appendNormalized(nil)))
}

func (v vector) credentials() Credentials {
	return Credentials{
		ConsumerKey:    v.OAuth["consumer_key"],
		ConsumerSecret: NewSecret(v.OAuth["consumer_secret"]),
		Token:          v.OAuth["token"],
		TokenSecret:    NewSecret(v.OAuth["token_secret"]),
	}
}

func (v vector) sign(t *testing.T, method Method, base string) string {
	mac, err := newMAC(method, signingKey(v.credentials()))
	if err != nil {
		t.Fatal(err)
	}
	return string(mac.appendSignature(nil, []byte(base)))
}

func (v vector) request() Request {
	r := Request{Method: v.Method, URL: v.URL}
	if isForm(v.ContentType) {
		r.Form = v.Body
	} else {
		r.Body = v.Body
	}
	for _, pair := range v.FormParams {
		if r.Form != "" {
			r.Form += "&"
		}
		r.Form = string(appendEncoded([]byte(r.Form), pair[0]))
		r.Form = string(appendEncoded([]byte(r.Form+"="), pair[1]))
	}
	return r
}

// signRequest signs with whatever protocol parameters the vector has, and where
// a Signer sends the same ones, with a Signer as well.
func (v vector) signRequest(t *testing.T, got map[string]string) {
	var m message
	r := v.request()
	if err := m.set(&r); err != nil {
		t.Fatal(err)
	}
	var p parameters
	var fields []string
	for name, value := range v.OAuth {
		switch name {
		case "consumer_secret", "token_secret":
		case "realm":
			fields = append(fields, `realm="`+value+`"`)
		default:
			p.add("oauth_"+name, []byte(value))
			fields = append(fields, "oauth_"+name+`="`+string(appendEncoded(nil, value))+`"`)
		}
	}
	p.sortOAuth()
	base, err := p.appendSigned(nil, &m, &baseURI{})
	if err != nil {
		t.Fatal(err)
	}
	method := Method(v.OAuth["signature_method"])
	if v.SignWith != "" {
		method = v.SignWith
	}
	got["base_string"] = string(base)
	got["base_uri"] = encodedURI(t, v.URL)
	got["normalized_params"] = decode(string(p.appendNormalized(nil)))
	if method == "" {
		return
	}
	got["signing_key"] = string(signingKey(v.credentials()))
	got["signature"] = v.sign(t, method, got["base_string"])
	fields = append(fields, `oauth_signature="`+string(appendEncoded(nil, got["signature"]))+`"`)
	got["header"] = "OAuth " + strings.Join(fields, ", ")

	if v.fitsSigner() {
		v.checkSigner(t, got)
	}
}

func (v vector) fitsSigner() bool {
	_, err := strconv.ParseInt(v.OAuth["timestamp"], 10, 64)
	version, sent := v.OAuth["version"]
	return err == nil && (version == "1.0" || !sent) && v.OAuth["nonce"] != "" &&
		v.OAuth["consumer_key"] != "" && v.SignWith == ""
}

// checkSigner signs through each of the three doors.
func (v vector) checkSigner(t *testing.T, got map[string]string) {
	seconds, err := strconv.ParseInt(v.OAuth["timestamp"], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	s := &Signer{
		Credentials: v.credentials(),
		Method:      Method(v.OAuth["signature_method"]),
		Realm:       v.OAuth["realm"],
		Callback:    v.OAuth["callback"],
		Verifier:    v.OAuth["verifier"],
		NoVersion:   v.OAuth["version"] == "",
		BodyHash:    v.OAuth["body_hash"] != "",
		Nonce:       func() string { return v.OAuth["nonce"] },
		Now:         func() time.Time { return time.Unix(seconds, 0) },
	}
	r := v.request()
	e, err := s.Explain(r)
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{
		"base_string": e.BaseString, "base_uri": e.BaseURI, "normalized_params": e.NormalizedParameters,
		"signing_key": e.SigningKey.Reveal(), "signature": e.Signature,
	}
	for name, value := range explained {
		if value != got[name] {
			t.Errorf("Explain, %s:\n got %q\nwant %q", name, value, got[name])
		}
	}
	checkSameFields(t, e.Header, got["header"])
	value, err := s.AppendAuthorization(nil, r)
	if err != nil || string(value) != e.Header {
		t.Errorf("AppendAuthorization: %v\n got %q\nwant %q", err, value, e.Header)
	}
	if signed := signOverHTTP(t, s, r); signed.Header.Get("Authorization") != e.Header {
		t.Errorf("Sign:\n got %q\nwant %q", signed.Header.Get("Authorization"), e.Header)
	}
}

// signOverHTTP signs r as a client of net/http would.
func signOverHTTP(t *testing.T, s *Signer, r Request) *http.Request {
	t.Helper()
	req, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Form+r.Body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/plain")
	if r.Form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	}
	if err := s.Sign(req); err != nil {
		t.Fatal(err)
	}
	return req
}
