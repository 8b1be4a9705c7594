package site

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// T returns the sentence in the language of the page.
func (v *view) T(id, en string) string {
	if v.Lang == "en" {
		return en
	}
	return id
}

// Date writes a date (YYYY-MM-DD) as 2 Mei 2024.
func (v *view) Date(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return v.day(day)
}

// Bytes writes the size of a file as 1,4 MB.
func (v *view) Bytes(n int64) string {
	unit, scale := "kB", 1000.0
	if n >= 999_950 {
		unit, scale = "MB", 1_000_000
	}
	text := strings.TrimSuffix(strconv.FormatFloat(float64(n)/scale, 'f', 1, 64), ".0")
	return v.T(strings.ReplaceAll(text, ".", ","), text) + " " + unit
}

func (v *view) day(t time.Time) string {
	return v.T(calendar.LongDate(t), t.Format("2 January 2006"))
}

// Time writes an instant as 21 Juli 2025 pukul 10.30 WITA.
func (v *view) Time(t time.Time) string {
	t = t.In(v.zone)
	return v.day(t) + v.T(" pukul ", " at ") + t.Format("15.04") + " " + v.Office.TimeZoneLabel
}

// Limit writes a time limit with its basis (requirement C4).
func (v *view) Limit(l calendar.Limit) string {
	n := strconv.Itoa(l.Amount)
	plural := "s"
	if l.Amount == 1 {
		plural = ""
	}
	switch l.Basis {
	case calendar.WorkingMinutes:
		text := n + v.T(" menit kerja", " working minute"+plural)
		if l.Amount >= 60 {
			text += " (" + v.hours(l.Amount) + ")"
		}
		return text
	case calendar.ClockHours:
		if days := l.Amount / 24; l.Amount%24 == 0 && days > 1 { // as people say it
			return fmt.Sprintf("%d × 24 %s", days, v.T("jam", "hours"))
		}
		return n + v.T(" jam", " hour"+plural)
	}
	return n + v.T(" hari kerja", " working day"+plural)
}

// hours writes minutes as hours and minutes: 7 jam 30 menit. They are not written
// as days, which are of different lengths.
func (v *view) hours(minutes int) string {
	count := func(n int, id, en string) string {
		if n != 1 {
			en += "s"
		}
		return strconv.Itoa(n) + " " + v.T(id, en)
	}
	text := count(minutes/60, "jam", "hour")
	if rest := minutes % 60; rest > 0 {
		text += " " + count(rest, "menit", "minute")
	}
	return text
}

// LimitOf is Limit for an amount that stands by itself.
func (v *view) LimitOf(amount int, basis calendar.Basis) string {
	return v.Limit(calendar.Limit{Amount: amount, Basis: basis})
}

// LimitMeaning explains what a time limit is counted in.
func (v *view) LimitMeaning(l calendar.Limit) string {
	switch l.Basis {
	case calendar.WorkingMinutes:
		return v.T("Yang dihitung hanya menit pada jam layanan di hari kerja.", "Only minutes within service hours on working days count.")
	case calendar.ClockHours:
		return v.T(
			fmt.Sprintf("Sama dengan %d jam yang berjalan terus sejak diterima, termasuk malam dan hari libur; bukan hitungan hari kerja.", l.Amount),
			fmt.Sprintf("That is %d hours without a break from receipt, nights and holidays included; it is not counted in working days.", l.Amount))
	}
	text := v.T("Sabtu, Minggu, hari libur nasional, cuti bersama, dan libur daerah tidak dihitung.",
		"Saturdays, Sundays, national and regional holidays and collective leave do not count.")
	if v.dayOfReceipt {
		return text + v.T(" Hari diterimanya permohonan dihitung.", " The day of receipt counts.")
	}
	return text + v.T(" Hari diterimanya permohonan tidak dihitung.", " The day of receipt does not count.")
}

