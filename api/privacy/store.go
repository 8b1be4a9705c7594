package privacy

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type store struct{ read *gorm.DB }

type consentRow struct {
	ID            string     `gorm:"column:id;primaryKey"`
	UserID        string     `gorm:"column:user_id"`
	Purpose       string     `gorm:"column:purpose"`
	NoticeVersion int64      `gorm:"column:notice_version"`
	GivenAt       time.Time  `gorm:"column:given_at"`
	WithdrawnAt   *time.Time `gorm:"column:withdrawn_at"`
}

func (consentRow) TableName() string { return "privacy_consents" }

func (s store) consents(ctx context.Context, userID string) ([]Consent, error) {
	list := []Consent{}
	return list, s.read.WithContext(ctx).Model(&consentRow{}).Where("user_id = ?", userID).Order("given_at DESC, id DESC").Find(&list).Error
}

func insertConsent(tx *gorm.DB, r consentRow) error { return tx.Create(&r).Error }

func withdraw(tx *gorm.DB, userID, purpose string, now time.Time) error {
	return tx.Model(&consentRow{}).Where("user_id = ? AND purpose = ? AND withdrawn_at IS NULL", userID, purpose).Update("withdrawn_at", now).Error
}

type requestRow struct {
	ID         string     `gorm:"column:id;primaryKey"`
	UserID     string     `gorm:"column:user_id"`
	PersonName string     `gorm:"column:person_name;->"`
	Kind       string     `gorm:"column:kind"`
	Text       string     `gorm:"column:text"`
	Outcome    string     `gorm:"column:outcome"`
	Answer     string     `gorm:"column:answer"`
	Kept       []string   `gorm:"column:kept;serializer:json"`
	AnsweredBy string     `gorm:"column:answered_by"`
	Version    int64      `gorm:"column:version"`
	CreatedAt  time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	AnsweredAt *time.Time `gorm:"column:answered_at"`
}

func (requestRow) TableName() string { return "privacy_requests" }

func requests(g *gorm.DB) *gorm.DB {
	return g.Table("privacy_requests r").Select("r.*, u.name AS person_name").Joins("JOIN users u ON u.id = r.user_id")
}

// requestsOf returns a page of a person's requests, newest first, and one row
// more where another page follows. Ids rise with time.
func (s store) requestsOf(ctx context.Context, userID string, page web.Page) (rows []requestRow, err error) {
	query := requests(s.read.WithContext(ctx)).Where("r.user_id = ?", userID)
	if page.After != nil {
		query = query.Where("r.id < ?", page.After.ID)
	}
	return rows, query.Order("r.id DESC").Limit(page.Limit + 1).Find(&rows).Error
}

// answeredLast is the order of all requests: 0 for those that wait.
const answeredLast = "CASE WHEN r.outcome = '' THEN 0 ELSE 1 END"

// allRequests returns a page of all requests, those that wait first and oldest
// first, and one row more where another page follows.
func (s store) allRequests(ctx context.Context, page web.Page) (rows []requestRow, err error) {
	query := requests(s.read.WithContext(ctx))
	if page.After != nil {
		answered := 0
		if page.After.Value != "" {
			answered = 1
		}
		query = query.Where("("+answeredLast+", r.id) > (?, ?)", answered, page.After.ID)
	}
	return rows, query.Order(answeredLast + ", r.id").Limit(page.Limit + 1).Find(&rows).Error
}

func countOpen(g *gorm.DB, userID string) (n int64, err error) {
	return n, g.Model(&requestRow{}).Where("user_id = ? AND outcome = ''", userID).Count(&n).Error
}

func insertRequest(tx *gorm.DB, r requestRow) error { return tx.Create(&r).Error }

func findRequest(g *gorm.DB, id string) (r requestRow, err error) {
	if !ident.Valid(id) {
		return r, web.ErrNotFound
	}
	err = requests(g).Where("r.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		err = web.ErrNotFound
	}
	return r, err
}

