// These keep nothing: on one pair of database and store is enough.

package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// rounds of every property; each has a calendar, stops and an instant of its
// own, made from the number of the round, so that a failure can be repeated.
const rounds = 200

func everyRound(t *testing.T, check func(t *testing.T, w world)) {
	t.Helper()
	for round := range uint64(rounds) {
		w := newWorld(rand.New(rand.NewPCG(round, 2026)))
		if check(t, w); t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// world is a random office and a random history of one request.
type world struct {
	*rand.Rand
	rules    calendar.Rules
	calendar calendar.Calendar
	received time.Time
	stops    []calendar.Interval // all over
}

func newWorld(r *rand.Rand) world {
	w := world{Rand: r}
	w.rules = calendar.Rules{
		Zone:              []string{"Asia/Makassar", "Asia/Kathmandu"}[r.IntN(2)],
		CountDayOfReceipt: r.IntN(2) == 0,
	}
	start := date("2026-01-01")
	for i := range 1 + r.IntN(3) {
		w.rules.Hours = append(w.rules.Hours, calendar.Hours{EffectiveFrom: start + calendar.Date(i*(1+r.IntN(20))), Week: w.week(1)})
	}
	for from := start; r.IntN(3) > 0; {
		from += calendar.Date(1 + r.IntN(15))
		to := from + calendar.Date(r.IntN(10))
		w.rules.Exceptions = append(w.rules.Exceptions, calendar.Exception{From: from, To: to, Name: "masa khusus", Week: w.week(0)})
		from = to
	}
	for range r.IntN(10) {
		w.rules.Holidays = append(w.rules.Holidays, calendar.Holiday{Date: start + calendar.Date(r.IntN(60)), Name: "libur", Kind: calendar.Regional})
	}
	distinct := map[calendar.Date]bool{}
	for i := range w.rules.Hours {
		for distinct[w.rules.Hours[i].EffectiveFrom] {
			w.rules.Hours[i].EffectiveFrom++
		}
		distinct[w.rules.Hours[i].EffectiveFrom] = true
	}
	w.calendar = must(calendar.New(w.rules))
	w.received = w.instant(20)
	for range r.IntN(4) {
		from := w.instant(25)
		w.stops = append(w.stops, calendar.Interval{From: from, To: from.Add(time.Duration(r.IntN(4*24*60)) * time.Minute)})
	}
	return w
}

// week opens some days, at least so many, each with up to three spans.
func (w world) week(atLeast int) calendar.Week {
	var spans [7][]calendar.Span
	open := 0
	for i := range spans {
		if (i < 6 || open >= atLeast) && w.IntN(4) == 0 {
			continue
		}
		open++
		at := calendar.TimeOfDay(w.IntN(10 * 60))
		for range 1 + w.IntN(3) {
			to := at + calendar.TimeOfDay(1+w.IntN(4*60))
			spans[i] = append(spans[i], calendar.Span{From: at, To: to})
			at = to + calendar.TimeOfDay(w.IntN(60))
		}
	}
	return calendar.Week{Mon: spans[0], Tue: spans[1], Wed: spans[2], Thu: spans[3], Fri: spans[4], Sat: spans[5], Sun: spans[6]}
}

// instant is a whole minute within so many days, often one that matters: an
// opening or closing.
func (w world) instant(days int) time.Time {
	d := date("2026-01-01") + calendar.Date(w.IntN(days))
	midnight := time.Date(2026, 1, 1+int(d-date("2026-01-01")), 0, 0, 0, 0, w.calendar.Zone())
	if spans := w.calendar.ServiceOn(d).Spans; len(spans) > 0 && w.IntN(3) == 0 {
		s := spans[w.IntN(len(spans))]
		return midnight.Add(time.Duration([]calendar.TimeOfDay{s.From, s.To}[w.IntN(2)]) * time.Minute)
	}
	return midnight.Add(time.Duration(w.IntN(24*60)) * time.Minute)
}

func (w world) limit() calendar.Limit {
	switch w.IntN(3) {
	case 0:
		return days(1 + w.IntN(10))
	case 1:
		return minutes(1 + w.IntN(3000))
	}
	return hours(1 + w.IntN(200))
}

// hoursAt returns the service hours of the day of t, and the minute of the day
// that begins at t.
func (w world) hoursAt(t time.Time) ([]calendar.Span, calendar.TimeOfDay) {
	local := t.In(w.calendar.Zone())
	return w.calendar.ServiceOn(w.calendar.DateOf(t)).Spans, calendar.TimeOfDay(local.Hour()*60 + local.Minute())
}

// inService tells whether the minute that begins at t is one of service.
func (w world) inService(t time.Time) bool {
	spans, minute := w.hoursAt(t)
	for _, s := range spans {
		if s.From <= minute && minute < s.To {
			return true
		}
	}
	return false
}

// stopped tells whether the clock stands in the minute that begins at t.
func (w world) stopped(t time.Time) bool {
	for _, s := range w.stops {
		if !t.Before(s.From) && t.Before(s.To) {
			return true
		}
	}
	return false
}

// byHand finds a deadline by living through every minute.
func (w world) byHand(l calendar.Limit) time.Time {
	lastOfDay := func(t time.Time) bool { // the last minute of service of its day
		spans, minute := w.hoursAt(t)
		return len(spans) > 0 && minute+1 == spans[len(spans)-1].To
	}
	left := l.Amount
	if l.Basis == calendar.ClockHours {
		left *= 60
	}
	for t := w.received; ; t = t.Add(time.Minute) {
		var counts bool
		switch l.Basis {
		case calendar.WorkingDays:
			counts = lastOfDay(t) && (w.rules.CountDayOfReceipt || w.calendar.DateOf(t) != w.calendar.DateOf(w.received))
		case calendar.WorkingMinutes:
			counts = w.inService(t)
		case calendar.ClockHours:
			counts = true
		}
		if counts && !w.stopped(t) {
			left--
		}
		if left == 0 {
			return t.Add(time.Minute)
		}
	}
}

func TestComputeEqualsLivingThroughIt(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit := w.limit()
		d, err := w.calendar.Compute(w.received, limit, w.stops, 0)
		require.NoError(t, err)
		require.Equal(t, w.byHand(limit).UTC(), d.DueAt, "%v from %v, stops %v", limit, w.received, w.stops)
	})
}

