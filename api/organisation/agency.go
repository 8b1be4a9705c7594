package organisation

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Input describes an agency.
type Input struct {
	Name      string `json:"name" validate:"required,notblank,max=200" example:"Dinas Kesehatan"`
	ShortName string `json:"short_name,omitempty" validate:"max=60" example:"Dinkes"`
	Kind      Kind   `json:"kind" validate:"required,oneof=agency regency school other" enums:"agency,regency,school,other"`
	ParentID  string `json:"parent_id,omitempty" validate:"omitempty,uuid"` // left out: stands at the top
} // @name OrganisationInput

var (
	errTaken = apperr.New(apperr.Conflict, "organisation.taken",
		"Sudah ada instansi dengan nama ini, mungkin yang sudah ditutup. Pakai nama lain, atau buka kembali yang lama.",
		"There is an agency of this name already, perhaps a closed one. Use another name, or reopen the old one.")
	errClosed = apperr.New(apperr.Conflict, "organisation.closed",
		"Instansi ini sudah ditutup atau digabung; tidak ada lagi yang dapat diubah.", "This agency is closed or merged; nothing of it can be changed any more.")
	errParent = apperr.BadField("/parent_id", "organisation.parent",
		"Pilih induk yang masih ada dan bukan bagian dari instansi lain. Instansi yang punya bagian tidak dapat menjadi bagian.",
		"Choose a parent that is in being and is not a part itself. An agency with parts cannot become one.")
)

// @Summary	List agencies
// @Description	By present and former names. Those that were closed or merged are left out unless asked for.
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	false	"part of a name or short name, present or former"
// @Param	state	query	string	false	"open (default), closed or all"	Enums(open,closed,all)
// @Success	200	{object}	web.List[Organisation]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/organisations [get]
func (h *handlers) list(c echo.Context) error {
	state := c.QueryParam("state")
	switch state {
	case "":
		state = "open"
	case "open", "closed", "all":
	default:
		return apperr.BadField("/state", "organisation.state", "Pilih open, closed, atau all.", "Choose open, closed or all.")
	}
	actor, _ := auth.From(c.Request().Context())
	list, err := h.service.ListState(c.Request().Context(), c.QueryParam("q"), state)
	if err != nil {
		return err
	}
	for i, o := range list {
		list[i] = o.seenBy(actor)
	}
	return web.JSON(c, http.StatusOK, web.List[Organisation]{Items: list})
}

// AgencyOpen tells whether there is an agency in being with the id.
func (s *Service) AgencyOpen(ctx context.Context, id string) (bool, error) {
	o, err := s.Get(ctx, id)
	if errors.Is(err, web.ErrNotFound) {
		return false, nil
	}
	return o.ClosedAt == nil, err
}

// @Summary	Read an agency
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Success	200	{object}	Organisation
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/organisations/{id} [get]
func (h *handlers) get(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	o, err := h.service.Get(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, o.Version, o.seenBy(actor))
}

// @Summary	Make an agency
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	Input	true	"the agency"
// @Success	201	{object}	Organisation
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/organisations [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[Input](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	o, err := h.service.Create(c.Request().Context(), actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/organisations/"+o.ID)
	return web.Tagged(c, http.StatusCreated, o.Version, o.seenBy(actor))
}

// Create makes an agency.
func (s *Service) Create(ctx context.Context, actor auth.Actor, in Input) (Organisation, error) {
	in.Name, in.ShortName = strings.TrimSpace(in.Name), strings.TrimSpace(in.ShortName)
	var made Organisation
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		parent, err := s.parentOf(ctx, tx, Organisation{}, in)
		if err != nil {
			return err
		}
		r := row{ID: tx.NewID(), Name: in.Name, ShortName: in.ShortName, Kind: in.Kind, ParentID: parent, Version: 1, CreatedAt: tx.Now}
		if err := insert(tx.DB, r); err != nil {
			return err
		}
		if made, err = s.store.find(ctx, tx.DB, r.ID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "organisation_created", Kind: "organisation", ObjectID: r.ID, Changes: in, Internal: true})
	})
	return made, taken(err)
}

// parentOf checks the parent that an agency is to have: trees have two levels,
// an agency and its parts.
func (s *Service) parentOf(ctx context.Context, tx *change.Tx, of Organisation, in Input) (*string, error) {
	if in.ParentID == "" {
		return nil, nil
	}
	parent, err := s.store.find(ctx, tx.DB, in.ParentID)
	if err != nil || parent.ClosedAt != nil || parent.Parent != nil || parent.ID == of.ID {
		return nil, errParent.Because(err)
	}
	if of.ID != "" {
		parts, err := countParts(tx.DB, of.ID)
		if err != nil {
			return nil, err
		}
		if parts > 0 {
			return nil, errParent
		}
	}
	return &parent.ID, nil
}

func taken(err error) error {
	if db.IsDuplicate(err) {
		return errTaken.Because(err)
	}
	return err
}

// @Summary	Change an agency
// @Description	Takes the whole description. A former name is kept: the agency is still found by it, and papers of earlier requests keep the name of their day.
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Param	If-Match	header	string	true	"ETag of the agency"
// @Param	body	body	Input	true	"the agency"
// @Success	200	{object}	Organisation
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/organisations/{id} [put]
func (h *handlers) change(c echo.Context) error {
	version, in, err := web.BindEdit[Input](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	o, err := h.service.Change(c.Request().Context(), actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, o.Version, o.seenBy(actor))
}

// Change replaces the description of an agency; a name that ends goes into its
// history.
func (s *Service) Change(ctx context.Context, actor auth.Actor, id string, version int64, in Input) (Organisation, error) {
	in.Name, in.ShortName = strings.TrimSpace(in.Name), strings.TrimSpace(in.ShortName)
	var after Organisation
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, id)
		switch {
		case err != nil:
			return err
		case before.Version != version:
			return web.ErrStale
		case before.ClosedAt != nil:
			return errClosed
		}
		parent, err := s.parentOf(ctx, tx, before, in)
		if err != nil {
			return err
		}
		if err := update(tx.DB, id, version, map[string]any{"name": in.Name, "short_name": in.ShortName, "kind": in.Kind, "parent_id": parent}); err != nil {
			return err
		}
		if before.Name != in.Name || before.ShortName != in.ShortName {
			former := nameRow{ID: tx.NewID(), OrganisationID: id, Name: before.Name, ShortName: before.ShortName, Until: tx.Now}
			if err := insertName(tx.DB, former); err != nil {
				return err
			}
		}
		if after, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "organisation_changed", Kind: "organisation", ObjectID: id, Changes: difference(before, after), Internal: true})
	})
	return after, taken(err)
}

// difference lists what changed of an agency: before and after.
func difference(before, after Organisation) map[string][2]any {
	changes := map[string][2]any{}
	for name, pair := range map[string][2]string{
		"name": {before.Name, after.Name}, "short_name": {before.ShortName, after.ShortName}, "kind": {string(before.Kind), string(after.Kind)},
		"parent": {nameOf(before.Parent), nameOf(after.Parent)},
	} {
		if pair[0] != pair[1] {
			changes[name] = [2]any{pair[0], pair[1]}
		}
	}
	return changes
}

func nameOf(ref *auth.Ref) string {
	if ref == nil {
		return ""
	}
	return ref.Name
}
