package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/audit"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// row is a request as it is stored.
type row struct {
	ID             string          `gorm:"column:id;primaryKey"`
	Number         string          `gorm:"column:number"`
	ServiceCode    string          `gorm:"column:service_code"`
	ServiceVersion int             `gorm:"column:service_version"`
	Subject        string          `gorm:"column:subject"`
	Search         string          `gorm:"column:search"` // subject, service and agency in lower case
	Answers        json.RawMessage `gorm:"column:answers;serializer:json"`
	Status         Status          `gorm:"column:status"`
	Outcome        Outcome         `gorm:"column:outcome"`
	Step           string          `gorm:"column:step"`
	Phase          string          `gorm:"column:phase"` // of an SPBE proposal, by the purposes of the steps so far
	HolderRole     string          `gorm:"column:holder_role"`
	HolderUnit     string          `gorm:"column:holder_unit"`
	HolderID       *string         `gorm:"column:holder_id"`
	ApplicantID    *string         `gorm:"column:applicant_id"` // nil: a guest
	OrganisationID *string         `gorm:"column:organisation_id"`
	AgencyName     string          `gorm:"column:agency_name"` // the name on the day of the request, which stands on its papers
	Urgency        Urgency         `gorm:"column:urgency"`
	Confidential   bool            `gorm:"column:confidential"`
	Returned       bool            `gorm:"column:returned"`
	WaitingFor     WaitingFor      `gorm:"column:waiting_for"`
	Extended       bool            `gorm:"column:extended"`
	Reviews        []Opinion       `gorm:"column:reviews;serializer:json"`
	StepEnteredAt  time.Time       `gorm:"column:step_entered_at"`
	ReturnReason   string          `gorm:"column:return_reason"`
	ReturnPoints   []Point         `gorm:"column:return_points;serializer:json"`
	ReturnedByRole string          `gorm:"column:returned_by_role"`
	ReturnedByUnit string          `gorm:"column:returned_by_unit"`
	ReturnedByID   *string         `gorm:"column:returned_by_id"`
	ClosingNote    string          `gorm:"column:closing_note"`
	Recused        string          `gorm:"column:recused"` // ids of those who stepped back, separated by spaces
	SubmittedAt    time.Time       `gorm:"column:submitted_at"`
	SubmittedOn    string          `gorm:"column:submitted_on"`
	DueAt          *time.Time      `gorm:"column:due_at"`
	DueOrder       time.Time       `gorm:"column:due_order"`
	// CalendarVersion is that of the working time by which DueAt was computed.
	CalendarVersion int64      `gorm:"column:calendar_version"`
	ClosedAt        *time.Time `gorm:"column:closed_at"`
	Version         int64      `gorm:"column:version"`
	ChangedAt       time.Time  `gorm:"column:changed_at"`

	// Read along by joins, never written.
	ApplicantName    string        `gorm:"column:applicant_name;->"`
	GuestContact     string        `gorm:"column:guest_contact;->"`
	OrganisationName string        `gorm:"column:organisation_name;->"`
	HolderName       string        `gorm:"column:holder_name;->"`
	HolderUnitName   string        `gorm:"column:holder_unit_name;->"`
	ProposalID       *string       `gorm:"column:proposal_id;->"` // the SPBE proposal that became this request
	Intake           intakeColumns `gorm:"embedded"`
}

func (row) TableName() string { return "tickets" }

// endOfTime stands for "no due date" where lists are ordered by it.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func (r *row) setDue(due *time.Time) {
	r.DueAt, r.DueOrder = due, endOfTime
	if due != nil {
		r.DueOrder = *due
	}
}

func (r row) stage() Stage {
	switch {
	case r.Status == Done:
		return Closed
	case r.Returned:
		return Returned
	case r.WaitingFor == ForExternal:
		return Outside
	case r.WaitingFor == ForApplicant:
		return OwnStep
	case r.Status == InProgress:
		return AtWork
	default:
		return AtRest
	}
}

// enter puts the request into a stage.
func (r *row) enter(s Stage) {
	r.Status, r.Returned = s.Status(), s == Returned
	r.WaitingFor = map[Stage]WaitingFor{Outside: ForExternal, OwnStep: ForApplicant}[s]
}

func (r row) holder() auth.Assignment {
	return auth.Assignment{Role: auth.Role(r.HolderRole), Unit: r.HolderUnit}
}

// holderPerson returns who holds the request in person, or nobody.
func (r row) holderPerson() string {
	if r.HolderID == nil {
		return ""
	}
	return *r.HolderID
}

