package catalogue

import (
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

// Definition is a service as data. It is what a file under content/ holds,
// what a version in the database holds, and what the public catalogue serves.
type Definition struct {
	Code         string     `yaml:"code" json:"code" validate:"required,max=40"`
	Name         string     `yaml:"name" json:"name" validate:"required,max=160"`
	Category     string     `yaml:"category" json:"category" validate:"required"`
	Audience     []Audience `yaml:"audience" json:"audience" validate:"required,min=1,dive,oneof=agency regency school public"`
	Channel      Channel    `yaml:"channel" json:"channel" validate:"required,oneof=online letter external"`
	Summary      string     `yaml:"summary" json:"summary" validate:"required,max=300"`      // one sentence, plain text
	Description  string     `yaml:"description" json:"description" validate:"max=20000"`     // Markdown
	Keywords     []string   `yaml:"keywords,omitempty" json:"keywords" validate:"max=40"`    // other words by which people look for it
	Sources      []string   `yaml:"sources,omitempty" json:"sources"`                        // the requirement numbers that it serves
	Guests       bool       `yaml:"guests,omitempty" json:"guests"`                          // may be filed without an account
	Confidential bool       `yaml:"confidential,omitempty" json:"confidential"`              // seen by holders and their chain only
	Hidden       bool       `yaml:"hidden,omitempty" json:"hidden"`                          // left out of the catalogue, though its page can be reached
	Position     int        `yaml:"position,omitempty" json:"position"`                      // order within the category
	Letter       LetterRule `yaml:"letter" json:"letter" validate:"oneof=required optional"` // whether a signed letter must come along

	Form    *form.Form     `yaml:"form,omitempty" json:"form,omitempty"`       // what is asked (api/form/profile.md); left out: a subject and files
	Example map[string]any `yaml:"example,omitempty" json:"example,omitempty"` // one right set of answers, for whoever files by the API; files stand in it by their names

	Requirements  []Requirement    `yaml:"requirements,omitempty" json:"requirements" validate:"dive"`
	Procedure     []string         `yaml:"procedure,omitempty" json:"procedure"` // how to ask, in the words of the source, where it differs from the steps
	Steps         []Step           `yaml:"steps" json:"steps" validate:"required,min=1,max=20,dive"`
	TimeLimit     *calendar.Limit  `yaml:"time_limit,omitempty" json:"time_limit"` // nil: no standard has been decreed (C9)
	Extension     *calendar.Limit  `yaml:"extension,omitempty" json:"extension"`   // by how much the limit may be extended once
	Cost          string           `yaml:"cost,omitempty" json:"cost"`
	Product       string           `yaml:"product,omitempty" json:"product"`
	Standard      *Standard        `yaml:"standard,omitempty" json:"standard"`
	LegalBases    []LegalBasis     `yaml:"legal_bases,omitempty" json:"legal_bases" validate:"dive"`
	Complaints    string           `yaml:"complaints,omitempty" json:"complaints"`
	Downloads     []Download       `yaml:"downloads,omitempty" json:"downloads" validate:"dive"`
	Prerequisites []Prerequisite   `yaml:"prerequisites,omitempty" json:"prerequisites" validate:"dive"`
	External      []ExternalSystem `yaml:"external,omitempty" json:"external" validate:"dive"`
	Delivers      string           `yaml:"delivers,omitempty" json:"delivers,omitempty" validate:"max=40"`         // kind of the asset that a fulfilled request leaves behind
	Alters        []string         `yaml:"alters,omitempty" json:"alters,omitempty" validate:"max=10,dive,max=40"` // kinds of assets that a request may want changed, extended or retired
	Disclosure    *Disclosure      `yaml:"disclosure,omitempty" json:"disclosure,omitempty"`                       // nil: not a request for public information
	Notes         []Note           `yaml:"notes,omitempty" json:"notes" validate:"dive"`                           // corrections and contradictions, open to whoever wants to see them
}

// Audience says who may ask for a service.
type Audience string

// Audiences.
const (
	Agency  Audience = "agency"  // Perangkat Daerah
	Regency Audience = "regency" // pemerintah kabupaten/kota
	School  Audience = "school"  // satuan pendidikan
	Public  Audience = "public"  // any citizen
)

// Channel says how a service is asked for.
type Channel string

// Channels.
const (
	Online   Channel = "online"   // in this product
	ByLetter Channel = "letter"   // a signed letter, uploaded here or brought to the counter
	External Channel = "external" // on another body's site; nothing can be filed here
)

// LetterRule says whether the signed letter (surat permohonan, M3) must come
// with a request.
type LetterRule string

// Letter rules.
const (
	LetterRequired LetterRule = "required"
	LetterOptional LetterRule = "optional"
)

// Requirement is one thing that the applicant must bring or fulfil.
type Requirement struct {
	Text  string   `yaml:"text" json:"text" validate:"required"`
	Items []string `yaml:"items,omitempty" json:"items,omitempty"` // what the letter or form must contain
}

// Step is one stop on the way of a request through the office.
type Step struct {
	Key      string          `yaml:"key" json:"key" validate:"required,max=40"`
	Name     string          `yaml:"name" json:"name" validate:"required,max=160"`
	Actor    Actor           `yaml:"actor" json:"actor"`
	Kind     StepKind        `yaml:"kind" json:"kind" validate:"required,oneof=intake disposition preparation verification work external approval delivery"`
	Purpose  Purpose         `yaml:"purpose,omitempty" json:"purpose,omitempty" validate:"omitempty,oneof=study verdict ministry"`                                               // what of an SPBE proposal is recorded here; empty: nothing
	Duration *calendar.Limit `yaml:"duration,omitempty" json:"duration,omitempty"`                                                                                               // target, where a source gives one
	Text     string          `yaml:"text,omitempty" json:"text,omitempty"`                                                                                                       // the source's words for this step
	Output   string          `yaml:"output,omitempty" json:"output,omitempty"`                                                                                                   // what the step leaves behind (kelengkapan/output of an SOP)
	Actions  []string        `yaml:"actions,omitempty" json:"actions,omitempty" validate:"dive,oneof=take-up dispositions forward return external-waits extend complete reject"` // what may be done here; empty: what the kind allows

	Branches   []Branch `yaml:"branches,omitempty" json:"branches,omitempty" validate:"max=8,dive"`   // the ways out other than to the next step
	Reviewers  []Actor  `yaml:"reviewers,omitempty" json:"reviewers,omitempty" validate:"max=8,dive"` // each gives an opinion, in any order, before the step can be left
	Result     *Result  `yaml:"result,omitempty" json:"result,omitempty"`                             // what must be there before the step can be left
	StopsClock bool     `yaml:"stops_clock,omitempty" json:"stops_clock,omitempty"`                   // the standard lets the clock stand while another body is waited for
}

// Branch is a way out of a step other than to the next one.
type Branch struct {
	On   BranchKind `yaml:"on" json:"on" validate:"required,oneof=incomplete verification_failed external objection"`
	To   string     `yaml:"to" json:"to" validate:"required,max=40"`                  // key of a step; ToApplicant for incomplete, ToExternal for external
	Text string     `yaml:"text,omitempty" json:"text,omitempty" validate:"max=2000"` // the source's words
}

// BranchKind says what leads into a branch.
type BranchKind string

// The branches that the sources name.
const (
	Incomplete         BranchKind = "incomplete"          // back to the applicant for mending (P5)
	VerificationFailed BranchKind = "verification_failed" // back to another step of the office (S8)
	ByExternal         BranchKind = "external"            // another body is waited for (requirements X)
	Objection          BranchKind = "objection"           // the applicant is not content with the answer (S1)
)

// Targets of branches that are not steps of the office.
const (
	ToApplicant = "applicant"
	ToExternal  = "external"
)

// Branch returns the branch of a step that a kind of event leads into, or nil.
func (s Step) Branch(on BranchKind) *Branch {
	for i := range s.Branches {
		if s.Branches[i].On == on {
			return &s.Branches[i]
		}
	}
	return nil
}

// Result is what a step must leave behind before a request may go on from it.
type Result struct {
	Kind ResultKind `yaml:"kind" json:"kind" validate:"required,oneof=note internal supporting external_wait"`
	Text string     `yaml:"text,omitempty" json:"text,omitempty" validate:"max=300"` // which one, in words
}

// ResultKind says what sort of result a step leaves.
type ResultKind string

// Kinds of results. Two are kinds of files.
const (
	NoteResult       ResultKind = "note"          // words that come along with passing on
	InternalResult   ResultKind = "internal"      // a file that the applicant does not see
	SupportingResult ResultKind = "supporting"    // a file that the applicant sees
	WaitResult       ResultKind = "external_wait" // the answer of another body, waited for with evidence
)

// Actor names who works at a step: a role, and the unit where the role is one
// of many.
type Actor struct {
	Role string `yaml:"role" json:"role" validate:"required"`
	Unit string `yaml:"unit,omitempty" json:"unit,omitempty"`
}

// StepKind says what sort of work a step is; it gives the step's default
// actions.
type StepKind string

// Step kinds.
const (
	Intake       StepKind = "intake"
	Disposition  StepKind = "disposition"
	Preparation  StepKind = "preparation"
	Verification StepKind = "verification"
	Work         StepKind = "work"
	AtExternal   StepKind = "external"
	Approval     StepKind = "approval"
	Delivery     StepKind = "delivery"
)

// Purpose says what a step of an SPBE recommendation is for: a record belongs
// to it, without which a request does not go on (R4, R6).
type Purpose string

// Purposes.
const (
	ForStudy    Purpose = "study"    // the technical study (kajian)
	ForVerdict  Purpose = "verdict"  // the office's decision
	ForMinistry Purpose = "ministry" // the ministry's consideration
)

// purposes are all of them, in the order in which a proposal meets them.
var purposes = []Purpose{ForStudy, ForVerdict, ForMinistry}

// Phase returns the purpose of the last step that has one, up to the step with
// the key; empty where there is none.
func (d Definition) Phase(key string) Purpose {
	var last Purpose
	for _, s := range d.Steps {
		if s.Purpose != "" {
			last = s.Purpose
		}
		if s.Key == key {
			break
		}
	}
	return last
}

// Standard is a decreed service standard with its 14 components
// (PermenPANRB 15/2014; requirements S).
type Standard struct {
	Decree     string      `yaml:"decree" json:"decree" validate:"required"`
	Components []Component `yaml:"components" json:"components" validate:"len=14,dive"`
}

// Component is one published component of a standard. Where the decreed words
// were damaged or mistaken, Text is what is right, DecreedText what the decree
// says, and Correction why they differ (C1, C2, C13).
type Component struct {
	Key         string `yaml:"key" json:"key" validate:"oneof=requirements procedure time_limit cost product complaints legal_basis facilities competence supervision staff service_guarantee security_guarantee evaluation"`
	Title       string `yaml:"title" json:"title" validate:"required"`
	Text        string `yaml:"text" json:"text" validate:"required"` // Markdown
	DecreedText string `yaml:"decreed_text,omitempty" json:"decreed_text,omitempty"`
	Correction  string `yaml:"correction,omitempty" json:"correction,omitempty"`
}

// LegalBasis is one regulation, kept as data because regulations are replaced
// (C7).
type LegalBasis struct {
	Kind   string `yaml:"kind" json:"kind" validate:"required"` // Undang-Undang, Peraturan Pemerintah …
	Number string `yaml:"number" json:"number" validate:"required"`
	Year   int    `yaml:"year,omitempty" json:"year,omitempty"`
	Title  string `yaml:"title" json:"title" validate:"required"`
	Note   string `yaml:"note,omitempty" json:"note,omitempty"` // replaced by, misprint in the source …
}

// Download is a file that the product makes for applicants.
type Download struct {
	Key   string `yaml:"key" json:"key" validate:"required"`
	Title string `yaml:"title" json:"title" validate:"required"`
}

// Prerequisite is something that must be had before this service can be used.
type Prerequisite struct {
	Service  string    `yaml:"service,omitempty" json:"service,omitempty"` // code of the service that gives it
	Text     string    `yaml:"text" json:"text" validate:"required"`
	Asset    string    `yaml:"asset,omitempty" json:"asset,omitempty" validate:"max=40"` // kind of the asset that fulfils it; empty: the register cannot tell
	Required bool      `yaml:"required,omitempty" json:"required,omitempty"`             // the source makes it a condition: without it nothing can be filed
	When     *AnswerIs `yaml:"when,omitempty" json:"when,omitempty"`                     // only for requests that answer so (C8); nil: for all
}

// AnswerIs is a condition on the answers of a request.
type AnswerIs struct {
	Field string `yaml:"field" json:"field" validate:"required,max=60"`
	Value string `yaml:"value" json:"value" validate:"required,max=160"`
}

// Disclosure is the legal timeline of a request for public information after
// its decision, in working days (UU 14/2008, Perki 1/2021; requirement S1, C5).
type Disclosure struct {
	ObjectionWithin int `yaml:"objection_within" json:"objection_within" validate:"min=1,max=366"` // after the reason was found
	AnswerWithin    int `yaml:"answer_within" json:"answer_within" validate:"min=1,max=366"`       // the superior's, after the objection
	DisputeWithin   int `yaml:"dispute_within" json:"dispute_within" validate:"min=1,max=366"`     // after that answer
}

// ExternalSystem is another body's system that plays a part (requirements X).
type ExternalSystem struct {
	Name string `yaml:"name" json:"name" validate:"required"`
	URL  string `yaml:"url,omitempty" json:"url,omitempty" validate:"omitempty,url"`
	Text string `yaml:"text,omitempty" json:"text,omitempty"`
}

// Note explains a correction or a contradiction of the sources.
type Note struct {
	Ref         string `yaml:"ref,omitempty" json:"ref,omitempty"` // C1 … C14
	Text        string `yaml:"text" json:"text" validate:"required"`
	DecreedText string `yaml:"decreed_text,omitempty" json:"decreed_text,omitempty"`
}
