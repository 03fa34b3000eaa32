package pretty_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/ui/pretty"
)

func TestABodyIsShownForPeople(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"nothing", " \n", ""},
		{"an object", `{"a":1,"b":[true,null],"c":{},"d":[ ],"e":{"f":"g:h,[\"]"}}`,
			"{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": {\n    \"f\": \"g:h,[\\\"]\"\n  }\n}\n"},
		{"a text", `"x"`, "\"x\"\n"},
		{"a number", ` -1.5e3 `, "-1.5e3\n"},
		{"text", "one\r\ntwo", "one\ntwo\n"},
		{"almost JSON", `{"a":1,}`, "{\"a\":1,}\n"},
		{"escape sequences in text", "a\x1b[31mb\x9bc\u202ed", "(13 octets that are no text)\n"},
		{"escape sequences in UTF-8", "a\x1b[31mb\u009bc\u202ed", "a[31mbcd\n"},
		{"what nobody sees in JSON", "{\"a\":\"\u202eb\u009b\"}", "{\n  \"a\": \"\\u202eb\\u009b\"\n}\n"},
		{"octets", "\x00\x01", "(2 octets that are no text)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := pretty.Body(tt.body, nil); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDeepAndLongBodiesStayInProportion(t *testing.T) {
	for name, body := range map[string]string{
		"100,000 deep":           strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"as deep as Go reads":    strings.Repeat(`{"a":`, 9_999) + "1" + strings.Repeat("}", 9_999),
		"4 MiB of one line":      `"` + strings.Repeat("x", 4<<20) + `"`,
		"4 MiB of empty objects": "[" + strings.Repeat("{},", 1<<20) + "{}]",
	} {
		if got := pretty.Body(body, nil); len(got) > 50*len(body) {
			t.Errorf("%s: %d octets became %d", name, len(body), len(got))
		}
	}
}

func TestEachKindIsPaintedOnce(t *testing.T) {
	var got strings.Builder
	pretty.Body(`{"n":["t",1,false]}`, func(k pretty.Kind, text string) string {
		got.WriteString(string(rune('0'+int(k))) + text + " ")
		return text
	})
	if want := `0{ 1"n" 0: 0[ 2"t" 0, 31 0, 3false 0] 0} `; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}

func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"b",{}]}`, `[[],{}]`, "text\x1b", `"\u202e"`, `{"a" : [ ] }`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		shown := pretty.Body(body, nil)
		for line := range strings.Lines(shown) {
			if line = strings.TrimSuffix(line, "\n"); domain.Clean(line) != line {
				t.Errorf("%q shows %q", body, line)
			}
		}
		var before, after any
		if json.Unmarshal([]byte(body), &before) == nil {
			if err := json.Unmarshal([]byte(shown), &after); err != nil || !reflect.DeepEqual(before, after) {
				t.Errorf("%q became %q: %v", body, shown, err)
			}
		}
	})
}
