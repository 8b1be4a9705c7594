package booking

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// store reads through the read pool.
type store struct{ read *gorm.DB }

// TableName names the table of resources.
func (Resource) TableName() string { return "resources" }

// bookingRow is the time of a request.
type bookingRow struct {
	TicketID   string    `gorm:"column:ticket_id;primaryKey"`
	Kinds      []string  `gorm:"column:kinds;serializer:json"`
	StartsAt   time.Time `gorm:"column:starts_at"`
	EndsAt     time.Time `gorm:"column:ends_at"`
	AskedStart time.Time `gorm:"column:asked_start"`
	AskedEnd   time.Time `gorm:"column:asked_end"`
}

func (bookingRow) TableName() string { return "bookings" }

type given struct {
	TicketID   string `gorm:"column:ticket_id;primaryKey"`
	ResourceID string `gorm:"column:resource_id;primaryKey"`
}

func (given) TableName() string { return "booking_resources" }

// maxResources bounds what can be booked.
const maxResources = 500

// resources returns what can be booked, by kind and name; closed ones too, where
// all are asked for.
func (s store) resources(ctx context.Context, all bool) ([]Resource, error) {
	list := []Resource{}
	query := s.read.WithContext(ctx)
	if !all {
		query = query.Where("NOT closed")
	}
	return list, query.Order("kind, name, id").Limit(maxResources).Find(&list).Error
}

func find(g *gorm.DB, id string) (Resource, error) {
	if !ident.Valid(id) {
		return Resource{}, web.ErrNotFound
	}
	var r Resource
	err := g.Where("id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return Resource{}, web.ErrNotFound
	}
	return r, err
}

func insert(g *gorm.DB, r *Resource) error { return g.Create(r).Error }

// update writes a resource back, if nobody has changed it since it was read.
func update(g *gorm.DB, r *Resource) error {
	read := r.Version
	r.Version++
	done := g.Model(&Resource{}).Where("id = ? AND version = ?", r.ID, read).Select("Name", "Note", "Buffer", "Closed", "Version", "ChangedAt").Updates(r)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// lock returns resources, which nobody else can give to a request until the end
// of the transaction.
func lock(tx *gorm.DB, ids []string) ([]Resource, error) {
	var list []Resource
	if len(ids) == 0 {
		return list, nil
	}
	return list, tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id IN ?", ids).Order("id").Find(&list).Error
}

// between returns the bookings that touch a time, in their order: those of
// requests that were not rejected or cancelled.
func between(g *gorm.DB, from, to time.Time) ([]booked, error) {
	var rows []bookingRow
	err := g.Table("bookings b").Select("b.*").Joins("JOIN tickets t ON t.id = b.ticket_id").
		Where("b.starts_at < ? AND b.ends_at > ?", to, from).
		Where("(t.status <> 'done' OR t.outcome IN ('fulfilled', 'approved'))").
		Order("b.starts_at, b.ticket_id").Limit(maxBookings + 1).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	if len(rows) > maxBookings {
		return nil, apperr.BadField("/to", "bookings.too_many", "Terlalu banyak pemesanan pada rentang ini. Pilih hari yang lebih sedikit.", "There are too many bookings in this time. Choose fewer days.")
	}
	return withResources(g, rows)
}

func withResources(g *gorm.DB, rows []bookingRow) ([]booked, error) {
	list, place, ids := make([]booked, len(rows)), map[string]int{}, make([]string, len(rows))
	for i, r := range rows {
		list[i], place[r.TicketID], ids[i] = booked{bookingRow: r, resources: []Resource{}}, i, r.TicketID
	}
	var found []struct {
		Resource
		TicketID string `gorm:"column:ticket_id"`
	}
	err := g.Table("booking_resources g").Select("r.*, g.ticket_id").Joins("JOIN resources r ON r.id = g.resource_id").
		Where("g.ticket_id IN ?", ids).Order("r.kind, r.name, r.id").Find(&found).Error
	for _, f := range found {
		list[place[f.TicketID]].resources = append(list[place[f.TicketID]].resources, f.Resource)
	}
	return list, err
}

// bookingOf returns what is booked for a request, whatever became of it.
func bookingOf(g *gorm.DB, ticketID string) (booked, bool, error) {
	var rows []bookingRow
	if err := g.Where("ticket_id = ?", ticketID).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return booked{}, false, err
	}
	list, err := withResources(g, rows)
	if err != nil {
		return booked{}, false, err
	}
	return list[0], true, nil
}

// save writes what is booked for a request, in place of what was.
func save(tx *change.Tx, b booked) error {
	if err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "ticket_id"}}, UpdateAll: true}).Create(&b.bookingRow).Error; err != nil {
		return err
	}
	if err := release(tx.DB, b.TicketID); err != nil || len(b.resources) == 0 {
		return err
	}
	rows := make([]given, len(b.resources))
	for i, r := range b.resources {
		rows[i] = given{TicketID: b.TicketID, ResourceID: r.ID}
	}
	return tx.Create(&rows).Error
}

// release frees what was given to a request.
func release(g *gorm.DB, ticketID string) error {
	return g.Where("ticket_id = ?", ticketID).Delete(&given{}).Error
}

// remove forgets the time of a request.
func remove(g *gorm.DB, ticketID string) error {
	if err := release(g, ticketID); err != nil {
		return err
	}
	return g.Where("ticket_id = ?", ticketID).Delete(&bookingRow{}).Error
}
