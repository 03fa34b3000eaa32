package demo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bodies are small and made up, in the shape of LivePerson's own as far as that
// is documented. In them, NOW stands for a time in milliseconds, ID for what the
// end of the path names, and HOSTS for what the Domain API lists.
const (
	conversation = `{"_metadata":{"count":1},"conversationHistoryRecords":[{"info":{"conversationId":"11111111-2222-4333-8444-555555555555","startTimeL":NOW,"latestAgentLoginName":"ada"}}]}`
	chat         = `{"_metadata":{"count":1},"interactionHistoryRecords":[{"info":{"engagementId":"90000001","startTimeL":NOW,"agentLoginName":"ada"}}]}`
	metrics      = `{"metricsTotals":{"waitingConversations":2,"resolvedConversations":12},"skillsMetrics":{}}`
	record       = `{"id":"ID","name":"made up ID","deleted":false}`
	records      = `[{"id":"1001","name":"made up 1001","deleted":false},{"id":"1002","name":"made up 1002","deleted":false}]`
	session      = `{"csrf":"` + csrf + `","wsuk":"1","bearer":"LOGIN","sessionTTl":"28800000",` +
		`"config":{"loginName":"ada","userId":"1001","userPrivileges":[],"serverCurrentTime":NOW,"timeDiff":0,"isLPA":false,"isAdmin":false},` +
		`"csdsCollectionResponse":HOSTS,"accountData":{"agentGroupsData":{"items":[],"revision":1}}}`
	token    = `{"access_token":"APP","token_type":"Bearer","expires_in":3600}`
	verified = `{"verified":true}`
)

type answer struct{ of, text string }

// answers are the bodies of an operation, or of all that an API has. What is not
// here answers a record, or a few.
var answers = [...]answer{
	{"sentinel.jwks", `{"keys":[]}`},
	{"sentinel.authorize", "<title>Do you consent?</title>"},
	{"idp.consumer", `{"token":"CONSUMER"}`},
	{"Messaging Interactions", conversation},
	{"Consumer Messaging History", conversation},
	{"Engagement History (chat, legacy)", chat},
	{"Agent Metrics", metrics},
	{"Key Messaging Metrics", metrics},
	{"Messaging Operations", metrics},
	{"Operational Realtime (chat, legacy)", metrics},
	{"Net Handle Time (beta)", metrics},
	{"Login – user", session},
	{"Login – application (bot)", session},
	{"Login – refresh / logout", ""},
	{"Consumer IDP", `{"jwt":"CONSUMER"}`},
	{"Audit Trail", `{"data":{"auditData":[]}}`},
	{"Sentinel token (client credentials)", token},
	{"Authorizing CC Applications (auth code)", token},
	{"Delegated token", token},
	{"", verified},
}

// body is what an operation answers; empty for nothing.
func (c *call) body() (status int, text string) {
	last := c.req.URL.Path[strings.LastIndexByte(c.req.URL.Path, '/')+1:]
	at := slices.IndexFunc(answers[:], func(a answer) bool { return a.of == c.op.Name || a.of == c.op.API })
	switch {
	case at >= 0:
		text = answers[at].text
	case strings.HasSuffix(c.op.Path, "}"):
		text = record
	case c.req.Method == http.MethodGet:
		text = records
	default:
		text, last = record, "1001"
	}
	now := strconv.FormatInt(time.Now().UnixMilli(), 10)
	return c.status(), strings.NewReplacer(
		"NOW", now, `"ID"`, quoted(last), "made up ID", "made up", "HOSTS", c.of.list(),
		"LOGIN", c.of.bearer(), "CONSUMER", c.of.token(idpIssuer), "APP", c.of.token(sentinelIssuer),
	).Replace(text)
}

// status is the one that LivePerson documents.
func (c *call) status() int {
	if c.op.Name == "rtbf.requests.create" || c.op.Name == "idp.consumer" {
		return http.StatusCreated
	}
	return http.StatusOK
}
