package cli

import (
	"fmt"

	"lpkeys/oauth"
)

// explanationJSON is how a signature came about, as programs read it. Its key is
// masked.
type explanationJSON struct {
	SignatureMethod      oauth.Method    `json:"signatureMethod"`
	Nonce                string          `json:"nonce"`
	Timestamp            string          `json:"timestamp"`
	BaseURI              string          `json:"baseURI"`
	Notes                []string        `json:"notes"`
	Parameters           []parameterJSON `json:"parameters"` // in the order in which they are signed
	LeftOut              []parameterJSON `json:"leftOut"`
	NormalizedParameters string          `json:"normalizedParameters"`
	BaseString           string          `json:"baseString"`
	SigningKey           string          `json:"signingKey"`
	Signature            string          `json:"signature"`
}

type parameterJSON struct {
	Source  string   `json:"source"`
	Raw     string   `json:"raw"`
	Name    string   `json:"name"`
	Value   string   `json:"value"`
	Encoded string   `json:"encoded"`
	Notes   []string `json:"notes"`
}

const maskedKey = mask + "&" + mask

func explanationOf(e *oauth.Explanation) *explanationJSON {
	if e == nil {
		return nil
	}
	return &explanationJSON{
		SignatureMethod: e.Method, Nonce: e.Nonce, Timestamp: e.Timestamp, BaseURI: e.BaseURI, Notes: orNone(e.Notes),
		Parameters: parametersOf(e.Parameters), LeftOut: parametersOf(e.LeftOut), NormalizedParameters: e.NormalizedParameters,
		BaseString: e.BaseString, SigningKey: maskedKey, Signature: e.Signature,
	}
}

func parametersOf(list []oauth.Parameter) []parameterJSON {
	all := []parameterJSON{}
	for _, p := range list {
		all = append(all, parameterJSON{p.Source.String(), p.Raw, p.Name, p.Value, p.Encoded, orNone(p.Notes)})
	}
	return all
}

// orNone makes an empty list of none, which programs read as a list, too.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// tellExplanation prints the steps in the order in which they are taken.
func (s *session) tellExplanation(method string, e *oauth.Explanation) {
	line := func(name, value string) { s.out.line(fmt.Sprintf("%-18s", name+":") + value) }
	line("Method", method)
	line("Base URI", e.BaseURI)
	for _, note := range e.Notes {
		s.out.line("  " + note)
	}
	s.out.line("Parameters, in the order in which they are signed:")
	for _, p := range e.Parameters {
		s.out.line(fmt.Sprintf("  %-6s %s", p.Source, p.Encoded))
		if p.Raw != p.Encoded && p.Source != oauth.OAuth {
			s.out.line("         written " + p.Raw)
		}
		for _, note := range p.Notes {
			s.out.line("         " + note)
		}
	}
	line("Base string", e.BaseString)
	line("Key", maskedKey+"  (Secret & Access token secret)")
	line("Signature", e.Signature+"  ("+string(e.Method)+" of the base string)")
	line("Authorization", e.Header)
}
