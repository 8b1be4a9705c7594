// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

func days(n int) calendar.Limit { return calendar.Limit{Amount: n, Basis: calendar.WorkingDays} }
func minutes(n int) calendar.Limit {
	return calendar.Limit{Amount: n, Basis: calendar.WorkingMinutes}
}
func hours(n int) calendar.Limit { return calendar.Limit{Amount: n, Basis: calendar.ClockHours} }

// stop is an interruption in local time; without a second time it lasts still.
func stop(from string, to ...string) calendar.Interval {
	s := calendar.Interval{From: wita(from)}
	if len(to) > 0 {
		s.To = wita(to[0])
	}
	return s
}

// January 2026: the 5th is a Monday, Friday the 16th is a holiday.
// March 2026: the 18th to the 24th are closed (Nyepi, Lebaran, cuti bersama).
func TestDueAt(t *testing.T) {
	plain := office(t)
	counting := office(t, countingDayOfReceipt)
	pausing := office(t, withBreak)
	ramadan := office(t, withRamadan(t))
	changing := office(t, withHoursFrom("2026-02-02"))
	extraHoliday := office(t, withHoliday("2026-01-07"))

	cases := []struct {
		name      string
		calendar  calendar.Calendar
		received  string
		limit     calendar.Limit
		extension int
		stops     []calendar.Interval
		want      string
	}{
		// Working days.
		{name: "one day", calendar: plain, received: "2026-01-05 09:00", limit: days(1), want: "2026-01-06 16:00"},
		{name: "day of receipt counts", calendar: counting, received: "2026-01-05 09:00", limit: days(1), want: "2026-01-05 16:00"},
		{name: "counts up to the last second", calendar: counting, received: "2026-01-05 15:59:59", limit: days(1), want: "2026-01-05 16:00"},
		{name: "counts, but received at closing", calendar: counting, received: "2026-01-05 16:00", limit: days(1), want: "2026-01-06 16:00"},
		{name: "counts, received before opening", calendar: counting, received: "2026-01-05 00:00", limit: days(1), want: "2026-01-05 16:00"},
		{name: "counts, received on sunday", calendar: counting, received: "2026-01-04 09:00", limit: days(1), want: "2026-01-05 16:00"},
		{name: "received at 23.00", calendar: plain, received: "2026-01-05 23:00", limit: days(1), want: "2026-01-06 16:00"},
		{name: "received at midnight", calendar: plain, received: "2026-01-06 00:00", limit: days(1), want: "2026-01-07 16:00"},
		{name: "received on sunday", calendar: plain, received: "2026-01-04 10:00", limit: days(1), want: "2026-01-05 16:00"},
		{name: "friday closes later", calendar: plain, received: "2026-01-05 09:00", limit: days(4), want: "2026-01-09 16:30"},
		{name: "friday at 15.45", calendar: plain, received: "2026-01-09 15:45", limit: days(3), want: "2026-01-14 16:00"},
		{name: "across a holiday and a weekend", calendar: plain, received: "2026-01-15 09:00", limit: days(1), want: "2026-01-19 16:00"},
		{name: "across lebaran", calendar: plain, received: "2026-03-17 10:00", limit: days(1), want: "2026-03-25 16:00"},
		{name: "information request across lebaran and good friday", calendar: plain, received: "2026-03-17 10:00", limit: days(10), want: "2026-04-08 16:00"},
		{name: "extended by seven days", calendar: plain, received: "2026-03-17 10:00", limit: days(10), extension: 7, want: "2026-04-17 16:30"},
		{name: "across new year", calendar: plain, received: "2026-12-23 10:00", limit: days(2), want: "2026-12-29 16:00"},
		{name: "ramadan closes at 15.00", calendar: ramadan, received: "2026-02-18 10:00", limit: days(1), want: "2026-02-19 15:00"},
		{name: "ramadan hours are off by default", calendar: plain, received: "2026-02-18 10:00", limit: days(1), want: "2026-02-19 16:00"},
		{name: "a holiday added later moves the deadline", calendar: extraHoliday, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-09 16:30"},
		{name: "and without it", calendar: plain, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-08 16:00"},
		{name: "the day closes as its new hours say", calendar: changing, received: "2026-01-30 09:00", limit: days(1), want: "2026-02-02 15:30"},

		// Working days with interruptions.
		{name: "returned and back within the day", calendar: plain, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-08 16:00",
			stops: []calendar.Interval{stop("2026-01-06 08:00", "2026-01-06 15:59")}},
		{name: "returned overnight", calendar: plain, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-09 16:30",
			stops: []calendar.Interval{stop("2026-01-06 15:59", "2026-01-07 08:00")}},
		{name: "returned at the moment of closing: the day was worked", calendar: plain, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-08 16:00",
			stops: []calendar.Interval{stop("2026-01-06 16:00", "2026-01-07 15:59")}},
		{name: "back at the moment of closing: the day was not worked", calendar: plain, received: "2026-01-05 09:00", limit: days(3), want: "2026-01-09 16:30",
			stops: []calendar.Interval{stop("2026-01-06 10:00", "2026-01-06 16:00")}},
		{name: "returned twice, in any order", calendar: plain, received: "2026-01-05 09:00", limit: days(5), want: "2026-01-15 16:00",
			stops: []calendar.Interval{stop("2026-01-09 15:00", "2026-01-12 17:00"), stop("2026-01-07 10:00", "2026-01-08 09:00")}},
		{name: "stopped over a weekend and a holiday only", calendar: plain, received: "2026-01-15 09:00", limit: days(1), want: "2026-01-19 16:00",
			stops: []calendar.Interval{stop("2026-01-15 17:00", "2026-01-19 07:00")}},
		{name: "a day that counts as received, but is stopped", calendar: counting, received: "2026-01-05 09:00", limit: days(1), want: "2026-01-06 16:00",
			stops: []calendar.Interval{stop("2026-01-05 10:00", "2026-01-05 18:00")}},
		{name: "stopped after the deadline", calendar: plain, received: "2026-01-05 09:00", limit: days(1), want: "2026-01-06 16:00",
			stops: []calendar.Interval{stop("2026-01-06 16:00", "2026-01-09 09:00")}},
		{name: "an open stop after the deadline", calendar: plain, received: "2026-01-05 09:00", limit: days(1), want: "2026-01-06 16:00",
			stops: []calendar.Interval{stop("2026-01-06 16:00")}},

		// Working minutes.
		{name: "the PSE service in one day", calendar: plain, received: "2026-01-05 08:00", limit: minutes(450), want: "2026-01-05 15:30"},
		{name: "until the very closing", calendar: plain, received: "2026-01-05 08:30", limit: minutes(450), want: "2026-01-05 16:00"},
		{name: "one minute too many for the day", calendar: plain, received: "2026-01-05 08:31", limit: minutes(450), want: "2026-01-06 08:01"},
		{name: "friday at 15.45, minutes", calendar: plain, received: "2026-01-09 15:45", limit: minutes(450), want: "2026-01-12 14:45"},
		{name: "to the second", calendar: plain, received: "2026-01-09 16:29:30", limit: minutes(60), want: "2026-01-12 08:59:30"},
		{name: "received at closing", calendar: plain, received: "2026-01-05 16:00", limit: minutes(60), want: "2026-01-06 09:00"},
		{name: "received at opening", calendar: plain, received: "2026-01-05 08:00", limit: minutes(60), want: "2026-01-05 09:00"},
		{name: "received before opening", calendar: plain, received: "2026-01-05 06:00", limit: minutes(60), want: "2026-01-05 09:00"},
		{name: "received at 23.00, minutes", calendar: plain, received: "2026-01-05 23:00", limit: minutes(60), want: "2026-01-06 09:00"},
		{name: "received on sunday, minutes", calendar: plain, received: "2026-01-04 23:00", limit: minutes(60), want: "2026-01-05 09:00"},
		{name: "the setting does not touch minutes", calendar: counting, received: "2026-01-05 23:00", limit: minutes(60), want: "2026-01-06 09:00"},
		{name: "a break", calendar: pausing, received: "2026-01-05 11:30", limit: minutes(60), want: "2026-01-05 13:30"},
		{name: "until the very break", calendar: pausing, received: "2026-01-05 11:00", limit: minutes(60), want: "2026-01-05 12:00"},
		{name: "received in the break", calendar: pausing, received: "2026-01-05 12:20", limit: minutes(60), want: "2026-01-05 14:00"},
		{name: "ramadan friday", calendar: ramadan, received: "2026-02-20 11:00", limit: minutes(60), want: "2026-02-20 13:00"},
		{name: "across lebaran in ramadan hours", calendar: ramadan, received: "2026-03-17 14:00", limit: minutes(120), want: "2026-03-25 09:00"},
		{name: "across a change of hours", calendar: changing, received: "2026-01-30 15:30", limit: minutes(120), want: "2026-02-02 08:30"},
		{name: "extended minutes", calendar: plain, received: "2026-01-05 08:00", limit: minutes(450), extension: 60, want: "2026-01-06 08:30"},
		{name: "returned twice, minutes", calendar: plain, received: "2026-01-05 08:00", limit: minutes(450), want: "2026-01-06 12:00",
			stops: []calendar.Interval{stop("2026-01-05 09:00", "2026-01-05 10:30"), stop("2026-01-05 14:00", "2026-01-06 09:00")}},
		{name: "stops that overlap count once", calendar: plain, received: "2026-01-05 08:00", limit: minutes(60), want: "2026-01-05 11:00",
			stops: []calendar.Interval{stop("2026-01-05 08:30", "2026-01-05 10:00"), stop("2026-01-05 09:00", "2026-01-05 10:30"), stop("2026-01-05 09:10", "2026-01-05 09:20")}},
		{name: "a stop that began before receipt", calendar: plain, received: "2026-01-05 08:00", limit: minutes(60), want: "2026-01-05 09:30",
			stops: []calendar.Interval{stop("2026-01-02 08:00", "2026-01-05 08:30")}},
		{name: "an empty stop", calendar: plain, received: "2026-01-05 08:00", limit: minutes(60), want: "2026-01-05 09:00",
			stops: []calendar.Interval{stop("2026-01-05 08:30", "2026-01-05 08:30")}},

		// Clock hours.
		{name: "3×24 hours over a weekend", calendar: plain, received: "2026-01-09 15:45", limit: hours(72), want: "2026-01-12 15:45"},
		{name: "3×24 hours in lebaran", calendar: plain, received: "2026-03-20 22:10:05", limit: hours(72), want: "2026-03-23 22:10:05"},
		{name: "until midnight", calendar: plain, received: "2026-01-05 00:00", limit: hours(24), want: "2026-01-06 00:00"},
		{name: "72 hours less a stop", calendar: plain, received: "2026-01-09 15:45", limit: hours(72), want: "2026-01-14 00:15",
			stops: []calendar.Interval{stop("2026-01-10 12:00", "2026-01-11 20:30")}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d, err := tc.calendar.Compute(wita(tc.received), tc.limit, tc.stops, tc.extension)
			require.NoError(t, err)
			assert.Equal(t, wita(tc.want).UTC(), d.DueAt)
			assert.False(t, d.Paused)
			assert.Equal(t, tc.limit.Amount+tc.extension, d.Counted)
			assert.Zero(t, d.Remaining)
			assert.Equal(t, d.Counted, sum(d.Days))
		})
	}
}

func sum(days []calendar.Day) int {
	total := 0
	for _, d := range days {
		total += d.Amount
	}
	return total
}

func TestLedger(t *testing.T) {
	counted := func(day string, amount int, spent time.Duration) calendar.Day {
		return calendar.Day{Date: date(day), Counted: true, Amount: amount, Spent: spent}
	}
	not := func(day string, why calendar.Reason, name ...string) calendar.Day {
		d := calendar.Day{Date: date(day), Reason: why}
		if len(name) > 0 {
			d.Name = name[0]
		}
		return d
	}
	partly := func(day string, amount int, spent time.Duration) calendar.Day {
		d := counted(day, amount, spent)
		d.Reason = calendar.ReasonStopped
		return d
	}
	closedMonday := func(r *calendar.Rules) {
		r.Exceptions = []calendar.Exception{{From: date("2026-01-19"), To: date("2026-01-19"), Name: "Pindah kantor"}}
	}
	shortThursday := func(r *calendar.Rules) {
		r.Exceptions = []calendar.Exception{{From: date("2026-01-08"), To: date("2026-01-08"), Name: "Upacara", Week: weekdays(span("13:00", "16:00"))}}
	}
	named := func(d calendar.Day, name string) calendar.Day { d.Name = name; return d }

	cases := []struct {
		name     string
		calendar calendar.Calendar
		received string
		limit    calendar.Limit
		stops    []calendar.Interval
		want     []calendar.Day
	}{
		{"working days", office(t, closedMonday), "2026-01-14 23:00", days(2),
			[]calendar.Interval{stop("2026-01-20 10:00", "2026-01-21 09:00")},
			[]calendar.Day{
				not("2026-01-14", calendar.ReasonDayOfReceipt),
				counted("2026-01-15", 1, 0),
				not("2026-01-16", calendar.ReasonHoliday, "Isra Mikraj Nabi Muhammad S.A.W."),
				not("2026-01-17", calendar.ReasonWeekend),
				not("2026-01-18", calendar.ReasonWeekend),
				not("2026-01-19", calendar.ReasonClosed, "Pindah kantor"),
				not("2026-01-20", calendar.ReasonStopped),
				counted("2026-01-21", 1, 0),
			}},
		{"received on a closed day", office(t), "2026-01-04 09:00", days(1), nil,
			[]calendar.Day{not("2026-01-04", calendar.ReasonWeekend), counted("2026-01-05", 1, 0)}},
		{"day of receipt counts, received late", office(t, countingDayOfReceipt), "2026-01-05 17:00", days(1), nil,
			[]calendar.Day{not("2026-01-05", calendar.ReasonOutsideHours), counted("2026-01-06", 1, 0)}},
		{"working minutes", office(t, shortThursday), "2026-01-05 17:00", minutes(1000),
			[]calendar.Interval{stop("2026-01-06 09:00", "2026-01-06 10:00"), stop("2026-01-07 07:00", "2026-01-07 20:00")},
			[]calendar.Day{
				not("2026-01-05", calendar.ReasonOutsideHours),
				partly("2026-01-06", 420, 7*time.Hour),
				not("2026-01-07", calendar.ReasonStopped),
				named(counted("2026-01-08", 180, 3*time.Hour), "Upacara"),
				counted("2026-01-09", 400, 400*time.Minute),
			}},
		{"minutes are whole, the time is exact", office(t), "2026-01-05 15:58:30", minutes(3), nil,
			[]calendar.Day{counted("2026-01-05", 1, 90*time.Second), counted("2026-01-06", 2, 90*time.Second)}},
		{"a stop that ends at opening", office(t), "2026-01-05 15:00", minutes(120),
			[]calendar.Interval{stop("2026-01-05 16:00", "2026-01-06 08:00")},
			[]calendar.Day{counted("2026-01-05", 60, time.Hour), counted("2026-01-06", 60, time.Hour)}},
		{"received late, whatever happened before", office(t), "2026-01-05 17:00", minutes(60),
			[]calendar.Interval{stop("2026-01-05 15:00", "2026-01-05 17:30")},
			[]calendar.Day{not("2026-01-05", calendar.ReasonOutsideHours), counted("2026-01-06", 60, time.Hour)}},
		{"clock hours", office(t), "2026-01-09 15:45", hours(72), nil,
			[]calendar.Day{
				counted("2026-01-09", 8, 8*time.Hour+15*time.Minute),
				counted("2026-01-10", 24, 24*time.Hour),
				counted("2026-01-11", 24, 24*time.Hour),
				counted("2026-01-12", 16, 15*time.Hour+45*time.Minute),
			}},
		{"clock hours with a stopped day", office(t), "2026-01-09 23:00", hours(2),
			[]calendar.Interval{stop("2026-01-09 23:30", "2026-01-11 00:30")},
			[]calendar.Day{
				partly("2026-01-09", 0, 30*time.Minute),
				not("2026-01-10", calendar.ReasonStopped),
				partly("2026-01-11", 2, 90*time.Minute),
			}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d, err := tc.calendar.Compute(wita(tc.received), tc.limit, tc.stops, 0)
			require.NoError(t, err)
			assert.Equal(t, tc.want, d.Days)
		})
	}
}

