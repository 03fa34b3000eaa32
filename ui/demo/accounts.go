package demo

import (
	"net"
	"strings"

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

// Accounts are the box's accounts, ready to be added to a store: one in
// Europe for trying things out, and one in America that is marked production.
func (b *Box) Accounts() []Account {
	kept := make([]Account, len(b.accounts))
	for i, a := range b.accounts {
		kept[i] = a.Account
	}
	return kept
}

// account is one of the box's, with the hosts that only LivePerson knows.
type account struct {
	Account
	region   string
	services []service
}

type service struct {
	name  domain.Service
	label string // of its host
	// unlisted services are found by their name alone, as some of LivePerson's
	// may be.
	unlisted bool
}

func madeUp() []account {
	return []account{
		{
			Account: Account{
				Account: store.Account{Name: "demo-sandbox", ID: "90000001", Environment: "sandbox", Kind: store.OAuth1},
				Key: oauth.Credentials{
					ConsumerKey:    KeyMark + "0000000000000000a001",
					ConsumerSecret: oauth.NewSecret(SecretMark + "a002"),
					Token:          KeyMark + "0000000000000000a003",
					TokenSecret:    oauth.NewSecret(SecretMark + "a004"),
				},
			},
			region:   "lo",
			services: services(service{name: "faasGW", label: "faasgw", unlisted: true}),
		},
		{
			Account: Account{
				Account: store.Account{Name: "demo-prod", ID: "90000002", Environment: "production", Kind: store.OAuth1},
				Key: oauth.Credentials{
					ConsumerKey:    KeyMark + "0000000000000000b001",
					ConsumerSecret: oauth.NewSecret(SecretMark + "b002"),
					Token:          KeyMark + "0000000000000000b003",
					TokenSecret:    oauth.NewSecret(SecretMark + "b004"),
				},
			},
			region:   "va",
			services: services(service{name: "faasGW", label: "faasgw"}),
		},
	}
}

// services are those of the catalogue, some that are not in it, and more.
func services(more ...service) []service {
	return append([]service{
		{name: "msgHist", label: "msghist"},
		{name: "engHistDomain", label: "enghist"},
		{name: "accountConfigReadOnly", label: "ac"},
		{name: "accountConfigReadWrite", label: "acw"},
		{name: "agentVep", label: "agentvep"},
		{name: "agentManagerWorkspace", label: "agentmanager"},
		{name: "leDataReporting", label: "data"},
		{name: "agentActivityDomain", label: "agentactivity"},
		{name: "asyncMessagingEnt", label: "msg"},
		{name: "sentinel", label: "sentinel"},
		{name: "auditlog", label: "auditlog"},
		{name: "liveEngageUI", label: "le1"},
		{name: "smt", label: "smt"},
	}, more...)
}

func (a account) host(s service) string { return a.region + "." + s.label + "." + Domain }

// place is what lives at a host.
type place struct {
	account account
	service service
}

// find looks a host up; it may carry a port.
func (b *Box) find(host string) (place, bool) {
	host = hostOnly(host)
	for _, a := range b.accounts {
		for _, s := range a.services {
			if host == a.host(s) {
				return place{a, s}, true
			}
		}
	}
	return place{}, false
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
		if a.Key.ConsumerKey == consumerKey {
			return a, true
		}
	}
	return account{}, false
}

func hostOnly(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(host)
}
