package domain

import (
	"context"
	"errors"
)

// question is what can be asked of the Domain API; it names an answer that is
// kept and a request that is shared.
type question struct {
	base    string // in ParseBaseURL's form
	account AccountID
	service Service // empty asks for every service
}

func (q question) about(service Service) question {
	q.service = service
	return q
}

// url needs no escaping: the account ID and the service name have passed
// ParseAccountID and ParseService.
func (q question) url() string {
	path := "/api/account/" + string(q.account) + "/service/"
	if q.service != "" {
		path += string(q.service) + "/"
	}
	return q.base + path + "baseURI.json?version=1.0"
}

// host picks the service that q names, which a must name too.
func (q question) host(a answer) (Answer, error) {
	e, _ := a.find(q.service)
	if e.problem != "" {
		return Answer{}, q.fail(NotAHost, 200, e.problem)
	}
	return Answer{Host: e.Host, Origin: a.Origin}, nil
}

func (q question) fail(kind Kind, status int, detail string) *Error {
	e := &Error{Kind: kind, Account: q.account, Service: q.service, Status: status, Detail: brief(detail)}
	if q.base != DefaultBaseURL {
		e.API = q.base
	}
	return e
}

func (q question) unavailable(err error) *Error {
	detail := err.Error()
	if errors.Is(err, context.DeadlineExceeded) {
		detail = "no answer in time"
	}
	failure := q.fail(Unavailable, 0, detail)
	failure.Err = err
	return failure
}

// stopped is what a caller hears whose context ended: nothing new when they
// stopped, and a failure when time ran out.
func (q question) stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	return q.unavailable(err)
}
