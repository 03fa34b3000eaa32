//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store/storetest"
)

// TestTheReadmesJobsWorkAsTheyStand runs what README.md shows, as it shows it: on a
// real keyring, with a real curl, whose .curlrc leads every host to a LivePerson on
// loopback that verifies signatures.
func TestTheReadmesJobsWorkAsTheyStand(t *testing.T) {
	for program, debian := range map[string]string{
		"curl": "curl", "jq": "jq", "make": "make", "node": "nodejs", "age-keygen": "age",
	} {
		storetest.Need(t, program, debian)
	}
	keyring := storetest.Keyring(t)
	t.Run("all pages of a search", func(t *testing.T) {
		l := newLaptop(t, keyring, "acme-prod")
		l.run(l.recipe("All pages of a search", "sh", 0))
		if n := strings.Count(l.read("conversations.jsonl"), "\n"); n != conversations {
			t.Errorf("%d conversations, want %d", n, conversations)
		}
		l.verified(3)
	})
	t.Run("a job without a person", func(t *testing.T) {
		mine := newLaptop(t, keyring, "acme-ci")
		mine.run(mine.recipe("A job without a person", "sh", 0))
		job := newLaptop(t, nil)
		job.write("ci.age", mine.read("ci.age"))
		job.environ = append(job.environ, "IDENTITY="+mine.read("ci.key"), "TMPDIR="+job.folder)
		job.run(job.recipe("A job without a person", "sh", 1))
		if users := job.read("users.json"); !strings.Contains(users, `"id"`) {
			t.Errorf("answered %q", users)
		}
		job.verified(1)
		if left, _ := filepath.Glob(filepath.Join(job.folder, "tmp.*")); len(left) > 0 {
			t.Errorf("the job leaves %v", left)
		}
	})
	t.Run("a bot that gets its key when it starts", func(t *testing.T) {
		l := newLaptop(t, keyring, "acme-bot")
		const at = "A bot that gets its key when it starts"
		l.write("Makefile", l.recipe(at, "make", 0))
		l.write("bot.js", l.recipe(at, "js", 0)+"console.log([LP_APP_KEY, LP_SECRET, LP_ACCESS_TOKEN, LP_ACCESS_TOKEN_SECRET].join(' '))\n")
		l.write("bot-by-pipe.js", l.recipe(at, "js", 1)+"console.log([key.LP_APP_KEY, key.LP_SECRET, key.LP_ACCESS_TOKEN, key.LP_ACCESS_TOKEN_SECRET].join(' '))\n")
		for _, target := range []string{"bot", "bot-by-pipe"} {
			out := l.run("make --silent " + target)
			if want := "the bot of 12345678 starts\n" + strings.Join(strings.Fields(recipeKey), " ") + "\n"; !strings.HasSuffix(out, want) {
				t.Errorf("make %s says %q", target, out)
			}
		}
	})
	t.Run("moving to another laptop", func(t *testing.T) {
		const at = "Moving to another laptop"
		fresh, old := newLaptop(t, keyring), newLaptop(t, keyring, "acme-prod", "acme-test")
		fresh.run(fresh.recipe(at, "sh", 0))
		old.write("laptop.pub", fresh.read("laptop.pub"))
		old.run(old.recipe(at, "sh", 1))
		fresh.write("laptop.age", old.read("laptop.age"))
		out := fresh.run(fresh.recipe(at, "sh", 2))
		for _, want := range []string{"acme-prod\t12345678\t\tkeyring\tin force: the default", "acme-test\t12345678\t\tkeyring\t"} {
			if !strings.Contains(out, want) {
				t.Errorf("no %q in %s", want, out)
			}
		}
		url := "https://va.msghist.liveperson.net/"
		fresh.run("lpkeys sign GET " + url + " | curl -sS -H @- " + url)
		fresh.verified(1)
	})
}

const recipeKey = "0123456789abcdef0123456789abcdef\nCANARY5ec2e70001\nfedcba9876543210fedcba9876543210\nCANARY5ec2e70002\n"

// laptop is a home of its own, from which LivePerson is on loopback.
type laptop struct {
	t        *testing.T
	folder   string
	environ  []string
	mu       sync.Mutex
	requests int
	nonces   map[string]bool
}

