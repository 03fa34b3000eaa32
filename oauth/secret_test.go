package oauth

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"
	"unsafe"
)

const canary = "CANARY-0123456789"

// holders are the ways in which a secret gets carried around.
func holders() map[string]any {
	secret := NewSecret(canary)
	type inside struct {
		Exported   Secret
		unexported Secret
		pointer    *Secret
		slice      []Secret
		byName     map[string]Secret
		boxed      any
	}
	in := inside{secret, secret, &secret, []Secret{secret}, map[string]Secret{"k": secret}, secret}
	key := Credentials{ConsumerKey: "key", ConsumerSecret: secret, Token: "token", TokenSecret: secret}
	used := &Signer{Credentials: key}
	if _, err := used.AppendAuthorization(nil, Request{Method: "GET", URL: "https://example.com/"}); err != nil {
		panic(err)
	}
	return map[string]any{
		"a secret":               secret,
		"a pointer to one":       &secret,
		"a struct":               in,
		"a pointer to a struct":  &in,
		"a slice":                []Secret{secret},
		"an array":               [1]Secret{secret},
		"a map":                  map[string]Secret{"k": secret},
		"a map of pointers":      map[string]*Secret{"k": &secret},
		"an interface":           []any{secret, &secret, in, &in},
		"credentials":            key,
		"pointer to credentials": &key,
		"a signer that signed":   used,
		"an explanation":         &Explanation{SigningKey: secret},
		"a wrapped error":        fmt.Errorf("signing with %v: %w", secret, errors.New("no")),
		"an error that holds it": &holdingError{secret},
	}
}

type holdingError struct{ secret Secret }

func (e *holdingError) Error() string { return fmt.Sprintf("cannot use %s", e.secret) }

func checkSilent(t *testing.T, how, shown string) {
	t.Helper()
	// %x and %q would show it in other letters.
	for _, form := range []string{canary, "CANARY", fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary)} {
		if strings.Contains(shown, form) {
			t.Errorf("%s shows the secret: %s", how, shown)
		}
	}
}

func TestNoVerbShowsASecret(t *testing.T) {
	flags := []string{"", "+", "#", " ", "-", "0", "40", ".3", "+#", "# "}
	for name, holder := range holders() {
		for verb := '!'; verb <= '~'; verb++ {
			for _, flag := range flags {
				format := "%" + flag + string(verb)
				checkSilent(t, name+" as "+format, fmt.Sprintf(format, holder))
			}
		}
		checkSilent(t, name+" printed", fmt.Sprint(holder)+fmt.Sprintln(holder))
	}
}

func TestNoEncodingShowsASecret(t *testing.T) {
	for name, holder := range holders() {
		asJSON, _ := json.Marshal(holder)
		checkSilent(t, name+" as JSON", string(asJSON))
		asXML, _ := xml.Marshal(holder)
		checkSilent(t, name+" as XML", string(asXML))
		var asGob bytes.Buffer
		_ = gob.NewEncoder(&asGob).Encode(holder)
		checkSilent(t, name+" as gob", asGob.String())
	}
}

func TestNoLogShowsASecret(t *testing.T) {
	for name, holder := range holders() {
		var out bytes.Buffer
		log.New(&out, "", 0).Println(holder)
		slog.New(slog.NewTextHandler(&out, nil)).Info("key", "holder", holder, slog.Group("g", "holder", holder))
		slog.New(slog.NewJSONHandler(&out, nil)).Info("key", "holder", holder, slog.Group("g", "holder", holder))
		checkSilent(t, name+" logged", out.String())
	}
}

func TestNoTemplateShowsASecret(t *testing.T) {
	const text = `{{.}} {{printf "%s %q %v" . . .}} {{print .}} {{html .}} {{js .}} {{urlquery .}}`
	for name, holder := range holders() {
		var out bytes.Buffer
		_ = template.Must(template.New("t").Parse(text)).Execute(&out, holder)
		_ = htmltemplate.Must(htmltemplate.New("h").Parse(`<p title="{{.}}">{{.}}<script>let x = {{.}}</script>`)).Execute(&out, holder)
		checkSilent(t, name+" in a template", out.String())
	}
}

// Printers that follow pointers and ask no methods, such as those that show the
// differences of a test, see what reflection sees.
func TestReflectionDoesNotReachASecret(t *testing.T) {
	for name, holder := range holders() {
		var seen strings.Builder
		readAll(&seen, reflect.ValueOf(holder))
		checkSilent(t, name+" by reflection", seen.String())
	}
}

func readAll(seen *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		fmt.Fprintln(seen, v.String())
	case reflect.Uint8:
		seen.WriteByte(byte(v.Uint()))
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			readAll(seen, v.Elem())
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			readAll(seen, field)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			readAll(seen, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			readAll(seen, key)
			readAll(seen, v.MapIndex(key))
		}
	}
}

func TestASecretSaysWhetherItIsSet(t *testing.T) {
	for _, test := range []struct {
		secret Secret
		want   string
	}{
		{NewSecret(canary), "[redacted]"},
		{NewSecret(""), "[unset]"},
		{Secret{}, "[unset]"},
	} {
		for _, format := range []string{"%s", "%v", "%+v", "%#v", "%q", "%d", "%x"} {
			if got := fmt.Sprintf(format, test.secret); got != test.want {
				t.Errorf("%s: got %q want %q", format, got, test.want)
			}
		}
		if got := test.secret.LogValue().String(); got != test.want {
			t.Errorf("LogValue: got %q want %q", got, test.want)
		}
	}
}

func TestASecretIsNotMarshalled(t *testing.T) {
	for _, secret := range []Secret{NewSecret(canary), {}} {
		if _, err := json.Marshal(map[string]Secret{"k": secret}); !errors.Is(err, ErrSecret) {
			t.Errorf("JSON: got %v want %v", err, ErrSecret)
		}
		if _, err := secret.MarshalText(); !errors.Is(err, ErrSecret) {
			t.Errorf("text: got %v want %v", err, ErrSecret)
		}
		if _, err := xml.Marshal(secret); !errors.Is(err, ErrSecret) {
			t.Errorf("XML: got %v want %v", err, ErrSecret)
		}
		if err := gob.NewEncoder(&bytes.Buffer{}).Encode(secret); err == nil {
			t.Error("gob: got no error")
		}
	}
}

func TestSecretsAreEqualByTheirText(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{canary, canary, true},
		{canary, canary + "x", false},
		{canary, "CANARY-0123456788", false},
		{"", "", true},
		{"", canary, false},
	} {
		if got := NewSecret(test.a).Equal(NewSecret(test.b)); got != test.want {
			t.Errorf("%q and %q: got %v want %v", test.a, test.b, got, test.want)
		}
	}
	if reflect.TypeFor[Secret]().Comparable() {
		t.Error("== compiles, and compares where the texts lie")
	}
	if got := NewSecret(canary).Reveal(); got != canary {
		t.Errorf("Reveal: got %q want %q", got, canary)
	}
	if !NewSecret("").IsZero() || NewSecret(canary).IsZero() {
		t.Error("IsZero is wrong")
	}
}

// A secret is often one line of a long paste.
func TestASecretDoesNotKeepTheRestOfThePaste(t *testing.T) {
	paste := "Secret: " + canary
	if s := NewSecret(paste[len("Secret: "):]); unsafe.StringData(s.Reveal()) == unsafe.StringData(paste[len("Secret: "):]) {
		t.Error("the secret lies in the text that was pasted")
	}
}
