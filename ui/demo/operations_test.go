package demo_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/demo"
)

// world is an account of the box, and what its logins and tokens are.
type world struct {
	t       *testing.T
	box     *demo.Box
	account demo.Account
	client  *domain.Client
}

func worldOf(t *testing.T, account string) world {
	t.Helper()
	box := demo.New()
	for _, a := range box.Accounts() {
		if a.Name == account {
			return world{t, box, a, box.Client()}
		}
	}
	t.Fatalf("there is no account %s", account)
	return world{}
}

// request is an operation's as a developer would write it, without anything
// that authorises it.
func (w world) request(name string) *http.Request {
	w.t.Helper()
	o, err := domain.Find(name)
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	answer, err := w.client.Locate(w.t.Context(), w.account.ID, o.Service, domain.Options{})
	if err != nil || !answer.Host.LivePerson || !strings.HasSuffix(answer.Host.Name, ".invalid") {
		w.t.Fatalf("%s: got host %v, %v", name, answer.Host, err)
	}
	values := make(map[string]string)
	for _, name := range o.Names() {
		values[name] = "1001"
	}
	values["accountId"], values["serviceName"] = string(w.account.ID), "msgHist"
	target, err := o.Fill(values)
	if err != nil {
		w.t.Fatal(err)
	}
	key := w.account.Key
	body := strings.NewReplacer(
		"{appKey}", key.ConsumerKey, "{secret}", key.ConsumerSecret.Reveal(),
		"{accessToken}", key.Token, "{accessTokenSecret}", key.TokenSecret.Reveal(),
	).Replace(o.Body)
	req := request(w.t, o.Method, "https://"+answer.Host.Name+target, regexp.MustCompile(`\{\w+\}`).ReplaceAllString(body, "1"))
	if o.ContentType != "" {
		req.Header.Set("Content-Type", o.ContentType)
	}
	return req
}

func (w world) signed(name string) *http.Request {
	w.t.Helper()
	req := w.request(name)
	sign(w.t, w.account, req)
	return req
}

// text gets one text out of what an operation answers.
func (w world) text(req *http.Request, field string) string {
	w.t.Helper()
	status, body := send(w.t, w.box, req)
	fields := make(map[string]any)
	if err := json.Unmarshal([]byte(body), &fields); err != nil || status > 201 {
		w.t.Fatalf("%s: got %d %s (%v)", req.URL, status, body, err)
	}
	value, _ := fields[field].(string)
	if value == "" {
		w.t.Fatalf("%s: got %s, want %s in it", req.URL, body, field)
	}
	return value
}

// authorised is the operation's request with the first thing that LivePerson
// takes for it.
func (w world) authorised(o domain.Operation) *http.Request {
	w.t.Helper()
	login := func() string { return w.text(w.request("agentVep.login.application"), "bearer") }
	req := w.request(o.Name)
	switch {
	case o.Auth.Signed():
		return w.signed(o.Name)
	case o.Auth&domain.LoginBearer != 0:
		req.Header.Set("Authorization", "Bearer "+login())
	case o.Auth&(domain.OAuth2|domain.AppToken) != 0:
		req.Header.Set("Authorization", "Bearer "+w.text(w.request("sentinel.token"), "access_token"))
	case o.Auth&domain.ConsumerToken != 0:
		req.Header.Set("Authorization", "Bearer "+w.text(w.request("idp.signup"), "jwt"))
	case o.Auth == domain.HeaderOfItsOwn:
		req.Header.Set("Authorization", "LivePerson appKey=1")
	case o.Auth == domain.LoginSession:
		fields := `{"csrf":"` + w.text(w.request("agentVep.login.application"), "csrf") + `"}`
		req = request(w.t, o.Method, req.URL.String(), fields)
		req.AddCookie(&http.Cookie{Name: "session_id", Value: login()})
	}
	return req
}

func operations() []domain.Operation {
	var all []domain.Operation
	for _, api := range domain.Catalogue() {
		all = append(all, api.Operations...)
	}
	return all
}

