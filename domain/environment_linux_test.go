package domain_test

import (
	"bufio"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lpkeys/domain"
)

// net/http and crypto/x509 look at the environment once for each process, so
// this one starts itself again.
const inChild = "LPKEYS_TEST_ENVIRONMENT"

func TestProxyAndAuthoritiesComeFromTheEnvironment(t *testing.T) {
	if os.Getenv(inChild) != "" {
		client := domain.Client{BaseURL: "https://example.com"}
		if _, err := client.All(t.Context(), account, once); err != nil {
			t.Error(err)
		}
		return
	}
	server := httptest.NewTLSServer(says(200, list)) // for example.com
	defer server.Close()
	authorities := filepath.Join(t.TempDir(), "authorities.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authorities, block, 0o600); err != nil {
		t.Fatal(err)
	}
	wanted := make(chan string, 4)
	proxy := serve(t, func(w http.ResponseWriter, req *http.Request) {
		wanted <- req.Method + " " + req.Host
		tunnel(w, server.Listener.Addr().String())
	})
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), inChild+"=1", "HTTPS_PROXY="+proxy.URL, "SSL_CERT_FILE="+authorities, "NO_PROXY=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := <-wanted; got != "CONNECT example.com:443" {
		t.Errorf("the proxy was asked to %q", got)
	}
}

// tunnel joins the connection of a request to another one, until either ends.
func tunnel(w http.ResponseWriter, address string) {
	far, err := net.Dial("tcp", address)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer far.Close()
	near, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer near.Close()
	_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
	go forward(far, buffered.Reader)
	_, _ = io.Copy(near, far)
}

func forward(to net.Conn, from *bufio.Reader) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
}
