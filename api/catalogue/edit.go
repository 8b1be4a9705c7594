package catalogue

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

var codePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func isNotFound(err error) bool { return errors.Is(err, web.ErrNotFound) }

// DraftInput is a definition as an admin writes it.
type DraftInput struct {
	Definition Definition `json:"definition"`
	Note       string     `json:"note,omitempty" validate:"max=1000" example:"Jangka waktu sesuai keputusan baru."` // what was changed and why
} // @name ServiceTypeDraft

// @Summary	Make a service
// @Description	Makes a draft; nobody but its keepers sees it until it is published.
// @Tags	catalogue
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	DraftInput	true	"the definition"
// @Success	201	{object}	History
// @Failure	400,401,403,409,413,415,422	{object}	web.Problem
// @Router	/service-types [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[DraftInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	history, err := h.service.Create(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/service-types/"+history.Code+"/versions")
	return web.Tagged(c, http.StatusCreated, history.Version, history)
}

// keeper is the role in which the catalogue is kept.
var keeper = auth.Assignment{Role: auth.Admin}

// Create makes a service with a first draft.
func (s *Service) Create(ctx context.Context, actor auth.Actor, in DraftInput) (History, error) {
	d := in.Definition
	if err := s.Check(d); err != nil {
		return History{}, under("/definition", err)
	}
	err := s.changes.Do(ctx, actor.As(keeper), func(tx *change.Tx) error {
		if err := tx.Create(&typeRow{Code: d.Code, Version: 1}).Error; err != nil {
			return err
		}
		row := versionRow{Code: d.Code, Number: 1, Definition: d, AuthorID: actor.ID, AuthorName: actor.Name, Note: in.Note, CreatedAt: tx.Now}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "service_type_created", Kind: "service_type", ObjectID: d.Code, Data: map[string]any{"name": d.Name, "note": in.Note}, Internal: true})
	})
	if db.IsDuplicate(err) {
		return History{}, apperr.New(apperr.Conflict, "service_type.taken", "Kode layanan ini sudah dipakai.", "This code is taken.").Because(err)
	}
	if err != nil {
		return History{}, err
	}
	return s.History(ctx, d.Code)
}

// @Summary	Write a new version of a service
// @Description	Saves a draft: a new version, or the newest one again while it is still an admin's draft. What is published never changes.
// @Tags	catalogue
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	If-Match	header	string	true	"ETag of its versions"
// @Param	body	body	DraftInput	true	"the definition"
// @Success	200	{object}	History
// @Failure	400,401,403,404,412,413,415,422,428	{object}	web.Problem
// @Router	/service-types/{code} [put]
func (h *handlers) save(c echo.Context) error { return answer(c, h.service.Save) }

// Save writes a draft.
func (s *Service) Save(ctx context.Context, actor auth.Actor, code string, version int64, in DraftInput) (History, error) {
	d := in.Definition
	if d.Code != code {
		return History{}, apperr.BadField("/definition/code", "code.fixed", "Kode layanan tidak dapat diubah.", "The code of a service cannot be changed.")
	}
	if err := s.Check(d); err != nil {
		return History{}, under("/definition", err)
	}
	return s.edit(ctx, actor, code, version, func(tx *change.Tx, history []versionRow) (change.Event, error) {
		newest := history[0]
		changes, err := s.changesSince(tx, newest, d)
		if err != nil {
			return change.Event{}, err
		}
		row := versionRow{Code: code, Number: newest.Number + 1, Definition: d, AuthorID: actor.ID, AuthorName: actor.Name, Note: in.Note, CreatedAt: tx.Now}
		if newest.EffectiveFrom == nil && newest.ShippedHash == "" {
			row.Number = newest.Number
			err = tx.Save(&row).Error
		} else {
			err = tx.Create(&row).Error
		}
		return change.Event{Type: "service_type_drafted", Data: map[string]any{"version": row.Number, "note": in.Note}, Changes: changes}, err
	})
}

func (s *Service) changesSince(tx *change.Tx, before versionRow, d Definition) ([]Difference, error) {
	full, err := findVersion(tx.DB, before.Code, before.Number)
	if err != nil {
		return nil, err
	}
	full.Definition.Complete()
	d.Complete()
	return differences(full.Definition, d)
}

// PublishInput says which version goes into effect, and when.
type PublishInput struct {
	Version       int        `json:"version" validate:"required,min=1" example:"2"`
	EffectiveFrom *time.Time `json:"effective_from,omitempty"` // left out: now
	Note          string     `json:"note,omitempty" validate:"max=1000"`
} // @name ServiceTypePublication

// @Summary	Publish a version of a service
// @Description	Puts a draft into effect, now or from a later instant on. Requests that were filed before keep their version.
// @Tags	catalogue
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	If-Match	header	string	true	"ETag of its versions"
// @Param	body	body	PublishInput	true	"which version"
// @Success	200	{object}	History
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/service-types/{code}/publish [post]
func (h *handlers) publish(c echo.Context) error { return answer(c, h.service.Publish) }

