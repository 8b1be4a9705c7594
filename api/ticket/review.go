package ticket

import (
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// ReviewInput is a reviewer's opinion.
type ReviewInput struct {
	Opinion string `json:"opinion" validate:"required,oneof=agree agree_with_notes disagree" enums:"agree,agree_with_notes,disagree"`
	Note    string `json:"note" validate:"required_unless=Opinion agree,max=4000" example:"Tambahkan rencana pencadangan."` // required unless the opinion is agree
} // @name ReviewInput

// Opinion is what a reviewer said at the present step.
type Opinion struct {
	ReviewInput
	Role string    `json:"role" example:"division_head"`
	Unit string    `json:"unit,omitempty" example:"sandi"`
	By   auth.Ref  `json:"by"`
	At   time.Time `json:"at"`
} // @name ReviewOpinion

// @Summary	Give an opinion
// @Description	A reviewer of the present step says what they think of it. The request can go on once all of them have.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ReviewInput	true	"the opinion"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/reviews [post]
func (h *handlers) review(c echo.Context) error { return answerJSON(c, h.service.Review) }

// Review records an opinion. The holder stays the holder.
func (s *Service) Review(ctx context.Context, actor auth.Actor, number string, version int64, in ReviewInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Review, func(tx *change.Tx, r *row, _ catalogue.Definition, as auth.Assignment) (change.Event, error) {
		o := Opinion{ReviewInput: in, Role: string(as.Role), Unit: as.Unit, By: auth.Ref{ID: actor.ID, Name: actor.Name}, At: tx.Now}
		r.Reviews = append(slices.Clone(r.Reviews), o)
		if err := heard(tx.DB, r.ID, as); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: reviewed, Data: in, Internal: true}, nil
	})
}
