package doctor

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
)

// hosts answers, or does not.
type hosts struct {
	list domain.List
	err  error
	deaf bool
}

func (h hosts) All(ctx context.Context, id domain.AccountID, o domain.Options) (domain.List, error) {
	if h.deaf {
		<-ctx.Done()
		return domain.List{}, &domain.Error{Kind: domain.Unavailable, Account: id, Err: ctx.Err()}
	}
	if !o.Once {
		return domain.List{}, context.DeadlineExceeded // Nobody waits for retries here.
	}
	return h.list, h.err
}

func TestLivePersonIsAskedForTheAccountInForce(t *testing.T) {
	two := []domain.Entry{{Service: "a"}, {Service: "b"}}
	for name, c := range map[string]struct {
		accounts []string
		hosts    Hosts
		want     string
	}{
		"it is well":    {[]string{"acme"}, hosts{list: domain.List{Entries: two}}, "ok: it answers with the hosts of 2 services | "},
		"no account":    {nil, hosts{}, "not tried: no account is in force whose hosts could be asked for | "},
		"nobody to ask": {[]string{"acme"}, nil, ""},
		"another account ID": {[]string{"acme"}, hosts{err: &domain.Error{Kind: domain.UnknownAccount, Account: "12345678", Status: 401}},
			"failed: LivePerson knows no account 12345678 (status 401) | Check the account ID, which LivePerson calls site ID too; it looks like 12345678 or le12345"},
		"the clock": {[]string{"acme"}, hosts{list: domain.List{Entries: two, Origin: domain.Origin{Skew: domain.Skew{Ahead: 3 * time.Minute, Within: time.Second}}}},
			"warning: the clock of this machine is 3 min ahead of LivePerson's; signatures may be refused for their timestamp | Let the system set its clock by the network"},
		"nobody answers": {[]string{"acme"}, hosts{deaf: true},
			"failed: no answer in time about the hosts of account 12345678 | Check the network and HTTPS_PROXY, and try again"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			b.add(store.KeyringVault, c.accounts...)
			synctest.Test(t, func(t *testing.T) {
				b.T, b.Hosts = t, c.hosts
				if got := b.look("LivePerson"); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}
