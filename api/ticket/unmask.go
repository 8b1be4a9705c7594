package ticket

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

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
	"Data pribadi pada permohonan ini hanya terbuka bagi pemohon dan bagi petugas yang sedang menanganinya. Bila pekerjaan Anda memerlukannya, mintalah agar permohonan ini diteruskan kepada Anda.",
	"Personal data of this request is open only to its applicant and to the officers who deal with it now. If your work needs it, ask for the request to be forwarded to you.")

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
	if t.Masked = len(d.Form.Personal(answers)) > 0; !t.Masked {
		return nil
	}
	t.MayUnmask = s.situationOf(r, d).needsWhole(actor)
	masked, err := json.Marshal(d.Form.Masked(answers))
	t.Answers = masked
	return err
}

// mayOpen refuses a file that answers a personal field to officers whose work
// does not need it.
func (s *Service) mayOpen(ctx context.Context, actor auth.Actor, r row, field string) error {
	d, err := s.definition(ctx, r)
	if err != nil || d.Form == nil || !d.Form.PersonalFiles(field) || r.filedBy(actor) || s.situationOf(r, d).needsWhole(actor) {
		return err
	}
	return errNoNeed
}

// Unmasked are personal answers in full.
type Unmasked struct {
	Answers map[string]any `json:"answers"` // those that are masked elsewhere, by their keys
} // @name UnmaskedAnswers

// @Summary	Look at personal answers in full
// @Description	Those that the request shows masked, such as a NIK. Only for officers who hold the request, or are asked for their opinion, while it is open. Every look is recorded with who looked, and stands in the timeline that officers see.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Unmasked
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/unmask [post]
func (h *handlers) unmask(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	answers, err := h.service.Unmask(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, Unmasked{Answers: answers})
}

// Unmask tells the personal answers of a request in full, and records who
// looked.
func (s *Service) Unmask(ctx context.Context, actor auth.Actor, number string) (map[string]any, error) {
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
	switch {
	case len(whole) == 0: // nothing is masked
		return whole, nil
	case !s.situationOf(r, d).needsWhole(actor):
		return nil, errNoNeed
	}
	return whole, s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		fields := slices.Sorted(maps.Keys(whole))
		return tx.Record(change.Event{Type: lookedAt, Kind: "ticket", ObjectID: r.ID, Data: map[string]any{"fields": fields}, Internal: true})
	})
}
