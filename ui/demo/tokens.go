package demo

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// serveUnsigned answers what something else than a signature authorises.
func (c *call) serveUnsigned() {
	switch {
	case c.isElsewhere() || c.named && c.isMisplaced():
		refuseAccount(c.w, invalidAccount+c.id, 6)
	case c.op.Auth == domain.KeyInBody || c.op.Auth == domain.PasswordInBody:
		c.login()
	case c.authorised():
		c.answer()
	case c.op.Auth == domain.LoginSession:
		refuse(c.w, http.StatusUnauthorized, "CSRF token invalid!", 10)
	default:
		c.refuseBearer()
	}
}

// authorised reports whether the request carries one of the things that the
// operation wants.
func (c *call) authorised() bool {
	switch c.op.Auth {
	case 0, domain.NothingRequired:
		return c.op.Name != ""
	case domain.ClientInBody:
		form := c.form()
		return c.op.Body == "" || form.Get("client_id") != "" && form.Get("client_secret") != "" && form.Get("grant_type") == "client_credentials"
	case domain.LoginSession:
		return strings.Contains(c.req.Header.Get("Cookie"), sessionCookie+c.of.bearer()) && c.fields()["csrf"] == csrf
	case domain.HeaderOfItsOwn:
		return c.req.Header.Get("Authorization")+c.req.Header.Get("maven-api-key") != "" && !isOAuth(c.req)
	}
	token := bearer(c.req)
	return token == c.of.bearer() && c.op.Auth&domain.LoginBearer != 0 ||
		token == c.of.token(sentinelIssuer) && c.op.Auth&(domain.OAuth2|domain.AppToken) != 0 ||
		token == c.of.token(idpIssuer) && c.op.Auth&domain.ConsumerToken != 0
}

// login takes the four values of a bot, or a person's name with any password.
func (c *call) login() {
	given, key := c.fields(), c.of.Key
	bot := given["appKey"] == key.ConsumerKey && given["accessToken"] == key.Token &&
		oauth.NewSecret(given["secret"]).Equal(key.ConsumerSecret) &&
		oauth.NewSecret(given["accessTokenSecret"]).Equal(key.TokenSecret) &&
		c.of.temper != revoked && c.of.temper != noPermission
	person := given["password"] != "" && given["appKey"] == ""
	if given["username"] == "" || !bot && !person {
		refuse(c.w, http.StatusUnauthorized, "invalid site, agent, or credentials", 10)
		return
	}
	c.w.Header().Set("Set-Cookie", sessionCookie+c.of.bearer()+"; Secure; HttpOnly")
	c.answer()
}

const (
	sessionCookie  = "session_id="
	csrf           = "c5f0" + SecretMark
	sentinelIssuer = "Sentinel"
	idpIssuer      = "idp"
)

// bearer is what a login of the account brings: 64 digits, as LivePerson's.
func (a *account) bearer() string {
	return SecretMark + strings.Repeat("be", 22) + string(a.ID)
}

// token is a JWT in shape, about the account. Nobody signed it.
func (a *account) token(issuer string) string {
	encode := func(part string) string { return base64.RawURLEncoding.EncodeToString([]byte(part)) }
	return encode(`{"alg":"RS256","kid":"demo"}`) + "." +
		encode(`{"aud":"`+string(a.ID)+`","iss":"`+issuer+`"}`) + "." + SecretMark
}

func isOAuth(req *http.Request) bool { return scheme(req, "OAuth ") }

func isBearer(req *http.Request) bool { return scheme(req, "Bearer ") }

func scheme(req *http.Request, prefix string) bool {
	value := req.Header.Get("Authorization")
	return len(value) >= len(prefix) && strings.EqualFold(value[:len(prefix)], prefix)
}

// bearer is the token of a request. The service idp takes it without the word
// Bearer.
func bearer(req *http.Request) string {
	value := req.Header.Get("Authorization")
	if isBearer(req) {
		value = value[len("Bearer "):]
	}
	return value
}

// fields are the texts in a body of JSON.
func (c *call) fields() map[string]string {
	fields := make(map[string]string)
	text, _ := io.ReadAll(c.req.Body)
	// What is no object of texts authorises nothing.
	_ = json.Unmarshal(text, &fields)
	return fields
}

func (c *call) form() url.Values {
	text, _ := io.ReadAll(c.req.Body)
	form, _ := url.ParseQuery(string(text))
	return form
}
