package setting

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type row struct {
	Key       string          `gorm:"column:key;primaryKey"`
	Value     json.RawMessage `gorm:"column:value;serializer:json"`
	Version   int64           `gorm:"column:version"`
	ChangedAt time.Time       `gorm:"column:changed_at"`
}

func (row) TableName() string { return "settings" }

type store struct{ read *gorm.DB }

// find reads a group of settings through q, which is store.read or a
// transaction.
func (s store) find(ctx context.Context, q *gorm.DB, key string) (row, error) {
	var r row
	err := q.WithContext(ctx).Where("key = ?", key).Take(&r).Error
	if db.IsNotFound(err) {
		return r, web.ErrNotFound
	}
	return r, err
}

func insert(tx *gorm.DB, key string, value json.RawMessage, now time.Time) error {
	return tx.Create(&row{Key: key, Value: value, Version: 1, ChangedAt: now}).Error
}

// replace writes the value over the version that it is based on.
func replace(tx *gorm.DB, key string, version int64, value json.RawMessage, now time.Time) error {
	done := tx.Model(&row{}).Where("key = ? AND version = ?", key, version).
		Select("Value", "Version", "ChangedAt").Updates(&row{Value: value, Version: version + 1, ChangedAt: now})
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// deleteOthers deletes the settings whose key begins with prefix, but for one.
func deleteOthers(tx *gorm.DB, prefix, key string) error {
	return tx.Where("key LIKE ? AND key <> ?", prefix+"%", key).Delete(&row{}).Error
}

type noticeRow struct {
	Version   int64           `gorm:"column:version;primaryKey"`
	Value     json.RawMessage `gorm:"column:value;serializer:json"`
	ChangedAt time.Time       `gorm:"column:changed_at"`
}

func (noticeRow) TableName() string { return "privacy_notices" }

// notice reads a version of the privacy notice; 0 stands for the newest.
func (s store) notice(ctx context.Context, version int64) (r noticeRow, err error) {
	query := s.read.WithContext(ctx)
	if version != 0 {
		query = query.Where("version = ?", version)
	}
	err = query.Order("version DESC").Take(&r).Error
	if db.IsNotFound(err) {
		err = web.ErrNotFound
	}
	return r, err
}

func insertNotice(tx *gorm.DB, r noticeRow) error { return tx.Create(&r).Error }
