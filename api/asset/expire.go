package asset

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Expire is the job that notices what ends: it marks as expired what is over
// its last day, and records an event that reminds, before that.
type Expire struct{}

// Kind names the job.
func (Expire) Kind() string { return "asset.expire" }

// reminders are the days before its end on which the owner of an asset is
// reminded.
var reminders = []int{1, 7, 30}

// batch bounds what is read at once.
const batch = 100

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[Expire]) error { return s.Expire(ctx) }))
}

// Expire marks and reminds. Each asset is a change of its own, and none is told
// twice, however often the job runs.
func (s *Service) Expire(ctx context.Context) error {
	for {
		now := s.clock.Now()
		today := s.today(now)
		by := map[int]string{}
		for _, days := range reminders {
			by[days] = s.today(now.AddDate(0, 0, days))
		}
		rows, err := s.store.ending(ctx, today, by, batch)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := s.remind(ctx, r, today, by); err != nil && !errors.Is(err, web.ErrStale) {
				return err
			}
		}
	}
}

func (s *Service) remind(ctx context.Context, r row, today string, by map[int]string) error {
	return s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		event, data := "asset_expiring", r.told("")
		if r.ExpiresOn < today {
			event, r.State = "asset_expired", Expired
		} else {
			for _, days := range reminders {
				if r.ExpiresOn <= by[days] {
					r.Reminded = days
					break
				}
			}
			data["days"] = daysBetween(today, r.ExpiresOn)
		}
		if err := save(tx, &r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: event, Kind: "asset", ObjectID: r.ID, Data: data})
	})
}

// daysBetween counts the days from one date to a later one.
func daysBetween(from, to string) int {
	a, errFrom := time.Parse(time.DateOnly, from)
	b, errTo := time.Parse(time.DateOnly, to)
	if errFrom != nil || errTo != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
