package booking

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Bounds of a calendar, which is told whole in place of pages: a month of the
// calendar with the weeks around it fits twice.
const (
	maxDays     = 62 // from the first day to the last
	maxBookings = 2000
)

// @Summary	List what is booked
// @Description	The times of requests between two days, in their order, whole in place of pages: the last day lies at most 62 days after the first, and with more than 2,000 bookings fewer days are asked for (bookings.too_many). Of requests that the caller may not read, only which resource is taken and when. Rejected and cancelled requests have no booking.
// @Tags	bookings
// @Produce	json
// @Security	Bearer
// @Param	from	query	string	true	"first day (YYYY-MM-DD), in the office's zone"	format(date)
// @Param	to	query	string	true	"last day (YYYY-MM-DD)"	format(date)
// @Param	resource	query	string	false	"id of a resource that is booked"
// @Param	kind	query	string	false	"kind of resource that is booked or asked for"	Enums(room, account, crew, equipment)
// @Success	200	{object}	web.List[Booking]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/bookings [get]
func (h *handlers) list(c echo.Context) error {
	in := listQuery{From: c.QueryParam("from"), To: c.QueryParam("to"), Resource: c.QueryParam("resource"), Kind: c.QueryParam("kind")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.List(ctx, actor, in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Booking]{Items: list})
}

type listQuery struct {
	From     string `json:"from" validate:"required,datetime=2006-01-02"`
	To       string `json:"to" validate:"required,datetime=2006-01-02"`
	Resource string `json:"resource" validate:"omitempty,uuid"`
	Kind     string `json:"kind" validate:"omitempty,oneof=room account crew equipment"`
}

// List returns what is booked between two days of the office.
func (s *Service) List(ctx context.Context, actor auth.Actor, in listQuery) ([]Booking, error) {
	from, fromErr := time.ParseInLocation(time.DateOnly, in.From, s.zone)
	to, toErr := time.ParseInLocation(time.DateOnly, in.To, s.zone)
	if fromErr != nil || toErr != nil || to.Before(from) || to.AddDate(0, 0, -maxDays).After(from) {
		return nil, apperr.BadField("/to", "bookings.range",
			"Pilih hari terakhir yang tidak lebih awal dari hari pertama, paling jauh 62 hari sesudahnya.",
			"Choose a last day that is not before the first one, at most 62 days after it.")
	}
	from, to = from.UTC(), to.AddDate(0, 0, 1).UTC()
	around, err := between(s.store.read.WithContext(ctx), from.Add(-maxBuffer), to.Add(maxBuffer))
	if err != nil {
		return nil, err
	}
	open, err := s.store.resources(ctx, false)
	if err != nil {
		return nil, err
	}
	wanted := slices.DeleteFunc(slices.Clone(around), func(b booked) bool {
		return !b.StartsAt.Before(to) || !b.EndsAt.After(from) || (in.Resource != "" && !b.has(in.Resource)) || (in.Kind != "" && !b.wants(in.Kind))
	})
	return s.show(ctx, actor, wanted, func(b booked) bool { return len(b.clashes(around, open)) > 0 })
}

// Availability is whether a resource is free at a time.
type Availability struct {
	Resource ResourceRef `json:"resource"`
	Free     bool        `json:"free"`
	Taken    []Booking   `json:"taken"` // by these
} // @name ResourceAvailability

// AvailabilityList tells what is free at a time.
type AvailabilityList struct {
	Items []Availability `json:"items"`
	Asked int            `json:"asked"` // other requests at that time that ask for such resources and were given none yet
} // @name ResourceAvailabilityList

// @Summary	Ask what is free at a time
// @Description	A hint while a request is filled in, and for the officer who gives it its resources. The time that a resource needs between two bookings counts as taken.
// @Tags	bookings
// @Produce	json
// @Security	Bearer
// @Param	start	query	string	true	"beginning"	format(date-time)
// @Param	end	query	string	true	"end, at most 31 days later"	format(date-time)
// @Param	kind	query	[]string	false	"kinds of resources; default: all"	Enums(room, account, crew, equipment)	collectionFormat(multi)
// @Param	ticket	query	string	false	"number of a request whose own booking is left out"
// @Success	200	{object}	AvailabilityList
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/resources/availability [get]
func (h *handlers) availability(c echo.Context) error {
	in := availabilityQuery{Start: c.QueryParam("start"), End: c.QueryParam("end"), Kinds: c.QueryParams()["kind"], Ticket: c.QueryParam("ticket")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Availability(ctx, actor, in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

type availabilityQuery struct {
	Start  string   `json:"start" validate:"required,datetime=2006-01-02T15:04:05Z07:00"`
	End    string   `json:"end" validate:"required,datetime=2006-01-02T15:04:05Z07:00"`
	Kinds  []string `json:"kind" validate:"max=4,dive,oneof=room account crew equipment"`
	Ticket string   `json:"ticket" validate:"max=40"`
}

// Availability tells which open resources are free at a time.
func (s *Service) Availability(ctx context.Context, actor auth.Actor, in availabilityQuery) (AvailabilityList, error) {
	v := AvailabilityList{Items: []Availability{}}
	times, err := timesOf(in.Start, in.End)
	if err != nil {
		return v, err
	}
	at := booked{bookingRow: bookingRow{StartsAt: times.start, EndsAt: times.end, Kinds: in.Kinds}}
	if in.Ticket != "" {
		if at.TicketID, err = s.tickets.ID(ctx, actor, in.Ticket); err != nil {
			return v, err
		}
	}
	around, err := between(s.store.read.WithContext(ctx), at.StartsAt.Add(-maxBuffer), at.EndsAt.Add(maxBuffer))
	if err != nil {
		return v, err
	}
	open, err := s.store.resources(ctx, false)
	if err != nil {
		return v, err
	}
	for _, r := range open {
		if len(in.Kinds) > 0 && !slices.Contains(in.Kinds, r.Kind) {
			continue
		}
		users := at.users(r, around)
		taken, err := s.show(ctx, actor, users, func(booked) bool { return false })
		if err != nil {
			return v, err
		}
		v.Items = append(v.Items, Availability{Resource: refs([]Resource{r})[0], Free: len(users) == 0, Taken: taken})
	}
	for _, o := range around {
		asks := len(in.Kinds) == 0 || slices.ContainsFunc(in.Kinds, o.wants)
		if o.TicketID != at.TicketID && len(o.resources) == 0 && asks && at.overlaps(o, 0) {
			v.Asked++
		}
	}
	return v, nil
}
