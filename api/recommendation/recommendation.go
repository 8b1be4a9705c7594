package recommendation

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Summary is a proposal in a list.
type Summary struct {
	ID             string          `json:"id"`
	Number         string          `json:"number" example:"USL-2026-0001"`
	Title          string          `json:"title" example:"Antrean Terpadu RSUD"`
	Proposal       string          `json:"proposal" enums:"building,development"`
	State          State           `json:"state" enums:"draft,submitted,mending,study,decision,approved_internally,sent_to_ministry,approved,refused_by_office,refused_by_ministry,cancelled"`
	Organisation   auth.Ref        `json:"organisation"`
	Ticket         *Request        `json:"ticket"`                     // null: never submitted
	BudgetYear     int             `json:"budget_year" example:"2027"` // 0: not told yet
	Cost           int64           `json:"cost"`                       // rupiah, of all years
	Complete       Progress        `json:"complete"`                   // of the points, the identity included
	CreatedAt      time.Time       `json:"created_at"`
	ChangedAt      time.Time       `json:"changed_at"`
	Version        int64           `json:"version"` // grows with every change to the proposal or a part of it; If-Match takes it in quotes
	AllowedActions []AllowedAction `json:"allowed_actions"`
} // @name RecommendationSummary

// Request names the request that a proposal was submitted as.
type Request struct {
	Number   string `json:"number" example:"TKT-20260105-0001"`
	Status   string `json:"status" enums:"waiting,in_progress,done"`
	Outcome  string `json:"outcome" enums:",fulfilled,approved,rejected,cancelled"`
	Step     string `json:"step" example:"kajian"` // key of the step at which it stands
	Returned bool   `json:"returned"`
} // @name RecommendationTicket

// Progress is how much is done.
type Progress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
} // @name RecommendationProgress

// Completeness is the progress of each part. A register of risks is complete
// when it has a risk and all of them are.
type Completeness struct {
	Identity Progress `json:"identity"`
	Needs    Progress `json:"needs"`
	Planning Progress `json:"planning"`
	Risks    Progress `json:"risks"`
} // @name RecommendationCompleteness

// Recommendation is a proposal.
type Recommendation struct {
	Summary
	Author       auth.Ref         `json:"author"`      // who began it
	CopiedFrom   string           `json:"copied_from"` // id; empty: begun anew
	Points       []PointSummary   `json:"points"`      // in their order
	Risks        []RiskSummary    `json:"risks"`       // in the order of the register
	Completeness Completeness     `json:"completeness"`
	Totals       Totals           `json:"totals"`
	Threshold    int              `json:"threshold" example:"11"` // the least magnitude of a negative risk that needs treatment
	Errors       []ticket.Finding `json:"errors"`                 // what no single point shows: pointers under /points
	Warnings     []ticket.Finding `json:"warnings"`               // stop nothing; pointers under /points
	Submissions  int              `json:"submissions"`            // how often it was submitted
	Records      []Record         `json:"records"`                // verdict, letter to the ministry, consideration, adjustment of the budget; oldest first
} // @name Recommendation

// PointSummary tells how far a point is.
type PointSummary struct {
	Key      string     `json:"key" example:"needs-1"`
	Document Document   `json:"document" enums:"identity,needs,planning"`
	Version  int64      `json:"version"`
	SavedAt  *time.Time `json:"saved_at"` // null: nobody has written here yet
	SavedBy  *auth.Ref  `json:"saved_by"`
	Complete bool       `json:"complete"` // answered, and nothing wrong
	Copied   bool       `json:"copied"`   // taken over from an earlier proposal, and not looked at since
	Errors   int        `json:"errors"`
	Warnings int        `json:"warnings"`
	Judged
} // @name RecommendationPointSummary

// AllowedAction is something that the caller may do with a proposal now.
type AllowedAction string

// Actions. Most are named as the last segments of their paths.
const (
	Save           AllowedAction = "save" // points, risks and their files
	Delete         AllowedAction = "delete"
	Submit         AllowedAction = "submit"
	ReplyToReviews AllowedAction = "reply"
	ReviewPoints   AllowedAction = "reviews"
	Return         AllowedAction = "return"
	WriteStudy     AllowedAction = "study"
	Decide         AllowedAction = "verdict"
	SendLetter     AllowedAction = "ministry-letter"
	Consider       AllowedAction = "ministry-consideration"
	AdjustBudget   AllowedAction = "budget-adjustment"
	AddMilestones  AllowedAction = "milestones"
	Monitor        AllowedAction = "monitor" // the risks, once submitted
)

