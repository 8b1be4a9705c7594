package recommendation

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// NewInput begins a proposal.
type NewInput struct {
	Title     string `json:"title" validate:"required,notblank,max=200" example:"Antrean Terpadu RSUD"`
	Proposal  string `json:"proposal" validate:"required,oneof=building development" enums:"building,development"`
	From      string `json:"from,omitempty" validate:"omitempty,uuid"` // an earlier proposal of one's agency, whose points and risks are taken over without their files
	KeepDates bool   `json:"keep_dates,omitempty"`                     // take dates over that have passed
} // @name RecommendationInput

// @Summary	Begin a proposal
// @Description	For the caller's agency: every applicant of it may write. The identity is prefilled from the account. Taken over from an earlier proposal, points and risks are marked `copied` until they are saved again, and dates that have passed are left out unless they are asked for. An agency has at most 50 that it never submitted.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	NewInput	true	"what is proposed"
// @Success	201	{object}	Recommendation
// @Failure	400,401,403,409,413,415,422	{object}	web.Problem
// @Router	/spbe-recommendations [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[NewInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Create(ctx, actor, in, web.Lang(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/spbe-recommendations/"+v.ID)
	return web.Tagged(c, http.StatusCreated, v.Version, v)
}

var (
	errNoAgency = apperr.New(apperr.Forbidden, "recommendation.no_agency",
		"Akun Anda belum terhubung dengan perangkat daerah, padahal usulan diajukan atas namanya. Minta admin DKISP menghubungkan akun Anda.",
		"Your account belongs to no agency, but a proposal is made in the name of one. Ask an admin of DKISP to connect your account.")
	errTooManyDrafts = apperr.New(apperr.Conflict, "recommendation.too_many",
		"Perangkat daerah Anda sudah mempunyai 50 usulan yang belum diajukan. Ajukan atau hapus salah satu dahulu.",
		"Your agency has 50 proposals that were not submitted. Submit or delete one of them first.")
	errFrom = apperr.BadField("/from", "recommendation.from",
		"Usulan ini bukan usulan perangkat daerah Anda.", "This is not a proposal of your agency.")
)

// Create begins a proposal for the agency of the actor.
func (s *Service) Create(ctx context.Context, actor auth.Actor, in NewInput, lang string) (Recommendation, error) {
	if !writesFor(actor, actor.OrganisationID) {
		return Recommendation{}, errNoAgency
	}
	begun, err := s.beginning(ctx, actor, in)
	if err != nil {
		return Recommendation{}, err
	}
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		kept, err := countDrafts(tx.DB, actor.OrganisationID)
		if err == nil && kept >= maxDrafts {
			err = errTooManyDrafts
		}
		if err != nil {
			return err
		}
		return begun.insert(tx, actor, s.zone)
	})
	if err != nil {
		return Recommendation{}, err
	}
	return s.Get(ctx, actor, begun.row.ID, lang)
}

// beginning is a proposal that is about to be written for the first time.
type beginning struct {
	row    row
	points []pointRow
	risks  []riskRow
}

// beginning prepares a proposal: what the account tells, and what is taken over
// from an earlier one.
func (s *Service) beginning(ctx context.Context, actor auth.Actor, in NewInput) (*beginning, error) {
	b := &beginning{row: row{Title: in.Title, Proposal: in.Proposal, OrganisationID: actor.OrganisationID, AuthorID: actor.ID, Version: 1}}
	earlier := whole{}
	if in.From != "" {
		from, err := s.store.find(ctx, actor, in.From)
		if errors.Is(err, web.ErrNotFound) || (err == nil && from.OrganisationID != actor.OrganisationID) {
			err = errFrom
		}
		if err == nil {
			b.row.CopiedFrom = &from.ID
			earlier, err = s.read(ctx, from)
		}
		if err != nil {
			return nil, err
		}
	}
	today := s.clock.Now().In(s.zone).Format(time.DateOnly)
	if in.KeepDates {
		today = ""
	}
	for _, p := range s.forms.Points {
		answers := taken(p.Form, earlier.checks[p.Key].Clean, today)
		copied := len(answers) > 0
		if p.Document == IdentityPart {
			if err := s.prefill(ctx, actor, p.Form, answers); err != nil {
				return nil, err
			}
			answers["application"], answers["proposal"] = in.Title, in.Proposal
			delete(answers, "letter_number") // another letter
			delete(answers, "letter_date")
		}
		told, err := told(b.row, p.Key, answers)
		if err != nil {
			return nil, err
		}
		b.learn(told)
		b.points = append(b.points, pointRow{
			Key: p.Key, Answers: answers, Copied: copied, Version: 1,
			Complete: complete(knowledge{form.World{Now: s.clock.Now().In(s.zone)}}.check(p, answers)),
		})
	}
	for i := range earlier.risks {
		answers := taken(s.forms.Risk.Form, earlier.riskings[i].Clean, today)
		risk, err := ReadRisk(answers)
		if err != nil {
			return nil, err
		}
		b.risks = append(b.risks, riskRow{Position: int64(i + 1), Answers: answers, Copied: true, Magnitude: risk.Magnitude(), Status: RiskOpen, Version: 1, SavedBy: actor.ID})
	}
	return b, nil
}

