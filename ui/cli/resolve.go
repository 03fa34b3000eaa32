package cli

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"lpkeys/domain"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/hosts"
)

// resolving is what was typed after "resolve".
type resolving struct {
	services []domain.Service // none: all that the account has
	copy     bool
	refresh  bool
	allowed  []string
}

// found is what became of one service.
type found struct {
	service domain.Service
	domain.Answer
	err error
}

func (s *session) resolveVerb() *cobra.Command {
	var o resolving
	verb := &cobra.Command{
		Use:   "resolve [SERVICE...]",
		Short: "Print the hosts of services; all of them without arguments",
		Long: `Asks LivePerson's Domain API for the hosts that serve an account, all at once.
One service gives its host alone; several, or none for all, give service, host
and region in columns, or with tabs between when there is no terminal. What
fails is told on standard error, and the exit code is 5 then. A service that the
Domain API does not know and that has a host for each region, such as dataAccess,
is found by the region of the others when it is asked for by name.

Answers are kept for ten minutes. When LivePerson cannot be reached, an older one
is given with a warning.`,
		Example: `  lpkeys resolve
  lpkeys resolve msgHist accountConfigReadOnly
  host=$(lpkeys resolve msgHist)`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := parseHosts(o.allowed); err != nil {
				return err
			}
			for _, arg := range args {
				service, err := aim.Service(arg)
				if err != nil {
					return err
				}
				if !slices.Contains(o.services, service) {
					o.services = append(o.services, service)
				}
			}
			return s.resolve(cmd.Context(), o)
		},
	}
	verb.Flags().BoolVar(&o.copy, "copy", false, "copy the hosts to the clipboard too")
	verb.Flags().BoolVar(&o.refresh, "refresh", false, "ask LivePerson anew, whatever is kept")
	verb.Flags().StringArrayVar(&o.allowed, "allow-host", nil, "a `HOST` that is not LivePerson's and may be copied; may be repeated")
	return verb
}

func (s *session) resolve(ctx context.Context, o resolving) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.inForce(b)
	if err != nil {
		return err
	}
	asked := domain.Options{OnRetry: s.tellRetries()}
	if o.refresh {
		asked.NotBefore = time.Now()
	}
	all, err := lookUp(ctx, b.Resolver, a.ID, o.services, asked)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, f := range all {
		if f.err == nil && f.Host.Guard(o.allowed...) != nil {
			s.warn("%s is served by %q, which is not LivePerson's: send nothing signed there", f.service, f.Host.Name)
		}
	}
	s.tellAge(all)
	s.tellClock(all)
	s.printHosts(b, all, o)
	failed := s.reportFailures(all) // before a copy is served, which may take a while
	if !o.copy {
		return failed
	}
	err = s.copyHosts(ctx, b, all, o.allowed)
	if failed == nil {
		return err
	}
	if err != nil {
		s.report(err)
	}
	return failed
}

// lookUp asks for all services at once, and answers in their order.
func lookUp(ctx context.Context, r *domain.Client, id domain.AccountID, services []domain.Service, o domain.Options) ([]found, error) {
	if len(services) == 0 {
		list, err := r.All(ctx, id, o)
		var all []found
		for _, e := range list.Entries {
			all = append(all, found{service: e.Service, Answer: domain.Answer{Host: e.Host, Origin: list.Origin}})
		}
		return all, err
	}
	all := make([]found, len(services))
	var asking sync.WaitGroup
	for i, service := range services {
		asking.Go(func() {
			answer, err := r.Locate(ctx, id, service, o)
			all[i] = found{service, answer, err}
		})
	}
	asking.Wait()
	return all, nil
}

// tellAge says what is not from just now: one answer or list is behind most of
// the hosts.
func (s *session) tellAge(all []found) {
	told := make(map[time.Time]bool)
	for _, f := range all {
		if f.err != nil || f.Source == domain.Network || told[f.At] {
			continue
		}
		told[f.At] = true
		if f.Stale() {
			s.warn("%s", explain.Stale("the hosts", f.Origin, time.Now()))
		} else {
			s.note("LivePerson was asked %s%s", explain.Ago(f.Age(time.Now())), s.byFlag("; --refresh asks anew"))
		}
	}
}

// tellClock warns of a clock that is wrong, once: a signature made here would be
// refused, and the next command finds the host without asking.
func (s *session) tellClock(all []found) {
	for _, f := range all {
		if wrong := explain.Clock(f.Skew); wrong != "" {
			s.warn("%s", wrong)
			return
		}
	}
}

func (f found) row() hosts.Host {
	if f.err != nil {
		return hosts.Host{Service: f.service, Error: wordsOf(f.err).Code}
	}
	return hosts.Of(f.service, f.Answer, time.Now())
}

func (s *session) printHosts(b *Backend, all []found, o resolving) {
	list := hosts.List{API: b.API, Services: []hosts.Host{}}
	for _, f := range all {
		list.Services = append(list.Services, f.row())
	}
	switch rows := list.Rows(); {
	case s.json:
		s.encode(list)
	case len(o.services) != 1 && len(rows) > 0:
		s.table(hosts.Heading, rows)
	case len(o.services) == 1 && all[0].err == nil:
		s.out.line(all[0].Host.Name)
	}
}

func (s *session) copyHosts(ctx context.Context, b *Backend, all []found, allowed []string) error {
	var names []string
	for _, f := range all {
		if f.err != nil {
			continue
		}
		if err := f.Host.Guard(allowed...); err != nil {
			return err
		}
		names = append(names, f.Host.Name)
	}
	if len(names) == 0 {
		return nil
	}
	return s.copy(ctx, b, strings.Join(names, "\n"))
}

// reportFailures tells of each service that failed.
func (s *session) reportFailures(all []found) (err error) {
	for _, f := range all {
		if f.err != nil {
			s.report(f.err)
			err = reported{explain.Unresolved}
		}
	}
	return err
}
