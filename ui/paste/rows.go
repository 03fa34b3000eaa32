package paste

import "strings"

// apart takes lines apart that hold several values: the rows of a table, JSON
// without line breaks, the four values side by side.
func apart(lines []line) []line {
	var out []line
	for i := 0; i < len(lines); i++ {
		if i+1 < len(lines) {
			if row := underHeading(lines[i], lines[i+1]); row != nil {
				out = append(out, row...)
				i++
				continue
			}
		}
		out = append(out, members(lines[i])...)
	}
	return out
}

// underHeading joins the cells of a row to the labels above them. Columns whose
// heading is none of ours are left out. It answers nil where there is no heading.
func underHeading(heading, row line) []line {
	labels, values := cells(heading.text), cells(row.text)
	var out []line
	for i, label := range labels {
		if _, ok := known(label); ok && i < len(values) {
			out = append(out, line{row.number, label + ": " + values[i]})
		}
	}
	if len(out) < 2 || len(labels) != len(values) {
		return nil
	}
	return out
}

// cells are those of a table's row, as Markdown or a spreadsheet writes it.
func cells(text string) []string {
	separator := "\t"
	if strings.Contains(text, "|") {
		separator, text = "|", strings.Trim(text, "| \t")
	}
	row := strings.Split(text, separator)
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row
}

// members are the parts of one line.
func members(l line) []line {
	if row := cells(l.text); len(row) == 2 && strings.Contains(l.text, "|") {
		return []line{{l.number, row[0] + ": " + row[1]}}
	}
	if four := strings.Fields(l.text); len(four) == len(keyFields) {
		var out []line
		for i, value := range four {
			if looksLike(keyFields[i], value) {
				out = append(out, line{l.number, value})
			}
		}
		if len(out) == len(four) {
			return out
		}
	}
	if strings.Count(l.text, `":`)+strings.Count(l.text, `" :`) < 2 {
		return []line{l}
	}
	var out []line
	for _, part := range outsideQuotes(l.text) {
		if strings.ContainsFunc(part, isWordy) {
			out = append(out, line{l.number, strings.TrimSpace(part)})
		}
	}
	return out
}

// outsideQuotes cuts JSON at its commas and braces.
func outsideQuotes(text string) []string {
	quoted, escaped := false, false
	return strings.FieldsFunc(text, func(r rune) bool {
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case !quoted:
			return strings.ContainsRune("{}[],", r)
		}
		return false
	})
}
