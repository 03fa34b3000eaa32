package cli

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"lpkeys/domain"
	"lpkeys/ui/explain"
)

// resolving is what was typed after "resolve".
type resolving struct {
	services []domain.Service // none: all that the account has
	copy     bool
	allowed  []string
}

// found is what became of one service.
type found struct {
	service domain.Service
	host    domain.Host
	err     error
}

func (s *session) resolveVerb() *cobra.Command {
	var o resolving
	verb := &cobra.Command{
		Use:   "resolve [SERVICE...]",
		Short: "Print the hosts of services; all of them without arguments",
		Long: `Asks LivePerson's Domain API for the hosts that serve an account, all at once.
One service gives its host alone; several, or none for all, give service, host
and region in columns, or with tabs between when there is no terminal. What
fails is told on standard error, and the exit code is 5 then.`,
		Example: `  lpkeys resolve
  lpkeys resolve msgHist accountConfigReadOnly
  host=$(lpkeys resolve msgHist)`,
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, arg := range args {
				service, err := domain.ParseService(arg)
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
	all, err := lookUp(ctx, b.Resolver, a.ID, o.services)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, f := range all {
		if f.err == nil && !f.host.LivePerson && !isAllowed(f.host.Name, o.allowed) {
			s.warn("%s is served by %q, which is not LivePerson's: send nothing signed there", f.service, f.host.Name)
		}
	}
	s.printHosts(b, all, o)
	failed := s.reportFailures(all) // before a copy is served, which takes a while
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
func lookUp(ctx context.Context, r *domain.Client, id domain.AccountID, services []domain.Service) ([]found, error) {
	if len(services) == 0 {
		entries, err := r.All(ctx, id)
		var all []found
		for _, e := range entries {
			all = append(all, found{service: e.Service, host: e.Host})
		}
		return all, err
	}
	all := make([]found, len(services))
	var asking sync.WaitGroup
	for i, service := range services {
		asking.Go(func() {
			host, err := r.Resolve(ctx, id, service)
			all[i] = found{service, host, err}
		})
	}
	asking.Wait()
	return all, nil
}

type hostsJSON struct {
	API      string     `json:"api,omitempty"` // LPKEYS_API_URL's
	Services []hostJSON `json:"services"`
}

type hostJSON struct {
	Service    domain.Service `json:"service"`
	Host       string         `json:"host,omitempty"`
	Region     string         `json:"region,omitempty"`
	LivePerson bool           `json:"livePerson"`
	Error      string         `json:"error,omitempty"` // the code
}

func (s *session) printHosts(b *Backend, all []found, o resolving) {
	if s.json {
		hosts := hostsJSON{API: b.API, Services: []hostJSON{}}
		for _, f := range all {
			hosts.Services = append(hosts.Services, hostJSON{f.service, f.host.Name, f.host.Region(), f.host.LivePerson, wordsOf(f.err).Code})
		}
		s.encode(hosts)
		return
	}
	if len(o.services) == 1 {
		if all[0].err == nil {
			s.out.line(all[0].host.Name)
		}
		return
	}
	var rows [][]string
	for _, f := range all {
		if f.err == nil {
			rows = append(rows, []string{string(f.service), f.host.Name, f.host.Region()})
		}
	}
	if len(rows) > 0 {
		s.table([]string{"SERVICE", "HOST", "REGION"}, rows)
	}
}

func (s *session) copyHosts(ctx context.Context, b *Backend, all []found, allowed []string) error {
	var hosts []string
	for _, f := range all {
		if f.err != nil {
			continue
		}
		if err := refuseStranger(f.host, allowed); err != nil {
			return err
		}
		hosts = append(hosts, f.host.Name)
	}
	if len(hosts) == 0 {
		return nil
	}
	return s.copy(ctx, b, strings.Join(hosts, "\n"))
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
