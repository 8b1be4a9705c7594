package recommendation

import (
	"context"
	"slices"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// After its first submission a proposal and its request move together: what is
// recorded of the one and what is done to the other is one change.

// serviceCode is the service as which proposals are filed. What its steps are
// for, its definition says (catalogue.Purpose).
const serviceCode = "rekomendasi-aplikasi"

// stateWords names the states for people.
var stateWords = map[State]apperr.Text{
	StateDraft:              {ID: "draf", EN: "a draft"},
	StateSubmitted:          {ID: "diajukan", EN: "submitted"},
	StateMending:            {ID: "perbaikan", EN: "with the agency for mending"},
	StateStudy:              {ID: "kajian teknis", EN: "being studied"},
	StateDecision:           {ID: "menunggu keputusan dinas", EN: "waiting for the office's verdict"},
	StateApprovedInternally: {ID: "disetujui dinas", EN: "approved by the office"},
	StateSentToMinistry:     {ID: "dikirim ke Kementerian", EN: "sent to the ministry"},
	StateApproved:           {ID: "disetujui Kementerian", EN: "approved by the ministry"},
	StateRefusedByOffice:    {ID: "ditolak dinas", EN: "refused by the office"},
	StateRefusedByMinistry:  {ID: "tidak disetujui Kementerian", EN: "not approved by the ministry"},
	StateCancelled:          {ID: "dibatalkan", EN: "cancelled"},
}

// decided tells whether the office has given its verdict, so that the agency
// may read how it was reached.
func (s State) decided() bool {
	return slices.Contains([]State{StateApprovedInternally, StateSentToMinistry, StateApproved, StateRefusedByOffice, StateRefusedByMinistry}, s)
}

// in refuses what can be done only in some states.
func (r row) in(states ...State) error {
	now := stateOf(r)
	if slices.Contains(states, now) {
		return nil
	}
	var id, en []string
	for _, s := range states {
		id, en = append(id, stateWords[s].ID), append(en, stateWords[s].EN)
	}
	return apperr.New(apperr.Conflict, "recommendation.state",
		"Usulan ini sekarang berstatus "+stateWords[now].ID+". Tindakan ini hanya tersedia pada status: "+strings.Join(id, ", ")+".",
		"This proposal is now "+stateWords[now].EN+". This can be done only while it is "+strings.Join(en, ", ")+".")
}

// act is the way of every action of the office on a proposal: scope, version
// and state are checked, the records written and the request acted on – all or
// nothing. doing is the action that the actor must be able to do to the request.
func (s *Service) act(ctx context.Context, actor auth.Actor, id string, version int64, doing ticket.Action, states []State, do func(tx *change.Tx, tickets *ticket.Service, r row) error) (Recommendation, error) {
	if _, err := s.mayAct(ctx, actor, id, version, states); err != nil {
		return Recommendation{}, err
	}
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return Recommendation{}, err
	}
	err = s.tickets.Together(ctx, actor, r.TicketNumber, doing, func(tx *change.Tx, tickets *ticket.Service) error {
		r, err := hold(tx, actor, id)
		if err == nil && r.Version != version+1 {
			err = web.ErrStale
		}
		if err == nil {
			err = r.in(states...)
		}
		if err != nil {
			return err
		}
		return do(tx, tickets, r)
	})
	if err != nil {
		return Recommendation{}, err
	}
	return s.Get(ctx, actor, id, "")
}

// mayAct reads a proposal and refuses what its version or state does not
// permit, before anything dear is done.
func (s *Service) mayAct(ctx context.Context, actor auth.Actor, id string, version int64, states []State) (row, error) {
	r, err := s.store.find(ctx, actor, id)
	switch {
	case err != nil:
		return row{}, err
	case r.Version != version:
		return row{}, web.ErrStale
	}
	return r, r.in(states...)
}

// MayGoOn implements ticket.Proposals: a request leaves the study with one, and
// the decision with a verdict.
func (s *Service) MayGoOn(tx *change.Tx, id string, of catalogue.Purpose) error {
	switch of {
	case catalogue.ForStudy:
		study, err := studyOf(tx.DB, id)
		if err == nil && !study.Complete {
			err = errNoStudy
		}
		return err
	case catalogue.ForVerdict:
		return needRecord(tx, id, Verdict, apperr.Text{ID: "Catat keputusan dinas di halaman usulan dahulu.", EN: "First record the office's verdict at the proposal."})
	case catalogue.ForMinistry:
		return needRecord(tx, id, Consideration, apperr.Text{ID: "Catat hasil pertimbangan Kementerian di halaman usulan dahulu.", EN: "First record the ministry's consideration at the proposal."})
	}
	return nil
}

