package ticket

import (
	"context"
	"encoding/json"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// An SPBE proposal is filed as a request and has records of its own beside it:
// what was submitted, reviews, verdicts (R4, R6). Its room lies above this one.
// It acts on the request inside the change that writes those records, so that
// the two never differ; what would leave them behind is done there alone.

// Proposals keeps them.
type Proposals interface {
	// MayGoOn refuses to let a request go on from a step while its proposal does
	// not have the record that the step is for.
	MayGoOn(tx *change.Tx, proposalID string, of catalogue.Purpose) error
	// MayGoBack refuses to let a request go back to an earlier step once that
	// would undo what is recorded.
	MayGoBack(tx *change.Tx, proposalID string) error
}

// ProposalsFrom connects the proposals, once, before anything is served.
func (s *Service) ProposalsFrom(p Proposals) { s.proposals = p }

// noProposals stands where no proposals are connected.
type noProposals struct{}

func (noProposals) MayGoOn(*change.Tx, string, catalogue.Purpose) error { return nil }
func (noProposals) MayGoBack(*change.Tx, string) error                  { return nil }

// In returns the service bound to a change of the proposals' room: what is done
// with it becomes part of that change, at whatever version the request is then.
func (s *Service) In(tx *change.Tx) *Service {
	bound := s.atProposal()
	bound.tx, bound.store = tx, store{tx.DB}
	return bound
}

// atProposal returns the service as the proposals' room uses it.
func (s *Service) atProposal() *Service {
	same := *s
	same.proposalActs = true
	return &same
}

// Together runs fn in one change whose author does the action to the request of
// a proposal, or could do it now. fn acts on the request with the service that
// it is given.
func (s *Service) Together(ctx context.Context, actor auth.Actor, number string, action Action, fn func(tx *change.Tx, tickets *Service) error) error {
	r, _, as, err := s.atProposal().mayAct(ctx, s.store.read, actor, number, action, nil)
	if err != nil {
		return err
	}
	return s.changes.Do(ctx, actor.AsFor(as, r.holderPerson()), func(tx *change.Tx) error { return fn(tx, s.In(tx)) })
}

// Allowed lists what the actor may do now to the request of a proposal, what is
// done at the proposal included.
func (s *Service) Allowed(ctx context.Context, actor auth.Actor, number string) ([]Action, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return nil, err
	}
	d, err := s.definition(ctx, r)
	return s.atProposal().situationOf(r, d).allowed(actor), err
}

// Amend tells the registers again what the completed request of a proposal left
// behind: the record by which it was completed was wrong.
func (s *Service) Amend(tx *change.Tx, id string, thing json.RawMessage) error {
	var r row
	if err := tickets(tx.DB).Where("t.id = ?", id).Take(&r).Error; err != nil {
		return err
	}
	d, err := s.definition(tx.Statement.Context, r)
	if err != nil {
		return err
	}
	return s.registrars.Delivered(tx, r.registration(catalogue.Published{Definition: d, Number: r.ServiceVersion}), thing)
}

// asRead is the version at which an action must find the request; nil in a
// change of the proposals' room, which compares its own.
func (s *Service) asRead(version int64) *int64 {
	if s.tx != nil {
		return nil
	}
	return &version
}

// do runs fn in the change to which the service is bound, else in one of its
// own.
func (s *Service) do(ctx context.Context, author change.Author, fn func(tx *change.Tx) error) error {
	if s.tx != nil {
		return fn(s.tx)
	}
	return s.changes.Do(ctx, author, fn)
}

// mayMove refuses to let the request of a proposal pass a step whose record is
// missing, or go back behind a record, by whatever action it left the step.
func (s *Service) mayMove(tx *change.Tx, r row, d catalogue.Definition, from string) error {
	if r.ProposalID == nil {
		return nil
	}
	at, to := position(d, from), position(d, r.Step)
	if to < at {
		return s.proposals.MayGoBack(tx, *r.ProposalID)
	}
	for ; at < to; at++ {
		if err := s.proposals.MayGoOn(tx, *r.ProposalID, d.Steps[at].Purpose); err != nil {
			return err
		}
	}
	return nil
}

// reserved tells whether an action on the request of a proposal is done at the
// proposal alone, because a record belongs to it.
func (s situation) reserved(action Action) bool {
	if s.agency == "" || s.proposalActs {
		return false
	}
	switch action {
	case Resubmit, Complete, Reject, Wait, Resume, Reopen:
		return true
	case Forward:
		return s.step.Purpose == catalogue.ForVerdict || s.phase == catalogue.ForMinistry
	case Return:
		return s.phase == catalogue.ForMinistry // the office has decided
	default:
		return false
	}
}

// refusal says why the actor may not do the action: not now, or not here.
func (s situation) refusal(actor auth.Actor, action Action) error {
	reserved := s.reserved(action)
	s.proposalActs = true
	if _, elsewhere := s.as(actor, action); !reserved || !elsewhere {
		return errRole
	}
	if action == Reopen {
		return apperr.New(apperr.Conflict, "ticket.proposal_ended",
			"Usulan SPBE yang sudah berakhir tidak dibuka lagi. Perangkat Daerah dapat mengajukan usulan baru dari salinannya.",
			"An SPBE proposal that has ended is not reopened. The agency can make a new one from a copy of it.")
	}
	way := map[Action]apperr.Text{
		Resubmit: {ID: "perbaiki dan kirim ulang usulannya", EN: "mend the proposal and submit it again"},
		Wait:     {ID: "catat surat kepada Kementerian", EN: "record the letter to the ministry"},
		Resume:   {ID: "catat hasil pertimbangan Kementerian", EN: "record the ministry's consideration"},
		Return:   {ID: "dinas sudah memutuskan, catat hasil pertimbangan Kementerian", EN: "the office has decided; record the ministry's consideration"},
	}[action]
	if way.ID == "" {
		way = apperr.Text{ID: "catat keputusan dinas atau hasil pertimbangan Kementerian", EN: "record the office's verdict or the ministry's consideration"}
	}
	return apperr.New(apperr.Conflict, "ticket.has_proposal",
		"Permohonan ini berasal dari usulan SPBE. Lakukan di halaman usulannya: "+way.ID+".",
		"This request comes from an SPBE proposal. Do this at the proposal: "+way.EN+".")
}
