package paste

import (
	"strings"
	"unicode"
)

func anyLabel(lines []line) bool {
	for _, l := range lines {
		if _, _, ok := cutLabel(l.text); ok {
			return true
		}
	}
	return false
}

// readBare reads values without labels, which must be LivePerson's four in
// LivePerson's order.
func readBare(lines []line) (finding, error) {
	var found finding
	for i, l := range lines {
		if hasOtherLabel(l.text) {
			return finding{}, &AmbiguousError{Line: l.number, Problem: "a label that is not one of LivePerson's"}
		}
		if i == len(keyFields) {
			return finding{}, &AmbiguousError{Line: l.number, Problem: "a fifth value, where a key has four"}
		}
		found.pasted = append(found.pasted, pasted{keyFields[i], l.number, l.text})
	}
	return found, nil
}

// readLabelled reads "label: value" lines, and labels with their value on the
// next line, as a copy from LivePerson's dialog has them.
func readLabelled(lines []line) (finding, error) {
	found := finding{labelled: true}
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		field, text, ok := cutLabel(l.text)
		if !ok {
			if isLooseValue(l.text) {
				return finding{}, &AmbiguousError{Line: l.number, Problem: "a value without a label among values with one"}
			}
			found.leftOut++
			continue
		}
		text = unwrap(text)
		if text == "" && i+1 < len(lines) && isLoneWord(lines[i+1].text) {
			i++
			l, text = lines[i], lines[i].text
		}
		if text != "" {
			found.pasted = append(found.pasted, pasted{field, l.number, text})
		}
	}
	return found, nil
}

// unwrap removes what the notation puts around a value, so that only what does
// not belong there is reported as cleaned.
func unwrap(text string) string {
	text = strings.TrimLeft(text, " \t*:=>")
	if value, _, comment := strings.Cut(text, " #"); comment { // as YAML and shells have it
		text = strings.TrimRight(value, " \t")
	}
	whole := strings.TrimSuffix(strings.TrimRight(text, " \t"), ",")
	if n := len(whole); n > 1 && whole[0] == whole[n-1] && strings.IndexByte("\"'`", whole[0]) >= 0 {
		return whole[1 : n-1]
	}
	return text
}

// isLoneWord reports a line that could be the value of the label above it.
func isLoneWord(text string) bool {
	_, _, label := cutLabel(text)
	return !label && !hasOtherLabel(text) && !hasInnerBlank(text)
}

// isLooseValue reports a word with a digit in it: more likely a piece of a key
// that was wrapped than a heading.
func isLooseValue(text string) bool {
	return isLoneWord(text) && strings.ContainsFunc(text, unicode.IsDigit)
}
