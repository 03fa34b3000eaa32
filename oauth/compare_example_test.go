package oauth_test

import (
	"fmt"

	"lpkeys/oauth"
)

// Somebody's program is refused. What it sends is pasted, and compared with what
// it should have sent.
func ExampleCompare() {
	ours, err := exampleSigner().Explain(oauth.Request{
		Method: "GET",
		URL:    "http://photos.example.net:80/photos?title=Snow+%26+ice",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	theirs := `curl http://photos.example.net/photos?title=Snow+%26+ice -H 'Authorization: OAuth
		oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk",
		oauth_nonce="d0f4c8a1", oauth_timestamp="1191242100", oauth_version="1.0",
		oauth_signature_method="HMAC-SHA1", oauth_signature="ZVRx3Z6rFDxy1Ei3ctW91EKf4t0%3D"'`

	differences, err := oauth.Compare(ours, theirs)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range differences {
		fmt.Printf("%s, %s %q\n", d.Cause, d.Part, d.Name)
		fmt.Printf("  ours %q, theirs %q\n", d.Ours, d.Theirs)
		fmt.Printf("  %s\n", d.Advice)
	}
	// Output:
	// space-as-plus, parameter "title"
	//   ours "Snow%20%26%20ice", theirs "Snow+%26+ice"
	//   Theirs signs a space as +. Percent-encode it: %20, which is %2520 in the base string.
	// token-secret-left-out, signing key ""
	//   ours "", theirs ""
	//   Theirs is signed without the token secret (access token secret). Sign with both secrets, an & between them.
	// timestamp, parameter "oauth_timestamp"
	//   ours "1191242096", theirs "1191242100"
	//   Theirs was made at another time. That is as it should be: the timestamp is new with each request. It is 4s after ours.
	// nonce, parameter "oauth_nonce"
	//   ours "kllo9940pd9333jh", theirs "d0f4c8a1"
	//   Theirs has another nonce. That is as it should be: it is new with each request.
}
