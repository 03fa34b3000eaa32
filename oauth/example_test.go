package oauth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"lpkeys/oauth"
)

// The example key of OAuth Core 1.0, appendix A.
var key = oauth.Credentials{
	ConsumerKey:    "dpf43f3p2l4k3l03",
	ConsumerSecret: oauth.NewSecret("kd94hf93k423kf44"),
	Token:          "nnch734d00sl2jdk",
	TokenSecret:    oauth.NewSecret("pfkkdhi9sl3r4s00"),
}

// exampleSigner has the nonce and the clock of the appendix, so that what is
// printed is always the same. Leave both out to sign real requests.
func exampleSigner() *oauth.Signer {
	return &oauth.Signer{
		Credentials: key,
		Nonce:       func() string { return "kllo9940pd9333jh" },
		Now:         func() time.Time { return time.Unix(1191242096, 0) },
	}
}

func ExampleSigner_Sign() {
	signer := &oauth.Signer{Credentials: key}
	req, err := http.NewRequest("GET", "https://va.msghist.liveperson.net/messaging_history/api/account/12345678/interactions?v=2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := signer.Sign(req); err != nil {
		fmt.Println(err)
		return
	}
	scheme, _, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	fmt.Println(scheme)
	// Output: OAuth
}

func ExampleSigner_AppendAuthorization() {
	header, err := exampleSigner().AppendAuthorization(nil, oauth.Request{
		Method: "GET",
		URL:    "http://photos.example.net/photos?file=vacation.jpg&size=original",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.ReplaceAll(string(header), ",", ",\n"))
	// Output:
	// OAuth oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D",
	// oauth_version="1.0",
	// oauth_nonce="kllo9940pd9333jh",
	// oauth_consumer_key="dpf43f3p2l4k3l03",
	// oauth_signature_method="HMAC-SHA1",
	// oauth_token="nnch734d00sl2jdk",
	// oauth_timestamp="1191242096"
}

func ExampleSigner_Explain() {
	explanation, err := exampleSigner().Explain(oauth.Request{
		Method: "POST",
		URL:    "HTTP://photos.example.net:80/photos?size=original",
		Form:   "title=Snow+%26+ice",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("base URI:", explanation.BaseURI)
	for _, note := range explanation.Notes {
		fmt.Println("  note:", note)
	}
	for _, parameter := range explanation.Parameters {
		if parameter.Source != oauth.OAuth {
			fmt.Printf("%s: %s is signed as %s\n", parameter.Source, parameter.Raw, parameter.Encoded)
		}
	}
	fmt.Println("signing key:", explanation.SigningKey)
	// Output:
	// base URI: http://photos.example.net/photos
	//   note: scheme: signed in lower case
	//   note: port 80: left out, as http means it anyway
	// query: size=original is signed as size=original
	// form: title=Snow+%26+ice is signed as title=Snow%20%26%20ice
	// signing key: [redacted]
}

func ExampleTransport() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		err := oauth.Verify(req, func(consumerKey, token string) (oauth.Credentials, bool) {
			return key, consumerKey == key.ConsumerKey
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
		}
	}))
	defer server.Close()

	client := &http.Client{Transport: &oauth.Transport{Signer: &oauth.Signer{Credentials: key}}}
	response, err := client.PostForm(server.URL+"/photos?size=original", url.Values{"title": {"Snow & ice"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.Status)
	// Output: 200 OK
}

func ExampleVerifier_Verify() {
	verifier := &oauth.Verifier{
		Lookup: func(consumerKey, token string) (oauth.Credentials, bool) {
			return key, consumerKey == key.ConsumerKey
		},
		Window: 5 * time.Minute,
	}
	handler := func(req *http.Request) string {
		var refused *oauth.VerifyError
		switch err := verifier.Verify(req); {
		case errors.As(err, &refused):
			return "oauth_problem=" + string(refused.Problem)
		case err != nil:
			return "cannot read the request"
		default:
			return "welcome"
		}
	}

	req, err := http.NewRequest("GET", "https://example.com/", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(handler(req))
	if err := (&oauth.Signer{Credentials: key}).Sign(req); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(handler(req))
	req.URL.Path = "/elsewhere"
	fmt.Println(handler(req))
	// Output:
	// oauth_problem=parameter_absent
	// welcome
	// oauth_problem=signature_invalid
}

func ExampleSecret() {
	secret := oauth.NewSecret("kd94hf93k423kf44")
	fmt.Printf("%s %+v %q\n", secret, key, oauth.Secret{})
	// Output: [redacted] {ConsumerKey:dpf43f3p2l4k3l03 ConsumerSecret:[redacted] Token:nnch734d00sl2jdk TokenSecret:[redacted]} [unset]
}
