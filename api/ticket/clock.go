package ticket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// The clock of a request is read from its events and from nothing else
// (product.md, "Time"): these are the events that it hears.
const (
	returned            = "returned" // stops it
	resubmitted         = "resubmitted"
	forwarded           = "forwarded" // stops it where it goes to the applicant's own step
	confirmed           = "confirmed"
	externalWaitStarted = "external_wait_started" // stops it where the standard allows that
	externalWaitEnded   = "external_wait_ended"
	reopened            = "reopened" // ends whatever stop there was
	extended            = "extended"
)

var clockEvents = []string{returned, resubmitted, forwarded, confirmed, externalWaitStarted, externalWaitEnded, reopened, extended}

// maxClockEvents bounds how often one clock is stopped and started.
const maxClockEvents = 1000

// StopReason says why a clock stands.
type StopReason string

// The reasons.
const (
	StopReturned  StopReason = "returned"  // with the applicant, for mending
	StopApplicant StopReason = "applicant" // at a step of the applicant's own
	StopExternal  StopReason = "external"  // waiting for another body, with evidence
)

// Stop is a time in which the clock stood, and why. To is zero while it lasts.
type Stop struct {
	calendar.Interval
	Why       StopReason
	Body      string // the external body, its reference and address
	Reference string
	URL       string
}

// account is what the events say about a clock.
type account struct {
	stops     []Stop
	extension int // by how many units of its basis the limit was extended; 0: not
}

// clockOf reads the account of a request.
func clockOf(g reader, id string) (account, error) {
	list, err := events(g, id, true, "", maxClockEvents, clockEvents...)
	var a account
	for _, e := range list {
		if err := a.hear(e); err != nil {
			return a, err
		}
	}
	return a, err
}

// clockData is what the clock understands of the data of its events.
type clockData struct {
	StopsClock bool `json:"stops_clock"`
	WaitInput
	Extension int `json:"extension"`
}

func (a *account) hear(e event) error {
	var data clockData
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return err
	}
	stop := Stop{Interval: calendar.Interval{From: e.At}}
	switch {
	case e.Type == returned:
		stop.Why = StopReturned
		a.stops = append(a.stops, stop)
	case e.Type == forwarded && data.StopsClock:
		stop.Why = StopApplicant
		a.stops = append(a.stops, stop)
	case e.Type == externalWaitStarted && data.StopsClock:
		stop.Why, stop.Body, stop.Reference, stop.URL = StopExternal, data.Body, data.Reference, data.URL
		a.stops = append(a.stops, stop)
	case e.Type == extended:
		a.extension += data.Extension
	case e.Type == resubmitted, e.Type == confirmed, e.Type == externalWaitEnded, e.Type == reopened:
		a.runFrom(e.At)
	}
	return nil
}

// runFrom ends the stop that lasts still, if one does.
func (a *account) runFrom(at time.Time) {
	if last := len(a.stops) - 1; last >= 0 && a.stops[last].To.IsZero() {
		a.stops[last].To = at
	}
}

// intervals returns the stops as the calendar takes them, without those that
// took no time.
func (a account) intervals() []calendar.Interval {
	var out []calendar.Interval
	for _, s := range a.stops {
		if s.To.IsZero() || s.To.After(s.From) {
			out = append(out, s.Interval)
		}
	}
	return out
}

// reckon computes when a request is due from its receipt and the account of
// its clock, by the calendar as it is now. It is not due where no limit is
// decreed, or while the clock stands.
func (s *Service) reckon(ctx context.Context, r *row, d catalogue.Definition, a account) error {
	working, err := s.calendar.Current(ctx)
	if err != nil {
		return err
	}
	due, err := dueBy(working, r.SubmittedAt, d, a)
	r.setDue(due)
	r.CalendarVersion = working.Version
	return err
}

// dueBy is the arithmetic of reckon.
func dueBy(working *calendar.Snapshot, received time.Time, d catalogue.Definition, a account) (*time.Time, error) {
	if d.TimeLimit == nil {
		return nil, nil
	}
	deadline, err := working.Compute(received, *d.TimeLimit, a.intervals(), a.extension)
	if err != nil || deadline.Paused {
		return nil, err
	}
	return &deadline.DueAt, nil
}

// runOn lets the clock of a request run again from now on, if it stood, and
// computes its due time anew.
func (s *Service) runOn(tx *change.Tx, r *row, d catalogue.Definition) error {
	a, err := clockOf(tx.DB, r.ID)
	if err != nil {
		return err
	}
	a.runFrom(tx.Now)
	return s.reckon(tx.Statement.Context, r, d, a)
}

// WaitInput says for whom the office waits, with the evidence of it
// (requirements X).
type WaitInput struct {
	Body      string `json:"body" validate:"required,max=160" example:"Badan Pusat Statistik (BPS)"`
	Reference string `json:"reference" validate:"required,max=160" example:"500.12/31/DKISP"` // number of the letter, ticket or registration there
	URL       string `json:"url,omitempty" validate:"omitempty,http_url,max=500"`
	Reason    string `json:"reason" validate:"required,max=2000" example:"Permintaan nomor rekomendasi."`
} // @name ExternalWaitInput
