package ticket

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// lookedAt is the event of somebody who looked at masked answers in full.
const lookedAt = "looked_at"

var errNoNeed = apperr.New(apperr.Forbidden, "ticket.not_needed",
	"Data pribadi pada permohonan ini hanya terbuka bagi pemohon dan bagi petugas yang sedang menanganinya; setelah selesai, bagi Kepala Dinas dan kepala bidang yang terakhir menanganinya. Bila pekerjaan Anda memerlukannya, mintalah kepada mereka.",
	"Personal data of this request is open only to its applicant and to the officers who deal with it now; once it is closed, to the head of the office and of the division that dealt with it last. If your work needs it, ask them.")

var errReasonFirst = apperr.New(apperr.Forbidden, "ticket.reason_first",
	"Permohonan ini sudah selesai. Pilih “Lihat lengkap” dan tulis alasannya; sesudah itu berkasnya terbuka bagi Anda selama satu jam.",
	"This request is closed. Choose “Show in full” and give the reason; its files are then open to you for an hour.")

// lookLasts is how long the files of a closed request stay open to whoever
// said why.
const lookLasts = time.Hour

// filedBy tells whether the actor filed the request: its answers are their own.
func (r row) filedBy(actor auth.Actor) bool {
	if r.ApplicantID == nil {
		return actor.GuestOf == r.ID
	}
	return *r.ApplicantID == actor.ID
}

// needsWhole tells whether the actor's part in a request needs personal answers
// in full: they hold it, or are asked for their opinion, and it is not closed.
func (s situation) needsWhole(actor auth.Actor) bool {
	if s.stage == Closed || s.recusedFrom(actor.ID) {
		return false
	}
	return slices.ContainsFunc(actor.Roles, func(r auth.Assignment) bool {
		return actor.May(r.Role, auth.UnmaskTicket) && (r == s.holder || slices.Contains(s.pending, r))
	})
}

// answersFor tells whether the actor answers for a closed request, so that they
// may look at its personal answers, with a reason: the head of the office, and
// that of the division that held it last.
func (s situation) answersFor(actor auth.Actor) bool {
	if s.stage != Closed || s.recusedFrom(actor.ID) {
		return false
	}
	return slices.ContainsFunc(actor.Roles, func(r auth.Assignment) bool {
		heads := r.Role == auth.Head || (r.Role == auth.DivisionHead && r.Unit == s.holder.Unit)
		return heads && actor.May(r.Role, auth.UnmaskTicket)
	})
}

// showAnswers shows the answers of a request: as they are to whom they belong,
// masked to all others.
func (s *Service) showAnswers(t *Ticket, r row, d catalogue.Definition, actor auth.Actor) error {
	t.Answers = r.Answers
	if d.Form == nil || r.filedBy(actor) {
		return nil
	}
	var answers map[string]any
	if err := json.Unmarshal(r.Answers, &answers); err != nil {
		return err
	}
	at, texts := s.situationOf(r, d), d.Form.Personal(answers)
	t.Masked = len(texts) > 0
	t.UnmaskWithReason = at.answersFor(actor) && (t.Masked || len(d.Form.AnsweredPersonalFiles(answers)) > 0)
	t.MayUnmask = t.UnmaskWithReason || (t.Masked && at.needsWhole(actor))
	if !t.Masked {
		return nil
	}
	masked, err := json.Marshal(d.Form.Masked(answers))
	t.Answers = masked
	return err
}

// mayOpen refuses a file that answers a personal field to officers whose work
// does not need it.
func (s *Service) mayOpen(ctx context.Context, actor auth.Actor, r row, field string) error {
	d, err := s.definition(ctx, r)
	if err != nil || d.Form == nil || !d.Form.PersonalFiles(field) || r.filedBy(actor) {
		return err
	}
	switch at := s.situationOf(r, d); {
	case at.needsWhole(actor):
		return nil
	case !at.answersFor(actor):
		return errNoNeed
	}
	looked, err := s.store.lookedSince(ctx, r.ID, actor.ID, s.clock.Now().Add(-lookLasts))
	if err == nil && !looked {
		err = errReasonFirst
	}
	return err
}

// UnmaskInput is why somebody looks at personal answers.
type UnmaskInput struct {
	Reason string `json:"reason,omitempty" validate:"max=1000"` // must be given once the request is closed
} // @name UnmaskInput

// Unmasked are personal answers in full.
type Unmasked struct {
	Answers map[string]any `json:"answers"` // those that are masked elsewhere, by their keys
} // @name UnmaskedAnswers

// @Summary	Look at personal answers in full
// @Description	Those that the request shows masked, such as a NIK. Only for officers who hold the request, or are asked for their opinion, while it is open; once it is closed, for the head of the office and that of the division that held it last, who give a reason and may then open its personal files for an hour. Every look is recorded with who looked and why, and stands in the timeline that officers see.
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	body	body	UnmaskInput	false	"why; nothing while the request is open"
// @Success	200	{object}	Unmasked
// @Failure	400,401,403,404,413,415,422	{object}	web.Problem
// @Router	/tickets/{number}/unmask [post]
func (h *handlers) unmask(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	var in UnmaskInput
	if c.Request().ContentLength != 0 {
		var err error
		if in, err = web.Bind[UnmaskInput](c); err != nil {
			return err
		}
	}
	answers, err := h.service.Unmask(ctx, actor, c.Param("number"), strings.TrimSpace(in.Reason))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, Unmasked{Answers: answers})
}

// Unmask tells the personal answers of a request in full, and records who
// looked and why.
func (s *Service) Unmask(ctx context.Context, actor auth.Actor, number, reason string) (map[string]any, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return nil, err
	}
	d, err := s.definition(ctx, r)
	if err != nil {
		return nil, err
	}
	if d.Form == nil {
		return map[string]any{}, nil
	}
	var answers map[string]any
	if err := json.Unmarshal(r.Answers, &answers); err != nil {
		return nil, err
	}
	whole := d.Form.Personal(answers)
	fields := slices.Sorted(maps.Keys(whole))
	at := s.situationOf(r, d)
	if at.stage == Closed {
		fields = append(fields, d.Form.AnsweredPersonalFiles(answers)...)
	}
	switch closed := at.answersFor(actor); {
	case len(fields) == 0: // nothing is masked
		return whole, nil
	case !closed && !at.needsWhole(actor):
		return nil, errNoNeed
	case closed && reason == "":
		return nil, apperr.BadField("/reason", "ticket.reason_needed",
			"Permohonan ini sudah selesai. Tulis mengapa Anda perlu melihat data pribadinya.", "This request is closed. Say why you need to see its personal data.")
	}
	data := map[string]any{"fields": fields}
	if reason != "" {
		data["reason"] = reason
	}
	return whole, s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		return tx.Record(change.Event{Type: lookedAt, Kind: "ticket", ObjectID: r.ID, Data: data, Internal: true})
	})
}
