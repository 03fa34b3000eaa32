package demo

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"lpkeys/oauth"
)

// LivePerson's own texts, as people have reported them.
const (
	signatureInvalid = "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"
	tokenRejected    = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider"
	keyRejected      = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider"
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
		return "oauth_problem=parameter_rejected&oauth_parameters_rejected=" + names
	default:
		return "oauth_problem=" + string(e.Problem) + "&oauth_problem_advice=" + names + " " + e.Detail
	}
}

// refuseSignature answers what [oauth.Verifier.Verify] found.
func refuseSignature(w http.ResponseWriter, err error) {
	refused, ok := errors.AsType[*oauth.VerifyError](err)
	if !ok {
		// Not the signature's fault: a body that cannot be read, for one.
		refuse(w, http.StatusBadRequest, "Problem with body or query parameters", 4)
		return
	}
	refuseForm(w, problem(refused))
}

func refuseForm(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
	w.WriteHeader(http.StatusUnauthorized)
	io.WriteString(w, text)
}

// refuse answers an error in LivePerson's nested JSON form.
func refuse(w http.ResponseWriter, status int, message string, code int) {
	name := strings.ToUpper(strings.ReplaceAll(http.StatusText(status), " ", "_"))
	answerJSON(w, status, map[string]any{"error": map[string]any{
		"time":           time.Now().UnixMilli(),
		"message":        message,
		"internalCode":   code,
		"responseStatus": name,
	}})
}

// refuseAccount answers in the flat JSON form, which the services use.
func refuseAccount(w http.ResponseWriter, message string, code int) {
	answerJSON(w, http.StatusUnauthorized, map[string]any{
		"time":         time.Now().UnixMilli(),
		"message":      message,
		"internalCode": code,
	})
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	// A caller who has gone away is no reason to complain.
	_ = json.NewEncoder(w).Encode(body)
}
