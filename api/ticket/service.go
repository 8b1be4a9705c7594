package ticket

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Service runs requests.
type Service struct {
	store      store
	changes    *change.Recorder
	catalogue  *catalogue.Service
	files      *attachment.Service
	calendar   *calendar.Service
	throttle   *auth.Throttle
	clock      clock.Clock
	ids        ident.Source
	zone       *time.Location
	registrars registrars
	checkers   []Checker
	drafts     Drafts
	settings   *setting.Service
	proposals  Proposals
	// tx is the change to which it is bound; nil: every action is a change of its own.
	tx           *change.Tx
	proposalActs bool // the proposals' room uses it
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Catalogue *catalogue.Service
	Files     *attachment.Service
	Calendar  *calendar.Service
	Throttle  *auth.Throttle // slows the guessing of guests' codes down
	Clock     clock.Clock
	IDs       ident.Source
	Zone      *time.Location // of the office
	Settings  *setting.Service
}

// NewService returns a Service and tells the files whom they belong to.
func NewService(o Options) *Service {
	s := &Service{
		store: store{o.DB.Read}, changes: o.Changes, catalogue: o.Catalogue, files: o.Files, throttle: o.Throttle,
		calendar: o.Calendar, clock: o.Clock, ids: o.IDs, zone: o.Zone, proposals: noProposals{}, settings: o.Settings,
	}
	o.Files.ReadBy(s)
	return s
}

// officeRoles are the roles that can hold a request at the office.
func officeRoles() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, r := range auth.Roles {
			if r.Grants(auth.TakeUpTicket) && !yield(string(r)) {
				return
			}
		}
	}
}

// MayRead tells whether a request is within the actor's scope, and whether
// they see what is internal to the office. A file that answers a personal
// field is refused to officers whose work does not need it.
func (s *Service) MayRead(ctx context.Context, actor auth.Actor, id, field string) (allowed, internal bool, err error) {
	r, err := s.store.byID(ctx, actor, id)
	if errors.Is(err, web.ErrNotFound) {
		return false, false, nil
	}
	if err == nil && field != "" {
		err = s.mayOpen(ctx, actor, r, field)
	}
	return err == nil, actor.Can(auth.ReadNotes), err
}

func (s *Service) definition(ctx context.Context, r row) (catalogue.Definition, error) {
	p, err := s.catalogue.Version(ctx, r.ServiceCode, r.ServiceVersion)
	return p.Definition, err
}

func (s *Service) situationOf(r row, d catalogue.Definition) situation {
	at := situation{agency: r.proposalAgency(), proposalActs: s.proposalActs, stage: r.stage(), holder: r.holder(), holderID: r.holderPerson(), applicantID: r.applicant(), recused: r.Recused, mayExtend: r.mayExtend(d, s.clock.Now()), books: d.Form != nil && d.Form.Books()}
	if step := d.Step(r.Step); step != nil {
		at.step, at.phase = *step, d.Phase(r.Step)
		at.pending = r.pendingReviews(*step)
	}
	if next := d.Next(r.Step); next != nil {
		at.afterwards = actorOf(*next)
	}
	return at
}

// summary shows a request to an actor. Applicants do not see which officer
// holds it.
func (s *Service) summary(r row, d catalogue.Definition, actor auth.Actor, letter *attachment.Attachment) Summary {
	at := s.situationOf(r, d)
	v := Summary{
		Number: r.Number, ServiceType: ServiceRef{Code: r.ServiceCode, Name: d.Name}, Subject: r.Subject, Status: r.Status,
		Step: StepRef{Key: r.Step}, Applicant: auth.Ref{ID: r.applicant(), Name: r.ApplicantName}, Guest: r.ApplicantID == nil,
		Urgency: r.Urgency, Confidential: r.Confidential, SubmittedAt: r.SubmittedAt, DueAt: r.DueAt,
		Overdue:  r.Status != Done && r.DueAt != nil && s.clock.Now().After(*r.DueAt),
		Returned: r.Returned, Extended: r.Extended, ClosedAt: r.ClosedAt, Version: r.Version, ProposalID: r.ProposalID,
		AllowedActions: at.allowed(actor), UsualRecipients: at.usual(actor, d),
	}
	if step := d.Step(r.Step); step != nil {
		v.Step = stepRef(*step)
	}
	if r.WaitingFor != "" {
		v.WaitingFor = &r.WaitingFor
	}
	if r.Outcome != "" {
		v.Outcome = &r.Outcome
	}
	switch {
	case r.OrganisationID != nil:
		v.Organisation = &auth.Ref{ID: *r.OrganisationID, Name: r.OrganisationName}
	case r.OrganisationName != "": // one that the counter wrote down
		v.Organisation = &auth.Ref{Name: r.OrganisationName}
	}
	if r.Status != Done {
		v.Holder = &Holder{Role: r.HolderRole, Unit: r.HolderUnit, UnitName: r.HolderUnitName}
		if r.HolderID != nil && (actor.Can(auth.ReadNotes) || *r.HolderID == actor.ID) {
			v.Holder.User = &auth.Ref{ID: *r.HolderID, Name: r.HolderName}
		}
	}
	if letter != nil {
		v.ResultLetter = &FileRef{ID: letter.ID, Name: letter.Name}
	}
	return v
}

