package ticket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// Further events that move a request or belong to a step.
const (
	takenUp   = "taken_up"
	disposed  = "disposed"
	withdrawn = "disposition_withdrawn"
	read      = "disposition_read"
	reviewed  = "reviewed"
	fileAdded = "attachment_added"
)

var historyEvents = append([]string{takenUp, disposed, withdrawn, fileAdded}, clockEvents...)

// ExternalWait is one time in which another body had to act (requirements X).
type ExternalWait struct {
	WaitInput
	Step       string     `json:"step" example:"bps"` // key of the step
	StopsClock bool       `json:"stops_clock"`        // the time limit did not run
	StartedAt  time.Time  `json:"started_at"`
	EndedAt    *time.Time `json:"ended_at"` // null: it lasts still
	Note       string     `json:"note"`     // what came back
} // @name ExternalWait

// moved is the difference that an event made to where a request stands.
type moved struct {
	Step [2]string `json:"step"` // from, to
}

// history is what the events tell about the way that a request has come.
type history struct {
	account account
	entered map[string]time.Time // by step: when it was last come to
	waits   []ExternalWait
	files   []addedFile // that officers have added
}

type addedFile struct {
	Kind string `json:"kind"`
	at   time.Time
}

// historyOf reads the way of a request.
func historyOf(g reader, r row) (history, error) {
	list, err := events(g, r.ID, true, "", maxClockEvents, historyEvents...)
	h := history{entered: map[string]time.Time{}, waits: []ExternalWait{}}
	for _, e := range list {
		if err := h.hear(e); err != nil {
			return h, err
		}
	}
	return h, err
}

func (h *history) hear(e event) error {
	var step moved
	if err := json.Unmarshal(e.Changes, &step); err != nil {
		return err
	}
	if step.Step[1] != "" {
		h.entered[step.Step[1]] = e.At
		if _, known := h.entered[step.Step[0]]; !known { // the first step is come to by filing
			h.entered[step.Step[0]] = time.Time{}
		}
	}
	switch e.Type {
	case fileAdded:
		file := addedFile{at: e.At}
		if err := json.Unmarshal(e.Data, &file); err != nil {
			return err
		}
		if auth.Role(e.ActorRole) != auth.Applicant {
			h.files = append(h.files, file)
		}
	case externalWaitStarted:
		var wait ExternalWait
		if err := json.Unmarshal(e.Data, &wait); err != nil {
			return err
		}
		wait.StartedAt = e.At
		h.waits = append(h.waits, wait)
	case externalWaitEnded, reopened:
		if n := len(h.waits); n > 0 && h.waits[n-1].EndedAt == nil {
			h.waits[n-1].EndedAt = &e.At
			var came struct {
				Note string `json:"note"`
			}
			if err := json.Unmarshal(e.Data, &came); err != nil {
				return err
			}
			h.waits[n-1].Note = came.Note
		}
	}
	return h.account.hear(e)
}

// Progress is a step with how far the request has come.
type Progress struct {
	StepRef
	Kind      string          `json:"kind" enums:"intake,disposition,preparation,verification,work,external,approval,delivery"`
	State     string          `json:"state" enums:"done,current,upcoming"`
	Duration  *calendar.Limit `json:"duration"`   // target of the step; null: no source gives one
	EnteredAt *time.Time      `json:"entered_at"` // null: not come to yet
	DueAt     *time.Time      `json:"due_at"`     // entered and its duration, less what stopped the clock; null: none, or the clock stands
	Overdue   bool            `json:"overdue"`    // the request stands here past that
} // @name StepProgress

// progress tells how far a request has come along its steps.
func progress(d catalogue.Definition, current string, done bool) []Progress {
	at := position(d, current)
	list := make([]Progress, len(d.Steps))
	for i, step := range d.Steps {
		list[i] = Progress{StepRef: stepRef(step), Kind: string(step.Kind), State: "upcoming", Duration: step.Duration}
		switch {
		case i < at || done:
			list[i].State = "done"
		case i == at:
			list[i].State = "current"
		}
	}
	return list
}

// progressOf is progress with when each step was come to, and when it was or is
// due.
func (s *Service) progressOf(ctx context.Context, r row, d catalogue.Definition, h history) ([]Progress, error) {
	list := progress(d, r.Step, r.Status == Done)
	for i := range list {
		p := &list[i]
		entered, come := h.entered[p.Key]
		if p.Key == r.Step {
			entered, come = r.StepEnteredAt, true
		}
		if !come || p.State == "upcoming" {
			continue
		}
		if entered.IsZero() {
			entered = r.SubmittedAt
		}
		p.EnteredAt = &entered
		if p.Duration == nil {
			continue
		}
		due, err := s.stepDue(ctx, r, *p.Duration, entered, h.account)
		if err != nil {
			return nil, err
		}
		p.DueAt = due
		p.Overdue = p.State == "current" && r.Status != Done && due != nil && s.clock.Now().After(*due)
	}
	return list, nil
}

// stepDue returns when a step that was come to at an instant is due, by the
// working time of the request; nil while the clock stands.
func (s *Service) stepDue(ctx context.Context, r row, target calendar.Limit, entered time.Time, a account) (*time.Time, error) {
	working, err := s.workingTimeOf(ctx, r)
	if err != nil {
		return nil, err
	}
	due, err := working.Compute(entered, target, a.intervals(), 0)
	if err != nil || due.Paused {
		return nil, err
	}
	return &due.DueAt, nil
}

// Reviewer is somebody whose opinion the present step needs.
type Reviewer struct {
	Role    string   `json:"role" example:"division_head"`
	Unit    string   `json:"unit,omitempty" example:"sandi"`
	Opinion *Opinion `json:"opinion"` // null: still to come
} // @name StepReviewer

// Requirement is what the present step must leave behind before the request
// may go on.
type Requirement struct {
	Kind string `json:"kind" enums:"note,internal,supporting,external_wait"`
	Text string `json:"text"`
	Met  bool   `json:"met"` // note: is asked for with the action itself
} // @name StepRequirement

// reviewersOf lists the reviewers of the present step with what they said.
func (r row) reviewersOf(step catalogue.Step) []Reviewer {
	list := make([]Reviewer, 0, len(step.Reviewers))
	for _, a := range step.Reviewers {
		one := Reviewer{Role: a.Role, Unit: a.Unit}
		for _, o := range r.Reviews {
			if o.Role == a.Role && o.Unit == a.Unit {
				one.Opinion = &o
			}
		}
		list = append(list, one)
	}
	return list
}

// pendingReviews are the reviewers who have not said anything yet.
func (r row) pendingReviews(step catalogue.Step) []auth.Assignment {
	var list []auth.Assignment
	for _, one := range r.reviewersOf(step) {
		if one.Opinion == nil {
			list = append(list, auth.Assignment{Role: auth.Role(one.Role), Unit: one.Unit})
		}
	}
	return list
}
