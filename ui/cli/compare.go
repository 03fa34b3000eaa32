package cli

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/signature"
)

func (s *session) compareVerb() *cobra.Command {
	var typed typedRequest
	verb := &cobra.Command{
		Use:   "compare [METHOD] URL|OPERATION",
		Short: "Say why a header or base string is not the right one",
		Long: `Reads an Authorization header or a base string from standard input, signs the same
request, and names what differs and why, most telling first. A header may be its
value, the whole line, or a line of a curl command; a base string shows more.

METHOD, URL, --form and --data are those of the request that was refused, as for sign. It
ends with 0 when theirs is right, and with 1 when it is not. No difference holds
a secret of yours.`,
		Example: `  lpkeys compare GET "$URL" <header.txt
  lpkeys compare POST "$URL" --form a=1 --json <base-string.txt`,
		Args: between(0, "METHOD", "URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			// Nothing is sent, so nothing has to be insisted on.
			o := signing{format: format.AsValue, insisted: true}
			if err := typed.parse(args, &o); err != nil {
				return err
			}
			if err := s.readBody(cmd.Context(), &typed, &o, "the header or base string"); err != nil {
				return err
			}
			return s.compareWith(cmd.Context(), o)
		},
	}
	typed.flags(verb.Flags())
	return verb
}

// comparison is what programs read.
type comparison struct {
	Right       bool             `json:"right"`
	Account     string           `json:"account"`
	Method      string           `json:"method"`
	URL         string           `json:"url"`
	Differences []differenceJSON `json:"differences"`
}

type differenceJSON struct {
	Cause  oauth.Cause `json:"cause"`
	Part   oauth.Part  `json:"part"`
	Name   string      `json:"name,omitempty"`
	Ours   string      `json:"ours,omitempty"`
	Theirs string      `json:"theirs,omitempty"`
	Advice string      `json:"advice"`
}

func (s *session) compareWith(ctx context.Context, o signing) error {
	theirs, err := s.pasted(ctx)
	if err != nil {
		return err
	}
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	r, err := s.lead(ctx, b, &o)
	if err != nil {
		return err
	}
	signer := oauth.Signer{Credentials: r.key}
	ours, err := signer.Explain(oauth.Request{Method: o.method, URL: r.address, Form: o.form})
	if err != nil {
		return err
	}
	differences, err := oauth.Compare(ours, theirs)
	if err != nil {
		return err
	}
	right := !slices.ContainsFunc(differences, func(d oauth.Difference) bool { return !signature.Expected(d) })
	if s.json {
		c := comparison{Right: right, Account: r.account, Method: o.method, URL: r.address, Differences: []differenceJSON{}}
		for _, d := range differences {
			c.Differences = append(c.Differences, differenceJSON(d))
		}
		s.encode(c)
	} else {
		s.tellDifferences(slices.DeleteFunc(differences, signature.Expected))
	}
	if !right {
		return reported{explain.Failed}
	}
	s.note("theirs is right: a server that has this key takes it, if it is new and in time")
	return nil
}

func (s *session) tellDifferences(differences []oauth.Difference) {
	for _, d := range differences {
		s.out.line(strings.TrimSpace(string(d.Part)+" "+d.Name) + ": " + string(d.Cause))
		if d.Ours != "" || d.Theirs != "" {
			s.out.line("  ours    " + cmp.Or(d.Ours, "(nothing)"))
			s.out.line("  theirs  " + cmp.Or(d.Theirs, "(nothing)"))
		}
		s.out.line("  " + d.Advice)
	}
}

// pasted is what stands on standard input.
func (s *session) pasted(ctx context.Context) (string, error) {
	if s.plain {
		return s.askHidden(ctx, "Paste the header or base string on one line")
	}
	if s.env.Terminal.In {
		s.note("paste a header or a base string, then press enter and ctrl+d")
	}
	return whileLasts(ctx, func() (string, error) {
		text, err := io.ReadAll(io.LimitReader(s.env.Stdin, oauth.MaxCompared+1))
		if err == nil && len(bytes.TrimSpace(text)) == 0 {
			err = misused("standard input is empty", "Give it a header or a base string: lpkeys compare GET URL <header.txt")
		}
		return string(text), err
	})
}
