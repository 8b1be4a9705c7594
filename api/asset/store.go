package asset

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// never stands for "without end", so that lists can be walked by the last day.
const never = "9999-12-31"

type row struct {
	ID             string            `gorm:"column:id;primaryKey"`
	Kind           string            `gorm:"column:kind"`
	Name           string            `gorm:"column:name"` // as it is shown
	UniqueName     string            `gorm:"column:unique_name"`
	OrganisationID string            `gorm:"column:organisation_id"`
	TicketID       *string           `gorm:"column:ticket_id"`
	Fields         map[string]string `gorm:"column:fields;serializer:json"`
	State          State             `gorm:"column:state"`
	DeliveredOn    string            `gorm:"column:delivered_on"`
	ExpiresOn      string            `gorm:"column:expires_on"`
	Reminded       int               `gorm:"column:reminded"` // days before the end at the last reminder; 0: none yet
	Search         string            `gorm:"column:search"`
	Version        int64             `gorm:"column:version"`
	CreatedAt      time.Time         `gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt      time.Time         `gorm:"column:changed_at"`

	// Read along by joins, never written.
	OrganisationName string `gorm:"column:organisation_name;->"`
	TicketNumber     string `gorm:"column:ticket_number;->"`
}

func (row) TableName() string { return "assets" }

// requestRow is what a request has to do with the register.
type requestRow struct {
	TicketID   string              `gorm:"column:ticket_id;primaryKey"`
	Kind       string              `gorm:"column:kind"`
	Name       string              `gorm:"column:name"` // kept from others while the request runs
	AssetID    *string             `gorm:"column:asset_id"`
	Wish       string              `gorm:"column:wish"`
	HeldBefore []ticket.HeldBefore `gorm:"column:held_before;serializer:json"`
	Running    bool                `gorm:"column:running"`
}

func (requestRow) TableName() string { return "asset_requests" }

// reader is what the register is read through: the read pool, or the transaction
// of a change.
type reader = *gorm.DB

// store reads through a handle: the read pool, or the transaction of a change.
type store struct{ read *gorm.DB }

func assets(g *gorm.DB) *gorm.DB {
	return g.Table("assets a").Select("a.*, o.name AS organisation_name, COALESCE(t.number, '') AS ticket_number").
		Joins("JOIN organisations o ON o.id = a.organisation_id").
		Joins("LEFT JOIN tickets t ON t.id = a.ticket_id")
}

// within narrows a query to what the actor may read: the office and its
// auditors read all, everybody else what their agency owns.
func within(g *gorm.DB, actor auth.Actor) *gorm.DB {
	switch {
	case actor.Can(auth.ReadNotes):
		return g
	case actor.OrganisationID != "":
		return g.Where("a.organisation_id = ?", actor.OrganisationID)
	default:
		return g.Where("1 = 0")
	}
}

func (s store) find(ctx context.Context, g *gorm.DB, actor auth.Actor, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := within(assets(g.WithContext(ctx)), actor).Where("a.id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

// sortColumns is the allow-list of orders.
var sortColumns = map[string]string{"name": "a.name", "created_at": "a.created_at", "expires_on": "a.expires_on"}

// Filter narrows a list of assets.
type Filter struct {
	Kind, State, Organisation string
	ExpiresBy                 string // last day on this date or earlier
	Ticket                    string // number of the request that it comes from
	Query                     string
}

func (f Filter) apply(g *gorm.DB) *gorm.DB {
	for column, value := range map[string]string{"a.kind": f.Kind, "a.state": f.State, "a.organisation_id": f.Organisation, "t.number": f.Ticket} {
		if value != "" {
			g = g.Where(column+" = ?", value)
		}
	}
	if f.ExpiresBy != "" {
		g = g.Where("a.expires_on <= ? AND a.state <> ?", f.ExpiresBy, Retired)
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Query)) {
		g = g.Where(`a.search LIKE ? ESCAPE '\'`, "%"+db.EscapeLike(word)+"%")
	}
	return g
}

