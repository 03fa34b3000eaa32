package oauth

// Cause names what was done otherwise. The words stay the same from version to
// version.
type Cause string

// The causes that [Compare] finds, most telling first.
const (
	// Who signs, and how.
	OtherMethodOfSigning Cause = "signature-method"
	OtherConsumerKey     Cause = "consumer-key"
	OtherToken           Cause = "token"
	HeaderNotQuoted      Cause = "header-not-quoted"
	HeaderNotEncoded     Cause = "header-not-encoded" // the signature, most often
	SignatureEncodedMore Cause = "signature-encoded-too-often"
	SignatureNotBase64   Cause = "signature-not-base64"
	TimeInOtherUnit      Cause = "timestamp-unit" // milliseconds and the like
	TimeNotANumber       Cause = "timestamp-not-a-number"
	TimeZone             Cause = "timestamp-zone" // whole or half hours away
	TimeFar              Cause = "timestamp-far"
	OtherVersion         Cause = "version"

	// What the request is.
	OtherHTTPMethod    Cause = "method"
	HTTPMethodCase     Cause = "method-case"
	OtherScheme        Cause = "scheme"
	SchemeCase         Cause = "scheme-case"
	OtherHost          Cause = "host"
	HostCase           Cause = "host-case"
	UserinfoSigned     Cause = "userinfo-signed"
	PortKept           Cause = "port-kept"
	PortDropped        Cause = "port-dropped"
	OtherPort          Cause = "port"
	PathEmpty          Cause = "path-empty"
	PathSlash          Cause = "path-slash" // at the end
	PathCase           Cause = "path-case"
	OtherPath          Cause = "path"
	QueryInBaseURI     Cause = "query-in-base-uri"
	BodyNotSigned      Cause = "body-not-signed"
	BodySigned         Cause = "body-signed"
	QueryNotSigned     Cause = "query-parameter-missing"
	FormNotSigned      Cause = "form-parameter-missing"
	RepeatedNameLost   Cause = "repeated-name-lost"
	OtherValue         Cause = "parameter-value"
	ExtraParameter     Cause = "parameter-extra"
	RealmSigned        Cause = "realm-signed"
	SignatureSigned    Cause = "signature-signed"
	ProtocolMissing    Cause = "oauth-parameter-missing"
	ProtocolNotSigned  Cause = "oauth-parameter-not-signed" // but sent
	ProtocolExtra      Cause = "oauth-parameter-extra"
	ProtocolOtherValue Cause = "oauth-parameter-value"

	// How it is written.
	SpaceAsPlus          Cause = "space-as-plus"
	PlusAsSpace          Cause = "plus-as-space"
	EncodedTooLittle     Cause = "encoded-too-little"
	EncodedTooOften      Cause = "encoded-too-often"
	LowerCaseEscapes     Cause = "escapes-in-lower-case"
	SortedBeforeEncoding Cause = "sorted-before-encoding"
	OtherOrder           Cause = "order"
	OtherText            Cause = "base-string"

	// With which secrets.
	NoTokenSecret       Cause = "token-secret-left-out"
	NoConsumerSecret    Cause = "consumer-secret-left-out"
	NoAmpersand         Cause = "key-without-ampersand"
	SecretsSwapped      Cause = "secrets-swapped"
	SecretsNotEncoded   Cause = "secrets-not-encoded"
	SecretsEncodedTwice Cause = "secrets-encoded-twice"
	KeyAsSecret         Cause = "consumer-key-as-secret"
	TokenAsSecret       Cause = "token-as-secret"
	BlankInSecret       Cause = "blank-in-secret" // or a line break, or quotes around it
	Unexplained         Cause = "unexplained"

	// What may be otherwise.
	VersionPresence Cause = "version-presence"
	OtherTime       Cause = "timestamp"
	OtherNonce      Cause = "nonce"
)

