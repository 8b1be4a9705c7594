package calendar

import (
	"cmp"
	"slices"
	"time"
	_ "time/tzdata" // the zone must be known on a machine without zone files, too
)

// Calendar answers questions about the working time of an office. It does not
// change once made, and is safe for concurrent use.
type Calendar struct {
	zone              *time.Location
	countDayOfReceipt bool
	hours             []version // by effectiveFrom
	exceptions        []period  // by from, apart from each other
	holidays          map[Date]string
}

// version and period are Hours and Exception, ready for look-ups.
type version struct {
	effectiveFrom Date
	week          [7][]Span
}

type period struct {
	from, to Date
	name     string
	week     [7][]Span
}

// New makes a calendar of the rules, which it copies. The error is that of
// Rules.Validate.
func New(r Rules) (Calendar, error) {
	if err := r.Validate(); err != nil {
		return Calendar{}, err
	}
	zone, err := loadZone(r.Zone)
	if err != nil {
		return Calendar{}, err
	}
	c := Calendar{zone: zone, countDayOfReceipt: r.CountDayOfReceipt, holidays: make(map[Date]string, len(r.Holidays))}
	for _, h := range r.Hours {
		c.hours = append(c.hours, version{h.EffectiveFrom, copyWeek(h.Week)})
	}
	slices.SortFunc(c.hours, func(a, b version) int { return cmp.Compare(a.effectiveFrom, b.effectiveFrom) })
	for _, e := range r.Exceptions {
		c.exceptions = append(c.exceptions, period{e.From, e.To, e.Name, copyWeek(e.Week)})
	}
	slices.SortFunc(c.exceptions, func(a, b period) int { return cmp.Compare(a.from, b.from) })
	for _, h := range r.Holidays {
		if _, named := c.holidays[h.Date]; !named {
			c.holidays[h.Date] = h.Name
		}
	}
	return c, nil
}

func copyWeek(w Week) [7][]Span {
	days := w.byWeekday()
	for i := range days {
		days[i] = slices.Clone(days[i])
	}
	return days
}

// Zone returns the office's time zone.
func (c Calendar) Zone() *time.Location { return c.zone }

// DateOf returns the office's date at an instant.
func (c Calendar) DateOf(t time.Time) Date { return NewDate(t.In(c.zone).Date()) }

// DayService is what the calendar says of one date.
type DayService struct {
	Spans  []Span // in order; none on a closed day
	Reason Reason // why the day is closed; empty on an open day
	Name   string // of the holiday or exceptional period, if the date has one
}

// ServiceOn returns the service hours of a date.
func (c Calendar) ServiceOn(d Date) DayService {
	s := c.serviceOn(d)
	s.Spans = slices.Clone(s.Spans)
	return s
}

// IsWorkingDay tells whether the office gives service on the date.
func (c Calendar) IsWorkingDay(d Date) bool { return len(c.serviceOn(d).Spans) > 0 }

func (c Calendar) serviceOn(d Date) DayService {
	if name, ok := c.holidays[d]; ok {
		return DayService{Reason: ReasonHoliday, Name: name}
	}
	if p, ok := c.periodOn(d); ok {
		s := DayService{Spans: p.week[d.Weekday()], Name: p.name}
		if len(s.Spans) == 0 {
			s.Reason = ReasonClosed
		}
		return s
	}
	if v, ok := c.versionOn(d); ok && len(v.week[d.Weekday()]) > 0 {
		return DayService{Spans: v.week[d.Weekday()]}
	}
	return DayService{Reason: ReasonWeekend}
}

func (c Calendar) periodOn(d Date) (period, bool) {
	next, _ := slices.BinarySearchFunc(c.exceptions, d+1, func(p period, d Date) int { return cmp.Compare(p.from, d) })
	if next == 0 || c.exceptions[next-1].to < d {
		return period{}, false
	}
	return c.exceptions[next-1], true
}

func (c Calendar) versionOn(d Date) (version, bool) {
	next, _ := slices.BinarySearchFunc(c.hours, d+1, func(v version, d Date) int { return cmp.Compare(v.effectiveFrom, d) })
	if next == 0 {
		return version{}, false
	}
	return c.hours[next-1], true
}

// at returns the instant of a time of day on a date.
func (c Calendar) at(d Date, t TimeOfDay) time.Time {
	year, month, day := d.midnightUTC().Date()
	return time.Date(year, month, day, 0, int(t), 0, 0, c.zone)
}

// closing returns the end of the last span.
func (c Calendar) closing(d Date, spans []Span) time.Time { return c.at(d, spans[len(spans)-1].To) }
