package catalogue

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// sinceDecree is the date of the decree that set the first standards (S9); what is
// shipped at first counts from then on.
var sinceDecree = time.Date(2024, time.May, 2, 0, 0, 0, 0, time.UTC)

// Seed brings the shipped definitions in: new services are published; a newer
// shipped text replaces an older shipped one; where an admin has published a
// version of their own, the newer shipped one only waits beside it as a draft.
func (s *Service) Seed(ctx context.Context) error {
	definitions, err := loadShipped()
	if err != nil {
		return err
	}
	for _, d := range definitions {
		if err := s.Check(d.Definition); err != nil {
			return fmt.Errorf("catalogue: %s: %w", d.Code, err)
		}
		known, err := s.store.knows(ctx, d.Code, d.hash)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
			row, err := insertShipped(tx.DB, d, tx.Now)
			if err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "service_type_shipped", Kind: "service_type", ObjectID: d.Code,
				Data: map[string]any{"version": row.Number, "published": row.EffectiveFrom != nil}, Internal: true})
		})
		if err != nil && !db.IsDuplicate(err) { // another instance was quicker
			return err
		}
	}
	return nil
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
