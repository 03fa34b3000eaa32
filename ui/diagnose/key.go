package diagnose

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/format"
)

// Why a signature, a key or what it may do is refused.

// otherAuths say what to do instead of signing.
var otherAuths = []struct {
	auth domain.Auth
	next string
}{
	{domain.OAuth2 | domain.AppToken, "Get a token (sentinel.token) and send it as Authorization: Bearer, with another program"},
	{domain.LoginBearer, "Log in (agentVep.login.application) and send its bearer, with another program"},
	{domain.ConsumerToken, "Send the consumer's own token (idp.signup gives one), with another program"},
	{domain.KeyInBody | domain.PasswordInBody | domain.ClientInBody, "Put what LivePerson's page names into the body, and sign nothing"},
}

func otherAuth(c *sick) {
	o := c.Operation
	next := "See what LivePerson's page wants"
	for _, other := range otherAuths {
		if o.Auth&other.auth != 0 {
			next = other.next
			break
		}
	}
	switch bearer := c.code == 1100 || c.code >= 40001 && c.code <= 40105; {
	case !c.refused():
	case o.Auth&domain.NothingRequired != 0:
		c.keyless = true
	case o.Auth != 0 && !o.Auth.Signed():
		c.keyless = true
		c.add(95, Finding{OtherAuth, Certain, "this operation takes no signature: LivePerson wants " + o.Auth.String(), "the catalogue has it so for " + o.Name, c.page(next)})
	case bearer:
		c.keyless = true
		c.add(90, Finding{OtherAuth, Likely, "LivePerson wants a bearer here, and no signature", c.says(), c.page(next)})
	case c.isProblem("token_rejected"):
		c.add(62, Finding{OtherAuth, Possible, "this service may want a bearer or OAuth 2.0, and no signature", c.says(), c.page(next)})
	case c.isProblem("signature_invalid") && (o.Name == "" || o.Auth != domain.AppKey):
		c.add(40, Finding{OtherAuth, Possible, "this service may want a bearer or OAuth 2.0: some answer a signature like that", c.says(), c.page(next)})
	}
}

// tolerance is how far off a clock may be before it counts. LivePerson documents
// none of its own; five minutes are what servers commonly allow.
const (
	tolerance = time.Minute
	allowed   = 5 * time.Minute
)

func clock(c *sick) {
	refused := c.isProblem("timestamp_refused")
	off := c.Skew.Passes(tolerance)
	if !c.refused() || !refused && !off {
		return
	}
	weight, certainty := 64, Possible
	switch {
	case refused && off:
		weight, certainty = 99, Certain
	case refused || c.Skew.Passes(allowed) && !c.signatureTaken():
		weight, certainty = 93, Likely
	}
	evidence := c.says()
	if off {
		way := "ahead of"
		if c.Skew.Ahead < 0 {
			way = "behind"
		}
		evidence = fmt.Sprintf("this machine's clock is %v %s LivePerson's", c.Skew.Ahead.Abs().Truncate(time.Second), way)
	}
	c.add(weight, Finding{Clock, certainty, "the clock of this machine is wrong, so the timestamp is refused", evidence, "Set the clock (timedatectl set-ntp true on many Linux systems), and send it again"})
}

// signatureTaken reports whether what LivePerson says shows that it took the
// signature for right.
func (c *sick) signatureTaken() bool {
	return c.code == 10 || c.code == 1101 || c.isProblem("permission_denied", "additional_authorization_required") ||
		c.mentions("unauthorized account access", "not authorized", "no privilege", "permission", "privilege")
}

func nonce(c *sick) {
	if c.isProblem("nonce_used") {
		c.add(92, Finding{Nonce, Likely, "LivePerson has seen this very request before: something on the way sent it twice", c.says(), "Send it again, which signs it anew; if it comes again, look at the proxy"})
	}
}

func header(c *sick) {
	if c.isProblem("parameter_absent", "parameter_rejected", "version_rejected", "signature_method_rejected") {
		c.add(88, Finding{Header, Likely, "the Authorization header did not arrive as it was sent: a proxy may take it out or change it", c.says(), "Go without the proxy, or have it leave the header alone"})
	}
}

func signedElse(c *sick) {
	if len(c.Differs) == 0 {
		if c.Echoed && c.refused() {
			c.add(94, Finding{Secrets, Certain, "Secret or Access token secret is not the one of this key", "LivePerson's answer repeats what it signed, and that is what was signed here", c.pasteAgain()})
		}
		return
	}
	d := c.Differs[0]
	what := strings.TrimSpace(string(d.Part) + " " + d.Name)
	c.add(94, Finding{SignedElse, Certain, "LivePerson signed something else than was sent: the " + what + " differs",
		fmt.Sprintf("the answer repeats it: %s there, %s here", cmp.Or(d.Theirs, "nothing"), cmp.Or(d.Ours, "nothing")),
		"Look at what lies between here and LivePerson: a proxy or a gateway changes the request on its way"})
}

func (c *sick) pasteAgain() string {
	return "Open the key in Conversational Cloud (Campaign Builder, Data Sources, API) and replace it here with all four values: lpkeys account edit --key" + c.named("")
}

