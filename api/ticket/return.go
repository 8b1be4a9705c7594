package ticket

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// ReturnInput says what the applicant should mend (P5).
type ReturnInput struct {
	Reason string  `json:"reason" validate:"required,max=2000" example:"Surat belum ditandatangani."`
	Points []Point `json:"points,omitempty" validate:"max=100,dive"`
} // @name ReturnInput

// @Summary	Return a request for mending
// @Description	Gives the request back to the applicant with reasons. A point names an answer (`/answers/<key>`), or the request as a whole. The clock of its time limit stands until it is resubmitted.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ReturnInput	true	"why, and which points"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/return [post]
func (h *handlers) giveBack(c echo.Context) error { return answerJSON(c, h.service.Return) }

// Return gives the request back to its applicant and remembers to whom it
// comes back.
func (s *Service) Return(ctx context.Context, actor auth.Actor, number string, version int64, in ReturnInput) (Ticket, error) {
	if in.Points == nil {
		in.Points = []Point{}
	}
	return s.act(ctx, actor, number, version, Return, func(_ *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		if err := checkPoints(d, in.Points); err != nil {
			return change.Event{}, err
		}
		r.ReturnReason, r.ReturnPoints = in.Reason, in.Points
		r.ReturnedByRole, r.ReturnedByUnit, r.ReturnedByID = string(as.Role), as.Unit, &actor.ID
		r.hold(auth.Assignment{Role: auth.Applicant}, r.applicant())
		r.setDue(nil) // the clock stands
		return change.Event{Type: returned, Data: in}, nil
	})
}
