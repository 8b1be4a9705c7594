package ticket

import (
	"encoding/json"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// Ticket is a whole request as one caller sees it.
type Ticket struct {
	Summary
	NextStep         *StepRef                `json:"next_step"` // null: none follows
	Steps            []Progress              `json:"steps"`
	Branches         []catalogue.Branch      `json:"branches"`       // ways out of the present step; only officers see them
	Reviewers        []Reviewer              `json:"reviewers"`      // of the present step; only officers see them
	Requirement      *Requirement            `json:"requirement"`    // of the present step; null: none, and for applicants
	ExternalWaits    []ExternalWait          `json:"external_waits"` // oldest first
	Answers          json.RawMessage         `json:"answers" swaggertype:"object"`
	Masked           bool                    `json:"masked"`             // of personal answers only the end is told
	MayUnmask        bool                    `json:"may_unmask"`         // the caller may look at them whole, which is recorded
	UnmaskWithReason bool                    `json:"unmask_with_reason"` // and must say why, because the request is closed
	Definition       int                     `json:"definition_version"` // of the service, under which it was filed; its form is at /tickets/{number}/form
	ReturnReason     string                  `json:"return_reason"`      // why it was returned for mending
	ReturnPoints     []Point                 `json:"return_points"`      // what to mend
	ClosingNote      string                  `json:"closing_note"`
	GuestContact     *string                 `json:"guest_contact"` // how to reach a guest; only officers see it
	Intake           *Intake                 `json:"intake"`        // how it stands in the agenda; null: not yet, nobody has dealt with it
	Attachments      []attachment.Attachment `json:"attachments"`
} // @name Ticket

// Summary is a request in a list.
type Summary struct {
	Number          string      `json:"number" example:"TKT-20260105-0001"`
	ServiceType     ServiceRef  `json:"service_type"`
	Subject         string      `json:"subject"`
	Status          Status      `json:"status" enums:"waiting,in_progress,done"`
	Outcome         *Outcome    `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"` // null until done
	Step            StepRef     `json:"step"`
	Holder          *Holder     `json:"holder"`    // who has it now; null when done
	Applicant       auth.Ref    `json:"applicant"` // without an id where a guest filed it
	Guest           bool        `json:"guest"`     // filed without an account
	Organisation    *auth.Ref   `json:"organisation"`
	Urgency         Urgency     `json:"urgency" enums:"normal,urgent,very_urgent"`
	Confidential    bool        `json:"confidential"`
	SubmittedAt     time.Time   `json:"submitted_at"`
	DueAt           *time.Time  `json:"due_at"` // null: no limit is decreed, or the clock stands
	Overdue         bool        `json:"overdue"`
	Returned        bool        `json:"returned"`                               // with the applicant, for mending
	WaitingFor      *WaitingFor `json:"waiting_for" enums:"external,applicant"` // another body, or the applicant at a step of their own; null: neither
	Extended        bool        `json:"extended"`                               // the time limit was extended, which is possible once
	ClosedAt        *time.Time  `json:"closed_at"`
	ResultLetter    *FileRef    `json:"result_letter"` // the answer, once there is one
	ProposalID      *string     `json:"proposal_id"`   // the SPBE proposal that became this request, where its life goes on; null: none
	Version         int64       `json:"version"`       // also the beginning of the ETag; If-Match takes it in quotes
	AllowedActions  []Action    `json:"allowed_actions"`
	UsualRecipients []Recipient `json:"usual_recipients"` // to whom the caller would dispose it by the steps of its service, the next one first; empty: the caller cannot dispose it, or nobody follows to whom they may
} // @name TicketSummary

// fillLists makes absent lists empty ones, which the API shows as [] rather
// than null.
func fillLists(t *Ticket) {
	if t.ReturnPoints == nil {
		t.ReturnPoints = []Point{}
	}
	if t.Branches == nil {
		t.Branches = []catalogue.Branch{}
	}
	if t.Reviewers == nil {
		t.Reviewers = []Reviewer{}
	}
	if t.ExternalWaits == nil {
		t.ExternalWaits = []ExternalWait{}
	}
}

// ServiceRef names a service.
type ServiceRef struct {
	Code string `json:"code" example:"subdomain"`
	Name string `json:"name"`
} // @name ServiceRef

// StepRef names a step of the service's workflow.
type StepRef struct {
	Key  string `json:"key" example:"loket"`
	Name string `json:"name"`
	Role string `json:"role"` // who works there
	Unit string `json:"unit,omitempty"`
} // @name StepRef

// Holder is who has a request now: a role, the unit where the role is one of
// many, and the person, who is not shown to applicants.
type Holder struct {
	Role     string    `json:"role" example:"division_head"`
	Unit     string    `json:"unit,omitempty" example:"aptika"`
	UnitName string    `json:"unit_name,omitempty"`
	User     *auth.Ref `json:"user,omitempty"`
	// Deputy acts for the user at present (Plt/Plh); only officers see it.
	Deputy *auth.OnBehalfOf `json:"deputy,omitempty"`
} // @name Holder

// FileRef names a file.
type FileRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
} // @name FileRef

// Point is one thing to mend.
type Point struct {
	Pointer string `json:"pointer" validate:"max=200" example:"/answers/nip"` // where; empty: the request as a whole
	Comment string `json:"comment" validate:"required,max=2000" example:"NIP belum lengkap."`
} // @name ReturnPoint

// Urgency is the sifat of a disposition.
type Urgency string

// Urgencies. Rahasia stands beside them, as confidential.
const (
	Normal     Urgency = "normal"      // biasa
	Urgent     Urgency = "urgent"      // segera
	VeryUrgent Urgency = "very_urgent" // sangat segera
)
