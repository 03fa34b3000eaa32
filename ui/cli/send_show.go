package cli

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"lpkeys/ui/diagnose"
	"lpkeys/ui/explain"
	"lpkeys/ui/pretty"
	"lpkeys/ui/private"
	"lpkeys/ui/send"
)

// transact sends the request and shows what came of it.
func (s *session) transact(ctx context.Context, sender *send.Sender, r send.Request, options send.Options, o sending) error {
	file, err := o.openOutput()
	if err != nil {
		return err
	}
	if file != nil {
		options.Into = file
		defer discard(file)
	}
	out, err := sender.Send(ctx, r, options)
	if err != nil {
		return err
	}
	s.note("%s", statusLine(&out))
	if wrong := explain.Clock(out.Skew); wrong != "" {
		s.warn("%s", wrong)
	}
	if o.explain && !s.json {
		s.explainBeside(out)
	}
	hidden := o.fail && !out.Works()
	if file != nil && !hidden {
		if err := o.keepOutput(file); err != nil {
			return err
		}
	}
	switch {
	case s.json:
		s.encode(o.sentJSON(&out, hidden, s.backend.API))
	case !hidden:
		s.showAnswer(&out, o)
	}
	if err := s.flush(); err != nil { // what it was comes before why
		return err
	}
	if out.Cut && out.Works() {
		return tooLong(o)
	}
	if out.Works() {
		s.note("%s", explain.Sent(&out))
		return nil
	}
	if !s.json {
		s.tellFindings(out.Findings)
	}
	return &spoken{words: explain.Refusal(&out)}
}

// statusLine is what a person wants to know of the answer at a glance.
func statusLine(o *send.Outcome) string {
	line := fmt.Sprintf("%d %s in %s, %s", o.Status, http.StatusText(o.Status), explain.Took(o.Took), explain.Octets(o.Size))
	if o.Tries > 1 {
		line += fmt.Sprintf(", after %d requests", o.Tries)
	}
	switch away := o.Skew.Ahead.Abs().Truncate(time.Second); {
	case !o.Skew.Known():
	case !o.Skew.Passes(0):
		line += "; the clocks agree"
	case o.Skew.Ahead < 0:
		line += fmt.Sprintf("; this machine's clock is %v behind LivePerson's", away)
	default:
		line += fmt.Sprintf("; this machine's clock is %v ahead of LivePerson's", away)
	}
	return line
}

// explainBeside tells the steps to the signature on standard error: standard output
// is the answer's.
func (s *session) explainBeside(o send.Outcome) {
	results := s.out
	s.out = &output{to: s.env.Stderr}
	s.tellExplanation(o.Method, o.Steps)
	_ = s.out.flush() // Nobody is left to be told.
	s.out = results
}

// showAnswer prints the answer as it came, or for a person.
func (s *session) showAnswer(out *send.Outcome, o sending) {
	if o.include {
		s.out.line(fmt.Sprintf("%s %d %s", out.Proto, out.Status, http.StatusText(out.Status)))
		for _, name := range slices.Sorted(maps.Keys(out.Header)) {
			for _, value := range out.Header[name] {
				s.out.line(name + ": " + value)
			}
		}
		s.out.line("")
	}
	switch {
	case o.output != "" || out.Cut && out.Works():
	case s.env.Terminal.Out:
		fmt.Fprint(s.out, pretty.Body(out.Body, s.paint()))
	default:
		fmt.Fprint(s.out, out.Body)
	}
}

// paint colours JSON where colours are wanted.
func (s *session) paint() pretty.Paint {
	if s.noColor || s.plain || s.env.Getenv("NO_COLOR") != "" || s.env.Getenv("TERM") == "dumb" {
		return nil
	}
	colours := [...]string{pretty.Name: "34", pretty.Text: "32", pretty.Number: "36"}
	return func(k pretty.Kind, text string) string {
		if k == pretty.Punctuation {
			return text
		}
		return "\x1b[" + colours[k] + "m" + text + "\x1b[m"
	}
}

