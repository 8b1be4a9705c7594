package site

import (
	"context"
	"strconv"
	"time"
)

// Performance tells how the office keeps its standards (S10).
type Performance interface {
	Figures(ctx context.Context) (Figures, error)
}

// Figures are what the pages show of the office's performance.
type Figures struct {
	AsOf     time.Time
	Since    string // YYYY-MM-DD: the first day that is counted
	Total    ServiceFigures
	Services map[string]ServiceFigures // by code
}

// ServiceFigures count the requests of a service. A number that is nil is not
// told, because it is small and the service confidential.
type ServiceFigures struct {
	Received, Answered, Due, OnTime *int64
	Median                          *int64 // minutes by the clock
}

// Any tells whether there is something to show.
func (f ServiceFigures) Any() bool { return f.Received != nil && *f.Received > 0 }

// OnTimePercent is the share of the due requests that were answered within
// their limit, rounded down so that 100 means all of them; nil where nothing
// was due.
func (f ServiceFigures) OnTimePercent() *int64 {
	if f.Due == nil || f.OnTime == nil || *f.Due == 0 {
		return nil
	}
	percent := *f.OnTime * 100 / *f.Due
	return &percent
}

// figuresView are the figures of all services or of one, with their dates.
type figuresView struct {
	ServiceFigures
	AsOf  time.Time
	Since string
}

// of returns the figures of a service, nil where there are none to show.
func (f *Figures) of(code string) *figuresView {
	if f == nil || !f.Services[code].Any() {
		return nil
	}
	return &figuresView{f.Services[code], f.AsOf, f.Since}
}

// all returns the figures of the whole office, nil where there are none.
func (f *Figures) all() *figuresView {
	if f == nil || !f.Total.Any() {
		return nil
	}
	return &figuresView{f.Total, f.AsOf, f.Since}
}

// Took writes a time that something took, in the one unit that says enough.
func (v *view) Took(minutes int64) string {
	amount, unit, one, many := minutes, "menit", "minute", "minutes"
	switch {
	case minutes >= 48*60:
		amount, unit, one, many = (minutes+12*60)/(24*60), "hari", "day", "days"
	case minutes >= 120:
		amount, unit, one, many = (minutes+30)/60, "jam", "hour", "hours"
	}
	if amount != 1 {
		one = many
	}
	return strconv.FormatInt(amount, 10) + " " + v.T(unit, one)
}

// Number writes a count with the separators of the language: 1.234 or 1,234.
func (v *view) Number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + v.T(".", ",") + text[i:]
	}
	return text
}
