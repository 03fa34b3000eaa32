// Package oauth signs HTTP requests with OAuth 1.0, shows every step of it, and
// checks signatures as a server does.
//
// A client that signs all that it sends:
//
//	signer := &oauth.Signer{Credentials: oauth.Credentials{
//		ConsumerKey:    appKey,
//		ConsumerSecret: oauth.NewSecret(secret),
//		Token:          accessToken,
//		TokenSecret:    oauth.NewSecret(accessTokenSecret),
//	}}
//	client := &http.Client{Transport: &oauth.Transport{Signer: signer}}
//
// [Signer.Sign] signs one request, [Signer.AppendAuthorization] makes a header
// without one. When a server refuses a signature, [Signer.Explain] shows how ours
// came about, and [Compare] says what another one does otherwise.
//
// It follows RFC 5849, with errata 2550, and OAuth Core 1.0 section 9. What it
// promises:
//
//   - The signature covers the octets that are sent: the query is never decoded
//     and encoded again on the way, so a semicolon, a broken escape, a bare "?"
//     or a name given three times is signed as the server will read it.
//   - [Signer.Sign], [Signer.AppendAuthorization] and [Signer.Explain] are one
//     path with three ends. What Explain shows is what Sign signed.
//   - [Transport] signs each attempt anew, and never for a host that a redirect
//     chose.
//   - What cannot be signed rightly is an error with a name, never a guess.
//   - A [Secret] does not print, log or marshal.
//
// The header is written on one line, in the order of LivePerson's own examples:
//
//	OAuth oauth_signature="...",oauth_version="1.0",oauth_nonce="...",oauth_consumer_key="...",oauth_signature_method="HMAC-SHA1",oauth_token="...",oauth_timestamp="..."
package oauth
