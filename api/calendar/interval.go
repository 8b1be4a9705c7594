package calendar

import (
	"slices"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ErrInterval refuses an interval that ends before it begins.
var ErrInterval = apperr.New(apperr.Invalid, "calendar.interval",
	"Waktu akhir mendahului waktu awal.",
	"The end comes before the beginning.")

// Interval is a stretch of time in which a clock is stopped, From included and
// To excluded. A zero To means that it lasts still.
type Interval struct {
	From, To time.Time
}

// forever stands for the end of an interval that lasts still.
var forever = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// stoppage is a set of stops in order, apart from each other.
type stoppage []Interval

// merge orders the stops and joins those that touch. Empty ones vanish.
func merge(stops []Interval) (stoppage, error) {
	ordered := make(stoppage, 0, len(stops))
	for _, s := range stops {
		if s.To.IsZero() {
			s.To = forever
		}
		if s.To.Before(s.From) {
			return nil, ErrInterval
		}
		if s.To.After(s.From) {
			ordered = append(ordered, s)
		}
	}
	slices.SortFunc(ordered, func(a, b Interval) int { return a.From.Compare(b.From) })

	merged := ordered[:0]
	for _, s := range ordered {
		last := len(merged) - 1
		if last < 0 || s.From.After(merged[last].To) {
			merged = append(merged, s)
		} else if s.To.After(merged[last].To) {
			merged[last].To = s.To
		}
	}
	return merged, nil
}

// openSince returns when the stop began that lasts still, if there is one.
func (s stoppage) openSince() (time.Time, bool) {
	if len(s) == 0 || s[len(s)-1].To.Before(forever) {
		return time.Time{}, false
	}
	return s[len(s)-1].From, true
}

// after drops the stops that have ended at t.
func (s stoppage) after(t time.Time) stoppage {
	for len(s) > 0 && !s[0].To.After(t) {
		s = s[1:]
	}
	return s
}

// until tells whether the clock stands in the last moment before t.
func (s stoppage) until(t time.Time) bool {
	return slices.ContainsFunc(s, func(stop Interval) bool {
		return stop.From.Before(t) && !stop.To.Before(t)
	})
}