// LedgerDay writes a day of a deadline's ledger as Senin, 5 Januari 2026.
func (v *view) LedgerDay(d calendar.Date) string {
	names := [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	return v.T(names[d.Weekday()], d.Weekday().String()) + ", " + v.Date(d.String())
}

// LedgerAmount writes what a day of a ledger gave.
func (v *view) LedgerAmount(basis calendar.Basis, d calendar.Day) string {
	if !d.Counted {
		return v.T("tidak dihitung", "not counted")
	}
	return v.LimitOf(d.Amount, basis)
}

// LedgerNote says why a day of a ledger did not count, or not whole.
func (v *view) LedgerNote(d calendar.Day) string {
	why := map[calendar.Reason]string{
		calendar.ReasonWeekend:      v.T("bukan hari layanan", "not a day of service"),
		calendar.ReasonHoliday:      v.T("hari libur", "holiday"),
		calendar.ReasonClosed:       v.T("kantor tutup", "office closed"),
		calendar.ReasonDayOfReceipt: v.T("hari diterimanya permohonan tidak dihitung", "the day of receipt does not count"),
		calendar.ReasonOutsideHours: v.T("di luar jam layanan", "outside service hours"),
		calendar.ReasonStopped:      v.T("waktu berhenti", "the clock stood"),
	}[d.Reason]
	if d.Counted && d.Reason == calendar.ReasonStopped {
		why = v.T("sebagian waktu berhenti", "the clock stood for a part")
	}
	switch {
	case d.Name == "":
		return why
	case why == "":
		return d.Name
	}
	return why + ": " + d.Name
}

// StopReason says why a clock stood.
func (v *view) StopReason(s ticket.ClockStop) string {
	switch s.Reason {
	case ticket.StopExternal:
		return v.T("Menunggu ", "Waiting for ") + s.Body + v.T(", rujukan ", ", reference ") + s.Reference
	case ticket.StopApplicant:
		return v.T("Menunggu Anda", "Waiting for you")
	}
	return v.T("Dikembalikan untuk Anda perbaiki", "Returned to you for correction")
}

// Audience names who may ask for a service.
func (v *view) Audience(list []catalogue.Audience) string {
	names := make([]string, len(list))
	for i, a := range list {
		switch a {
		case catalogue.Agency:
			names[i] = v.T("Perangkat Daerah", "Government agencies")
		case catalogue.Regency:
			names[i] = v.T("Kabupaten/Kota", "Regencies and cities")
		case catalogue.School:
			names[i] = v.T("Sekolah", "Schools")
		case catalogue.Public:
			names[i] = v.T("Masyarakat", "The public")
		}
	}
	return strings.Join(names, ", ")
}

// Channel names how a service is asked for.
func (v *view) Channel(c catalogue.Channel) string {
	switch c {
	case catalogue.ByLetter:
		return v.T("Dengan surat", "By letter")
	case catalogue.External:
		return v.T("Di situs lain", "On another site")
	}
	return "Online"
}

// Actor names who works at a step.
func (v *view) Actor(a catalogue.Actor) string {
	unit := v.units[a.Unit]
	if unit == "" {
		unit = a.Unit
	}
	switch a.Role {
	case "applicant":
		return v.T("Pemohon", "Applicant")
	case "front_office":
		return v.T("Loket layanan", "Front office")
	case "head":
		return v.T("Kepala Dinas", "Head of the office")
	case "division_head":
		if a.Unit == "sekretariat" {
			return v.T("Sekretaris", "Secretary")
		}
		return v.T("Kepala ", "Head of ") + unit
	case "technical":
		if a.Unit == "sekretariat" {
			return v.T("Staf ", "Staff of ") + unit
		}
		return v.T("Tim teknis ", "Technical team of ") + unit
	case "verifier":
		return v.T("Verifikator", "Verifier")
	case "ppid":
		return "PPID"
	}
	return a.Role
}

// Law writes a legal basis in one line, without its title.
func (v *view) Law(b catalogue.LegalBasis) string {
	text := b.Kind + " Nomor " + b.Number
	if b.Year != 0 && !strings.HasSuffix(b.Number, "/"+strconv.Itoa(b.Year)) {
		text += " Tahun " + strconv.Itoa(b.Year)
	}
	return text
}

// WhatsApp returns the address that opens a chat with a number.
func (v *view) WhatsApp(number string) string {
	digits := strings.TrimPrefix(number, "+")
	if rest, ok := strings.CutPrefix(digits, "0"); ok {
		digits = "62" + rest
	}
	return "https://wa.me/" + digits
}

// Phone writes a number so that it can be read: +62 822-5373-1353.
func (v *view) Phone(number string) string {
	digits := strings.TrimPrefix(number, "+")
	if rest, ok := strings.CutPrefix(digits, "0"); ok {
		digits = "62" + rest
	}
	local := strings.TrimPrefix(digits, "62")
	if len(local) < 9 {
		return number
	}
	return "+62 " + local[:3] + "-" + local[3:7] + "-" + local[7:]
}

// Lines splits a text of the settings into its lines.
func (v *view) Lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}

// IsCategory tells whether a service belongs to a category.
func (v *view) IsCategory(p catalogue.Published, code string) bool { return p.Category == code }
