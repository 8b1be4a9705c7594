// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

func TestDatesAreWrittenAsOnLetters(t *testing.T) {
	for want, at := range map[string]time.Time{
		"1 Januari 2026":   time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC),
		"21 Juli 2025":     time.Date(2025, time.July, 21, 23, 59, 0, 0, time.UTC),
		"31 Desember 2027": time.Date(2027, time.December, 31, 12, 0, 0, 0, time.UTC),
	} {
		require.Equal(t, want, calendar.LongDate(at))
	}
}
