package asset

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// Concerned is a delivered thing with whom its end concerns, for the rooms that
// tell people about it. People are ids.
type Concerned struct {
	Name    string
	Owners  []string // the applicants of the agency whose it is
	Keepers []string // who holds the role that delivered it
}

// Concerned returns whom a delivered thing concerns. It asks for nobody's
// scope: it is for the product itself.
func (s *Service) Concerned(ctx context.Context, id string) (Concerned, error) {
	r, err := s.store.any(ctx, id)
	if err != nil {
		return Concerned{}, err
	}
	c := Concerned{Name: r.Name}
	if c.Owners, err = s.store.people(ctx, auth.Assignment{Role: auth.Applicant}, r.OrganisationID); err != nil || r.TicketID == nil {
		return c, err
	}
	by, err := s.store.delivery(ctx, *r.TicketID)
	if err != nil {
		return c, err
	}
	c.Keepers, err = s.store.people(ctx, by, "")
	return c, err
}
