// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

func TestDateIsArithmetic(t *testing.T) {
	d := date("2024-02-28")
	assert.Equal(t, "2024-02-29", (d + 1).String())
	assert.Equal(t, "2024-03-01", (d + 2).String())
	assert.Equal(t, time.Thursday, (d + 1).Weekday())
	assert.Equal(t, 2024, d.Year())
	assert.Equal(t, calendar.Date(0), date("1970-01-01"))
	assert.Equal(t, "1969-12-31", calendar.Date(-1).String())
	assert.Equal(t, calendar.Date(-1), calendar.NewDate(1969, time.December, 31))
}

func TestDatesAndTimesAsJSON(t *testing.T) {
	type row struct {
		Date calendar.Date      `json:"date"`
		Time calendar.TimeOfDay `json:"time"`
	}
	text, err := json.Marshal(row{date("2026-03-19"), 24 * 60})
	require.NoError(t, err)
	assert.JSONEq(t, `{"date":"2026-03-19","time":"24:00"}`, string(text))

	var back row
	require.NoError(t, json.Unmarshal([]byte(`{"date":"2027-12-26","time":"07:30"}`), &back))
	assert.Equal(t, row{date("2027-12-26"), 450}, back)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"date":"2027-02-29"}`), &back), calendar.ErrDateFormat)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"time":"8:00"}`), &back), calendar.ErrTimeFormat)
	assert.Equal(t, row{date("2027-12-26"), 450}, back, "a refused text changes nothing")
}

func TestRefusedDates(t *testing.T) {
	for _, s := range []string{"", "2026-1-05", "2026-13-01", "2026-00-10", "2026-04-31", "05/01/2026", "2026-01-05T00:00:00Z", " 2026-01-05", "20260105"} {
		_, err := calendar.ParseDate(s)
		assert.ErrorIs(t, err, calendar.ErrDateFormat, "%q", s)
	}
}

func TestRefusedTimes(t *testing.T) {
	for _, s := range []string{"", "8:00", "08.00", "24:01", "25:00", "08:60", "-1:00", "+8:00", "08:+1", "08:00:00", "ab:cd", "99:99"} {
		_, err := calendar.ParseTimeOfDay(s)
		assert.ErrorIs(t, err, calendar.ErrTimeFormat, "%q", s)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-01-05", "0000-01-01", "9999-12-31", "2026-02-30", "2026-1-1", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err != nil {
			return
		}
		assert.Equal(t, s, d.String())
		civil := must(time.Parse(time.DateOnly, s))
		assert.Equal(t, civil.Weekday(), d.Weekday())
		assert.Equal(t, civil.AddDate(0, 0, 1).Format("2006-01-02"), (d + 1).String())
	})
}

func FuzzParseTimeOfDay(f *testing.F) {
	for _, s := range []string{"00:00", "08:00", "24:00", "24:01", "8:00", "08:60"} {
		f.Add(s)
	}
	valid := regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := calendar.ParseTimeOfDay(s)
		assert.Equal(t, valid.MatchString(s), err == nil, "%q", s)
		if err == nil {
			assert.Equal(t, s, parsed.String())
		}
	})
}
