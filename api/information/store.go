package information

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// row is what this room reads of a request. It is never written here.
type row struct {
	ID             string          `gorm:"column:id"`
	Number         string          `gorm:"column:number"`
	ServiceCode    string          `gorm:"column:service_code"`
	ServiceVersion int             `gorm:"column:service_version"`
	Subject        string          `gorm:"column:subject"`
	Answers        json.RawMessage `gorm:"column:answers;serializer:json"`
	Status         ticket.Status   `gorm:"column:status"`
	Outcome        ticket.Outcome  `gorm:"column:outcome"`
	ApplicantID    *string         `gorm:"column:applicant_id"`
	SubmittedAt    time.Time       `gorm:"column:submitted_at"`
	SubmittedOn    string          `gorm:"column:submitted_on"`
	DueAt          *time.Time      `gorm:"column:due_at"`
	ClosedAt       *time.Time      `gorm:"column:closed_at"`
	ClosingNote    string          `gorm:"column:closing_note"`
	Name           string          `gorm:"column:applicant_name"`
	Contact        string          `gorm:"column:applicant_contact"`
}

// entryRow is what the PPID writes of a request.
type entryRow struct {
	TicketID   string   `gorm:"column:ticket_id;primaryKey"`
	Held       string   `gorm:"column:held"`
	Form       string   `gorm:"column:form"`
	Access     string   `gorm:"column:access"`
	Decision   Decision `gorm:"column:decision"`
	Ground     string   `gorm:"column:ground"`
	NotifiedOn string   `gorm:"column:notified_on"`
	ProvidedOn string   `gorm:"column:provided_on"`
	Cost       int64    `gorm:"column:cost"`
	Payment    string   `gorm:"column:payment"`
	// In place of what the request says; nil: as it says.
	Address     *string `gorm:"column:address"`
	Occupation  *string `gorm:"column:occupation"`
	Information *string `gorm:"column:information"`
	Purpose     *string `gorm:"column:purpose"`

	Version   int64     `gorm:"column:version"`
	ChangedAt time.Time `gorm:"column:changed_at"`
}

func (entryRow) TableName() string { return "information_entries" }

// objectionRow is an objection with its answer and dispute.
type objectionRow struct {
	ID             string     `gorm:"column:id;primaryKey"`
	TicketID       string     `gorm:"column:ticket_id"`
	FoundAt        time.Time  `gorm:"column:found_at"` // when the reason arose
	FoundOn        string     `gorm:"column:found_on"` // when the applicant says that they found it; empty: then
	Reasons        []Ground   `gorm:"column:reasons;serializer:json"`
	Position       string     `gorm:"column:position"`
	ProxyName      string     `gorm:"column:proxy_name"`
	ProxyAddress   string     `gorm:"column:proxy_address"`
	FiledAt        time.Time  `gorm:"column:filed_at"`
	Decision       Decision   `gorm:"column:decision"`
	Answer         string     `gorm:"column:answer"`
	AnsweredAt     *time.Time `gorm:"column:answered_at"`
	LetterID       *string    `gorm:"column:letter_id"`
	DisputeNumber  string     `gorm:"column:dispute_number"`
	DisputeFiledOn string     `gorm:"column:dispute_filed_on"`
	Version        int64      `gorm:"column:version"`
	ChangedAt      time.Time  `gorm:"column:changed_at"`

	LetterName string `gorm:"column:letter_name;->"` // read along, never written
}

func (objectionRow) TableName() string { return "information_objections" }

type store struct{ read *gorm.DB }

func requests(g *gorm.DB) *gorm.DB {
	return g.Table("tickets t").
		Select("t.*, COALESCE(a.name, g.name, '') AS applicant_name, COALESCE(g.contact, NULLIF(a.email, ''), a.phone, '') AS applicant_contact").
		Joins("LEFT JOIN users a ON a.id = t.applicant_id").
		Joins("LEFT JOIN ticket_guests g ON g.ticket_id = t.id")
}

func (s store) byNumber(ctx context.Context, number string) (row, error) {
	return taken(requests(s.read.WithContext(ctx)).Where("t.number = ?", number))
}

func rowByID(g *gorm.DB, id string) (row, error) { return taken(requests(g).Where("t.id = ?", id)) }

