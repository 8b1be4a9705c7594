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

// WaitingFor says for whom a request waits that is neither at work nor with its
// applicant for mending.
type WaitingFor string

// For whom.
const (
	ForExternal  WaitingFor = "external"
	ForApplicant WaitingFor = "applicant"
)

// @Summary	Wait for another body
// @Description	Records that another body has to act, with the evidence of it. The clock of the time limit stands only where the step of the service says that its standard allows that.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	WaitInput	true	"which body, under which reference, why"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/external-waits [post]
func (h *handlers) wait(c echo.Context) error { return answerJSON(c, h.service.Wait) }

// Wait records that another body has to act. The holder stays the holder.
func (s *Service) Wait(ctx context.Context, actor auth.Actor, number string, version int64, in WaitInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Wait, func(_ *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		step := d.Step(r.Step)
		if step.StopsClock {
			r.setDue(nil)
		}
		return change.Event{Type: externalWaitStarted, Data: struct {
			WaitInput
			Step       string `json:"step"`
			StopsClock bool   `json:"stops_clock"`
		}{in, r.Step, step.StopsClock}}, nil
	})
}

// ResumeInput says what came back.
type ResumeInput struct {
	Note string `json:"note,omitempty" validate:"max=2000" example:"Nomor rekomendasi V-25.6500.001 diterima."`
} // @name ResumeInput

// @Summary	End a wait
// @Description	What was waited for came back, and the request is worked on again at the same step. While it is at a step of the applicant's own, the officer of the next step ends that one, saying how they know that it is done.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ResumeInput	true	"what came back"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/resume [post]
func (h *handlers) resume(c echo.Context) error { return answerJSON(c, h.service.Resume) }

// Resume ends a wait, and lets the clock run on if it stood.
func (s *Service) Resume(ctx context.Context, actor auth.Actor, number string, version int64, in ResumeInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Resume, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		if r.stage() == OwnStep {
			if strings.TrimSpace(in.Note) == "" {
				return change.Event{}, apperr.BadField("/note", "field.required",
					"Tulis dari mana Anda tahu bahwa pemohon sudah menyelesaikan langkahnya.", "Say how you know that the applicant has done their step.")
			}
			return s.ownStepDone(tx, r, d, in.Note)
		}
		if err := s.runOn(tx, r, d); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: externalWaitEnded, Data: map[string]any{"note": in.Note, "step": r.Step, "due_at": r.DueAt}}, nil
	})
}

// ConfirmInput comes with the applicant's word that their step is done.
type ConfirmInput struct {
	Note string `json:"note,omitempty" validate:"max=2000" example:"Passphrase sudah dibuat."` // never a passphrase or password
} // @name ConfirmInput

// @Summary	Confirm a step of one's own
// @Description	The applicant says that what they had to do themselves is done; the request goes on to the next step.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	ConfirmInput	true	"a note, if any"
// @Success	200	{object}	Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/confirm [post]
func (h *handlers) confirm(c echo.Context) error { return answerJSON(c, h.service.Confirm) }

// Confirm passes a request on from a step of the applicant's own (S8).
func (s *Service) Confirm(ctx context.Context, actor auth.Actor, number string, version int64, in ConfirmInput) (Ticket, error) {
	return s.act(ctx, actor, number, version, Confirm, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		return s.ownStepDone(tx, r, d, in.Note)
	})
}

// ownStepDone gives the request to the role of the step after the applicant's
// own; its clock runs on.
func (s *Service) ownStepDone(tx *change.Tx, r *row, d catalogue.Definition, note string) (change.Event, error) {
	next := d.Next(r.Step) // there is one: the applicant's step is never the last
	if err := s.runOn(tx, r, d); err != nil {
		return change.Event{}, err
	}
	r.Step = next.Key
	r.hold(actorOf(*next), "")
	return change.Event{Type: confirmed, Data: map[string]any{"note": note, "due_at": r.DueAt}}, nil
}
