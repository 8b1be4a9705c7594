package ticket

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// ResubmitInput is a mended request.
type ResubmitInput struct {
	Answers map[string]any `json:"answers,omitempty"` // left out: unchanged
	Note    string         `json:"note,omitempty" validate:"max=2000" example:"Surat sudah ditandatangani."`
} // @name ResubmitInput

// @Summary	Resubmit a mended request
// @Description	Gives the request back to whoever returned it; the clock runs on. As JSON, or as a form with new files.
// @Tags	tickets
// @Accept	json,mpfd
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ResubmitInput	false	"the mended answers, as JSON"
// @Param	answers	formData	string	false	"the mended answers, a JSON object"
// @Param	note	formData	string	false	"what was mended"
// @Param	letter	formData	file	false	"a new signed letter, PDF"
// @Param	files[key]	formData	file	false	"a further file, PDF"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/tickets/{number}/resubmit [post]
func (h *handlers) resubmit(c echo.Context) error {
	if !web.IsForm(c) {
		return answerJSON(c, func(ctx context.Context, actor auth.Actor, number string, version int64, in ResubmitInput) (Ticket, error) {
			return h.service.Resubmit(ctx, actor, number, version, in, nil)
		})
	}
	return h.answerForm(c, Resubmit, []string{"answers", "note"},
		map[string]attachment.Kind{"letter": attachment.RequestLetter, "files[*]": attachment.Supporting},
		func(ctx context.Context, actor auth.Actor, number string, version int64, values map[string]string, files []attachment.Received) (Ticket, error) {
			in := ResubmitInput{Note: values["note"]}
			if text := values["answers"]; text != "" {
				if err := web.DecodeJSON([]byte(text), "/answers", &in.Answers); err != nil {
					return Ticket{}, err
				}
			}
			if err := web.Validate(&in, ""); err != nil {
				return Ticket{}, err
			}
			return h.service.Resubmit(ctx, actor, number, version, in, files)
		})
}

// Resubmit gives a mended request back to whoever returned it, and its clock
// runs on.
func (s *Service) Resubmit(ctx context.Context, actor auth.Actor, number string, version int64, in ResubmitInput, files []attachment.Received) (Ticket, error) {
	return s.act(ctx, actor, number, version, Resubmit, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		if in.Answers != nil {
			answers, err := encodeAnswers(in.Answers)
			if err != nil {
				return change.Event{}, err
			}
			r.Answers = answers
			if _, err := s.registrar.Requested(tx, r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion})); err != nil {
				return change.Event{}, err
			}
		}
		stored, err := attachment.Insert(tx, actor.ID, r.ID, files)
		if err != nil {
			return change.Event{}, err
		}
		if err := s.runOn(tx, r, d); err != nil {
			return change.Event{}, err
		}
		by, err := comesBackTo(tx, *r, s.zone)
		if err != nil {
			return change.Event{}, err
		}
		r.hold(auth.Assignment{Role: auth.Role(r.ReturnedByRole), Unit: r.ReturnedByUnit}, by)
		r.ReturnReason, r.ReturnPoints = "", []Point{}
		return change.Event{Type: resubmitted, Data: map[string]any{"note": in.Note, "files": len(stored), "answers_changed": in.Answers != nil, "due_at": r.DueAt}}, nil
	})
}
