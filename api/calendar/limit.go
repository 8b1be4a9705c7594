package calendar

import (
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ErrLimit refuses a time limit with an unknown basis, or with an amount below
// one or beyond five years.
var ErrLimit = apperr.New(apperr.Invalid, "calendar.limit",
	"Jangka waktu harus bilangan bulat mulai dari 1, paling lama lima tahun, dalam hari kerja, menit kerja, atau jam.",
	"A time limit is a whole number from 1, at most five years, in working days, working minutes or clock hours.")

// Basis says what a time limit is counted in (requirement C4).
type Basis string

// The bases.
const (
	WorkingDays    Basis = "working_days"
	WorkingMinutes Basis = "working_minutes"
	ClockHours     Basis = "clock_hours"
)

// maxDays bounds every limit to five years of unbroken time.
const maxDays = 5 * 366

// maxAmount returns the largest amount that a limit on the basis may have, 0
// for an unknown basis.
func (b Basis) maxAmount() int {
	switch b {
	case WorkingDays:
		return maxDays
	case WorkingMinutes:
		return maxDays * 24 * 60
	case ClockHours:
		return maxDays * 24
	}
	return 0
}

// unit returns the size of one unit of the basis as a quantity: time for
// minutes and hours, while a working day is counted whole, as one.
func (b Basis) unit() quantity {
	switch b {
	case WorkingMinutes:
		return quantity(time.Minute)
	case ClockHours:
		return quantity(time.Hour)
	}
	return 1
}

// Limit is a time limit: so many units of its basis.
type Limit struct {
	Amount int   `json:"amount" yaml:"amount"`
	Basis  Basis `json:"basis" yaml:"basis"`
}

// Validate returns ErrLimit unless the basis is known and the amount is from
// one unit to five years.
func (l Limit) Validate() error {
	if l.Amount < 1 || l.Amount > l.Basis.maxAmount() {
		return ErrLimit
	}
	return nil
}