func TestEveryOperationOfTheCatalogueIsAnsweredOnceItIsAuthorised(t *testing.T) {
	w := worldOf(t, "demo-prod")
	for _, o := range operations() {
		resp, err := w.box.Transport().RoundTrip(w.authorised(o))
		if err != nil {
			t.Fatal(err)
		}
		status, body := read(t, resp)
		kind, valid := resp.Header.Get("Content-Type"), json.Valid([]byte(body))
		switch o.Name {
		case "agentVep.refresh", "agentVep.logout":
			valid, kind = body == "", "application/json;charset=UTF-8"
		case "sentinel.authorize":
			valid, kind = kind == "text/html", "application/json;charset=UTF-8"
		}
		want := 200
		if o.Name == "rtbf.requests.create" || o.Name == "idp.consumer" {
			want = 201
		}
		if status != want || !valid || kind != "application/json;charset=UTF-8" || len(body) > 8<<10 {
			t.Errorf("%s: got %d %q %s", o.Name, status, kind, body)
		}
	}
}

func TestASignatureIsWorthNothingWhereSomethingElseIsWanted(t *testing.T) {
	w := worldOf(t, "demo-prod")
	const open = domain.NothingRequired | domain.KeyInBody | domain.PasswordInBody | domain.ClientInBody
	for _, o := range operations() {
		if o.Auth.Signed() || o.Auth == 0 || o.Auth&open != 0 {
			continue
		}
		status, body := send(t, w.box, w.signed(o.Name))
		if status != 401 || body == "" {
			t.Errorf("%s: got %d %s, want 401", o.Name, status, body)
		}
	}
	for name, want := range map[string]string{
		"agentVep.incomingRequests":                 "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider",
		"agentVep.agentSession.create":              "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid",
		"conversationVep.chat.request":              "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider",
		"agentVep.refresh":                          `"message":"CSRF token invalid!"`,
		"asyncMessagingEnt.conversation.create":     `"errorCode":40102`,
		"leDataReporting.msgqueuehealth.current.v2": "oauth_problem=token_rejected",
	} {
		if _, body := send(t, w.box, w.signed(name)); !strings.Contains(body, want) {
			t.Errorf("%s: got %s, want %s", name, body, want)
		}
	}
}

func TestEachTokenIsGoodForItsOwnOperations(t *testing.T) {
	w := worldOf(t, "demo-prod")
	login := w.text(w.request("agentVep.login.application"), "bearer")
	app := w.text(w.request("sentinel.token"), "access_token")
	consumer := w.text(w.request("idp.signup"), "jwt")
	other := worldOf(t, "demo-apac")
	tests := []struct {
		operation, token string
		want             int
	}{
		{"asyncMessagingEnt.shift-status", login, 200},
		{"asyncMessagingEnt.shift-status", app, 401},
		{"asyncMessagingEnt.shift-status", other.text(other.request("agentVep.login.application"), "bearer"), 401},
		{"asyncMessagingEnt.shift-status.skill", consumer, 200},
		{"asyncMessagingEnt.shift-status.skill", login, 401},
		{"msgHist.conversations.search", login, 200},
		{"msgHist.conversations.search", app, 200},
		{"msgHist.conversations.search", consumer, 401},
		{"leDataReporting.msgconversation", app, 401},
		{"connectToMessagingDomain.invite", app, 200},
		{"connectToMessagingDomain.invite", "CANARY", 401},
		{"faasGW.events.invoke", app, 200},
	}
	for _, tt := range tests {
		req := w.request(tt.operation)
		req.Header.Set("Authorization", "Bearer "+tt.token)
		if status, body := send(t, w.box, req); status != tt.want || strings.Contains(body, "CANARY") {
			t.Errorf("%s: got %d %s, want %d", tt.operation, status, body, tt.want)
		}
	}
	raw := w.request("idp.consumer")
	raw.Header.Set("Authorization", app)
	if status, body := send(t, w.box, raw); status != 201 {
		t.Errorf("a token without the word Bearer: got %d %s", status, body)
	}
}

