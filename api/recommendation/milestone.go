package recommendation

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// MilestoneKind is a part of the development after approval.
type MilestoneKind string

// Milestones, in their usual order.
const (
	Design          MilestoneKind = "design"           // rancangan
	Implementation  MilestoneKind = "implementation"   // implementasi
	FeasibilityTest MilestoneKind = "feasibility_test" // uji kelaikan
	Handover        MilestoneKind = "handover"         // serah terima
)

// Bounds of milestones.
const (
	maxMilestones     = 100 // of one proposal
	maxMilestoneFiles = 10  // of one milestone
)

// Milestone is what an agency reports of the development.
type Milestone struct {
	ID    string           `json:"id"`
	Kind  MilestoneKind    `json:"kind" enums:"design,implementation,feasibility_test,handover"`
	Date  string           `json:"date" format:"date"`
	Note  string           `json:"note"`
	Files []ticket.FileRef `json:"files"`
	By    auth.Ref         `json:"by"`
	At    time.Time        `json:"at"`
} // @name RecommendationMilestone

func (r milestoneRow) view() Milestone {
	return Milestone{ID: r.ID, Kind: r.Kind, Date: r.Date, Note: r.Note, Files: r.Files, By: r.ref(), At: r.At}
}

// @Summary	List the milestones of an approved proposal
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	web.List[Milestone]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/milestones [get]
func (h *handlers) milestones(c echo.Context) error { return listOf(c, h.service.Milestones) }

// Milestones returns what was reported, by date.
func (s *Service) Milestones(ctx context.Context, actor auth.Actor, id string) ([]Milestone, error) {
	return viewsOf(ctx, s, actor, id, milestonesOf, milestoneRow.view)
}

// MilestoneInput is a milestone as it comes in a form.
type MilestoneInput struct {
	Kind MilestoneKind `json:"kind" validate:"required,oneof=design implementation feasibility_test handover"`
	Date string        `json:"date" validate:"required,datetime=2006-01-02"`
	Note string        `json:"note" validate:"notblank,max=4000"`
}

// @Summary	Report a milestone of the development
// @Description	After the ministry's approval: design, implementation, feasibility test, handover, each with its documents. It only adds.
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	kind	formData	string	true	"which part"	Enums(design, implementation, feasibility_test, handover)
// @Param	date	formData	string	true	"when it was reached (YYYY-MM-DD)"
// @Param	note	formData	string	true	"what was reached"
// @Param	files[key]	formData	file	false	"a document: PDF, PNG or JPEG; any keys, at most 10"
// @Success	201	{object}	Milestone
// @Failure	400,401,403,404,409,413,415,422,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/milestones [post]
func (h *handlers) addMilestone(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	r, err := h.service.store.find(ctx, actor, c.Param("id"))
	if err == nil {
		err = r.in(StateApproved)
	}
	if err != nil { // before a byte of a file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"kind", "date", "note"}, map[string]attachment.Kind{"files[*]": attachment.Supporting})
	if err != nil {
		return err
	}
	v, err := h.service.AddMilestone(ctx, actor, c.Param("id"), MilestoneInput{Kind: MilestoneKind(values["kind"]), Date: values["date"], Note: values["note"]}, files)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/spbe-recommendations/"+c.Param("id")+"/milestones")
	return web.JSON(c, http.StatusCreated, v)
}

var errManyMilestones = apperr.New(apperr.Conflict, "recommendation.milestones_full",
	"Usulan ini sudah memuat 100 laporan perkembangan.", "This proposal has 100 milestones already.")

// AddMilestone reports a milestone for the actor's agency.
func (s *Service) AddMilestone(ctx context.Context, actor auth.Actor, id string, in MilestoneInput, files []attachment.Received) (Milestone, error) {
	if err := web.Validate(&in, ""); err != nil {
		return Milestone{}, err
	}
	switch {
	case in.Date > s.today():
		return Milestone{}, apperr.BadField("/date", "field.late", "Tanggal ini belum tiba.", "This date is still to come.")
	case len(files) > maxMilestoneFiles:
		return Milestone{}, apperr.BadField("/files", "field.too_many", "Sertakan paling banyak 10 berkas.", "Send at most 10 files.")
	}
	made := milestoneRow{RecommendationID: id, Kind: in.Kind, Date: in.Date, Note: in.Note, Files: refs(files), Author: authorOf(actor)}
	err := s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		r, err := hold(tx, actor, id)
		if err == nil && !writesFor(actor, r.OrganisationID) {
			err = errNotYours
		}
		if err == nil {
			err = r.in(StateApproved)
		}
		if err != nil {
			return err
		}
		before, err := milestonesOf(tx.DB, id)
		if err == nil && len(before) >= maxMilestones {
			err = errManyMilestones
		}
		if err != nil {
			return err
		}
		made.ID, made.At = tx.NewID(), tx.Now
		if err := insertFiles(tx, actor, r, "spbe_milestone", files); err != nil {
			return err
		}
		if err := tx.Create(&made).Error; err != nil {
			return err
		}
		data := map[string]any{"number": r.Number, "milestone": made.Kind, "date": made.Date}
		if err := tx.Record(change.Event{Type: "recommendation_milestone", Kind: "recommendation", ObjectID: id, Data: data}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "milestone_reported", Kind: "ticket", ObjectID: *r.TicketID, Data: data})
	})
	return made.view(), err
}
