package ticket

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// RecomputeDeadlines is the job that follows every change of the working time:
// it computes the due times of open requests anew. Those of closed ones stay
// (product.md, "Time").
type RecomputeDeadlines struct{}

// Kind names the job.
func (RecomputeDeadlines) Kind() string { return "ticket.recompute_deadlines" }

// RecomputeInterval is how often the job looks whether anything is left: what
// a submission computed by the old calendar while the new one came, or what a
// crash left.
const RecomputeInterval = 5 * time.Minute

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[RecomputeDeadlines]) error { return s.RecomputeDeadlines(ctx) }))
}

// recomputeBatch is how many requests one transaction computes: it holds their
// rows for some hundredths of a second.
const recomputeBatch = 500

// errUpToDate ends a transaction that found nothing to do.
var errUpToDate = errors.New("ticket: all due times are by the calendar as it is")

// RecomputeDeadlines computes the due times of all open requests that carry an
// older calendar, batch by batch. Each carries the new one afterwards, so that
// it can stop anywhere, run twice, or run on two instances at once.
func (s *Service) RecomputeDeadlines(ctx context.Context) error {
	for {
		working, err := s.calendar.Current(ctx)
		if err != nil {
			return err
		}
		left, err := countStale(s.store.read.WithContext(ctx), working.Version)
		if err != nil {
			return err
		}
		if left == 0 {
			return s.endRun(ctx, working.Version)
		}
		if err := s.recomputeSome(ctx, working, left); err != nil && !errors.Is(err, errUpToDate) {
			return err
		}
	}
}

// endRun notes that all is computed, if it was not noted before.
func (s *Service) endRun(ctx context.Context, version int64) error {
	last, err := s.store.lastRun(ctx)
	if err != nil || last.CalendarVersion != version || last.FinishedAt != nil {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		ended, err := endRun(tx.DB, version, tx.Now)
		if err == nil && !ended { // by another instance
			return errUpToDate
		}
		if err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "deadlines_recomputed", Kind: "calendar", ObjectID: calendar.OfficeID, Internal: true,
			Data: map[string]any{"version": version, "computed": last.Computed, "moved": last.Moved}})
	})
	if errors.Is(err, errUpToDate) {
		return nil
	}
	return err
}

// recomputeSome computes one batch. left is how many there are when it begins.
func (s *Service) recomputeSome(ctx context.Context, working *calendar.Snapshot, left int64) error {
	return s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		if err := beginRun(tx.DB, run{CalendarVersion: working.Version, Total: left, StartedAt: tx.Now}); err != nil {
			return err
		}
		batch, err := lockStale(tx.DB, working.Version, recomputeBatch)
		if err != nil {
			return err
		}
		if len(batch) == 0 { // another instance took the rest
			return errUpToDate
		}
		moves, err := s.recompute(tx, working, batch)
		if err != nil {
			return err
		}
		if err := tx.RecordAll(moves); err != nil {
			return err
		}
		if err := countRun(tx.DB, working.Version, len(batch), len(moves)); err != nil {
			return err
		}
		if len(moves) > 0 {
			return nil
		}
		return tx.Record(change.Event{Type: "deadlines_confirmed", Kind: "calendar", ObjectID: calendar.OfficeID, Internal: true,
			Data: map[string]any{"version": working.Version, "computed": len(batch)}})
	})
}

