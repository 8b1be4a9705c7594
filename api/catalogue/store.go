package catalogue

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type typeRow struct {
	Code      string     `gorm:"column:code;primaryKey"`
	Published int        `gorm:"column:published"`
	RetiredAt *time.Time `gorm:"column:retired_at"`
	Version   int64      `gorm:"column:version"`
}

func (typeRow) TableName() string { return "service_types" }

type versionRow struct {
	Code        string     `gorm:"column:code;primaryKey"`
	Number      int        `gorm:"column:number;primaryKey;autoIncrement:false"`
	Definition  Definition `gorm:"column:definition;serializer:json"`
	ShippedHash string     `gorm:"column:shipped_hash"`
	AuthorID    string     `gorm:"column:author_id"`
	AuthorName  string     `gorm:"column:author_name"`
	CreatedAt   time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	PublishedAt *time.Time `gorm:"column:published_at"`
}

func (versionRow) TableName() string { return "service_type_versions" }

type store struct{ read *gorm.DB }

func (s store) published(ctx context.Context, code string) (int, error) {
	var row typeRow
	err := s.read.WithContext(ctx).Where("code = ?", code).Take(&row).Error
	if db.IsNotFound(err) {
		return 0, web.ErrNotFound
	}
	return row.Published, err
}

func (s store) retired(ctx context.Context, code string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&typeRow{}).Where("code = ? AND retired_at IS NOT NULL", code).Count(&n).Error
	return n > 0, err
}

func (s store) definition(ctx context.Context, code string, number int) (Definition, error) {
	var row versionRow
	err := s.read.WithContext(ctx).Where("code = ? AND number = ?", code, number).Take(&row).Error
	if db.IsNotFound(err) {
		return Definition{}, web.ErrNotFound
	}
	return row.Definition, err
}

// current returns the services that are not retired.
func (s store) current(ctx context.Context) ([]typeRow, error) {
	var rows []typeRow
	return rows, s.read.WithContext(ctx).Where("retired_at IS NULL").Order("code").Find(&rows).Error
}

// knows tells whether the shipped text with the hash is a version already.
func (s store) knows(ctx context.Context, code, hash string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&versionRow{}).Where("code = ? AND shipped_hash = ?", code, hash).Count(&n).Error
	return n > 0, err
}

// insertShipped adds a shipped definition as the newest version and publishes
// it, unless the published one is an admin's.
func insertShipped(tx *gorm.DB, d shipped, now time.Time) (number int, published bool, err error) {
	var service typeRow
	err = tx.Where("code = ?", d.Code).Take(&service).Error
	isNew := db.IsNotFound(err)
	if err != nil && !isNew {
		return 0, false, err
	}
	number, published = 1, true
	if isNew {
		if err := tx.Create(&typeRow{Code: d.Code, Published: 1, Version: 1}).Error; err != nil {
			return 0, false, err
		}
	} else {
		var newest, current versionRow
		if err := tx.Where("code = ?", d.Code).Order("number DESC").Take(&newest).Error; err != nil {
			return 0, false, err
		}
		if err := tx.Where("code = ? AND number = ?", d.Code, service.Published).Take(&current).Error; err != nil {
			return 0, false, err
		}
		number, published = newest.Number+1, current.ShippedHash != ""
	}
	row := versionRow{Code: d.Code, Number: number, Definition: d.Definition, ShippedHash: d.hash, AuthorName: "E-Layanan", CreatedAt: now}
	if published {
		row.PublishedAt = &now
	}
	if err := tx.Create(&row).Error; err != nil || !published || isNew {
		return number, published, err
	}
	return number, published, tx.Model(&typeRow{}).Where("code = ?", d.Code).
		Updates(map[string]any{"published": number, "version": gorm.Expr("version + 1")}).Error
}
