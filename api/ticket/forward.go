package ticket

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// ForwardInput passes a request on without an instruction.
type ForwardInput struct {
	To   *Recipient `json:"to,omitempty"` // left out: to the next step of the service
	Note string     `json:"note,omitempty" validate:"max=2000" example:"Berkas lengkap."`
} // @name ForwardInput

// @Summary	Forward a request
// @Description	The holder passes the request on: to the next step of the service, or to somebody named.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ForwardInput	true	"to whom"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/forward [post]
func (h *handlers) forward(c echo.Context) error { return answerJSON(c, h.service.Forward) }

// Forward passes the request on.
func (s *Service) Forward(ctx context.Context, actor auth.Actor, number string, version int64, in ForwardInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Forward, func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		if in.To != nil {
			if err := s.pass(tx, r, d, as, *in.To); err != nil {
				return change.Event{}, err
			}
			return change.Event{Type: "forwarded", Data: in}, nil
		}
		next := nextFor(d, r.Step)
		if next == nil {
			return change.Event{}, errRecipient
		}
		to := actorOf(*next)
		r.Step = next.Key
		if err := handOn(tx, r, as, to, ""); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: "forwarded", Data: ForwardInput{To: &Recipient{Role: string(to.Role), Unit: to.Unit}, Note: in.Note}}, nil
	})
}