// newLaptop has a keyring, or none, with the accounts.
func newLaptop(t *testing.T, keyring *storetest.GnomeKeyring, accounts ...string) *laptop {
	t.Helper()
	l := &laptop{t: t, folder: t.TempDir(), nonces: map[string]bool{}}
	hosts := httptest.NewServer(http.HandlerFunc(domainAPI))
	t.Cleanup(hosts.Close)
	services := httptest.NewTLSServer(l)
	t.Cleanup(services.Close)
	bin := filepath.Join(l.folder, "bin")
	bus := "unix:path=" + filepath.Join(l.folder, "no-bus")
	if keyring != nil {
		bus = keyring.Address
	}
	l.environ = []string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + l.folder, "XDG_RUNTIME_DIR=" + l.folder,
		"DBUS_SESSION_BUS_ADDRESS=" + bus, "LPKEYS_API_URL=" + hosts.URL,
	}
	l.write(".curlrc", "insecure\nconnect-to = \"::"+services.Listener.Addr().String()+"\"\n")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(build(t), filepath.Join(bin, "lpkeys")); err != nil {
		t.Fatal(err)
	}
	l.write("key.txt", recipeKey)
	for _, account := range accounts {
		l.run("lpkeys account add " + account + " --id 12345678 --from key.txt")
	}
	if err := os.Remove(filepath.Join(l.folder, "key.txt")); err != nil {
		t.Fatal(err)
	}
	return l
}

// recipe is the part of the README below a heading that is in a language, counted
// from 0.
func (l *laptop) recipe(heading, language string, n int) string {
	l.t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		l.t.Fatal(err)
	}
	_, below, _ := strings.Cut(string(text), "\n### "+heading+"\n")
	below, _, _ = strings.Cut(below, "\n## ")
	below, _, _ = strings.Cut(below, "\n### ")
	parts := strings.Split(below, "\n```"+language+"\n")
	if len(parts) < n+2 {
		l.t.Fatalf("below %q the README has no part %d in %s", heading, n, language)
	}
	code, _, _ := strings.Cut(parts[n+1], "```\n")
	return code
}

// run answers what a script prints, which nobody can be asked for.
func (l *laptop) run(script string) string {
	l.t.Helper()
	cmd := exec.CommandContext(l.t.Context(), "sh", "-eu", "-c", script)
	cmd.Env, cmd.Dir = l.environ, l.folder
	var told strings.Builder
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("%s\n%v, told %s", script, err, &told)
	}
	if holdsSecret(told.String()) {
		l.t.Errorf("%s\ntells a secret", script)
	}
	return string(out)
}

func (l *laptop) write(name, text string) {
	l.t.Helper()
	if err := os.WriteFile(filepath.Join(l.folder, name), []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *laptop) read(name string) string {
	l.t.Helper()
	text, err := os.ReadFile(filepath.Join(l.folder, name))
	if err != nil {
		l.t.Fatal(err)
	}
	return string(text)
}

// verified wants so many requests with a signature that is right and new.
func (l *laptop) verified(want int) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.requests != want {
		l.t.Errorf("LivePerson took %d requests, want %d", l.requests, want)
	}
}

// conversations are so many that they fill three pages.
const conversations = 250

// ServeHTTP is the LivePerson behind every host.
func (l *laptop) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := strings.Fields(recipeKey)
	verifier := oauth.Verifier{
		Lookup: func(key, _ string) (oauth.Credentials, bool) {
			return oauth.Credentials{
				ConsumerKey: lines[0], ConsumerSecret: oauth.NewSecret(lines[1]), Token: lines[2], TokenSecret: oauth.NewSecret(lines[3]),
			}, key == lines[0]
		},
		Window: 5 * time.Minute,
		FirstUse: func(_, _, nonce string, _ time.Time) bool {
			known := l.nonces[nonce]
			l.nonces[nonce] = true
			return !known
		},
	}
	if err := verifier.Verify(req); err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	l.requests++
	if !strings.Contains(req.URL.Path, "/conversations/search") {
		fmt.Fprint(w, `[{"id":"1001"}]`)
		return
	}
	var asked struct{ Start struct{ From, To int64 } }
	if err := json.NewDecoder(req.Body).Decode(&asked); err != nil || asked.Start.From == 0 || req.Header.Get("Content-Type") != "application/json" {
		http.Error(w, "this is no search", http.StatusBadRequest)
		return
	}
	var offset, limit int
	if _, err := fmt.Sscan(req.FormValue("offset"), &offset); err != nil {
		http.Error(w, "offset", http.StatusBadRequest)
		return
	}
	if _, err := fmt.Sscan(req.FormValue("limit"), &limit); err != nil || limit > 100 || req.FormValue("source") == "" {
		http.Error(w, "limit or source", http.StatusBadRequest)
		return
	}
	var records []string
	for i := offset; i < min(offset+limit, conversations); i++ {
		records = append(records, fmt.Sprintf(`{"info":{"conversationId":"%d"}}`, i))
	}
	fmt.Fprintf(w, `{"_metadata":{"count":%d},"conversationHistoryRecords":[%s]}`, conversations, strings.Join(records, ","))
}
