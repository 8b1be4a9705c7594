package booking

import (
	"context"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Service keeps resources and bookings.
type Service struct {
	store   store
	changes *change.Recorder
	tickets *ticket.Service
	zone    *time.Location
}

// Options are the parts of a Service.
type Options struct {
	DB      *db.DB
	Changes *change.Recorder
	Tickets *ticket.Service
	Zone    *time.Location // of the office, whose days these are
}

// NewService returns a Service and tells the requests where their times are
// kept.
func NewService(o Options) *Service {
	s := &Service{store: store{o.DB.Read}, changes: o.Changes, tickets: o.Tickets, zone: o.Zone}
	o.Tickets.RegisterWith(s)
	return s
}

// Booking is the time of a request, as one caller sees it.
type Booking struct {
	Start     time.Time     `json:"start"`
	End       time.Time     `json:"end"`
	Kinds     []string      `json:"kinds" enums:"room,account,crew,equipment"` // that the request asks for; of one that the caller may not read, none
	Resources []ResourceRef `json:"resources"`                                 // what it has been given
	Request   *ticket.Brief `json:"request"`                                   // null: one that the caller may not read
	Clash     bool          `json:"clash"`                                     // others want the same at that time, and there is not enough for all
} // @name Booking

// ResourceRef is a resource in a booking.
type ResourceRef struct {
	ID   string `json:"id"`
	Kind string `json:"kind" enums:"room,account,crew,equipment"`
	Name string `json:"name" example:"Ruang command center"`
} // @name ResourceRef

// show tells of bookings what the actor may know, in their order. What one may
// not read shows only what is taken, and when; not at all where nothing is.
func (s *Service) show(ctx context.Context, actor auth.Actor, list []booked, clashes func(booked) bool) ([]Booking, error) {
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.TicketID
	}
	briefs, err := s.tickets.Briefs(ctx, actor, ids)
	shown := []Booking{}
	for _, b := range list {
		v := Booking{Start: b.StartsAt, End: b.EndsAt, Kinds: []string{}, Resources: refs(b.resources)}
		if brief, readable := briefs[b.TicketID]; readable {
			v.Request, v.Kinds, v.Clash = &brief, b.Kinds, clashes(b)
		} else if len(b.resources) == 0 {
			continue
		}
		shown = append(shown, v)
	}
	return shown, err
}

func refs(list []Resource) []ResourceRef {
	out := make([]ResourceRef, len(list))
	for i, r := range list {
		out[i] = ResourceRef{ID: r.ID, Kind: r.Kind, Name: r.Name}
	}
	return out
}