func TestLedgerAsJSON(t *testing.T) {
	d := must(office(t).Compute(wita("2026-01-15 09:00"), days(1), nil, 0))
	text, err := json.Marshal(d.Days[1:3])
	require.NoError(t, err)
	assert.JSONEq(t, `[
		{"date":"2026-01-16","counted":false,"amount":0,"reason":"holiday","name":"Isra Mikraj Nabi Muhammad S.A.W."},
		{"date":"2026-01-17","counted":false,"amount":0,"reason":"weekend"}
	]`, string(text))
}

// A stop that lasts still leaves the end of the limit open.
func TestPaused(t *testing.T) {
	c := office(t)
	cases := []struct {
		name               string
		limit              calendar.Limit
		stops              []calendar.Interval
		counted, remaining int
		lastDay            string
	}{
		{"days, stopped in the morning", days(5), []calendar.Interval{stop("2026-01-07 10:00")}, 1, 4, "2026-01-07"},
		{"days, stopped after closing", days(5), []calendar.Interval{stop("2026-01-07 16:00")}, 2, 3, "2026-01-07"},
		{"days, stopped for the second time", days(5), []calendar.Interval{stop("2026-01-09 10:00"), stop("2026-01-06 10:00", "2026-01-07 10:00")}, 2, 3, "2026-01-09"},
		{"days, stopped again at the moment of resuming", days(5), []calendar.Interval{stop("2026-01-07 10:00", "2026-01-08 10:00"), stop("2026-01-08 10:00")}, 1, 4, "2026-01-07"},
		{"days, stopped on receipt", days(5), []calendar.Interval{stop("2026-01-05 09:00")}, 0, 5, "2026-01-05"},
		{"days, stopped on a sunday", days(5), []calendar.Interval{stop("2026-01-11 09:00")}, 4, 1, "2026-01-11"},
		{"minutes", minutes(450), []calendar.Interval{stop("2026-01-06 08:10:30")}, 430, 20, "2026-01-06"},
		{"hours", hours(72), []calendar.Interval{stop("2026-01-06 10:30")}, 25, 47, "2026-01-06"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			d, err := c.Compute(wita("2026-01-05 09:00"), tc.limit, tc.stops, 0)
			require.NoError(t, err)
			assert.True(t, d.Paused)
			assert.True(t, d.DueAt.IsZero())
			assert.Equal(t, tc.counted, d.Counted)
			assert.Equal(t, tc.remaining, d.Remaining)
			assert.Equal(t, tc.counted, sum(d.Days))
			assert.Equal(t, date(tc.lastDay), d.Days[len(d.Days)-1].Date)
			assert.False(t, d.Expired(wita("2036-01-01 00:00")))
			assert.True(t, calendar.MayExtend(wita("2036-01-01 00:00"), d))
		})
	}
}

