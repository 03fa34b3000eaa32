package oauth

import "strings"

// keyGuess is a signing key that a signer may have made, and what is wrong with
// it. Nothing is wrong with the first one.
type keyGuess struct {
	cause Cause
	words string // more of the advice
	key   []byte
}

// keysOf are the right signing key of e and those that signers make by mistake.
func keysOf(e *Explanation) []keyGuess {
	right := e.SigningKey.Reveal()
	first, second := secretsOf(e)
	consumerKey, token := e.value("oauth_consumer_key"), e.value("oauth_token")
	enc := func(s string) string { return string(appendEncoded(nil, s)) }

	guesses := []keyGuess{{key: []byte(right)}}
	add := func(cause Cause, words, key string) {
		guesses = append(guesses, keyGuess{cause, words, []byte(key)})
	}
	join := func(cause Cause, words, first, second string) {
		add(cause, words, enc(first)+"&"+enc(second))
		add(cause, strings.TrimSpace(words+" It does not percent-encode the secrets either."), first+"&"+second)
	}
	// The mistakes that need no second one come before those that do.
	if second != "" { // else nothing is left out
		add(NoTokenSecret, "", enc(first)+"&")
		add(NoTokenSecret, "There is no & either.", enc(first))
		add(NoTokenSecret, "There is no & either, and the secret is not percent-encoded.", first)
	}
	if first != "" {
		add(NoConsumerSecret, "", "&"+enc(second))
		add(NoConsumerSecret, "There is no & either.", enc(second))
		add(NoConsumerSecret, "There is no & either, and the secret is not percent-encoded.", second)
		add(NoConsumerSecret, "It is signed without any secret.", "&")
	}
	add(NoAmpersand, "", enc(first)+enc(second))
	add(NoAmpersand, "The secrets are not percent-encoded either.", first+second)
	add(SecretsNotEncoded, "", first+"&"+second)
	add(SecretsEncodedTwice, "", enc(enc(first))+"&"+enc(enc(second)))
	add(NoAmpersand, "It is percent-encoded, with the rest of the key.", enc(first+"&"+second))
	join(SecretsSwapped, "", second, first)
	join(KeyAsSecret, "", consumerKey, second)
	join(TokenAsSecret, "", first, token)
	join(KeyAsSecret, "The token stands for the token secret, too.", consumerKey, token)
	join(KeyAsSecret, "There is no token secret either.", consumerKey, "")
	for _, m := range marks {
		join(BlankInSecret, m.words+" the consumer secret of theirs. "+takeItOff, m.around(first), second)
		join(BlankInSecret, m.words+" the token secret of theirs. "+takeItOff, first, m.around(second))
		join(BlankInSecret, m.words+" both secrets of theirs. "+takeItOff, m.around(first), m.around(second))
		add(BlankInSecret, m.words+" the signing key of theirs. "+takeItOff, m.around(right))
	}
	bare := func(s string) string { return strings.Trim(s, " \t\r\n"+quotes) }
	join(BlankInSecret, "It is the consumer secret of ours, and theirs may well be right.", bare(first), second)
	join(BlankInSecret, "It is the token secret of ours, and theirs may well be right.", first, bare(second))
	join(BlankInSecret, "It is both secrets of ours, and theirs may well be right.", bare(first), bare(second))
	return guesses
}

const takeItOff = "Take it off where the secrets are read."

// marks are what stays on a secret that was read from a file, a prompt or a page.
var marks = []mark{
	{"A line break ends", "", "\n"},
	{"A carriage return and a line break end", "", "\r\n"},
	{"A carriage return ends", "", "\r"},
	{"A blank ends", "", " "},
	{"A blank begins", " ", ""},
	{"A tab ends", "", "\t"},
	{"Quotes are around", `"`, `"`},
	{"Single quotes are around", `'`, `'`},
}

type mark struct{ words, before, after string }

func (m mark) around(secret string) string { return m.before + secret + m.after }

func (e *Explanation) value(name string) string {
	for _, p := range e.Parameters {
		if p.Source == OAuth && p.Name == name {
			return p.Value
		}
	}
	return ""
}

// secretsOf are the two secrets in the signing key of e.
func secretsOf(e *Explanation) (consumer, token string) {
	consumer, token, _ = strings.Cut(e.SigningKey.Reveal(), "&")
	return decode(consumer), decode(token)
}
