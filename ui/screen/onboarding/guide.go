package onboarding

import (
	"fmt"

	"lpkeys/ui/form"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// The way to a key, after LivePerson's page on OAuth 1.0 API keys.
var guideSteps = []string{
	"Sign in to Conversational Cloud as an Administrator or Campaign Manager.",
	"Open Campaign Builder and choose Data Sources at the bottom.",
	"Choose the API tab.",
	"Open an existing key, or choose Add new where that is still offered.",
	"For a new key, name the application and its developer.",
	"Tick the category and permission that the API needs; for bots that is Agent Interactions, User Login.",
	"Copy the four values: App key, Secret, Access token, Access token secret.",
	"Close the dialog and sign requests with them.",
}

const guideEnd = "Since 30 September 2025 keys are read-only; LivePerson gave 31 May 2026 as the end of life of OAuth 1.0. Existing keys may stop working."

var guideFacts = []string{
	"An existing key can be opened again, so its values are not lost.",
	"An account has at most 100 keys and a key cannot be deleted: use one for each application and environment.",
}

func (m Model) guideLines(th theme.Theme) []form.Line {
	lines := []form.Line{{Text: th.Strong.Render("Where LivePerson shows your key")}}
	for i, s := range guideSteps {
		lines = append(lines, m.item(th.Accent, th.Text, fmt.Sprintf(" %d. ", i+1), s)...)
	}
	lines = append(lines, form.Line{}, form.Line{Text: th.Strong.Render("Good to know")})
	for _, s := range guideFacts {
		lines = append(lines, m.item(th.Muted, th.Muted, "  - ", s)...)
	}
	return append(lines, m.item(th.Warning, th.Warning, "  ! ", guideEnd)...)
}

// item is a sentence behind a mark of four cells.
func (m Model) item(markStyle, style theme.Style, mark, s string) []form.Line {
	var lines []form.Line
	for _, l := range widget.Wrap(s, max(1, m.width-len(mark))) {
		lines = append(lines, form.Line{Text: markStyle.Render(mark) + style.Render(l)})
		mark = "    "
	}
	return lines
}