// Bounds of proposals.
const (
	maxDrafts = 50        // of one agency, never submitted
	maxRisks  = 100       // of one proposal
	maxBytes  = 256 << 10 // of the answers of one point, as JSON
	// sitting is the span of typing that the record tells as one act.
	sitting = time.Hour
)

// Service keeps proposals.
type Service struct {
	store         store
	forms         Forms
	changes       *change.Recorder
	files         *attachment.Service
	users         *user.Service
	organisations *organisation.Service
	tickets       *ticket.Service
	catalogue     *catalogue.Service
	office        *setting.Service
	papers        Papers
	clock         clock.Clock
	zone          *time.Location
}

// Options are the parts of a Service. The zone is the office's.
type Options struct {
	DB            *db.DB
	Changes       *change.Recorder
	Files         *attachment.Service
	Users         *user.Service
	Organisations *organisation.Service
	Tickets       *ticket.Service
	Catalogue     *catalogue.Service
	Office        *setting.Service
	Clock         clock.Clock
	Zone          *time.Location
}

// NewService returns a Service, and connects it to the files of proposals. It
// fails only if the build is faulty.
func NewService(o Options) (*Service, error) {
	forms, err := LoadForms()
	if err != nil {
		return nil, err
	}
	s := &Service{
		store: store{o.DB.Read}, forms: forms, changes: o.Changes, files: o.Files, users: o.Users, organisations: o.Organisations,
		tickets: o.Tickets, catalogue: o.Catalogue, office: o.Office, clock: o.Clock, zone: o.Zone,
	}
	o.Files.ProposedBy(s)
	o.Tickets.ProposalsFrom(s)
	return s, nil
}

// Forms are the forms of proposals.
func (s *Service) Forms() Forms { return s.forms }

// DrawBy connects the drawing of papers, once, before anything is served.
func (s *Service) DrawBy(p Papers) { s.papers = p }

// writesFor tells whether the actor may write the proposals of an agency: every
// applicant of it may.
func writesFor(actor auth.Actor, organisationID string) bool {
	return organisationID != "" && actor.OrganisationID == organisationID && actor.May(auth.Applicant, auth.WriteRecommendations)
}

// applicant is the actor as the author of a change for their agency.
func applicant(actor auth.Actor) change.Author {
	return actor.As(auth.Assignment{Role: auth.Applicant})
}

var (
	errNotYours = apperr.New(apperr.Forbidden, "recommendation.other_agency",
		"Usulan ini milik perangkat daerah lain. Anda dapat membacanya, tetapi hanya pemohon dari perangkat daerah itu yang dapat mengubahnya.",
		"This proposal belongs to another agency. You may read it, but only applicants of that agency may change it.")
	errNotEditable = apperr.New(apperr.Conflict, "recommendation.not_editable",
		"Usulan ini sudah diajukan dan sedang diproses, sehingga tidak dapat diubah. Isian terbuka lagi bila usulan dikembalikan untuk diperbaiki.",
		"This proposal was submitted and is being worked on, so it cannot be changed. It opens again if it is returned for mending.")
)

// writable refuses to let the actor write in a proposal that they can read.
func writable(r row, actor auth.Actor) error {
	switch {
	case !writesFor(actor, r.OrganisationID):
		return errNotYours
	case !stateOf(r).editable():
		return errNotEditable
	}
	return nil
}

// own finds a proposal in which the actor may write.
func (s *Service) own(ctx context.Context, actor auth.Actor, id string) (row, error) {
	r, err := s.store.find(ctx, actor, id)
	if err == nil {
		err = writable(r, actor)
	}
	return r, err
}

// holdOwn is own inside a change, for its whole length.
func holdOwn(tx *change.Tx, actor auth.Actor, id string) (row, error) {
	r, err := hold(tx, actor, id)
	if err == nil {
		err = writable(r, actor)
	}
	return r, err
}