// hold passes the request to somebody; an empty userID means whoever of the
// role takes it.
func (r *row) hold(a auth.Assignment, userID string) {
	r.HolderRole, r.HolderUnit, r.HolderID = string(a.Role), a.Unit, nil
	if userID != "" {
		r.HolderID = &userID
	}
}

// applicant returns the applicant's id, empty for a guest.
func (r row) applicant() string {
	if r.ApplicantID == nil {
		return ""
	}
	return *r.ApplicantID
}

// proposalAgency returns whose SPBE proposal became this request, if one did.
func (r row) proposalAgency() string {
	if r.ProposalID == nil || r.OrganisationID == nil {
		return ""
	}
	return *r.OrganisationID
}

// reader is what a request is read through: the read pool, or the transaction
// of a change.
type reader = *gorm.DB

type store struct{ read reader }

// tickets joins what every view of a request shows.
func tickets(g *gorm.DB) *gorm.DB {
	return g.Table("tickets t").
		Select("t.*, COALESCE(a.name, g.name, '') AS applicant_name, COALESCE(g.contact, '') AS guest_contact, COALESCE(NULLIF(t.agency_name, ''), o.name, i.agency, '') AS organisation_name, COALESCE(h.name, '') AS holder_name, COALESCE(u.name, '') AS holder_unit_name, p.id AS proposal_id, " + intakeSelect).
		Joins("LEFT JOIN users a ON a.id = t.applicant_id").
		Joins("LEFT JOIN ticket_guests g ON g.ticket_id = t.id").
		Joins("LEFT JOIN ticket_intakes i ON i.ticket_id = t.id").
		Joins("LEFT JOIN organisations o ON o.id = t.organisation_id").
		Joins("LEFT JOIN users h ON h.id = t.holder_id").
		Joins("LEFT JOIN units u ON u.code = t.holder_unit").
		Joins("LEFT JOIN recommendations p ON p.ticket_id = t.id")
}

// within narrows a query on tickets t to what the actor may read.
//
// An applicant reads their own requests, those of the agency if the admin says
// so, and always those of its SPBE proposals, which its people write together.
// Counter, head, auditor and admin read all. A unit reads what it
// holds or has held. What is confidential is read only by its applicant, the
// head, and those who have held it or stand in for them; but not by somebody
// who stepped back from it.
func within(g *gorm.DB, actor auth.Actor) *gorm.DB {
	if actor.GuestOf != "" {
		return g.Where("t.id = ?", actor.GuestOf)
	}
	either := []string{"t.applicant_id = ?"}
	args := []any{actor.ID}
	if actor.Is(auth.Applicant) && actor.OrganisationID != "" {
		either = append(either, "t.id IN (SELECT p.ticket_id FROM recommendations p WHERE p.organisation_id = ? AND p.ticket_id IS NOT NULL)")
		args = append(args, actor.OrganisationID)
	}
	open := []string{}
	openArgs := []any{}
	if actor.SeesOrganisation && actor.OrganisationID != "" {
		open, openArgs = append(open, "t.organisation_id = ?"), append(openArgs, actor.OrganisationID)
	}
	if actor.Is(auth.FrontOffice) || actor.Is(auth.Auditor) || actor.Is(auth.Admin) {
		open = append(open, "1 = 1")
	}
	if actor.Is(auth.Head) {
		either = append(either, "1 = 1")
	}
	held := []string{"p.user_id = ?"}
	heldArgs := []any{actor.ID}
	for _, r := range actor.Roles {
		switch {
		case r.Role.HasUnit():
			held = append(held, "(p.unit = ? AND ((p.role = ? AND p.user_id = '') OR NOT t.confidential))")
			heldArgs = append(heldArgs, r.Unit, string(r.Role))
		case r.Role == auth.Verifier || r.Role == auth.PPID || r.Role == auth.FrontOffice:
			held = append(held, "(p.role = ? AND p.unit = '' AND p.user_id = '')")
			heldArgs = append(heldArgs, string(r.Role))
		}
	}
	for _, d := range actor.DeputyFor {
		held = append(held, "(p.user_id = ? AND p.role = ? AND p.unit = ?)")
		heldArgs = append(heldArgs, d.Principal.ID, string(d.Role), d.Unit)
	}
	if len(open) > 0 {
		either = append(either, "(NOT t.confidential AND ("+strings.Join(open, " OR ")+"))")
		args = append(args, openArgs...)
	}
	// The dearest question comes last. The offset keeps PostgreSQL from answering
	// it for all requests at once, which a page of a list would wait for.
	either = append(either, "EXISTS (SELECT 1 FROM ticket_holders p WHERE p.ticket_id = t.id AND ("+strings.Join(held, " OR ")+") LIMIT 1 OFFSET 0)")
	args = append(args, heldArgs...)
	g = g.Where("("+strings.Join(either, " OR ")+")", args...)
	if actor.ID == "" {
		return g
	}
	return g.Where("NOT (t.confidential AND t.recused LIKE ?)", "%"+actor.ID+"%")
}

