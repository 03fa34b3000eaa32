package domain_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lpkeys/domain"
)

func ExampleClient_Resolve() {
	// A client asks LivePerson; this one has a stand-in for the network.
	client := domain.Client{HTTP: &forms{list: answers(200, list), named: answers(404, "")}}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()

	host, err := client.Resolve(ctx, "12345678", "auditlog")
	fmt.Println(host, host.Region(), host.LivePerson, err)

	_, err = client.Resolve(ctx, "12345678", "auditLog")
	if failure, ok := errors.AsType[*domain.Error](err); ok {
		fmt.Println(failure.Kind, failure.Suggestions)
	}
	// Output:
	// va-a.auditlog.liveperson.net US true <nil>
	// unknown service [auditlog]
}

func ExampleClient_All() {
	client := domain.Client{HTTP: &forms{list: answers(200, list)}}
	entries, err := client.All(context.Background(), "12345678")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, entry := range entries {
		fmt.Println(entry.Service, entry.Host)
	}
	// Output:
	// agentVep va.agentvep.liveperson.net
	// auditlog va-a.auditlog.liveperson.net
	// msgHist va.msghist.liveperson.net
}

func ExampleParseAccountID() {
	_, err := domain.ParseAccountID("12345678 ")
	fmt.Println(err)
	// Output: account ID holds a blank at position 9; only letters and digits, "-", "_" may stand in it
}

func ExampleCatalogue() {
	host := domain.Host{Name: "va.msghist.liveperson.net", LivePerson: true}
	operation := domain.Catalogue()[0].Operations[0]
	fmt.Println(operation.Method, operation.Target(host, "12345678"))
	fmt.Println(operation.Auth, operation.Auth.Signed())
	// Output:
	// POST https://va.msghist.liveperson.net/messaging_history/api/account/12345678/conversations/search?offset=0&limit=50&sort=start:desc&source=lpkeys
	// app key true
}
