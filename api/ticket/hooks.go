package ticket

import (
	"context"
	"encoding/json"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Registrar keeps a register beside the requests: of what was delivered, of what
// is booked. It lies above this room
// and is told of requests inside the change that makes them, so that request
// and register never differ. A refusal that names fields undoes the change.
type Registrar interface {
	// Requested is asked whether a request may be filed. It is not written yet,
	// and no number is taken: nothing else waits while the registrar reads. It
	// is asked again when the answers of a request, which has a number then, are
	// mended. A prerequisite that is missing refuses a request, unless it is
	// recorded at the counter: then the missing ones are told in words.
	Requested(tx *change.Tx, request Registration) (missing []string, err error)
	// Delivered is told that a request was completed, with what the officer
	// wrote of the delivered thing; nil where nothing was written.
	Delivered(tx *change.Tx, request Registration, thing json.RawMessage) error
	// Ended is told that a request was rejected or cancelled.
	Ended(tx *change.Tx, request Registration) error
}

// Checker tells what of answers a register would refuse, and keeps nothing.
type Checker interface {
	Check(ctx context.Context, request Registration) ([]apperr.Field, error)
}

// CheckWith connects a register that checks answers, once, before anything is
// served.
func (s *Service) CheckWith(c Checker) { s.checkers = append(s.checkers, c) }

// HeldBefore is the applicant's word that they have a prerequisite from before
// this system, with the number under which it can be found.
type HeldBefore struct {
	Kind   string `json:"kind" validate:"required,max=40" example:"mailbox"` // kind of the delivered thing
	Number string `json:"number" validate:"notblank,max=160" example:"dinkes@kaltaraprov.go.id"`
} // @name HeldBefore

// Registration is what the register needs to know of a request.
type Registration struct {
	TicketID, Number            string // Number is empty in Requested
	ApplicantID, OrganisationID string // empty: a guest; somebody of no agency
	Service                     catalogue.Published
	Subject                     string
	Answers                     json.RawMessage
	Input                       SubmitInput // as it came; empty but for a new request
	AtCounter                   bool        // its letter is there already
}

// RegisterWith connects a register, once, before anything is served.
func (s *Service) RegisterWith(r Registrar) { s.registrars = append(s.registrars, r) }

// registrars are told one after the other; the first refusal undoes the change.
type registrars []Registrar

func (all registrars) Requested(tx *change.Tx, request Registration) ([]string, error) {
	var missing []string
	for _, r := range all {
		lacking, err := r.Requested(tx, request)
		if err != nil {
			return nil, err
		}
		missing = append(missing, lacking...)
	}
	return missing, nil
}

func (all registrars) Delivered(tx *change.Tx, request Registration, thing json.RawMessage) error {
	for _, r := range all {
		if err := r.Delivered(tx, request, thing); err != nil {
			return err
		}
	}
	return nil
}

func (all registrars) Ended(tx *change.Tx, request Registration) error {
	for _, r := range all {
		if err := r.Ended(tx, request); err != nil {
			return err
		}
	}
	return nil
}

func (r row) registration(service catalogue.Published) Registration {
	entry := Registration{TicketID: r.ID, Number: r.Number, ApplicantID: r.applicant(), Service: service, Subject: r.Subject, Answers: r.Answers}
	if r.OrganisationID != nil {
		entry.OrganisationID = *r.OrganisationID
	}
	return entry
}

// Drafts keeps requests that are being filled in. It lies above this room.
type Drafts interface {
	// Submission returns a draft of the actor as a request to be filed, with the
	// ids of those of its files that no answer names; web.ErrNotFound where they
	// have no such draft.
	Submission(ctx context.Context, actor auth.Actor, id string) (SubmitInput, error)
	// Submitted ends the draft inside the change that files it under a number.
	// Files that the request did not take go with it.
	Submitted(tx *change.Tx, actor auth.Actor, id, number string) error
}

// DraftsFrom connects the drafts, once, before anything is served.
func (s *Service) DraftsFrom(d Drafts) { s.drafts = d }

// Earlier returns the service and the answers of a request that the actor has
// filed before.
func (s *Service) Earlier(ctx context.Context, actor auth.Actor, number string) (service string, answers map[string]any, err error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err == nil && r.applicant() != actor.ID {
		err = web.ErrNotFound
	}
	if err != nil {
		return "", nil, err
	}
	return r.ServiceCode, answers, json.Unmarshal(r.Answers, &answers)
}
