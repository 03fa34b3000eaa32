package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
)

// signing is what was typed after "sign".
type signing struct {
	method   string
	target   aim.Target
	values   map[string]string // of the names in an operation's URL
	insisted bool              // --yes
	form     string            // raw: it is signed

	body, contentType string // what is sent and not signed

	explain   bool
	format    format.Name
	copy      bool
	allowed   []string
	nonce     string    // "": drawn
	timestamp time.Time // zero: now
}

func (s *session) signVerb() *cobra.Command {
	var as, nonce, timestamp string
	var typed typedRequest
	var o signing
	verb := &cobra.Command{
		Use:   "sign [METHOD] URL|OPERATION",
		Short: "Print the Authorization header for a request",
		Long: `Signs a request and prints its Authorization header: the whole line, "Authorization:
OAuth ...", as curl's -H takes it, or with --format value what follows the colon.
Other formats are the whole request, for another program to send: curl-sign is a
command that signs each time anew, the others are good for one request.

URL is a whole URL, or SERVICE:/path, whose host is looked up. {accountId} is
filled in with the account ID. OPERATION is a name from the catalogue, which
knows method and URL; the screens and completion list them.

Sign exactly what is sent: the method, the query, and a form, if the body is one:
--form NAME=VALUE for each parameter, or --data with the body itself, as curl takes
it, in a file or on standard input. JSON and other bodies are not signed; formats
that are the whole request hold them. What --data is shows in it, or is said with
--content-type.

With --explain the steps to the signature are printed: each parameter, where it
comes from and how it is encoded, the base string and the signature; the key is
masked.

What destroys data is signed with --yes only, and so is what LivePerson takes
something else for, such as a bot's login.

A header is good for one request, and for a few minutes.`,
		Example: `  curl -H "$(lpkeys sign GET "$URL")" "$URL"
  lpkeys sign GET 'dataAccess:/data_access_le/account/{accountId}/le'
  lpkeys sign msgHist.conversations.search
  lpkeys sign POST "$URL" --form grant_type=client_credentials
  lpkeys sign msgHist.conversations.search --data @search.json --format curl
  lpkeys sign GET "$URL" --explain`,
		Args: between(0, "METHOD", "URL"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := typed.parse(args, &o); err != nil {
				return err
			}
			if o.format, err = parseFormat(as); err != nil {
				return err
			}
			if s.json && !o.format.IsHeader() && o.format != format.AsJSON {
				return misused("--json does not go with --format "+as, "Leave one of them out; --format json is the request as JSON")
			}
			if o.format == format.AsCurlSign && (cmd.Flags().Changed("nonce") || cmd.Flags().Changed("timestamp")) {
				return misused("--nonce and --timestamp do not go with --format curl-sign", "Leave them out: that command draws new ones each time")
			}
			if o.explain && !o.format.IsHeader() {
				return misused("--explain does not go with --format "+as, "Leave one of them out: the steps are those of the header")
			}
			if err := o.freeze(cmd, nonce, timestamp); err != nil {
				return err
			}
			if err := s.readBody(cmd.Context(), &typed, &o, ""); err != nil {
				return err
			}
			if !o.format.IsHeader() && len(typed.data) == 0 && o.form == "" {
				s.usualBody(&o)
			}
			return s.sign(cmd.Context(), o)
		},
	}
	flags := verb.Flags()
	typed.flags(flags)
	flags.BoolVar(&o.insisted, "yes", false, "sign also what destroys data, or what LivePerson takes no signature for")
	flags.BoolVar(&o.explain, "explain", false, "print how the signature comes about, instead of the header alone")
	flags.StringVar(&as, "format", string(format.AsHeader), "the `FORMAT` to print: "+formats())
	flags.BoolVar(&o.copy, "copy", false, "copy it to the clipboard too")
	flags.StringVar(&nonce, "nonce", "", "sign with this `NONCE` instead of a drawn one")
	flags.StringVar(&timestamp, "timestamp", "", "sign with this `SECONDS` since 1970 instead of now")
	return verb
}

func formats() string {
	var names []string
	for _, name := range format.Names() {
		names = append(names, string(name))
	}
	return strings.Join(names, ", ")
}

func parseFormat(as string) (format.Name, error) {
	if !slices.Contains(format.Names(), format.Name(as)) {
		return "", misused("--format has no such name", "The formats are "+formats())
	}
	return format.Name(as), nil
}

