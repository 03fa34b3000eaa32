//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
)

// The design's budget for the first frame after exec, with 100 accounts: 20 ms,
// or 1.3 times that of an empty program. The two take turns, so that they meet
// the same machine.
func BenchmarkFirstFrameAfterExec(b *testing.B) {
	empty := filepath.Join(b.TempDir(), "empty")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", empty, "./testdata/empty").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	environ := []string{"LPKEYS_HOME=" + hundredAccounts(b), "TERM=xterm-256color"}
	program := build(b)
	var ours, theirs []time.Duration
	for b.Loop() {
		ours = append(ours, firstFrame(b, program, environ))
		theirs = append(theirs, firstFrame(b, empty, environ))
	}
	b.ReportMetric(0, "ns/op") // Of both, and their ends.
	b.ReportMetric(milliseconds(median(ours)), "ms-ours")
	b.ReportMetric(milliseconds(median(theirs)), "ms-empty")
	b.ReportMetric(milliseconds(median(ours))/milliseconds(median(theirs)), "x-empty")
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// Neither a terminal that answers no query, nor a session bus or a LivePerson
// that takes connections and says nothing, keeps the first frame back. Programs
// that wait for a terminal's answer give up after five seconds.
func TestTheFirstFrameWaitsForNobody(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	host, port, _ := net.SplitHostPort(silent.Addr().String())
	firstFrame(t, build(t), []string{
		"LPKEYS_HOME=" + hundredAccounts(t), "TERM=xterm-256color",
		"DBUS_SESSION_BUS_ADDRESS=tcp:host=" + host + ",port=" + port,
		"LPKEYS_API_URL=http://" + silent.Addr().String(),
	})
}

// hundredAccounts is a home with so many.
func hundredAccounts(tb testing.TB) string {
	tb.Helper()
	home := tb.TempDir()
	vault := store.NewMemory()
	s, err := store.Open(store.Options{
		Paths:  store.Paths{Config: home, Data: home, Cache: home},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: vault},
	})
	if err != nil {
		tb.Fatal(err)
	}
	for i := range 100 {
		_, err := s.Add(context.Background(), store.Account{
			Name: fmt.Sprintf("account-%04d", i), ID: domain.AccountID(fmt.Sprint(12345600 + i)), Kind: store.OAuth1, Vault: store.KeyringVault,
		}, oauth.Credentials{ConsumerKey: "CANARY", ConsumerSecret: oauth.NewSecret("CANARY"), Token: "CANARY", TokenSecret: oauth.NewSecret("CANARY")})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return home
}

// firstFrame is the time from exec to the first account on a terminal that
// answers nothing.
func firstFrame(tb testing.TB, program string, environ []string) time.Duration {
	tb.Helper()
	cmd := exec.Command(program)
	cmd.Env = environ
	began := time.Now()
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		tb.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // It was killed.
		terminal.Close()
	}()
	const wait = 4 * time.Second
	if err := terminal.SetReadDeadline(began.Add(wait)); err != nil {
		tb.Fatal(err)
	}
	var seen []byte
	chunk := make([]byte, 1<<16)
	for !bytes.Contains(seen, []byte("account-0000")) {
		n, err := terminal.Read(chunk)
		if err != nil {
			tb.Fatalf("%v before the first frame; so far %q", err, seen)
		}
		seen = append(seen, chunk[:n]...)
	}
	return time.Since(began)
}
