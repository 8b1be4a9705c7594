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
	PPIDs        []string // who keep the register of information
	Named        []string // the receivers that were asked for
	Workers      []string // officers who have had it: in person, or as the head of the office or of a division
}

// Concerned returns whom a request concerns, and who the named receivers are at
// present. It asks for nobody's scope: it is for the product itself.
func (s *Service) Concerned(ctx context.Context, id string, named ...Recipient) (Concerned, error) {
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
	// behind are the people behind a receiver: the person and their deputies, or
	// the queue of the role.
	behind := func(a auth.Assignment, person string) ([]string, error) {
		if person == "" {
			return queue(a)
		}
		people := []string{person}
		deputies, err := runningDeputies(s.store.read.WithContext(ctx), now, person)
		for _, d := range deputies {
			if d.Role == string(a.Role) && d.Unit == a.Unit {
				people = append(people, d.DeputyID)
			}
		}
		return people, err
	}
	if c.Heads, err = queue(auth.Assignment{Role: auth.Head}); err != nil {
		return c, err
	}
	if c.PPIDs, err = queue(auth.Assignment{Role: auth.PPID}); err != nil {
		return c, err
	}
	if held := r.holder(); held.Role != auth.Applicant { // else it lies with the applicant
		if c.Holders, err = behind(held, r.holderPerson()); err != nil {
			return c, err
		}
	}
	for _, to := range named {
		if to.assignment().Role == auth.Applicant {
			c.Named = append(c.Named, c.Applicant)
			continue
		}
		people, err := behind(to.assignment(), to.UserID)
		if err != nil {
			return c, err
		}
		c.Named = append(c.Named, people...)
	}
	chain, err := officersOf(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return c, err
	}
	for _, m := range chain {
		people := []string{m.UserID}
		if of := auth.Role(m.Role); m.UserID == "" && (of == auth.Head || of == auth.DivisionHead) {
			if people, err = queue(auth.Assignment{Role: of, Unit: m.Unit}); err != nil {
				return c, err
			}
		}
		c.Workers = append(c.Workers, people...)
	}
	c.Workers = slices.DeleteFunc(c.Workers, func(p string) bool { return p == "" || strings.Contains(r.Recused, p) })
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
