package explain

import (
	"errors"

	"lpkeys/domain"
	"lpkeys/ui/aim"
)

func ofCatalogue(err error) (Words, bool) {
	if e, ok := errors.AsType[*domain.UnknownOperationError](err); ok {
		hint := "Operations have names such as msgHist.conversations.search, and upper and lower case count"
		if len(e.Suggestions) > 0 {
			hint = "Did you mean " + list(e.Suggestions, "or") + "? Upper and lower case count"
		}
		return Words{Error: "there is no such operation", Hint: hint, Exit: Misused, Code: "unknown-operation"}, true
	}
	if e, ok := errors.AsType[*aim.Error](err); ok {
		return Words{Error: e.Problem, Hint: e.Hint, Exit: Misused, Code: "usage"}, true
	}
	if e, ok := errors.AsType[*domain.MissingValuesError](err); ok {
		return Words{Error: e.Error(), Hint: "Give each name in braces its value", Exit: Misused, Code: "values-not-given"}, true
	}
	if e, ok := errors.AsType[*domain.UnsignedError](err); ok {
		return Words{Error: e.Error(), Hint: unsignedHint(e), Exit: Misused, Code: "not-signed"}, true
	}
	return Words{}, false
}

// authHints say what to do instead of signing.
var authHints = []struct {
	auth domain.Auth
	hint string
}{
	{domain.KeyInBody, "Send the four values as JSON in the body, as LivePerson's page shows"},
	{domain.PasswordInBody, "Send the user's name and password as JSON in the body, as LivePerson's page shows"},
	{domain.ClientInBody, "Send the client ID and its secret as a form, as LivePerson's page shows"},
	{domain.LoginBearer, "Log in (agentVep.login.application), and send Authorization: Bearer with what that answers"},
	{domain.OAuth2 | domain.AppToken, "Get a token (sentinel.token), and send Authorization: Bearer with it"},
	{domain.ConsumerToken, "Send Authorization with the consumer's own token (idp.signup gives one)"},
	{domain.LoginSession, "Send the cookie of the login, and its csrf in the body"},
	{domain.NothingRequired, "Send it as it is: everybody may"},
}

func unsignedHint(e *domain.UnsignedError) string {
	if e.Destroys {
		return "Make sure that the account is the one you mean, and that nobody needs what will be gone"
	}
	hint := "LivePerson's page says what it wants"
	for _, h := range authHints {
		if e.Auth&h.auth != 0 {
			hint = h.hint
			break
		}
	}
	if e.Docs != "" {
		hint += ": " + e.Docs
	}
	return hint
}
