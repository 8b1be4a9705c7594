package report

import (
	"context"
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

type store struct {
	read    *gorm.DB
	dialect db.Dialect
}

// row are the figures of a service; with no code, of all together.
type row struct {
	ServiceCode string   `gorm:"column:service_code"`
	Received    int64    `gorm:"column:received"`
	Answered    int64    `gorm:"column:answered"`
	Due         int64    `gorm:"column:due"`
	OnTime      int64    `gorm:"column:on_time"`
	Median      *float64 `gorm:"column:median"` // seconds
}

func (r row) figures() Figures {
	f := Figures{Received: &r.Received, Answered: &r.Answered, Due: &r.Due, OnTime: &r.OnTime}
	if r.Median != nil {
		minutes := int64(math.Round(*r.Median / 60))
		f.Median = &minutes
	}
	return f
}

// performance counts the requests since a day (YYYY-MM-DD in the office's
// zone) in one walk over them: each service, and together those that are told in
// full.
func (s store) performance(ctx context.Context, since string, now time.Time, told []string) ([]row, error) {
	took := "EXTRACT(EPOCH FROM closed_at - submitted_at)"
	if s.dialect == db.SQLite {
		took = "(julianday(closed_at) - julianday(submitted_at)) * 86400.0"
	}
	// The median is the mean of the one or two in the middle.
	const middle = "CASE WHEN place IN ((answers + 1) / 2, answers / 2 + 1) THEN took END"
	query := fmt.Sprintf(`WITH filed AS (
	SELECT service_code, status, due_at, closed_at, %s AS took,
		CASE WHEN service_code IN (?) THEN 1 ELSE 0 END AS told
	FROM tickets WHERE submitted_on >= ? AND submitted_at >= ? AND outcome <> 'cancelled'
), each_service AS (
	SELECT f.*, service_code AS grouped FROM filed f
	UNION ALL SELECT f.*, '' FROM filed f WHERE told = 1
), placed AS (
	SELECT e.*, ROW_NUMBER() OVER (PARTITION BY grouped, closed_at IS NULL ORDER BY took) AS place,
		COUNT(*) OVER (PARTITION BY grouped, closed_at IS NULL) AS answers
	FROM each_service e
)
SELECT grouped AS service_code, COUNT(*) AS received, COUNT(closed_at) AS answered,
	COUNT(CASE WHEN due_at IS NOT NULL AND (closed_at IS NOT NULL OR due_at < ?) THEN 1 END) AS due,
	COUNT(CASE WHEN closed_at <= due_at THEN 1 END) AS on_time, AVG(%s) AS median
FROM placed GROUP BY grouped`, took, middle)
	var rows []row
	// submitted_at has the index; submitted_on says which day it was at the office.
	start, err := time.Parse(time.DateOnly, since)
	if err != nil {
		return nil, err
	}
	err = s.read.WithContext(ctx).Raw(query, told, since, start.Add(-24*time.Hour), now).Scan(&rows).Error
	return rows, err
}
