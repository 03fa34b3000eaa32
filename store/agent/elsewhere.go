//go:build !linux && !darwin

package agent

import (
	"context"
	"net"
	"runtime"
	"time"

	"lpkeys/oauth"
)

const (
	longestPath = 1 << 10
	startFields = 5
)

func ours(string) bool { return false }

func (place) dial(context.Context) (net.Conn, error) { return nil, &SystemError{runtime.GOOS} }

func (place) stale() bool { return true }

func (place) clear(context.Context, func() bool) {}

// Start answers a [SystemError].
func (*Client) Start(context.Context, oauth.Secret, time.Duration) error {
	return &SystemError{runtime.GOOS}
}

// Run answers a [SystemError].
func Run(context.Context) error { return &SystemError{runtime.GOOS} }
