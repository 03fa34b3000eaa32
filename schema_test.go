package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

const schemaFile = "ui/cli/schema.json"

// matches checks what the last command printed against a part of the schema. With
// -stderr it is each line of standard error, and there has to be one.
func matches(ts *testscript.TestScript, negated bool, args []string) {
	stream := "stdout"
	if len(args) == 2 && args[0] == "-stderr" {
		stream, args = "stderr", args[1:]
	}
	if negated || len(args) != 1 {
		ts.Fatalf("usage: schema [-stderr] PART")
	}
	schema, err := readSchema()
	ts.Check(err)
	texts := []string{ts.ReadFile(stream)}
	if stream == "stderr" {
		texts = strings.Split(strings.TrimSuffix(texts[0], "\n"), "\n")
	}
	for _, text := range texts {
		value, err := decoded(text)
		ts.Check(err)
		for _, problem := range schema.of(args[0]).check(value, "") {
			ts.Fatalf("%s is no %q: %s", stream, args[0], problem)
		}
	}
}

// schema is a part of a JSON Schema. It knows the words that ours uses, and no
// others.
type schema struct {
	words map[string]any
	parts map[string]any // $defs of the whole
}

func readSchema() (schema, error) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return schema{}, err
	}
	value, err := decoded(string(text))
	if err != nil {
		return schema{}, err
	}
	whole := value.(map[string]any)
	return schema{parts: whole["$defs"].(map[string]any)}, nil
}

// decoded reads one JSON value and nothing after it.
func decoded(text string) (value any, err error) {
	err = json.Unmarshal([]byte(text), &value)
	return value, err
}

func (s schema) of(part string) schema {
	return schema{map[string]any{"$ref": "#/$defs/" + part}, s.parts}
}

func (s schema) at(words any) schema { return schema{words.(map[string]any), s.parts} }

// check answers what is wrong with a value, which lies at a path.
func (s schema) check(value any, path string) (problems []string) {
	for _, word := range slices.Sorted(maps.Keys(s.words)) {
		about := s.words[word]
		wrong := func(format string, args ...any) {
			problems = append(problems, path+": "+fmt.Sprintf(format, args...))
		}
		switch word {
		case "description", "title", "properties", "additionalProperties":
		case "$ref":
			name := strings.TrimPrefix(about.(string), "#/$defs/")
			if s.parts[name] == nil {
				wrong("the schema has no part %q", name)
				continue
			}
			problems = append(problems, s.at(s.parts[name]).check(value, path)...)
		case "type":
			if got := typeOf(value); got != about && (got != "integer" || about != "number") {
				wrong("is %s, want %s", got, about)
			}
		case "const":
			if !reflect.DeepEqual(value, about) {
				wrong("is not %v", about)
			}
		case "enum":
			if !slices.ContainsFunc(about.([]any), func(one any) bool { return reflect.DeepEqual(value, one) }) {
				wrong("%v is none of %v", value, about)
			}
		case "pattern":
			if text, ok := value.(string); ok && !regexp.MustCompile(about.(string)).MatchString(text) {
				wrong("does not match %s", about)
			}
		case "minimum":
			if number, ok := value.(float64); ok && number < about.(float64) {
				wrong("%v is less than %v", number, about)
			}
		case "items":
			list, _ := value.([]any)
			for i, item := range list {
				problems = append(problems, s.at(about).check(item, fmt.Sprintf("%s/%d", path, i))...)
			}
		case "anyOf":
			var all []string
			fits := slices.ContainsFunc(about.([]any), func(words any) bool {
				found := s.at(words).check(value, path)
				all = append(all, found...)
				return len(found) == 0
			})
			if !fits {
				wrong("fits none: %v", all)
			}
		case "required":
			for _, name := range about.([]any) {
				if object, ok := value.(map[string]any); ok && !hasKey(object, name.(string)) {
					wrong("%s is missing", name)
				}
			}
		default:
			wrong("the schema says %q, which this test does not know", word)
		}
	}
	return append(problems, s.checkProperties(value, path)...)
}

func (s schema) checkProperties(value any, path string) (problems []string) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	properties, _ := s.words["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		below := path + "/" + name
		switch others := s.words["additionalProperties"].(type) {
		case map[string]any:
			problems = append(problems, s.at(others).check(object[name], below)...)
			continue
		case bool:
			if !hasKey(properties, name) {
				problems = append(problems, below+": is not in the schema")
			}
		}
		if hasKey(properties, name) {
			problems = append(problems, s.at(properties[name]).check(object[name], below)...)
		}
	}
	return problems
}

func hasKey(object map[string]any, name string) bool {
	_, ok := object[name]
	return ok
}

func typeOf(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if value == math.Trunc(value) {
			return "integer"
		}
		return "number"
	default:
		return fmt.Sprintf("%T", value)
	}
}

func TestTheValidatorSeesWhatDoesNotFit(t *testing.T) {
	const whole = `{"$defs": {
		"A": {"type": "object", "required": ["a"], "additionalProperties": false, "properties": {
			"a": {"type": "array", "items": {"$ref": "#/$defs/B"}}, "n": {"type": "number", "minimum": 1}, "i": {"type": "integer"},
			"h": {"type": "object", "additionalProperties": {"type": "string"}}, "c": {"const": false}, "b": {"$ref": "#/$defs/B"},
			"x": {"anyOf": [{"type": "string", "pattern": "^z"}, {"type": "boolean"}]}, "y": {"newWord": 1}, "w": {"$ref": "#/$defs/W"}}},
		"B": {"enum": ["one", "two"]}}}`
	value, err := decoded(whole)
	if err != nil {
		t.Fatal(err)
	}
	s := schema{parts: value.(map[string]any)["$defs"].(map[string]any)}.of("A")
	for text, fits := range map[string]bool{
		`{"a": []}`: true, `{"a": ["one", "two"], "n": 1.5, "i": 2, "h": {"k": "v"}, "c": false, "b": "two", "x": "z"}`: true, `{"a": [], "x": true}`: true,
		`{}`: false, `[]`: false, `{"a": {}}`: false, `{"a": ["three"]}`: false, `{"a": [], "d": 1}`: false, `{"a": [], "n": 0.5}`: false,
		`{"a": [], "n": "1"}`: false, `{"a": [], "i": 1.5}`: false, `{"a": [], "h": {"k": 1}}`: false, `{"a": [], "c": true}`: false,
		`{"a": [], "b": "three"}`: false, `{"a": [], "x": "a"}`: false, `{"a": [], "x": 1}`: false, `{"a": null}`: false,
		`{"a": [], "y": 1}`: false, `{"a": [], "w": 1}`: false,
	} {
		value, err := decoded(text)
		if err != nil {
			t.Fatal(err)
		}
		if problems := s.check(value, ""); (len(problems) == 0) != fits {
			t.Errorf("%s: %v, want fitting %v", text, problems, fits)
		}
	}
}
