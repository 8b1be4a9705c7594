package calendar

import (
	"math"
	"time"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Failures of the arithmetic.
var (
	ErrBeforeHours = apperr.New(apperr.Invalid, "calendar.before_hours",
		"Tanggal ini mendahului jam pelayanan pertama di kalender kerja.",
		"The date is before the first service hours of the calendar.")
	ErrTooFar = apperr.New(apperr.Conflict, "calendar.too_far",
		"Batas waktu tidak tercapai dalam dua puluh tahun; periksa jam pelayanan dan hari libur di kalender kerja.",
		"The deadline is not reached within twenty years; check the hours and holidays of the calendar.")
)

// horizon bounds every count, in days: whatever the data, nothing loops.
const horizon = 20 * 366

// Reason says why a day did not count.
type Reason string

// The reasons.
const (
	ReasonWeekend      Reason = "weekend"        // a day of the week without service
	ReasonHoliday      Reason = "holiday"        // Name says which
	ReasonClosed       Reason = "closed"         // closed by an exceptional period; Name says which
	ReasonDayOfReceipt Reason = "day_of_receipt" // the published setting does not count it
	ReasonOutsideHours Reason = "outside_hours"  // the request came in after closing
	ReasonStopped      Reason = "stopped"        // returned to the applicant, or waiting for an external body
)

// Day is one line of a deadline's ledger.
type Day struct {
	Date    Date `json:"date" swaggertype:"string" format:"date"`
	Counted bool `json:"counted"`
	// Amount is in units of the basis. For minutes and hours it is the units
	// completed by the end of the day less those completed before it, so that
	// the amounts are whole and sum to the limit; Spent is exact.
	Amount int `json:"amount"`
	// Reason is why the day did not count, or (stopped) only in part.
	Reason Reason `json:"reason,omitempty"`
	// Name is that of the holiday or exceptional period of the date.
	Name string `json:"name,omitempty"`
	// Spent is the time counted on the day, zero for working days.
	Spent time.Duration `json:"-"`
}

// Deadline is when a limit ends, and the account of it.
type Deadline struct {
	// DueAt is the last instant in time, in UTC; zero while Paused.
	DueAt time.Time
	// Paused means that a stop lasts still: nobody knows yet when the limit ends.
	Paused bool
	// Counted is the units that Days account for: the limit with its extension
	// or, while Paused, those completed before the stop began.
	Counted int
	// Remaining is the units still to come when a paused clock runs again.
	Remaining int
	// Days runs from the date of receipt to that of DueAt or, while Paused, to
	// that on which the stop began. The amounts sum to Counted.
	Days []Day
}

// Expired tells whether the deadline has passed. At the very instant of DueAt
// it has not, and while Paused it cannot.
func (d Deadline) Expired(now time.Time) bool { return !d.Paused && now.After(d.DueAt) }

// MayExtend tells whether it is early enough to extend a deadline: an extension
// is given before expiry or not at all. Whether the standard allows one, and
// whether it was used already, is for the caller to know.
func MayExtend(now time.Time, d Deadline) bool { return !d.Expired(now) }

// Compute returns the deadline of a request received at an instant, under a
// limit lengthened by extension (in units of its basis, 0 for none), whose
// clock stood still during the stops, given in any order. Errors: ErrLimit,
// ErrInterval, ErrBeforeHours, ErrTooFar.
func (c Calendar) Compute(received time.Time, limit Limit, stops []Interval, extension int) (Deadline, error) {
	if err := limit.Validate(); err != nil {
		return Deadline{}, err
	}
	if extension < 0 || extension > limit.Basis.maxAmount()-limit.Amount {
		return Deadline{}, ErrLimit
	}
	stopped, err := merge(stops)
	if err != nil {
		return Deadline{}, err
	}
	total := limit.Amount + extension
	unit := limit.Basis.unit()
	n := count{calendar: c, basis: limit.Basis, received: received, stops: stopped, need: quantity(total) * unit}

	var d Deadline
	// One and a half times the days of service, and a long weekend, is a usual length.
	if limit.Basis == WorkingDays {
		d.Days = make([]Day, 0, total+total/2+5)
	}
	var found quantity
	d.DueAt, err = n.run(func(date Date, part portion) {
		before := found / unit
		found += part.found
		day := Day{Date: date, Counted: part.found > 0, Amount: int(found/unit - before), Reason: part.reason, Name: part.name}
		if limit.Basis != WorkingDays {
			day.Spent = time.Duration(part.found)
		}
		d.Days = append(d.Days, day)
	})
	if err != nil {
		return Deadline{}, err
	}
	d.Paused = d.DueAt.IsZero()
	d.Counted = int(found / unit)
	d.Remaining = total - d.Counted
	return d, nil
}

// Add returns when a limit ends that begins at from, in UTC. Errors are those
// of Compute.
func (c Calendar) Add(from time.Time, limit Limit) (time.Time, error) {
	d, err := c.Compute(from, limit, nil, 0)
	return d.DueAt, err
}

// Between returns how many whole units of the basis lie between two instants,
// the stops left out. It is the inverse of Compute: up to a deadline it is the
// limit, and any earlier it is less. Without stops it is the total time of a
// request; with them, the office's own. Errors: ErrLimit for an unknown basis,
// ErrInterval, ErrBeforeHours, ErrTooFar.
func (c Calendar) Between(from, to time.Time, basis Basis, stops []Interval) (int, error) {
	if basis.maxAmount() == 0 {
		return 0, ErrLimit
	}
	if to.Before(from) {
		return 0, ErrInterval
	}
	// What lies before an instant is what is counted when the clock stops there for good.
	until, err := merge(append([]Interval{{From: to}}, stops...))
	if err != nil {
		return 0, err
	}
	n := count{calendar: c, basis: basis, received: from, stops: until, need: math.MaxInt64}
	var found quantity
	_, err = n.run(func(_ Date, part portion) { found += part.found })
	return int(found / basis.unit()), err
}

// WindowEnd returns the last date of a window for the citizen whose law and
// published standard differ on "days" (requirement C5, objections): the later
// of that many calendar days and that many working days after the date of from.
// That is always the working day, since no calendar has more of them than days.
// The window is open until the end of the date; its first day is never counted.
// Errors: ErrLimit, ErrBeforeHours, ErrTooFar.
func (c Calendar) WindowEnd(from time.Time, days int) (Date, error) {
	c.countDayOfReceipt = false
	d, err := c.Compute(from, Limit{Amount: days, Basis: WorkingDays}, nil, 0)
	if err != nil {
		return 0, err
	}
	return d.Days[len(d.Days)-1].Date, nil
}

// quantity is an amount of what is counted: nanoseconds, or whole working days.
type quantity int64

// count walks day by day from the receipt until it has found what it needs.
type count struct {
	calendar Calendar
	basis    Basis
	received time.Time
	first    Date // that of the receipt
	stops    stoppage
	need     quantity // still to be found
}

// portion is what one date gives to a count.
type portion struct {
	found  quantity
	last   time.Time // when the last of it was found
	reason Reason
	name   string
}

// run reports every date with its portion, and returns when the need was met,
// in UTC. It returns the zero time if a stop that lasts still came first.
func (n *count) run(report func(Date, portion)) (time.Time, error) {
	n.first = n.calendar.DateOf(n.received)
	if n.first < n.calendar.hours[0].effectiveFrom {
		return time.Time{}, ErrBeforeHours
	}
	pausedAt, paused := n.stops.openSince()
	for date := n.first; date < n.first+horizon; date++ {
		n.stops = n.stops.after(n.calendar.at(date, 0))
		part := n.on(date)
		report(date, part)
		n.need -= part.found
		if n.need == 0 {
			return part.last.UTC(), nil
		}
		if paused && pausedAt.Before(n.calendar.at(date+1, 0)) {
			return time.Time{}, nil
		}
	}
	return time.Time{}, ErrTooFar
}

// on returns what a date gives, no more than is needed.
func (n *count) on(date Date) portion {
	if n.basis == ClockHours {
		return n.timeOn(date, wholeDay)
	}
	service := n.calendar.serviceOn(date)
	part := portion{reason: service.Reason}
	if len(service.Spans) > 0 {
		if n.basis == WorkingDays {
			part = n.dayOn(date, service.Spans)
		} else {
			part = n.timeOn(date, service.Spans)
		}
	}
	part.name = service.Name
	return part
}

var wholeDay = []Span{{From: 0, To: endOfDay}}

// dayOn counts a working day as one, or not at all.
func (n *count) dayOn(date Date, spans []Span) portion {
	closing := n.calendar.closing(date, spans)
	switch {
	case !n.calendar.countDayOfReceipt && date == n.first:
		return portion{reason: ReasonDayOfReceipt}
	case !closing.After(n.received):
		return portion{reason: ReasonOutsideHours}
	case n.stops.until(closing):
		return portion{reason: ReasonStopped}
	}
	return portion{found: 1, last: closing}
}

// timeOn counts the time of the spans that lies after the receipt and outside
// the stops.
func (n *count) timeOn(date Date, spans []Span) portion {
	var part portion
	for _, span := range spans {
		from, to := n.calendar.at(date, span.From), n.calendar.at(date, span.To)
		if from.Before(n.received) {
			from = n.received
		}
		for _, stop := range n.stops.after(from) {
			if !stop.From.Before(to) || !to.After(from) {
				break
			}
			if part.take(from, stop.From, n.need) {
				return part
			}
			part.reason = ReasonStopped
			from = stop.To
		}
		if part.take(from, to, n.need) {
			return part
		}
	}
	if part.found == 0 && part.reason == "" {
		part.reason = ReasonOutsideHours
	}
	return part
}

// take adds the time between two instants, if there is any, up to the need. It
// tells whether the need is met.
func (p *portion) take(from, to time.Time, need quantity) bool {
	if !to.After(from) {
		return false
	}
	length := min(quantity(to.Sub(from)), need-p.found)
	p.found += length
	p.last = from.Add(time.Duration(length))
	return p.found == need
}
