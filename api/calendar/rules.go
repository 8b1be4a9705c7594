package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Rules are what the office publishes about its working time: plain data, as
// an admin edits it and as it is shipped. New makes a Calendar of them.
type Rules struct {
	// Zone is the name of the time zone, such as Asia/Makassar.
	Zone string `json:"zone" yaml:"zone" example:"Asia/Makassar"`
	// CountDayOfReceipt is the published setting for limits in working days.
	CountDayOfReceipt bool        `json:"count_day_of_receipt" yaml:"count_day_of_receipt"`
	Hours             []Hours     `json:"hours" yaml:"hours"`
	Exceptions        []Exception `json:"exceptions" yaml:"exceptions"`
	Holidays          []Holiday   `json:"holidays" yaml:"holidays"`
}

// Hours are weekly service hours, in force from a date until the next Hours.
type Hours struct {
	EffectiveFrom Date `json:"effective_from" yaml:"effective_from" swaggertype:"string" format:"date" validate:"required"`
	Week          Week `json:"week" yaml:"week"`
} // @name ServiceHours

// Exception is a period with hours of its own, both dates included.
type Exception struct {
	From Date   `json:"from" yaml:"from" swaggertype:"string" format:"date" validate:"required"`
	To   Date   `json:"to" yaml:"to" swaggertype:"string" format:"date" validate:"required"`
	Name string `json:"name" yaml:"name" validate:"max=200" example:"Ramadan 1448 Hijriah"`
	Week Week   `json:"week" yaml:"week"`
} // @name ExceptionalPeriod

// HolidayKind says who declared a holiday.
type HolidayKind string

// The kinds of holidays.
const (
	National        HolidayKind = "national"         // libur nasional
	CollectiveLeave HolidayKind = "collective_leave" // cuti bersama
	Regional        HolidayKind = "regional"         // declared by the Governor
)

// Holiday is a day without service. Where two fall on one date, the first one
// listed names it in a ledger.
type Holiday struct {
	ID      string      `json:"id" yaml:"-"`      // given when it is kept
	Version int64       `json:"version" yaml:"-"` // that of the calendar that changed it last; also the beginning of the ETag
	Date    Date        `json:"date" yaml:"date" swaggertype:"string" format:"date"`
	Name    string      `json:"name" yaml:"name" example:"Hari Jadi Provinsi Kalimantan Utara"`
	Kind    HolidayKind `json:"kind" yaml:"kind" enums:"national,collective_leave,regional"`
	Source  string      `json:"source" yaml:"source"` // the decree that declares it
} // @name Holiday

// Week gives the service hours of each day of the week. A day without spans is
// closed; a gap between two spans is a break.
type Week struct {
	Mon []Span `json:"mon" yaml:"mon"`
	Tue []Span `json:"tue" yaml:"tue"`
	Wed []Span `json:"wed" yaml:"wed"`
	Thu []Span `json:"thu" yaml:"thu"`
	Fri []Span `json:"fri" yaml:"fri"`
	Sat []Span `json:"sat" yaml:"sat"`
	Sun []Span `json:"sun" yaml:"sun"`
} // @name ServiceWeek

// Span is a stretch of service without a break, From included and To excluded.
type Span struct {
	From TimeOfDay `json:"from" yaml:"from" swaggertype:"string" example:"08:00"`
	To   TimeOfDay `json:"to" yaml:"to" swaggertype:"string" example:"16:00"`
} // @name ServiceSpan

// byWeekday returns the days in the order of time.Weekday.
func (w Week) byWeekday() [7][]Span {
	return [7][]Span{w.Sun, w.Mon, w.Tue, w.Wed, w.Thu, w.Fri, w.Sat}
}

// HoursBetween returns the weekly hours that are in force on the dates from
// one to another, by date of effect. The rules are in order, as they are kept.
func (r Rules) HoursBetween(from, to Date) []Hours {
	list := []Hours{}
	for i, h := range r.Hours {
		superseded := i+1 < len(r.Hours) && r.Hours[i+1].EffectiveFrom <= from
		if h.EffectiveFrom <= to && !superseded {
			h.Week = h.Week.filled()
			list = append(list, h)
		}
	}
	return list
}

