package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// LivePerson's own texts, as people have reported them.
const (
	signatureInvalid    = "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"
	tokenRejected       = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider"
	keyRejected         = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider"
	unauthorizedAccount = "Unauthorized account access"
	invalidAccount      = "Invalid Account id: "
	badRequest          = "Problem with body or query parameters"
	appTokenInvalid     = `{"kind":"resp","code":401,"body":{"title":"AppJWT","details":"AppJWT is invalid","errorCode":40102},"type":".ReqBody$ErrorResp"}`
)

// problem is the body of a refused signature. Where no text of LivePerson's is
// known, it is the one of the OAuth Problem Reporting extension.
func problem(e *oauth.VerifyError) string {
	names := strings.Join(e.Parameters, "&")
	switch e.Problem {
	case oauth.SignatureInvalid:
		return signatureInvalid
	case oauth.TokenRejected:
		return tokenRejected
	case oauth.ConsumerKeyUnknown:
		return keyRejected
	case oauth.ParameterAbsent:
		return "oauth_problem=parameter_absent&oauth_parameters_absent=" + names
	case oauth.ParameterRejected:
		return "oauth_problem=parameter_rejected&oauth_parameters_rejected=" + domain.Clean(names[:min(len(names), 96)])
	default:
		return "oauth_problem=" + string(e.Problem) + "&oauth_problem_advice=" + names + " " + e.Detail
	}
}

// refuseSignature answers what [oauth.Verifier.Verify] found.
func refuseSignature(w http.ResponseWriter, err error) {
	refused, ok := errors.AsType[*oauth.VerifyError](err)
	if !ok {
		// Not the signature's fault: a body that cannot be read, for one.
		refuse(w, http.StatusBadRequest, badRequest, 4)
		return
	}
	refuseForm(w, problem(refused))
}

// refuseBearer answers a request without the token that the operation wants, or
// with a signature in its place.
func (c *call) refuseBearer() {
	switch {
	case c.op.Service == "connectToMessagingDomain":
		answerText(c.w, http.StatusUnauthorized, `{"code":1100,"message":"invalid bearer"}`)
	case c.op.API == "Connector API / Send API":
		answerText(c.w, http.StatusUnauthorized, appTokenInvalid)
	case c.op.Auth == domain.HeaderOfItsOwn:
		refuseForm(c.w, keyRejected)
	case c.op.Name == "agentVep.agentSession.create":
		refuseForm(c.w, signatureInvalid)
	default:
		refuseForm(c.w, tokenRejected)
	}
}

// forbid answers a key that is right and may not do this.
func (c *call) forbid() {
	switch {
	case c.op.Service == "connectToMessagingDomain":
		answerText(c.w, http.StatusForbidden, `{"code":1101,"message":"no privilege"}`)
	case strings.HasPrefix(string(c.op.Service), "accountConfig"):
		refuse(c.w, http.StatusForbidden, "Not Authorized", 10)
	default:
		refuseAccount(c.w, unauthorizedAccount, 10)
	}
}

func refuseForm(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
	w.WriteHeader(http.StatusUnauthorized)
	io.WriteString(w, text)
}

// refuse answers an error in LivePerson's nested JSON form.
func refuse(w http.ResponseWriter, status int, message string, code int) {
	name := strings.ToUpper(strings.ReplaceAll(http.StatusText(status), " ", "_"))
	answerText(w, status, fmt.Sprintf(`{"error":{"time":%d,"message":%s,"internalCode":%d,"responseStatus":"%s"}}`,
		time.Now().UnixMilli(), quoted(message), code, name))
}

// refuseAccount answers in the flat JSON form, which the services use.
func refuseAccount(w http.ResponseWriter, message string, code int) {
	answerText(w, http.StatusUnauthorized, fmt.Sprintf(`{"time":%d,"message":%s,"internalCode":%d}`,
		time.Now().UnixMilli(), quoted(message), code))
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	refuse(w, http.StatusTooManyRequests, http.StatusText(http.StatusTooManyRequests), 0)
}

// answerText answers JSON, a page, or nothing.
func answerText(w http.ResponseWriter, status int, text string) {
	switch {
	case strings.HasPrefix(text, "<"):
		w.Header().Set("Content-Type", "text/html")
	case text != "":
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	}
	w.WriteHeader(status)
	// A caller who has gone away is no reason to complain.
	io.WriteString(w, text)
}

// quoted is text for JSON. What came from outside is cleaned and cut.
func quoted(text string) string {
	const longest = 96
	octets, err := json.Marshal(domain.Clean(text[:min(len(text), longest)]))
	if err != nil {
		return `""`
	}
	return string(octets)
}
