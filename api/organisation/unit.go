package organisation

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Unit is a part of the office, named by its code.
type Unit struct {
	Code           string     `json:"code" example:"aptika"`
	Name           string     `json:"name" example:"Bidang Aplikasi Informatika"`
	ClosedAt       *time.Time `json:"closed_at"` // null: in being
	Version        int64      `json:"version"`
	AllowedActions []Action   `json:"allowed_actions" enums:"change,merge,close,reopen"` // what the caller may do with it now
} // @name Unit

func (u Unit) seenBy(actor auth.Actor) Unit {
	u.AllowedActions = actionsOn(actor, u.ClosedAt != nil, false, true)
	return u
}

// Tasks count what keeps a unit open.
type Tasks struct {
	Officers     int64 `json:"officers"` // active accounts with a role in it
	OpenRequests int64 `json:"open_requests"`
	Services     int64 `json:"services"` // whose steps name it
} // @name UnitTasks

// UnitName is the name of a unit.
type UnitName struct {
	Name string `json:"name" validate:"required,notblank,max=160" example:"Bidang Aplikasi Informatika"`
} // @name UnitNameInput

// UnitInput describes a new unit. Its code never changes.
type UnitInput struct {
	Code string `json:"code" validate:"required,min=2,max=30" example:"aptika"` // lower-case letters, digits and hyphens
	Name string `json:"name" validate:"required,notblank,max=160" example:"Bidang Aplikasi Informatika"`
} // @name UnitInput

// Units returns the office's units in being, in their order.
func (s *Service) Units(ctx context.Context) ([]Unit, error) {
	all, err := s.store.units(ctx)
	open := []Unit{}
	for _, u := range all {
		if u.ClosedAt == nil {
			open = append(open, u)
		}
	}
	return open, err
}

// UnitExists tells whether a unit in being has the code.
func (s *Service) UnitExists(ctx context.Context, code string) (bool, error) {
	return s.store.unitExists(ctx, code)
}

// Choices lists agencies and units in being, for those who choose among them.
func (s *Service) Choices(ctx context.Context) (agencies, shortNames, units []auth.Ref, err error) {
	list, err := s.List(ctx, "")
	if err != nil {
		return nil, nil, nil, err
	}
	for _, o := range list {
		agencies = append(agencies, auth.Ref{ID: o.ID, Name: o.Name})
		shortNames = append(shortNames, auth.Ref{ID: o.ID, Name: o.ShortName})
	}
	open, err := s.Units(ctx)
	for _, u := range open {
		units = append(units, auth.Ref{ID: u.Code, Name: u.Name})
	}
	return agencies, shortNames, units, err
}

// @Summary	List the units of the office
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	all	query	bool	false	"closed ones too"
// @Success	200	{object}	web.List[Unit]
// @Failure	401	{object}	web.Problem
// @Router	/units [get]
func (h *handlers) units(c echo.Context) error {
	read := h.service.Units
	if c.QueryParam("all") == "true" {
		read = h.service.store.units
	}
	units, err := read(c.Request().Context())
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	for i, u := range units {
		units[i] = u.seenBy(actor)
	}
	return web.JSON(c, http.StatusOK, web.List[Unit]{Items: units})
}

// @Summary	Make a unit of the office
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	UnitInput	true	"the unit"
// @Success	201	{object}	Unit
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/units [post]
func (h *handlers) createUnit(c echo.Context) error {
	in, err := web.Bind[UnitInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	u, err := h.service.CreateUnit(c.Request().Context(), actor, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusCreated, u.Version, u.seenBy(actor))
}

// CreateUnit makes a unit, which stands last.
func (s *Service) CreateUnit(ctx context.Context, actor auth.Actor, in UnitInput) (Unit, error) {
	if strings.Trim(in.Code, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return Unit{}, apperr.BadField("/code", "unit.code", "Kode terdiri dari huruf kecil, angka, dan tanda hubung.", "A code has lower-case letters, digits and hyphens.")
	}
	var made Unit
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) (err error) {
		if err := insertUnit(tx.DB, in.Code, strings.TrimSpace(in.Name)); err != nil {
			return err
		}
		if made, err = s.store.unit(ctx, tx.DB, in.Code); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "unit_created", Kind: "unit", ObjectID: in.Code, Changes: in, Internal: true})
	})
	if db.IsDuplicate(err) {
		err = apperr.New(apperr.Conflict, "unit.taken", "Kode bidang ini sudah dipakai, mungkin oleh bidang yang sudah ditutup.", "This unit code is taken, perhaps by a closed unit.").Because(err)
	}
	return made, err
}

