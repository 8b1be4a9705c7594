package ticket

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// BulkTakeUpInput names the requests to take up, each as it was seen.
type BulkTakeUpInput struct {
	Tickets []Seen `json:"tickets" validate:"required,min=1,max=50,unique=Number,dive"` // at most 50
} // @name BulkTakeUpInput

// Seen is a request at the version that the caller has read; it stands for the
// If-Match of a single action.
type Seen struct {
	Number  string `json:"number" validate:"required,max=40" example:"TKT-20260105-0001"`
	Version int64  `json:"version" validate:"min=1" example:"1"`
} // @name SeenTicket

// BulkTakeUp is what became of one request: taken, or why not.
type BulkTakeUp struct {
	Number  string       `json:"number" example:"TKT-20260105-0001"`
	Taken   bool         `json:"taken"`
	Version *int64       `json:"version"` // as it is now; null where it was not taken
	Problem *web.Problem `json:"problem"` // why it was not taken; null where it was
} // @name BulkTakeUp

// @Summary	Take several requests up
// @Description	Takes each of up to 50 requests up as `take-up` does: each is a change of its own, so that one that somebody else has taken does not keep the others from being taken. The answer tells of each, in the order asked.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	BulkTakeUpInput	true	"which requests, at which version"
// @Success	200	{object}	web.List[BulkTakeUp]
// @Failure	400,401,403,415,422	{object}	web.Problem
// @Router	/tickets/bulk-take-up [post]
func (h *handlers) bulkTakeUp(c echo.Context) error {
	in, err := web.Bind[BulkTakeUpInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	items := make([]BulkTakeUp, len(in.Tickets))
	for i, outcome := range h.service.BulkTakeUp(ctx, actor, in) {
		items[i] = BulkTakeUp{Number: in.Tickets[i].Number, Taken: outcome.Err == nil}
		if outcome.Err != nil {
			problem := web.ProblemOf(c, outcome.Err)
			items[i].Problem = &problem
		} else {
			items[i].Version = &outcome.Ticket.Version
		}
	}
	return web.JSON(c, http.StatusOK, web.List[BulkTakeUp]{Items: items})
}

// BulkOutcome is what became of one request of several.
type BulkOutcome struct {
	Ticket Ticket
	Err    error // why it was not taken up; nil: it was
}

// BulkTakeUp makes the actor the holder of each request that they may take up
// now. Each is a transaction and an event of its own; the outcomes come in the
// order asked.
func (s *Service) BulkTakeUp(ctx context.Context, actor auth.Actor, in BulkTakeUpInput) []BulkOutcome {
	outcomes := make([]BulkOutcome, len(in.Tickets))
	for i, seen := range in.Tickets {
		outcomes[i].Ticket, outcomes[i].Err = s.TakeUp(ctx, actor, seen.Number, seen.Version, Nothing{})
	}
	return outcomes
}
