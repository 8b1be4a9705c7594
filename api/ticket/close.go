package ticket

import (
	"context"
	"encoding/json"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// closing is how a request ends.
type closing struct {
	Outcome Outcome         `json:"outcome" validate:"omitempty,oneof=fulfilled approved"`
	Note    string          `json:"note,omitempty" validate:"max=4000"`
	Reason  string          `json:"reason,omitempty" validate:"max=4000"`
	Thing   json.RawMessage `json:"-"` // what was delivered, for the register
}

// @Summary	Complete a request
// @Description	Closes the request with its answer letter.
// @Tags	tickets
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	outcome	formData	string	true	"how it ended"	Enums(fulfilled, approved)
// @Param	note	formData	string	false	"a note to the applicant"
// @Param	letter	formData	file	true	"the answer letter, PDF"
// @Param	asset	formData	string	false	"what was delivered, for the register: a JSON object"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/tickets/{number}/complete [post]
func (h *handlers) complete(c echo.Context) error {
	return h.answerForm(c, Complete, []string{"outcome", "note", "asset"}, resultLetter,
		func(ctx context.Context, actor auth.Actor, number string, version int64, values map[string]string, files []attachment.Received) (Ticket, error) {
			in := closing{Outcome: Outcome(values["outcome"]), Note: values["note"]}
			if in.Outcome == "" {
				return Ticket{}, apperr.BadField("/outcome", "field.required", "Pilih hasilnya: terpenuhi atau disetujui.", "Choose the outcome: fulfilled or approved.")
			}
			if err := web.Validate(&in, ""); err != nil {
				return Ticket{}, err
			}
			if text := values["asset"]; text != "" {
				if err := web.DecodeJSON([]byte(text), "/asset", &in.Thing); err != nil {
					return Ticket{}, err
				}
			}
			return h.service.Complete(ctx, actor, number, version, in.Outcome, in.Note, in.Thing, files)
		})
}

// Complete closes a request with its answer. thing is what was delivered, for
// the register, or nil.
func (s *Service) Complete(ctx context.Context, actor auth.Actor, number string, version int64, outcome Outcome, note string, thing json.RawMessage, letter []attachment.Received) (Ticket, error) {
	return s.close(ctx, actor, number, version, Complete, "completed", closing{Outcome: outcome, Note: note, Thing: thing}, letter)
}

// @Summary	Reject a request
// @Description	Closes the request with a reason and the letter that says so.
// @Tags	tickets
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	reason	formData	string	true	"why"
// @Param	letter	formData	file	true	"the letter, PDF"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,413,415,422,428,503	{object}	web.Problem
// @Router	/tickets/{number}/reject [post]
func (h *handlers) reject(c echo.Context) error {
	return h.answerForm(c, Reject, []string{"reason"}, resultLetter,
		func(ctx context.Context, actor auth.Actor, number string, version int64, values map[string]string, files []attachment.Received) (Ticket, error) {
			in := closing{Reason: values["reason"]}
			if in.Reason == "" {
				return Ticket{}, apperr.BadField("/reason", "field.required", "Tulis alasan penolakan.", "Give the reason.")
			}
			if err := web.Validate(&in, ""); err != nil {
				return Ticket{}, err
			}
			return h.service.Reject(ctx, actor, number, version, in.Reason, files)
		})
}

// Reject closes a request with a refusal.
func (s *Service) Reject(ctx context.Context, actor auth.Actor, number string, version int64, reason string, letter []attachment.Received) (Ticket, error) {
	return s.close(ctx, actor, number, version, Reject, "rejected", closing{Outcome: Rejected, Note: reason}, letter)
}

var resultLetter = map[string]attachment.Kind{"letter": attachment.ResultLetter}

func (s *Service) close(ctx context.Context, actor auth.Actor, number string, version int64, action Action, event string, how closing, letter []attachment.Received) (Ticket, error) {
	if len(letter) != 1 {
		return Ticket{}, apperr.BadField("/letter", "letter.required", "Sertakan satu surat jawaban sebagai PDF.", "Send one answer letter as a PDF.")
	}
	return s.act(ctx, actor, number, version, action, func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error) {
		if action == Complete {
			if err := s.mayLeave(tx, *r, d, how.Note); err != nil {
				return change.Event{}, err
			}
		}
		stored, err := attachment.Insert(tx, actor.ID, r.ID, letter)
		if err != nil {
			return change.Event{}, err
		}
		r.Outcome, r.ClosingNote, r.ClosedAt = how.Outcome, how.Note, &tx.Now
		r.hold(as, actor.ID)
		entry := r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion})
		if action == Complete {
			err = s.registrars.Delivered(tx, entry, how.Thing)
		} else {
			err = s.registrars.Ended(tx, entry)
		}
		if err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: event, Data: map[string]any{"outcome": how.Outcome, "note": how.Note, "letter": FileRef{ID: stored[0].ID, Name: stored[0].Name}}}, nil
	})
}

// CancelInput says why the applicant no longer wants it.
type CancelInput struct {
	Reason string `json:"reason" validate:"required,max=2000" example:"Sudah tidak diperlukan."`
} // @name CancelInput

// @Summary	Cancel a request
// @Description	Its applicant withdraws the request while it is not done.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	CancelInput	true	"why"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/cancel [post]
func (h *handlers) cancel(c echo.Context) error { return answerJSON(c, h.service.Cancel) }

// Cancel closes a request at its applicant's wish.
func (s *Service) Cancel(ctx context.Context, actor auth.Actor, number string, version int64, in CancelInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Cancel, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		r.Outcome, r.ClosingNote, r.ClosedAt = Cancelled, in.Reason, &tx.Now
		entry := r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion})
		return change.Event{Type: "cancelled", Data: in}, s.registrars.Ended(tx, entry)
	})
}

// ReopenInput says why a closed request is taken up again.
type ReopenInput struct {
	Reason string `json:"reason" validate:"required,max=2000" example:"Surat jawaban keliru."`
} // @name ReopenInput

// @Summary	Reopen a closed request
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ReopenInput	true	"why"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/reopen [post]
func (h *handlers) reopen(c echo.Context) error { return answerJSON(c, h.service.Reopen) }

// Reopen gives a closed request back to who held it last at the office; the
// clock runs on from its receipt, as if it had never been closed.
func (s *Service) Reopen(ctx context.Context, actor auth.Actor, number string, version int64, in ReopenInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Reopen, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		r.Outcome, r.ClosingNote, r.ClosedAt = "", "", nil
		if auth.Role(r.HolderRole) == auth.Applicant { // cancelled while it was with the applicant
			r.hold(actorOf(d.Steps[0]), "")
			r.Step = d.Steps[0].Key
			r.ReturnReason, r.ReturnPoints = "", []Point{}
		}
		if err := s.runOn(tx, r, d); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: reopened, Data: in}, nil
	})
}