// Publish puts a draft into effect.
func (s *Service) Publish(ctx context.Context, actor auth.Actor, code string, version int64, in PublishInput) (History, error) {
	return s.edit(ctx, actor, code, version, func(tx *change.Tx, _ []versionRow) (change.Event, error) {
		row, err := findVersion(tx.DB, code, in.Version)
		if isNotFound(err) {
			err = apperr.BadField("/version", "version.unknown", "Versi ini tidak ada.", "There is no such version.")
		}
		if err != nil {
			return change.Event{}, err
		}
		if row.EffectiveFrom != nil {
			return change.Event{}, apperr.New(apperr.Conflict, "version.published", "Versi ini sudah terbit.", "This version is published already.")
		}
		if err := s.Check(row.Definition); err != nil { // the rules may have changed since it was written
			return change.Event{}, err
		}
		from := tx.Now
		if in.EffectiveFrom != nil {
			if from = in.EffectiveFrom.UTC(); from.Before(tx.Now) {
				return change.Event{}, apperr.BadField("/effective_from", "effective_from.past", "Tanggal berlaku tidak boleh sudah lewat.", "The date of effect must not have passed.")
			}
		}
		columns := map[string]any{"published_at": tx.Now, "effective_from": from}
		if in.Note != "" {
			columns["note"] = in.Note
		}
		err = tx.Model(&versionRow{}).Where("code = ? AND number = ?", code, in.Version).Updates(columns).Error
		return change.Event{Type: "service_type_published", Data: map[string]any{"version": in.Version, "effective_from": from, "note": in.Note}}, err
	})
}

// RetireInput says why a service is closed or opened again.
type RetireInput struct {
	Reason string `json:"reason" validate:"required,max=1000" example:"Digabung dengan layanan lain."`
} // @name ServiceTypeRetirement

// @Summary	Retire a service
// @Description	Nobody can ask for it any more; its page stays readable and running requests go on.
// @Tags	catalogue
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	If-Match	header	string	true	"ETag of its versions"
// @Param	body	body	RetireInput	true	"why"
// @Success	200	{object}	History
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/service-types/{code}/retire [post]
func (h *handlers) retire(c echo.Context) error { return answer(c, h.service.Retire) }

// Retire closes a service.
func (s *Service) Retire(ctx context.Context, actor auth.Actor, code string, version int64, in RetireInput) (History, error) {
	return s.setRetired(ctx, actor, code, version, true, in)
}

// @Summary	Open a retired service again
// @Tags	catalogue
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	If-Match	header	string	true	"ETag of its versions"
// @Param	body	body	RetireInput	true	"why"
// @Success	200	{object}	History
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/service-types/{code}/restore [post]
func (h *handlers) restore(c echo.Context) error { return answer(c, h.service.Restore) }

// Restore opens a retired service again.
func (s *Service) Restore(ctx context.Context, actor auth.Actor, code string, version int64, in RetireInput) (History, error) {
	return s.setRetired(ctx, actor, code, version, false, in)
}

func (s *Service) setRetired(ctx context.Context, actor auth.Actor, code string, version int64, retired bool, in RetireInput) (History, error) {
	return s.edit(ctx, actor, code, version, func(tx *change.Tx, _ []versionRow) (change.Event, error) {
		service, err := findType(tx.DB, code)
		if err != nil {
			return change.Event{}, err
		}
		if retired == (service.RetiredAt != nil) {
			return change.Event{}, apperr.New(apperr.Conflict, "service_type.unchanged", "Layanan ini sudah dalam keadaan itu.", "The service is in that state already.")
		}
		event, at := "service_type_restored", (*time.Time)(nil)
		if retired {
			event, at = "service_type_retired", &tx.Now
		}
		err = tx.Model(&typeRow{}).Where("code = ?", code).Update("retired_at", at).Error
		return change.Event{Type: event, Data: in}, err
	})
}

// edit is the way of every change to a service: version checked, deed done,
// service made one version newer, event recorded.
func (s *Service) edit(ctx context.Context, actor auth.Actor, code string, version int64, do func(*change.Tx, []versionRow) (change.Event, error)) (History, error) {
	err := s.changes.Do(ctx, actor.As(keeper), func(tx *change.Tx) error {
		service, err := findType(tx.DB, code)
		if err != nil {
			return err
		}
		if service.Version != version {
			return web.ErrStale
		}
		history, err := versions(tx.DB, code)
		if err != nil {
			return err
		}
		event, err := do(tx, history)
		if err != nil {
			return err
		}
		if err := touch(tx.DB, code, version); err != nil {
			return err
		}
		event.Kind, event.ObjectID, event.Internal = "service_type", code, true
		return tx.Record(event)
	})
	if err != nil {
		return History{}, err
	}
	return s.History(ctx, code)
}

// answer is the way of every edit over HTTP.
func answer[T any](c echo.Context, do func(context.Context, auth.Actor, string, int64, T) (History, error)) error {
	version, in, err := web.BindEdit[T](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	history, err := do(ctx, actor, c.Param("code"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, history.Version, history)
}

// under moves the faults of a refusal below a member of the body.
func under(prefix string, err error) error {
	refusal, ok := errors.AsType[*apperr.Error](err)
	if !ok {
		return err
	}
	moved := *refusal
	moved.Fields = make([]apperr.Field, len(refusal.Fields))
	for i, f := range refusal.Fields {
		f.Pointer = prefix + f.Pointer
		moved.Fields[i] = f
	}
	return &moved
}
