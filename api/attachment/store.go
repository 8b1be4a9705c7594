package attachment

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type row struct {
	ID         string    `gorm:"column:id;primaryKey"`
	TicketID   *string   `gorm:"column:ticket_id"`
	OwnerID    *string   `gorm:"column:owner_id"` // nil: a guest's
	Kind       Kind      `gorm:"column:kind"`
	Field      string    `gorm:"column:field"`
	Name       string    `gorm:"column:name"`
	Size       int64     `gorm:"column:size"`
	SHA256     string    `gorm:"column:sha256"`
	MediaType  string    `gorm:"column:media_type"`
	ObjectKey  string    `gorm:"column:object_key"`
	UploadedAt time.Time `gorm:"column:uploaded_at"`
}

func (row) TableName() string { return "attachments" }

func (r row) view() Attachment {
	return Attachment{ID: r.ID, Name: r.Name, Size: r.Size, SHA256: r.SHA256, MediaType: r.MediaType, Kind: r.Kind, Field: r.Field, UploadedAt: r.UploadedAt}
}

type store struct{ read *gorm.DB }

func (s store) find(ctx context.Context, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(&r).Error
	if db.IsNotFound(err) {
		return row{}, web.ErrNotFound
	}
	return r, err
}

func (s store) waiting(ctx context.Context, ownerID string) (int64, error) {
	var n int64
	return n, s.read.WithContext(ctx).Model(&row{}).Where("owner_id = ? AND ticket_id IS NULL", ownerID).Count(&n).Error
}

// abandoned returns files that have waited for a request since before.
func (s store) abandoned(ctx context.Context, before time.Time, limit int) ([]row, error) {
	var rows []row
	err := s.read.WithContext(ctx).Where("ticket_id IS NULL AND uploaded_at < ?", before).Order("uploaded_at").Limit(limit).Find(&rows).Error
	return rows, err
}

// unknown returns those of the object keys that no row has.
func (s store) unknown(ctx context.Context, keys []string) ([]string, error) {
	var known []string
	if err := s.read.WithContext(ctx).Model(&row{}).Where("object_key IN ?", keys).Pluck("object_key", &known).Error; err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for _, k := range known {
		has[k] = true
	}
	var out []string
	for _, k := range keys {
		if !has[k] {
			out = append(out, k)
		}
	}
	return out, nil
}

// List returns the files of a request, oldest first, through g: the read pool
// or a transaction. Internal ones are left out unless asked for.
func List(g *gorm.DB, ticketID string, internal bool) ([]Attachment, error) {
	query := g.Model(&row{}).Where("ticket_id = ?", ticketID)
	if !internal {
		query = query.Where("kind <> ?", Internal)
	}
	var rows []row
	err := query.Order("id").Limit(1000).Find(&rows).Error
	list := make([]Attachment, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.view())
	}
	return list, err
}

// ResultLetters returns the newest answer letter of each of the requests.
func ResultLetters(g *gorm.DB, ticketIDs []string) (map[string]Attachment, error) {
	var rows []row
	err := g.Where("ticket_id IN ? AND kind = ?", ticketIDs, ResultLetter).Order("id").Find(&rows).Error
	newest := map[string]Attachment{}
	for _, r := range rows {
		newest[*r.TicketID] = r.view()
	}
	return newest, err
}

// Insert gives received files their rows, as part of the change that they
// belong to. An empty ownerID is a guest; an empty ticketID leaves them
// waiting.
func Insert(tx *change.Tx, ownerID, ticketID string, files []Received) ([]Attachment, error) {
	if len(files) == 0 {
		return []Attachment{}, nil
	}
	rows := make([]row, len(files))
	list := make([]Attachment, len(files))
	for i, f := range files {
		rows[i] = row{
			ID: tx.NewID(), Kind: f.Kind, Field: f.Field, Name: f.Name, Size: f.Size,
			SHA256: f.SHA256, MediaType: f.MediaType, ObjectKey: f.key, UploadedAt: tx.Now,
		}
		if ownerID != "" {
			rows[i].OwnerID = &ownerID
		}
		if ticketID != "" {
			rows[i].TicketID = &ticketID
		}
		list[i] = rows[i].view()
	}
	return list, tx.Create(&rows).Error
}

// Claim gives files that the owner uploaded ahead to a request. An id that is
// not a waiting file of the owner is refused.
func Claim(tx *change.Tx, ownerID, ticketID string, ids []string) ([]Attachment, error) {
	list := make([]Attachment, 0, len(ids))
	for i, id := range ids {
		var taken []row
		if ident.Valid(id) {
			err := tx.Model(&taken).Clauses(clause.Returning{}).
				Where("id = ? AND owner_id = ? AND ticket_id IS NULL", id, ownerID).Update("ticket_id", ticketID).Error
			if err != nil {
				return nil, err
			}
		}
		if len(taken) == 0 { // also when another request took it a moment ago
			return nil, apperr.BadField("/attachments/"+strconv.Itoa(i), "attachment.unknown",
				"Berkas ini tidak ditemukan di antara unggahan Anda yang belum dipakai. Unggah lagi.",
				"This file is not among your unused uploads. Upload it again.")
		}
		list = append(list, taken[0].view())
	}
	return list, nil
}

// remove deletes the row of a file that still waits for a request.
func remove(tx *gorm.DB, id string) error {
	done := tx.Where("id = ? AND ticket_id IS NULL", id).Delete(&row{})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrNotFound
	}
	return done.Error
}
