package demo

import (
	"fmt"
	"net/http"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
)

// Every value of the demo's keys holds one of these marks, which read as "demo"
// and "secret" and keep LivePerson's shape of hexadecimal digits. A test can
// look for [SecretMark] wherever no secret may be.
const (
	KeyMark    = "de30de30de30"
	SecretMark = "5ec2e75ec2e7"
)

// Account is a made-up account as a person would keep it, with its key. The
// vault is left for the caller to choose.
type Account struct {
	store.Account
	Key oauth.Credentials
}

// Accounts are the box's accounts, ready to be added to a store: one in Europe
// for trying things out, one in America that is marked production, one in
// Australia, and then one for each way in which a key is commonly refused.
func (b *Box) Accounts() []Account {
	kept := make([]Account, len(b.accounts))
	for i, a := range b.accounts {
		kept[i] = a.Account
		switch key := &kept[i].Key; a.temper {
		case wrongSecret:
			key.ConsumerSecret = secret(i, 9)
		case valueCut:
			key.ConsumerKey = key.ConsumerKey[:len(key.ConsumerKey)-1]
		}
	}
	return kept
}

// temper is how LivePerson takes what is signed with an account's key.
type temper int

const (
	accepts      temper = iota
	wrongSecret         // the person's copy of the key is not right
	clockAway           // the two clocks do not agree
	noPermission        // one box is ticked for the key, and no other
	addressNotOK        // the key may be used from other addresses only
	revoked             // the key was turned off
	wantsBearer         // no signature counts any more
	tooOften            // 429, always
	blocked             // 451, always
	ended               // no key of OAuth 1.0 is taken any more, and no word is said
	valueCut            // the person's copy of the key lacks a character
	proxied             // a proxy between shows LivePerson another URL, and LivePerson says so
	moved               // the hosts are others since the Domain API was first asked
	troubled            // 503, always
	pageBetween         // somebody's login page answers
	redirecting         // 302, always
	headerLost          // a proxy between takes Authorization out
	sentTwice           // something between sends each request twice
)

// onlyPermission is what the key of the account without permissions may do.
const onlyPermission = "Administration → Users"

// clockError is how far LivePerson's clock is ahead for the account whose clock
// is away.
const clockError = 10 * time.Minute

// account is one of the box's, with what only LivePerson knows.
type account struct {
	Account
	region string
	temper temper
}

// everybody are the accounts, by what differs. Their IDs and keys are numbered.
var everybody = [...]struct {
	name, environment, region string
	temper                    temper
}{
	{"demo-sandbox", "sandbox", "EMEA", accepts},
	{"demo-prod", "production", "US", accepts},
	{"demo-apac", "sandbox", "APAC", accepts},
	{"demo-wrong-secret", "", "EMEA", wrongSecret},
	{"demo-clock-away", "", "US", clockAway},
	{"demo-no-permission", "", "US", noPermission},
	{"demo-ip-not-allowed", "", "EMEA", addressNotOK},
	{"demo-key-revoked", "", "US", revoked},
	{"demo-bearer-wanted", "", "APAC", wantsBearer},
	{"demo-too-many", "", "APAC", tooOften},
	{"demo-blocked", "", "US", blocked},
	{"demo-end-of-life", "", "EMEA", ended},
	{"demo-value-cut", "", "EMEA", valueCut},
	{"demo-behind-proxy", "", "US", proxied},
	{"demo-host-moved", "", "APAC", moved},
	{"demo-trouble", "", "US", troubled},
	{"demo-login-page", "", "EMEA", pageBetween},
	{"demo-redirected", "", "EMEA", redirecting},
	{"demo-header-lost", "", "US", headerLost},
	{"demo-sent-twice", "", "US", sentTwice},
}

func madeUp() []account {
	all := make([]account, len(everybody))
	for i, one := range everybody {
		a := &all[i]
		a.Name, a.Environment, a.Kind = one.name, one.environment, store.OAuth1
		a.region, a.temper = one.region, one.temper
		a.ID = domain.AccountID(fmt.Sprintf("900000%02d", i+1))
		a.Key = oauth.Credentials{
			ConsumerKey: public(i, 1), ConsumerSecret: secret(i, 2), Token: public(i, 3), TokenSecret: secret(i, 4),
		}
	}
	return all
}

// public is a value of account i's key that is no secret, 32 digits long.
func public(i, value int) string { return fmt.Sprintf("%s%020x", KeyMark, 0xa000+0x1000*i+value) }

// secret is one that is, 16 digits long.
func secret(i, value int) oauth.Secret {
	return oauth.NewSecret(fmt.Sprintf("%s%02x%02x", SecretMark, 0xa0+i, value))
}

// clock is the time that LivePerson thinks it is when it looks at a request of
// the account.
func (a *account) clock() time.Time {
	if a.temper == clockAway {
		return time.Now().Add(clockError)
	}
	return time.Now()
}

// stamp tells that time.
func (a *account) stamp(w http.ResponseWriter) {
	w.Header().Set("Date", a.clock().UTC().Format(http.TimeFormat))
}

func (b *Box) account(id string) (account, bool) {
	for _, a := range b.accounts {
		if string(a.ID) == id {
			return a, true
		}
	}
	return account{}, false
}

// owner is the account that a consumer key belongs to.
func (b *Box) owner(consumerKey string) (account, bool) {
	for _, a := range b.accounts {
		if a.Key.ConsumerKey == consumerKey && a.temper != revoked {
			return a, true
		}
	}
	return account{}, false
}