// recompute writes the due times of a batch and returns the events of those
// that moved.
func (s *Service) recompute(tx *change.Tx, working *calendar.Snapshot, batch []stale) ([]change.Event, error) {
	ids := make([]string, len(batch))
	for i, r := range batch {
		ids[i] = r.ID
	}
	clocks, err := clocksOf(tx.DB, ids)
	if err != nil {
		return nil, err
	}
	var moves []change.Event
	var staying []string
	together := map[time.Time][]string{} // many requests are due at the same instant, that of closing
	why := reasons{service: s, ctx: tx.Statement.Context, now: working, known: map[int64][]calendar.Change{}}
	for _, r := range batch {
		p, err := s.catalogue.Version(tx.Statement.Context, r.ServiceCode, r.ServiceVersion)
		if err != nil {
			return nil, err
		}
		due, err := dueBy(working, r.SubmittedAt, p.Definition, clocks[r.ID])
		if err != nil {
			return nil, err
		}
		if due == nil || r.DueAt == nil || due.Equal(*r.DueAt) { // the clock stands, no limit is decreed, or nothing moved
			staying = append(staying, r.ID)
			continue
		}
		together[*due] = append(together[*due], r.ID)
		changes, err := why.of(r, *due)
		if err != nil {
			return nil, err
		}
		moves = append(moves, change.Event{Type: deadlineMoved, Kind: "ticket", ObjectID: r.ID, Data: Move{From: *r.DueAt, To: *due, Why: changes}})
	}
	for due, ids := range together {
		if err := moveDue(tx, ids, due, working.Version); err != nil {
			return nil, err
		}
	}
	if len(staying) == 0 {
		return moves, nil
	}
	return moves, stampCalendar(tx.DB, staying, working.Version)
}

// deadlineMoved is the event of a due time that a change of the working time
// has moved.
const deadlineMoved = "deadline_moved"

// Move is what that event tells.
type Move struct {
	From time.Time         `json:"from"`
	To   time.Time         `json:"to"`
	Why  []calendar.Change `json:"why"` // the changes that lie between receipt and due time
}

// reasons finds why a due time moved: in what the calendar of the request and
// the present one differ.
type reasons struct {
	service *Service
	ctx     context.Context
	now     *calendar.Snapshot
	known   map[int64][]calendar.Change // by version, because batches have one or two
}

func (w reasons) of(r stale, due time.Time) ([]calendar.Change, error) {
	all, ok := w.known[r.CalendarVersion]
	if !ok {
		before, err := w.service.calendar.At(w.ctx, r.CalendarVersion)
		if err != nil && !errors.Is(err, web.ErrNotFound) { // of a time before calendars had versions: nobody knows
			return nil, err
		}
		if err == nil {
			all = calendar.Difference(before.Rules, w.now.Rules)
		}
		w.known[r.CalendarVersion] = all
	}
	last := due
	if r.DueAt.After(due) {
		last = *r.DueAt
	}
	touching := []calendar.Change{}
	for _, c := range all {
		if c.Touches(w.now.DateOf(r.SubmittedAt), w.now.DateOf(last)) {
			touching = append(touching, c)
		}
	}
	return touching, nil
}

// Recomputation is how far the due times have been computed after the last
// change of the working time.
type Recomputation struct {
	Version    int64      `json:"version"`  // of the calendar
	Running    bool       `json:"running"`  // some are left
	Total      int64      `json:"total"`    // open requests to compute
	Computed   int64      `json:"computed"` // so far
	Moved      int64      `json:"moved"`    // whose due time is another one
	Left       int64      `json:"left"`
	StartedAt  *time.Time `json:"started_at"`  // null: it has not begun
	FinishedAt *time.Time `json:"finished_at"` // null: it is not finished
} // @name DeadlineRecomputation

// @Summary	Follow the recomputation of due times
// @Description	After every change of the working time the due times of open requests are computed again; this is how far that has come.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Success	200	{object}	Recomputation
// @Failure	401,403,404	{object}	web.Problem
// @Router	/calendars/{id}/recomputation [get]
func (h *handlers) recomputation(c echo.Context) error {
	if c.Param("id") != calendar.OfficeID {
		return web.ErrNotFound
	}
	r, err := h.service.Recomputation(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, r)
}

// Recomputation tells how far the due times have been computed.
func (s *Service) Recomputation(ctx context.Context) (Recomputation, error) {
	working, err := s.calendar.Current(ctx)
	if err != nil {
		return Recomputation{}, err
	}
	left, err := countStale(s.store.read.WithContext(ctx), working.Version)
	if err != nil {
		return Recomputation{}, err
	}
	last, err := s.store.lastRun(ctx)
	r := Recomputation{Version: working.Version, Left: left, Running: left > 0, Total: left}
	if last.CalendarVersion == working.Version {
		r.Total, r.Computed, r.Moved, r.StartedAt, r.FinishedAt = last.Total, last.Computed, last.Moved, &last.StartedAt, last.FinishedAt
	}
	return r, err
}
