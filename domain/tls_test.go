package domain_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

const secureHost = "api.example.com"

// certificate is one that signs itself, for a name and until a time.
func certificate(t *testing.T, name string, until time.Time) tls.Certificate {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}
}

// counting counts the connections of a listener.
type counting struct {
	net.Listener
	opened int
	wrap   func(net.Conn) net.Conn
}

func (c *counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c.opened++
	return c.wrap(conn), nil
}

func TestTLSIsChecked(t *testing.T) {
	plain := func(conn net.Conn) net.Conn { return conn }
	over := func(cert tls.Certificate, lowest, highest uint16) func(net.Conn) net.Conn {
		return func(conn net.Conn) net.Conn {
			return tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: lowest, MaxVersion: highest})
		}
	}
	for _, tt := range []struct {
		name   string
		wrap   func(trusted, other, expired tls.Certificate) func(net.Conn) net.Conn
		detail string // empty: it is good
		opened int
	}{
		{"TLS 1.3", func(c, _, _ tls.Certificate) func(net.Conn) net.Conn { return over(c, tls.VersionTLS13, 0) }, "", 1},
		{"TLS 1.2", func(c, _, _ tls.Certificate) func(net.Conn) net.Conn {
			return over(c, tls.VersionTLS12, tls.VersionTLS12)
		}, "", 1},
		{"TLS 1.1", func(c, _, _ tls.Certificate) func(net.Conn) net.Conn {
			return over(c, tls.VersionTLS10, tls.VersionTLS11)
		}, "protocol version", 1},
		{"a certificate of another name", func(_, c, _ tls.Certificate) func(net.Conn) net.Conn { return over(c, 0, 0) }, "not " + secureHost, 1},
		{"a certificate that has expired", func(_, _, c tls.Certificate) func(net.Conn) net.Conn { return over(c, 0, 0) }, "expired", 1},
		{"a certificate that nobody vouches for", func(_, _, _ tls.Certificate) func(net.Conn) net.Conn {
			return over(certificate(t, secureHost, time.Now().Add(time.Hour)), 0, 0)
		}, "unknown authority", 1},
		{"a handshake that never comes", func(_, _, _ tls.Certificate) func(net.Conn) net.Conn {
			return func(conn net.Conn) net.Conn { return deaf{conn} }
		}, "handshake timeout", 4},
		{"a handshake that breaks off", func(_, _, _ tls.Certificate) func(net.Conn) net.Conn {
			return func(conn net.Conn) net.Conn { conn.Close(); return conn }
		}, "", 4},
		{"no TLS at all", func(_, _, _ tls.Certificate) func(net.Conn) net.Conn { return plain }, "not look like a TLS handshake", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-24*time.Hour)
				trusted := certificate(t, secureHost, tomorrow)
				other := certificate(t, "other.example.com", tomorrow)
				expired := certificate(t, secureHost, yesterday)
				network := newPipes()
				behind := &counting{Listener: network, wrap: tt.wrap(trusted, other, expired)}
				client := clientOf(t, network, behind, says(200, list))
				client.BaseURL = "https://" + secureHost
				roots := x509.NewCertPool()
				for _, c := range []tls.Certificate{trusted, other, expired} {
					roots.AddCert(c.Leaf)
				}
				client.HTTP.(*http.Transport).TLSClientConfig.RootCAs = roots

				// On a pipe, both ends wait 5 s for the other to hear their goodbye.
				defer pass(10 * time.Second)
				start := time.Now()
				_, err := client.All(t.Context(), account, usual)
				if behind.opened != tt.opened || time.Since(start) > 45*time.Second {
					t.Errorf("got %d connections in %v, want %d in 45s at most", behind.opened, time.Since(start), tt.opened)
				}
				if strings.HasPrefix(tt.name, "TLS 1.3") || strings.HasPrefix(tt.name, "TLS 1.2") {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if got := failure(t, err); got.Kind != domain.Unavailable || !strings.Contains(got.Detail, tt.detail) {
					t.Errorf("got %v, want ...%s...", err, tt.detail)
				}
			})
		})
	}
}

// deaf is a connection on which nothing arrives.
type deaf struct{ net.Conn }

func (d deaf) Read([]byte) (int, error) {
	// Whoever is at the other end writes into the void until they hang up.
	_, err := io.Copy(io.Discard, d.Conn)
	if err == nil {
		err = io.EOF
	}
	return 0, err
}