func TestLedgerSumsToTheLimit(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit, extension := w.limit(), w.IntN(5)
		received := w.received.Add(time.Duration(w.IntN(60e6)) * time.Microsecond)
		d, err := w.calendar.Compute(received, limit, w.stops, extension)
		require.NoError(t, err)
		require.Equal(t, limit.Amount+extension, sum(d.Days))
		require.Equal(t, w.calendar.DateOf(received), d.Days[0].Date)

		var spent time.Duration
		for i, day := range d.Days {
			require.Equal(t, d.Days[0].Date+calendar.Date(i), day.Date, "no date is left out")
			require.GreaterOrEqual(t, day.Amount, 0)
			require.True(t, day.Counted || day.Reason != "", "what does not count says why")
			require.True(t, day.Counted || day.Amount == 0)
			spent += day.Spent
		}
		last := d.Days[len(d.Days)-1]
		require.True(t, last.Counted)
		unit := map[calendar.Basis]time.Duration{calendar.WorkingMinutes: time.Minute, calendar.ClockHours: time.Hour}[limit.Basis]
		require.Equal(t, time.Duration(limit.Amount+extension)*unit, spent)
	})
}

func TestDueInWorkingTime(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit := w.limit()
		if limit.Basis == calendar.ClockHours {
			return
		}
		d, err := w.calendar.Compute(w.received, limit, w.stops, 0)
		require.NoError(t, err)
		require.True(t, d.DueAt.After(w.received))
		lastMinute := d.DueAt.Add(-time.Minute)
		require.True(t, w.inService(lastMinute), "due %v", d.DueAt)
		require.False(t, w.stopped(lastMinute))
		if limit.Basis == calendar.WorkingDays {
			require.False(t, w.inService(d.DueAt) && w.calendar.DateOf(d.DueAt) == w.calendar.DateOf(lastMinute), "a day ends at closing")
		}
	})
}

