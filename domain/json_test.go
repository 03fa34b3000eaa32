package domain

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// documents are objects that are easy to get wrong, and texts that are none.
var documents = []string{
	`{}`, ` { } `, `{"a":1}`, `{"a":-0.5e+10,"b":[1,[2],{}],"c":null,"d":true,"e":false}`, `{"a":"x\"y\\z\/\b\f\n\r\t"}`,
	`{"a":"\u00e9\ud83d\ude00"}`, `{"a":"\ud83d"}`, `{"a":"\ude00\ud83d"}`, `{"a":"\ud83d\u0041"}`, `{"a":"\ud83d\n"}`,
	`{"a":1,"a":"2"}`, `{"":""}`, `{"a":"é🙂"}`, "{\"a\":\"\xff\"}", "{\"a\":\"\x7f\"}", `{"a":1e9}`, `{"a":0.0E-0}`, `{"a":[]}`,
	``, ` `, `null`, `[]`, `"a"`, `{`, `}`, `{]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1}x`, `{"a":1}{}`, `{a:1}`,
	`{"a":01}`, `{"a":1.}`, `{"a":.5}`, `{"a":-}`, `{"a":+1}`, `{"a":1e}`, `{"a":1e+}`, `{"a":tru}`, `{"a":nulll}`, `{"a":True}`,
	`{"a":"\x"}`, `{"a":"\u12"}`, `{"a":"\u12`, `{"a":"\u`, `{"a":"\ud83d\u`, `{"a":"\u12g4"}`, `{"a":"\u+123"}`, `{"a":"\ud83d\u12"}`, "{\"a\":\"\n\"}", "{\"a\":\"\\t\t\"}", `{"a":"b`, `{"a":"b\`, `{"a":"b\"`,
	`{"a":[1,2}`, `{"a":[1 2]}`, `{"a":[,]}`, `{"a" 1}`, "\ufeff{}", "{}\x00", "{\"a\"\x00:1}", "\x00",
	strings.Repeat(`{"a":`, 99) + `{}` + strings.Repeat(`}`, 99),
}

// readAny reads a document whose one field of interest is a.
func readAny(text string) (raw string, problem string) {
	s := scanner{text: text}
	problem = s.document(func(name string) {
		if value := s.raw(); name == "a" {
			raw = value
		}
	})
	return raw, problem
}

func TestTheScannerAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range documents {
		compareWithEncodingJSON(t, text)
	}
}

func FuzzTheScannerAgreesWithEncodingJSON(f *testing.F) {
	for _, text := range documents {
		f.Add(text)
	}
	f.Fuzz(compareWithEncodingJSON)
}

func compareWithEncodingJSON(t *testing.T, text string) {
	raw, problem := readAny(text)
	var theirs map[string]json.RawMessage
	err := json.Unmarshal([]byte(text), &theirs)
	if strings.HasSuffix(problem, "100 levels") {
		return
	}
	if isObject := err == nil && theirs != nil; (problem == "") != isObject {
		t.Fatalf("%q: got %q, encoding/json %v", text, problem, err)
	}
	if problem == "" && raw != string(theirs["a"]) {
		t.Errorf("%q: got %q, want %q", text, raw, theirs["a"])
	}
	if problem == "" && strings.HasPrefix(raw, `"`) && utf8.ValidString(raw) {
		var want string
		if err := json.Unmarshal([]byte(raw), &want); err != nil || scalar(raw) != want {
			t.Errorf("%s: got %q, want %q (%v)", raw, scalar(raw), want, err)
		}
	}
}

func TestNestingIsBounded(t *testing.T) {
	deep := func(levels int) string {
		return strings.Repeat(`{"a":[`, levels/2) + strings.Repeat(`]}`, levels/2)
	}
	if _, problem := readAny(deep(100)); problem != "" {
		t.Errorf("100 levels: %s", problem)
	}
	for _, text := range []string{deep(102), strings.Repeat(`{"a":`, 1<<20), `{"a":` + strings.Repeat("[", 1<<20)} {
		if _, problem := readAny(text); !strings.Contains(problem, "100 levels") {
			t.Errorf("got %q", problem)
		}
	}
}

func TestAWrongKindIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{"service":7}`:        `its field "service" holds a JSON number`,
		`{"service":-1}`:       `its field "service" holds a JSON number`,
		`{"service":{}}`:       `its field "service" holds a JSON object`,
		`{"service":[]}`:       `its field "service" holds a JSON array`,
		`{"service":true}`:     `its field "service" holds a JSON bool`,
		`{"baseURIs":"x"}`:     `its field "baseURIs" holds a JSON string`,
		`{"baseURIs":["x"]}`:   `an entry of its list is a JSON string`,
		`["x"]`:                `it is a JSON array`,
		`7`:                    `it is a JSON number`,
		`x`:                    `it is not JSON (at byte 0)`,
		`{"service":"msgHist"`: `it is not JSON (at byte 20)`,
	} {
		var w wire
		s := scanner{text: text}
		if got := s.document(func(name string) { w.read(&s, name) }); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