// Readable is a query on tickets t for those that the actor may read, for rooms
// whose objects go with a request.
func Readable(g *gorm.DB, actor auth.Actor) *gorm.DB { return within(g.Table("tickets t"), actor) }

// byNumber reads a request within the actor's scope through g, which is the
// read pool or a transaction.
func (s store) byNumber(ctx context.Context, g *gorm.DB, actor auth.Actor, number string) (row, error) {
	var r row
	err := within(tickets(g.WithContext(ctx)), actor).Where("t.number = ?", number).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

func (s store) byID(ctx context.Context, actor auth.Actor, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := within(tickets(s.read.WithContext(ctx)), actor).Where("t.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

// Filter narrows a list of requests.
type Filter struct {
	Status       Status
	Outcome      Outcome
	ServiceType  string
	Unit         string
	HeldByMe     bool
	Overdue      bool
	Query        string
	From, To     string // dates in the office's zone, both included
	Organisation string
	Step         string
	Urgency      Urgency
	Confidential bool
	Open         bool // not done
	Returned     bool // with the applicant, for mending
	ReturnedByMe bool // by the actor or in a role of theirs, and not mended yet
	DueSoon      bool // not late yet, and due before DueBefore
	DueBefore    time.Time
}

// sortColumns is the allow-list of orders.
var sortColumns = map[string]string{"submitted_at": "t.submitted_at", "due_at": "t.due_order", "number": "t.number"}

func (f Filter) apply(g *gorm.DB, actor auth.Actor, now time.Time) *gorm.DB {
	equal := func(column, value string) {
		if value != "" {
			g = g.Where(column+" = ?", value)
		}
	}
	equal("t.status", string(f.Status))
	equal("t.outcome", string(f.Outcome))
	equal("t.service_code", f.ServiceType)
	equal("t.holder_unit", f.Unit)
	if f.Organisation != "" {
		g = g.Where("t.organisation_id = ?", f.Organisation)
	}
	if f.From != "" {
		g = g.Where("t.submitted_on >= ?", f.From)
	}
	if f.To != "" {
		g = g.Where("t.submitted_on <= ?", f.To)
	}
	if f.Overdue {
		g = g.Where("t.status <> 'done' AND t.due_order < ?", now)
	}
	equal("t.step", f.Step)
	equal("t.urgency", string(f.Urgency))
	if f.Confidential {
		g = g.Where("t.confidential")
	}
	if f.Open {
		g = g.Where("t.status <> 'done'")
	}
	if f.Returned {
		g = g.Where("t.status <> 'done' AND t.returned")
	}
	if f.ReturnedByMe {
		g = returnedBy(g, actor)
	}
	if f.DueSoon {
		g = g.Where("t.status <> 'done' AND t.due_order >= ? AND t.due_order <= ?", now, f.DueBefore)
	}
	if f.HeldByMe {
		g = heldBy(g, actor)
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Query)) {
		like := "%" + db.EscapeLike(word) + "%"
		g = g.Where(`(t.search LIKE ? ESCAPE '\' OR LOWER(t.number) LIKE ? ESCAPE '\')`, like, like)
	}
	return g
}

// heldBy narrows to what waits for the actor: held by them or by somebody for
// whom they stand in, or by a role of theirs and taken by nobody yet; or at work
// elsewhere and in want of their opinion.
func heldBy(g *gorm.DB, actor auth.Actor) *gorm.DB {
	conditions, args := []string{"t.holder_id = ?"}, []any{actor.ID}
	for _, r := range actor.Roles {
		conditions = append(conditions, "(t.holder_id IS NULL AND t.holder_role = ? AND t.holder_unit = ?)")
		args = append(args, string(r.Role), r.Unit)
		if r.Role.Grants(auth.ReviewTicket) {
			conditions = append(conditions, "(t.status = 'in_progress' AND NOT t.returned AND t.waiting_for = '' AND t.id IN (SELECT v.ticket_id FROM ticket_reviewers v WHERE v.role = ? AND v.unit = ?))")
			args = append(args, string(r.Role), r.Unit)
		}
	}
	for _, d := range actor.DeputyFor {
		conditions = append(conditions, "(t.holder_id = ? AND t.holder_role = ? AND t.holder_unit = ?)")
		args = append(args, d.Principal.ID, string(d.Role), d.Unit)
	}
	if actor.ID != "" {
		g = g.Where("t.recused NOT LIKE ?", "%"+actor.ID+"%")
	}
	return g.Where("t.status <> 'done'").Where("("+strings.Join(conditions, " OR ")+")", args...)
}

// list reads one row more than the page, which tells whether another follows.
func (s store) list(ctx context.Context, actor auth.Actor, f Filter, page web.Page, now time.Time) ([]row, error) {
	query := f.apply(within(tickets(s.read.WithContext(ctx)), actor), actor, now)
	column, direction, beyond := sortColumns[page.Sort], "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		var value any = page.After.Value
		if page.Sort != "number" {
			at, err := time.Parse(time.RFC3339Nano, page.After.Value)
			if err != nil {
				return nil, web.ErrCursor
			}
			value = at
		}
		query = query.Where(fmt.Sprintf("(%s, t.id) %s (?, ?)", column, beyond), value, page.After.ID)
	}
	var rows []row
	err := query.Order(fmt.Sprintf("%s %s, t.id %s", column, direction, direction)).Limit(page.Limit + 1).Find(&rows).Error
	return rows, err
}

// insert writes a new request and its first holder. The answers come back as
// the database keeps them (jsonb orders their members), so that they look the
// same in every answer.
func insert(tx *gorm.DB, r *row) error {
	if err := tx.Clauses(clause.Returning{Columns: []clause.Column{{Name: "answers"}}}).Create(r).Error; err != nil {
		return err
	}
	return noteHolder(tx, *r)
}

// save writes back a request that was changed, if nobody else has changed it
// since it was read, and makes it one version newer.
func save(tx *change.Tx, r *row) error {
	read := r.Version
	r.Version, r.ChangedAt = read+1, tx.Now
	done := tx.Model(&row{}).Where("id = ? AND version = ?", r.ID, read).
		Select("Answers", "Status", "Outcome", "Step", "Phase", "HolderRole", "HolderUnit", "HolderID", "Urgency", "Confidential",
			"Returned", "WaitingFor", "Extended", "Reviews", "StepEnteredAt", "ReturnReason", "ReturnPoints", "ReturnedByRole", "ReturnedByUnit", "ReturnedByID",
			"ClosingNote", "Recused", "DueAt", "DueOrder", "CalendarVersion", "ClosedAt", "Version", "ChangedAt").Updates(r)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return web.ErrStale
	}
	return noteHolder(tx.DB, *r)
}

