package demo

import (
	"net"
	"strings"

	"lpkeys/domain"
)

// sites begin the names of the hosts in a region.
var sites = map[string]string{"US": "va", "EMEA": "lo", "APAC": "sy"}

// domainAPI is the catalogue's name for the Domain API.
const domainAPI domain.Service = "domainAPI"

// unlisted is found by its name alone, as some of LivePerson's services may be.
const unlisted domain.Service = "visitorFeed"

// services are those of the catalogue that the Domain API knows, and some that
// the catalogue does not have.
func services() []domain.Service { return append(domain.Services(), "liveEngageUI", unlisted) }

// label is the second part of a service's hosts.
func label(s domain.Service) string {
	switch s {
	case "accountConfigReadOnly":
		return "ac"
	case "accountConfigReadWrite":
		return "acw"
	case "agentManagerWorkspace":
		return "agentmanager"
	case "asyncMessagingEnt":
		return "msg"
	case "leDataReporting":
		return "data"
	default:
		return strings.ToLower(strings.TrimSuffix(string(s), "Domain"))
	}
}

func hostOf(region string, s domain.Service) string {
	return sites[region] + "." + label(s) + "." + Domain
}

// place is what lives at a host. All accounts of a region share its hosts.
type place struct {
	service domain.Service
	region  string // empty for a host of all regions
}

// hosts are all of the box's.
func hosts() map[string]place {
	all := make(map[string]place)
	for region := range sites {
		for _, service := range services() {
			all[hostOf(region, service)] = place{service, region}
		}
	}
	for _, api := range domain.Catalogue() {
		for _, name := range api.Hosts {
			host := domain.Host{Name: inDemo(name), LivePerson: true}
			all[host.Name] = place{api.Service, host.Region()}
		}
	}
	return all
}

// inDemo moves one of LivePerson's hosts into the demo's domain, as
// [domain.Client.Locate] does.
func inDemo(name string) string {
	parts := strings.Split(name, ".")
	return strings.Join(parts[:len(parts)-2], ".") + "." + Domain
}

func hostOnly(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(host)
}
