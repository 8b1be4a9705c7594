package draft

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type row struct {
	ID             string         `gorm:"column:id;primaryKey"`
	OwnerID        string         `gorm:"column:owner_id"`
	ServiceCode    string         `gorm:"column:service_code"`
	ServiceVersion int            `gorm:"column:service_version"`
	Subject        string         `gorm:"column:subject"`
	Answers        map[string]any `gorm:"column:answers;serializer:json"`
	Rest           rest           `gorm:"column:rest;serializer:json"`
	Version        int64          `gorm:"column:version"`
	CreatedAt      time.Time      `gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt      time.Time      `gorm:"column:changed_at"`
}

func (row) TableName() string { return "drafts" }

// rest is what a request says beside subject and answers.
type rest struct {
	AssetID    string              `json:"asset_id,omitempty"`
	AssetWish  string              `json:"asset_wish,omitempty"`
	HeldBefore []ticket.HeldBefore `json:"held_before,omitempty"`
}

// held is never nil, for the API.
func (r rest) held() []ticket.HeldBefore {
	if r.HeldBefore == nil {
		return []ticket.HeldBefore{}
	}
	return r.HeldBefore
}

type store struct{ read *gorm.DB }

// find returns a draft of its owner, through the read pool or a transaction.
func find(g *gorm.DB, ownerID, id string) (row, error) {
	if !ident.Valid(id) {
		return row{}, web.ErrNotFound
	}
	var r row
	err := g.Where("id = ? AND owner_id = ?", id, ownerID).Take(&r).Error
	if db.IsNotFound(err) {
		err = web.ErrNotFound
	}
	return r, err
}

// list returns all drafts of a person, the last changed first.
func (s store) list(ctx context.Context, ownerID string) ([]row, error) {
	var rows []row
	err := s.read.WithContext(ctx).Where("owner_id = ?", ownerID).Order("changed_at DESC, id DESC").Limit(maxDrafts).Find(&rows).Error
	return rows, err
}

func count(g *gorm.DB, ownerID string) (n int64, err error) {
	return n, g.Model(&row{}).Where("owner_id = ?", ownerID).Count(&n).Error
}

func insert(tx *gorm.DB, r row) error { return tx.Create(&r).Error }

// update writes a draft that still has the version; web.ErrStale otherwise.
func update(tx *gorm.DB, r *row) error {
	before := r.Version
	r.Version++
	done := tx.Model(&row{}).Where("id = ? AND version = ?", r.ID, before).
		Select("service_version", "subject", "answers", "rest", "version", "changed_at").Updates(r)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// remove deletes a draft; web.ErrNotFound where it is gone already.
func remove(tx *gorm.DB, id string) error {
	done := tx.Where("id = ?", id).Delete(&row{})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrNotFound
	}
	return done.Error
}

// untouched returns drafts that nobody has changed since before.
func (s store) untouched(ctx context.Context, before time.Time, limit int) ([]row, error) {
	var rows []row
	err := s.read.WithContext(ctx).Where("changed_at < ?", before).Order("changed_at").Limit(limit).Find(&rows).Error
	return rows, err
}
