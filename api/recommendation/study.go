package recommendation

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// OfficeStudy is the office's technical study of a proposal (kajian), as it
// was typed.
type OfficeStudy struct {
	Answers  map[string]any  `json:"answers"`  // in the shape of the study's form
	Version  int64           `json:"version"`  // If-Match takes it in quotes; 0: nothing is written yet
	SavedAt  *time.Time      `json:"saved_at"` // null: nothing is written yet
	SavedBy  *auth.Ref       `json:"saved_by"`
	Complete bool            `json:"complete"` // the request can go on to the decision
	Document *Issued         `json:"document"` // drawn with the verdict; null before
	Findings ticket.Findings `json:"findings"`
} // @name RecommendationStudy

// StudyInput is what a study says now.
type StudyInput struct {
	Answers map[string]any `json:"answers" validate:"required"`
} // @name RecommendationStudyInput

var errNoStudy = apperr.New(apperr.Conflict, "recommendation.no_study",
	"Kajian teknis belum lengkap. Lengkapi kajian beserta kesimpulannya di halaman usulan, lalu teruskan.",
	"The technical study is not complete. Complete it with its conclusion at the proposal, then pass the request on.")

// errStudyLong refuses a study that is longer than any office writes.
var errStudyLong = apperr.BadField("/answers", "field.max", "Kajian ini terlalu panjang. Ringkas isiannya.", "This study is too long. Shorten it.")

// @Summary	Read the study of a proposal
// @Description	The office's technical study. The agency sees it once the office has decided.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Success	200	{object}	OfficeStudy
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/study [get]
func (h *handlers) study(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.OfficeStudy(ctx, actor, c.Param("id"), web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// OfficeStudy returns the study of a proposal, if the actor may see it now.
func (s *Service) OfficeStudy(ctx context.Context, actor auth.Actor, id, lang string) (OfficeStudy, error) {
	r, err := s.readStudied(ctx, actor, id)
	if err != nil {
		return OfficeStudy{}, err
	}
	study, err := studyOf(s.store.read.WithContext(ctx), r.ID)
	return s.studyView(study, lang), err
}

// readStudied finds a submitted proposal whose study the actor may read.
func (s *Service) readStudied(ctx context.Context, actor auth.Actor, id string) (row, error) {
	r, err := s.store.find(ctx, actor, id)
	if err == nil && (r.TicketID == nil || (!readsInternal(actor) && !stateOf(r).decided())) {
		err = web.ErrNotFound
	}
	return r, err
}

func (s *Service) studyView(r studyRow, lang string) OfficeStudy {
	v := OfficeStudy{Answers: r.Answers, Version: r.Version, Complete: r.Complete, Document: r.Document, Findings: ticket.NewFindings(s.checkStudy(r.Answers), lang)}
	if r.Version > 0 {
		v.SavedAt, v.SavedBy = &r.SavedAt, &auth.Ref{ID: r.SavedByID, Name: r.SavedByName}
	}
	return v
}

func (s *Service) checkStudy(answers map[string]any) form.Result {
	return knowledge{form.World{Now: s.clock.Now().In(s.zone)}}.check(s.forms.Study, answers)
}

// @Summary	Write the study of a proposal
// @Description	As it is typed; the findings tell what it still lacks. While its request is at the study, by the division that has it.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	If-Match	header	string	true	"ETag of the study"
// @Param	body	body	StudyInput	true	"what it says now"
// @Success	200	{object}	OfficeStudy
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/study [put]
func (h *handlers) saveStudy(c echo.Context) error {
	version, in, err := web.BindEdit[StudyInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.SaveStudy(ctx, actor, c.Param("id"), version, in, web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// SaveStudy replaces what the study says.
func (s *Service) SaveStudy(ctx context.Context, actor auth.Actor, id string, version int64, in StudyInput, lang string) (OfficeStudy, error) {
	if text, err := json.Marshal(in.Answers); err != nil || len(text) > maxBytes {
		return OfficeStudy{}, errStudyLong
	}
	r, err := s.readStudied(ctx, actor, id)
	if err == nil {
		err = r.in(StateStudy)
	}
	if err != nil {
		return OfficeStudy{}, err
	}
	var study studyRow
	err = s.tickets.Together(ctx, actor, r.TicketNumber, ticket.Return, func(tx *change.Tx, _ *ticket.Service) error {
		r, err := lock(tx, actor, id)
		if err == nil {
			err = r.in(StateStudy)
		}
		if err == nil {
			study, err = studyOf(tx.DB, id)
		}
		if err == nil && study.Version != version {
			err = web.ErrStale
		}
		if err != nil {
			return err
		}
		if study.Version == 0 || !reflect.DeepEqual(study.Answers, in.Answers) {
			study.Answers, study.Complete = in.Answers, len(s.checkStudy(in.Answers).Errors) == 0
			study.SavedAt, study.SavedByID, study.SavedByName = tx.Now, actor.ID, actor.Name
			study.Version++
			if err := tx.Save(&study).Error; err != nil {
				return err
			}
		}
		return tx.RecordOnceIn(sitting, change.Event{Type: "recommendation_study_saved", Kind: "recommendation", ObjectID: id, Internal: true, Data: map[string]any{"number": r.Number}})
	})
	return s.studyView(study, lang), err
}