// noteHolder adds the holder to the chain of those who have held the request.
func noteHolder(tx *gorm.DB, r row) error {
	person := ""
	if r.HolderID != nil {
		person = *r.HolderID
	}
	_, err := join(tx, r.ID, r.holder(), person)
	return err
}

// join adds somebody to the chain of a request, and tells whether they were
// not in it yet.
func join(tx *gorm.DB, id string, a auth.Assignment, person string) (bool, error) {
	added := tx.Table("ticket_holders").Clauses(clause.OnConflict{DoNothing: true}).
		Create(map[string]any{"ticket_id": id, "role": string(a.Role), "unit": a.Unit, "user_id": person})
	return added.RowsAffected > 0, added.Error
}

// chained is a member of the chain of a request.
type chained struct{ Role, Unit, UserID string }

// officersOf returns the officers in the chain of a request; where one has had
// it as the queue of a role, UserID is empty.
func officersOf(g *gorm.DB, id string) (list []chained, err error) {
	return list, g.Table("ticket_holders").Select("role, unit, user_id").Where("ticket_id = ? AND role <> ?", id, string(auth.Applicant)).
		Order("role, unit, user_id").Find(&list).Error
}

// leave takes somebody out of the chain of a request again.
func leave(tx *gorm.DB, id string, a auth.Assignment, person string) error {
	return tx.Exec("DELETE FROM ticket_holders WHERE ticket_id = ? AND role = ? AND unit = ? AND user_id = ?", id, string(a.Role), a.Unit, person).Error
}

// askReviewers asks the reviewers of the step to which a request has come for
// their opinions, and nobody else any longer. They join its chain.
func askReviewers(tx *gorm.DB, id string, reviewers []catalogue.Actor) error {
	if err := tx.Exec("DELETE FROM ticket_reviewers WHERE ticket_id = ?", id).Error; err != nil {
		return err
	}
	for _, a := range reviewers {
		if err := tx.Exec("INSERT INTO ticket_reviewers (ticket_id, role, unit) VALUES (?, ?, ?)", id, a.Role, a.Unit).Error; err != nil {
			return err
		}
		if _, err := join(tx, id, auth.Assignment{Role: auth.Role(a.Role), Unit: a.Unit}, ""); err != nil {
			return err
		}
	}
	return nil
}

