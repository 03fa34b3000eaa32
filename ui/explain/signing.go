package explain

import (
	"errors"
	"strings"

	"lpkeys/oauth"
)

// ourWords are LivePerson's words for OAuth's.
var ourWords = map[oauth.Field]string{
	oauth.FieldConsumerKey:    "App key",
	oauth.FieldConsumerSecret: "Secret",
	oauth.FieldToken:          "Access token",
	oauth.FieldTokenSecret:    "Access token secret",
}

func ofOAuth(err error) (Words, bool) {
	if e, ok := errors.AsType[*oauth.CredentialError](err); ok {
		return ofCredential(e), true
	}
	if e, ok := errors.AsType[*oauth.InputError](err); ok {
		return ofInput(e.What, e.Problem), true
	}
	if e, ok := errors.AsType[*oauth.ConflictError](err); ok {
		return Words{Error: e.Error(), Hint: "Leave that parameter out: lpkeys makes it", Exit: Misused, Code: "parameter-conflict"}, true
	}
	if e, ok := errors.AsType[*oauth.VerifyError](err); ok {
		return ofRefusal(e), true
	}
	return Words{}, false
}

func ofCredential(e *oauth.CredentialError) Words {
	name, known := ourWords[e.Field]
	if !known {
		name = string(e.Field)
	}
	if e.Fault == oauth.Missing {
		return Words{Error: name + " is missing", Hint: fourLines, Exit: Misused, Code: "key-incomplete"}
	}
	return Words{Error: name + " " + string(e.Fault), Hint: "Copy that value again, alone and without the text around it", Exit: Misused, Code: "key-invalid"}
}

// inputHints says how the things that people give look when they are right.
var inputHints = map[string]string{
	"account ID":   "It looks like 12345678 or le12345; LivePerson calls it site ID too",
	"service name": "Service names look like msgHist, and upper and lower case count; lpkeys resolve lists them",
	"API address":  "Unset LPKEYS_API_URL, or set it to something like https://api.liveperson.net",
	"URL":          "Write it whole, such as https://va.msghist.liveperson.net/messaging_history/api/account/12345678/conversations/search",
	"method":       "Use GET, POST, PUT, PATCH or DELETE",
	"nonce":        "Leave --nonce out, and lpkeys draws one",
	"clock":        "Set the computer's clock, or give --timestamp",
	"consumer key": "Give App key with the other three values",
	"their text":   "Give the whole Authorization header, or the base string",
	"form body":    "Sign the form before it is compressed",
}

// ofInput explains an argument that cannot be used. The same words come from
// package oauth and package domain.
func ofInput(what, problem string) Words {
	hint, ok := inputHints[what]
	if !ok {
		hint = "Correct it and try again"
	}
	return Words{
		Error: what + " " + problem,
		Hint:  hint,
		Exit:  Misused,
		Code:  "invalid-" + strings.ToLower(strings.ReplaceAll(what, " ", "-")),
	}
}

var refusalHints = map[oauth.Problem]string{
	oauth.VersionRejected:         "Leave oauth_version at 1.0",
	oauth.ParameterAbsent:         "Send the header as lpkeys sign writes it, whole and on one line",
	oauth.ParameterRejected:       "Send the header as lpkeys sign writes it, whole and on one line",
	oauth.TimestampRefused:        "Set the computer's clock, and sign anew",
	oauth.NonceUsed:               "Sign anew: a header is good for one request",
	oauth.SignatureMethodRejected: "Sign with HMAC-SHA1, as lpkeys does",
	oauth.SignatureInvalid:        "Sign exactly the method, URL and form that are sent, and check Secret and Access token secret",
	oauth.ConsumerKeyUnknown:      "Check App key",
	oauth.TokenRejected:           "Check Access token",
}

func ofRefusal(e *oauth.VerifyError) Words {
	hint, ok := refusalHints[e.Problem]
	if !ok {
		hint = "Check the four values, and sign anew"
	}
	return Words{
		Error: "the request was refused: " + e.Error(),
		Hint:  hint,
		Exit:  Refused,
		Code:  strings.ReplaceAll(string(e.Problem), "_", "-"),
	}
}
