package recommendation

import "github.com/dkisp-kaltara/elayanan/api/catalogue"

// State is how a proposal stands. It is derived from its request and from what
// was recorded of it, and kept nowhere.
type State string

// States, in their usual order.
const (
	StateDraft              State = "draft"     // nobody but its agency sees it
	StateSubmitted          State = "submitted" // intake and dispositions
	StateMending            State = "mending"   // returned to the agency
	StateStudy              State = "study"     // kajian
	StateDecision           State = "decision"  // the head's
	StateApprovedInternally State = "approved_internally"
	StateSentToMinistry     State = "sent_to_ministry"
	StateApproved           State = "approved"
	StateRefusedByOffice    State = "refused_by_office"
	StateRefusedByMinistry  State = "refused_by_ministry"
	StateCancelled          State = "cancelled"
)

// editable tells whether the agency may write in a proposal.
func (s State) editable() bool { return s == StateDraft || s == StateMending }

// unapproved tells whether a proposal has ended without an approval.
func (s State) unapproved() bool {
	return s == StateRefusedByOffice || s == StateRefusedByMinistry || s == StateCancelled
}

// stateOf derives the state of a proposal; stateSQL says the same.
func stateOf(r row) State {
	switch {
	case r.TicketID == nil:
		return StateDraft
	case r.TicketOutcome == "cancelled":
		return StateCancelled
	case r.TicketOutcome == "rejected" && r.TicketPhase == catalogue.ForMinistry:
		return StateRefusedByMinistry
	case r.TicketOutcome == "rejected":
		return StateRefusedByOffice
	case r.TicketStatus == "done":
		return StateApproved
	case r.TicketReturned:
		return StateMending
	case r.TicketPhase == catalogue.ForStudy:
		return StateStudy
	case r.TicketPhase == catalogue.ForVerdict:
		return StateDecision
	case r.TicketPhase == catalogue.ForMinistry && r.TicketWaitingFor == "external":
		return StateSentToMinistry
	case r.TicketPhase == catalogue.ForMinistry:
		return StateApprovedInternally
	}
	return StateSubmitted
}

// stateSQL is stateOf as an expression over recommendations r and its request t.
const stateSQL = `CASE
	WHEN r.ticket_id IS NULL THEN 'draft'
	WHEN t.outcome = 'cancelled' THEN 'cancelled'
	WHEN t.outcome = 'rejected' AND t.phase = 'ministry' THEN 'refused_by_ministry'
	WHEN t.outcome = 'rejected' THEN 'refused_by_office'
	WHEN t.status = 'done' THEN 'approved'
	WHEN t.returned THEN 'mending'
	WHEN t.phase = 'study' THEN 'study'
	WHEN t.phase = 'verdict' THEN 'decision'
	WHEN t.phase = 'ministry' AND t.waiting_for = 'external' THEN 'sent_to_ministry'
	WHEN t.phase = 'ministry' THEN 'approved_internally'
	ELSE 'submitted' END`