// heard notes that a reviewer has given their opinion.
func heard(tx *gorm.DB, id string, a auth.Assignment) error {
	return tx.Exec("DELETE FROM ticket_reviewers WHERE ticket_id = ? AND role = ? AND unit = ?", id, string(a.Role), a.Unit).Error
}

// event is what the timeline reads of a recorded event.
type event = change.Recorded

// events returns what happened to a request, oldest first.
func events(g *gorm.DB, id string, internal bool, after string, limit int, types ...string) ([]event, error) {
	query := g.Where("object_kind = 'ticket' AND object_id = ?", id)
	if !internal {
		query = query.Where("NOT internal")
	}
	if after != "" {
		query = query.Where("id > ?", after)
	}
	if len(types) > 0 {
		query = query.Where("type IN ?", types)
	}
	var list []event
	return list, query.Order("id").Limit(limit).Find(&list).Error
}

// person is somebody who may receive a request, in their own right or as the
// deputy (Kind) of a principal.
type person struct {
	ID            string     `gorm:"column:id"`
	Name          string     `gorm:"column:name"`
	Role          string     `gorm:"column:role"`
	Unit          string     `gorm:"column:unit"`
	Kind          string     `gorm:"column:kind"`
	PrincipalID   string     `gorm:"column:principal_id"`
	PrincipalName string     `gorm:"column:principal_name"`
	AbsentUntil   *time.Time `gorm:"column:absent_until"`
}

// holders are the rows of who holds which role at an instant, deputies
// included.
func holders(g *gorm.DB, now time.Time) *gorm.DB {
	return g.Table(`(
		SELECT user_id, role, unit, '' AS kind, '' AS principal_id, '' AS principal_name FROM user_roles
		UNION ALL
		SELECT d.deputy_id, d.role, d.unit, d.kind, CAST(d.principal_id AS TEXT), p.name FROM delegations d
		JOIN users p ON p.id = d.principal_id
		JOIN user_roles r ON r.user_id = d.principal_id AND r.role = d.role AND r.unit = d.unit
		WHERE d.starts_at <= ? AND d.ends_at > ?
	) r`, now, now).Joins("JOIN users u ON u.id = r.user_id").Where("u.disabled_at IS NULL")
}

// anyHolds tells whether anybody active – or, with a userID, that person –
// holds the role.
func anyHolds(tx *gorm.DB, a auth.Assignment, userID string, now time.Time) (bool, error) {
	query := holders(tx, now).Where("r.role = ? AND r.unit = ?", a.Role, a.Unit)
	if userID != "" {
		query = query.Where("u.id = ?", userID)
	}
	var n int64
	err := query.Count(&n).Error
	return n > 0, err
}

// officers returns the active holders of office roles.
func (s store) officers(ctx context.Context, now time.Time) ([]person, error) {
	var list []person
	err := holders(s.read.WithContext(ctx), now).
		Select("u.id, u.name, r.role, r.unit, r.kind, r.principal_id, r.principal_name, a.ends_at AS absent_until").
		Joins("LEFT JOIN absences a ON a.user_id = u.id AND a.cancelled_at IS NULL AND a.starts_at <= ? AND a.ends_at > ?", now, now).
		Where("r.role IN ?", slices.Collect(officeRoles())).
		Order("r.role, r.unit, u.name, r.kind").Limit(5000).Find(&list).Error
	return list, err
}

// deputy is who acts for whom, in which role.
type deputy struct {
	PrincipalID string `gorm:"column:principal_id"`
	DeputyID    string `gorm:"column:deputy_id"`
	DeputyName  string `gorm:"column:deputy_name"`
	Role        string `gorm:"column:role"`
	Unit        string `gorm:"column:unit"`
	Kind        string `gorm:"column:kind"`
}

// runningDeputies returns who acts for the people at an instant.
func runningDeputies(g *gorm.DB, now time.Time, people ...string) ([]deputy, error) {
	var list []deputy
	return list, g.Table("delegations d").Select("d.principal_id, d.deputy_id, s.name AS deputy_name, d.role, d.unit, d.kind").
		Joins("JOIN users s ON s.id = d.deputy_id").
		Where("d.principal_id IN ? AND d.starts_at <= ? AND d.ends_at > ? AND s.disabled_at IS NULL", people, now, now).Order("d.id").Find(&list).Error
}