func TestMayExtend(t *testing.T) {
	d := must(office(t).Compute(wita("2026-01-05 09:00"), days(10), nil, 0))
	require.Equal(t, wita("2026-01-20 16:00").UTC(), d.DueAt)
	assert.True(t, calendar.MayExtend(wita("2026-01-20 15:59"), d), "the last minute")
	assert.True(t, calendar.MayExtend(wita("2026-01-20 16:00"), d), "the last instant")
	assert.False(t, calendar.MayExtend(wita("2026-01-20 16:00").Add(time.Microsecond), d))
	assert.False(t, calendar.MayExtend(wita("2026-01-20 16:01"), d), "one minute late")
}

func TestBetween(t *testing.T) {
	c := office(t)
	cases := []struct {
		name     string
		calendar calendar.Calendar
		from, to string
		basis    calendar.Basis
		stops    []calendar.Interval
		want     int
	}{
		{"nothing", c, "2026-01-05 09:00", "2026-01-05 09:00", calendar.WorkingMinutes, nil, 0},
		{"minutes of one day", c, "2026-01-05 07:00", "2026-01-05 17:00", calendar.WorkingMinutes, nil, 480},
		{"minutes over a weekend", c, "2026-01-09 16:00", "2026-01-12 08:30", calendar.WorkingMinutes, nil, 60},
		{"minutes without the stops", c, "2026-01-05 08:00", "2026-01-05 12:00", calendar.WorkingMinutes,
			[]calendar.Interval{stop("2026-01-05 09:00", "2026-01-05 10:00"), stop("2026-01-05 11:30")}, 150},
		{"only whole minutes", c, "2026-01-05 09:00:30", "2026-01-05 09:02:29", calendar.WorkingMinutes, nil, 1},
		{"minutes on a holiday", c, "2026-01-16 00:00", "2026-01-17 00:00", calendar.WorkingMinutes, nil, 0},
		{"hours", c, "2026-01-09 15:45", "2026-01-12 15:45", calendar.ClockHours, nil, 72},
		{"hours, all but a second", c, "2026-01-09 15:45:01", "2026-01-12 15:45", calendar.ClockHours, nil, 71},
		{"days up to closing", c, "2026-01-05 09:00", "2026-01-07 16:00", calendar.WorkingDays, nil, 2},
		{"days before closing", c, "2026-01-05 09:00", "2026-01-07 15:59", calendar.WorkingDays, nil, 1},
		{"days with the day of receipt", office(t, countingDayOfReceipt), "2026-01-05 09:00", "2026-01-07 16:00", calendar.WorkingDays, nil, 3},
		{"days without the stopped", c, "2026-01-05 09:00", "2026-01-09 17:00", calendar.WorkingDays,
			[]calendar.Interval{stop("2026-01-06 10:00", "2026-01-07 10:00")}, 3},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.calendar.Between(wita(tc.from), wita(tc.to), tc.basis, tc.stops)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestWindowEnd(t *testing.T) {
	everyDay := func(r *calendar.Rules) {
		allDay := []calendar.Span{span("00:00", "24:00")}
		r.Hours[0].Week = weekdays(allDay...)
		r.Hours[0].Week.Sat, r.Hours[0].Week.Sun = allDay, allDay
		r.Holidays = nil
	}
	openedRarely := func(r *calendar.Rules) {
		r.Hours[0].Week = calendar.Week{Mon: []calendar.Span{span("08:00", "16:00")}}
	}
	cases := []struct {
		name     string
		calendar calendar.Calendar
		from     string
		days     int
		want     string
	}{
		{"thirty working days are later", office(t), "2026-01-05 10:00", 30, "2026-02-19"},
		{"the first day never counts", office(t, countingDayOfReceipt), "2026-01-05 10:00", 30, "2026-02-19"},
		{"as many calendar days as working days", office(t, everyDay), "2026-01-05 10:00", 30, "2026-02-04"},
		{"once a week", office(t, openedRarely), "2026-01-05 10:00", 2, "2026-01-19"},
		{"the date is the office's", office(t), "2026-01-05 23:59:59", 1, "2026-01-06"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.calendar.WindowEnd(wita(tc.from), tc.days)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got.String())
		})
	}
}

