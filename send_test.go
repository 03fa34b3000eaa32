package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lpkeys/ui/demo"
)

// TestSendingScripts runs the program against a LivePerson in a box behind a proxy,
// over TLS: it believes that it talks to hosts out there.
func TestSendingScripts(t *testing.T) {
	authority, certificate := newAuthority(t)
	box := httptest.NewUnstartedServer(demo.New().Handler())
	box.TLS = &tls.Config{GetCertificate: certificate}
	box.StartTLS()
	t.Cleanup(box.Close)
	proxy := httptest.NewServer(tunnelTo(box.Listener.Addr().String()))
	t.Cleanup(proxy.Close)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("ui", "cli", "testdata", "sending"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HTTPS_PROXY", proxy.URL)
			env.Setenv("SSL_CERT_FILE", authority)
			return prepare(env, "")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"unseen": unseen, "schema": matches},
	})
}

// tunnelTo is a proxy that leads every connection to one address.
func tunnelTo(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		there, err := net.Dial("tcp", address)
		if err != nil || req.Method != http.MethodConnect {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		here, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			there.Close()
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		var both sync.WaitGroup
		both.Go(func() { _, _ = io.Copy(there, buffered); there.Close() })
		both.Go(func() { _, _ = io.Copy(here, there); here.Close() })
		both.Wait()
	}
}

// newAuthority makes an authority of the test's own, in a file, and what makes
// certificates for any host by it.
func newAuthority(t *testing.T) (file string, certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	root, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		leaf := &x509.Certificate{
			SerialNumber: big.NewInt(2), NotBefore: template.NotBefore, NotAfter: template.NotAfter,
			DNSNames: []string{hello.ServerName}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, leaf, template, key.Public(), key)
		return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
	}
}
