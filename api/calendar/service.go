package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// OfficeID is the id of the one calendar that there is.
const OfficeID = "office"

// Service keeps the working time of the office.
type Service struct {
	store   store
	changes *change.Recorder
	clock   clock.Clock
	zone    string
	after   river.JobArgs
	held    atomic.Pointer[Snapshot]
}

// Options are the parts of a Service.
type Options struct {
	DB      *db.DB
	Changes *change.Recorder
	Clock   clock.Clock
	Zone    string        // name of the office's time zone, which is configuration
	After   river.JobArgs // job that follows every change of the rules
}

// NewService returns a Service.
func NewService(o Options) *Service {
	return &Service{store: store{o.DB.Read}, changes: o.Changes, clock: o.Clock, zone: o.Zone, after: o.After}
}

// Snapshot is one version of the working time. It does not change.
type Snapshot struct {
	Calendar
	Version int64
	Rules   Rules
}

// Current returns the working time as it is now. The database is asked for the
// version each time – one look at an index –, so that what another instance has
// changed holds here at once.
func (s *Service) Current(ctx context.Context) (*Snapshot, error) {
	number, err := s.store.latest(ctx)
	if err != nil {
		return nil, err
	}
	if held := s.held.Load(); held != nil && held.Version == number {
		return held, nil
	}
	now, err := s.At(ctx, number)
	if err == nil {
		s.held.Store(now)
	}
	return now, err
}

// At returns the working time as it was in a version, or web.ErrNotFound.
func (s *Service) At(ctx context.Context, version int64) (*Snapshot, error) {
	if held := s.held.Load(); held != nil && held.Version == version {
		return held, nil
	}
	r, err := s.store.find(ctx, version)
	if err != nil {
		return nil, err
	}
	return s.snapshot(r)
}

func (s *Service) snapshot(r row) (*Snapshot, error) {
	rules, err := s.decode(r)
	if err != nil {
		return nil, err
	}
	c, err := New(rules)
	if err != nil {
		return nil, fmt.Errorf("calendar: version %d: %w", r.Number, err)
	}
	return &Snapshot{Calendar: c, Version: r.Number, Rules: rules}, nil
}

func (s *Service) decode(r row) (Rules, error) {
	var rules Rules
	if err := json.Unmarshal(r.Rules, &rules); err != nil {
		return rules, fmt.Errorf("calendar: version %d: %w", r.Number, err)
	}
	rules.Zone = s.zone
	return rules, nil
}

// Seed keeps the shipped rules in a database that has none; later it does
// nothing, so that an admin's edits stay.
func (s *Service) Seed(ctx context.Context) error {
	if number, err := s.store.latest(ctx); err != nil || number > 0 {
		return err
	}
	rules, err := Shipped()
	if err != nil {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		for i := range rules.Holidays {
			rules.Holidays[i].ID, rules.Holidays[i].Version = tx.NewID(), 1
		}
		return s.keep(tx, 1, rules, change.Event{Type: "seeded"})
	})
	if db.IsDuplicate(err) { // another instance was quicker
		return nil
	}
	return err
}

// Refusals.
var (
	errSame  = errors.New("calendar: nothing to change")
	errRace  = apperr.New(apperr.Conflict, "calendar.changed", "Kalender kerja baru saja diubah orang lain. Muat ulang, lalu ulangi.", "Somebody else has just changed the calendar. Reload, then repeat.")
	errFirst = apperr.BadField("/hours", "calendar.hours_first",
		"Jam pelayanan yang paling awal tidak boleh dihapus atau diundur, karena tenggat yang lama dihitung dengannya.",
		"The earliest service hours cannot be removed or put off: old deadlines are counted by them.")
	errTooMany = apperr.New(apperr.Invalid, "calendar.too_many",
		"Kalender kerja memuat paling banyak 5.000 hari libur, 200 masa khusus, dan 100 jam pelayanan.",
		"The calendar holds at most 5,000 holidays, 200 exceptional periods and 100 sets of hours.")
)

// Bounds of one version, which is read and written whole.
const maxHolidays, maxExceptions, maxHours = 5000, 200, 100

// edit is the way of every change of the working time: it lets do alter the
// rules that hold, keeps the outcome as the next version and starts what
// follows. Where nothing has changed, nothing is kept.
func (s *Service) edit(ctx context.Context, actor auth.Actor, do func(tx *change.Tx, rules *Rules, next int64) error) (*Snapshot, error) {
	var now *Snapshot
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		r, err := newest(tx)
		if err != nil {
			return err
		}
		before, err := s.snapshot(r)
		if err != nil {
			return err
		}
		now = before
		after := before.Rules
		after.Hours, after.Exceptions, after.Holidays = slices.Clone(after.Hours), slices.Clone(after.Exceptions), slices.Clone(after.Holidays)
		if err := do(tx, &after, r.Number+1); err != nil {
			return err
		}
		after.sort()
		changes := Difference(before.Rules, after)
		if len(changes) == 0 {
			return errSame
		}
		if now, err = s.check(before.Rules, after); err != nil {
			return err
		}
		now.Version = r.Number + 1
		return s.keep(tx, now.Version, after, change.Event{Type: "calendar_changed", Data: map[string]any{"version": now.Version}, Changes: changes})
	})
	switch {
	case db.IsDuplicate(err):
		return nil, errRace
	case errors.Is(err, errSame):
		return now, nil
	}
	return now, err
}

// check refuses rules by which the deadlines that there are could not be
// computed.
func (s *Service) check(before, after Rules) (*Snapshot, error) {
	if len(after.Holidays) > maxHolidays || len(after.Exceptions) > maxExceptions || len(after.Hours) > maxHours {
		return nil, errTooMany
	}
	c, err := New(after)
	if err != nil {
		return nil, err
	}
	if after.Hours[0].EffectiveFrom > before.Hours[0].EffectiveFrom {
		return nil, errFirst
	}
	for _, long := range []Limit{{366, WorkingDays}, {366 * 60, WorkingMinutes}} { // ErrTooFar where the office is hardly ever open
		if _, err := c.Add(s.clock.Now(), long); err != nil {
			return nil, err
		}
	}
	return &Snapshot{Calendar: c, Rules: after}, nil
}

// keep writes a version, with what happened and what follows.
func (s *Service) keep(tx *change.Tx, number int64, rules Rules, e change.Event) error {
	text, err := json.Marshal(rules)
	if err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	if err := insert(tx, number, text); err != nil {
		return err
	}
	e.Kind, e.ObjectID, e.Internal = "calendar", OfficeID, true
	if err := tx.Record(e); err != nil {
		return err
	}
	return tx.Enqueue(s.after)
}

// known refuses every calendar but the office's.
func known(id string) error {
	if id != OfficeID {
		return web.ErrNotFound
	}
	return nil
}
