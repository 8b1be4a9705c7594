package ticket

import (
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// needs says which permission an action takes; the route asks for the same.
var needs = map[Action]web.Permission{
	TakeUp: auth.TakeUpTicket, Dispose: auth.DisposeTicket, Forward: auth.ForwardTicket, Return: auth.ReturnTicket,
	Resubmit: auth.ResubmitTicket, Complete: auth.CompleteTicket, Reject: auth.RejectTicket, Cancel: auth.CancelTicket,
	Wait: auth.WaitForExternal, Resume: auth.WaitForExternal, Confirm: auth.ConfirmStep, Extend: auth.ExtendTicket, Review: auth.ReviewTicket,
	Reopen: auth.ReopenTicket, Recuse: auth.RecuseTicket, Message: auth.MessageTicket, Note: auth.WriteNotes, Attach: auth.AttachToTicket, Reserve: auth.BookResources,
}

// stepActions says what the kind of a step lets its holder do. A definition may
// narrow it for one step.
var stepActions = map[catalogue.StepKind][]Action{
	catalogue.Intake:       {TakeUp, Forward, Return},
	catalogue.Disposition:  {TakeUp, Dispose, Forward, Return, Reject},
	catalogue.Preparation:  {TakeUp, Dispose, Forward, Return, Complete, Reject},
	catalogue.Verification: {TakeUp, Dispose, Forward, Return, Complete, Reject},
	catalogue.Work:         {TakeUp, Dispose, Forward, Return, Complete, Reject},
	catalogue.AtExternal:   {TakeUp, Dispose, Forward, Return, Complete, Reject},
	catalogue.Approval:     {TakeUp, Dispose, Forward, Return, Complete, Reject},
	catalogue.Delivery:     {TakeUp, Dispose, Forward, Return, Complete, Reject},
}

// situation is all that the policy looks at.
type situation struct {
	agency       string // whose SPBE proposal became this request; empty: none did
	proposalActs bool   // the room of the proposal does the action
	stage        Stage
	step         catalogue.Step
	phase        catalogue.Purpose // how far the records of the proposal have come
	holder       auth.Assignment
	holderID     string // empty: nobody in particular
	applicantID  string
	recused      string            // ids of those who stepped back
	afterwards   auth.Assignment   // who works at the next step
	mayExtend    bool              // the standard has an extension, it is unused, and the time has not run out
	books        bool              // its form asks for a time for which resources are booked
	pending      []auth.Assignment // the reviewers whose opinion is still to come
}

// as returns the assignment in which the actor may do the action now, or
// false. It is the one rule that both refuses and fills allowed_actions.
//
// The applicant acts on their own request, and of an SPBE proposal everybody
// who writes for its agency. An officer acts on what their role
// and unit hold, unless a colleague has taken it for whom they do not stand in.
// Who stepped back from the request does nothing more to it. A superior may also step in:
// the head of the office everywhere, the head of a division within it. What is
// examined of an SPBE proposal (requirement R4) the head leaves to those who have
// it: reviews and study take the action of returning it.
// Messages and notes are open to every officer who may read the request. While
// opinions are still to come, nothing goes on from the step. What the applicant
// has to do at a step of their own, who works after them may confirm as well.
func (s situation) as(actor auth.Actor, action Action) (auth.Assignment, bool) {
	if _, possible := s.stage.After(action); !possible || s.reserved(action) {
		return auth.Assignment{}, false
	}
	for _, r := range actor.Roles {
		if s.recusedFrom(actor.ID) && r.Role != auth.Applicant {
			continue
		}
		if actor.May(r.Role, needs[action]) && s.permits(actor, r, action) {
			return r, true
		}
	}
	return auth.Assignment{}, false
}

func (s situation) permits(actor auth.Actor, r auth.Assignment, action Action) bool {
	own := r.Role == auth.Applicant && (actor.ID == s.applicantID || s.agency != "" && actor.OrganisationID == s.agency)
	holds := r == s.holder && (s.holderID == "" || s.holderID == actor.ID || actor.StandsInFor(s.holderID, r))
	superior := r.Role == auth.Head || (r.Role == auth.DivisionHead && r.Unit == s.holder.Unit)
	switch action {
	case Resubmit, Cancel, Confirm:
		return own
	case Message, Attach:
		return own || r.Role != auth.Applicant
	case Note, Reopen:
		return true
	case Recuse:
		return holds
	case TakeUp:
		return s.holderID == "" && (holds || (r.Role == auth.Head && s.stage == AtRest)) && s.stepAllows(action)
	case Dispose:
		return holds || superior
	case Review:
		return slices.Contains(s.pending, r)
	case Resume:
		if s.stage == OwnStep {
			return r == s.afterwards || r.Role == auth.Head
		}
		return holds || superior
	case Extend:
		return (holds || superior) && s.mayExtend
	case Reserve:
		return (holds || superior) && s.books
	case Wait:
		return (holds || superior) && s.mayWait()
	case Return:
		if s.stage == AtRest {
			return holds && s.stepAllows(action)
		}
		if s.agency != "" && r.Role == auth.Head { // who decides on a proposal does not examine it for those who do
			return holds && s.stepAllows(action)
		}
		return (holds || superior) && s.stepAllows(action)
	default: // Forward, Complete, Reject
		return (holds || superior) && s.stepAllows(action) && (action == Reject || len(s.pending) == 0)
	}
}

// mayWait tells whether the step is one at which another body is waited for.
func (s situation) mayWait() bool {
	if len(s.step.Actions) > 0 {
		return slices.Contains(s.step.Actions, string(Wait))
	}
	return s.step.Kind == catalogue.AtExternal || s.step.Branch(catalogue.ByExternal) != nil
}

func (s situation) stepAllows(action Action) bool {
	if len(s.step.Actions) > 0 {
		return slices.Contains(s.step.Actions, string(action))
	}
	return slices.Contains(stepActions[s.step.Kind], action)
}

// allowed lists what the actor may do now.
func (s situation) allowed(actor auth.Actor) []Action {
	list := []Action{}
	for _, a := range Actions {
		if _, ok := s.as(actor, a); ok {
			list = append(list, a)
		}
	}
	return list
}

// maxUsual bounds how many usual recipients are named: as many buttons as fit
// beside a request on a phone.
const maxUsual = 3

// usual lists to whom the actor would dispose the request: who works at the
// steps that follow in its service, the next one first; not who has it already.
func (s situation) usual(actor auth.Actor, d catalogue.Definition) []Recipient {
	list := []Recipient{}
	from, ok := s.as(actor, Dispose)
	if !ok {
		return list
	}
	next := position(d, s.step.Key) + 1
	for _, step := range d.Steps[next:] {
		to := actorOf(step)
		one := Recipient{Role: string(to.Role), Unit: to.Unit}
		if len(list) < maxUsual && to != s.holder && mayPassTo(from, to) && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// receivers says to which roles a role may pass a request on, by disposition
// or forwarding. A division head reaches their own technical team, other
// divisions, and back up; technical staff their own team and its head.
var receivers = map[auth.Role][]auth.Role{
	auth.FrontOffice:  {auth.Head, auth.DivisionHead, auth.Verifier, auth.PPID},
	auth.Head:         {auth.DivisionHead, auth.Technical, auth.Verifier, auth.PPID, auth.FrontOffice},
	auth.DivisionHead: {auth.Technical, auth.DivisionHead, auth.Head, auth.Verifier, auth.PPID, auth.FrontOffice},
	auth.Technical:    {auth.Technical, auth.DivisionHead, auth.Verifier, auth.FrontOffice},
	auth.Verifier:     {auth.Technical, auth.DivisionHead, auth.Head, auth.FrontOffice},
	auth.PPID:         {auth.DivisionHead, auth.Head, auth.FrontOffice},
}

// mayPassTo tells whether someone acting as from may pass a request to to.
func mayPassTo(from, to auth.Assignment) bool {
	if !slices.Contains(receivers[from.Role], to.Role) || to.Role.HasUnit() != (to.Unit != "") {
		return false
	}
	switch {
	case from.Role == auth.Technical && to.Role.HasUnit():
		return to.Unit == from.Unit
	case from.Role == auth.DivisionHead && to.Role == auth.Technical:
		return to.Unit == from.Unit
	default:
		return to != from
	}
}
