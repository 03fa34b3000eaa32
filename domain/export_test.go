package domain

import "net/http"

// Transport is the client's own, for a test to lead elsewhere.
func Transport() *http.Transport { return newTransport() }
