package doctor

import (
	"context"

	"lpkeys/domain"
	"lpkeys/ui/explain"
)

// Hosts gives the services of an account; a [domain.Client] does.
type Hosts interface {
	All(context.Context, domain.AccountID, domain.Options) (domain.List, error)
}

// livePerson asks for the hosts of the account in force, without its key. The
// answer tells of the clock as well.
func (v *visit) livePerson(ctx context.Context, n *Notes) {
	a, _, err := v.files().InForce(v.Asked)
	if err != nil {
		n.Add(NotTried, "no account is in force whose hosts could be asked for", "")
		return
	}
	list, err := v.Hosts.All(ctx, a.ID, domain.Options{Once: true})
	if err != nil {
		n.fail(Failed, "", err)
		return
	}
	if wrong := explain.Clock(list.Skew); wrong != "" {
		n.Add(Warning, wrong, "Let the system set its clock by the network")
	}
	n.or("it answers with the hosts of " + some(len(list.Entries), "service"))
}
