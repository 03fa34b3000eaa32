package cli

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/send"
)

// typedRequest is what commands take that a request is signed for.
type typedRequest struct {
	form, data, values, allowed []string
	contentType                 string
}

func (r *typedRequest) flags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&r.form, "form", nil, "a form parameter `NAME=VALUE` that the body holds; may be repeated")
	flags.StringArrayVar(&r.data, "data", nil, "the body as `TEXT`, or in a file: @FILE, or on standard input: @-")
	flags.StringVar(&r.contentType, "content-type", "", "the `TYPE` of --data; a form is signed, anything else is not")
	flags.StringArrayVar(&r.values, "set", nil, "a value for a name in braces in an operation's URL, as `NAME=VALUE`; may be repeated")
	flags.StringArrayVar(&r.allowed, "allow-host", nil, "a `HOST` that is not LivePerson's and may be signed for; may be repeated")
}

func (r *typedRequest) parse(args []string, o *signing) (err error) {
	if o.allowed, err = parseHosts(r.allowed); err != nil {
		return err
	}
	if o.method, o.target, err = parseRequest(args); err != nil {
		return err
	}
	if o.values, err = parseValues(r.values, o.target.Operation); err != nil {
		return err
	}
	o.form, err = parseForm(r.form)
	return err
}

// parseHosts refuses what no host can be, which would allow nothing.
func parseHosts(names []string) ([]string, error) {
	var hosts domain.Client
	for i, name := range names {
		if _, err := hosts.Host(name); err != nil && !send.Loopback(name) {
			return nil, misused("the --allow-host number "+strconv.Itoa(i+1)+" is not a host", "Write the host alone, such as bot.example.com")
		}
	}
	return names, nil
}

// parseForm makes the body out of its parameters, in their order.
func parseForm(pairs []string) (string, error) {
	var form strings.Builder
	for i, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		if !found || name == "" {
			return "", misused("the --form number "+strconv.Itoa(i+1)+" is not NAME=VALUE", "Write it as --form NAME=VALUE; the value may be empty")
		}
		if i > 0 {
			form.WriteByte('&')
		}
		form.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
	}
	return form.String(), nil
}

// prepared is what a request is signed with.
type prepared struct {
	account, address string
	key              oauth.Credentials
}

// lead finds the account in force, the URL and the key, in an order that asks
// nobody for what turns out to be of no use.
func (s *session) lead(ctx context.Context, b *Backend, o *signing) (r prepared, err error) {
	a, err := s.inForce(b)
	if err != nil {
		return r, err
	}
	r.account = a.Name
	if o.target, err = o.fill(a.ID); err != nil {
		return r, err
	}
	if !o.insisted {
		if err := s.guard(b, o.method, o.target); err != nil {
			return r, err
		}
	}
	if err := o.rehearse(); err != nil {
		return r, err
	}
	if r.address, err = s.address(ctx, b, a, o.target, o.allowed); err != nil {
		return r, err
	}
	if o.target.Whole == "" { // Nobody typed it so.
		s.note("%s %s", o.method, r.address)
	}
	err = s.visibly(a.Vault, func() (err error) {
		r.key, err = b.Store.Key(ctx, a.Name)
		return err
	})
	return r, err
}
