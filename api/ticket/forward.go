package ticket

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ForwardInput passes a request on without an instruction.
type ForwardInput struct {
	To     *Recipient `json:"to,omitempty"`                                                                                // left out: to the next step of the service
	Branch string     `json:"branch,omitempty" validate:"omitempty,oneof=verification_failed" enums:"verification_failed"` // along a branch of the step instead; the note says why
	Note   string     `json:"note,omitempty" validate:"max=2000" example:"Berkas lengkap."`
} // @name ForwardInput

// @Summary	Forward a request
// @Description	The holder passes the request on: to the next step of the service, which may be one of the applicant's own; along a branch of the step; or to somebody named.
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

// passed is what the event of a forwarding tells.
type passed struct {
	ForwardInput
	Step       string `json:"step"`                  // name of the step to which it came
	StopsClock bool   `json:"stops_clock,omitempty"` // it went to a step of the applicant's own
}

// Forward passes the request on.
func (s *Service) Forward(ctx context.Context, actor auth.Actor, number string, version int64, in ForwardInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Forward, func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		var next *catalogue.Step
		switch {
		case in.Branch != "":
			branch := d.Step(r.Step).Branch(catalogue.BranchKind(in.Branch))
			if branch == nil {
				return change.Event{}, errBranch
			}
			if strings.TrimSpace(in.Note) == "" {
				return change.Event{}, errBranchNote
			}
			next = d.Step(branch.To)
		case in.To != nil:
			if err := s.pass(tx, r, d, as, in.To, in.Note); err != nil {
				return change.Event{}, err
			}
			return change.Event{Type: forwarded, Data: passed{ForwardInput: in, Step: d.Step(r.Step).Name}}, nil
		default:
			if next = d.Next(r.Step); next == nil {
				return change.Event{}, errRecipient
			}
			if err := s.mayLeave(tx, *r, d, in.Note); err != nil {
				return change.Event{}, err
			}
		}
		to, person := actorOf(*next), ""
		if to.Role == auth.Applicant {
			person = r.applicant()
			r.setDue(nil) // the clock stands
		}
		r.Step = next.Key
		in.To = &Recipient{Role: string(to.Role), Unit: to.Unit}
		event := change.Event{Type: forwarded, Data: passed{ForwardInput: in, Step: next.Name, StopsClock: to.Role == auth.Applicant}}
		return event, handOn(tx, r, as, to, person)
	})
}

var (
	errBranch = apperr.BadField("/branch", "branch.unknown",
		"Langkah ini tidak mempunyai cabang itu.", "The step has no such branch.")
	errBranchNote = apperr.BadField("/note", "field.required",
		"Tulis apa yang tidak sesuai.", "Say what is not right.")
)
