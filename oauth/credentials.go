package oauth

// Credentials are the four values of a key, in the words of OAuth Core 1.0.
// LivePerson calls them app key, secret, access token and access token secret.
type Credentials struct {
	ConsumerKey    string
	ConsumerSecret Secret
	Token          string // empty: a request on behalf of nobody; oauth_token is left out
	TokenSecret    Secret
}

// Field names one of the four values.
type Field string

// The fields of [Credentials].
const (
	FieldConsumerKey    Field = "consumer key"
	FieldConsumerSecret Field = "consumer secret"
	FieldToken          Field = "token"
	FieldTokenSecret    Field = "token secret"
)

// Fault says what is wrong with a value.
type Fault string

// The faults that [Credentials.Validate] finds.
const (
	Missing   Fault = "missing"
	Invisible Fault = "has a blank or a character that does not show"
)

// CredentialError names a value of a key that cannot be right. It never holds
// the value.
type CredentialError struct {
	Field Field
	Fault Fault
}

func (e *CredentialError) Error() string { return string(e.Field) + ": " + string(e.Fault) }

// Validate reports, as a [*CredentialError], the first of the four values that
// is missing or holds a blank, a control or another character that does not
// show. LivePerson's keys always have all four; [Signer] asks for less.
func (c Credentials) Validate() error {
	values := []struct {
		field          Field
		empty, visible bool
	}{
		{FieldConsumerKey, c.ConsumerKey == "", visible(c.ConsumerKey)},
		{FieldConsumerSecret, c.ConsumerSecret.IsZero(), c.ConsumerSecret.visible()},
		{FieldToken, c.Token == "", visible(c.Token)},
		{FieldTokenSecret, c.TokenSecret.IsZero(), c.TokenSecret.visible()},
	}
	for _, v := range values {
		switch {
		case v.empty:
			return &CredentialError{Field: v.field, Fault: Missing}
		case !v.visible:
			return &CredentialError{Field: v.field, Fault: Invisible}
		}
	}
	return nil
}