// Validate returns an apperr.Invalid with a pointer to every fault, or nil.
func (r Rules) Validate() error {
	var f faults
	if _, err := loadZone(r.Zone); err != nil {
		f.add("/zone", "calendar.zone",
			"Zona waktu tidak dikenal; tulis nama seperti Asia/Makassar.",
			"The time zone is unknown; write a name such as Asia/Makassar.")
	}
	f.checkHours(r.Hours)
	f.checkExceptions(r.Exceptions)
	f.checkHolidays(r.Holidays)
	if len(f) > 0 {
		return apperr.BadFields(f...)
	}
	return nil
}

// loadZone refuses the two names that time.LoadLocation understands as "UTC"
// and "whatever this machine has".
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("calendar: no time zone is named %q", name)
	}
	return time.LoadLocation(name)
}

type faults []apperr.Field

func (f *faults) add(pointer, code, id, en string) {
	*f = append(*f, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
}

func (f *faults) checkHours(hours []Hours) {
	if len(hours) == 0 {
		f.add("/hours", "calendar.hours_missing",
			"Isi jam pelayanan sedikitnya satu kali.", "Give the service hours at least once.")
	}
	seen := map[Date]bool{}
	for i, h := range hours {
		pointer := fmt.Sprintf("/hours/%d", i)
		if seen[h.EffectiveFrom] {
			f.add(pointer+"/effective_from", "calendar.hours_twice",
				"Sudah ada jam pelayanan yang berlaku mulai tanggal ini.",
				"Other hours take effect on the same date.")
		}
		seen[h.EffectiveFrom] = true
		if open := f.checkWeek(pointer+"/week", h.Week); !open {
			f.add(pointer+"/week", "calendar.week_empty",
				"Isi jam pelayanan untuk sedikitnya satu hari.", "Give hours to at least one day.")
		}
	}
}

func (f *faults) checkExceptions(exceptions []Exception) {
	for i, e := range exceptions {
		pointer := fmt.Sprintf("/exceptions/%d", i)
		f.checkWeek(pointer+"/week", e.Week)
		f.checkName(pointer+"/name", e.Name)
		if e.To < e.From {
			f.add(pointer+"/to", "calendar.exception_order",
				"Tanggal akhir mendahului tanggal awal.", "The last date comes before the first.")
		}
		if overlaps(exceptions[:i], e) {
			f.add(pointer+"/from", "calendar.exception_overlap",
				"Masa ini bertumpang tindih dengan masa khusus yang lain.",
				"The period overlaps another exceptional period.")
		}
	}
}

// overlaps tells whether a period shares a date with any of the others.
func overlaps(others []Exception, e Exception) bool {
	return slices.ContainsFunc(others, func(o Exception) bool { return o.From <= e.To && e.From <= o.To })
}

func (f *faults) checkHolidays(holidays []Holiday) {
	for i, h := range holidays {
		pointer := fmt.Sprintf("/holidays/%d", i)
		f.checkName(pointer+"/name", h.Name)
		switch h.Kind {
		case National, CollectiveLeave, Regional:
		default:
			f.add(pointer+"/kind", "calendar.holiday_kind",
				"Pilih libur nasional, cuti bersama, atau libur daerah.",
				"Choose national, collective_leave or regional.")
		}
	}
}

func (f *faults) checkName(pointer, name string) {
	if strings.TrimSpace(name) == "" {
		f.add(pointer, "calendar.name_missing", "Isi namanya.", "Give its name.")
	}
}

// checkWeek tells besides whether any day of the week is open.
func (f *faults) checkWeek(pointer string, w Week) (open bool) {
	names := [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	for weekday, spans := range w.byWeekday() {
		var free TimeOfDay // the day is unused from here on
		for i, s := range spans {
			if s.From < free || s.To <= s.From || s.To > endOfDay {
				f.add(fmt.Sprintf("%s/%s/%d", pointer, names[weekday], i), "calendar.span_order",
					"Jam harus berurutan, tidak bertumpang tindih, dan paling akhir 24:00.",
					"Hours must be in order, must not overlap, and end by 24:00.")
			}
			free = s.To
		}
		open = open || len(spans) > 0
	}
	return open
}
