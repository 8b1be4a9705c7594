package organisation

import (
	"context"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type store struct{ read *gorm.DB }

func (s store) organisations(ctx context.Context, q string) ([]Organisation, error) {
	query := s.read.WithContext(ctx).Model(&organisationRow{}).Order("name").Limit(maxOrganisations)
	if q != "" {
		like := "%" + db.EscapeLike(q) + "%"
		query = query.Where(`(LOWER(name) LIKE ? ESCAPE '\' OR LOWER(short_name) LIKE ? ESCAPE '\')`, like, like)
	}
	list := []Organisation{}
	return list, query.Find(&list).Error
}

func (s store) units(ctx context.Context) ([]Unit, error) {
	units := []Unit{}
	return units, s.read.WithContext(ctx).Table("units").Select("code", "name").Order("position, code").Find(&units).Error
}

func (s store) unitExists(ctx context.Context, code string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Table("units").Where("code = ?", code).Count(&n).Error
	return n > 0, err
}

func seed(tx *gorm.DB, units []Unit, organisations []organisationRow) error {
	for i, u := range units {
		if err := tx.Table("units").Create(map[string]any{"code": u.Code, "name": u.Name, "position": i + 1}).Error; err != nil {
			return err
		}
	}
	return tx.CreateInBatches(organisations, 50).Error
}