// list reads one row more than the page, which tells whether another follows.
func (s store) list(ctx context.Context, actor auth.Actor, f Filter, page web.Page) ([]row, error) {
	query := f.apply(within(assets(s.read.WithContext(ctx)), actor))
	column, direction, beyond := sortColumns[page.Sort], "ASC", ">"
	if page.Descending {
		direction, beyond = "DESC", "<"
	}
	if page.After != nil {
		var value any = page.After.Value
		if page.Sort == "created_at" {
			at, err := time.Parse(time.RFC3339Nano, page.After.Value)
			if err != nil {
				return nil, web.ErrCursor
			}
			value = at
		}
		query = query.Where(fmt.Sprintf("(%s, a.id) %s (?, ?)", column, beyond), value, page.After.ID)
	}
	var rows []row
	return rows, query.Order(fmt.Sprintf("%s %s, a.id %s", column, direction, direction)).Limit(page.Limit + 1).Find(&rows).Error
}

// owned returns the newest assets of an agency, of some kinds, that are in use.
func owned(g *gorm.DB, organisationID string, kinds []string) ([]row, error) {
	var rows []row
	if organisationID == "" || len(kinds) == 0 {
		return rows, nil
	}
	return rows, assets(g).Where("a.organisation_id = ? AND a.kind IN ? AND a.state = ?", organisationID, kinds, Active).
		Order("a.created_at DESC, a.id DESC").Limit(100).Find(&rows).Error
}

// byName returns the asset of an agency that has a unique name, if it is not
// retired.
func byName(g *gorm.DB, organisationID, kind, name string) (row, bool, error) {
	var rows []row
	err := assets(g).Where("a.organisation_id = ? AND a.kind = ? AND a.unique_name = ? AND a.state <> ?", organisationID, kind, name, Retired).
		Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return row{}, false, err
	}
	return rows[0], true, nil
}

// nameTaken tells whether somebody has a name or a running request asks for
// it, but for one asset and one request.
func nameTaken(g *gorm.DB, kind, name, exceptAsset, exceptTicket string) (bool, error) {
	var n int64
	has := g.Table("assets").Where("kind = ? AND unique_name = ? AND state <> ?", kind, name, Retired)
	if exceptAsset != "" {
		has = has.Where("id <> ?", exceptAsset)
	}
	if err := has.Count(&n).Error; err != nil || n > 0 {
		return n > 0, err
	}
	asks := g.Table("asset_requests").Where("kind = ? AND name = ? AND running", kind, name)
	if exceptTicket != "" {
		asks = asks.Where("ticket_id <> ?", exceptTicket)
	}
	err := asks.Count(&n).Error
	return n > 0, err
}

func insert(tx *gorm.DB, r *row) error { return tx.Create(r).Error }

// save writes back an asset that was changed, if nobody else has changed it
// since it was read.
func save(tx *change.Tx, r *row) error {
	read := r.Version
	r.Version, r.ChangedAt = read+1, tx.Now
	done := tx.Model(&row{}).Where("id = ? AND version = ?", r.ID, read).
		Select("Name", "UniqueName", "OrganisationID", "Fields", "State", "DeliveredOn", "ExpiresOn", "Reminded", "Search", "Version", "ChangedAt").Updates(r)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// requestOf returns what a request has to do with the register; nothing, for
// most.
func requestOf(g *gorm.DB, ticketID string) (requestRow, bool, error) {
	var r requestRow
	err := g.Where("ticket_id = ?", ticketID).Take(&r).Error
	if db.IsNotFound(err) {
		return requestRow{TicketID: ticketID, HeldBefore: []ticket.HeldBefore{}}, false, nil
	}
	return r, err == nil, err
}

func saveRequest(tx *gorm.DB, r *requestRow) error {
	return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "ticket_id"}}, UpdateAll: true}).Create(r).Error
}

func endRequest(tx *gorm.DB, ticketID string) error {
	return tx.Model(&requestRow{}).Where("ticket_id = ?", ticketID).Update("running", false).Error
}