// MayGoBack implements ticket.Proposals: nothing goes back behind the office's
// verdict.
func (s *Service) MayGoBack(tx *change.Tx, id string) error {
	decided, err := hasRecord(tx.DB, id, Verdict)
	if err == nil && decided {
		err = apperr.New(apperr.Conflict, "recommendation.decided",
			"Dinas sudah memutuskan usulan ini, sehingga tidak dapat mundur ke langkah sebelumnya. Catat surat kepada Kementerian atau hasil pertimbangannya.",
			"The office has decided on this proposal, so that it cannot go back to an earlier step. Record the letter to the ministry, or its consideration.")
	}
	return err
}

func needRecord(tx *change.Tx, id string, kind RecordKind, remedy apperr.Text) error {
	has, err := hasRecord(tx.DB, id, kind)
	if err == nil && !has {
		err = apperr.New(apperr.Conflict, "recommendation.record_missing", remedy.ID, remedy.EN)
	}
	return err
}

// readsInternal tells whether an actor reads what the office writes before it is
// released to the agency.
func readsInternal(actor auth.Actor) bool { return actor.Can(auth.ReadNotes) }

// lifeActions lists what the actor may do with a proposal now, beside writing
// in it.
func (s *Service) lifeActions(ctx context.Context, actor auth.Actor, r row) ([]AllowedAction, error) {
	state, list := stateOf(r), []AllowedAction{}
	writes := writesFor(actor, r.OrganisationID)
	add := func(ok bool, name AllowedAction) {
		if ok {
			list = append(list, name)
		}
	}
	add(writes && state.editable(), Submit)
	if r.TicketID == nil {
		return list, nil
	}
	allowed, err := s.tickets.Allowed(ctx, actor, r.TicketNumber)
	if err != nil {
		return nil, err
	}
	may := func(permission web.Permission, action ticket.Action, states ...State) bool {
		return actor.Can(permission) && slices.Contains(states, state) && slices.Contains(allowed, action)
	}
	add(writes && state == StateMending, ReplyToReviews)
	add(may(auth.ReviewRecommendations, ticket.Return, StateSubmitted, StateStudy, StateDecision), ReviewPoints)
	add(may(auth.ReviewRecommendations, ticket.Return, StateSubmitted, StateStudy, StateDecision), Return)
	add(may(auth.RecordRecommendations, ticket.Return, StateStudy), WriteStudy)
	add(may(auth.DecideRecommendations, ticket.Reject, StateDecision), Decide)
	add(may(auth.RecordRecommendations, ticket.Wait, StateApprovedInternally), SendLetter)
	add(may(auth.RecordRecommendations, ticket.Resume, StateSentToMinistry), Consider)
	if writes && (state == StateRefusedByOffice || state == StateRefusedByMinistry) {
		adjusted, err := hasRecord(s.store.read.WithContext(ctx), r.ID, BudgetAdjustment)
		if err != nil {
			return nil, err
		}
		add(!adjusted, AdjustBudget)
	}
	add(writes && state == StateApproved, AddMilestones)
	add(writes && !state.unapproved(), Monitor)
	return list, nil
}

// Judged is what the office thinks of a point or risk of the last submission,
// as far as the caller may see it.
type Judged struct {
	Mark  *Mark   `json:"mark" enums:"fulfilled,to_mend,not_applicable"` // null: none
	Reply *string `json:"reply"`                                         // of the agency; null: none
} // @name RecommendationJudged

// addLife tells what became of a proposal since its first submission, as far as
// the actor may see it.
func (s *Service) addLife(ctx context.Context, v *Recommendation, r row, actor auth.Actor) error {
	actions, err := s.lifeActions(ctx, actor, r)
	if err != nil {
		return err
	}
	v.AllowedActions, v.Records = append(v.AllowedActions, actions...), []Record{}
	g := s.store.read.WithContext(ctx)
	if v.Submissions, err = lastSubmission(g, r.ID); err != nil || v.Submissions == 0 {
		return err
	}
	records, err := recordsOf(g, r.ID)
	if err != nil {
		return err
	}
	corrections, err := correctionsOf(g, r.ID)
	if err != nil {
		return err
	}
	for _, one := range records {
		record := one.corrected(corrections[one.Kind])
		if _, may := corrector(actor, r, one.Kind); may {
			record.AllowedActions = append(record.AllowedActions, Corrections)
		}
		v.Records = append(v.Records, record)
	}
	reviews, err := s.released(ctx, actor, r)
	if err != nil {
		return err
	}
	judged := map[string]Judged{}
	for _, one := range reviews {
		if one.N != v.Submissions {
			continue
		}
		j := Judged{Mark: &one.Mark}
		if one.ReplyVersion > 0 {
			j.Reply = &one.Reply
		}
		judged[one.Key] = j
	}
	for i := range v.Points {
		v.Points[i].Judged = judged[v.Points[i].Key]
	}
	for i := range v.Risks {
		v.Risks[i].Judged = judged[riskKey+v.Risks[i].ID]
	}
	return nil
}