func TestMonotone(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit := w.limit()
		due := func(received time.Time, l calendar.Limit, stops []calendar.Interval) time.Time {
			d, err := w.calendar.Compute(received, l, stops, 0)
			require.NoError(t, err)
			return d.DueAt
		}
		base := due(w.received, limit, w.stops)
		later := w.received.Add(time.Duration(w.IntN(5000)) * time.Minute)
		require.False(t, due(later, limit, w.stops).Before(base), "received later, due earlier")

		longer := limit
		longer.Amount++
		require.True(t, due(w.received, longer, w.stops).After(base), "a longer limit ends later")
		extended := must(w.calendar.Compute(w.received, limit, w.stops, 1))
		require.Equal(t, due(w.received, longer, w.stops), extended.DueAt, "an extension is a longer limit")

		from := w.instant(25)
		more := append([]calendar.Interval{{From: from, To: from.Add(time.Duration(w.IntN(3000)) * time.Minute)}}, w.stops...)
		require.False(t, due(w.received, limit, more).Before(base), "one more stop, due earlier")

		w.rules.Holidays = append(w.rules.Holidays, calendar.Holiday{Date: w.calendar.DateOf(base), Name: "libur", Kind: calendar.Regional})
		changed := must(must(calendar.New(w.rules)).Compute(w.received, limit, w.stops, 0))
		require.False(t, changed.DueAt.Before(base), "one more holiday, due earlier")
	})
}

func TestMinutesAddUp(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		a, b := 1+w.IntN(2000), 1+w.IntN(2000)
		for _, limit := range []func(int) calendar.Limit{minutes, hours} {
			first := must(w.calendar.Compute(w.received, limit(a), w.stops, 0))
			second := must(w.calendar.Compute(first.DueAt, limit(b), w.stops, 0))
			whole := must(w.calendar.Compute(w.received, limit(a+b), w.stops, 0))
			require.Equal(t, whole.DueAt, second.DueAt)
		}
	})
}

func TestBetweenIsTheInverse(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit := w.limit()
		received := w.received.Add(time.Duration(w.IntN(60e6)) * time.Microsecond)
		d, err := w.calendar.Compute(received, limit, w.stops, 0)
		require.NoError(t, err)
		until := func(to time.Time) int {
			n, err := w.calendar.Between(received, to, limit.Basis, w.stops)
			require.NoError(t, err)
			return n
		}
		require.Equal(t, limit.Amount, until(d.DueAt))
		require.Equal(t, limit.Amount-1, until(d.DueAt.Add(-time.Microsecond)))
	})
}

// What was counted before an open stop, and what is left, make the limit; and
// resuming at once changes nothing.
func TestPausedKeepsTheAccount(t *testing.T) {
	everyRound(t, func(t *testing.T, w world) {
		limit := w.limit()
		running := must(w.calendar.Compute(w.received, limit, w.stops, 0))
		since := w.received.Add(time.Duration(w.IntN(10*24*60)) * time.Minute)
		paused := must(w.calendar.Compute(w.received, limit, append(w.stops, calendar.Interval{From: since}), 0))

		require.Equal(t, limit.Amount, paused.Counted+paused.Remaining)
		require.Equal(t, paused.Counted, sum(paused.Days))
		require.Equal(t, since.Before(running.DueAt), paused.Paused)
		require.Equal(t, paused.Paused, paused.DueAt.IsZero())
		if paused.Paused {
			require.Equal(t, must(w.calendar.Between(w.received, since, limit.Basis, w.stops)), paused.Counted)
			require.LessOrEqual(t, paused.Days[len(paused.Days)-1].Date, w.calendar.DateOf(since), "nothing is invented beyond the stop")
		} else {
			require.Equal(t, running, paused)
		}
		resumed := must(w.calendar.Compute(w.received, limit, append(w.stops, calendar.Interval{From: since, To: since}), 0))
		require.Equal(t, running, resumed)
	})
}

func BenchmarkThirtyWorkingDays(b *testing.B) {
	c := office(b)
	received := wita("2026-03-02 09:00")
	stops := []calendar.Interval{stop("2026-03-05 10:00", "2026-03-06 09:00"), stop("2026-04-01 10:00", "2026-04-02 09:00")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Compute(received, days(30), stops, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThreeWeeksOfMinutes(b *testing.B) {
	c := office(b, withBreak)
	received := wita("2026-03-02 09:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Compute(received, minutes(15*480), nil, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTenThousandOpenRequests(b *testing.B) {
	c := office(b)
	received := wita("2026-01-05 09:00")
	for b.Loop() {
		for i := range 10_000 {
			if _, err := c.Compute(received.Add(time.Duration(i)*time.Minute), days(10), nil, 7); err != nil {
				b.Fatal(err)
			}
		}
	}
}
