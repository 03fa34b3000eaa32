// Package peerbench holds package oauth against other signers in Go: how fast
// they are, and on which requests a server refuses what they sign. It is a module
// of its own, so that nobody who takes lpkeys takes them along, and it is made of
// tests alone. Run it with
//
//	go test -count=1
package peerbench

import (
	"net/http"
	"net/url"

	dghubble "github.com/dghubble/oauth1"
	gomodule "github.com/gomodule/oauth1/oauth"
	mrjones "github.com/mrjones/oauth"

	"lpkeys/oauth"
)

const (
	consumerKey    = "0123456789abcdef0123456789abcdef"
	consumerSecret = "CANARY0123456789"
	token          = "fedcba9876543210fedcba9876543210"
	tokenSecret    = "CANARY9876543210"
)

// peer signs req as its documentation says, and returns what it would send. The
// form is what the body of req holds.
type peer struct {
	name string
	sign func(req *http.Request, form string) (*http.Request, error)
}

func peers() []peer {
	return []peer{ours(), withGomodule(), withDghubble(), withMrjones()}
}

func credentials() oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey:    consumerKey,
		ConsumerSecret: oauth.NewSecret(consumerSecret),
		Token:          token,
		TokenSecret:    oauth.NewSecret(tokenSecret),
	}
}

func ours() peer {
	signer := &oauth.Signer{Credentials: credentials()}
	return peer{"lpkeys/oauth", func(req *http.Request, _ string) (*http.Request, error) {
		return req, signer.Sign(req)
	}}
}

// ourTransport does what the transports of the others do: it copies the request.
func ourTransport() peer {
	base := &caught{}
	transport := &oauth.Transport{Signer: &oauth.Signer{Credentials: credentials()}, Base: base}
	return peer{"lpkeys/oauth, Transport", func(req *http.Request, _ string) (*http.Request, error) {
		_, err := transport.RoundTrip(req)
		return base.req, err
	}}
}

func withGomodule() peer {
	client := &gomodule.Client{Credentials: gomodule.Credentials{Token: consumerKey, Secret: consumerSecret}}
	access := &gomodule.Credentials{Token: token, Secret: tokenSecret}
	return peer{"gomodule/oauth1", func(req *http.Request, form string) (*http.Request, error) {
		values, _ := url.ParseQuery(form) // it takes a form as values, and drops what has an error
		return req, client.SetAuthorizationHeader(req.Header, access, req.Method, req.URL, values)
	}}
}

// caught is a transport that sends nothing, and the client of one.
type caught struct{ req *http.Request }

func (c *caught) RoundTrip(req *http.Request) (*http.Response, error) {
	c.req = req
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: req}, nil
}

func (c *caught) Do(req *http.Request) (*http.Response, error) { return c.RoundTrip(req) }

func withDghubble() peer {
	base := &caught{}
	transport := dghubble.NewClient(
		dghubble.NoContext, dghubble.NewConfig(consumerKey, consumerSecret), dghubble.NewToken(token, tokenSecret),
	).Transport.(*dghubble.Transport)
	transport.Base = base
	return peer{"dghubble/oauth1", func(req *http.Request, _ string) (*http.Request, error) {
		_, err := transport.RoundTrip(req)
		return base.req, err
	}}
}

func withMrjones() peer {
	base := &caught{}
	consumer := mrjones.NewConsumer(consumerKey, consumerSecret, mrjones.ServiceProvider{})
	consumer.HttpClient = base
	transport, err := consumer.MakeRoundTripper(&mrjones.AccessToken{Token: token, Secret: tokenSecret})
	return peer{"mrjones/oauth", func(req *http.Request, _ string) (*http.Request, error) {
		if err != nil {
			return nil, err
		}
		_, err := transport.RoundTrip(req)
		return base.req, err
	}}
}
