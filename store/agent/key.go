package agent

import "lpkeys/oauth"

// fieldsFrom writes a key for the other end of the socket, which is the same
// person's.
func fieldsFrom(key oauth.Credentials) []string {
	return []string{key.ConsumerKey, key.ConsumerSecret.Reveal(), key.Token, key.TokenSecret.Reveal()}
}

func keyFrom(fields []string) oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey: fields[0], ConsumerSecret: oauth.NewSecret(fields[1]),
		Token: fields[2], TokenSecret: oauth.NewSecret(fields[3]),
	}
}