// freeze sets what makes a signature come out the same again.
func (o *signing) freeze(cmd *cobra.Command, nonce, timestamp string) error {
	if cmd.Flags().Changed("nonce") && !isVisible(nonce) {
		return misused("--nonce is not 1 to 128 visible ASCII characters", "Leave it out, and one is drawn")
	}
	o.nonce = nonce
	if !cmd.Flags().Changed("timestamp") {
		return nil
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || seconds <= 0 || seconds > 1e11 {
		return misused("--timestamp is not a number of seconds since 1970", "Leave it out, and the time is now")
	}
	o.timestamp = time.Unix(seconds, 0)
	return nil
}

func isVisible(nonce string) bool {
	const longest = 128
	for i := range len(nonce) {
		if nonce[i] <= ' ' || nonce[i] > '~' {
			return false
		}
	}
	return nonce != "" && len(nonce) <= longest
}

type signedJSON struct {
	API     string `json:"api,omitempty"` // LPKEYS_API_URL's
	Account string `json:"account"`
	Method  string `json:"method"`
	URL     string `json:"url"`
	Header  string `json:"header"`

	Explanation *explanationJSON `json:"explanation,omitempty"` // --explain
}

func (s *session) sign(ctx context.Context, o signing) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	r, err := s.lead(ctx, b, &o)
	if err != nil {
		return err
	}
	text, explanation, err := o.text(r.account, r.key, r.address)
	if err != nil {
		return err
	}
	switch {
	case s.json && o.format.IsHeader():
		s.encode(signedJSON{
			API: b.API, Account: r.account, Method: o.method, URL: r.address, Header: text,
			Explanation: explanationOf(explanation),
		})
	case o.explain:
		s.tellExplanation(o.method, explanation)
	case o.format.IsHeader():
		s.out.line(text)
	default:
		fmt.Fprintln(s.out, text) // What has to be encoded in it is.
	}
	if !o.copy {
		return nil
	}
	return s.copy(ctx, b, text)
}

// fill puts the account ID and the values into the URL.
func (o signing) fill(id domain.AccountID) (aim.Target, error) {
	filled, err := o.target.Fill(id, o.values)
	if err != nil && o.target.Operation.Name != "" {
		words := explain.Of(err)
		words.Hint = "Give each a value: --set NAME=VALUE"
		return filled, &spoken{words: words, err: err}
	}
	return filled, err
}

// rehearse finds what cannot be signed before anybody is asked for a passphrase
// or a host.
func (o signing) rehearse() error {
	address := o.target.Whole
	if address == "" {
		address = "https://host.liveperson.net" + o.target.Path
	}
	_, query, _ := strings.Cut(address, "?")
	if aim.HoldsSignature(query) || aim.HoldsSignature(o.form) {
		return misused("the request holds an oauth_signature already", "Leave it out: lpkeys puts its own into the header")
	}
	stand := oauth.NewSecret("stands for the key's")
	_, _, err := o.text("", oauth.Credentials{ConsumerKey: "k", ConsumerSecret: stand, Token: "t", TokenSecret: stand}, address)
	return err
}

// text signs and writes the result as it was asked for, with the steps to it if
// they were.
func (o signing) text(account string, key oauth.Credentials, address string) (text string, steps *oauth.Explanation, err error) {
	signer := oauth.Signer{Credentials: key}
	if o.nonce != "" {
		signer.Nonce = func() string { return o.nonce }
	}
	if !o.timestamp.IsZero() {
		signer.Now = func() time.Time { return o.timestamp }
	}
	var header []byte
	request := oauth.Request{Method: o.method, URL: address, Form: o.form}
	if o.explain {
		if steps, err = signer.Explain(request); err == nil {
			header = []byte(steps.Header)
			steps.Notes = append(steps.Notes, o.bodyNotes()...)
		}
	} else {
		header, err = signer.AppendAuthorization(nil, request)
	}
	if err != nil {
		return "", nil, err
	}
	text, err = o.format.Format(format.Request{
		Account: account, Insisted: o.insisted, Method: o.method, URL: address, Header: string(header), Form: o.form,
		Body: o.body, ContentType: o.contentType, Shell: format.SystemShell(),
	})
	return text, steps, err
}

// bodyNotes says what is not a part of the signature.
func (o signing) bodyNotes() []string {
	if o.body == "" {
		return nil
	}
	return []string{"body: not signed, as " + o.contentType + " is no form"}
}