// view shows a whole request to an actor, reading through g.
func (s *Service) view(ctx context.Context, g reader, r row, actor auth.Actor) (Ticket, error) {
	d, err := s.definition(ctx, r)
	if err != nil {
		return Ticket{}, err
	}
	files, err := attachment.List(g.WithContext(ctx), r.ID, actor.Can(auth.ReadNotes))
	if err != nil {
		return Ticket{}, err
	}
	way, err := historyOf(g.WithContext(ctx), r)
	if err != nil {
		return Ticket{}, err
	}
	t, err := s.present(ctx, r, d, actor, files, way)
	if err != nil {
		return Ticket{}, err
	}
	return t, s.nameDeputies(ctx, g, actor, &t.Summary)
}

// present shows a request with the files that the actor may see, oldest first.
func (s *Service) present(ctx context.Context, r row, d catalogue.Definition, actor auth.Actor, files []attachment.Attachment, way history) (Ticket, error) {
	steps, err := s.progressOf(ctx, r, d, way)
	if err != nil {
		return Ticket{}, err
	}
	var letter *attachment.Attachment
	for i := range files {
		if files[i].Kind == attachment.ResultLetter {
			letter = &files[i]
		}
	}
	t := Ticket{
		Summary: s.summary(r, d, actor, letter), Steps: steps, ExternalWaits: way.waits, Definition: r.ServiceVersion,
		ReturnReason: r.ReturnReason, ReturnPoints: r.ReturnPoints, ClosingNote: r.ClosingNote, Attachments: files,
		Intake: r.Intake.view(),
	}
	if err := s.showAnswers(&t, r, d, actor); err != nil {
		return Ticket{}, err
	}
	if r.ApplicantID == nil && actor.Can(auth.ReadNotes) {
		t.GuestContact = &r.GuestContact
	}
	if next := d.Next(r.Step); next != nil && r.Status != Done {
		ref := stepRef(*next)
		t.NextStep = &ref
	}
	if step := d.Step(r.Step); step != nil && r.Status != Done && actor.Can(auth.ReadNotes) {
		t.Reviewers = r.reviewersOf(*step)
		t.Branches = step.Branches
		if step.Result != nil {
			t.Requirement = &Requirement{Kind: string(step.Result.Kind), Text: step.Result.Text, Met: r.leftBehind(*step.Result, way)}
		}
	}
	fillLists(&t)
	return t, nil
}

// refusals of the state machine.
var (
	errRole = apperr.New(apperr.Forbidden, "ticket.not_allowed",
		"Tindakan ini tidak terbuka untuk Anda pada langkah sekarang.", "This action is not open to you at the present step.")
)

// impossible names the action that the stage does not permit.
func impossible(a Action, at Stage) error {
	code := map[Action]string{
		TakeUp: "not_takeable", Dispose: "not_disposable", Forward: "not_forwardable", Return: "not_returnable", Resubmit: "not_resubmittable",
		Complete: "not_completable", Reject: "not_rejectable", Cancel: "not_cancellable", Reopen: "not_reopenable", Recuse: "not_recusable",
		Wait: "not_waitable", Reserve: "not_bookable", Resume: "not_resumable", Confirm: "not_confirmable", Extend: "not_extendable", Review: "not_reviewable",
		Message: "closed", Note: "closed", Attach: "closed",
	}[a]
	texts := map[Stage]apperr.Text{
		AtRest:   {ID: "Permohonan ini belum diambil; ambil dahulu.", EN: "Nobody has taken this request up yet; take it up first."},
		AtWork:   {ID: "Permohonan ini sedang diproses; tindakan itu tidak tersedia.", EN: "This request is being worked on; that action is not available."},
		Returned: {ID: "Permohonan ini sedang diperbaiki pemohon.", EN: "This request is with the applicant for mending."},
		Outside:  {ID: "Permohonan ini sedang menunggu pihak luar; catat dahulu bahwa jawabannya sudah diterima.", EN: "This request waits for another body; first record that its answer has come."},
		OwnStep:  {ID: "Permohonan ini menunggu pemohon menyelesaikan langkahnya sendiri.", EN: "This request waits for its applicant to do a step of their own."},
		Closed:   {ID: "Permohonan ini sudah selesai.", EN: "This request is closed."},
	}
	return apperr.New(apperr.Conflict, "ticket."+code, texts[at].ID, texts[at].EN)
}

// deed is what an action does to a request, inside the change. It alters the
// row and returns the event to record.
type deed func(tx *change.Tx, r *row, d catalogue.Definition, as auth.Assignment) (change.Event, error)

