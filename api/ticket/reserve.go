package ticket

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
)

// Reserve changes what is booked for a request, in the way of every action on it.
// do keeps the bookings and returns the event to record.
func (s *Service) Reserve(ctx context.Context, actor auth.Actor, number string, version int64, do func(*change.Tx, Registration) (change.Event, error)) (Ticket, error) {
	return s.act(ctx, actor, number, version, Reserve, func(tx *change.Tx, r *row, d catalogue.Definition, _ auth.Assignment) (change.Event, error) {
		return do(tx, r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion}))
	})
}

// Brief is what is said of a request in a list of another room.
type Brief struct {
	Number       string `json:"number" example:"TKT-20260105-0001"`
	Subject      string `json:"subject"`
	Organisation string `json:"organisation"` // empty: none
	Status       Status `json:"status" enums:"waiting,in_progress,done"`
} // @name TicketBrief

// Briefs tells of those of some requests, by their ids, that the actor may read.
func (s *Service) Briefs(ctx context.Context, actor auth.Actor, ids []string) (map[string]Brief, error) {
	return s.store.briefs(ctx, actor, ids)
}

// ID returns the id of a request within the actor's scope.
func (s *Service) ID(ctx context.Context, actor auth.Actor, number string) (string, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	return r.ID, err
}