// absentUntil tells whether a person is away at an instant, and until when.
func absentUntil(g *gorm.DB, userID string, now time.Time) (until time.Time, away bool, err error) {
	var found []struct {
		EndsAt time.Time `gorm:"column:ends_at"`
	}
	err = g.Table("absences").Select("ends_at").
		Where("user_id = ? AND cancelled_at IS NULL AND starts_at <= ? AND ends_at > ?", userID, now, now).Limit(1).Find(&found).Error
	if len(found) == 0 {
		return until, false, err
	}
	return found[0].EndsAt, true, err
}

// openHeldBy returns the open requests that a person holds, or that would come
// back to them.
func openHeldBy(tx *change.Tx, userID string) ([]row, error) {
	var rows []row
	return rows, tickets(tx.DB).Where("t.status <> ? AND (t.holder_id = ? OR t.returned_by_id = ?) AND (t.applicant_id IS NULL OR t.applicant_id <> ? OR t.holder_role <> ?)",
		Done, userID, userID, userID, auth.Applicant).Order("t.id").Find(&rows).Error
}

// counts are figures over what an actor may read.
type counts struct {
	Total, Waiting, InProgress, Done, Overdue, HeldByMe int64
}

func (s store) counts(ctx context.Context, actor auth.Actor, now time.Time) (counts, error) {
	var c counts
	err := within(s.read.WithContext(ctx).Table("tickets t"), actor).Select(`COUNT(*) AS total,
		COALESCE(SUM(CASE WHEN t.status = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
		COALESCE(SUM(CASE WHEN t.status = 'in_progress' THEN 1 ELSE 0 END), 0) AS in_progress,
		COALESCE(SUM(CASE WHEN t.status = 'done' THEN 1 ELSE 0 END), 0) AS done,
		COALESCE(SUM(CASE WHEN t.status <> 'done' AND t.due_order < ? THEN 1 ELSE 0 END), 0) AS overdue`, now).
		Take(&c).Error
	if err != nil {
		return c, err
	}
	return c, heldBy(within(s.read.WithContext(ctx).Table("tickets t"), actor), actor).Count(&c.HeldByMe).Error
}

// monthCount is how many requests came in a month of the office's zone.
type monthCount struct {
	Month string `gorm:"column:month"`
	Count int64  `gorm:"column:count"`
}

func (s store) monthly(ctx context.Context, actor auth.Actor, from string) ([]monthCount, error) {
	var list []monthCount
	err := within(s.read.WithContext(ctx).Table("tickets t"), actor).
		Select("SUBSTR(t.submitted_on, 1, 7) AS month, COUNT(*) AS count").
		Where("t.submitted_on >= ?", from).Group("SUBSTR(t.submitted_on, 1, 7)").Order("month").Find(&list).Error
	return list, err
}

// running counts the open requests of a service by version, newest first.
func (s store) running(ctx context.Context, code string) ([]Running, error) {
	list := []Running{}
	err := s.read.WithContext(ctx).Model(&row{}).Select("service_version AS version, COUNT(*) AS requests").
		Where("service_code = ? AND status <> ?", code, Done).Group("service_version").Order("service_version DESC").Find(&list).Error
	return list, err
}

// unitName returns the name of a unit; of none, for an empty code.
func (s store) unitName(ctx context.Context, code string) (string, error) {
	if code == "" {
		return "", nil
	}
	names, err := s.unitNames(ctx)
	return names[code], err
}

// agencyIsOpen tells whether there is an agency that has not been closed.
func (s store) agencyIsOpen(ctx context.Context, id string) (bool, error) {
	if !ident.Valid(id) {
		return false, nil
	}
	var n int64
	err := s.read.WithContext(ctx).Table("organisations").Where("id = ? AND closed_at IS NULL", id).Count(&n).Error
	return n > 0, err
}

func (s store) unitNames(ctx context.Context) (map[string]string, error) {
	var units []UnitRef
	err := s.read.WithContext(ctx).Table("units").Select("code", "name").Find(&units).Error
	names := map[string]string{}
	for _, u := range units {
		names[u.Code] = u.Name
	}
	return names, err
}

// stale is an open request whose due time was computed by an older calendar.
type stale struct {
	ID              string     `gorm:"column:id"`
	ServiceCode     string     `gorm:"column:service_code"`
	ServiceVersion  int        `gorm:"column:service_version"`
	SubmittedAt     time.Time  `gorm:"column:submitted_at"`
	DueAt           *time.Time `gorm:"column:due_at"`
	CalendarVersion int64      `gorm:"column:calendar_version"`
}

// staleBefore narrows to the open requests of an older calendar.
func staleBefore(g *gorm.DB, version int64) *gorm.DB {
	return g.Table("tickets").Where("calendar_version < ? AND status <> 'done'", version)
}

// countStale counts them.
func countStale(g *gorm.DB, version int64) (n int64, err error) {
	return n, staleBefore(g, version).Count(&n).Error
}