func TestWhereABearerIsWantedALoginBringsOne(t *testing.T) {
	w := worldOf(t, "demo-bearer-wanted")
	req := w.request("accountConfigReadOnly.users.list")
	req.Header.Set("Authorization", "Bearer "+w.text(w.request("agentVep.login.application"), "bearer"))
	if status, body := send(t, w.box, req); status != 200 {
		t.Errorf("got %d %s, want 200", status, body)
	}
}

func TestALoginIsKeptAliveByItsCookieAndItsCSRFTogether(t *testing.T) {
	w := worldOf(t, "demo-prod")
	cookie := w.text(w.request("agentVep.login.application"), "bearer")
	csrf := w.text(w.request("agentVep.login.application"), "csrf")
	for _, tt := range []struct {
		cookie, csrf string
		want         int
	}{{cookie, csrf, 200}, {cookie, "CANARY", 401}, {cookie, "", 401}, {"CANARY", csrf, 401}} {
		req := request(t, "POST", w.request("agentVep.refresh").URL.String(), `{"csrf":"`+tt.csrf+`"}`)
		req.AddCookie(&http.Cookie{Name: "session_id", Value: tt.cookie})
		if status, body := send(t, w.box, req); status != tt.want || strings.Contains(body, "CANARY") {
			t.Errorf("cookie %q and csrf %q: got %d %s, want %d", tt.cookie, tt.csrf, status, body, tt.want)
		}
	}
}

func TestALoginTakesTheFourValuesAndNoOthers(t *testing.T) {
	const refused = `"message":"invalid site, agent, or credentials"`
	w := worldOf(t, "demo-prod")
	target := w.request("agentVep.login.application").URL.String()
	for _, body := range []string{
		"", "x", "[]", `{"username":1}`, `{"username":"ada"}`, `{"password":"1"}`,
		`{"username":"bot","appKey":"` + w.account.Key.ConsumerKey + `","secret":"CANARY","accessToken":"CANARY","accessTokenSecret":"CANARY"}`,
	} {
		status, answer := send(t, w.box, request(t, "POST", target, body))
		if status != 401 || !strings.Contains(answer, refused) || strings.Contains(answer, "CANARY") {
			t.Errorf("%s: got %d %s, want 401 %s", body, status, answer, refused)
		}
	}
	for _, account := range []string{"demo-wrong-secret", "demo-key-revoked", "demo-no-permission"} {
		w := worldOf(t, account)
		if status, answer := send(t, w.box, w.request("agentVep.login.application")); status != 401 || !strings.Contains(answer, refused) {
			t.Errorf("%s: got %d %s, want 401 %s", account, status, answer, refused)
		}
	}
}

func TestWhatIsRequiredMustBeThere(t *testing.T) {
	w := worldOf(t, "demo-prod")
	for _, o := range operations() {
		if !o.Auth.Signed() {
			continue
		}
		for _, q := range o.Queries() {
			if !q.Required {
				continue
			}
			req := w.request(o.Name)
			rest := req.URL.Query()
			rest.Del(q.Name)
			req.URL.RawQuery = rest.Encode()
			sign(t, w.account, req)
			if status, body := send(t, w.box, req); status != 400 || !strings.Contains(body, `"message":"Problem with body or query parameters"`) {
				t.Errorf("%s without %s: got %d %s, want 400", o.Name, q.Name, status, body)
			}
		}
	}
}

func TestARequestForAnotherServiceIsRefused(t *testing.T) {
	w := worldOf(t, "demo-prod")
	send := func(authorise func(*http.Request)) (int, string) {
		req := w.request("smt.visit.state")
		req.URL.Host, req.Host = "va.agentvep.lpkeys-demo.invalid", ""
		authorise(req)
		return send(t, w.box, req)
	}
	status, body := send(func(req *http.Request) { sign(t, w.account, req) })
	if want := "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"; status != 401 || body != want {
		t.Errorf("signed: got %d %s, want 401 %s", status, body, want)
	}
	status, body = send(func(req *http.Request) { req.Header.Set("Authorization", "Bearer 1") })
	if want := `"message":"Invalid Account id: 90000002"`; status != 401 || !strings.Contains(body, want) {
		t.Errorf("with a bearer: got %d %s, want 401 %s", status, body, want)
	}
}

