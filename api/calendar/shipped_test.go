// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// The counts of the joint decrees, and the working days of a five-day week
// that they leave (domain facts, section 6).
func TestShippedHolidays(t *testing.T) {
	cases := []struct {
		year, national, collective, workingDays int
		decree                                  string
	}{
		{2025, 17, 11, 237, "Nomor 1017 Tahun 2024"},
		{2026, 17, 8, 240, "Nomor 1497 Tahun 2025"},
		{2027, 18, 8, 242, "Nomor 1205 Tahun 2026"},
	}
	rules := must(calendar.Shipped())
	c := must(calendar.New(rules))

	dates := map[calendar.Date]bool{}
	count := map[int]map[calendar.HolidayKind]int{2025: {}, 2026: {}, 2027: {}}
	for i, h := range rules.Holidays {
		assert.False(t, dates[h.Date], "%s twice", h.Date)
		dates[h.Date] = true
		require.Contains(t, count, h.Date.Year())
		count[h.Date.Year()][h.Kind]++
		assert.Equal(t, h.Kind == calendar.CollectiveLeave, strings.HasPrefix(h.Name, "Cuti Bersama "), h.Name)
		assert.True(t, i == 0 || rules.Holidays[i-1].Date < h.Date, "%s is out of order", h.Date)
		if h.Date != date("2025-08-18") {
			for _, tc := range cases {
				assert.Equal(t, tc.year == h.Date.Year(), strings.Contains(h.Source, tc.decree), "%s: %s", h.Date, h.Source)
			}
		}
	}
	for _, tc := range cases {
		assert.Equal(t, map[calendar.HolidayKind]int{calendar.National: tc.national, calendar.CollectiveLeave: tc.collective}, count[tc.year])
		working := 0
		for d := calendar.NewDate(tc.year, 1, 1); d.Year() == tc.year; d++ {
			if c.IsWorkingDay(d) {
				working++
			}
		}
		assert.Equal(t, tc.workingDays, working, "working days of %d", tc.year)
	}
}

func TestShippedHolidayThatWasAddedLater(t *testing.T) {
	for _, h := range must(calendar.Shipped()).Holidays {
		if h.Date == date("2025-08-18") {
			assert.Contains(t, h.Source, "Nomor 933 Tahun 2025")
			return
		}
	}
	t.Fatal("18 August 2025 is missing")
}

func TestShippedHoursAreThoseOfTheSOP(t *testing.T) {
	rules := must(calendar.Shipped())
	assert.Equal(t, "Asia/Makassar", rules.Zone)
	assert.False(t, rules.CountDayOfReceipt)
	assert.Empty(t, rules.Exceptions, "Ramadan hours are not in force by default")
	require.Len(t, rules.Hours, 1)
	day := []calendar.Span{span("08:00", "16:00")}
	assert.Equal(t, calendar.Week{Mon: day, Tue: day, Wed: day, Thu: day, Fri: []calendar.Span{span("08:00", "16:30")}}, rules.Hours[0].Week)
}

// Perpres 21/2023: 32 hours and 30 minutes a week.
func TestProposedRamadanHours(t *testing.T) {
	ramadan := must(calendar.ShippedRamadan())
	require.Len(t, ramadan, 3)
	for _, e := range ramadan {
		minutes := 0
		for _, spans := range [][]calendar.Span{e.Week.Mon, e.Week.Tue, e.Week.Wed, e.Week.Thu, e.Week.Fri} {
			for _, s := range spans {
				minutes += int(s.To - s.From)
			}
		}
		assert.Equal(t, 32*60+30, minutes)
		assert.Equal(t, calendar.Date(29), e.To-e.From)
	}
	office(t, withRamadan(t)) // and the rules accept them
}
