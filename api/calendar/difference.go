package calendar

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// ChangeKind says in what two states of the rules differ.
type ChangeKind string

// The kinds of changes.
const (
	HolidayAdded   ChangeKind = "holiday_added"   // a date has become a holiday
	HolidayRemoved ChangeKind = "holiday_removed" // a date is none any more
	HolidayChanged ChangeKind = "holiday_changed" // another name, kind or source: no deadline moves by it
	PeriodAdded    ChangeKind = "period_added"
	PeriodRemoved  ChangeKind = "period_removed"
	PeriodChanged  ChangeKind = "period_changed"
	HoursChanged   ChangeKind = "hours_changed"  // from From on
	DayOfReceipt   ChangeKind = "day_of_receipt" // counts now, or no longer does
)

// Change is one difference between two states of the rules, and the dates that
// it touches, both included.
type Change struct {
	Kind ChangeKind `json:"kind"`
	From *Date      `json:"from,omitempty"`
	To   *Date      `json:"to,omitempty"` // left out: from From on
	Name string     `json:"name,omitempty"`
}

// Touches tells whether the change can matter to a deadline between two dates.
func (c Change) Touches(from, to Date) bool {
	return (c.From == nil || *c.From <= to) && (c.To == nil || from <= *c.To)
}

// Difference returns in what after differs from before, by date.
func Difference(before, after Rules) []Change {
	changes := []Change{}
	if before.CountDayOfReceipt != after.CountDayOfReceipt {
		changes = append(changes, Change{Kind: DayOfReceipt})
	}
	changes = append(changes, compare(hoursByDate(before), hoursByDate(after), HoursChanged, HoursChanged, HoursChanged,
		func(from Date, _ Hours) Change { return Change{From: &from} })...)
	changes = append(changes, compare(periodsByDate(before), periodsByDate(after), PeriodAdded, PeriodRemoved, PeriodChanged,
		func(from Date, e Exception) Change { return Change{From: &from, To: &e.To, Name: e.Name} })...)
	changes = append(changes, compare(holidaysByDate(before), holidaysByDate(after), HolidayAdded, HolidayRemoved, HolidayChanged,
		func(date Date, list []Holiday) Change { return Change{From: &date, To: &date, Name: names(list)} })...)
	return changes
}

// compare says of every date whether its value is new, gone or another.
func compare[T any](before, after map[Date]T, added, removed, changed ChangeKind, say func(Date, T) Change) []Change {
	var out []Change
	for _, date := range slices.Sorted(maps.Keys(after)) {
		was, known := before[date]
		change := say(date, after[date])
		switch {
		case !known:
			change.Kind = added
		case !reflect.DeepEqual(was, after[date]):
			change.Kind = changed
		default:
			continue
		}
		out = append(out, change)
	}
	for _, date := range slices.Sorted(maps.Keys(before)) {
		if _, kept := after[date]; !kept {
			change := say(date, before[date])
			change.Kind = removed
			out = append(out, change)
		}
	}
	return out
}

func hoursByDate(r Rules) map[Date]Hours {
	all := map[Date]Hours{}
	for _, h := range r.Hours {
		h.Week = h.Week.filled()
		all[h.EffectiveFrom] = h
	}
	return all
}

func periodsByDate(r Rules) map[Date]Exception {
	all := map[Date]Exception{}
	for _, e := range r.Exceptions {
		e.Week = e.Week.filled()
		all[e.From] = e
	}
	return all
}

// holidaysByDate leaves out what only this database knows of a holiday.
func holidaysByDate(r Rules) map[Date][]Holiday {
	all := map[Date][]Holiday{}
	for _, h := range r.Holidays {
		h.ID, h.Version = "", 0
		all[h.Date] = append(all[h.Date], h)
	}
	return all
}

func names(list []Holiday) string {
	var all []string
	for _, h := range list {
		all = append(all, h.Name)
	}
	return strings.Join(all, ", ")
}

// sort brings the rules into the order in which they are kept and shown.
func (r *Rules) sort() {
	slices.SortStableFunc(r.Hours, func(a, b Hours) int { return cmp.Compare(a.EffectiveFrom, b.EffectiveFrom) })
	slices.SortStableFunc(r.Exceptions, func(a, b Exception) int { return cmp.Compare(a.From, b.From) })
	slices.SortStableFunc(r.Holidays, func(a, b Holiday) int { return cmp.Compare(a.Date, b.Date) })
}

// filled writes a closed day as an empty list.
func (w Week) filled() Week {
	for _, day := range []*[]Span{&w.Mon, &w.Tue, &w.Wed, &w.Thu, &w.Fri, &w.Sat, &w.Sun} {
		if *day == nil {
			*day = []Span{}
		}
	}
	return w
}
