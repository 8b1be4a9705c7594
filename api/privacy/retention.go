package privacy

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Due says what a rule would do now, or has done.
type Due struct {
	Rule
	Before *time.Time `json:"before"` // what was over before is due; null: the rule keeps
	Count  int64      `json:"count"`
} // @name RetentionDue

// @Summary	Retention: the rules, and what is due
// @Description	A dry run: nothing is changed.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Due]
// @Failure	401,403	{object}	web.Problem
// @Router	/privacy/retention [get]
func (h *handlers) retention(c echo.Context) error {
	due, err := h.service.Due(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Due]{Items: due})
}

// @Summary	Run the retention now
// @Description	What the rules say is anonymised or deleted, for good. It runs by itself every night where the setting `RETENTION` says so; this does not wait for it.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Due]
// @Failure	401,403	{object}	web.Problem
// @Router	/privacy/retention/run [post]
func (h *handlers) runRetention(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	done, err := h.service.Retain(c.Request().Context(), actor.As(auth.Assignment{Role: auth.Admin}))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Due]{Items: done})
}

// before is the instant before which things must be over for a rule to act.
func (s *Service) before(r Rule) *time.Time {
	if r.Action == "" {
		return nil
	}
	at := s.clock.Now().In(s.zone).AddDate(0, -r.Months, 0).UTC()
	return &at
}

// Due counts what each rule would act on now.
func (s *Service) Due(ctx context.Context) ([]Due, error) {
	list := make([]Due, len(s.rules))
	for i, r := range s.rules {
		list[i] = Due{Rule: r, Before: s.before(r)}
		if list[i].Before == nil {
			continue
		}
		var err error
		if list[i].Count, err = s.store.due(ctx, r.Code, *list[i].Before); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Retain does what the rules say, and records how much.
func (s *Service) Retain(ctx context.Context, author change.Author) ([]Due, error) {
	list := make([]Due, len(s.rules))
	err := s.changes.Do(ctx, author, func(tx *change.Tx) error {
		counts := map[string]int64{}
		for i, r := range s.rules {
			list[i] = Due{Rule: r, Before: s.before(r)}
			if list[i].Before == nil {
				continue
			}
			n, err := sweeps[r.Code].act(tx.DB, *list[i].Before)
			if err != nil {
				return err
			}
			list[i].Count, counts[r.Code] = n, n
		}
		return tx.Record(change.Event{Type: "retention_run", Kind: "system", ObjectID: "retention", Data: counts, Internal: true})
	})
	return list, err
}

// Nightly is the job that runs the retention.
type Nightly struct{}

// Kind names the job.
func (Nightly) Kind() string { return "privacy.retention" }

// AddWorkers registers the job of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[Nightly]) error {
		_, err := s.Retain(ctx, change.System)
		return err
	}))
}
