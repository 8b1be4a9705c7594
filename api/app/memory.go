package app

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// An idle server gives memory back a minute after its start, when its first
// jobs are done, and then every ten minutes in which hardly anybody asked for
// anything: those who look after its health do.
const (
	firstQuiet  = time.Minute
	nextQuiet   = 10 * time.Minute
	fewRequests = 60
)

// stayingSmall gives memory back while server is idle, until ctx ends.
func stayingSmall(ctx context.Context, server *http.Server) {
	var requests atomic.Int64
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateActive {
			requests.Add(1)
		}
	}
	go func() {
		timer := time.NewTimer(firstQuiet)
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-timer.C:
				if requests.Swap(0) < fewRequests {
					giveBack()
				}
				timer.Reset(nextQuiet)
			}
		}
	}()
}
