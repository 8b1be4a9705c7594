// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// office is the calendar as shipped, changed by the edits.
func office(t testing.TB, edits ...func(*calendar.Rules)) calendar.Calendar {
	t.Helper()
	rules, err := calendar.Shipped()
	require.NoError(t, err)
	for _, edit := range edits {
		edit(&rules)
	}
	c, err := calendar.New(rules)
	require.NoError(t, err)
	return c
}

func countingDayOfReceipt(r *calendar.Rules) { r.CountDayOfReceipt = true }

func withBreak(r *calendar.Rules) {
	r.Hours = []calendar.Hours{{EffectiveFrom: date("2022-05-01"), Week: weekdays(span("08:00", "12:00"), span("13:00", "16:00"))}}
}

func withRamadan(t testing.TB) func(*calendar.Rules) {
	t.Helper()
	ramadan, err := calendar.ShippedRamadan()
	require.NoError(t, err)
	return func(r *calendar.Rules) { r.Exceptions = ramadan }
}

func withHoliday(day string) func(*calendar.Rules) {
	return func(r *calendar.Rules) {
		r.Holidays = append(r.Holidays, calendar.Holiday{Date: date(day), Name: "Hari jadi provinsi", Kind: calendar.Regional})
	}
}

// withHoursFrom gives the office 07.30–15.30 on all five days from a date on.
func withHoursFrom(day string) func(*calendar.Rules) {
	return func(r *calendar.Rules) {
		r.Hours = append(r.Hours, calendar.Hours{EffectiveFrom: date(day), Week: weekdays(span("07:30", "15:30"))})
	}
}

func weekdays(spans ...calendar.Span) calendar.Week {
	return calendar.Week{Mon: spans, Tue: spans, Wed: spans, Thu: spans, Fri: spans}
}

func span(from, to string) calendar.Span {
	return calendar.Span{From: must(calendar.ParseTimeOfDay(from)), To: must(calendar.ParseTimeOfDay(to))}
}

func date(s string) calendar.Date { return must(calendar.ParseDate(s)) }

var makassar = must(time.LoadLocation("Asia/Makassar"))

// wita reads a local time such as 2026-01-09 15:45 or 2026-01-09 15:45:30.
func wita(s string) time.Time {
	layout := "2006-01-02 15:04:05"
	return must(time.ParseInLocation(layout[:len(s)], s, makassar))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestServiceOn(t *testing.T) {
	closed := func(r *calendar.Rules) {
		r.Exceptions = append(r.Exceptions, calendar.Exception{
			From: date("2026-10-20"), To: date("2026-10-24"), Name: "Pindah kantor",
			Week: calendar.Week{Sat: []calendar.Span{span("08:00", "12:00")}},
		})
	}
	c := office(t, withRamadan(t), withHoursFrom("2026-11-02"), closed, func(r *calendar.Rules) {
		r.Holidays = append(r.Holidays, calendar.Holiday{Date: date("2026-12-25"), Name: "Second on its date", Kind: calendar.Regional})
	})
	cases := []struct {
		name, date string
		want       calendar.DayService
	}{
		{"the day before the first hours", "2022-04-29", calendar.DayService{Reason: calendar.ReasonWeekend}},
		{"monday", "2026-01-05", calendar.DayService{Spans: []calendar.Span{span("08:00", "16:00")}}},
		{"friday", "2026-01-09", calendar.DayService{Spans: []calendar.Span{span("08:00", "16:30")}}},
		{"saturday", "2026-01-10", calendar.DayService{Reason: calendar.ReasonWeekend}},
		{"holiday", "2026-01-16", calendar.DayService{Reason: calendar.ReasonHoliday, Name: "Isra Mikraj Nabi Muhammad S.A.W."}},
		{"first day of the exception", "2026-02-19", calendar.DayService{Spans: []calendar.Span{span("08:00", "12:00"), span("12:30", "15:00")}, Name: "Ramadan 1447 Hijriah"}},
		{"a holiday closes an exceptional day too", "2026-03-19", calendar.DayService{Reason: calendar.ReasonHoliday, Name: "Hari Suci Nyepi (Tahun Baru Saka 1948)"}},
		{"closed by an exception", "2026-10-23", calendar.DayService{Reason: calendar.ReasonClosed, Name: "Pindah kantor"}},
		{"opened by an exception, on its last day", "2026-10-24", calendar.DayService{Spans: []calendar.Span{span("08:00", "12:00")}, Name: "Pindah kantor"}},
		{"after the exception", "2026-10-26", calendar.DayService{Spans: []calendar.Span{span("08:00", "16:00")}}},
		{"the day before the change", "2026-10-30", calendar.DayService{Spans: []calendar.Span{span("08:00", "16:30")}}},
		{"the day of the change", "2026-11-02", calendar.DayService{Spans: []calendar.Span{span("07:30", "15:30")}}},
		{"two holidays on one date", "2026-12-25", calendar.DayService{Reason: calendar.ReasonHoliday, Name: "Kelahiran Yesus Kristus"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, c.ServiceOn(date(tc.date)))
			assert.Equal(t, len(tc.want.Spans) > 0, c.IsWorkingDay(date(tc.date)))
		})
	}
}

func TestCalendarKeepsItsOwnCopy(t *testing.T) {
	rules := must(calendar.Shipped())
	c := must(calendar.New(rules))
	rules.Hours[0].Week.Mon[0].To = 0
	c.ServiceOn(date("2026-01-05")).Spans[0].From = 0
	assert.Equal(t, []calendar.Span{span("08:00", "16:00")}, c.ServiceOn(date("2026-01-05")).Spans)
}

