package recommendation

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
	case r.TicketOutcome == "rejected" && r.TicketStep == "komdigi":
		return StateRefusedByMinistry
	case r.TicketOutcome == "rejected":
		return StateRefusedByOffice
	case r.TicketStatus == "done":
		return StateApproved
	case r.TicketReturned:
		return StateMending
	case r.TicketStep == "kajian":
		return StateStudy
	case r.TicketStep == "keputusan-dkisp":
		return StateDecision
	case r.TicketStep == "komdigi" && r.TicketWaitingFor == "external":
		return StateSentToMinistry
	case r.TicketStep == "komdigi" || r.TicketStep == "penyampaian":
		return StateApprovedInternally
	}
	return StateSubmitted
}

// stateSQL is stateOf as an expression over recommendations r and its request t.
const stateSQL = `CASE
	WHEN r.ticket_id IS NULL THEN 'draft'
	WHEN t.outcome = 'cancelled' THEN 'cancelled'
	WHEN t.outcome = 'rejected' AND t.step = 'komdigi' THEN 'refused_by_ministry'
	WHEN t.outcome = 'rejected' THEN 'refused_by_office'
	WHEN t.status = 'done' THEN 'approved'
	WHEN t.returned THEN 'mending'
	WHEN t.step = 'kajian' THEN 'study'
	WHEN t.step = 'keputusan-dkisp' THEN 'decision'
	WHEN t.step = 'komdigi' AND t.waiting_for = 'external' THEN 'sent_to_ministry'
	WHEN t.step IN ('komdigi', 'penyampaian') THEN 'approved_internally'
	ELSE 'submitted' END`
