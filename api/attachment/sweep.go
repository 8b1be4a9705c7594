package attachment

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/blob"
)

// DeleteObject is the job that removes an object after its row is gone.
type DeleteObject struct {
	Key string `json:"key"`
}

// Kind names the job.
func (DeleteObject) Kind() string { return "attachment.delete_object" }

// Sweep is the job that removes what uploads have left behind.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "attachment.sweep" }

// Ages at which things are left behind. An object may be far ahead of its row
// while a slow upload is under way, never by a day.
const (
	abandonedAfter = 48 * time.Hour
	orphanAfter    = 24 * time.Hour
	sweepBatch     = 500
)

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[DeleteObject]) error {
		return s.objects.Delete(ctx, job.Args.Key)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[Sweep]) error {
		_, err := s.Sweep(ctx)
		return err
	}))
}

// Swept counts what a sweep removed.
type Swept struct{ Abandoned, Orphans int }

// Sweep removes files that waited too long for a request, and objects that
// never got a row.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	now := s.clock.Now()
	for {
		rows, err := s.store.abandoned(ctx, now.Add(-abandonedAfter), sweepBatch)
		if err != nil {
			return swept, err
		}
		for _, r := range rows {
			err := s.changes.Do(ctx, change.System, func(tx *change.Tx) error { return removeWaiting(tx, r) })
			if errors.Is(err, web.ErrNotFound) { // a request took it meanwhile
				continue
			}
			if err != nil {
				return swept, err
			}
			swept.Abandoned++
		}
		if len(rows) < sweepBatch {
			break
		}
	}
	var batch []string
	flush := func() error {
		orphans, err := s.store.unknown(ctx, batch)
		batch = batch[:0]
		for _, key := range orphans {
			if err := s.objects.Delete(ctx, key); err != nil {
				return err
			}
			swept.Orphans++
		}
		return err
	}
	err := s.objects.List(ctx, "files/", func(info blob.Info) error {
		if info.ModifiedAt.After(now.Add(-orphanAfter)) {
			return nil
		}
		if batch = append(batch, info.Key); len(batch) < sweepBatch {
			return nil
		}
		return flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return swept, err
}

// removeWaiting deletes the row of an unused file; the object follows as a job
// of the same change.
func removeWaiting(tx *change.Tx, r row) error {
	if err := remove(tx.DB, r.ID); err != nil {
		return err
	}
	if err := tx.Enqueue(DeleteObject{Key: r.ObjectKey}); err != nil {
		return err
	}
	return tx.Record(change.Event{Type: "file_removed", Kind: "attachment", ObjectID: r.ID, Data: r.view(), Internal: true})
}