// words are the first sentences of every Advice, most telling cause first.
var words = []struct {
	cause  Cause
	advice string
}{
	{OtherMethodOfSigning, "Theirs is signed by another method. Name the method in oauth_signature_method and use that one."},
	{OtherConsumerKey, "Theirs has another consumer key (app key). Use the one of this account, with its own secrets."},
	{OtherToken, "Theirs has another token (access token). Use the one that belongs to the consumer key, with its own secret."},
	{HeaderNotQuoted, "Theirs has a value without quotes in the header. Put each between double quotes."},
	{HeaderNotEncoded, "Theirs does not percent-encode a value in the header. Encode each value there, the signature too: + is %2B, / is %2F, = is %3D."},
	{SignatureEncodedMore, "Theirs percent-encodes the signature twice. Encode it once, when it goes into the header."},
	{SignatureNotBase64, "The signature of theirs is not plain base64. Encode the octets of the HMAC with the standard base64 alphabet and its padding, not as hex digits."},
	{TimeInOtherUnit, "The timestamp of theirs is not in seconds. Send whole seconds since 1970."},
	{TimeNotANumber, "The timestamp of theirs is not a number. Send whole seconds since 1970, in digits alone."},
	{TimeZone, "The timestamp of theirs is a time zone away. Count the seconds since 1970 in UTC, not in local time."},
	{TimeFar, "The timestamp of theirs is far from ours; servers allow a few minutes. If theirs was made just now, set its clock."},
	{OtherVersion, "Theirs has another oauth_version. The only one is 1.0."},

	{OtherHTTPMethod, "Theirs signs another HTTP method. Sign the one that is sent."},
	{HTTPMethodCase, "Theirs does not sign the HTTP method in capitals. Write it in upper case."},
	{OtherScheme, "Theirs signs another scheme. Sign the one that the client calls; behind a proxy that ends TLS, a server must say https."},
	{SchemeCase, "Theirs does not sign the scheme in small letters. Write it in lower case."},
	{OtherHost, "Theirs signs another host. Sign the one in the Host header."},
	{HostCase, "Theirs signs the host with capitals. Write it in lower case."},
	{UserinfoSigned, "Theirs signs the user and password of the URL. Leave out what stands before the @: it is never sent in the URL."},
	{PortKept, "Theirs signs a port that the scheme means anyway. Leave out :80 for http and :443 for https."},
	{PortDropped, "Theirs leaves the port out. Sign every port but :80 for http and :443 for https."},
	{OtherPort, "Theirs signs another port. Sign the one that the client calls, and none when the scheme means it anyway."},
	{PathEmpty, "Theirs signs no path. An empty path is signed as /."},
	{PathSlash, "The paths differ in the slash at the end. Sign the path exactly as it is sent."},
	{PathCase, "The paths differ in capitals. Sign the path exactly as it is sent."},
	{OtherPath, "Theirs signs another path. Sign the path exactly as the client sends it, from the first slash to the question mark."},
	{QueryInBaseURI, "Theirs leaves the query in the base URI. End the base URI before the question mark and sign the query among the parameters."},
	{BodyNotSigned, "Theirs does not sign the form body. Sign every parameter of a body of type application/x-www-form-urlencoded."},
	{BodySigned, "Theirs signs what is neither in the query nor in a form, such as the keys of a JSON body. Sign parameters of a body only when its type is application/x-www-form-urlencoded."},
	{QueryNotSigned, "Theirs does not sign this query parameter. Sign every parameter after the question mark, one without a value too."},
	{FormNotSigned, "Theirs does not sign this parameter of the form body. Sign every one, one without a value too."},
	{RepeatedNameLost, "Theirs signs this name fewer times than the request has it. Keep parameters in a list: a map holds one value for a name."},
	{OtherValue, "Theirs signs another value. Sign the value that is sent, octet by octet."},
	{ExtraParameter, "Theirs signs a parameter that the request does not have. Sign what is in the query and in the form, nothing else."},
	{RealmSigned, "Theirs signs the realm. Leave it out of the base string: it belongs to the header alone."},
	{SignatureSigned, "Theirs signs oauth_signature. Leave it out of the base string, an empty one too."},
	{ProtocolMissing, "Theirs lacks a parameter of the protocol. Send it in the header, and sign it."},
	{ProtocolNotSigned, "Theirs sends a parameter in the header and does not sign it. Sign all that are there but realm and oauth_signature."},
	{ProtocolExtra, "Theirs has a parameter of the protocol that ours has not. Sign exactly those that are sent in the header, and never send a secret."},
	{ProtocolOtherValue, "Theirs has another value for a parameter of the protocol. Sign the value that is sent in the header."},

	{SpaceAsPlus, "Theirs signs a space as +. Percent-encode it: %20, which is %2520 in the base string."},
	{PlusAsSpace, "Theirs signs a plus sign as a space. Decode the query and the form once, then encode: a plus sign is %2B."},
	{EncodedTooLittle, "Theirs percent-encodes too little. Encode all but letters, digits and - . _ ~ once in each parameter, and all once more in the base string."},
	{EncodedTooOften, "Theirs percent-encodes too much. Decode the query and the form first, encode each parameter once, and the whole once more in the base string; letters, digits and - . _ ~ stay as they are."},
	{LowerCaseEscapes, "Theirs writes escapes in small letters. Write their hex digits in capitals: %2F, not %2f."},
	{SortedBeforeEncoding, "Theirs sorts the parameters before it encodes them. Encode names and values first, then sort."},
	{OtherOrder, "Theirs has the parameters in another order. Sort all of them, of query, form and header together, by encoded name and then by encoded value, octet by octet."},
	{OtherText, "The base strings differ. Join the method, the encoded base URI and the encoded parameters with & and nothing else."},

	{NoTokenSecret, "Theirs is signed without the token secret (access token secret). Sign with both secrets, an & between them."},
	{NoConsumerSecret, "Theirs is signed without the consumer secret (app secret). Sign with both secrets, an & between them."},
	{NoAmpersand, "The signing key of theirs has no &. Put one between the secrets, even when there is no token secret."},
	{SecretsSwapped, "Theirs has the secrets the wrong way round. The consumer secret (app secret) comes first, then &, then the token secret (access token secret)."},
	{SecretsNotEncoded, "Theirs does not percent-encode the secrets. Encode each before they are joined with &."},
	{SecretsEncodedTwice, "Theirs percent-encodes the secrets twice. Encode each once, before they are joined with &."},
	{KeyAsSecret, "Theirs takes the consumer key (app key) for the consumer secret. Use the secret."},
	{TokenAsSecret, "Theirs takes the token (access token) for the token secret. Use the secret."},
	{BlankInSecret, "One of the secrets has a blank, a line break or quotes around it."},
	{Unexplained, "The signatures differ, and none of the usual mistakes gives theirs. Compare the base string of theirs: if that is equal, check both secrets."},

	{VersionPresence, "One has oauth_version and the other has not. Both are right: it may be left out, of the header and the base string alike."},
	{OtherTime, "Theirs was made at another time. That is as it should be: the timestamp is new with each request."},
	{OtherNonce, "Theirs has another nonce. That is as it should be: it is new with each request."},
}

// rank is the place of a cause in words, -1 without one.
func rank(c Cause) int {
	for i, w := range words {
		if w.cause == c {
			return i
		}
	}
	return -1
}

// advice is what words say of c, which has a place there.
func advice(c Cause) string { return words[rank(c)].advice }