// tellFindings says why it may have been refused.
func (s *session) tellFindings(findings []diagnose.Finding) {
	for i, f := range findings {
		s.say(fmt.Sprintf("%d. ", i+1), "%s: %s", f.Certainty, f.Text)
		s.say("   because ", "%s", f.Evidence)
		s.say("   next: ", "%s", f.Next)
	}
}

func tooLong(o sending) error {
	words := explain.Words{
		Error: "the answer is longer than 4 MiB, and was left out", Exit: explain.Failed, Code: "answer-too-long",
		Hint: "Have it written into a file, --output FILE, or ask for less at once",
	}
	if o.output != "" {
		words.Error, words.Hint = "the answer is longer than 1 GiB, and the file has its beginning", "Ask for less at once"
	}
	return &spoken{words: words}
}

// openOutput opens what the body goes to: a file beside the one that was named,
// which takes its place when the body is whole.
func (o *sending) openOutput() (*os.File, error) {
	if o.output == "" {
		return nil, nil
	}
	return createBeside(o.output)
}

// keepOutput puts the file in its place.
func (o *sending) keepOutput(file *os.File) error {
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if o.force {
		return os.Rename(file.Name(), o.output)
	}
	// A link fails where something came to be meanwhile.
	err := os.Link(file.Name(), o.output)
	if errors.Is(err, os.ErrExist) {
		return existsAlready(o.output)
	}
	if err == nil {
		return nil
	}
	// Not every file system has links: an empty file of our own keeps its place.
	if err := private.Write(o.output, nil); errors.Is(err, os.ErrExist) {
		return existsAlready(o.output)
	} else if err != nil {
		return err
	}
	return os.Rename(file.Name(), o.output)
}

func discard(file *os.File) {
	_ = file.Close()           // It may be closed already,
	_ = os.Remove(file.Name()) // and in its place.
}

// sentJSON is what came of a request, as programs read it.
type sentJSON struct {
	API         string           `json:"api,omitempty"` // LPKEYS_API_URL's
	Account     string           `json:"account"`
	Method      string           `json:"method"`
	URL         string           `json:"url"`
	Operation   string           `json:"operation,omitempty"`
	Verdict     send.Verdict     `json:"verdict"`
	Proves      bool             `json:"proves"`
	Status      int              `json:"status"`
	Millis      int64            `json:"milliseconds"`
	Requests    int              `json:"requests"`
	ClockAhead  *float64         `json:"clockAheadSeconds,omitempty"`
	Headers     http.Header      `json:"headers"`
	Size        int64            `json:"size"`
	Cut         bool             `json:"cut,omitempty"`
	Body        *string          `json:"body,omitempty"`
	Base64      string           `json:"bodyBase64,omitempty"`
	File        string           `json:"file,omitempty"`
	Findings    []reasonJSON     `json:"findings"`
	Explanation *explanationJSON `json:"explanation,omitempty"`
}

type reasonJSON struct {
	Cause     diagnose.Cause     `json:"cause"`
	Certainty diagnose.Certainty `json:"certainty"`
	Text      string             `json:"text"`
	Evidence  string             `json:"evidence"`
	Next      string             `json:"next"`
}

func (o *sending) sentJSON(out *send.Outcome, hidden bool, api string) sentJSON {
	j := sentJSON{
		API: api, Account: out.Account.Name, Method: out.Method, URL: out.URL, Operation: out.Operation.Name,
		Verdict: out.Verdict(), Proves: out.Proves(), Status: out.Status, Millis: out.Took.Milliseconds(), Requests: out.Tries,
		Headers: out.Header, Size: out.Size, Cut: out.Cut, Findings: []reasonJSON{},
	}
	if out.Skew.Known() {
		ahead := out.Skew.Ahead.Round(time.Millisecond).Seconds()
		j.ClockAhead = &ahead
	}
	switch {
	case hidden:
	case o.output != "":
		j.File = o.output
	case utf8.ValidString(out.Body):
		j.Body = &out.Body
	default:
		j.Base64 = base64.StdEncoding.EncodeToString([]byte(out.Body))
	}
	for _, f := range out.Findings {
		j.Findings = append(j.Findings, reasonJSON(f))
	}
	if o.explain {
		j.Explanation = explanationOf(out.Steps)
	}
	return j
}
