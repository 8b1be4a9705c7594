package ticket

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Deadline is the account of a due time: what counted on each day, what did
// not and why.
type Deadline struct {
	Basis      calendar.Basis `json:"basis" enums:"working_days,working_minutes,clock_hours"`
	Amount     int            `json:"amount"`
	Extension  int            `json:"extension"` // by so many units the limit was extended
	ReceivedAt time.Time      `json:"received_at"`
	DueAt      *time.Time     `json:"due_at"`    // null while the clock stands
	Paused     bool           `json:"paused"`    // the clock stands; the last of stops says why
	Remaining  int            `json:"remaining"` // what is left when the clock stands
	Days       []calendar.Day `json:"days"`      // their amounts sum to the limit with its extension, less what remains
	Stops      []ClockStop    `json:"stops"`     // when the clock stood, and why
	Elapsed    Elapsed        `json:"elapsed"`
	Rules      DeadlineRules  `json:"rules"`
	Steps      []StepTarget   `json:"steps"` // those for which the standard names a duration
} // @name Deadline

// ClockStop is a time in which the clock stood.
type ClockStop struct {
	From      time.Time  `json:"from"`
	To        *time.Time `json:"to"` // null: it stands still
	Reason    StopReason `json:"reason" enums:"returned,applicant,external"`
	Body      string     `json:"body,omitempty"`      // for whom the office waits
	Reference string     `json:"reference,omitempty"` // number of the letter, ticket or registration there
	URL       string     `json:"url,omitempty"`
} // @name ClockStop

// Elapsed is how long a request has taken until now, or until it was closed:
// whole units of the basis.
type Elapsed struct {
	Total  int `json:"total"`  // from receipt, the stops included
	Office int `json:"office"` // what the office itself needed: without the stops
} // @name DeadlineElapsed

// DeadlineRules are by which working time the due time was computed.
type DeadlineRules struct {
	CalendarVersion   int64            `json:"calendar_version"`
	CountDayOfReceipt bool             `json:"count_day_of_receipt"`
	Hours             []calendar.Hours `json:"hours"` // in force between receipt and due time
} // @name DeadlineRules

// StepTarget is how long a step may take by the standard, and when it was, is
// or will be due (see StepProgress, which says the same).
type StepTarget struct {
	StepRef
	State    string         `json:"state" enums:"done,current,upcoming"`
	Duration calendar.Limit `json:"duration"`
	DueAt    *time.Time     `json:"due_at"` // null while the clock stands, and for a step that was never come to
} // @name DeadlineStep

// @Summary	Explain the due time
// @Description	The ledger of the deadline, day by day, by the working time with which it was computed; when the clock stood and why; and how long the request has taken, with and without those stops.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Deadline
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/deadline [get]
func (h *handlers) deadline(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Deadline(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}

// Deadline explains a due time, by the working time with which it was
// computed. A service without a decreed limit has none, which is not found.
func (s *Service) Deadline(ctx context.Context, actor auth.Actor, number string) (Deadline, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return Deadline{}, err
	}
	d, err := s.definition(ctx, r)
	if err != nil {
		return Deadline{}, err
	}
	if d.TimeLimit == nil {
		return Deadline{}, web.ErrNotFound
	}
	way, err := historyOf(s.store.read.WithContext(ctx), r)
	if err != nil {
		return Deadline{}, err
	}
	account := way.account
	working, err := s.workingTimeOf(ctx, r)
	if err != nil {
		return Deadline{}, err
	}
	ledger, err := working.Compute(r.SubmittedAt, *d.TimeLimit, account.intervals(), account.extension)
	if err != nil {
		return Deadline{}, err
	}
	v := Deadline{
		Basis: d.TimeLimit.Basis, Amount: d.TimeLimit.Amount, Extension: account.extension, ReceivedAt: r.SubmittedAt,
		Paused: ledger.Paused, Remaining: ledger.Remaining, Days: ledger.Days,
		Stops: clockStops(account.stops), Rules: rulesOf(working, r.SubmittedAt, ledger),
	}
	steps, err := s.progressOf(ctx, r, d, way)
	if err != nil {
		return Deadline{}, err
	}
	v.Steps = targetsOf(steps)
	if !ledger.Paused {
		v.DueAt = &ledger.DueAt
	}
	v.Elapsed, err = s.elapsed(working, r, v.Basis, account.intervals())
	return v, err
}

// workingTimeOf returns the working time by which a request's due time was
// computed: for a closed one that of then.
func (s *Service) workingTimeOf(ctx context.Context, r row) (*calendar.Snapshot, error) {
	if r.CalendarVersion == 0 { // of a time before calendars had versions
		return s.calendar.Current(ctx)
	}
	return s.calendar.At(ctx, r.CalendarVersion)
}

// elapsed measures until the request was closed, or until now.
func (s *Service) elapsed(working *calendar.Snapshot, r row, basis calendar.Basis, stops []calendar.Interval) (e Elapsed, err error) {
	until := s.clock.Now()
	if r.ClosedAt != nil {
		until = *r.ClosedAt
	}
	if e.Total, err = working.Between(r.SubmittedAt, until, basis, nil); err != nil {
		return e, err
	}
	e.Office, err = working.Between(r.SubmittedAt, until, basis, stops)
	return e, err
}

func clockStops(stops []Stop) []ClockStop {
	list := []ClockStop{}
	for _, s := range stops {
		shown := ClockStop{From: s.From, Reason: s.Why, Body: s.Body, Reference: s.Reference, URL: s.URL}
		if !s.To.IsZero() {
			shown.To = &s.To
		}
		list = append(list, shown)
	}
	return list
}

// rulesOf names the rules that held on the days of a ledger.
func rulesOf(working *calendar.Snapshot, received time.Time, ledger calendar.Deadline) DeadlineRules {
	last := working.DateOf(received)
	if n := len(ledger.Days); n > 0 {
		last = ledger.Days[n-1].Date
	}
	return DeadlineRules{
		CalendarVersion: working.Version, CountDayOfReceipt: working.Rules.CountDayOfReceipt,
		Hours: working.Rules.HoursBetween(working.DateOf(received), last),
	}
}

// targetsOf are the steps that have a duration.
func targetsOf(steps []Progress) []StepTarget {
	targets := []StepTarget{}
	for _, p := range steps {
		if p.Duration != nil {
			targets = append(targets, StepTarget{StepRef: p.StepRef, State: p.State, Duration: *p.Duration, DueAt: p.DueAt})
		}
	}
	return targets
}