// @Summary	Rename a unit
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the unit"
// @Param	If-Match	header	string	true	"version of the unit, as an entity tag"
// @Param	body	body	UnitName	true	"the name"
// @Success	200	{object}	Unit
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/units/{code} [put]
func (h *handlers) renameUnit(c echo.Context) error {
	version, in, err := web.BindEdit[UnitName](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	u, err := h.service.changeUnit(c.Request().Context(), actor, c.Param("code"), version, func(tx *change.Tx, u Unit) (map[string]any, change.Event, error) {
		if u.ClosedAt != nil {
			return nil, change.Event{}, errUnitClosed
		}
		name := strings.TrimSpace(in.Name)
		return map[string]any{"name": name}, change.Event{Type: "unit_renamed", Changes: map[string][2]string{"name": {u.Name, name}}}, nil
	})
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, u.Version, u.seenBy(actor))
}

var errUnitClosed = apperr.New(apperr.Conflict, "unit.closed", "Bidang ini sudah ditutup. Buka kembali dahulu.", "This unit is closed. Reopen it first.")

// @Summary	Close a unit
// @Description	Only when nobody has a role in it, no open request is held there, and no service leads there.
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the unit"
// @Param	If-Match	header	string	true	"version of the unit, as an entity tag"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Unit
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/units/{code}/close [post]
func (h *handlers) closeUnit(c echo.Context) error {
	return h.endUnit(c, func(tx *change.Tx, u Unit) (map[string]any, change.Event, error) {
		if u.ClosedAt != nil {
			return nil, change.Event{}, errUnitClosed
		}
		tasks, err := h.service.neighbour.tasks(tx.DB, u.Code)
		if err == nil && tasks != (Tasks{}) {
			err = errTasks(tasks)
		}
		return map[string]any{"closed_at": tx.Now}, change.Event{Type: "unit_closed"}, err
	})
}

func errTasks(t Tasks) error {
	return apperr.New(apperr.Conflict, "unit.occupied",
		fmt.Sprintf("Bidang ini masih dipakai: %d petugas, %d permohonan terbuka, %d layanan. Pindahkan semuanya dahulu.", t.Officers, t.OpenRequests, t.Services),
		fmt.Sprintf("This unit is still in use: %d officers, %d open requests, %d services. Move all of them first.", t.Officers, t.OpenRequests, t.Services))
}

// @Summary	Open a closed unit again
// @Tags	organisations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the unit"
// @Param	If-Match	header	string	true	"version of the unit, as an entity tag"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Unit
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/units/{code}/reopen [post]
func (h *handlers) reopenUnit(c echo.Context) error {
	return h.endUnit(c, func(_ *change.Tx, u Unit) (map[string]any, change.Event, error) {
		if u.ClosedAt == nil {
			return nil, change.Event{}, apperr.New(apperr.Conflict, "unit.unchanged", "Bidang ini tidak sedang ditutup.", "This unit is not closed.")
		}
		return map[string]any{"closed_at": nil}, change.Event{Type: "unit_reopened"}, nil
	})
}

// unitChange decides what becomes of a unit and how that is recorded.
type unitChange func(tx *change.Tx, u Unit) (columns map[string]any, event change.Event, err error)

func (h *handlers) endUnit(c echo.Context, decide unitChange) error {
	version, in, err := web.BindEdit[ReasonInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	u, err := h.service.changeUnit(c.Request().Context(), actor, c.Param("code"), version, func(tx *change.Tx, u Unit) (map[string]any, change.Event, error) {
		columns, event, err := decide(tx, u)
		event.Data = map[string]string{"reason": in.Reason}
		return columns, event, err
	})
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, u.Version, u.seenBy(actor))
}

func (s *Service) changeUnit(ctx context.Context, actor auth.Actor, code string, version int64, decide unitChange) (Unit, error) {
	var after Unit
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.unit(ctx, tx.DB, code)
		if err != nil {
			return err
		}
		if before.Version != version {
			return web.ErrStale
		}
		columns, event, err := decide(tx, before)
		if err != nil {
			return err
		}
		if err := updateUnit(tx.DB, code, version, columns); err != nil {
			return err
		}
		if after, err = s.store.unit(ctx, tx.DB, code); err != nil {
			return err
		}
		event.Kind, event.ObjectID, event.Internal = "unit", code, true
		return tx.Record(event)
	})
	return after, err
}
