package document

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type issuedRow struct {
	Code         string    `gorm:"column:code;primaryKey"`
	Kind         string    `gorm:"column:kind"`
	Number       string    `gorm:"column:number"`
	Title        string    `gorm:"column:title"`
	IssuedAt     time.Time `gorm:"column:issued_at"`
	Issuer       string    `gorm:"column:issuer"`
	SHA256       string    `gorm:"column:sha256"`
	Size         int64     `gorm:"column:size"`
	TicketNumber string    `gorm:"column:ticket_number"`
}

func (issuedRow) TableName() string { return "issued_documents" }

type store struct{ read *gorm.DB }

// byCode returns the document with the code, or web.ErrNotFound.
func (s store) byCode(ctx context.Context, code string) (issuedRow, error) {
	return taken(s.read.WithContext(ctx).Where("code = ?", code))
}

// byHash returns the document whose bytes have the hash, the first that was
// issued, or web.ErrNotFound.
func (s store) byHash(ctx context.Context, sum string) (issuedRow, error) {
	return taken(s.read.WithContext(ctx).Where("sha256 = ?", sum).Order("issued_at, code"))
}

func taken(query *gorm.DB) (r issuedRow, err error) {
	if err = query.Limit(1).Take(&r).Error; db.IsNotFound(err) {
		err = web.ErrNotFound
	}
	return r, err
}

func insertIssued(tx *gorm.DB, r issuedRow) error { return tx.Create(&r).Error }
