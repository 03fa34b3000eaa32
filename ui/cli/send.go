package cli

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/send"
)

// sending is what was typed after "send".
type sending struct {
	signing
	first   bool // nothing was named
	hasBody bool
	header  http.Header

	include, fail, force bool
	output               string
}

func (s *session) sendVerb() *cobra.Command {
	var typed typedRequest
	var headers []string
	var o sending
	verb := &cobra.Command{
		Use:   "send [[METHOD] URL|OPERATION]",
		Short: "Send a signed request, and say why it was refused",
		Long: `Signs a request, sends it, and prints what was answered. Without arguments it picks
one that is safe to try and that the key of the account most likely may make: the
quickest way to see whether a key works.

URL, OPERATION, --form, --data and --set are as for sign. The request goes to
hosts of LivePerson's over https, and to others that --allow-host names; http is
for this machine itself alone. No redirect is followed. Requests that change or
destroy something are asked about on a terminal, and need --yes off one; a POST
that the catalogue does not know is one of them. After a 429, a 5xx or a
connection that broke it is sent again as LivePerson advises, signed anew, if it
may be repeated.

On a terminal JSON is set on lines of its own; anywhere else the body is printed
as it came, up to 4 MiB, or with --output up to 1 GiB into a file. Status, time,
size and the clock's skew go to standard error.

A refusal is exit code 6, with --fail or without, and standard error says why it
may have been, most likely first. No answer, an answer of 5xx, and one that is not
LivePerson's are exit code 5.`,
		Example: `  lpkeys send
  lpkeys send accountConfigReadOnly.users.list
  lpkeys send GET 'leDataReporting:/operations/api/account/{accountId}/sla?v=1'
  lpkeys send msgHist.conversations.search --data @search.json -o found.json`,
		Args: between(0, "METHOD", "URL"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.header, err = parseHeaders(headers); err != nil {
				return err
			}
			if o.output == "-" {
				o.output = ""
			}
			if o.force && o.output == "" {
				return misused("--force is given without --output", "It replaces the file that --output names")
			}
			if o.include && s.json {
				return misused("--include does not go with --json", "Leave it out: the headers are in the JSON")
			}
			if o.first = len(args) == 0; o.first {
				if cmd.Flags().Changed("form") || cmd.Flags().Changed("data") || cmd.Flags().Changed("set") {
					return misused("a body or a value is given, and no request", "Name the request: lpkeys send METHOD URL")
				}
				o.allowed, err = parseHosts(typed.allowed)
				if err == nil {
					err = s.send(cmd.Context(), o)
				}
				return err
			}
			if err := typed.parse(args, &o.signing); err != nil {
				return err
			}
			if err := s.readBody(cmd.Context(), &typed, &o.signing, ""); err != nil {
				return err
			}
			o.hasBody = o.form+o.body != "" || len(typed.data) > 0
			return s.send(cmd.Context(), o)
		},
	}
	flags := verb.Flags()
	typed.flags(flags)
	flags.StringArrayVar(&headers, "header", nil, "a `NAME: VALUE` to send along; may be repeated")
	flags.BoolVarP(&o.include, "include", "i", false, "print status and headers of the answer too")
	flags.StringVarP(&o.output, "output", "o", "", "write the body into this `FILE`")
	flags.BoolVar(&o.force, "force", false, "replace the file that --output names")
	flags.BoolVarP(&o.fail, "fail", "f", false, "print no body when it is refused")
	flags.BoolVar(&o.insisted, "yes", false, "send what changes or destroys something without asking")
	flags.BoolVar(&o.explain, "explain", false, "tell on standard error how the signature came about")
	return verb
}