// act is the way of every action on a request: scope, version, state and role
// are checked, the deed is done, the row saved, the event recorded – all or
// nothing.
func (s *Service) act(ctx context.Context, actor auth.Actor, number string, version int64, action Action, do deed) (Ticket, error) {
	var t Ticket
	read := s.asRead(version)
	r, d, as, err := s.mayAct(ctx, s.store.read, actor, number, action, read)
	if err != nil {
		return t, err
	}
	err = s.do(ctx, actor.AsFor(as, r.holderPerson()), func(tx *change.Tx) error {
		if r, d, as, err = s.mayAct(ctx, tx.DB, actor, number, action, read); err != nil {
			return err
		}
		if as.Role != auth.Applicant {
			if err := s.openFor(tx, &r, actor, as); err != nil {
				return err
			}
		}
		from := r.Step
		event, err := do(tx, &r, d, as)
		if err == nil {
			err = s.mayMove(tx, r, d, from)
		}
		if err != nil {
			return err
		}
		next, _ := r.stage().After(action)
		t, err = s.keep(ctx, tx, actor, &r, d, from, next, event)
		return err
	})
	return t, err
}

// openFor notes what dealing with a request implies: it stands in the agenda
// from the first time on, and the officer has read the disposition by which
// they have it.
func (s *Service) openFor(tx *change.Tx, r *row, actor auth.Actor, as auth.Assignment) error {
	if r.Intake.AgendaNumber == nil {
		if err := s.enterAgenda(tx, r); err != nil {
			return err
		}
	}
	list, err := dispositionsOf(tx.DB, r.ID)
	if err != nil {
		return err
	}
	for _, d := range list {
		if at, to, unread := d.unreadFor(actor); unread && to == as {
			if err := opened(tx, &d, at, actor); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep writes a request that was changed, from the step where it stood, into
// its next stage, with the event of it, and shows it as it is then.
func (s *Service) keep(ctx context.Context, tx *change.Tx, actor auth.Actor, r *row, d catalogue.Definition, from string, next Stage, event change.Event) (Ticket, error) {
	r.enter(next.at(*d.Step(r.Step)))
	r.Phase = string(d.Phase(r.Step))
	if err := comeTo(tx, r, d, from, &event); err != nil {
		return Ticket{}, err
	}
	if err := save(tx, r); err != nil {
		return Ticket{}, err
	}
	event.Kind, event.ObjectID = "ticket", r.ID
	if err := tx.Record(event); err != nil {
		return Ticket{}, err
	}
	if r.Step != from {
		if err := tellReviewers(tx, *r, *d.Step(r.Step)); err != nil {
			return Ticket{}, err
		}
	}
	now, err := s.store.byNumber(ctx, tx.DB, actor, r.Number)
	if err != nil {
		return Ticket{}, err
	}
	return s.view(ctx, tx.DB, now, actor)
}

// comeTo notes in the request and its event that it has left one step for
// another: from now on the target of the new step counts, and its reviewers see
// the request and are asked.
func comeTo(tx *change.Tx, r *row, d catalogue.Definition, from string, event *change.Event) error {
	if r.Step == from {
		return nil
	}
	r.StepEnteredAt, r.Reviews = tx.Now, []Opinion{}
	event.Changes = moved{Step: [2]string{from, r.Step}}
	return askReviewers(tx.DB, r.ID, d.Step(r.Step).Reviewers)
}

// tellReviewers records whose opinion the step needs to which a request came.
func tellReviewers(tx *change.Tx, r row, step catalogue.Step) error {
	if len(step.Reviewers) == 0 || r.Status == Done {
		return nil
	}
	asked := make([]Recipient, len(step.Reviewers))
	for i, one := range step.Reviewers {
		asked[i] = Recipient{Role: one.Role, Unit: one.Unit}
	}
	return tx.Record(change.Event{Type: reviewAsked, Kind: "ticket", ObjectID: r.ID, Internal: true, Data: map[string]any{"copies": asked}})
}

// mayAct reads a request and refuses what the actor may not do to it now. A nil
// version skips that check, for actions that only add.
func (s *Service) mayAct(ctx context.Context, g reader, actor auth.Actor, number string, action Action, version *int64) (row, catalogue.Definition, auth.Assignment, error) {
	r, err := s.store.byNumber(ctx, g, actor, number)
	if err != nil {
		return row{}, catalogue.Definition{}, auth.Assignment{}, err
	}
	d, err := s.definition(ctx, r)
	if err != nil {
		return row{}, d, auth.Assignment{}, err
	}
	if version != nil && r.Version != *version {
		return r, d, auth.Assignment{}, web.ErrStale
	}
	at := s.situationOf(r, d)
	if _, possible := at.stage.After(action); !possible {
		return r, d, auth.Assignment{}, impossible(action, at.stage)
	}
	as, ok := at.as(actor, action)
	if !ok {
		return r, d, as, at.refusal(actor, action)
	}
	return r, d, as, nil
}