// MayRead implements attachment.Proposals.
func (s *Service) MayRead(ctx context.Context, actor auth.Actor, id string) (bool, error) {
	_, err := s.store.find(ctx, actor, id)
	if errors.Is(err, web.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// MayRemove implements attachment.Proposals: what was submitted is never
// removed, not even while the proposal is mended.
func (s *Service) MayRemove(ctx context.Context, actor auth.Actor, id string) (bool, error) {
	r, err := s.store.find(ctx, actor, id)
	if errors.Is(err, web.ErrNotFound) {
		return false, nil
	}
	return err == nil && r.TicketID == nil && writesFor(actor, r.OrganisationID), err
}

// allowed lists what the actor may do with a proposal now.
func allowed(r row, actor auth.Actor) []AllowedAction {
	list := []AllowedAction{}
	if writable(r, actor) == nil {
		list = append(list, Save)
		if r.TicketID == nil {
			list = append(list, Delete)
		}
	}
	return list
}

func (s *Service) summary(r row, actor auth.Actor) Summary {
	v := Summary{
		ID: r.ID, Number: r.Number, Title: r.Title, Proposal: r.Proposal, State: stateOf(r),
		Organisation: auth.Ref{ID: r.OrganisationID, Name: r.OrganisationName}, BudgetYear: r.BudgetYear, Cost: r.Cost,
		Complete:  Progress{Done: r.Complete, Total: len(s.forms.Points)},
		CreatedAt: r.CreatedAt, ChangedAt: r.ChangedAt, Version: r.Version, AllowedActions: allowed(r, actor),
	}
	if r.TicketID != nil {
		v.Ticket = &Request{Number: r.TicketNumber, Status: r.TicketStatus, Outcome: r.TicketOutcome, Step: r.TicketStep, Returned: r.TicketReturned}
	}
	return v
}

// whole is a proposal with all that is written in it, checked as it stands.
type whole struct {
	row      row
	points   map[string]pointRow
	risks    []riskRow
	checks   map[string]form.Result // of the points, by key
	riskings []form.Result          // of the risks, in their order
	content  Content                // of the clean answers
	settings Settings
}

// read returns all of a proposal, checked against everything that its
// submission is checked against.
func (s *Service) read(ctx context.Context, r row) (whole, error) {
	g := s.store.read.WithContext(ctx)
	w := whole{row: r, checks: map[string]form.Result{}}
	var err error
	if w.points, err = points(g, r.ID); err != nil {
		return w, err
	}
	if w.risks, err = risksOf(g, r.ID); err != nil {
		return w, err
	}
	if w.settings, _, err = s.Settings(ctx); err != nil {
		return w, err
	}
	k, err := s.knowledge(ctx, r.ID)
	if err != nil {
		return w, err
	}
	clean, cleanRisks := map[string]map[string]any{}, make([]map[string]any, len(w.risks))
	for _, p := range s.forms.Points {
		w.checks[p.Key] = k.check(p, w.points[p.Key].Answers)
		clean[p.Key] = w.checks[p.Key].Clean
	}
	threshold := w.settings.ThresholdOf(r.OrganisationID)
	for i, risk := range w.risks {
		result, err := k.checkRisk(s.forms.Risk, risk.Answers, threshold)
		if err != nil {
			return w, err
		}
		w.riskings = append(w.riskings, result)
		cleanRisks[i] = result.Clean
	}
	w.content, err = ReadContent(clean, cleanRisks)
	return w, err
}

// knowledge is what checks ask of the world: the time, and the files of the
// proposal.
type knowledge struct{ world form.World }

func (s *Service) knowledge(ctx context.Context, id string) (knowledge, error) {
	files, err := attachment.ListProposal(s.store.read.WithContext(ctx), id)
	known := map[string]form.File{}
	for _, f := range files {
		known[f.ID] = form.File{MediaType: f.MediaType, Size: f.Size}
	}
	return knowledge{form.World{
		Now:  s.clock.Now().In(s.zone),
		File: func(id string) (form.File, bool) { f, ok := known[id]; return f, ok },
	}}, err
}

// check checks the answers of a point. What is not asked at present is kept,
// and no fault.
func (k knowledge) check(p Point, answers map[string]any) form.Result {
	result := p.Form.Check(answers, k.world)
	result.Errors = slices.DeleteFunc(result.Errors, form.NotAsked)
	return result
}

// checkRisk is check for a risk, with what the threshold and the matrix say.
func (k knowledge) checkRisk(p Point, answers map[string]any, threshold int) (form.Result, error) {
	result := k.check(p, answers)
	risk, err := ReadRisk(result.Clean)
	result.Warnings = append(result.Warnings, CheckRisk(risk, threshold)...)
	return result, err
}

// complete tells whether a point is answered and nothing about it is wrong. A
// point that requires nothing is complete once something is written there.
func complete(r form.Result) bool { return len(r.Errors) == 0 && len(r.Clean) > 0 }

// view shows a proposal to an actor, its findings in a language.
func (s *Service) view(ctx context.Context, r row, actor auth.Actor, lang string) (Recommendation, error) {
	w, err := s.read(ctx, r)
	if err != nil {
		return Recommendation{}, err
	}
	author, err := s.users.Get(ctx, r.AuthorID)
	if err != nil {
		return Recommendation{}, err
	}
	v := Recommendation{
		Summary: s.summary(r, actor), Author: auth.Ref{ID: author.ID, Name: author.Name}, Points: []PointSummary{}, Risks: []RiskSummary{},
		Totals: w.content.Totals(), Threshold: w.settings.ThresholdOf(r.OrganisationID),
	}
	if r.CopiedFrom != nil {
		v.CopiedFrom = *r.CopiedFrom
	}
	v.Complete.Done = 0
	progress := map[Document]*Progress{IdentityPart: &v.Completeness.Identity, NeedsPart: &v.Completeness.Needs, PlanningPart: &v.Completeness.Planning}
	for _, p := range s.forms.Points {
		one := w.points[p.Key].summary(p, w.checks[p.Key])
		progress[p.Document].Total++
		if one.Complete {
			progress[p.Document].Done++
			v.Complete.Done++
		}
		v.Points = append(v.Points, one)
	}
	for i, k := range w.risks {
		v.Risks = append(v.Risks, k.summary(i+1, w.riskings[i], v.Threshold))
		if complete(w.riskings[i]) {
			v.Completeness.Risks.Done++
		}
	}
	v.Completeness.Risks.Total = max(1, len(w.risks))
	faults, warnings := w.across(s.clock.Now().In(s.zone))
	v.Errors, v.Warnings = findings(faults, lang), findings(warnings, lang)
	return v, s.addLife(ctx, &v, r, actor)
}

// across finds what no single point shows.
func (w whole) across(now time.Time) (faults, warnings []apperr.Field) {
	faults, warnings = CheckAcross(w.content)
	if late := BudgetYearWarning(w.content.Identity.BudgetYear, now); late != nil && stateOf(w.row) == StateDraft {
		warnings = append(warnings, *late)
	}
	return faults, warnings
}

func findings(fields []apperr.Field, lang string) []ticket.Finding {
	return ticket.NewFindings(form.Result{Errors: fields}, lang).Errors
}

func (p pointRow) summary(of Point, check form.Result) PointSummary {
	return PointSummary{
		Key: of.Key, Document: of.Document, Version: p.Version, SavedAt: p.SavedAt, SavedBy: savedBy(p.SavedBy, p.SaverName),
		Complete: complete(check), Copied: p.Copied, Errors: len(check.Errors), Warnings: len(check.Warnings),
	}
}

func savedBy(id *string, name string) *auth.Ref {
	if id == nil {
		return nil
	}
	return &auth.Ref{ID: *id, Name: name}
}

// told is what the clean answers of a point tell of the whole proposal, by
// column.
func told(r row, key string, clean map[string]any) (map[string]any, error) {
	c, err := ReadContent(map[string]map[string]any{key: clean}, nil)
	switch key {
	case "identity":
		title := cmp.Or(c.Identity.Application, r.Title)
		return map[string]any{
			"title": title, "search": searchText(r.Number, title), "proposal": cmp.Or(c.Identity.Proposal, r.Proposal), "budget_year": c.Identity.BudgetYear,
		}, err
	case "needs-6":
		return map[string]any{"cost": c.Totals().Cost}, err
	}
	return nil, err
}

func searchText(number, title string) string { return strings.ToLower(number + " " + title) }
