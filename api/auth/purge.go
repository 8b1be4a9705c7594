package auth

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/change"
)

// PurgeSessions is the job that removes sessions long over.
type PurgeSessions struct{}

// Kind names the job.
func (PurgeSessions) Kind() string { return "auth.purge_sessions" }

// sessionRetention is how long a session that is over is kept for its owner
// and for inquiries.
const sessionRetention = 90 * 24 * time.Hour

// failureRetention is how long failures are counted at the most; see the
// Targets.
const failureRetention = 48 * time.Hour

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[PurgeSessions]) error { return s.PurgeSessions(ctx) }))
}

// PurgeSessions deletes sessions that were over sessionRetention ago, and
// failures that no longer count.
func (s *Service) PurgeSessions(ctx context.Context) error {
	return s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		if err := deleteFailures(tx.DB, tx.Now.Add(-failureRetention)); err != nil {
			return err
		}
		n, err := deleteSessions(tx.DB, tx.Now.Add(-sessionRetention))
		if err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "sessions_purged", Kind: "system", ObjectID: "sessions", Data: map[string]int64{"sessions": n}, Internal: true})
	})
}
