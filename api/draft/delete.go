package draft

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	Delete a draft
// @Description	With the files that were uploaded into it.
// @Tags	drafts
// @Security	Bearer
// @Param	id	path	string	true	"id of the draft"
// @Param	If-Match	header	string	true	"ETag of the draft"
// @Success	204
// @Failure	400,401,403,404,412,428	{object}	web.Problem
// @Router	/drafts/{id} [delete]
func (h *handlers) delete(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.Delete(ctx, actor, c.Param("id"), version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Delete removes a draft of the actor with its files.
func (s *Service) Delete(ctx context.Context, actor auth.Actor, id string, version int64) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		r, err := find(tx.DB, actor.ID, id)
		if err != nil {
			return err
		}
		if r.Version != version {
			return web.ErrStale
		}
		return end(tx, r, "draft_deleted", map[string]any{"service_type": r.ServiceCode})
	})
}

// end removes a draft with the files that are still in it, and records why.
func end(tx *change.Tx, r row, event string, data map[string]any) error {
	if err := attachment.RemoveDraft(tx, r.ID); err != nil {
		return err
	}
	if err := remove(tx.DB, r.ID); err != nil {
		return err
	}
	return tx.Record(change.Event{Type: event, Kind: "draft", ObjectID: r.ID, Internal: true, Data: data})
}

// Purge is the job that removes drafts which nobody has touched for long.
type Purge struct{}

// Kind names the job.
func (Purge) Kind() string { return "draft.purge" }

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[Purge]) error { return s.Purge(ctx) }))
}

// purgeBatch bounds how many drafts are read at once.
const purgeBatch = 200

// Purge removes drafts that nobody has touched for Retention, with their files.
func (s *Service) Purge(ctx context.Context) error {
	before := s.clock.Now().Add(-Retention)
	for {
		rows, err := s.store.untouched(ctx, before, purgeBatch)
		if err != nil {
			return err
		}
		for _, r := range rows {
			err := s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
				now, err := find(tx.DB, r.OwnerID, r.ID)
				if err == nil && now.Version != r.Version { // touched a moment ago
					err = web.ErrNotFound
				}
				if err != nil {
					return err
				}
				return end(tx, now, "draft_expired", map[string]any{"service_type": r.ServiceCode, "changed_at": r.ChangedAt})
			})
			if err != nil && !errors.Is(err, web.ErrNotFound) {
				return err
			}
		}
		if len(rows) < purgeBatch {
			return nil
		}
	}
}
