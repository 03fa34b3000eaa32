package onboarding

import (
	"fmt"

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

var guideFacts = []string{
	"An existing key can be opened again, so its values are not lost.",
	"An account has at most 100 keys and a key cannot be deleted: use one for each application and environment.",
	"Since 30 September 2025 keys are read-only; LivePerson gave 31 May 2026 as the end of life of OAuth 1.0. Existing keys may stop working.",
}

func (m Model) guideLines(th theme.Theme) []string {
	lines := []string{th.Strong.Render("Where LivePerson shows your key")}
	for i, s := range guideSteps {
		for j, l := range widget.Wrap(s, max(1, m.width-4)) {
			number := "    "
			if j == 0 {
				number = fmt.Sprintf(" %d. ", i+1)
			}
			lines = append(lines, th.Accent.Render(number)+th.Text.Render(l))
		}
	}
	lines = append(lines, "", th.Strong.Render("Good to know"))
	for _, s := range guideFacts {
		for j, l := range widget.Wrap(s, max(1, m.width-4)) {
			bullet := "    "
			if j == 0 {
				bullet = "  - "
			}
			lines = append(lines, th.Muted.Render(bullet+l))
		}
	}
	return lines
}
