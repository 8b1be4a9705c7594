package ticket

import (
	"context"
	"slices"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Concerned is a request with whom it concerns at present, for the rooms that
// tell people about it. People are ids; nobody who stepped back is among the
// officers.
type Concerned struct {
	Number       string
	Subject      string
	Confidential bool
	Applicant    string   // empty: a guest
	GuestName    string   // of a guest
	GuestContact string   // of a guest: an email address or a phone number
	Holders      []string // who has it: the person and their deputies, or the queue of the role
	Superiors    []string // of the holder: the head of the division, else the head of the office
	Heads        []string // of the office
}

// Concerned returns whom a request concerns. It asks for nobody's scope: it is
// for the product itself.
func (s *Service) Concerned(ctx context.Context, id string) (Concerned, error) {
	var r row
	err := tickets(s.store.read.WithContext(ctx)).Where("t.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return Concerned{}, web.ErrNotFound
	}
	if err != nil {
		return Concerned{}, err
	}
	c := Concerned{Number: r.Number, Subject: r.Subject, Confidential: r.Confidential, Applicant: r.applicant(), GuestContact: r.GuestContact}
	if c.Applicant == "" {
		c.GuestName = r.ApplicantName
	}
	now := s.clock.Now()
	queue := func(a auth.Assignment) ([]string, error) {
		var people []string
		err := holders(s.store.read.WithContext(ctx), now).Where("r.role = ? AND r.unit = ?", a.Role, a.Unit).Order("u.id").Distinct().Pluck("u.id", &people).Error
		return slices.DeleteFunc(people, func(p string) bool { return strings.Contains(r.Recused, p) }), err
	}
	if c.Heads, err = queue(auth.Assignment{Role: auth.Head}); err != nil {
		return c, err
	}
	switch held := r.holder(); {
	case held.Role == auth.Applicant: // it lies with the applicant
	case r.HolderID == nil:
		c.Holders, err = queue(held)
	default:
		c.Holders = []string{*r.HolderID}
		var deputies []deputy
		deputies, err = runningDeputies(s.store.read.WithContext(ctx), now, *r.HolderID)
		for _, d := range deputies {
			if d.Role == r.HolderRole && d.Unit == r.HolderUnit {
				c.Holders = append(c.Holders, d.DeputyID)
			}
		}
	}
	if err != nil {
		return c, err
	}
	c.Superiors = c.Heads
	if r.HolderUnit != "" && auth.Role(r.HolderRole) != auth.DivisionHead {
		division, err := queue(auth.Assignment{Role: auth.DivisionHead, Unit: r.HolderUnit})
		if err != nil {
			return c, err
		}
		if len(division) > 0 {
			c.Superiors = division
		}
	}
	return c, nil
}
