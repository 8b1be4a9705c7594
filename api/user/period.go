package user

import (
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Period is the days of a delegation or absence, both included, in the office's
// zone.
type Period struct {
	From  string `json:"from" format:"date" example:"2026-01-12"`
	Until string `json:"until" format:"date" example:"2026-01-16"` // the last day
} // @name Period

// longestPeriod bounds a period, in days.
const longestPeriod = 366

// instants returns when the period begins and when it is over. What is over
// already, ends before it begins, or is longer than a year is refused.
func (p Period) instants(now time.Time, zone *time.Location) (starts, ends time.Time, err error) {
	starts, err = time.ParseInLocation(time.DateOnly, p.From, zone)
	if err != nil {
		return starts, ends, badDay("/from")
	}
	last, err := time.ParseInLocation(time.DateOnly, p.Until, zone)
	if err != nil {
		return starts, ends, badDay("/until")
	}
	ends = last.AddDate(0, 0, 1)
	switch {
	case last.Before(starts):
		err = apperr.BadField("/until", "period.order", "Hari terakhir tidak boleh sebelum hari pertama.", "The last day must not be before the first.")
	case !now.Before(ends):
		err = apperr.BadField("/until", "period.past", "Hari terakhir sudah lewat. Pilih hari ini atau sesudahnya.", "The last day is over. Choose today or later.")
	case starts.AddDate(0, 0, longestPeriod).Before(ends):
		err = apperr.BadField("/until", "period.long", "Jangka waktu paling lama satu tahun.", "A period is a year at most.")
	}
	return starts.UTC(), ends.UTC(), err
}

func badDay(pointer string) error {
	return apperr.BadField(pointer, "field.datetime", "Tulis tanggal sebagai TTTT-BB-HH.", "Write the date as YYYY-MM-DD.")
}

// periodOf is instants the other way round.
func periodOf(starts, ends time.Time, zone *time.Location) Period {
	return Period{From: starts.In(zone).Format(time.DateOnly), Until: ends.In(zone).Add(-time.Nanosecond).Format(time.DateOnly)}
}

// State is how a period stands to the present.
type State string

// States.
const (
	Upcoming State = "upcoming"
	Running  State = "running"
	Ended    State = "ended"
)

func stateOf(starts, ends, now time.Time) State {
	switch {
	case !now.Before(ends):
		return Ended
	case now.Before(starts):
		return Upcoming
	default:
		return Running
	}
}
