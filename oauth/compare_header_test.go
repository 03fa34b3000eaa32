package oauth

import (
	"crypto/sha256"
	"encoding/hex"
)

// wrongHeaders get the header or the signing key wrong, and the base string at
// most where it holds the same.
var wrongHeaders = []wrongSigner{
	{name: "another version", want: []Cause{OtherVersion}, breaks: func(s *scribe) { s.version = "1.0a" }},
	{name: "no version", want: []Cause{VersionPresence}, breaks: func(s *scribe) { s.version = "" }},
	{name: "no token", want: []Cause{ProtocolMissing}, breaks: func(s *scribe) { s.sendsToken = false }},
	{name: "another consumer key", want: []Cause{OtherConsumerKey}, breaks: func(s *scribe) { s.consumerKey = "other" }},
	{name: "another key with its secret", where: inHeader, want: []Cause{OtherConsumerKey}, breaks: func(s *scribe) {
		s.consumerKey, s.first = "other", "CANARY other"
	}},
	{name: "a secret as the consumer key", want: []Cause{OtherConsumerKey}, breaks: func(s *scribe) { s.consumerKey = s.first }},
	{name: "another token", want: []Cause{OtherToken}, breaks: func(s *scribe) { s.token = "other" }},
	{name: "another method of signing", want: []Cause{OtherMethodOfSigning}, breaks: func(s *scribe) {
		s.says, s.hash = "HMAC-SHA256", sha256.New
	}},
	{name: "a method of signing that is not here", want: []Cause{OtherMethodOfSigning}, breaks: func(s *scribe) { s.says = "RSA-SHA1" }},
	{name: "a method of signing that it does not say", where: inHeader, want: []Cause{OtherMethodOfSigning}, breaks: func(s *scribe) {
		s.hash = sha256.New
	}},
	{name: "a method in small letters, and no token secret", where: inHeader, want: []Cause{OtherMethodOfSigning, NoTokenSecret}, breaks: func(s *scribe) {
		s.says, s.second = "hmac-sha1", ""
	}},
	{name: "milliseconds", want: []Cause{TimeInOtherUnit}, breaks: func(s *scribe) { s.time = "1700000000123" }},
	{name: "local time", want: []Cause{TimeZone}, breaks: func(s *scribe) { s.time = "1700019801" }},
	{name: "an old header", want: []Cause{TimeFar}, breaks: func(s *scribe) { s.time = "1600000001" }},
	{name: "a date", want: []Cause{TimeNotANumber}, breaks: func(s *scribe) { s.time = "2023-11-14T22:13:20Z" }},
	{name: "seconds with a fraction", want: []Cause{TimeNotANumber}, breaks: func(s *scribe) { s.time = "1700000000.5" }},

	{name: "no quotes", where: inHeader, want: []Cause{HeaderNotQuoted}, breaks: func(s *scribe) { s.quote = "" }},
	{name: "a signature that is not encoded", where: inHeader, want: []Cause{HeaderNotEncoded}, breaks: func(s *scribe) {
		s.send = func(v string) string { return v }
	}},
	{name: "a signature encoded twice", where: inHeader, want: []Cause{SignatureEncodedMore}, breaks: func(s *scribe) {
		s.send = func(v string) string { return rightEncode(rightEncode(v)) }
	}},
	{name: "a signature in hex digits", where: inHeader, want: []Cause{SignatureNotBase64}, breaks: func(s *scribe) {
		s.write = hex.EncodeToString
	}},
	{name: "a signature that is none", where: inHeader, want: []Cause{SignatureNotBase64}, breaks: func(s *scribe) {
		s.write = func([]byte) string { return s.second[:6] }
	}},

	{name: "no token secret", where: inHeader, want: []Cause{NoTokenSecret}, breaks: func(s *scribe) { s.second = "" }},
	{name: "no token secret and no &", where: inHeader, want: []Cause{NoTokenSecret}, breaks: func(s *scribe) {
		s.key = func(first, _ string) string { return first }
	}},
	{name: "no consumer secret", where: inHeader, want: []Cause{NoConsumerSecret}, breaks: func(s *scribe) { s.first = "" }},
	{name: "no &", where: inHeader, want: []Cause{NoAmpersand}, breaks: func(s *scribe) {
		s.key = func(first, second string) string { return first + second }
	}},
	{name: "the key encoded as a whole", where: inHeader, want: []Cause{NoAmpersand}, breaks: func(s *scribe) {
		s.key = func(first, second string) string { return rightEncode(first + "&" + second) }
	}},
	{name: "swapped secrets", where: inHeader, want: []Cause{SecretsSwapped}, breaks: func(s *scribe) {
		s.first, s.second = s.second, s.first
	}},
	{name: "swapped secrets that are not encoded", where: inHeader, want: []Cause{SecretsSwapped}, breaks: func(s *scribe) {
		s.key = func(first, second string) string { return second + "&" + first }
	}},
	{name: "secrets not encoded", where: inHeader, want: []Cause{SecretsNotEncoded}, breaks: func(s *scribe) {
		s.key = func(first, second string) string { return first + "&" + second }
	}},
	{name: "secrets encoded twice", where: inHeader, want: []Cause{SecretsEncodedTwice}, breaks: func(s *scribe) {
		s.first, s.second = rightEncode(s.first), rightEncode(s.second)
	}},
	{name: "the consumer key for a secret", where: inHeader, want: []Cause{KeyAsSecret}, breaks: func(s *scribe) { s.first = s.consumerKey }},
	{name: "the token for a secret", where: inHeader, want: []Cause{TokenAsSecret}, breaks: func(s *scribe) { s.second = s.token }},
	{name: "both for secrets", where: inHeader, want: []Cause{KeyAsSecret}, breaks: func(s *scribe) {
		s.first, s.second = s.consumerKey, s.token
	}},
	{name: "a line break after a secret", where: inHeader, want: []Cause{BlankInSecret}, breaks: func(s *scribe) { s.second += "\n" }},
	{name: "a line break after the key", where: inHeader, want: []Cause{BlankInSecret}, breaks: func(s *scribe) {
		s.key = func(first, second string) string { return rightEncode(first) + "&" + rightEncode(second) + "\n" }
	}},
	{name: "Windows' line break after both", where: inHeader, want: []Cause{BlankInSecret}, breaks: func(s *scribe) {
		s.first, s.second = s.first+"\r\n", s.second+"\r\n"
	}},
	{name: "a blank before a secret", where: inHeader, want: []Cause{BlankInSecret}, breaks: func(s *scribe) { s.first = " " + s.first }},
	{name: "quotes around a secret", where: inHeader, want: []Cause{BlankInSecret}, breaks: func(s *scribe) { s.first = `"` + s.first + `"` }},
	{name: "another secret", where: inHeader, want: []Cause{Unexplained}, breaks: func(s *scribe) { s.second = "CANARY other" }},
}
