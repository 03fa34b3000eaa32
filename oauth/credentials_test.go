package oauth

import (
	"errors"
	"strings"
	"testing"
)

func validCredentials() Credentials {
	return Credentials{
		ConsumerKey:    "key",
		ConsumerSecret: NewSecret(canary + "-consumer"),
		Token:          "token",
		TokenSecret:    NewSecret(canary + "-token"),
	}
}

func TestValidateNamesTheFieldAndNeverTheValue(t *testing.T) {
	set := map[Field]func(*Credentials, string){
		FieldConsumerKey:    func(c *Credentials, s string) { c.ConsumerKey = s },
		FieldConsumerSecret: func(c *Credentials, s string) { c.ConsumerSecret = NewSecret(s) },
		FieldToken:          func(c *Credentials, s string) { c.Token = s },
		FieldTokenSecret:    func(c *Credentials, s string) { c.TokenSecret = NewSecret(s) },
	}
	faults := map[string]Fault{
		"":                        Missing,
		canary + " ":              Invisible,
		canary + "\n":             Invisible,
		canary + "\x00":           Invisible,
		canary + "\u00A0":         Invisible, // no-break space
		canary + "\u200B":         Invisible, // zero width space
		canary + "\u202E":         Invisible, // right-to-left override
		canary + "\u0085":         Invisible, // a C1 control
		canary + "\xff":           Invisible, // not UTF-8
		"\ufeff" + canary:         Invisible, // byte order mark
		canary + "\u3164":         Invisible, // Hangul filler
		canary + "\u2800":         Invisible, // braille without a dot
		canary + "\ufe0f":         Invisible, // variation selector
		canary[:3] + "\t" + "tab": Invisible,
	}
	for field, assign := range set {
		for value, fault := range faults {
			c := validCredentials()
			assign(&c, value)
			err := c.Validate()
			var got *CredentialError
			if !errors.As(err, &got) || got.Field != field || got.Fault != fault {
				t.Errorf("%s %q: got %v want %s", field, value, err, fault)
				continue
			}
			if strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), string(field)) {
				t.Errorf("%s %q: got error %q", field, value, err)
			}
		}
	}
}

func TestValidateAcceptsWhateverShows(t *testing.T) {
	c := validCredentials()
	c.ConsumerKey, c.Token = "kéy-日本", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
	if err := c.Validate(); err != nil {
		t.Errorf("got %v", err)
	}
}
