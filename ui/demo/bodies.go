package demo

import (
	"net/http"
	"time"

	"lpkeys/domain"
)

type object map[string]any

// answerTo is a body in the shape of LivePerson's own for an operation of the
// catalogue, and for any other request one that says what was verified.
func answerTo(o domain.Operation, at place, req *http.Request) any {
	hourAgo := time.Now().Add(-time.Hour).UnixMilli()
	switch o.Name {
	case "msgHist.conversations.search", "msgHist.conversation.search":
		return object{
			"_metadata":                  object{"count": 1},
			"conversationHistoryRecords": []object{{"info": conversation(hourAgo)}},
		}
	case "engHistDomain.interactions.search":
		return object{
			"_metadata":                 object{"count": 1},
			"interactionHistoryRecords": []object{{"info": conversation(hourAgo)}},
		}
	case "accountConfigReadOnly.users.list":
		return []object{user("1001", "ada"), user("1002", "grace")}
	case "accountConfigReadOnly.users.get", "accountConfigReadWrite.users.create":
		return user("1001", "ada")
	case "agentManagerWorkspace.metrics":
		return object{"metricsTotals": object{"resolvedConversations": 12, "transferredConversations": 3}}
	case "leDataReporting.msgconversation", "leDataReporting.msgqueuehealth.current":
		return object{"skillsMetrics": object{}, "metricsTotals": object{"waitingConversations": 2}}
	case "agentActivityDomain.status-changes":
		return object{"accountId": at.account.ID, "agents": []object{{"agentId": "1001", "statusChanges": []object{}}}}
	default:
		return object{
			"account":  at.account.ID,
			"service":  at.service.name,
			"method":   req.Method,
			"path":     req.URL.Path,
			"verified": true,
		}
	}
}

func conversation(start int64) object {
	return object{"conversationId": "11111111-2222-4333-8444-555555555555", "startTimeL": start, "latestAgentLoginName": "ada"}
}

func user(id, login string) object {
	return object{"id": id, "loginName": login, "isEnabled": true, "userTypeId": 1}
}
