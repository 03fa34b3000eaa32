package explain

import (
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/format"
	"lpkeys/ui/paste"
	"lpkeys/ui/send"
)

const reportIt = "This is a fault in lpkeys; please report it"

// named holds the errors that say by themselves what went wrong. Their chain
// says where.
var named = []struct {
	err   error
	words Words
}{
	{oauth.ErrFormTooLong, Words{Hint: "Send a shorter form, or the data as JSON, which is not signed", Exit: Misused, Code: "form-too-long"}},
	{oauth.ErrBodyTooLong, Words{Hint: "Send a shorter body, or sign without oauth_body_hash", Exit: Misused, Code: "body-too-long"}},
	{oauth.ErrSecret, Words{Hint: reportIt, Exit: Failed, Code: "secret-not-written"}},

	{store.ErrNoAccounts, Words{Hint: "Add one: lpkeys account add NAME --id ID, or run lpkeys", Exit: NoAccount, Code: "no-accounts"}},
	{store.ErrNoDefault, Words{Hint: "Name one with --account NAME or LPKEYS_ACCOUNT, or choose one: lpkeys account use NAME", Exit: Misused, Code: "no-default"}},
	{store.ErrNoPrevious, Words{Hint: "Choose one: lpkeys account use NAME", Exit: Misused, Code: "no-previous"}},
	{store.ErrNoHere, Words{Hint: "Go to a folder that is there, or name an account: --account NAME", Exit: Failed, Code: "no-working-folder"}},
	{store.ErrNoPlace, Words{Hint: "Set LPKEYS_HOME to the absolute path of a folder", Exit: Misused, Code: "no-place"}},
	{store.ErrBusy, Words{Hint: "Wait until the other lpkeys is done, or end it, and try again", Exit: Failed, Code: "busy"}},
	{store.ErrNoOldKey, Words{Hint: "A replaced key can be brought back until lpkeys ends; after that, replace the key again with the values that Conversational Cloud shows", Exit: Failed, Code: "no-old-key"}},
	{store.ErrLink, Words{Hint: "Put a plain file in its place, or remove it", Exit: Failed, Code: "not-a-plain-file"}},
	{store.ErrNotPutBack, Words{Hint: "See to the disk first; then look whether the change was made, as it may be and may not last", Exit: Failed, Code: "not-put-back"}},
	{store.ErrRecipient, Words{Hint: "Ask for the line age1... that age-keygen printed, or prints again with -y FILE; the other one, AGE-SECRET-KEY-1..., is given to nobody", Exit: Misused, Code: "invalid-recipient"}},
	{store.ErrTooLong, Words{Hint: "See what the file is, and move it away", Exit: Failed, Code: "file-too-long"}},

	{paste.ErrEmpty, Words{Hint: fourLines, Exit: Misused, Code: "nothing-pasted"}},
	{paste.ErrTooLarge, Words{Hint: "Paste the four values alone", Exit: Misused, Code: "paste-too-large"}},

	{send.ErrNothingToTry, Words{typed: "Name a request yourself: lpkeys send METHOD URL", pressed: "Make one of your own: ctrl+p, sign any request", Exit: Misused, Code: "nothing-to-try"}},

	{clip.ErrEmpty, Words{Hint: "Choose something to copy", Exit: Misused, Code: "nothing-to-copy"}},
	{clip.ErrNoAnswer, Words{Hint: "Look whether it arrived before you copy again", typed: bySign, Exit: Failed, Code: "clipboard-silent"}},
	{clip.ErrByHand, Words{Hint: "Copy with lpkeys sign --copy, or on the screens", Exit: Misused, Code: "clipboard-by-hand"}},
	{clip.ErrDesktop, Words{Hint: "Try again", typed: bySign, Exit: Failed, Code: "clipboard-refused"}},

	{format.ErrEmpty, Words{Hint: reportIt, Exit: Failed, Code: "nothing-to-format"}},
	{format.ErrLineBreak, Words{Hint: "Sign again with a nonce, a timestamp and a realm without line breaks", Exit: Misused, Code: "line-break-in-header"}},
	{format.ErrUnknownFormat, Words{Hint: "The formats are " + formats(), Exit: Misused, Code: "unknown-format"}},
}

func formats() string {
	var names []string
	for _, name := range format.Names() {
		names = append(names, string(name))
	}
	return list(names, "and")
}
