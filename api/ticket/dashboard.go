package ticket

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Dashboard is the overview after sign-in (M2), over what the caller may read.
type Dashboard struct {
	Total        int64   `json:"total"`
	Waiting      int64   `json:"waiting"`
	InProgress   int64   `json:"in_progress"`
	Done         int64   `json:"done"`
	Overdue      int64   `json:"overdue"`        // not done and past the due time
	WaitingForMe int64   `json:"waiting_for_me"` // held by the caller, or by a role of theirs and taken by nobody
	Monthly      []Month `json:"monthly"`        // the last twelve months, this one last
} // @name Dashboard

// Month counts the requests submitted in a month of the office's zone.
type Month struct {
	Month string `json:"month" example:"2026-01"`
	Count int64  `json:"count"`
} // @name MonthCount

// @Summary	Read the dashboard
// @Tags	dashboard
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Dashboard
// @Failure	401,403	{object}	web.Problem
// @Router	/dashboard [get]
func (h *handlers) dashboard(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Dashboard(ctx, actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}

const dashboardMonths = 12

// Dashboard counts what the actor may read.
func (s *Service) Dashboard(ctx context.Context, actor auth.Actor) (Dashboard, error) {
	now := s.clock.Now()
	c, err := s.store.counts(ctx, actor, now)
	if err != nil {
		return Dashboard{}, err
	}
	local := now.In(s.zone)
	first := time.Date(local.Year(), local.Month()-dashboardMonths+1, 1, 0, 0, 0, 0, s.zone)
	found, err := s.store.monthly(ctx, actor, first.Format(time.DateOnly))
	if err != nil {
		return Dashboard{}, err
	}
	byMonth := map[string]int64{}
	for _, m := range found {
		byMonth[m.Month] = m.Count
	}
	d := Dashboard{Total: c.Total, Waiting: c.Waiting, InProgress: c.InProgress, Done: c.Done, Overdue: c.Overdue, WaitingForMe: c.HeldByMe}
	for i := range dashboardMonths {
		month := first.AddDate(0, i, 0).Format("2006-01")
		d.Monthly = append(d.Monthly, Month{Month: month, Count: byMonth[month]})
	}
	return d, nil
}