// learn keeps what a point tells of the whole.
func (b *beginning) learn(told map[string]any) {
	if year, ok := told["budget_year"].(int); ok {
		b.row.BudgetYear = year
	}
	if cost, ok := told["cost"].(int64); ok {
		b.row.Cost = cost
	}
}

func (b *beginning) insert(tx *change.Tx, actor auth.Actor, zone *time.Location) (err error) {
	b.row.ID, b.row.CreatedAt, b.row.ChangedAt = tx.NewID(), tx.Now, tx.Now
	for i := range b.points {
		b.points[i].RecommendationID = b.row.ID
	}
	for i := range b.risks {
		b.risks[i].ID, b.risks[i].RecommendationID, b.risks[i].SavedAt = tx.NewID(), b.row.ID, tx.Now
	}
	if b.row.Number, err = nextNumber(tx.DB, tx.Now.In(zone).Year()); err != nil {
		return err
	}
	b.row.Search = searchText(b.row.Number, b.row.Title)
	if err := insert(tx.DB, b.row, b.points, b.risks); err != nil {
		return err
	}
	return tx.Record(change.Event{Type: "recommendation_begun", Kind: "recommendation", ObjectID: b.row.ID, Internal: true,
		Data: map[string]any{"number": b.row.Number, "organisation": auth.Ref{ID: actor.OrganisationID, Name: actor.OrganisationName}}})
}

// taken returns those answers of an earlier proposal that can be taken over: no
// files, which belong to that proposal, no statements, which are made anew,
// nothing computed, and no date before today (empty: whatever the date).
func taken(f form.Form, answers map[string]any, today string) map[string]any {
	return takenFields(f.Properties, answers, today)
}

func takenFields(fields map[string]form.Field, answers map[string]any, today string) map[string]any {
	out := map[string]any{}
	for key, value := range answers {
		field, known := fields[key]
		switch kind := field.Kind(); {
		case !known || slices.Contains([]form.Kind{form.FileList, form.Statement, form.Computed}, kind):
		case kind == form.Date:
			if date, _ := value.(string); date >= today {
				out[key] = value
			}
		case kind == form.Rows:
			out[key] = takenRows(field, value, today)
		default:
			out[key] = value
		}
	}
	return out
}

func takenRows(field form.Field, value any, today string) []any {
	list, _ := value.([]any)
	rows := make([]any, len(list))
	for i, member := range list {
		cells, _ := member.(map[string]any)
		rows[i] = takenFields(field.Items.Properties, cells, today)
	}
	return rows
}

// prefill answers what the account of the actor tells and nobody has answered
// yet.
func (s *Service) prefill(ctx context.Context, actor auth.Actor, f form.Form, answers map[string]any) error {
	account, err := s.users.Get(ctx, actor.ID)
	if err != nil {
		return err
	}
	parts := map[string]string{"name": account.Name, "nip": account.NIP, "position": account.Position, "email": account.Email, "phone": account.Phone, "agency": actor.OrganisationName}
	for key, field := range f.Properties {
		if _, answered := answers[key]; answered || field.Prefill == "" {
			continue
		}
		if field.Prefill == "person" {
			person := map[string]any{}
			for _, part := range []string{"name", "nip", "position", "email", "phone"} {
				if parts[part] != "" {
					person[part] = parts[part]
				}
			}
			answers[key] = person
		} else if parts[field.Prefill] != "" {
			answers[key] = parts[field.Prefill]
		}
	}
	return nil
}

// @Summary	Delete a proposal
// @Description	One that was never submitted, with its points, risks and files.
// @Tags	spbe-recommendations
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the proposal"
// @Success	204
// @Failure	400,401,403,404,409,412,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id} [delete]
func (h *handlers) delete(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.Delete(ctx, actor, c.Param("id"), version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

var errSubmitted = apperr.New(apperr.Conflict, "recommendation.submitted",
	"Usulan yang sudah pernah diajukan tidak dapat dihapus. Bila tidak dilanjutkan, batalkan permohonannya.",
	"A proposal that was submitted cannot be deleted. If it is given up, cancel its request.")

// Delete removes a proposal of the actor's agency that was never submitted.
func (s *Service) Delete(ctx context.Context, actor auth.Actor, id string, version int64) error {
	return s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		r, err := hold(tx, actor, id)
		switch {
		case err != nil:
			return err
		case !writesFor(actor, r.OrganisationID):
			return errNotYours
		case r.TicketID != nil:
			return errSubmitted
		case r.Version != version+1: // hold has counted it on
			return web.ErrStale
		}
		if err := attachment.RemoveProposal(tx, r.ID); err != nil {
			return err
		}
		if err := remove(tx.DB, r.ID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "recommendation_deleted", Kind: "recommendation", ObjectID: r.ID, Internal: true,
			Data: map[string]any{"number": r.Number, "title": r.Title}})
	})
}
