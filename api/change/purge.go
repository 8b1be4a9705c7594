package change

import (
	"context"

	"github.com/riverqueue/river"
)

// PurgeKeys is the job that forgets idempotency keys whose answers need no
// longer be replayed.
type PurgeKeys struct{}

// Kind names the job.
func (PurgeKeys) Kind() string { return "change.purge_keys" }

// AddWorkers registers the jobs of this package.
func AddWorkers(workers *river.Workers, r *Recorder) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[PurgeKeys]) error { return r.PurgeKeys(ctx) }))
}

// PurgeKeys deletes keys older than KeyRetention.
func (r *Recorder) PurgeKeys(ctx context.Context) error {
	return r.Do(ctx, System, func(tx *Tx) error {
		done := tx.Where("created_at < ?", tx.Now.Add(-KeyRetention)).Delete(&answeredKey{})
		if done.Error != nil {
			return done.Error
		}
		return tx.Record(Event{Type: "idempotency_keys_purged", Kind: "system", ObjectID: "idempotency_keys", Data: map[string]int64{"keys": done.RowsAffected}, Internal: true})
	})
}
