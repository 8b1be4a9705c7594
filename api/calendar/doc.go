// Package calendar is the working time of the office: which hours of which
// days count, when a time limit ends, and why. It is pure arithmetic over data;
// it reads no clock, no database and no network.
//
// A Limit is counted on one of three bases.
//
//   - working_days: the N-th working day after the day of receipt, until the
//     end of that day's service hours. The date of receipt is the date in the
//     office's zone, whether or not the office was open. Where the published
//     setting says that the day of receipt counts, it is day one if the request
//     came in before that day's closing; otherwise the next working day is.
//   - working_minutes: minutes inside the service hours, breaks excluded,
//     exact to the instant of receipt.
//   - clock_hours: hours of any day and night (3×24 jam is 72 clock hours).
//
// While a request is returned to the applicant or waits for an external body
// its clock is stopped. Stopped time does not count, exactly, for minutes and
// hours. A working day does not count when the clock stands in the last moment
// of its service hours: returned at 10.00 and sent again at 14.00 the day
// counts; sent again the next morning it does not; returned at the very moment
// of closing it has been worked and counts. So each interruption is rounded
// once, in the same way, for and against the office.
//
// A deadline is always computed from its causes (receipt, limit, extension,
// stops, calendar) and never patched, so that it can be computed again when one
// of them changes, and explained day by day.
//
// A holiday closes a day whatever else is said of it. An exceptional period
// (Ramadan hours, a day of shorter service, an opened Saturday) replaces the
// week for its dates, and a week holds from its date of effect until the next.
//
// The rules are kept in versions, none of which ever changes: every change of
// hours, holidays or periods makes the next one. So every instance sees a change
// at its next question, a deadline can be explained by the rules that it was
// computed with, and what has to be computed again is what carries an older
// version.
//
// Sources: SOP PSE (service hours, minutes); SK 020/SK/DKISP.SET/V/2024 (limits
// in working days, 3×24 jam); the joint decrees named in data/holidays.yaml.
package calendar
