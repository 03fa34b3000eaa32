package cli

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"time"

	"lpkeys/oauth"
	"lpkeys/ui/aim"
	"lpkeys/ui/draft"
)

const formType = "application/x-www-form-urlencoded"

// readBody reads what --data says and finds out whether it is a form, which is
// signed. Standard input may be there for something else.
func (s *session) readBody(ctx context.Context, r *typedRequest, o *signing, stdinFor string) error {
	switch {
	case len(r.data) == 0 && r.contentType == "":
		return nil
	case len(r.data) == 0:
		return misused("--content-type is given without --data", "It says what the body is: give that with --data @FILE")
	case len(r.form) > 0:
		return misused("--form and --data are given, and a request has one body", "Leave one of them out; --data can be given again")
	}
	var pieces, flat []string
	for _, typed := range r.data {
		piece, err := s.dataOf(ctx, typed, &stdinFor)
		if err != nil {
			return err
		}
		pieces = append(pieces, piece)
		if typed == "-" || strings.HasPrefix(typed, "@") {
			piece = withoutBreaks.Replace(piece)
		}
		flat = append(flat, piece)
	}
	body := strings.Join(pieces, "&")
	if len(body) > oauth.MaxForm {
		return misused("the body is longer than 10 MiB", "Nothing as long is signed; LivePerson takes much less")
	}
	return s.setBody(o, body, strings.Join(flat, "&"), r.contentType)
}

var withoutBreaks = strings.NewReplacer("\r", "", "\n", "")

// dataOf is a part of the body: what was typed, or what is in a file or on
// standard input, where a secret belongs that a body has to hold.
func (s *session) dataOf(ctx context.Context, typed string, stdinFor *string) (string, error) {
	name, file := strings.CutPrefix(typed, "@")
	switch {
	case typed != "-" && !file:
		return typed, nil
	case file && name == "":
		return "", misused("--data names no file", "Write --data @FILE, or --data @- for standard input")
	case name != "-":
		return whileLasts(ctx, func() (string, error) {
			file, err := os.Open(name)
			if err != nil {
				return "", ofFlag("--data", name, err)
			}
			defer file.Close()
			return readData(file)
		})
	case *stdinFor != "":
		return "", misused("standard input cannot hold the body: it is for "+*stdinFor, "Put the body into a file: --data @FILE")
	}
	*stdinFor = "another part of it"
	if s.env.Terminal.In {
		s.note("type or paste the body, then press enter and ctrl+d")
	}
	return whileLasts(ctx, func() (string, error) { return readData(s.env.Stdin) })
}

// readData reads one octet more than may be, so that too much is noticed.
func readData(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, oauth.MaxForm+1))
	return string(text), err
}

// setBody sets the form, or the body that is none. A form from a file has lost its
// line breaks, as curl's --data leaves them out; one that was typed keeps them.
func (s *session) setBody(o *signing, body, form, contentType string) error {
	if contentType == "" {
		contentType = o.target.Operation.ContentType
	}
	if contentType == "" {
		contentType = sniffed(body)
	}
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.TrimSpace(media)
	if kind, sub, _ := strings.Cut(media, "/"); kind == "" || sub == "" || strings.Trim(contentType, visible+" ") != "" {
		if contentType != "" {
			return misused("--content-type is none", "Write it like application/json or "+formType)
		}
		return misused("the body is neither JSON nor a form", "Say what it is with --content-type; "+formType+" alone is signed")
	}
	if !strings.EqualFold(media, formType) {
		o.body, o.contentType = body, contentType
		return nil
	}
	o.form = form
	if o.form != body {
		s.note("line breaks are left out of the form, as curl's --data does")
	}
	return nil
}

// usualBody gives a request that is written whole the body that its operation is
// shown with, or says that one is missing. What is open in it but a span of time,
// only the person knows.
func (s *session) usualBody(o *signing) {
	d := draft.Of(o.target.Operation).Timed(time.Now())
	switch {
	case d.Body == "":
	case aim.Placeholder(d.Body) != "":
		s.warn("the body is missing%s, such as %s", s.byFlag(": give it with --data"), d.Body)
	default:
		o.body, o.contentType = d.Body, d.ContentType
		s.note("the body is the one of the catalogue%s", s.byFlag("; --data gives another"))
	}
}

const visible = letters + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// sniffed is the type of a body that can only be one; empty when it cannot be
// told.
func sniffed(body string) string {
	text := strings.TrimSpace(body)
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		if json.Valid([]byte(text)) {
			return "application/json"
		}
		return ""
	}
	// What stands for itself in a form.
	if text == "" || strings.Contains(text, "=") && strings.Trim(text, letters+"-._~*+%=&!$'(),/:;?@[]\r\n") == "" {
		return formType
	}
	return ""
}
