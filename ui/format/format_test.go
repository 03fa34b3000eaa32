package format_test

import (
	"errors"
	"fmt"
	"testing"

	"lpkeys/ui/format"
)

const signed = `OAuth oauth_signature="abc%3D",oauth_version="1.0"`

func TestEachFormatIsOneLineThatHoldsTheHeaderUnchanged(t *testing.T) {
	want := map[format.Name]string{
		format.AsValue:  signed,
		format.AsHeader: "Authorization: " + signed,
	}
	for _, name := range format.Names() {
		got, err := name.Format(signed)
		if err != nil || got != want[name] {
			t.Errorf("%s.Format = %q, %v, want %q", name, got, err, want[name])
		}
	}
}

func TestWhatCannotBeOneLineIsRefusedByName(t *testing.T) {
	for _, tt := range []struct {
		name   string
		format format.Name
		header string
		want   error
	}{
		{"an empty header", format.AsHeader, "", format.ErrEmpty},
		{"a line feed", format.AsValue, "OAuth a=\"b\"\nX-Evil: 1", format.ErrLineBreak},
		{"a carriage return", format.AsHeader, "OAuth a=\"b\"\rX-Evil: 1", format.ErrLineBreak},
		{"a name nobody knows", "morse", signed, format.ErrUnknownFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.format.Format(tt.header)
			if !errors.Is(err, tt.want) || got != "" {
				t.Errorf("%s.Format(%q) = %q, %v, want %v", tt.format, tt.header, got, err, tt.want)
			}
		})
	}
}

func ExampleHeaderLine() {
	line, _ := format.HeaderLine(`OAuth oauth_version="1.0"`)
	fmt.Println(line)
	// Output: Authorization: OAuth oauth_version="1.0"
}
