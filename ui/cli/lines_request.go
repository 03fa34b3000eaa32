package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/aim"
	"lpkeys/ui/draft"
	"lpkeys/ui/format"
	"lpkeys/ui/send"
)

// goesBack ends the prompts of choices that lead back.
const goesBack = "Type a number or a word. Enter alone goes back:"

// resolve asks for services and finds their hosts.
func (l *lineMode) resolve(ctx context.Context) error {
	services := l.services()
	l.tell("These services are known; your account may have others.")
	for i, c := range services {
		l.tell(numberedLine(i, c))
	}
	answer, err := l.text(ctx, "Type numbers or names with blanks between, or all")
	if err != nil {
		return err
	}
	args := []string{"resolve"}
	for word := range strings.FieldsSeq(answer) {
		if word == "all" {
			args = args[:1]
			break
		}
		if found := meant(services, word); len(found) == 1 {
			word = services[found[0]].word
		}
		args = append(args, word)
	}
	if err := l.perform(ctx, args...); err != nil {
		return err
	}
	copied, err := l.yes(ctx, "Copy what was found?")
	if err != nil || !copied {
		return err
	}
	_, err = l.consenting(ctx, append(args, "--copy"), new([]string)) // It has been shown.
	return err
}

// services are those of the catalogue.
func (l *lineMode) services() []choice {
	var all []choice
	for _, api := range domain.Catalogue() {
		if !slices.ContainsFunc(all, func(c choice) bool { return c.word == string(api.Service) }) && api.Service != "" {
			all = append(all, choice{string(api.Service), api.Title})
		}
	}
	return all
}

// request asks for a request, and then what to do with its header.
func (l *lineMode) request(ctx context.Context) error {
	i, err := l.pick(ctx, "Which request?", []choice{
		{"operation", "one that the catalogue knows"},
		{"free", "a method and a URL that you type"},
	}, goesBack)
	if err != nil {
		return err
	}
	ask := []func(*lineMode, context.Context) ([]string, error){(*lineMode).operation, (*lineMode).free}[i]
	args, err := ask(l, ctx)
	if err != nil {
		return err
	}
	return l.signed(ctx, args)
}

// operation asks for one of the catalogue, and for what its URL and body want.
func (l *lineMode) operation(ctx context.Context) ([]string, error) {
	apis := slices.DeleteFunc(domain.Catalogue(), func(api domain.API) bool { return len(api.Operations) == 0 })
	choices := make([]choice, len(apis))
	for i, api := range apis {
		choices[i] = choice{api.Title, string(api.Service)}
	}
	i, err := l.pick(ctx, "Of which API?", choices, goesBack)
	if err != nil {
		return nil, err
	}
	operations := apis[i].Operations
	choices = make([]choice, len(operations))
	for i, o := range operations {
		choices[i] = choice{o.Name, o.Title}
	}
	if i, err = l.pick(ctx, "Which operation?", choices, goesBack); err != nil {
		return nil, err
	}
	o := operations[i]
	args := []string{o.Name}
	for _, name := range o.Names() {
		if "{"+name+"}" == domain.AccountPlaceholder {
			continue
		}
		value, err := l.text(ctx, "A value for "+name)
		if err != nil {
			return nil, err
		}
		args = append(args, "--set", name+"="+value)
	}
	if o.ContentType == "" {
		return args, nil
	}
	return l.body(ctx, args, o)
}

// free asks for a method and a URL.
func (l *lineMode) free(ctx context.Context) ([]string, error) {
	methods := []choice{{"GET", ""}, {"POST", ""}, {"PUT", ""}, {"PATCH", ""}, {"DELETE", ""}}
	i, err := l.pick(ctx, "Which method?", methods, goesBack)
	if err != nil {
		return nil, err
	}
	l.tell("{accountId} is filled in. A host is looked up for SERVICE:/path, such as msgHist:/path.")
	address, err := l.text(ctx, "The URL")
	if err != nil {
		return nil, err
	}
	args := []string{methods[i].word, address}
	if i == 0 {
		return args, nil
	}
	return l.body(ctx, args, domain.Operation{})
}

// body asks for what the request sends, where it is not the body of the catalogue.
func (l *lineMode) body(ctx context.Context, args []string, o domain.Operation) ([]string, error) {
	without := "none"
	if body := draft.Of(o).Timed(time.Now()).Body; body != "" && aim.Placeholder(body) == "" {
		without = "that of the catalogue"
	}
	file, err := l.ask(ctx, "The file that holds the body: a form is signed, JSON is not. Enter alone for "+without+":")
	if err != nil || file == "" {
		return args, err
	}
	return append(args, "--data", "@"+file), nil
}

