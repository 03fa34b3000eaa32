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

	answer, err := client.Resolve(ctx, "12345678", "auditlog", domain.Options{})
	fmt.Println(answer.Host, answer.Host.Region(), answer.Host.LivePerson, answer.Source, err)

	_, err = client.Resolve(ctx, "12345678", "auditLog", domain.Options{})
	if failure, ok := errors.AsType[*domain.Error](err); ok {
		fmt.Println(failure.Kind, failure.Suggestions)
	}
	// Output:
	// va-a.auditlog.liveperson.net US true network <nil>
	// unknown service [auditlog]
}

func ExampleClient_All() {
	client := domain.Client{HTTP: &forms{list: answers(200, list)}}
	all, err := client.All(context.Background(), "12345678", domain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, entry := range all.Entries {
		fmt.Println(entry.Service, entry.Host)
	}
	// Output:
	// agentVep va.agentvep.liveperson.net
	// auditlog va-a.auditlog.liveperson.net
	// msgHist va.msghist.liveperson.net
}

// What was kept is offered when LivePerson cannot be reached, and says so.
func ExampleOrigin_Stale() {
	network := &forms{list: answers(200, list)}
	client := domain.Client{HTTP: network}
	if _, err := client.All(context.Background(), "12345678", domain.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	network.list = answers(503, "")

	anew := domain.Options{NotBefore: time.Now(), Once: true}
	answer, err := client.Resolve(context.Background(), "12345678", "msgHist", anew)
	fmt.Println(answer.Host, answer.Stale(), answer.Failure.Kind, err)
	// Output: va.msghist.liveperson.net true unavailable <nil>
}

func ExampleOptions_onRetry() {
	network := &forms{list: answers(503, "")}
	client := domain.Client{HTTP: network, Jitter: func() float64 { return 0 }}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	_, err := client.All(ctx, "12345678", domain.Options{OnRetry: func(r domain.Retry) {
		fmt.Printf("%v: retrying in %v (%d of %d)\n", r.Err.Kind, time.Until(r.At).Round(time.Second), r.Number, r.Of)
		stop() // somebody has seen enough
	}})
	fmt.Println(err)
	// Output:
	// unavailable: retrying in 5s (1 of 3)
	// context canceled
}

func ExampleHost_Guard() {
	client := domain.Client{}
	host, err := client.Host("livePerson.net.example.com")
	fmt.Println(host, err)
	fmt.Println(host.Guard())
	fmt.Println(host.Guard("liveperson.net.example.com"))
	// Output:
	// liveperson.net.example.com <nil>
	// host liveperson.net.example.com is not LivePerson's
	// <nil>
}

func ExampleParseAccountID() {
	_, err := domain.ParseAccountID("12345678 ")
	fmt.Println(err)
	// Output: account ID holds a blank at position 9; only letters and digits, "-", "_" may stand in it
}

func ExampleFind() {
	operation, err := domain.Find("msgHist.conversations.search")
	if err != nil {
		fmt.Println(err)
		return
	}
	host := domain.Host{Name: "va.msghist.liveperson.net", LivePerson: true}
	fmt.Println(operation.Method, operation.Target(host, "12345678"))
	fmt.Println(operation.Auth, operation.Effect, operation.Signable())
	// Output:
	// POST https://va.msghist.liveperson.net/messaging_history/api/account/12345678/conversations/search?offset=0&limit=50&sort=start:desc&source=lpkeys
	// app key, OAuth 2.0 or login bearer reads <nil>
}

func ExampleOperation_Fill() {
	operation, err := domain.Find("accountConfigReadOnly.users.get")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = operation.Fill(map[string]string{"accountId": "12345678"})
	fmt.Println(err)
	path, err := operation.Fill(map[string]string{"accountId": "12345678", "userId": "a/b"})
	fmt.Println(path, err)
	// Output:
	// accountConfigReadOnly.users.get needs a value for {userId}
	// /api/account/12345678/configuration/le-users/users/a%2Fb?v=4.0 <nil>
}
