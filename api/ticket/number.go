package ticket

import (
	"fmt"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/change"
)

// dayOf returns the date of an instant in the office's zone, as YYYY-MM-DD.
func dayOf(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

// formatNumber makes TKT-YYYYMMDD-NNNN (M4); beyond 9,999 a day the counter
// grows wider.
func formatNumber(day string, n int64) string {
	return fmt.Sprintf("TKT-%s%s%s-%04d", day[:4], day[5:7], day[8:], n)
}

// nextNumber takes the next number of a day inside the submitting transaction.
// The counter's row stays locked until the transaction ends, so numbers are
// given in the order of commits, and a rollback leaves no gap. Take it as late
// as possible.
func nextNumber(tx *change.Tx, day string) (string, error) {
	var last int64
	err := tx.Raw(`INSERT INTO ticket_counters (day, last) VALUES (?, 1)
		ON CONFLICT (day) DO UPDATE SET last = ticket_counters.last + 1 RETURNING last`, day).Row().Scan(&last)
	return formatNumber(day, last), err
}
