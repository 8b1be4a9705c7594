package catalogue

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type typeRow struct {
	Code      string     `gorm:"column:code;primaryKey"`
	RetiredAt *time.Time `gorm:"column:retired_at"`
	Version   int64      `gorm:"column:version"`
}

func (typeRow) TableName() string { return "service_types" }

type versionRow struct {
	Code          string     `gorm:"column:code;primaryKey"`
	Number        int        `gorm:"column:number;primaryKey;autoIncrement:false"`
	Definition    Definition `gorm:"column:definition;serializer:json"`
	ShippedHash   string     `gorm:"column:shipped_hash"` // of the file it came in; empty: an admin's
	AuthorID      string     `gorm:"column:author_id"`
	AuthorName    string     `gorm:"column:author_name"`
	Note          string     `gorm:"column:note"`
	CreatedAt     time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	PublishedAt   *time.Time `gorm:"column:published_at"`
	EffectiveFrom *time.Time `gorm:"column:effective_from"` // nil: a draft
}

func (versionRow) TableName() string { return "service_type_versions" }

type store struct{ read *gorm.DB }

// inEffect narrows versions v to those that no later one has replaced at an
// instant.
const inEffect = `v.effective_from <= ? AND NOT EXISTS (SELECT 1 FROM service_type_versions w
	WHERE w.code = v.code AND w.effective_from <= ?
	AND (w.effective_from > v.effective_from OR (w.effective_from = v.effective_from AND w.number > v.number)))`

// currentNumber returns which version of a service is in effect.
func currentNumber(g *gorm.DB, code string, now time.Time) (int, error) {
	var row versionRow
	err := g.Table("service_type_versions v").Select("v.number").Where("v.code = ?", code).Where(inEffect, now, now).Take(&row).Error
	if db.IsNotFound(err) {
		return 0, web.ErrNotFound
	}
	return row.Number, err
}

// entry is a service with the version that is in effect, 0 where none is yet.
type entry struct {
	Code      string     `gorm:"column:code"`
	RetiredAt *time.Time `gorm:"column:retired_at"`
	Version   int64      `gorm:"column:version"`
	Number    int        `gorm:"column:number"`
}

// entries returns all services, retired ones and those without a published
// version included.
func (s store) entries(ctx context.Context, now time.Time) ([]entry, error) {
	var rows []entry
	err := s.read.WithContext(ctx).Table("service_types t").Select("t.code, t.retired_at, t.version, COALESCE(v.number, 0) AS number").
		Joins("LEFT JOIN service_type_versions v ON v.code = t.code AND "+inEffect, now, now).Order("t.code").Find(&rows).Error
	return rows, err
}

func findType(g *gorm.DB, code string) (typeRow, error) {
	var row typeRow
	err := g.Where("code = ?", code).Take(&row).Error
	if db.IsNotFound(err) {
		return row, web.ErrNotFound
	}
	return row, err
}

func findVersion(g *gorm.DB, code string, number int) (versionRow, error) {
	var row versionRow
	err := g.Where("code = ? AND number = ?", code, number).Take(&row).Error
	if db.IsNotFound(err) {
		return row, web.ErrNotFound
	}
	return row, err
}

// versions returns the versions of a service, newest first, without their
// definitions.
func versions(g *gorm.DB, code string) ([]versionRow, error) {
	var rows []versionRow
	err := g.Select("code", "number", "shipped_hash", "author_id", "author_name", "note", "created_at", "published_at", "effective_from").
		Where("code = ?", code).Order("number DESC").Limit(maxVersions).Find(&rows).Error
	return rows, err
}

// knows tells whether the shipped text with the hash is a version already.
// shippedHashes returns the hashes of all texts that ever came with a build.
func (s store) shippedHashes(ctx context.Context) ([]string, error) {
	var list []string
	err := s.read.WithContext(ctx).Model(&versionRow{}).Where("shipped_hash <> ''").Pluck("shipped_hash", &list).Error
	return list, err
}

// touch makes a service one version newer, if it still has the one that the
// change is based on.
func touch(tx *gorm.DB, code string, version int64) error {
	done := tx.Model(&typeRow{}).Where("code = ? AND version = ?", code, version).Update("version", version+1)
	if done.Error == nil && done.RowsAffected == 0 {
		return web.ErrStale
	}
	return done.Error
}

// insertShipped adds a shipped definition as the newest version and puts it
// into effect, unless the one in effect is an admin's.
func insertShipped(tx *gorm.DB, d shipped, now time.Time) (versionRow, error) {
	row := versionRow{Code: d.Code, Number: 1, Definition: d.Definition, ShippedHash: d.hash, AuthorName: "E-Layanan", CreatedAt: now}
	earlier, err := versions(tx, d.Code)
	if err != nil {
		return row, err
	}
	if len(earlier) == 0 {
		row.PublishedAt, row.EffectiveFrom = &now, &sinceDecree
		if err := tx.Create(&typeRow{Code: d.Code, Version: 1}).Error; err != nil {
			return row, err
		}
		return row, tx.Create(&row).Error
	}
	row.Number = earlier[0].Number + 1
	for _, v := range earlier {
		if v.EffectiveFrom != nil { // the newest published one
			if v.ShippedHash != "" {
				row.PublishedAt, row.EffectiveFrom = &now, &now
			}
			break
		}
	}
	if err := tx.Create(&row).Error; err != nil {
		return row, err
	}
	return row, tx.Model(&typeRow{}).Where("code = ?", d.Code).Update("version", gorm.Expr("version + 1")).Error
}

// UnitUse tells which services lead to a unit.
type UnitUse struct{ Clock clock.Clock }

// CountAt counts the services whose steps name the unit: in the version in
// effect, one to come, or the newest draft.
func (u UnitUse) CountAt(g *gorm.DB, unit string) (int64, error) {
	var rows []versionRow
	now := u.Clock.Now()
	err := g.Table("service_type_versions v").Select("v.code, v.definition").
		Joins("JOIN service_types t ON t.code = v.code AND t.retired_at IS NULL").
		Where("("+inEffect+`) OR v.effective_from > ? OR (v.effective_from IS NULL
			AND v.number = (SELECT MAX(w.number) FROM service_type_versions w WHERE w.code = v.code))`, now, now, now).Find(&rows).Error
	named := map[string]bool{}
	for _, r := range rows {
		for _, step := range r.Definition.Steps {
			if slices.ContainsFunc(append([]Actor{step.Actor}, step.Reviewers...), func(a Actor) bool { return a.Unit == unit }) {
				named[r.Code] = true
			}
		}
	}
	return int64(len(named)), err
}
