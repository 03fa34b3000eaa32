package answer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// deepest is how deep values may lie in each other for a body to be laid out: each
// level indents all that is in it.
const deepest = 32

// readable is a body as it is read best: JSON on lines of its own.
func readable(body string) (text string, isJSON bool) {
	if !json.Valid([]byte(body)) || tooDeep(body) {
		return body, false
	}
	var b bytes.Buffer
	if json.Indent(&b, []byte(body), "", "  ") != nil {
		return body, false
	}
	return b.String(), true
}

func tooDeep(valid string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(valid); i++ {
		switch c := valid[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > deepest {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

func took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

func size(octets int64) string {
	switch {
	case octets < 10_000:
		return fmt.Sprintf("%d octets", octets)
	case octets < 10_000_000:
		return fmt.Sprintf("%d kB", octets/1000)
	default:
		return fmt.Sprintf("%d MB", octets/1_000_000)
	}
}
