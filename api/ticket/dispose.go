package ticket

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// DispositionInput is what the lembar disposisi says.
type DispositionInput struct {
	To           Recipient `json:"to"`
	Instruction  string    `json:"instruction" validate:"required,max=2000" example:"Tindak lanjuti sesuai ketentuan."`
	Urgency      Urgency   `json:"urgency" validate:"required,oneof=normal urgent very_urgent" enums:"normal,urgent,very_urgent"`
	Confidential bool      `json:"confidential,omitempty"` // rahasia: only holders and their chain see it from now on
	DueOn        string    `json:"due_on,omitempty" validate:"omitempty,datetime=2006-01-02" example:"2026-01-09"`
} // @name DispositionInput

// @Summary	Dispose a request
// @Description	The head or a division head passes the request on with an instruction (disposisi).
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	DispositionInput	true	"to whom, with which instruction"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/dispositions [post]
func (h *handlers) dispose(c echo.Context) error { return answerJSON(c, h.service.Dispose) }

// Dispose passes the request on with an instruction. What was made
// confidential stays so.
func (s *Service) Dispose(ctx context.Context, actor auth.Actor, number string, version int64, in DispositionInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Dispose, func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		if err := s.pass(tx, r, d, as, in.To); err != nil {
			return change.Event{}, err
		}
		r.Urgency, r.Confidential = in.Urgency, r.Confidential || in.Confidential
		return change.Event{Type: "disposed", Data: in}, nil
	})
}
