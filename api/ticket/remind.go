package ticket

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// RemindDue is the job that looks which requests are about to run out, or have.
type RemindDue struct{}

// Kind names the job.
func (RemindDue) Kind() string { return "ticket.remind" }

// RemindInterval is how often it looks.
const RemindInterval = 3 * time.Minute

// AddReminder registers the job.
func AddReminder(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[RemindDue]) error { return s.Remind(ctx) }))
}

// The reminders. Each is recorded at most once for one due time of a request; a
// due time that moves is a new one.
const (
	dueSoon   = "due_soon"  // to the holder: a working day, or an hour where the limit is in minutes or hours, is left
	overdue   = "overdue"   // to the superior: it is over
	escalated = "escalated" // to the head of the office: it has been over for a working day
)

// before says how long before the due time the holder is reminded, in the
// limit's own measure.
var before = map[calendar.Basis]calendar.Limit{
	calendar.WorkingDays:    {Amount: 1, Basis: calendar.WorkingDays},
	calendar.WorkingMinutes: {Amount: 60, Basis: calendar.WorkingMinutes},
	calendar.ClockHours:     {Amount: 1, Basis: calendar.ClockHours},
}

// remindBatch bounds what one run records in one transaction.
const remindBatch = 200

// remindAhead bounds how far ahead a run looks: a working day may be this far
// away across a long holiday.
const remindAhead = 21 * 24 * time.Hour

// Remind records the reminders that are due. While the clock of a request
// stands it has no due time and nobody is reminded.
func (s *Service) Remind(ctx context.Context) error {
	working, err := s.calendar.Current(ctx)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	horizon := map[calendar.Basis]time.Time{}
	for basis, limit := range before {
		if horizon[basis], err = working.Add(now, limit); err != nil {
			return err
		}
	}
	soon, err := s.store.unreminded(ctx, dueSoon, now, now.Add(remindAhead))
	if err != nil {
		return err
	}
	if err := s.remind(ctx, dueSoon, soon, func(r row) (bool, error) {
		d, err := s.definition(ctx, r)
		return err == nil && d.TimeLimit != nil && !r.DueAt.After(horizon[d.TimeLimit.Basis]), err
	}); err != nil {
		return err
	}
	late, err := s.store.unreminded(ctx, overdue, time.Time{}, now)
	if err != nil {
		return err
	}
	if err := s.remind(ctx, overdue, late, func(row) (bool, error) { return true, nil }); err != nil {
		return err
	}
	long, err := s.store.unreminded(ctx, escalated, time.Time{}, now)
	if err != nil {
		return err
	}
	return s.remind(ctx, escalated, long, func(r row) (bool, error) {
		until, err := working.Add(*r.DueAt, before[calendar.WorkingDays])
		return err == nil && !now.Before(until), err
	})
}

// errReminded ends a change that another instance made first, or that no
// longer fits the request.
var errReminded = errors.New("ticket: reminded already")

// remind records one kind of reminder for those of the requests that are due
// for it.
func (s *Service) remind(ctx context.Context, kind string, list []row, due func(row) (bool, error)) error {
	for _, r := range list {
		ready, err := due(r)
		if err != nil {
			return err
		}
		if !ready {
			continue
		}
		err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
			first, err := noteReminder(tx, r, kind)
			if err != nil {
				return err
			}
			if !first {
				return errReminded
			}
			return tx.Record(change.Event{Type: kind, Kind: "ticket", ObjectID: r.ID, Data: map[string]any{"due_at": r.DueAt}, Internal: true})
		})
		if err != nil && !errors.Is(err, errReminded) {
			return err
		}
	}
	return nil
}