func answerRequest(tx *gorm.DB, r *requestRow) error {
	before := r.Version
	r.Version++
	done := tx.Model(&requestRow{}).Where("id = ? AND version = ?", r.ID, before).
		Select("Outcome", "Answer", "Kept", "AnsweredBy", "AnsweredAt", "Version").Updates(r)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// sweep is what a rule of retention acts on, and what it does to it. A second
// run finds nothing.
type sweep struct {
	table string
	where string // one instant is filled in
	set   map[string]any
}

// sweeps are the rules that act, by their codes.
var sweeps = map[string]sweep{
	"guest_contacts": {
		table: "ticket_guests",
		where: "name <> '' AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = ticket_guests.ticket_id AND t.closed_at < ?)",
		set:   map[string]any{"name": "", "contact": "", "address": "", "code_hash": ""},
	},
	"disabled_accounts": {
		table: "users",
		where: "disabled_at < ? AND (nip <> '' OR position <> '' OR email <> '' OR phone <> '')",
		set:   map[string]any{"nip": "", "position": "", "email": "", "phone": "", "version": gorm.Expr("version + 1")},
	},
	"notifications":    {table: "notifications", where: "created_at < ?"},
	"privacy_requests": {table: "privacy_requests", where: "answered_at < ?"},
}

func (w sweep) act(tx *gorm.DB, before time.Time) (int64, error) {
	query := tx.Table(w.table).Where(w.where, before)
	if w.set == nil {
		done := tx.Exec("DELETE FROM "+w.table+" WHERE "+w.where, before)
		return done.RowsAffected, done.Error
	}
	done := query.Updates(w.set)
	return done.RowsAffected, done.Error
}

func (s store) due(ctx context.Context, code string, before time.Time) (n int64, err error) {
	w := sweeps[code]
	return n, s.read.WithContext(ctx).Table(w.table).Where(w.where, before).Count(&n).Error
}

// copyOf gathers what is held of an account's owner.
func (s store) copyOf(ctx context.Context, id string) (Copy, error) {
	c := Copy{Requests: []RequestData{}, Proposals: []ProposalData{}, Files: []FileData{}, SignIns: []SignInData{}, Consents: []Consent{}}
	if !ident.Valid(id) {
		return c, web.ErrNotFound
	}
	g := s.read.WithContext(ctx)
	var account AccountData
	err := g.Table("users u").Select("u.id, u.username, u.name, u.nip, u.position, u.email, u.phone, u.created_at, COALESCE(o.name, '') AS organisation").
		Joins("LEFT JOIN organisations o ON o.id = u.organisation_id").Where("u.id = ?", id).Take(&account).Error
	if db.IsNotFound(err) {
		return c, web.ErrNotFound
	}
	if err != nil {
		return c, err
	}
	account.Roles = []string{}
	if err := g.Table("user_roles").Where("user_id = ?", id).Order("role, unit").Pluck("role", &account.Roles).Error; err != nil {
		return c, err
	}
	account.Roles = slices.Compact(account.Roles)
	c.Account = &account
	if c.Requests, err = requestData(g.Where("t.applicant_id = ?", id)); err != nil {
		return c, err
	}
	if c.Proposals, err = proposalData(g, id); err != nil {
		return c, err
	}
	if c.Files, err = fileData(g.Where("a.owner_id = ?", id)); err != nil {
		return c, err
	}
	err = g.Model(&change.Recorded{}).Select("at, address").Where("object_kind = 'user' AND object_id = ? AND type = 'signed_in'", id).
		Order("id DESC").Limit(100).Find(&c.SignIns).Error
	if err != nil {
		return c, err
	}
	c.Consents, err = s.consents(ctx, id)
	return c, err
}

// maxCopied bounds each list of a copy.
const maxCopied = 2000

func requestData(g *gorm.DB) ([]RequestData, error) {
	list := []RequestData{}
	return list, g.Table("tickets t").
		Select("t.number, t.service_code AS service, t.subject, t.status, t.agency_name AS agency, t.answers, t.submitted_at").
		Order("t.submitted_at, t.id").Limit(maxCopied).Find(&list).Error
}

// written says where the name of an account stands in a proposal (migrations
// 00025, 00026 and 00028): tables, of which w has the proposal, and their columns for
// it.
var written = []struct{ tables, column string }{
	{"recommendation_points w", "w.saved_by"}, {"recommendation_risks w", "w.saved_by"},
	{"recommendation_risk_log l JOIN recommendation_risks w ON w.id = l.risk_id", "l.by_id"},
	{"recommendation_submissions w", "w.by_id"}, {"recommendation_reviews w", "w.by_id"}, {"recommendation_reviews w", "w.replied_by_id"},
	{"recommendation_studies w", "w.saved_by_id"}, {"recommendation_records w", "w.by_id"}, {"recommendation_milestones w", "w.by_id"},
	{"recommendation_corrections w", "w.by_id"},
}

// proposalData names the proposals in which a person has written.
func proposalData(g *gorm.DB, id string) ([]ProposalData, error) {
	list := []ProposalData{}
	said := g.Where("r.author_id = ?", id)
	for _, w := range written {
		said = said.Or("EXISTS (SELECT 1 FROM "+w.tables+" WHERE w.recommendation_id = r.id AND "+w.column+" = ?)", id)
	}
	return list, g.Table("recommendations r").Select("r.number, r.title, o.name AS agency, r.created_at").
		Joins("JOIN organisations o ON o.id = r.organisation_id").
		Where(said).Order("r.created_at, r.id").Limit(maxCopied).Find(&list).Error
}

func fileData(g *gorm.DB) ([]FileData, error) {
	list := []FileData{}
	return list, g.Table("attachments a").Select("a.name, COALESCE(t.number, '') AS number, a.size, a.sha256, a.uploaded_at").
		Joins("LEFT JOIN tickets t ON t.id = a.ticket_id").Order("a.uploaded_at, a.id").Limit(maxCopied).Find(&list).Error
}

// copyOfGuest gathers what is held of who filed a request without an account,
// and returns the request's id.
func (s store) copyOfGuest(ctx context.Context, number string) (c Copy, id string, err error) {
	c = Copy{Proposals: []ProposalData{}, SignIns: []SignInData{}, Consents: []Consent{}}
	g := s.read.WithContext(ctx)
	var guest struct {
		GuestData
		TicketID string
	}
	err = g.Table("ticket_guests g").Select("g.name, g.contact, g.address, g.consented_at, g.notice_version, g.ticket_id").
		Joins("JOIN tickets t ON t.id = g.ticket_id").Where("t.number = ?", number).Take(&guest).Error
	if db.IsNotFound(err) {
		return c, "", web.ErrNotFound
	}
	if err != nil {
		return c, "", err
	}
	c.Guest = &guest.GuestData
	if c.Requests, err = requestData(g.Where("t.id = ?", guest.TicketID)); err != nil {
		return c, "", err
	}
	c.Files, err = fileData(g.Where("a.ticket_id = ? AND a.owner_id IS NULL", guest.TicketID))
	return c, guest.TicketID, err
}

// touch is one event of a window.
type touch struct {
	Kind string    `gorm:"column:object_kind"`
	ID   string    `gorm:"column:object_id"`
	At   time.Time `gorm:"column:at"`
}

// touched reads what the record says was touched in a window, oldest first;
// one more than maxTouches tells that it is too long.
func (s store) touched(ctx context.Context, w window) (list []touch, err error) {
	query := s.read.WithContext(ctx).Table("events").Select("object_kind, object_id, at").
		Where("at >= ? AND at <= ? AND object_kind IN ?", w.from, w.to, []string{"user", "ticket"})
	if w.actor != "" {
		query = query.Where("actor_id = ?", w.actor)
	}
	return list, query.Order("at, id").Limit(maxTouches + 1).Find(&list).Error
}

// subject is who stands behind an object of the record.
type subject struct {
	ID, Key, Name, Contact string
}

// subjects reads who stands behind accounts or requests, by their ids.
func (s store) subjects(ctx context.Context, kind string, ids []string) (map[string]subject, error) {
	found := map[string]subject{}
	for part := range slices.Chunk(ids, 500) {
		g := s.read.WithContext(ctx)
		query := g.Table("users u").Select("u.id, u.id AS key, u.name, COALESCE(NULLIF(u.email, ''), u.phone) AS contact").Where("u.id IN ?", part)
		if kind == "ticket" {
			query = g.Table("tickets t").Select("t.id, t.number AS key, COALESCE(u.name, g.name, '') AS name, COALESCE(NULLIF(u.email, ''), u.phone, g.contact, '') AS contact").
				Joins("LEFT JOIN users u ON u.id = t.applicant_id").Joins("LEFT JOIN ticket_guests g ON g.ticket_id = t.id").Where("t.id IN ?", part)
		}
		var rows []subject
		if err := query.Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[r.ID] = r
		}
	}
	return found, nil
}