// parseHeaders reads headers as curl's -H takes them.
func parseHeaders(lines []string) (http.Header, error) {
	header := make(http.Header)
	for i, line := range lines {
		name, value, found := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); !found || name == "" {
			return nil, misused("the --header number "+strconv.Itoa(i+1)+" is not NAME: VALUE", "Write it as --header 'NAME: VALUE'")
		}
		if strings.EqualFold(name, "Authorization") {
			return nil, misused("--header cannot be Authorization", "Leave it out: lpkeys signs the request")
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}

func (s *session) send(ctx context.Context, o sending) error {
	if o.output != "" {
		if err := refuseExisting(o.output, o.force); err != nil {
			return err
		}
	}
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.inForce(b)
	if err != nil {
		return err
	}
	sender := &send.Sender{Accounts: patientKeys{s, b.Store, a.Vault}, Hosts: b.Resolver}
	options := send.Options{Progress: s.tellProgress, Allowed: o.allowed}
	r, err := s.request(ctx, b, sender, a, &o, options)
	if err != nil {
		return err
	}
	if o.first || o.target.Whole == "" {
		s.note("%s %s", r.Method, r.URL)
	}
	if sender.Changes(r) && !o.insisted {
		if err := s.confirmSending(ctx, a, r); err != nil {
			return err
		}
	}
	return s.transact(ctx, sender, r, options, o)
}

// request is what was typed as a request that can be sent.
func (s *session) request(ctx context.Context, b *Backend, sender *send.Sender, a store.Account, o *sending, options send.Options) (r send.Request, err error) {
	op := o.target.Operation
	switch {
	case o.first:
		r, err = sender.First(ctx, a, options)
	case op.Name != "":
		if !o.insisted {
			if err := s.guard(b, op.Method, o.target); err != nil {
				return r, err
			}
		}
		if o.hasBody {
			op.Body = "" // which only stands for one
		}
		r, err = sender.Aim(ctx, a, op, o.values, options)
	default:
		r, err = s.typedRequest(ctx, b, a, o)
	}
	if o.hasBody {
		r.Form, r.Body, r.Type = o.form, o.body, o.contentType
	}
	r.Header, r.Allowed = o.header, o.allowed
	return r, err
}

func (s *session) typedRequest(ctx context.Context, b *Backend, a store.Account, o *sending) (r send.Request, err error) {
	if o.target, err = o.fill(a.ID); err != nil {
		return r, err
	}
	if !o.insisted {
		if err := s.guard(b, o.method, o.target); err != nil {
			return r, err
		}
	}
	r = send.Request{Account: a, Method: o.method, URL: o.target.Whole}
	if o.target.Whole == "" {
		r.URL, err = s.address(ctx, b, a, o.target, o.allowed)
	} else if other := aim.OtherAccount(r.URL, a.ID); other != "" {
		s.warn("the URL is about account %s, and the key is of account %s", other, a.ID)
	}
	return r, err
}

// patientKeys tells a person what is waited for when the keyring takes its time.
type patientKeys struct {
	s     *session
	store *store.Store
	vault store.VaultName
}

func (k patientKeys) UseKey(ctx context.Context, name string) (key oauth.Credentials, used store.Used, err error) {
	err = k.s.visibly(k.vault, func() (err error) {
		key, used, err = k.store.UseKey(ctx, name)
		return err
	})
	return key, used, err
}

func (k patientKeys) Record(u store.Used, a store.Attempt) error { return k.store.Record(u, a) }

// tellProgress tells what a person would wonder about.
func (s *session) tellProgress(p send.Progress) {
	if p.Phase == send.Pausing {
		s.note("%s", explain.Phase(p, time.Now()))
	}
}

// confirmSending asks before something is changed.
func (s *session) confirmSending(ctx context.Context, a store.Account, r send.Request) error {
	where, _, _ := strings.Cut(r.URL, "?")
	what := "the request may change or destroy something"
	if err := s.needPerson(what+", and nobody can be asked", "Add --yes if you mean it"); err != nil {
		return err
	}
	s.note("%s", what)
	answer, err := s.ask(ctx, "Send "+r.Method+" "+where+" for "+describe(a)+"? Type yes:")
	if err != nil {
		return err
	}
	if !strings.EqualFold(answer, "yes") {
		return &spoken{words: explain.Words{Error: "nothing was sent", Exit: explain.Failed, Code: "not-confirmed"}}
	}
	return nil
}
