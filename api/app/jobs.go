package app

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/dkisp-kaltara/elayanan/api/asset"
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/draft"
	"github.com/dkisp-kaltara/elayanan/api/privacy"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// jobs is the queue, which lives in the product's own database: a job is
// inserted by the transaction of the change that it follows from.
type jobs struct {
	client  *river.Client[*sql.Tx]
	workers *river.Workers
}

// poll is how long a job may wait to be seen.
const poll = 2 * time.Second

func newJobs(d *db.DB, log *slog.Logger, retain bool) (*jobs, error) {
	var driver riverdriver.Driver[*sql.Tx] = riverdatabasesql.New(d.Writer())
	if d.Dialect == db.SQLite {
		driver = riversqlite.New(d.Writer())
	}
	j := &jobs{workers: river.NewWorkers()}
	atStart := &river.PeriodicJobOpts{RunOnStart: true} // a server that is restarted every night would never get to them
	hourly := river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return attachment.Sweep{}, nil }, nil)
	daily := river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return change.PurgeKeys{}, nil }, atStart)
	nightly := river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return auth.PurgeSessions{}, nil }, atStart)
	links := river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return user.PurgeLinks{}, nil }, atStart)
	deadlines := river.NewPeriodicJob(river.PeriodicInterval(ticket.RecomputeInterval), func() (river.JobArgs, *river.InsertOpts) { return ticket.RecomputeDeadlines{}, nil }, atStart)
	expiry := river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return asset.Expire{}, nil }, atStart)
	reminders := river.NewPeriodicJob(river.PeriodicInterval(ticket.RemindInterval), func() (river.JobArgs, *river.InsertOpts) { return ticket.RemindDue{}, nil }, atStart)
	drafts := river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return draft.Purge{}, nil }, atStart)
	periodic := []*river.PeriodicJob{hourly, daily, nightly, links, deadlines, reminders, expiry, drafts}
	if retain { // only where somebody has looked at the rules and said so: it cannot be undone
		periodic = append(periodic, river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return privacy.Nightly{}, nil }, atStart))
	}
	var err error
	j.client, err = river.NewClient(driver, &river.Config{
		Logger:            log,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
		Workers:           j.workers,
		PeriodicJobs:      periodic,
		FetchPollInterval: poll,
		JobTimeout:        5 * time.Minute,
		PollOnly:          true,
	})
	return j, err
}

// InsertTx inserts jobs as part of a transaction.
func (j *jobs) InsertTx(ctx context.Context, tx *sql.Tx, args ...river.JobArgs) error {
	many := make([]river.InsertManyParams, len(args))
	for i, a := range args {
		many[i].Args = a
	}
	_, err := j.client.InsertManyTx(ctx, tx, many)
	return err
}