func TestRefusals(t *testing.T) {
	c := office(t)
	received := wita("2026-01-05 09:00")
	neverOpen := office(t, func(r *calendar.Rules) {
		r.Exceptions = []calendar.Exception{{From: date("2026-01-01"), To: date("9999-12-31"), Name: "Dibubarkan"}}
	})
	cases := []struct {
		name string
		run  func() error
		want error
	}{
		{"no amount", func() error { _, err := c.Add(received, days(0)); return err }, calendar.ErrLimit},
		{"less than nothing", func() error { _, err := c.Add(received, minutes(-5)); return err }, calendar.ErrLimit},
		{"unknown basis", func() error { _, err := c.Add(received, calendar.Limit{Amount: 1, Basis: "days"}); return err }, calendar.ErrLimit},
		{"more than five years of days", func() error { _, err := c.Add(received, days(5*366+1)); return err }, calendar.ErrLimit},
		{"more than five years of minutes", func() error { _, err := c.Add(received, minutes(5*366*24*60+1)); return err }, calendar.ErrLimit},
		{"more than five years of hours", func() error { _, err := c.Add(received, hours(5*366*24+1)); return err }, calendar.ErrLimit},
		{"shortened", func() error { _, err := c.Compute(received, days(5), nil, -1); return err }, calendar.ErrLimit},
		{"extended beyond five years", func() error { _, err := c.Compute(received, days(5*366), nil, 1); return err }, calendar.ErrLimit},
		{"extended beyond all numbers", func() error { _, err := c.Compute(received, days(5), nil, int(^uint(0)>>1)); return err }, calendar.ErrLimit},
		{"stop backwards", func() error {
			_, err := c.Compute(received, days(5), []calendar.Interval{stop("2026-01-07 10:00", "2026-01-07 09:59")}, 0)
			return err
		}, calendar.ErrInterval},
		{"before the first hours", func() error { _, err := c.Add(wita("2022-04-30 23:59"), hours(1)); return err }, calendar.ErrBeforeHours},
		{"no working time, days", func() error { _, err := neverOpen.Add(received, days(1)); return err }, calendar.ErrTooFar},
		{"no working time, minutes", func() error { _, err := neverOpen.Add(received, minutes(1)); return err }, calendar.ErrTooFar},
		{"no working time, window", func() error { _, err := neverOpen.WindowEnd(received, 1); return err }, calendar.ErrTooFar},
		{"between backwards", func() error {
			_, err := c.Between(received, received.Add(-1), calendar.ClockHours, nil)
			return err
		}, calendar.ErrInterval},
		{"between with a stop backwards", func() error {
			_, err := c.Between(received, received, calendar.WorkingDays, []calendar.Interval{stop("2026-01-07 10:00", "2026-01-07 09:59")})
			return err
		}, calendar.ErrInterval},
		{"between on an unknown basis", func() error { _, err := c.Between(received, received, "", nil); return err }, calendar.ErrLimit},
		{"between the ages", func() error {
			_, err := c.Between(received, wita("2099-01-01 00:00"), calendar.WorkingDays, nil)
			return err
		}, calendar.ErrTooFar},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { assert.ErrorIs(t, tc.run(), tc.want) })
	}
	for _, longest := range []calendar.Limit{days(5 * 366), hours(5 * 366 * 24)} {
		_, err := c.Add(received, longest)
		assert.NoError(t, err, "the longest limit")
	}
}

func TestStopsAreNotChanged(t *testing.T) {
	stops := []calendar.Interval{stop("2026-01-09 10:00"), stop("2026-01-06 10:00", "2026-01-07 10:00")}
	_, err := office(t).Compute(wita("2026-01-05 09:00"), days(5), stops, 0)
	require.NoError(t, err)
	assert.Equal(t, []calendar.Interval{stop("2026-01-09 10:00"), stop("2026-01-06 10:00", "2026-01-07 10:00")}, stops)
}