// deliveredBy returns the asset of a kind that a request left behind, if it did.
func deliveredBy(g *gorm.DB, ticketID, kind string) (row, bool, error) {
	var r row
	err := assets(g).Where("a.ticket_id = ? AND a.kind = ?", ticketID, kind).Order("a.id").Take(&r).Error
	if db.IsNotFound(err) {
		return r, false, nil
	}
	return r, err == nil, err
}

func organisationName(g *gorm.DB, id string) (string, error) {
	var names []string
	err := g.Table("organisations").Where("id = ?", id).Pluck("name", &names).Error
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}

// ticketID returns the id of a request by its number.
func ticketID(g *gorm.DB, number string) (string, error) {
	var ids []string
	err := g.Table("tickets").Where("number = ?", number).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// history returns what happened to an asset, oldest first.
func (s store) history(ctx context.Context, id, after string, limit int) ([]change.Recorded, error) {
	query := s.read.WithContext(ctx).Where("object_kind = 'asset' AND object_id = ?", id)
	if after != "" {
		query = query.Where("id > ?", after)
	}
	var list []change.Recorded
	return list, query.Order("id").Limit(limit).Find(&list).Error
}

// ending returns assets in use whose last day is over, or comes so soon that a
// reminder is due: by lists, for each reminder, the date up to which it is.
func (s store) ending(ctx context.Context, today string, by map[int]string, limit int) ([]row, error) {
	either, args := []string{"a.expires_on < ?"}, []any{today}
	for days, date := range by {
		either = append(either, "(a.expires_on <= ? AND (a.reminded = 0 OR a.reminded > ?))")
		args = append(args, date, days)
	}
	var rows []row
	return rows, assets(s.read.WithContext(ctx)).Where("a.state IN ?", []State{Active, Suspended}).
		Where("("+strings.Join(either, " OR ")+")", args...).Order("a.expires_on, a.id").Limit(limit).Find(&rows).Error
}

// any reads an asset for the product itself, whose scope is everything.
func (s store) any(ctx context.Context, id string) (row, error) {
	var r row
	return r, assets(s.read.WithContext(ctx)).Where("a.id = ?", id).Take(&r).Error
}

// delivery returns the role that held a request at its end.
func (s store) delivery(ctx context.Context, ticketID string) (auth.Assignment, error) {
	var by struct {
		Role auth.Role `gorm:"column:holder_role"`
		Unit string    `gorm:"column:holder_unit"`
	}
	err := s.read.WithContext(ctx).Table("tickets").Select("holder_role, holder_unit").Where("id = ?", ticketID).Take(&by).Error
	return auth.Assignment{Role: by.Role, Unit: by.Unit}, err
}

// people returns who holds a role; with an organisation, who of it does.
func (s store) people(ctx context.Context, a auth.Assignment, organisationID string) ([]string, error) {
	query := s.read.WithContext(ctx).Table("users u").Joins("JOIN user_roles r ON r.user_id = u.id").
		Where("r.role = ? AND r.unit = ? AND u.disabled_at IS NULL", a.Role, a.Unit)
	if organisationID != "" {
		query = query.Where("u.organisation_id = ?", organisationID)
	}
	var ids []string
	return ids, query.Order("u.id").Distinct().Pluck("u.id", &ids).Error
}

// Belongings are assets as they belong to agencies. Retired ones count nowhere,
// and stay with the agency that had them.
type Belongings struct{}

// CountOf counts the assets of an agency.
func (Belongings) CountOf(g *gorm.DB, organisationID string) (n int64, err error) {
	return n, g.Table("assets").Where("organisation_id = ? AND state <> ?", organisationID, Retired).Count(&n).Error
}

// MoveTo gives the assets of one agency to another, inside the change that
// merges the two.
func (Belongings) MoveTo(tx *gorm.DB, from, into string) error {
	return tx.Table("assets").Where("organisation_id = ? AND state <> ?", from, Retired).
		Updates(map[string]any{"organisation_id": into, "version": gorm.Expr("version + 1")}).Error
}