// lockStale returns some of them, which nobody else can change until the end
// of the transaction.
func lockStale(tx *gorm.DB, version int64, limit int) ([]stale, error) {
	var list []stale
	return list, staleBefore(tx, version).Clauses(clause.Locking{Strength: "UPDATE"}).
		Order("calendar_version, id").Limit(limit).Find(&list).Error
}

// clocksOf reads the accounts of several requests at once.
func clocksOf(g *gorm.DB, ids []string) (map[string]account, error) {
	var list []event
	if err := g.Where("object_kind = 'ticket' AND object_id IN ? AND type IN ?", ids, clockEvents).Order("object_id, id").Find(&list).Error; err != nil {
		return nil, err
	}
	accounts := map[string]account{}
	for _, e := range list {
		a := accounts[e.ObjectID]
		if err := a.hear(e); err != nil {
			return nil, err
		}
		accounts[e.ObjectID] = a
	}
	return accounts, nil
}

// stampCalendar notes that the due times of requests hold by a calendar.
func stampCalendar(tx *gorm.DB, ids []string, version int64) error {
	return tx.Table("tickets").Where("id IN ?", ids).Update("calendar_version", version).Error
}

// moveDue gives requests another due time, by a calendar. Whoever is changing
// one of them has to look again: their version counts on.
func moveDue(tx *change.Tx, ids []string, due time.Time, version int64) error {
	return tx.Exec("UPDATE tickets SET due_at = ?, due_order = ?, calendar_version = ?, version = version + 1, changed_at = ? WHERE id IN ?",
		due, due, version, tx.Now, ids).Error
}

// run is how far the computing of due times has come for a calendar.
type run struct {
	CalendarVersion int64      `gorm:"column:calendar_version;primaryKey;autoIncrement:false"`
	Total           int64      `gorm:"column:total"`
	Computed        int64      `gorm:"column:computed"`
	Moved           int64      `gorm:"column:moved"`
	StartedAt       time.Time  `gorm:"column:started_at"`
	FinishedAt      *time.Time `gorm:"column:finished_at"`
}

func (run) TableName() string { return "deadline_runs" }

// beginRun notes the beginning of a run, unless it has begun.
func beginRun(tx *gorm.DB, r run) error {
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&r).Error
}

// countRun adds to what a run has done.
func countRun(tx *gorm.DB, version int64, computed, moved int) error {
	return tx.Model(&run{}).Where("calendar_version = ?", version).
		Updates(map[string]any{"computed": gorm.Expr("computed + ?", computed), "moved": gorm.Expr("moved + ?", moved)}).Error
}

// endRun notes the end of a run, unless it has ended, and tells whether it did.
func endRun(tx *gorm.DB, version int64, now time.Time) (bool, error) {
	done := tx.Model(&run{}).Where("calendar_version = ? AND finished_at IS NULL", version).Update("finished_at", now)
	return done.RowsAffected == 1, done.Error
}

// lastRun returns the run of the newest calendar that has one.
func (s store) lastRun(ctx context.Context) (run, error) {
	var list []run
	err := s.read.WithContext(ctx).Order("calendar_version DESC").Limit(1).Find(&list).Error
	if len(list) == 0 {
		return run{}, err
	}
	return list[0], err
}

// unreminded returns open requests whose due time lies between two instants and
// who have not had this reminder for it, what runs out first on top.
func (s store) unreminded(ctx context.Context, kind string, from, to time.Time) ([]row, error) {
	var rows []row
	return rows, s.read.WithContext(ctx).Table("tickets t").
		Where("t.status <> ? AND t.due_at IS NOT NULL AND t.due_order > ? AND t.due_order <= ?", Done, from, to).
		Where("NOT EXISTS (SELECT 1 FROM ticket_reminders m WHERE m.ticket_id = t.id AND m.kind = ? AND m.due_at = t.due_at)", kind).
		Order("t.due_order, t.id").Limit(remindBatch).Find(&rows).Error
}

// noteReminder notes a reminder and tells whether it is the first of its kind
// for a due time that the request still has.
func noteReminder(tx *change.Tx, r row, kind string) (bool, error) {
	done := tx.Exec(`INSERT INTO ticket_reminders (ticket_id, kind, due_at, created_at)
		SELECT t.id, ?, t.due_at, ? FROM tickets t WHERE t.id = ? AND t.due_at = ? AND t.status <> ?
		ON CONFLICT DO NOTHING`, kind, tx.Now, r.ID, *r.DueAt, Done)
	return done.RowsAffected == 1, done.Error
}

