package ticket

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// ExtendInput says why more time is needed.
type ExtendInput struct {
	Reason string `json:"reason" validate:"required,max=2000" example:"Informasi yang diminta belum dikuasai dan masih dihimpun."`
} // @name ExtendInput

// @Summary	Extend the time limit
// @Description	Once, before the limit runs out, and only where the standard of the service has an extension. The applicant sees the reason.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ExtendInput	true	"why"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/extend [post]
func (h *handlers) extend(c echo.Context) error { return answerJSON(c, h.service.Extend) }

// Extend lengthens the time limit by what the standard allows (S1: 7 working
// days).
func (s *Service) Extend(ctx context.Context, actor auth.Actor, number string, version int64, in ExtendInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Extend, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		a, err := clockOf(tx.DB, r.ID)
		if err != nil {
			return change.Event{}, err
		}
		before := r.DueAt
		a.extension = d.Extension.Amount
		if err := s.reckon(ctx, r, d, a); err != nil {
			return change.Event{}, err
		}
		r.Extended = true
		return change.Event{Type: extended, Data: map[string]any{
			"reason": in.Reason, "extension": d.Extension.Amount, "basis": d.Extension.Basis, "from": before, "due_at": r.DueAt,
		}}, nil
	})
}

// mayExtend tells whether the limit of a request can still be extended: the
// standard allows it, it was not done, and the time has not run out. At the very
// instant of the deadline it has not (calendar.MayExtend).
func (r row) mayExtend(d catalogue.Definition, now time.Time) bool {
	return d.Extension != nil && d.TimeLimit != nil && !r.Extended && (r.DueAt == nil || !now.After(*r.DueAt))
}