// named is what a command ends with to be about the account.
func (c *sick) named(flag string) string {
	switch {
	case c.Name == "" && flag == "":
		return " NAME"
	case c.Name == "":
		return ""
	case flag == "" && strings.HasPrefix(c.Name, "-"):
		flag = "-- "
	}
	return " " + flag + format.Word(c.Name)
}

func shape(c *sick) {
	if len(c.Doubts) == 0 || c.Status != http.StatusUnauthorized || c.signatureTaken() {
		return
	}
	evidence := strings.TrimRight(strings.Join(c.Doubts, " "), ".")
	c.add(pick(c.isProblem("timestamp_refused", "nonce_used"), 0, 84),
		Finding{Shape, Likely, "a value of the key looks as if it was cut or swapped when it was copied", evidence, c.pasteAgain()})
}

func secrets(c *sick) {
	if c.Echoed || !c.isProblem("signature_invalid") && !(c.silent() && c.Status == http.StatusUnauthorized) {
		return
	}
	if c.problem != "" {
		c.add(72, Finding{Secrets, Likely, "Secret or Access token secret is not the one of this key", c.says(), c.pasteAgain()})
		return
	}
	c.add(65, Finding{Secrets, Possible, "one of the four values may be wrong", c.says(), c.pasteAgain()})
}

func appKey(c *sick) {
	switch {
	case strings.HasPrefix(c.problem, "consumer_key_"):
		c.add(82, Finding{AppKey, Likely, "LivePerson knows no such App key, or it was turned off", c.says(), c.pasteAgain()})
	case c.silent() && c.Status == http.StatusUnauthorized:
		c.add(58, Finding{AppKey, Possible, "the key may have been turned off", c.says(), "Look in Conversational Cloud whether the key is still there and on"})
	}
}

func token(c *sick) {
	if c.isProblem("token_rejected", "token_revoked", "token_expired", "token_used") {
		c.add(74, Finding{Token, Likely, "Access token is not one that LivePerson takes with this App key", c.says(), c.pasteAgain()})
	}
}

func endOfLife(c *sick) {
	weight := 0
	switch {
	case c.Unsigned || c.Now.Before(retired) || c.signatureTaken():
	case c.silent():
		weight = pick(c.Status == http.StatusUnauthorized, 75, 50)
	case c.isProblem("token_rejected"), strings.HasPrefix(c.problem, "consumer_key_"):
		weight = 60
	case c.isProblem("signature_invalid", "permission_unknown"):
		weight = 30
	}
	if !c.refused() {
		return
	}
	c.add(weight, Finding{EndOfLife, Possible, "LivePerson may take no OAuth 1.0 key here any more",
		"LivePerson gave " + retiredOn + " as the end of life of OAuth 1.0; what is answered since is not documented", c.page("Ask LivePerson whether this API still takes OAuth 1.0 keys, and for OAuth 2.0 if not")})
}

func permission(c *sick) {
	if !c.refused() || c.problem != "" && !c.signatureTaken() {
		return
	}
	f := Finding{Permission, Likely, "the key is not wrong, but it may not do this: a permission is missing", c.says(), "Have an administrator of Conversational Cloud look at what the key may do"}
	if c.Operation.Permission != "" {
		f.Evidence += "; it needs the permission " + c.Operation.Permission
	}
	if c.Instead != "" {
		f.Next += "; or try it with something else: lpkeys send " + c.Instead + c.named("--account=")
	}
	weight := pick(c.Status == http.StatusForbidden, 80, 20)
	switch {
	case c.signatureTaken():
		weight = 87
	case c.silent():
		weight = pick(c.Status == http.StatusForbidden, 60, 55)
	}
	if c.silent() || weight == 20 {
		f.Certainty, f.Text = Possible, "the key may be right, and lack a permission for this"
	}
	c.add(weight, f)
}

// restricted are the APIs for which a key can be tied to addresses.
var restricted = []string{
	"Operational Realtime (chat, legacy)", "Engagement History (chat, legacy)", "Users", "Skills", "Agent Groups",
	"Profiles", "LOBs", "Messaging Operations", "Messaging Interactions",
}

func address(c *sick) {
	known := c.Operation.Name == ""
	for _, api := range restricted {
		known = known || c.Operation.API == api
	}
	if !known || !c.refused() || !c.silent() && !c.signatureTaken() {
		return
	}
	weight := 15
	if c.silent() {
		weight = pick(c.Status == http.StatusForbidden, 62, 45)
	}
	c.add(weight, Finding{Address, Possible, "the key may be tied to other addresses than this machine's", c.says() + "; LivePerson lets an administrator list the addresses from which a key may be used",
		"Have an administrator look at the addresses of the key; a change takes up to 5 minutes"})
}

// accountIn is the account ID that a path names: where the operation has it, or
// after the word account.
func accountIn(o domain.Operation, path string) string {
	parts := strings.Split(path, "/")
	for i, part := range strings.Split(o.Path, "/") {
		if part == domain.AccountPlaceholder && i < len(parts) {
			return parts[i]
		}
	}
	_, rest, _ := strings.Cut(path, "/account/")
	named, _, _ := strings.Cut(rest, "/")
	return named
}
