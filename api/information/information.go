package information

import (
	"context"
	"errors"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Request is a request for public information with what followed from it.
type Request struct {
	Number         string          `json:"number" example:"TKT-20260105-0001"`
	Subject        string          `json:"subject"`
	Status         ticket.Status   `json:"status" enums:"waiting,in_progress,done"`
	Outcome        *ticket.Outcome `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"`
	SubmittedAt    time.Time       `json:"submitted_at"`
	DueAt          *time.Time      `json:"due_at"`
	ClosedAt       *time.Time      `json:"closed_at"`
	Overdue        bool            `json:"overdue"`
	Entry          Entry           `json:"entry"`
	Objections     []Objection     `json:"objections"` // oldest first
	Rights         []Right         `json:"rights"`     // what its applicant may do now, each with its last date
	Finding        *Finding        `json:"finding"`    // null: there is nothing to object to, or somebody did already
	Version        int64           `json:"version"`    // of the entry; 0: nothing is written yet
	AllowedActions []Action        `json:"allowed_actions" enums:"entry,objections"`
} // @name InformationRequest

// Action is something that a caller may do now. Its code is the last segment
// of its path in the API.
type Action string

// Actions.
const (
	WriteEntry Action = "entry"      // the PPID completes the register
	Object     Action = "objections" // the applicant objects
	Answer     Action = "answer"     // the superior of the PPID answers
	Dispute    Action = "dispute"    // a dispute is recorded
)

// Right is what the law gives an applicant, while it exists.
type Right struct {
	Kind        string   `json:"kind" enums:"objection,dispute"`
	LastDate    string   `json:"last_date" format:"date"`       // to its end
	Reasons     []Ground `json:"reasons" enums:"a,b,c,d,e,f,g"` // on which one may object now; empty for a dispute
	ObjectionID *string  `json:"objection_id"`                  // whose answer a dispute would be about
} // @name InformationRight

// Finding is when and what an applicant can have found to object to. The window
// of an objection counts from the day on which they found it (UU 14/2008,
// Pasal 36), which may be later than when it arose; they then state the date.
type Finding struct {
	From     string   `json:"from" format:"date"`            // when it arose
	LastDate string   `json:"last_date" format:"date"`       // of an objection, counted from then
	Reasons  []Ground `json:"reasons" enums:"a,b,c,d,e,f,g"` // on which one may object now
} // @name InformationFinding

// Service keeps the timeline.
type Service struct {
	store     store
	changes   *change.Recorder
	tickets   *ticket.Service
	files     *attachment.Service
	catalogue *catalogue.Service
	calendar  *calendar.Service
	clock     clock.Clock
	zone      *time.Location
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Tickets   *ticket.Service
	Files     *attachment.Service
	Catalogue *catalogue.Service
	Calendar  *calendar.Service
	Clock     clock.Clock
	Zone      *time.Location // of the office, whose dates these are
}

// NewService returns a Service.
func NewService(o Options) *Service {
	return &Service{
		store: store{o.DB.Read}, changes: o.Changes, tickets: o.Tickets, files: o.Files, catalogue: o.Catalogue, calendar: o.Calendar,
		clock: o.Clock, zone: o.Zone,
	}
}

// affair is a request with the law that it stands under.
type affair struct {
	row
	law        catalogue.Disclosure
	working    *calendar.Snapshot
	objections []objectionRow
	entry      entryRow
}

// find reads an information request within the actor's scope: the keepers of
// the register read all of them, everybody else what they may read as a
// request. What is no information request is not found.
func (s *Service) find(ctx context.Context, actor auth.Actor, number string) (affair, error) {
	var a affair
	if !actor.Can(auth.ReadInformationRegister) {
		if _, err := s.tickets.Get(ctx, actor, number); err != nil {
			return a, err
		}
	}
	var err error
	if a.row, err = s.store.byNumber(ctx, number); err != nil {
		return a, err
	}
	if a.law, err = s.law(ctx, a.row); err != nil {
		return a, err
	}
	if a.working, err = s.calendar.Current(ctx); err != nil {
		return a, err
	}
	g := s.store.read.WithContext(ctx)
	if a.objections, err = objectionsOf(g, a.ID); err != nil {
		return a, err
	}
	a.entry, err = entryOf(g, a.ID)
	return a, err
}

// law returns the windows under which a request stands: those of the version of
// the service that it was filed under, or of today's, for requests older than
// the windows.
func (s *Service) law(ctx context.Context, r row) (catalogue.Disclosure, error) {
	filed, err := s.catalogue.Version(ctx, r.ServiceCode, r.ServiceVersion)
	if err == nil && filed.Disclosure == nil {
		filed, err = s.catalogue.Find(ctx, r.ServiceCode)
	}
	if errors.Is(err, web.ErrNotFound) || (err == nil && filed.Disclosure == nil) {
		return catalogue.Disclosure{}, web.ErrNotFound
	}
	if err != nil {
		return catalogue.Disclosure{}, err
	}
	return *filed.Disclosure, nil
}

// again reads inside a change what may have changed since find.
func (a *affair) again(tx *change.Tx) error {
	fresh, err := rowByID(tx.DB, a.ID)
	if err != nil {
		return err
	}
	a.row = fresh
	if a.objections, err = objectionsOf(tx.DB, a.ID); err != nil {
		return err
	}
	a.entry, err = entryOf(tx.DB, a.ID)
	return err
}

// isApplicant tells whether the actor filed the request.
func (a affair) isApplicant(actor auth.Actor) bool {
	if actor.GuestOf != "" {
		return actor.GuestOf == a.ID
	}
	return a.ApplicantID != nil && *a.ApplicantID == actor.ID
}

// decided tells whether the request was answered.
func (a affair) decided() bool { return a.Status == ticket.Done && a.Outcome != ticket.Cancelled }

// found returns when the reason for an objection arose: with the decision or,
// without one, when its time ran out. Neither: there is none yet.
func (a affair) found(now time.Time) (time.Time, bool) {
	switch {
	case a.decided() && a.ClosedAt != nil:
		return *a.ClosedAt, true
	case a.Status != ticket.Done && a.DueAt != nil && now.After(*a.DueAt):
		return *a.DueAt, true
	default:
		return time.Time{}, false
	}
}

// finding returns what the applicant can have found to object to, if anything.
func (a affair) finding(now time.Time) (*Finding, error) {
	found, ok := a.found(now)
	if !ok || a.objected(found) {
		return nil, nil
	}
	last, err := a.working.WindowEnd(found, a.law.ObjectionWithin)
	if err != nil {
		return nil, err
	}
	return &Finding{From: a.working.DateOf(found).String(), LastDate: last.String(), Reasons: a.grounds()}, nil
}

// rights returns what the applicant may do now.
func (a affair) rights(now time.Time) ([]Right, error) {
	list := []Right{}
	found, err := a.finding(now)
	if err != nil {
		return nil, err
	}
	if found != nil && a.working.DateOf(now).String() <= found.LastDate {
		list = append(list, Right{Kind: "objection", LastDate: found.LastDate, Reasons: found.Reasons})
	}
	for _, o := range a.objections {
		last, open, err := a.disputable(o, now)
		if err != nil {
			return nil, err
		}
		if open {
			id := o.ID
			list = append(list, Right{Kind: "dispute", LastDate: last.String(), Reasons: []Ground{}, ObjectionID: &id})
		}
	}
	return list, nil
}

// objected tells whether there is an objection for a reason that arose then.
func (a affair) objected(found time.Time) bool {
	for _, o := range a.objections {
		if o.FoundAt.Equal(found) {
			return true
		}
	}
	return false
}

// disputable returns the last date of a dispute about the answer to an
// objection, and whether it is still open.
func (a affair) disputable(o objectionRow, now time.Time) (calendar.Date, bool, error) {
	if o.AnsweredAt == nil {
		return 0, false, nil
	}
	last, err := a.working.WindowEnd(*o.AnsweredAt, a.law.DisputeWithin)
	return last, err == nil && o.DisputeNumber == "" && a.working.DateOf(now) <= last, err
}

// answerDue returns until when the superior answers an objection.
func (a affair) answerDue(o objectionRow) (time.Time, error) {
	return a.working.Add(o.FiledAt, calendar.Limit{Amount: a.law.AnswerWithin, Basis: calendar.WorkingDays})
}

// view shows a request to an actor.
func (s *Service) view(a affair, actor auth.Actor) (Request, error) {
	now := s.clock.Now()
	v := Request{
		Number: a.Number, Subject: a.Subject, Status: a.Status, SubmittedAt: a.SubmittedAt, DueAt: a.DueAt, ClosedAt: a.ClosedAt,
		Overdue: a.Status != ticket.Done && a.DueAt != nil && now.After(*a.DueAt),
		Entry:   a.register(), Objections: []Objection{}, Version: a.entry.Version, AllowedActions: []Action{},
	}
	if a.Outcome != "" {
		v.Outcome = &a.Outcome
	}
	var err error
	if v.Rights, err = a.rights(now); err != nil {
		return v, err
	}
	if v.Finding, err = a.finding(now); err != nil {
		return v, err
	}
	for _, o := range a.objections {
		shown, err := a.objection(o, actor, now)
		if err != nil {
			return v, err
		}
		v.Objections = append(v.Objections, shown)
	}
	if actor.Can(auth.KeepInformationRegister) {
		v.AllowedActions = append(v.AllowedActions, WriteEntry)
	}
	if a.isApplicant(actor) && v.Finding != nil {
		v.AllowedActions = append(v.AllowedActions, Object)
	}
	return v, nil
}

// as returns the role in which the actor acts.
func as(actor auth.Actor, p web.Permission) change.Author {
	for _, r := range actor.Roles {
		if actor.May(r.Role, p) {
			return actor.As(r)
		}
	}
	return actor.As(auth.Assignment{Role: auth.Applicant})
}

// Refusals.
var (
	errNoRight = apperr.New(apperr.Conflict, "information.no_right",
		"Keberatan tidak dapat diajukan sekarang: belum ada keputusan atau jangka waktunya belum habis, keberatan sudah diajukan, atau masa pengajuannya sudah lewat. Bila alasannya baru Anda temukan kemudian, sebutkan tanggalnya.",
		"No objection can be filed now: there is no decision yet and its time has not run out, one was filed already, or its window is over. If you found the reason later, state the date.")
	errAnswered   = apperr.New(apperr.Conflict, "objection.answered", "Keberatan ini sudah ditanggapi.", "This objection is answered already.")
	errUnanswered = apperr.New(apperr.Conflict, "objection.not_answered",
		"Keberatan ini belum ditanggapi; sengketa dicatat sesudah tanggapan atasan PPID.", "This objection is not answered yet; a dispute is recorded after the superior's answer.")
	errDisputed = apperr.New(apperr.Conflict, "objection.disputed", "Sengketa atas keberatan ini sudah dicatat.", "A dispute about this objection is recorded already.")
)
