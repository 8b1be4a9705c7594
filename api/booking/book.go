package booking

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// TicketBooking is what is booked for a request.
type TicketBooking struct {
	Start      *time.Time    `json:"start"` // null: its answers give no time
	End        *time.Time    `json:"end"`
	AskedStart *time.Time    `json:"asked_start"` // as the answers ask
	AskedEnd   *time.Time    `json:"asked_end"`
	Kinds      []string      `json:"kinds" enums:"room,account,crew,equipment"` // that it asks for
	Resources  []ResourceRef `json:"resources"`                                 // what it has been given
	Clashes    []Booking     `json:"clashes"`                                   // those that it clashes with; only officers see them
} // @name TicketBooking

// @Summary	Read what is booked for a request
// @Tags	bookings
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	TicketBooking
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/booking [get]
func (h *handlers) ofTicket(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.OfTicket(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

// OfTicket returns what is booked for a request within the actor's scope.
func (s *Service) OfTicket(ctx context.Context, actor auth.Actor, number string) (TicketBooking, error) {
	v := TicketBooking{Kinds: []string{}, Resources: []ResourceRef{}, Clashes: []Booking{}}
	id, err := s.tickets.ID(ctx, actor, number)
	if err != nil {
		return v, err
	}
	g := s.store.read.WithContext(ctx)
	b, found, err := bookingOf(g, id)
	if err != nil || !found {
		return v, err
	}
	v.Start, v.End, v.AskedStart, v.AskedEnd = &b.StartsAt, &b.EndsAt, &b.AskedStart, &b.AskedEnd
	v.Kinds, v.Resources = b.Kinds, refs(b.resources)
	if !actor.Can(auth.ReadNotes) {
		return v, nil
	}
	counts, err := s.counts(ctx, b)
	if err != nil || !counts {
		return v, err
	}
	around, err := between(g, b.StartsAt.Add(-maxBuffer), b.EndsAt.Add(maxBuffer))
	if err != nil {
		return v, err
	}
	open, err := s.store.resources(ctx, false)
	if err != nil {
		return v, err
	}
	v.Clashes, err = s.show(ctx, actor, b.clashes(around, open), func(booked) bool { return true })
	return v, err
}

// counts tells whether a booking is one still: its request was not rejected or
// cancelled.
func (s *Service) counts(ctx context.Context, b booked) (bool, error) {
	list, err := between(s.store.read.WithContext(ctx), b.StartsAt, b.EndsAt)
	return slices.ContainsFunc(list, func(o booked) bool { return o.TicketID == b.TicketID }), err
}

// Input is what an officer gives a request.
type Input struct {
	Start     string   `json:"start" validate:"required,datetime=2006-01-02T15:04:05Z07:00" format:"date-time"`
	End       string   `json:"end" validate:"required,datetime=2006-01-02T15:04:05Z07:00" format:"date-time"` // at most 31 days later
	Resources []string `json:"resources" validate:"max=20,unique,dive,uuid"`                                  // ids; empty: none
	Note      string   `json:"note,omitempty" validate:"max=2000"`                                            // to the applicant
} // @name BookingInput

// @Summary	Give a request its time and its resources
// @Description	By the officer who works on it. What another request has at that time, with the time that the resource needs between two bookings, cannot be given: the first of two officers has it, the other one gets 409. The applicant is told.
// @Tags	bookings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	Input	true	"time and resources"
// @Success	200	{object}	ticket.Ticket
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/booking [post]
func (h *handlers) book(c echo.Context) error {
	version, in, err := web.BindEdit[Input](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	t, err := h.service.Book(ctx, actor, c.Param("number"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}

// Book gives a request a time and resources, all or nothing.
func (s *Service) Book(ctx context.Context, actor auth.Actor, number string, version int64, in Input) (ticket.Ticket, error) {
	times, err := timesOf(in.Start, in.End)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return s.tickets.Reserve(ctx, actor, number, version, func(tx *change.Tx, r ticket.Registration) (change.Event, error) {
		b, found, err := bookingOf(tx.DB, r.TicketID)
		if err != nil {
			return change.Event{}, err
		}
		before := b
		if !found {
			b.bookingRow = bookingRow{TicketID: r.TicketID, Kinds: []string{}, AskedStart: times.start, AskedEnd: times.end}
		}
		b.StartsAt, b.EndsAt = times.start, times.end
		chosen, err := lock(tx.DB, in.Resources)
		if err != nil {
			return change.Event{}, err
		}
		if err := known(in.Resources, chosen, before); err != nil {
			return change.Event{}, err
		}
		around, err := between(tx.DB, b.StartsAt.Add(-maxBuffer), b.EndsAt.Add(maxBuffer))
		if err != nil {
			return change.Event{}, err
		}
		var taken []string
		for _, one := range chosen {
			if len(b.users(one, around)) > 0 {
				taken = append(taken, one.Name)
			}
		}
		if len(taken) > 0 {
			return change.Event{}, errTaken(taken)
		}
		b.resources = chosen
		if err := save(tx, b); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: "booked", Data: told(b, in.Note), Changes: difference(before, found, b)}, nil
	})
}

// told is what the timeline tells of a booking.
func told(b booked, note string) map[string]any {
	data := map[string]any{"start": b.StartsAt, "end": b.EndsAt, "resources": refs(b.resources)}
	if note != "" {
		data["note"] = note
	}
	return data
}

// difference is what the change made of the booking, for the record.
func difference(before booked, found bool, after booked) map[string]any {
	d := map[string]any{"resources": [2]any{refs(before.resources), refs(after.resources)}}
	if !found {
		d["time"] = [2]any{nil, []time.Time{after.StartsAt, after.EndsAt}}
	} else if !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt) {
		d["time"] = [2]any{[]time.Time{before.StartsAt, before.EndsAt}, []time.Time{after.StartsAt, after.EndsAt}}
	}
	return d
}

func errTaken(names []string) error {
	list := strings.Join(names, ", ")
	return apperr.New(apperr.Conflict, "booking.taken",
		list+" sudah dipesan untuk permohonan lain pada waktu itu, termasuk jedanya. Muat ulang kalender, lalu pilih waktu atau sumber daya lain.",
		list+": booked for another request at that time, the pause between bookings included. Reload the calendar and choose another time or resource.")
}

// known refuses resources that are not there, or that are closed and were not
// given to the request before.
func known(ids []string, chosen []Resource, before booked) error {
	var faults []apperr.Field
	for i, id := range ids {
		at := slices.IndexFunc(chosen, func(r Resource) bool { return r.ID == id })
		if at < 0 || (chosen[at].Closed && !before.has(id)) {
			faults = append(faults, apperr.Field{Pointer: "/resources/" + strconv.Itoa(i), Code: "resource.unknown", Detail: apperr.Text{
				ID: "Sumber daya ini tidak ada atau sudah ditutup. Pilih yang lain.", EN: "This resource is not there or was closed. Choose another.",
			}})
		}
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

// span is from when until when.
type span struct{ start, end time.Time }

// maxSpan bounds a booking, as it does a time range of a form.
const maxSpan = 31 * 24 * time.Hour

// timesOf reads the two ends of a time.
func timesOf(start, end string) (span, error) {
	from, fromErr := time.Parse(time.RFC3339, start)
	to, toErr := time.Parse(time.RFC3339, end)
	if fromErr != nil || toErr != nil || !to.After(from) || to.Sub(from) > maxSpan {
		return span{}, apperr.BadField("/end", "booking.range",
			"Waktu selesai harus sesudah waktu mulai, paling lama 31 hari.", "The end must be after the beginning, by at most 31 days.")
	}
	return span{from.UTC(), to.UTC()}, nil
}

// Requested implements ticket.Registrar: it keeps the time that the answers of
// a request ask for. Where the applicant asks for another time, what was given
// for the old one is free again.
func (s *Service) Requested(tx *change.Tx, r ticket.Registration) ([]string, error) {
	if r.Service.Form == nil || !r.Service.Form.Books() {
		return nil, nil
	}
	var answers map[string]any
	if err := json.Unmarshal(r.Answers, &answers); err != nil {
		return nil, err
	}
	b, found, err := bookingOf(tx.DB, r.TicketID)
	if err != nil {
		return nil, err
	}
	wish, asks := r.Service.Form.Booking(answers)
	switch {
	case !asks && found:
		return nil, remove(tx.DB, r.TicketID)
	case !asks:
		return nil, nil
	case found && b.asks(wish):
		return nil, nil
	}
	return nil, save(tx, booked{bookingRow: bookingRow{
		TicketID: r.TicketID, Kinds: wish.Kinds, StartsAt: wish.Start, EndsAt: wish.End, AskedStart: wish.Start, AskedEnd: wish.End,
	}})
}

// asks tells whether that is what the request asked for already.
func (b booked) asks(wish form.Booking) bool {
	return b.AskedStart.Equal(wish.Start) && b.AskedEnd.Equal(wish.End) && slices.Equal(b.Kinds, wish.Kinds)
}

// Delivered implements ticket.Registrar: what was booked stays so, because the
// event may be still to come.
func (s *Service) Delivered(*change.Tx, ticket.Registration, json.RawMessage) error { return nil }

// Ended implements ticket.Registrar: what was given to the request is free
// again.
func (s *Service) Ended(tx *change.Tx, r ticket.Registration) error {
	return release(tx.DB, r.TicketID)
}
