package calendar

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Trial is a deadline that was worked out without a request.
type Trial struct {
	ReceivedAt time.Time `json:"received_at"`
	Amount     int       `json:"amount"`
	Basis      Basis     `json:"basis" enums:"working_days,working_minutes,clock_hours"`
	DueAt      time.Time `json:"due_at"`
	Days       []Day     `json:"days"` // their amounts sum to the limit
} // @name DeadlineTrial

// @Summary	Work out a deadline
// @Description	When a limit ends that begins at an instant, with its ledger, by the calendar as it is now.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Param	from	query	string	true	"the instant of receipt"	format(date-time)
// @Param	amount	query	int	true	"so many units of the basis"	minimum(1)
// @Param	basis	query	string	true	"what is counted"	Enums(working_days, working_minutes, clock_hours)
// @Success	200	{object}	Trial
// @Failure	401,404,409,422	{object}	web.Problem
// @Router	/calendars/{id}/deadline [get]
func (h *handlers) deadline(c echo.Context) error {
	now, err := h.office(c)
	if err != nil {
		return err
	}
	from, err := time.Parse(time.RFC3339, c.QueryParam("from"))
	if err != nil {
		return apperr.BadField("/from", "field.datetime", "Tulis waktu penerimaan, misalnya 2026-01-05T09:00:00+08:00.", "Give the time of receipt, such as 2026-01-05T09:00:00+08:00.")
	}
	amount, err := strconv.Atoi(c.QueryParam("amount"))
	limit := Limit{Amount: amount, Basis: Basis(c.QueryParam("basis"))}
	if err != nil || limit.Validate() != nil {
		return at("/amount", ErrLimit)
	}
	d, err := now.Compute(from, limit, nil, 0)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, Trial{ReceivedAt: from.UTC(), Amount: limit.Amount, Basis: limit.Basis, DueAt: d.DueAt, Days: d.Days})
}
