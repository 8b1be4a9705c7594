package ticket

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Deadline is the account of a due time: what counted on each day, what did
// not and why.
type Deadline struct {
	Basis      calendar.Basis `json:"basis" enums:"working_days,working_minutes,clock_hours"`
	Amount     int            `json:"amount"`
	ReceivedAt time.Time      `json:"received_at"`
	DueAt      *time.Time     `json:"due_at"`    // null while the clock stands
	Paused     bool           `json:"paused"`    // the clock stands: returned to the applicant
	Remaining  int            `json:"remaining"` // what is left when the clock stands
	Days       []calendar.Day `json:"days"`      // their amounts sum to the limit, less what remains
} // @name Deadline

// @Summary	Explain the due time
// @Description	The ledger of the deadline, day by day.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Deadline
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/deadline [get]
func (h *handlers) deadline(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Deadline(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, d)
}

// Deadline explains a due time. A service without a decreed limit has none,
// which is not found.
func (s *Service) Deadline(ctx context.Context, actor auth.Actor, number string) (Deadline, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return Deadline{}, err
	}
	d, err := s.definition(ctx, r)
	if err != nil {
		return Deadline{}, err
	}
	if d.TimeLimit == nil {
		return Deadline{}, web.ErrNotFound
	}
	account, err := clockOf(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return Deadline{}, err
	}
	ledger, err := s.calendar.Compute(r.SubmittedAt, *d.TimeLimit, account.intervals(), account.extension)
	if err != nil {
		return Deadline{}, err
	}
	v := Deadline{Basis: d.TimeLimit.Basis, Amount: d.TimeLimit.Amount, ReceivedAt: r.SubmittedAt, Paused: ledger.Paused, Remaining: ledger.Remaining, Days: ledger.Days}
	if !ledger.Paused {
		v.DueAt = &ledger.DueAt
	}
	if v.Days == nil {
		v.Days = []calendar.Day{}
	}
	return v, nil
}
