package recommendation

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// AnsweredPoint is what is written at a point.
type AnsweredPoint struct {
	Key         string                  `json:"key" example:"needs-1"`
	Version     int64                   `json:"version"` // of this point alone
	Answers     map[string]any          `json:"answers"` // as they were typed
	SavedAt     *time.Time              `json:"saved_at"`
	SavedBy     *auth.Ref               `json:"saved_by"`
	Complete    bool                    `json:"complete"`
	Copied      bool                    `json:"copied"` // taken over from an earlier proposal, and not looked at since
	Findings    ticket.Findings         `json:"findings"`
	Attachments []attachment.Attachment `json:"attachments"` // of this point, oldest first; their order in a field is that of its answer
} // @name RecommendationAnsweredPoint

// AnswersInput is what a point or a risk says now.
type AnswersInput struct {
	Answers map[string]any `json:"answers"`
} // @name RecommendationAnswersInput

// @Summary	Read a point of a proposal
// @Description	What is written there, with what would stop the proposal from being submitted.
// @Tags	spbe-recommendations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	key	path	string	true	"key of the point, such as needs-1"
// @Success	200	{object}	AnsweredPoint
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/points/{key} [get]
func (h *handlers) point(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Point(ctx, actor, c.Param("id"), c.Param("key"), web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Point returns what is written at a point of a proposal within the actor's
// scope.
func (s *Service) Point(ctx context.Context, actor auth.Actor, id, key, lang string) (AnsweredPoint, error) {
	p, known := s.forms.Point(key)
	if !known {
		return AnsweredPoint{}, web.ErrNotFound
	}
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return AnsweredPoint{}, err
	}
	written, err := points(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return AnsweredPoint{}, err
	}
	files, err := attachment.ListProposal(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return AnsweredPoint{}, err
	}
	k, err := s.knowledge(ctx, r.ID)
	if err != nil {
		return AnsweredPoint{}, err
	}
	one := written[key]
	result := k.check(p, one.Answers)
	return AnsweredPoint{
		Key: key, Version: one.Version, Answers: one.Answers, SavedAt: one.SavedAt, SavedBy: savedBy(one.SavedBy, one.SaverName),
		Complete: complete(result), Copied: one.Copied, Findings: ticket.NewFindings(result, lang), Attachments: filesOf(key, files),
	}, nil
}

// fileField is how a file of a point is kept: the field that it answers, under
// its point.
func fileField(key, field string) string { return key + "/" + field }

// filesOf returns the files of a point, named by their field alone.
func filesOf(key string, files []attachment.Attachment) []attachment.Attachment {
	of := []attachment.Attachment{}
	for _, f := range files {
		if field, ok := strings.CutPrefix(f.Field, fileField(key, "")); ok {
			f.Field = field
			of = append(of, f)
		}
	}
	return of
}

// @Summary	Save a point of a proposal
// @Description	Replaces its answers. Nothing is refused for being missing, wrong or not asked: the answer's `findings` tell what would stop the proposal from being submitted. Each point has its own version, so that several people write at once; 412 says that somebody else has written at this point, and the reading tells what.
// @Tags	spbe-recommendations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	key	path	string	true	"key of the point, such as needs-1"
// @Param	If-Match	header	string	true	"ETag of the point"
// @Param	body	body	AnswersInput	true	"what it says now"
// @Success	200	{object}	AnsweredPoint
// @Failure	400,401,403,404,409,412,413,415,422,428	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/points/{key} [put]
func (h *handlers) savePoint(c echo.Context) error {
	version, in, err := web.BindEdit[AnswersInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.SavePoint(ctx, actor, c.Param("id"), c.Param("key"), version, in.Answers, web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

var errTooLong = apperr.BadField("/answers", "field.max",
	"Isian butir ini terlalu panjang. Ringkas isian yang panjang, atau lampirkan sebagai berkas.",
	"The answers of this point are too long. Shorten the long ones, or attach them as a file.")

// bounded refuses answers that are too long, and makes those of nothing empty.
func bounded(answers map[string]any) (map[string]any, error) {
	if answers == nil {
		answers = map[string]any{}
	}
	if text, err := json.Marshal(answers); err != nil || len(text) > maxBytes {
		return nil, errTooLong
	}
	return answers, nil
}

// SavePoint replaces what is written at a point. What a person types is saved
// every few seconds; the record tells a sitting of an hour as one act, with who
// and when, and not what was typed: it is nobody else's business before it is
// submitted. What is the same as before is not written again.
func (s *Service) SavePoint(ctx context.Context, actor auth.Actor, id, key string, version int64, answers map[string]any, lang string) (AnsweredPoint, error) {
	p, known := s.forms.Point(key)
	if !known {
		return AnsweredPoint{}, web.ErrNotFound
	}
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return AnsweredPoint{}, err
	}
	written, err := points(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return AnsweredPoint{}, err
	}
	one := written[key]
	if one.Version != version {
		return AnsweredPoint{}, web.ErrStale
	}
	if answers, err = bounded(answers); err != nil {
		return AnsweredPoint{}, err
	}
	if reflect.DeepEqual(answers, one.Answers) && !one.Copied {
		return s.Point(ctx, actor, id, key, lang)
	}
	k, err := s.knowledge(ctx, r.ID)
	if err != nil {
		return AnsweredPoint{}, err
	}
	result := k.check(p, answers)
	told, err := told(r, key, result.Clean)
	if err != nil {
		return AnsweredPoint{}, err
	}
	one.Answers, one.Complete, one.Copied = answers, complete(result), false
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		if _, err := holdOwn(tx, actor, id); err != nil {
			return err
		}
		one.SavedAt, one.SavedBy = &tx.Now, &actor.ID
		if err := updatePoint(tx.DB, &one); err != nil {
			return err
		}
		if err := tell(tx.DB, r.ID, told); err != nil {
			return err
		}
		return recordSaved(tx, r)
	})
	if err != nil {
		return AnsweredPoint{}, err
	}
	return s.Point(ctx, actor, id, key, lang)
}

// recordSaved records that somebody writes in a proposal, once a sitting.
func recordSaved(tx *change.Tx, r row) error {
	return tx.RecordOnceIn(sitting, change.Event{Type: "recommendation_saved", Kind: "recommendation", ObjectID: r.ID, Internal: true, Data: map[string]any{"number": r.Number}})
}

// @Summary	Upload a file into a point of a proposal
// @Description	It answers a field when its id stands in the answer, which also gives the order. A file that was not submitted yet can be removed (`DELETE /attachments/{id}`).
// @Tags	spbe-recommendations
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	key	path	string	true	"key of the point, such as needs-2"
// @Param	file	formData	file	true	"the file: a PDF, or a PNG or JPEG picture"
// @Param	field	formData	string	true	"key of the field that it answers, or of the rows in which that stands"
// @Success	201	{object}	attachment.Attachment
// @Failure	400,401,403,404,409,413,415,422,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/points/{key}/attachments [post]
func (h *handlers) attachToPoint(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if _, err := h.service.attachable(ctx, actor, c.Param("id"), c.Param("key")); err != nil { // before a byte of the file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"field"}, map[string]attachment.Kind{"file": attachment.Supporting})
	if err != nil {
		return err
	}
	stored, err := h.service.Attach(ctx, actor, c.Param("id"), c.Param("key"), values["field"], files)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/attachments/"+stored.ID+"/content")
	return web.JSON(c, http.StatusCreated, stored)
}

// attachable finds a point into which the actor may upload files.
func (s *Service) attachable(ctx context.Context, actor auth.Actor, id, key string) (Point, error) {
	p, known := s.forms.Point(key)
	if !known {
		return Point{}, web.ErrNotFound
	}
	_, err := s.own(ctx, actor, id)
	return p, err
}

var errNoFileField = apperr.BadField("/field", "field.files",
	"Butir ini tidak mempunyai isian berkas dengan nama tersebut.", "This point has no field for files of that name.")

// Attach keeps a file at a point. It only adds, so it needs no version.
func (s *Service) Attach(ctx context.Context, actor auth.Actor, id, key, field string, files []attachment.Received) (stored attachment.Attachment, err error) {
	p, err := s.attachable(ctx, actor, id, key)
	if err == nil && !takesFiles(p.Form, field) {
		err = errNoFileField
	}
	if err != nil {
		return stored, err
	}
	err = s.changes.Do(ctx, applicant(actor), func(tx *change.Tx) error {
		r, err := holdOwn(tx, actor, id)
		if err != nil {
			return err
		}
		for i := range files {
			files[i].Field = fileField(key, field)
		}
		stored, err = s.files.KeepInProposal(tx, actor, r.ID, files)
		return err
	})
	stored.Field = field
	return stored, err
}

// takesFiles tells whether a field, or a cell of its rows, is one for files.
func takesFiles(f form.Form, key string) bool {
	field, known := f.Properties[key]
	if !known || f.Takes(key) {
		return known
	}
	if field.Kind() != form.Rows {
		return false
	}
	return slices.ContainsFunc(field.Items.Order, func(cell string) bool { return field.Items.Properties[cell].Kind() == form.FileList })
}
