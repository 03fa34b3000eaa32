package format

import "strings"

// curl is a command for curl: no braces or brackets are expanded, no dots taken
// out of the path, no file is read for the body.
func (w wire) curl() string {
	header := authorization + ": " + w.Header
	return w.curlWith(quotePOSIX(header), setting("header", header))
}

// curlSign is a command that has lpkeys sign each time, so that it never grows
// old, and that sends nothing when lpkeys does not. The header goes through a
// pipe: no history and no list of processes holds it.
func (w wire) curlSign() string {
	sign := []string{"lpkeys", "sign", "--account=" + w.Account, w.Method, w.URL}
	if w.Insisted {
		sign = append(sign, "--yes")
	}
	for _, field := range w.fields {
		sign = append(sign, "--form="+field.name+"="+field.value)
	}
	if w.Shell == PowerShell {
		curl := w.curlWith("", `('header = "' + ($header -replace '"', '\"') + '"')`)
		return "$header = & " + joined(sign, quotePowerShell) + "; if ($?) { " + curl + " }"
	}
	return "header=$(" + joined(sign, quotePOSIX) + `) && printf '%s\n' "$header" | ` + w.curlWith("@-", "")
}

// curlWith writes the command around its Authorization header, which is given as
// the shell wants it. PowerShell changes the quotes in a program's arguments, so
// curl reads them as a configuration there.
func (w wire) curlWith(posix, powerShell string) string {
	if w.Shell == PowerShell {
		lines := []string{"'globoff'", "'path-as-is'"}
		if w.Method == "HEAD" {
			lines = append(lines, "'head'")
		} else {
			lines = append(lines, setting("request", w.Method))
		}
		lines = append(lines, powerShell)
		if kind := w.contentType(); kind != "" {
			lines = append(lines, setting("header", "Content-Type: "+kind))
		}
		if body := w.body(); body != "" {
			lines = append(lines, setting("data-raw", body))
		}
		lines = append(lines, setting("url", w.URL))
		return "@(" + strings.Join(lines, ", ") + ") | curl.exe --config -"
	}
	words := []string{"curl", "--globoff", "--path-as-is"}
	if w.Method == "HEAD" {
		words = append(words, "--head")
	} else {
		words = append(words, "--request", quotePOSIX(w.Method))
	}
	words = append(words, "--header", posix)
	if kind := w.contentType(); kind != "" {
		words = append(words, "--header", quotePOSIX("Content-Type: "+kind))
	}
	if body := w.body(); body != "" {
		words = append(words, "--data-raw", quotePOSIX(body))
	}
	return strings.Join(append(words, quotePOSIX(w.URL)), " ")
}

// httpie is a command for HTTPie. What comes on its standard input, what .netrc
// has for the host and what it makes of dots are left out of account.
func (w wire) httpie() string {
	words := []string{"http", "--ignore-stdin", "--ignore-netrc"}
	if body := w.body(); body != "" {
		words = append(words, "--raw="+body)
	}
	words = append(words, w.Method, w.URL)
	for _, header := range w.headers() {
		words = append(words, header.name+":"+header.value)
	}
	return joined(words, quotePOSIX)
}

func joined(words []string, quote func(string) string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quote(word)
	}
	return strings.Join(quoted, " ")
}

// Word is a word of a command for people here, quoted where it has to be.
func Word(word string) string {
	if quoted := quotePOSIX(word); quoted == word || SystemShell() == POSIX {
		return quoted
	}
	return quotePowerShell(word)
}

// quotePOSIX quotes a word where it has to be, such that a shell changes nothing
// in it: history expansion, which minds no double quotes, does not either.
func quotePOSIX(word string) string {
	plain := func(r rune) bool {
		return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@=", r)
	}
	if word != "" && !strings.ContainsFunc(word, plain) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// PowerShell takes typographic quotes for quotes.
var powerShellQuotes = strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛")

func quotePowerShell(word string) string { return "'" + powerShellQuotes.Replace(word) + "'" }

// setting is a line of a curl configuration, as a string of PowerShell.
func setting(name, value string) string { return quotePowerShell(name + " = " + configured(value)) }

var configuring = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\v", `\v`)

// configured quotes a value for a curl configuration.
func configured(value string) string { return `"` + configuring.Replace(value) + `"` }