// standing returns a batch of the open requests, by their ids, that lie with the
// office and whose present step was not told to be overdue.
func (s store) standing(ctx context.Context, after string) ([]row, error) {
	query := s.read.WithContext(ctx).Table("tickets t").
		Where("t.status <> ? AND t.holder_role <> ?", Done, auth.Applicant).
		Where("NOT EXISTS (SELECT 1 FROM ticket_reminders m WHERE m.ticket_id = t.id AND m.kind = ? AND m.due_at = t.step_entered_at)", stepOverdue)
	if after != "" {
		query = query.Where("t.id > ?", after)
	}
	var rows []row
	return rows, query.Order("t.id").Limit(remindBatch).Find(&rows).Error
}

// stepReminded tells whether a reminder was noted for the present stay of a
// request in its step.
func (s store) stepReminded(ctx context.Context, r row, kind string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Table("ticket_reminders").Where("ticket_id = ? AND kind = ? AND due_at = ?", r.ID, kind, r.StepEnteredAt).Count(&n).Error
	return n > 0, err
}

// noteStepReminder notes a reminder of a step under the time when the request
// came to it, so that it is given once even where the target moves, and tells
// whether it is the first and the request stands there still.
func noteStepReminder(tx *change.Tx, r row, kind string) (bool, error) {
	done := tx.Exec(`INSERT INTO ticket_reminders (ticket_id, kind, due_at, created_at)
		SELECT t.id, ?, t.step_entered_at, ? FROM tickets t WHERE t.id = ? AND t.step = ? AND t.step_entered_at = ? AND t.status <> ?
		ON CONFLICT DO NOTHING`, kind, tx.Now, r.ID, r.Step, r.StepEnteredAt, Done)
	return done.RowsAffected == 1, done.Error
}

// Belongings are open requests as they belong to agencies and wait in units.
// Finished ones count nowhere, and stay with the agency that asked.
type Belongings struct{}

// CountOf counts the open requests of an agency.
func (Belongings) CountOf(g *gorm.DB, organisationID string) (n int64, err error) {
	return n, g.Table("tickets").Where("organisation_id = ? AND status <> ?", organisationID, Done).Count(&n).Error
}

// MoveTo gives the open requests of one agency to another, inside the change
// that merges the two. Each keeps the name that its agency had on its day.
func (Belongings) MoveTo(tx *gorm.DB, from, into string) error {
	return tx.Table("tickets").Where("organisation_id = ? AND status <> ?", from, Done).
		Updates(map[string]any{"organisation_id": into, "version": gorm.Expr("version + 1")}).Error
}

// CountAt counts the open requests that a unit holds or is asked to review.
func (Belongings) CountAt(g *gorm.DB, unit string) (n int64, err error) {
	return n, g.Table("tickets t").Where("t.status <> ?", Done).
		Where("(t.holder_unit = ? OR t.returned_by_unit = ? OR EXISTS (SELECT 1 FROM ticket_reviewers r WHERE r.ticket_id = t.id AND r.unit = ?))", unit, unit, unit).
		Count(&n).Error
}

func (s store) subjects(ctx context.Context, ids []string) (map[string]audit.Subject, error) {
	var rows []struct {
		ID, Number   string
		Confidential bool
	}
	err := s.read.WithContext(ctx).Table("tickets").Select("id, number, confidential").Where("id IN ?", ids).Find(&rows).Error
	subjects := map[string]audit.Subject{}
	for _, r := range rows {
		subjects[r.ID] = audit.Subject{Number: r.Number, Confidential: r.Confidential}
	}
	return subjects, err
}

func (s store) idOf(ctx context.Context, number string) (string, error) {
	var ids []string
	if err := s.read.WithContext(ctx).Table("tickets").Where("number = ?", number).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// lookedSince tells whether somebody has looked at the personal answers of a
// request since a time.
func (s store) lookedSince(ctx context.Context, ticketID, actorID string, since time.Time) (bool, error) {
	var looks []event
	err := s.read.WithContext(ctx).Select("id").
		Where("object_kind = 'ticket' AND object_id = ? AND type = ? AND actor_id = ? AND at >= ?", ticketID, lookedAt, actorID, since).
		Limit(1).Find(&looks).Error
	return len(looks) > 0, err
}

func (s store) briefs(ctx context.Context, actor auth.Actor, ids []string) (map[string]Brief, error) {
	var rows []row
	err := within(tickets(s.read.WithContext(ctx)), actor).Where("t.id IN ?", ids).Find(&rows).Error
	all := map[string]Brief{}
	for _, r := range rows {
		all[r.ID] = Brief{Number: r.Number, Subject: r.Subject, Organisation: r.OrganisationName, Status: r.Status}
	}
	return all, err
}
