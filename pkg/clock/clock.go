// Package clock gives the time to everything that needs it, so that a test
// (or a demo) can say what time it is. Nothing else in the product calls
// time.Now for a business decision.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present instant, always in UTC and truncated to
// microseconds, the finest grain that PostgreSQL keeps: a time read back from
// either database equals the time that was written.
type Clock interface {
	Now() time.Time
}

// System is the clock of the machine.
type System struct{}

// Now returns the machine's time.
func (System) Now() time.Time { return grain(time.Now()) }

// Manual is a clock that stands still until it is moved. It is safe for
// concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: grain(t)} }

// Now returns the instant at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t, forwards or backwards.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = grain(t)
}

// Advance moves the clock on by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = grain(m.now.Add(d))
}

func grain(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
