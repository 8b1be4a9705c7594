package ticket

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// ResubmitInput is a mended request.
type ResubmitInput struct {
	Answers map[string]any `json:"answers,omitempty"` // left out: unchanged
	Note    string         `json:"note,omitempty" validate:"max=2000" example:"Surat sudah ditandatangani."`
} // @name ResubmitInput

// @Summary	Resubmit a mended request
// @Description	Gives the request back to whoever returned it; the clock runs on. As JSON, or as a form with new files. Mended answers are checked by the form under which the request was filed.
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
// @Param	files[key]	formData	file	false	"a further file, PDF, PNG or JPEG; it is added to the answer of the form's field of that key, where there is one"
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
	mended, err := s.mend(ctx, actor, number, version, in, files)
	if err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, actor, number, version, Resubmit, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		data := map[string]any{"note": in.Note, "answers_changed": mended != nil}
		if mended != nil {
			before, err := changedAnswers(r.Answers, mended.text)
			if err != nil {
				return change.Event{}, err
			}
			if d.Form != nil {
				before = d.Form.Masked(before) // the record is read by more people than the answers, and never erased
			}
			data["answers_before"] = before
			r.Answers = mended.text
			if _, err := attachment.Claim(tx, attachment.Waiting{OwnerID: actor.ID}, r.ID, mended.files); err != nil {
				return change.Event{}, err
			}
			if _, err := s.registrars.Requested(tx, r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion})); err != nil {
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
		data["files"], data["due_at"] = len(stored), r.DueAt
		return change.Event{Type: resubmitted, Data: data}, nil
	})
}

// mend checks the mended answers by the form under which the request was filed;
// nil where they stay as they are. Files that came along for a field are added
// to its answer. What is read here cannot change before the answers are kept:
// the version is compared again then.
func (s *Service) mend(ctx context.Context, actor auth.Actor, number string, version int64, in ResubmitInput, files []attachment.Received) (*filled, error) {
	r, d, _, err := s.mayAct(ctx, s.store.read, actor, number, Resubmit, s.asRead(version))
	if err != nil {
		return nil, err
	}
	answers := in.Answers
	if answers == nil {
		brought := d.Form != nil && slices.ContainsFunc(files, func(f attachment.Received) bool { return d.Form.Takes(f.Field) })
		if !brought {
			return nil, nil
		}
		if err := json.Unmarshal(r.Answers, &answers); err != nil {
			return nil, err
		}
	}
	mended, err := s.fill(ctx, d, answers, files, attachment.Waiting{OwnerID: actor.ID, TicketID: r.ID}, r.lenience())
	return &mended, err
}

// lenience is that under which the request was filed: what the counter wrote
// down may still leave out what the paper tells.
func (r row) lenience() lenience {
	if r.Intake.Channel != "" && r.Intake.Channel != Online {
		return form.Missing
	}
	return none
}