// signed asks what to do with the header of a request.
func (l *lineMode) signed(ctx context.Context, args []string) error {
	sign := append([]string{"sign"}, args...)
	choices := []choice{
		{"header", "show it"},
		{"copy", "the header, or a command or program that sends the request"},
		{"send", "it now, and say why if it is refused"},
		{"explain", "how the signature comes about"},
		{"compare", "with a header or base string that was refused"},
	}
	var consents []string
	for {
		i, err := l.pick(ctx, "What about this request? Each header is signed anew, and good for one request.", choices, goesBack)
		if err != nil {
			return err
		}
		switch choices[i].word {
		case "header":
			err = l.show(ctx, sign, &consents)
		case "copy":
			err = l.copyAs(ctx, sign, &consents)
		case "send":
			sending := hostsOf(consents) // Whoever wants to see a header wants nothing done.
			err = l.show(ctx, append([]string{"send"}, args...), &sending)
		case "explain":
			err = l.show(ctx, append(slices.Clone(sign), "--explain"), &consents)
		case "compare":
			consents = hostsOf(consents) // It insists by itself.
			err = l.show(ctx, append([]string{"compare"}, args...), &consents)
		}
		if errors.Is(err, errInputEnded) {
			return err
		}
		if err := l.after(ctx, err); err != nil {
			return err
		}
	}
}

// hostsOf are the consents to hosts.
func hostsOf(consents []string) []string {
	return slices.DeleteFunc(slices.Clone(consents), func(flag string) bool { return flag == "--yes" })
}

// copyAs asks for a format, and puts the request on the clipboard, here, or into a
// file.
func (l *lineMode) copyAs(ctx context.Context, sign []string, consents *[]string) error {
	names := format.Names()
	choices := make([]choice, len(names))
	for i, name := range names {
		choices[i] = choice{word: string(name)}
	}
	i, err := l.pick(ctx, "In which format?", choices, goesBack)
	if err != nil {
		return err
	}
	as := append(slices.Clone(sign), "--format", string(names[i]))
	i, err = l.pick(ctx, "Where to?", []choice{
		{"clipboard", ""}, {"here", ""}, {"file", "a new one that only you can read"},
	}, goesBack)
	switch {
	case err != nil:
		return err
	case i == 0:
		_, err = l.consenting(ctx, append(as, "--copy"), consents)
		return err
	case i == 1:
		return l.show(ctx, as, consents)
	}
	path, err := l.text(ctx, "The name of the new file")
	if err != nil {
		return err
	}
	text, err := l.consenting(ctx, as, consents)
	if err == nil {
		err = writePrivate(path, []byte(text), false)
	}
	if errors.Is(err, fs.ErrExist) {
		err = misused(path+" is there already and is left as it is", "Give another name")
	}
	if err == nil {
		l.note("written to %s", path)
	}
	return err
}

// show performs a verb that may want consent.
func (l *lineMode) show(ctx context.Context, args []string, consents *[]string) error {
	text, err := l.consenting(ctx, args, consents)
	_, _ = l.out.Write([]byte(text)) // It collects, and cannot fail.
	return cmp.Or(l.flush(), err)
}

// consenting runs a verb and answers what it printed. What it refuses without a
// person's word is asked about; the answers count for this request.
func (l *lineMode) consenting(ctx context.Context, args []string, consents *[]string) (string, error) {
	for {
		err := l.run(ctx, append(slices.Clone(args), *consents...))
		text := l.out.all.String()
		l.out.all.Reset()
		consent := ""
		if foreign, ok := errors.AsType[*domain.ForeignHostError](err); ok {
			consent = "--allow-host=" + foreign.Host.Name
		} else if foreign, ok := errors.AsType[*send.HostError](err); ok {
			consent = "--allow-host=" + foreign.Host
		} else if _, ok := errors.AsType[*domain.UnsignedError](err); ok {
			consent = "--yes"
		}
		if consent == "" || slices.Contains(*consents, consent) {
			return text, err
		}
		sure, asked := l.yes(ctx, wordsOf(err).Error+". All the same?")
		switch {
		case asked != nil:
			return "", asked
		case !sure:
			return "", errBack
		}
		*consents = append(*consents, consent)
	}
}