func taken(query *gorm.DB) (row, error) {
	var r row
	err := query.Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

// maxObjections bounds those of one request; each wants a decision or a lapse
// of its own.
const maxObjections = 100

func objections(g *gorm.DB) *gorm.DB {
	return g.Table("information_objections o").Select("o.*, COALESCE(f.name, '') AS letter_name").
		Joins("LEFT JOIN attachments f ON f.id = o.letter_id").Order("o.id")
}

func objectionsOf(g *gorm.DB, ticketID string) ([]objectionRow, error) {
	var rows []objectionRow
	return rows, objections(g).Where("o.ticket_id = ?", ticketID).Limit(maxObjections).Find(&rows).Error
}

func entryOf(g *gorm.DB, ticketID string) (entryRow, error) {
	var rows []entryRow
	err := g.Where("ticket_id = ?", ticketID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return entryRow{TicketID: ticketID}, err
	}
	return rows[0], nil
}

// saveEntry writes the entry, if nobody else has changed it since it was read.
func saveEntry(tx *change.Tx, e *entryRow) error {
	read := e.Version
	e.Version, e.ChangedAt = read+1, tx.Now
	var done *gorm.DB
	if read == 0 {
		done = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(e)
	} else {
		done = tx.Model(&entryRow{}).Where("ticket_id = ? AND version = ?", e.TicketID, read).Select("*").Updates(e)
	}
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// saveObjection writes an objection back, if nobody else has changed it since
// it was read.
func saveObjection(tx *change.Tx, o *objectionRow) error {
	read := o.Version
	o.Version, o.ChangedAt = read+1, tx.Now
	done := tx.Model(&objectionRow{}).Where("id = ? AND version = ?", o.ID, read).
		Select("Decision", "Answer", "AnsweredAt", "LetterID", "DisputeNumber", "DisputeFiledOn", "Version", "ChangedAt").Updates(o)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// Filter narrows the register.
type Filter struct {
	From, To  string // submitted on, both included
	Status    string
	Objection bool // only what was objected to
	Overdue   bool // only what is past its due time
	Query     string
}

// list reads one row more than the page, which tells whether another follows.
func (s store) list(ctx context.Context, codes []string, f Filter, now time.Time, page web.Page) ([]row, error) {
	query := requests(s.read.WithContext(ctx)).Where("t.service_code IN ?", codes)
	if f.From != "" {
		query = query.Where("t.submitted_on >= ?", f.From)
	}
	if f.To != "" {
		query = query.Where("t.submitted_on <= ?", f.To)
	}
	if f.Status != "" {
		query = query.Where("t.status = ?", f.Status)
	}
	if f.Objection {
		query = query.Where("EXISTS (SELECT 1 FROM information_objections o WHERE o.ticket_id = t.id)")
	}
	if f.Overdue {
		query = query.Where("t.status <> ? AND t.due_order < ?", ticket.Done, now)
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Query)) {
		like := "%" + db.EscapeLike(word) + "%"
		query = query.Where(`(t.search LIKE ? ESCAPE '\' OR LOWER(t.number) LIKE ? ESCAPE '\')`, like, like)
	}
	direction, beyond := "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		at, err := time.Parse(time.RFC3339Nano, page.After.Value)
		if err != nil {
			return nil, web.ErrCursor
		}
		query = query.Where("(t.submitted_at, t.id) "+beyond+" (?, ?)", at, page.After.ID)
	}
	var rows []row
	return rows, query.Order("t.submitted_at " + direction + ", t.id " + direction).Limit(page.Limit + 1).Find(&rows).Error
}

// about reads entries and objections of several requests.
func (s store) about(ctx context.Context, ids []string) (map[string]entryRow, map[string][]objectionRow, error) {
	var entries []entryRow
	if err := s.read.WithContext(ctx).Where("ticket_id IN ?", ids).Find(&entries).Error; err != nil {
		return nil, nil, err
	}
	var list []objectionRow
	err := objections(s.read.WithContext(ctx)).Where("o.ticket_id IN ?", ids).Find(&list).Error
	byTicket, entry := map[string][]objectionRow{}, map[string]entryRow{}
	for _, e := range entries {
		entry[e.TicketID] = e
	}
	for _, o := range list {
		byTicket[o.TicketID] = append(byTicket[o.TicketID], o)
	}
	return entry, byTicket, err
}
