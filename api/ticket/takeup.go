package ticket

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// Nothing is the body of an action that needs no words.
type Nothing struct{} // @name Nothing

// @Summary	Take a request up
// @Description	Whoever of the holding role or unit is first becomes its holder in person.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	Nothing	true	"empty object"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/take-up [post]
func (h *handlers) takeUp(c echo.Context) error {
	return answerJSON(c, h.service.TakeUp)
}

// TakeUp makes the actor the holder.
func (s *Service) TakeUp(ctx context.Context, actor auth.Actor, number string, version int64, _ Nothing) (Ticket, error) {
	return s.act(ctx, actor, number, version, TakeUp, func(_ *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		r.hold(as, actor.ID)
		r.Step = stepFor(d, r.Step, as).Key
		return change.Event{Type: takenUp, Data: map[string]any{"step": r.Step}}, nil
	})
}
