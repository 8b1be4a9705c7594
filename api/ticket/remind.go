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
	dueSoon   = "due_soon"  // to the holder: as little is left as the office's settings say
	overdue   = "overdue"   // to the superior: it is over
	escalated = "escalated" // to the head of the office: it has been over for a working day

	// The same of the target of a step, once for one stay of a request there.
	stepDueSoon = "step_due_soon" // to the holder
	stepOverdue = "step_overdue"  // to the superior
)

// lateness is how long after its due time a request is brought to the head of
// the office.
var lateness = calendar.Limit{Amount: 1, Basis: calendar.WorkingDays}

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
	horizon, err := s.horizon(ctx, working, now)
	if err != nil {
		return err
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
	if err := s.remind(ctx, escalated, long, func(r row) (bool, error) {
		until, err := working.Add(*r.DueAt, lateness)
		return err == nil && !now.Before(until), err
	}); err != nil {
		return err
	}
	return s.remindSteps(ctx, now, horizon)
}

// horizon returns up to when a due time is near, by the measure of its limit.
func (s *Service) horizon(ctx context.Context, working *calendar.Snapshot, now time.Time) (map[calendar.Basis]time.Time, error) {
	office, _, err := s.settings.Office(ctx)
	if err != nil {
		return nil, err
	}
	ahead := map[calendar.Basis]int{
		calendar.WorkingDays: office.Reminders.WorkingDays, calendar.WorkingMinutes: office.Reminders.WorkingMinutes, calendar.ClockHours: office.Reminders.ClockHours,
	}
	until := map[calendar.Basis]time.Time{}
	for basis, amount := range ahead {
		if until[basis], err = working.Add(now, calendar.Limit{Amount: amount, Basis: basis}); err != nil {
			return nil, err
		}
	}
	return until, nil
}

// remindSteps records the reminders of the steps where requests stand.
func (s *Service) remindSteps(ctx context.Context, now time.Time, horizon map[calendar.Basis]time.Time) error {
	for after := ""; ; {
		list, err := s.store.standing(ctx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, r := range list {
			due, basis, err := s.presentTarget(ctx, r)
			if err != nil {
				return err
			}
			kind := stepDueSoon
			switch {
			case due == nil || due.After(horizon[basis]):
				continue
			case !now.Before(*due):
				kind = stepOverdue
			}
			if told, err := s.store.stepReminded(ctx, r, kind); err != nil || told {
				if err != nil {
					return err
				}
				continue
			}
			err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
				first, err := noteStepReminder(tx, r, kind)
				if err != nil {
					return err
				}
				if !first {
					return errReminded
				}
				return tx.Record(change.Event{Type: kind, Kind: "ticket", ObjectID: r.ID, Data: map[string]any{"due_at": due, "step": r.Step}, Internal: true})
			})
			if err != nil && !errors.Is(err, errReminded) {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

// presentTarget returns when the step where a request stands is due, and in
// which measure; nil where it has no target, or while the clock stands.
func (s *Service) presentTarget(ctx context.Context, r row) (*time.Time, calendar.Basis, error) {
	d, err := s.definition(ctx, r)
	if err != nil {
		return nil, "", err
	}
	step := d.Step(r.Step)
	if step == nil || step.Duration == nil {
		return nil, "", nil
	}
	a, err := clockOf(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return nil, "", err
	}
	working, err := s.workingTimeOf(ctx, r)
	if err != nil {
		return nil, "", err
	}
	due, err := working.Compute(r.StepEnteredAt, *step.Duration, a.intervals(), 0)
	if err != nil || due.Paused {
		return nil, "", err
	}
	return &due.DueAt, step.Duration.Basis, nil
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
