package calendar

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Office is the calendar of the office, as it holds now. Its holidays are a
// resource of their own.
type Office struct {
	ID      string `json:"id" example:"office"`
	Version int64  `json:"version"` // counts every change of the working time, holidays included; also the beginning of the ETag
	Zone    string `json:"zone" example:"Asia/Makassar"`
	OfficeInput
} // @name Calendar

// OfficeInput is what an admin sets of a calendar.
type OfficeInput struct {
	CountDayOfReceipt bool        `json:"count_day_of_receipt"` // the published setting for limits in working days
	Hours             []Hours     `json:"hours" validate:"required,dive"`
	Exceptions        []Exception `json:"exceptions" validate:"required,dive"` // periods with hours of their own, such as Ramadan
} // @name CalendarInput

func officeOf(s *Snapshot) Office {
	o := Office{ID: OfficeID, Version: s.Version, Zone: s.Rules.Zone, OfficeInput: OfficeInput{CountDayOfReceipt: s.Rules.CountDayOfReceipt, Hours: []Hours{}, Exceptions: []Exception{}}}
	for _, h := range s.Rules.Hours {
		h.Week = h.Week.filled()
		o.Hours = append(o.Hours, h)
	}
	for _, e := range s.Rules.Exceptions {
		e.Week = e.Week.filled()
		o.Exceptions = append(o.Exceptions, e)
	}
	return o
}

// @Summary	List the calendars
// @Description	There is one, that of the office.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Office]
// @Failure	401	{object}	web.Problem
// @Router	/calendars [get]
func (h *handlers) list(c echo.Context) error {
	now, err := h.service.Current(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Office]{Items: []Office{officeOf(now)}})
}

// @Summary	Read a calendar
// @Description	Service hours with their dates of effect, exceptional periods, and whether the day of receipt counts.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Success	200	{object}	Office
// @Success	304	"not changed"
// @Failure	401,404	{object}	web.Problem
// @Router	/calendars/{id} [get]
func (h *handlers) get(c echo.Context) error {
	now, err := h.office(c)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, now.Version, officeOf(now))
}

// @Summary	Change a calendar
// @Description	Takes the whole calendar but for its holidays. The due times of open requests are computed again.
// @Tags	calendars
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Param	If-Match	header	string	true	"ETag of the calendar"
// @Param	body	body	OfficeInput	true	"hours, exceptional periods and setting"
// @Success	200	{object}	Office
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/calendars/{id} [put]
func (h *handlers) set(c echo.Context) error {
	if err := known(c.Param("id")); err != nil {
		return err
	}
	version, in, err := web.BindEdit[OfficeInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	now, err := h.service.Set(c.Request().Context(), actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, now.Version, officeOf(now))
}

// Set replaces hours, exceptional periods and the setting of the day of
// receipt, based on a version.
func (s *Service) Set(ctx context.Context, actor auth.Actor, version int64, in OfficeInput) (*Snapshot, error) {
	return s.edit(ctx, actor, func(_ *change.Tx, rules *Rules, next int64) error {
		if next != version+1 {
			return web.ErrStale
		}
		rules.CountDayOfReceipt, rules.Hours, rules.Exceptions = in.CountDayOfReceipt, in.Hours, in.Exceptions
		return rules.Validate() // before they are put in order, so that faults are pointed at where they were written
	})
}

// office returns the calendar that the path names.
func (h *handlers) office(c echo.Context) (*Snapshot, error) {
	if err := known(c.Param("id")); err != nil {
		return nil, err
	}
	return h.service.Current(c.Request().Context())
}

// at is a fault of one field of the input.
func at(pointer string, e *apperr.Error) error {
	return apperr.BadFields(apperr.Field{Pointer: pointer, Code: e.Code, Detail: e.Detail})
}

// CalendarDay is what the calendar says of one date.
type CalendarDay struct {
	Date     Date      `json:"date" swaggertype:"string" format:"date"`
	Working  bool      `json:"working"`
	Spans    []Span    `json:"spans"`                                           // of service; none on a closed day
	Reason   Reason    `json:"reason,omitempty" enums:"weekend,holiday,closed"` // why the day is closed
	Name     string    `json:"name,omitempty"`                                  // of the holiday or exceptional period
	Holidays []Holiday `json:"holidays"`                                        // all of the date
} // @name CalendarDay

// maxSpan bounds how many days are asked for at once: a leap year.
const maxSpan = 366

// @Summary	Read what the calendar says of days
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Param	from	query	string	true	"first date"	format(date)
// @Param	to	query	string	true	"last date, at most a year later"	format(date)
// @Success	200	{object}	web.List[CalendarDay]
// @Failure	401,404,422	{object}	web.Problem
// @Router	/calendars/{id}/days [get]
func (h *handlers) days(c echo.Context) error {
	now, err := h.office(c)
	if err != nil {
		return err
	}
	from, errFrom := ParseDate(c.QueryParam("from"))
	to, errTo := ParseDate(c.QueryParam("to"))
	switch {
	case errFrom != nil:
		return at("/from", ErrDateFormat)
	case errTo != nil:
		return at("/to", ErrDateFormat)
	case to < from || to-from >= maxSpan:
		return apperr.BadField("/to", "calendar.span", "Pilih tanggal akhir paling lama satu tahun setelah tanggal awal.", "Choose a last date at most a year after the first.")
	}
	named := map[Date][]Holiday{}
	for _, holiday := range now.Rules.Holidays {
		named[holiday.Date] = append(named[holiday.Date], holiday)
	}
	list := web.List[CalendarDay]{Items: []CalendarDay{}}
	for date := from; date <= to; date++ {
		service := now.ServiceOn(date)
		day := CalendarDay{Date: date, Working: len(service.Spans) > 0, Spans: service.Spans, Reason: service.Reason, Name: service.Name, Holidays: named[date]}
		if day.Spans == nil {
			day.Spans = []Span{}
		}
		if day.Holidays == nil {
			day.Holidays = []Holiday{}
		}
		list.Items = append(list.Items, day)
	}
	return web.JSON(c, http.StatusOK, list)
}

// @Summary	List the exceptional periods that are proposed
// @Description	Shipped proposals, such as Ramadan hours, that are not in the calendar. They are not in force: to adopt one, put it among the exceptional periods of the calendar.
// @Tags	calendars
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the calendar"	example(office)
// @Success	200	{object}	web.List[Exception]
// @Failure	401,404	{object}	web.Problem
// @Router	/calendars/{id}/proposals [get]
func (h *handlers) proposals(c echo.Context) error {
	now, err := h.office(c)
	if err != nil {
		return err
	}
	list, err := now.Proposals()
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Exception]{Items: list})
}

// Proposals returns the shipped periods that overlap none of the calendar's.
func (s *Snapshot) Proposals() ([]Exception, error) {
	shipped, err := ShippedRamadan()
	open := []Exception{}
	for _, e := range shipped {
		if !overlaps(s.Rules.Exceptions, e) {
			e.Week = e.Week.filled()
			open = append(open, e)
		}
	}
	return open, err
}