func TestAFormIsAForm(t *testing.T) {
	w := worldOf(t, "demo-prod")
	target := w.request("sentinel.token").URL.String()
	for form, want := range map[string]int{
		url.Values{"client_id": {"1"}, "client_secret": {"1"}, "grant_type": {"client_credentials"}}.Encode(): 200,
		url.Values{"client_id": {"1"}, "grant_type": {"client_credentials"}}.Encode():                         401,
		"%zz": 401,
		"":    401,
	} {
		if status, body := send(t, w.box, request(t, "POST", target, form)); status != want {
			t.Errorf("%s: got %d %s, want %d", form, status, body, want)
		}
	}
}

// endless is a body that never ends.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read += len(p); e.read > 64<<20 {
		return 0, io.ErrUnexpectedEOF
	}
	return copy(p, strings.Repeat(" ", len(p))), nil
}

func TestAnEndlessBodyIsReadForAWhileOnly(t *testing.T) {
	w := worldOf(t, "demo-prod")
	for _, name := range []string{"agentVep.login.application", "sentinel.token", "agentVep.refresh"} {
		body := &endless{}
		req := w.request(name)
		req.Body = io.NopCloser(body)
		if status, answer := send(t, w.box, req); status != 401 || body.read > 4<<20 {
			t.Errorf("%s: got %d %s after %d bytes", name, status, answer, body.read)
		}
	}
}

// FuzzAnythingIsAnswered sends what no client would, through the front door and
// with a signature that is right.
func FuzzAnythingIsAnswered(f *testing.F) {
	f.Add("GET", "va.ac.lpkeys-demo.invalid", "/api/account/90000002/configuration/le-users/users?v=4.0", "", "")
	f.Add("POST", "va.agentvep.lpkeys-demo.invalid:443", "/api/account/90000002/login?v=1.3", `{"username":"a"}`, "OAuth x")
	f.Add("POST", "va.sentinel.lpkeys-demo.invalid", "/sentinel/api/v2/account/90000002/app/token", "client_id=%", "Bearer ")
	f.Add("GET", "anywhere", "/api/account/90000001/service/\x1b[31m/baseURI.json?version=1.0", "", "Basic")
	f.Add("PATCH", "va.mavencontext.lpkeys-demo.invalid", "/v1/account//a//properties", "\x00", "bearer x")
	box := demo.New()
	prod := box.Accounts()[1]
	f.Fuzz(func(t *testing.T, method, host, target, body, authorization string) {
		for _, sign := range []bool{false, true} {
			req, err := http.NewRequest(method, "https://va.ac.lpkeys-demo.invalid"+target, strings.NewReader(body))
			if err != nil {
				return
			}
			req.Host, req.RequestURI = host, req.URL.RequestURI()
			req.Header["Authorization"] = []string{authorization}
			signer := oauth.Signer{Credentials: prod.Key}
			if sign && signer.Sign(req) != nil {
				return
			}
			answer := recorded{header: make(http.Header)}
			box.Handler().ServeHTTP(&answer, req)
			if answer.size > 16<<10 || answer.status < 0 || answer.status > 599 {
				t.Errorf("got status %d and %d bytes", answer.status, answer.size)
			}
		}
	})
}

// recorded is how much a handler writes.
type recorded struct {
	header       http.Header
	status, size int
}

func (r *recorded) Header() http.Header         { return r.header }
func (r *recorded) WriteHeader(status int)      { r.status = status }
func (r *recorded) Write(p []byte) (int, error) { r.size += len(p); return len(p), nil }
