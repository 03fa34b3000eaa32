//go:build unix

package cli_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

func TestCtrlCWhileLivePersonIsWaitedForIs130AndQuiet(t *testing.T) {
	p := newProgram(t)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	asked, end := make(chan bool), make(chan bool)
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- true
		<-end
	}))
	t.Cleanup(silent.Close)
	t.Cleanup(func() { close(end) })
	p.with("LPKEYS_API_URL", silent.URL)
	var told strings.Builder
	cmd := p.command("", "sign", "GET", "msgHist:/x")
	cmd.Stderr = &told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // The code says it.
	if code := cmd.ProcessState.ExitCode(); code != 130 || strings.Contains(told.String(), "error") {
		t.Errorf("exit %d, told %s", code, &told)
	}
}
