package ticket

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// Status is what everybody sees of a request (M5).
type Status string

// The three statuses of the manual.
const (
	Waiting    Status = "waiting"     // Menunggu: nobody has taken it up
	InProgress Status = "in_progress" // Dalam Proses
	Done       Status = "done"        // Selesai; the outcome says how
)

// Outcome is how a request ended. "Selesai" alone never means "disetujui" (C3).
type Outcome string

// Outcomes.
const (
	Fulfilled Outcome = "fulfilled" // terpenuhi
	Approved  Outcome = "approved"  // disetujui
	Rejected  Outcome = "rejected"  // ditolak
	Cancelled Outcome = "cancelled" // dibatalkan
)

// Action is something that can be done to a request. Its code is the last
// segment of its path in the API.
type Action string

// Actions.
const (
	TakeUp   Action = "take-up"
	Dispose  Action = "dispositions"
	Forward  Action = "forward"
	Return   Action = "return"
	Resubmit Action = "resubmit"
	Complete Action = "complete"
	Reject   Action = "reject"
	Cancel   Action = "cancel"
	Reopen   Action = "reopen"
	Recuse   Action = "recuse"
	Wait     Action = "external-waits"
	Resume   Action = "resume"
	Confirm  Action = "confirm"
	Extend   Action = "extend"
	Review   Action = "reviews"
	Message  Action = "messages"
	Note     Action = "notes"
	Attach   Action = "attachments"
	Reserve  Action = "booking"
)

// Actions lists them in the order in which they are offered.
var Actions = []Action{
	TakeUp, Confirm, Review, Reserve, Dispose, Forward, Resume, Wait, Return, Resubmit, Extend, Complete, Reject, Cancel, Reopen, Recuse, Message, Note, Attach,
}

// Stage is a status together with what happens inside it.
type Stage string

// Stages.
const (
	AtRest   Stage = "waiting"     // status waiting
	AtWork   Stage = "in_progress" // status in progress, at the office
	Returned Stage = "returned"    // status in progress, with the applicant for mending
	Outside  Stage = "external"    // status in progress, waiting for another body
	OwnStep  Stage = "applicant"   // status in progress, at a step of the applicant's own
	Closed   Stage = "done"        // status done
)

// Status returns what is shown for the stage.
func (s Stage) Status() Status {
	switch s {
	case AtRest:
		return Waiting
	case Closed:
		return Done
	default:
		return InProgress
	}
}

// transitions is the state machine, whole: what may happen at a stage, and the
// stage after it. What is not here is refused with nothing changed. A request
// that comes to a step of the applicant's own is at OwnStep rather than AtWork.
var transitions = map[Stage]map[Action]Stage{
	AtRest: {
		TakeUp: AtWork, Dispose: AtWork, Return: Returned, Cancel: Closed,
		Recuse: AtRest, Message: AtRest, Note: AtRest, Attach: AtRest,
	},
	AtWork: {
		TakeUp: AtWork, Dispose: AtWork, Forward: AtWork, Return: Returned,
		Wait: Outside, Extend: AtWork, Review: AtWork, Reserve: AtWork,
		Complete: Closed, Reject: Closed, Cancel: Closed,
		Recuse: AtWork, Message: AtWork, Note: AtWork, Attach: AtWork,
	},
	Returned: {
		Resubmit: AtWork, Cancel: Closed,
		Message: Returned, Note: Returned, Attach: Returned,
	},
	Outside: {
		Resume: AtWork, Extend: Outside, Reserve: Outside, Cancel: Closed,
		Message: Outside, Note: Outside, Attach: Outside,
	},
	OwnStep: {
		Confirm: AtWork, Resume: AtWork, Cancel: Closed,
		Message: OwnStep, Note: OwnStep, Attach: OwnStep,
	},
	Closed: {
		Reopen: AtWork, Note: Closed,
	},
}

// After returns the stage after an action, or false when the action is not
// possible at the stage.
func (s Stage) After(a Action) (Stage, bool) {
	next, ok := transitions[s][a]
	return next, ok
}

// at returns the stage in which a request really is once it is at a step.
func (s Stage) at(step catalogue.Step) Stage {
	if s == AtWork && auth.Role(step.Actor.Role) == auth.Applicant {
		return OwnStep
	}
	return s
}
