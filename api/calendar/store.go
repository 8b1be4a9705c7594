package calendar

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// row is one version of the rules.
type row struct {
	Number     int64           `gorm:"column:number;primaryKey;autoIncrement:false"`
	Rules      json.RawMessage `gorm:"column:rules;serializer:json"`
	AuthorID   string          `gorm:"column:author_id"`
	AuthorName string          `gorm:"column:author_name"`
	CreatedAt  time.Time       `gorm:"column:created_at;autoCreateTime:false"`
}

func (row) TableName() string { return "calendar_versions" }

type store struct{ read *gorm.DB }

// latest returns the number of the version that holds, 0 in an empty database.
func (s store) latest(ctx context.Context) (int64, error) {
	var number int64
	err := s.read.WithContext(ctx).Model(&row{}).Select("COALESCE(MAX(number), 0)").Take(&number).Error
	return number, err
}

// find returns a version, or web.ErrNotFound.
func (s store) find(ctx context.Context, number int64) (row, error) {
	var r row
	err := s.read.WithContext(ctx).Where("number = ?", number).Take(&r).Error
	if db.IsNotFound(err) {
		return r, web.ErrNotFound
	}
	return r, err
}

// newest returns the version that holds, as the change sees it.
func newest(tx *change.Tx) (row, error) {
	var r row
	return r, tx.Order("number DESC").Limit(1).Take(&r).Error
}

// insert adds a version. It fails on a number that another change has taken.
func insert(tx *change.Tx, number int64, rules json.RawMessage) error {
	author := tx.Author()
	return tx.Create(&row{Number: number, Rules: rules, AuthorID: author.ID, AuthorName: author.Name, CreatedAt: tx.Now}).Error
}
