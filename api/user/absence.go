package user

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Absence is when a person is away: nobody gives them new work by name.
type Absence struct {
	ID   string `json:"id"`
	Kind string `json:"kind" enums:"leave,official_travel,sick,other"` // cuti, dinas luar, sakit, lainnya
	Note string `json:"note"`
	Period
	State          State      `json:"state" enums:"upcoming,running,ended"`
	CancelledAt    *time.Time `json:"cancelled_at"`
	CreatedAt      time.Time  `json:"created_at"`
	Version        int64      `json:"version"`
	AllowedActions []string   `json:"allowed_actions"` // cancel
} // @name Absence

// AbsenceInput announces an absence.
type AbsenceInput struct {
	Kind  string `json:"kind" validate:"required,oneof=leave official_travel sick other" enums:"leave,official_travel,sick,other"`
	Note  string `json:"note,omitempty" validate:"max=500" example:"Rapat koordinasi di Jakarta"`
	From  string `json:"from" validate:"required,datetime=2006-01-02" format:"date" example:"2026-01-12"`
	Until string `json:"until" validate:"required,datetime=2006-01-02" format:"date" example:"2026-01-16"` // the last day
} // @name AbsenceInput

// @Summary	List my absences
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	sort	query	string	false	"starts_at, - for descending; default -starts_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Absence]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/me/absences [get]
func (h *deputyHandlers) absences(c echo.Context) error {
	page, err := web.ReadPage(c, "-starts_at")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	rows, err := h.service.store.absences(ctx, actor.ID, page)
	if err != nil {
		return err
	}
	list := web.List[Absence]{Items: []Absence{}}
	for i, r := range rows {
		if i == page.Limit {
			list.NextCursor = page.Next(rows[i-1].StartsAt.UTC().Format(time.RFC3339Nano), rows[i-1].ID)
			break
		}
		list.Items = append(list.Items, h.service.showAbsence(r, h.service.clock.Now()))
	}
	return web.JSON(c, http.StatusOK, list)
}

// @Summary	Read an absence of mine
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the absence"
// @Success	200	{object}	Absence
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/me/absences/{id} [get]
func (h *deputyHandlers) absence(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	r, err := h.service.store.absence(ctx, h.service.store.read, actor.ID, c.Param("id"))
	if err != nil {
		return err
	}
	a := h.service.showAbsence(r, h.service.clock.Now())
	return web.Tagged(c, http.StatusOK, a.Version, a)
}

func (s *Deputies) showAbsence(r absenceRow, now time.Time) Absence {
	a := Absence{
		ID: r.ID, Kind: r.Kind, Note: r.Note, Period: periodOf(r.StartsAt, r.EndsAt, s.zone), State: stateOf(r.StartsAt, r.EndsAt, now),
		CancelledAt: r.CancelledAt, CreatedAt: r.CreatedAt, Version: r.Version, AllowedActions: []string{},
	}
	switch {
	case r.CancelledAt != nil:
		a.State = Ended
	case a.State != Ended:
		a.AllowedActions = append(a.AllowedActions, "cancel")
	}
	return a
}

// @Summary	Announce that I am away
// @Description	Between the two days nobody can give the caller new work by name; what their role holds stays with the role.
// @Tags	delegations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	AbsenceInput	true	"why and when"
// @Success	201	{object}	Absence
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/me/absences [post]
func (h *deputyHandlers) beAbsent(c echo.Context) error {
	in, err := web.Bind[AbsenceInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	a, err := h.service.BeAbsent(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/me/absences/"+a.ID)
	return web.Tagged(c, http.StatusCreated, a.Version, a)
}

// BeAbsent records that the actor is away for some days.
func (s *Deputies) BeAbsent(ctx context.Context, actor auth.Actor, in AbsenceInput) (Absence, error) {
	var made Absence
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		starts, ends, err := Period{in.From, in.Until}.instants(tx.Now, s.zone)
		if err != nil {
			return err
		}
		if err := lockAccounts(tx.DB, actor.ID); err != nil {
			return err
		}
		others, err := absencesBetween(tx.DB, starts, ends, actor.ID)
		if err != nil {
			return err
		}
		if len(others) > 0 {
			days := periodOf(others[0].StartsAt, others[0].EndsAt, s.zone)
			return apperr.New(apperr.Conflict, "absence.overlap",
				fmt.Sprintf("Anda sudah mencatat ketidakhadiran dari %s sampai %s. Batalkan dahulu, atau pilih hari lain.", days.From, days.Until),
				fmt.Sprintf("You have an absence from %s to %s. Cancel it first, or choose other days.", days.From, days.Until))
		}
		r := absenceRow{ID: tx.NewID(), UserID: actor.ID, Kind: in.Kind, Note: in.Note, StartsAt: starts, EndsAt: ends, Version: 1, CreatedAt: tx.Now}
		if err := tx.Create(&r).Error; err != nil {
			return err
		}
		made = s.showAbsence(r, tx.Now)
		return tx.Record(change.Event{Type: "absence_announced", Kind: "user", ObjectID: actor.ID, Data: made, Internal: true})
	})
	return made, err
}

// @Summary	Cancel an absence of mine
// @Description	From now on the caller can be given work again.
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the absence"
// @Param	If-Match	header	string	true	"ETag of the absence"
// @Success	200	{object}	Absence
// @Failure	401,403,404,409,412,428	{object}	web.Problem
// @Router	/me/absences/{id}/cancel [post]
func (h *deputyHandlers) cancelAbsence(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	a, err := h.service.CancelAbsence(ctx, actor, c.Param("id"), version)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, a.Version, a)
}

// CancelAbsence ends an absence of the actor that is not over yet.
func (s *Deputies) CancelAbsence(ctx context.Context, actor auth.Actor, id string, version int64) (Absence, error) {
	var cancelled Absence
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		r, err := s.store.absence(ctx, tx.DB, actor.ID, id)
		if err != nil {
			return err
		}
		switch {
		case r.Version != version:
			return web.ErrStale
		case s.showAbsence(r, tx.Now).State == Ended:
			return apperr.New(apperr.Conflict, "absence.ended", "Ketidakhadiran ini sudah berakhir.", "This absence is over.")
		}
		if err := cancelAbsence(tx.DB, r, tx.Now); err != nil {
			return err
		}
		if r, err = s.store.absence(ctx, tx.DB, actor.ID, id); err != nil {
			return err
		}
		cancelled = s.showAbsence(r, tx.Now)
		return tx.Record(change.Event{Type: "absence_cancelled", Kind: "user", ObjectID: actor.ID, Data: cancelled, Internal: true})
	})
	return cancelled, err
}