func TestDateOfIsTheOfficesDate(t *testing.T) {
	c := office(t)
	assert.Equal(t, "2026-01-05", c.DateOf(time.Date(2026, 1, 5, 15, 59, 59, 0, time.UTC)).String())
	assert.Equal(t, "2026-01-06", c.DateOf(time.Date(2026, 1, 5, 16, 0, 0, 0, time.UTC)).String())
	assert.Equal(t, "Asia/Makassar", c.Zone().String())
}

func TestRulesAreChecked(t *testing.T) {
	monday := func(spans ...calendar.Span) []calendar.Hours {
		return []calendar.Hours{{EffectiveFrom: date("2026-01-01"), Week: calendar.Week{Mon: spans}}}
	}
	period := func(from, to string) calendar.Exception {
		return calendar.Exception{From: date(from), To: date(to), Name: "Ramadan"}
	}
	cases := []struct {
		name    string
		edit    func(*calendar.Rules)
		pointer string
		code    string
	}{
		{"no zone", func(r *calendar.Rules) { r.Zone = "" }, "/zone", "calendar.zone"},
		{"the machine's zone", func(r *calendar.Rules) { r.Zone = "Local" }, "/zone", "calendar.zone"},
		{"unknown zone", func(r *calendar.Rules) { r.Zone = "Asia/Tanjung_Selor" }, "/zone", "calendar.zone"},
		{"a path for a zone", func(r *calendar.Rules) { r.Zone = "../../etc/passwd" }, "/zone", "calendar.zone"},
		{"no hours", func(r *calendar.Rules) { r.Hours = nil }, "/hours", "calendar.hours_missing"},
		{"two hours of one date", func(r *calendar.Rules) { r.Hours = append(r.Hours, r.Hours[0]) }, "/hours/1/effective_from", "calendar.hours_twice"},
		{"a week without a day", func(r *calendar.Rules) { r.Hours = monday() }, "/hours/0/week", "calendar.week_empty"},
		{"span backwards", func(r *calendar.Rules) { r.Hours = monday(span("16:00", "08:00")) }, "/hours/0/week/mon/0", "calendar.span_order"},
		{"empty span", func(r *calendar.Rules) { r.Hours = monday(span("08:00", "08:00")) }, "/hours/0/week/mon/0", "calendar.span_order"},
		{"span before midnight", func(r *calendar.Rules) { r.Hours = monday(calendar.Span{From: -1, To: 60}) }, "/hours/0/week/mon/0", "calendar.span_order"},
		{"span after midnight", func(r *calendar.Rules) { r.Hours = monday(calendar.Span{From: 60, To: 1441}) }, "/hours/0/week/mon/0", "calendar.span_order"},
		{"spans overlap", func(r *calendar.Rules) { r.Hours = monday(span("08:00", "12:00"), span("11:59", "16:00")) }, "/hours/0/week/mon/1", "calendar.span_order"},
		{"exception backwards", func(r *calendar.Rules) { r.Exceptions = []calendar.Exception{period("2026-03-02", "2026-03-01")} }, "/exceptions/0/to", "calendar.exception_order"},
		{"exceptions overlap on a day", func(r *calendar.Rules) {
			r.Exceptions = []calendar.Exception{period("2026-03-01", "2026-03-10"), period("2026-03-10", "2026-03-12")}
		}, "/exceptions/1/from", "calendar.exception_overlap"},
		{"exception without a name", func(r *calendar.Rules) {
			r.Exceptions = []calendar.Exception{{From: date("2026-03-01"), To: date("2026-03-01")}}
		}, "/exceptions/0/name", "calendar.name_missing"},
		{"exception with bad hours", func(r *calendar.Rules) {
			e := period("2026-03-01", "2026-03-01")
			e.Week.Sun = []calendar.Span{span("09:00", "08:00")}
			r.Exceptions = []calendar.Exception{e}
		}, "/exceptions/0/week/sun/0", "calendar.span_order"},
		{"holiday without a name", func(r *calendar.Rules) { r.Holidays[3].Name = " " }, "/holidays/3/name", "calendar.name_missing"},
		{"holiday of no kind", func(r *calendar.Rules) { r.Holidays[3].Kind = "strike" }, "/holidays/3/kind", "calendar.holiday_kind"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			rules := must(calendar.Shipped())
			tc.edit(&rules)
			_, err := calendar.New(rules)
			require.Error(t, err)
			refusal := apperr.From(err)
			assert.Equal(t, apperr.Invalid, refusal.Kind)
			require.Len(t, refusal.Fields, 1)
			assert.Equal(t, tc.pointer, refusal.Fields[0].Pointer)
			assert.Equal(t, tc.code, refusal.Fields[0].Code)
			assert.NotEmpty(t, refusal.Fields[0].Detail.ID)
			assert.NotEmpty(t, refusal.Fields[0].Detail.EN)
		})
	}
}

func TestRulesThatTouchAreFine(t *testing.T) {
	c := office(t, func(r *calendar.Rules) {
		r.Hours[0].Week.Mon = []calendar.Span{span("00:00", "12:00"), span("12:00", "24:00")}
		r.Exceptions = []calendar.Exception{
			{From: date("2026-03-02"), To: date("2026-03-02"), Name: "second"},
			{From: date("2026-03-01"), To: date("2026-03-01"), Name: "first"},
		}
	})
	assert.Equal(t, "second", c.ServiceOn(date("2026-03-02")).Name)
	due, err := c.Add(wita("2026-01-05 00:00"), calendar.Limit{Amount: 24 * 60, Basis: calendar.WorkingMinutes})
	require.NoError(t, err)
	assert.True(t, wita("2026-01-06 00:00").Equal(due))
}
