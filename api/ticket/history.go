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
	takenUp       = "taken_up"
	agendaEntered = "agenda_entered"
	disposed      = "disposed"
	withdrawn     = "disposition_withdrawn"
	read          = "disposition_read"
	reviewed      = "reviewed"

	reviewAsked = "review_asked"
	fileAdded   = "attachment_added"
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
	DueAt     *time.Time      `json:"due_at"`     // done and current: entered and its duration, less what stopped the clock; upcoming: if the steps from the current one on take theirs; null: no duration, never come to, or the clock stands
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

// progressOf is progress with when each step was come to, and when it was, is or
// will be due: it is the one rule for the page of a request and for the account
// of its due time.
func (s *Service) progressOf(ctx context.Context, r row, d catalogue.Definition, h history) ([]Progress, error) {
	list := progress(d, r.Step, r.Status == Done)
	working, err := s.workingTimeOf(ctx, r)
	if err != nil {
		return nil, err
	}
	var way plan
	for i := range list {
		p := &list[i]
		if p.State != "upcoming" {
			entered, come := h.entered[p.Key]
			if p.Key == r.Step {
				entered, come = r.StepEnteredAt, true
			}
			if !come {
				continue
			}
			if entered.IsZero() {
				entered = r.SubmittedAt
			}
			p.EnteredAt = &entered
			way = plan{from: entered}
		}
		if p.Duration == nil {
			continue
		}
		if p.DueAt, err = way.take(working, *p.Duration, h.account); err != nil {
			return nil, err
		}
		p.Overdue = p.State == "current" && p.DueAt != nil && s.clock.Now().After(*p.DueAt)
	}
	return list, nil
}

// plan lays the targets of steps end to end. A step without one is taken to
// need no time.
type plan struct {
	from   time.Time      // from when on limit counts
	limit  calendar.Limit // the targets so far that are of one unit
	due    time.Time      // when the last of them is due
	stands bool           // the clock stands: nothing further has a time
}

// take adds the target of a step and tells when it is due, by the working time
// of the request and less what stopped its clock; nil while the clock stands.
// Targets of one unit are added up before the calendar is asked, so that a day
// that counts is counted once.
func (p *plan) take(working *calendar.Snapshot, target calendar.Limit, a account) (*time.Time, error) {
	if p.stands {
		return nil, nil
	}
	if p.limit.Amount > 0 && p.limit.Basis != target.Basis {
		p.from, p.limit.Amount = p.due, 0
	}
	p.limit = calendar.Limit{Basis: target.Basis, Amount: p.limit.Amount + target.Amount}
	due, err := working.Compute(p.from, p.limit, a.intervals(), 0)
	if err != nil {
		return nil, err
	}
	p.due, p.stands = due.DueAt, due.Paused
	if p.stands {
		return nil, nil
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
