package calendar

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// HolidayInput is a day without service as an admin writes it.
type HolidayInput struct {
	Date   Date        `json:"date" swaggertype:"string" format:"date" validate:"required"`
	Name   string      `json:"name" validate:"required,notblank,max=200" example:"Hari Jadi Provinsi Kalimantan Utara"`
	Kind   HolidayKind `json:"kind" enums:"national,collective_leave,regional" validate:"required,oneof=national collective_leave regional"`
	Source string      `json:"source,omitempty" validate:"max=300" example:"Keputusan Gubernur Nomor 1 Tahun 2026"` // the decree that declares it
} // @name HolidayInput

// apply writes the input over a holiday.
func (in HolidayInput) apply(h *Holiday) {
	h.Date, h.Name, h.Kind, h.Source = in.Date, strings.TrimSpace(in.Name), in.Kind, strings.TrimSpace(in.Source)
}

// check refuses what nobody means: a year that a slip of the finger makes.
func (in HolidayInput) check() error {
	if year := in.Date.Year(); year < 2000 || year > 2100 {
		return apperr.BadField("/date", "calendar.holiday_year", "Periksa tahunnya: antara 2000 dan 2100.", "Check the year: between 2000 and 2100.")
	}
	return nil
}

var errHolidayTwice = apperr.BadField("/name", "calendar.holiday_exists",
	"Hari libur dengan nama ini sudah ada pada tanggal tersebut.", "A holiday of this name is on that date already.")

// @Summary	List the holidays of a year
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	year	query	int	false	"the year; left out: this one"	minimum(2000)	maximum(2100)
// @Success	200	{object}	web.List[Holiday]
// @Failure	401,422	{object}	web.Problem
// @Router	/holidays [get]
func (h *handlers) holidays(c echo.Context) error {
	list, _, err := h.ofYear(c)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Holiday]{Items: list})
}

// ofYear returns the holidays of the year that the query names, by date.
func (h *handlers) ofYear(c echo.Context) ([]Holiday, int, error) {
	now, err := h.service.Current(c.Request().Context())
	if err != nil {
		return nil, 0, err
	}
	year := now.DateOf(h.service.clock.Now()).Year()
	if text := c.QueryParam("year"); text != "" {
		if year, err = strconv.Atoi(text); err != nil || year < 2000 || year > 2100 {
			return nil, 0, apperr.BadField("/year", "calendar.holiday_year", "Periksa tahunnya: antara 2000 dan 2100.", "Check the year: between 2000 and 2100.")
		}
	}
	list := []Holiday{}
	for _, holiday := range now.Rules.Holidays {
		if holiday.Date.Year() == year {
			list = append(list, holiday)
		}
	}
	return list, year, nil
}

// @Summary	Read a holiday
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the holiday"
// @Success	200	{object}	Holiday
// @Success	304	"not changed"
// @Failure	401,404	{object}	web.Problem
// @Router	/holidays/{id} [get]
func (h *handlers) holiday(c echo.Context) error {
	now, err := h.service.Current(c.Request().Context())
	if err != nil {
		return err
	}
	at := find(now.Rules.Holidays, c.Param("id"))
	if at < 0 {
		return web.ErrNotFound
	}
	found := now.Rules.Holidays[at]
	return web.Tagged(c, http.StatusOK, found.Version, found)
}

// find returns the place of a holiday, or -1.
func find(list []Holiday, id string) int {
	return slices.IndexFunc(list, func(h Holiday) bool { return h.ID == id })
}

// @Summary	Add a holiday
// @Description	The due times of open requests are computed again; those of closed ones stay.
// @Tags	calendars
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	HolidayInput	true	"the holiday"
// @Success	201	{object}	Holiday
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/holidays [post]
func (h *handlers) addHoliday(c echo.Context) error {
	in, err := web.Bind[HolidayInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	added, err := h.service.AddHoliday(c.Request().Context(), actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/holidays/"+added.ID)
	return web.Tagged(c, http.StatusCreated, added.Version, added)
}

// AddHoliday adds a day without service.
func (s *Service) AddHoliday(ctx context.Context, actor auth.Actor, in HolidayInput) (Holiday, error) {
	var added Holiday
	if err := in.check(); err != nil {
		return added, err
	}
	_, err := s.edit(ctx, actor, func(tx *change.Tx, rules *Rules, next int64) error {
		added = Holiday{ID: tx.NewID(), Version: next}
		in.apply(&added)
		if named(rules.Holidays, added) {
			return errHolidayTwice
		}
		rules.Holidays = append(rules.Holidays, added)
		return nil
	})
	return added, err
}

// named tells whether another holiday of the name is on the date.
func named(list []Holiday, h Holiday) bool {
	return slices.ContainsFunc(list, func(o Holiday) bool { return o.ID != h.ID && o.Date == h.Date && o.Name == h.Name })
}

// @Summary	Change a holiday
// @Tags	calendars
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the holiday"
// @Param	If-Match	header	string	true	"ETag of the holiday"
// @Param	body	body	HolidayInput	true	"the holiday"
// @Success	200	{object}	Holiday
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/holidays/{id} [put]
func (h *handlers) changeHoliday(c echo.Context) error {
	version, in, err := web.BindEdit[HolidayInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	changed, err := h.service.ChangeHoliday(c.Request().Context(), actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, changed.Version, changed)
}

// ChangeHoliday replaces a holiday, based on a version of it.
func (s *Service) ChangeHoliday(ctx context.Context, actor auth.Actor, id string, version int64, in HolidayInput) (Holiday, error) {
	var changed Holiday
	if err := in.check(); err != nil {
		return changed, err
	}
	_, err := s.edit(ctx, actor, func(_ *change.Tx, rules *Rules, next int64) error {
		at, err := basedOn(rules.Holidays, id, version)
		if err != nil {
			return err
		}
		changed = rules.Holidays[at]
		in.apply(&changed)
		if changed == rules.Holidays[at] {
			return nil
		}
		if named(rules.Holidays, changed) {
			return errHolidayTwice
		}
		changed.Version = next
		rules.Holidays[at] = changed
		return nil
	})
	return changed, err
}

// basedOn finds the holiday that a change is based on.
func basedOn(list []Holiday, id string, version int64) (int, error) {
	at := find(list, id)
	if at < 0 {
		return at, web.ErrNotFound
	}
	if list[at].Version != version {
		return at, web.ErrStale
	}
	return at, nil
}

// @Summary	Remove a holiday
// @Description	The date is an ordinary day again, and the due times of open requests are computed again.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the holiday"
// @Param	If-Match	header	string	true	"ETag of the holiday"
// @Success	204	"removed"
// @Failure	401,403,404,409,412,428	{object}	web.Problem
// @Router	/holidays/{id} [delete]
func (h *handlers) removeHoliday(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	if err := h.service.RemoveHoliday(c.Request().Context(), actor, c.Param("id"), version); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// RemoveHoliday makes an ordinary day of a holiday again.
func (s *Service) RemoveHoliday(ctx context.Context, actor auth.Actor, id string, version int64) error {
	_, err := s.edit(ctx, actor, func(_ *change.Tx, rules *Rules, _ int64) error {
		at, err := basedOn(rules.Holidays, id, version)
		if err == nil {
			rules.Holidays = slices.Delete(rules.Holidays, at, at+1)
		}
		return err
	})
	return err
}
