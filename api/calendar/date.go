package calendar

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Faults of a written date or time of day.
var (
	ErrDateFormat = apperr.New(apperr.Invalid, "calendar.date_format",
		"Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-03-19.",
		"Write the date as YYYY-MM-DD, such as 2026-03-19.")
	ErrTimeFormat = apperr.New(apperr.Invalid, "calendar.time_format",
		"Tulis jam sebagai JJ:MM dari 00:00 sampai 24:00, misalnya 08:00.",
		"Write the time as HH:MM from 00:00 to 24:00, such as 08:00.")
)

// Date is a civil day, without time or zone: the number of days since
// 1 January 1970. So d+1 is tomorrow, and dates compare with < and ==.
type Date int

const secondsPerDay = 24 * 60 * 60

// NewDate returns the date of a year, month and day; what overflows is carried
// as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate reads YYYY-MM-DD. Anything else is ErrDateFormat.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, ErrDateFormat.Because(err)
	}
	return NewDate(t.Date()), nil
}

// String returns the date as YYYY-MM-DD.
func (d Date) String() string { return d.midnightUTC().Format(time.DateOnly) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnightUTC().Weekday() }

// Year returns the year of the date.
func (d Date) Year() int { return d.midnightUTC().Year() }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

func (d Date) midnightUTC() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// TimeOfDay is a time on the office's wall clock, in minutes after midnight,
// from 0 (00:00) to 1440 (24:00, the end of the day).
type TimeOfDay int

const endOfDay TimeOfDay = 24 * 60

// ParseTimeOfDay reads HH:MM. Anything else is ErrTimeFormat.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	if len(s) != len("08:00") || s[2] != ':' {
		return 0, ErrTimeFormat
	}
	hour, errHour := strconv.ParseUint(s[:2], 10, 8)
	minute, errMinute := strconv.ParseUint(s[3:], 10, 8)
	t := TimeOfDay(hour*60 + minute)
	if errHour != nil || errMinute != nil || minute > 59 || t > endOfDay {
		return 0, ErrTimeFormat
	}
	return t, nil
}

// String returns the time as HH:MM.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes HH:MM.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads HH:MM.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTimeOfDay(string(text))
	if err == nil {
		*t = parsed
	}
	return err
}
