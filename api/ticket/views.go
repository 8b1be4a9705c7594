package ticket

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// View is a set of filters of the inbox that a person keeps under a name.
type View struct {
	ID      string `json:"id"`
	Name    string `json:"name" example:"Subdomain yang terlambat"`
	Query   string `json:"query" example:"overdue=true&service_type=subdomain"` // of the page's address, without the question mark
	Version int64  `json:"version"`                                             // If-Match takes it in quotes
} // @name SavedView

// ViewInput is a view as its owner writes it.
type ViewInput struct {
	Name  string `json:"name" validate:"required,notblank,max=60" example:"Subdomain yang terlambat"`
	Query string `json:"query" validate:"max=1000" example:"overdue=true&service_type=subdomain"`
} // @name SavedViewInput

type viewRow struct {
	ID        string    `gorm:"column:id;primaryKey"`
	UserID    string    `gorm:"column:user_id"`
	Name      string    `gorm:"column:name"`
	Query     string    `gorm:"column:query"`
	Version   int64     `gorm:"column:version"`
	CreatedAt time.Time `gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt time.Time `gorm:"column:changed_at"`
}

func (viewRow) TableName() string { return "saved_views" }

func (r viewRow) view() View { return View{ID: r.ID, Name: r.Name, Query: r.Query, Version: r.Version} }

// maxViews bounds how many views a person keeps.
const maxViews = 20

var (
	errTooManyViews = apperr.New(apperr.Conflict, "view.too_many",
		"Anda sudah menyimpan 20 tampilan. Hapus salah satu dahulu.", "You have saved 20 views already. Delete one of them first.")
	errViewName = apperr.BadField("/name", "view.name_taken",
		"Anda sudah punya tampilan dengan nama ini. Pilih nama lain.", "You already have a view of this name. Choose another one.")
	errViewQuery = apperr.BadField("/query", "view.query",
		"Saringan ini bukan bagian alamat yang benar.", "These filters are not a valid query of an address.")
)

// @Summary	List my saved views
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[View]
// @Failure	401,403	{object}	web.Problem
// @Router	/me/views [get]
func (h *handlers) views(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Views(ctx, actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[View]{Items: list})
}

// Views lists the actor's own views by name.
func (s *Service) Views(ctx context.Context, actor auth.Actor) ([]View, error) {
	var rows []viewRow
	err := s.store.read.WithContext(ctx).Where("user_id = ?", actor.ID).Order("name, id").Limit(maxViews).Find(&rows).Error
	views := make([]View, len(rows))
	for i, r := range rows {
		views[i] = r.view()
	}
	return views, err
}

// @Summary	Save a view
// @Description	Keeps the filters of the inbox under a name, at most 20 a person.
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	ViewInput	true	"name and filters"
// @Success	201	{object}	View
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/me/views [post]
func (h *handlers) saveView(c echo.Context) error {
	in, err := web.Bind[ViewInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.SaveView(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/me/views/"+v.ID)
	return web.Tagged(c, http.StatusCreated, v.Version, v)
}

// SaveView keeps a view for the actor.
func (s *Service) SaveView(ctx context.Context, actor auth.Actor, in ViewInput) (View, error) {
	if err := in.check(); err != nil {
		return View{}, err
	}
	var r viewRow
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		var kept int64
		if err := tx.Model(&viewRow{}).Where("user_id = ?", actor.ID).Count(&kept).Error; err != nil {
			return err
		}
		if kept >= maxViews {
			return errTooManyViews
		}
		r = viewRow{ID: tx.NewID(), UserID: actor.ID, Name: strings.TrimSpace(in.Name), Query: in.Query, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now}
		if err := tx.Create(&r).Error; err != nil {
			return viewFault(err)
		}
		return tx.Record(change.Event{Type: "saved", Kind: "view", ObjectID: r.ID, Data: in, Internal: true})
	})
	return r.view(), err
}

// @Summary	Change a saved view
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the view"
// @Param	If-Match	header	string	true	"ETag of the view"
// @Param	body	body	ViewInput	true	"name and filters"
// @Success	200	{object}	View
// @Failure	400,401,403,404,412,415,422,428	{object}	web.Problem
// @Router	/me/views/{id} [put]
func (h *handlers) changeView(c echo.Context) error {
	version, in, err := web.BindEdit[ViewInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.ChangeView(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// ChangeView replaces the name and the filters of a view of the actor's.
func (s *Service) ChangeView(ctx context.Context, actor auth.Actor, id string, version int64, in ViewInput) (View, error) {
	if err := in.check(); err != nil {
		return View{}, err
	}
	var r viewRow
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) (err error) {
		if r, err = ownView(tx, actor, id, version); err != nil {
			return err
		}
		r.Name, r.Query, r.Version, r.ChangedAt = strings.TrimSpace(in.Name), in.Query, version+1, tx.Now
		done := tx.Model(&viewRow{}).Where("id = ? AND version = ?", id, version).Select("Name", "Query", "Version", "ChangedAt").Updates(&r)
		if done.Error != nil {
			return viewFault(done.Error)
		}
		if done.RowsAffected == 0 {
			return web.ErrStale
		}
		return tx.Record(change.Event{Type: "changed", Kind: "view", ObjectID: id, Data: in, Internal: true})
	})
	return r.view(), err
}

// @Summary	Delete a saved view
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the view"
// @Param	If-Match	header	string	true	"ETag of the view"
// @Success	204
// @Failure	401,403,404,412,428	{object}	web.Problem
// @Router	/me/views/{id} [delete]
func (h *handlers) deleteView(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.DeleteView(ctx, actor, c.Param("id"), version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// DeleteView forgets a view of the actor's.
func (s *Service) DeleteView(ctx context.Context, actor auth.Actor, id string, version int64) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		r, err := ownView(tx, actor, id, version)
		if err != nil {
			return err
		}
		done := tx.Where("id = ? AND version = ?", id, version).Delete(&viewRow{})
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return web.ErrStale
		}
		return tx.Record(change.Event{Type: "deleted", Kind: "view", ObjectID: id, Data: ViewInput{Name: r.Name, Query: r.Query}, Internal: true})
	})
}

// ownView reads a view of the actor's at the version that a change is based
// on. To everybody else it does not exist.
func ownView(tx *change.Tx, actor auth.Actor, id string, version int64) (viewRow, error) {
	var r viewRow
	if !ident.Valid(id) {
		return r, web.ErrNotFound
	}
	err := tx.Where("id = ? AND user_id = ?", id, actor.ID).Take(&r).Error
	switch {
	case db.IsNotFound(err):
		return r, web.ErrNotFound
	case err == nil && r.Version != version:
		return r, web.ErrStale
	}
	return r, err
}

func (in ViewInput) check() error {
	if _, err := url.ParseQuery(in.Query); err != nil {
		return errViewQuery
	}
	return nil
}

func viewFault(err error) error {
	if db.IsDuplicate(err) {
		return errViewName
	}
	return err
}
