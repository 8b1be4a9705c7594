package document

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// DispositionSheetData is what a lembar disposisi says. Everything below the
// head comes from the events of the request, so that paper and log agree.
type DispositionSheetData struct {
	Number       string    // of the request
	From         string    // surat dari: the agency, or the person
	LetterNumber string    // of the letter that came; empty: none
	LetterDate   time.Time // zero: none
	ReceivedAt   time.Time
	AgendaNumber string         // empty: not entered in the agenda
	Urgency      ticket.Urgency // with which the sheet was opened
	Confidential bool           // rahasia
	Subject      string
	Service      string
	Dispositions []Disposition
}

// Disposition is one passing on of the request.
type Disposition struct {
	At          time.Time
	To          string // diteruskan kepada: position, and name where there is one
	Instruction string
	Note        string    // empty: none
	DueOn       time.Time // batas waktu, a day; zero: none
	By          string    // who passed it on
	ByPosition  string
	OnBehalfOf  string // for whom they stood in (Plt./Plh.); empty: for themselves
}

// DispositionSheet draws the lembar disposisi as PDF.
func (d *Drawer) DispositionSheet(w io.Writer, data DispositionSheetData) error {
	number := line(data.Number)
	urgency := func(u ticket.Urgency) bool { return data.Urgency == u }
	blocks := []block{
		d.kop(),
		title{main: withoutBlanks("LEMBAR DISPOSISI")},
		boxes{
			{box("Surat dari", data.From), box("Diterima tanggal", d.moment(data.ReceivedAt))},
			{box("Nomor surat", data.LetterNumber), box("Nomor agenda", data.AgendaNumber)},
			{box("Tanggal surat", d.dateOrDash(data.LetterDate)), box("Nomor permohonan", number)},
			{{label: "Sifat", checks: []check{
				{"Biasa", urgency(ticket.Normal)},
				{"Segera", urgency(ticket.Urgent)},
				{"Sangat segera", urgency(ticket.VeryUrgent)},
				{"Rahasia", data.Confidential},
			}}},
			{box("Hal", data.Subject)},
			{box("Layanan", data.Service)},
		},
		dispositions(d, data.Dispositions),
	}
	date := data.ReceivedAt
	for _, one := range data.Dispositions {
		if one.At.After(date) {
			date = one.At
		}
	}
	foot := "Lembar disposisi " + number
	if data.Confidential {
		foot += " – RAHASIA"
	}
	return d.pdf(w, paper{title: "Lembar Disposisi " + number, subject: line(data.Subject), date: date, foot: foot, blocks: blocks})
}

func dispositions(d *Drawer, all []Disposition) table {
	// Wide enough for the longest word of each: a month with its day, the
	// position of the counter.
	t := table{mark: 1, columns: []column{
		{head: "No.", share: 0.053},
		{head: "Tanggal", share: 0.148},
		{head: "Diteruskan kepada", share: 0.164},
		{head: "Isi disposisi / instruksi", share: 0.189},
		{head: "Catatan", share: 0.15},
		{head: "Batas waktu", share: 0.119},
		{head: "Paraf / nama", share: 0.177},
	}}
	for i, one := range all {
		at := one.At.In(d.head.Zone)
		t.rows = append(t.rows, []text{
			withoutBlanks(strconv.Itoa(i+1) + "."),
			withoutBlanks(calendar.LongDate(at) + "\n" + at.Format("15.04 ") + d.head.Office.TimeZoneLabel),
			withoutBlanks(clean(one.To, maxParagraph)),
			withoutBlanks(clean(one.Instruction, maxParagraph)),
			withoutBlanks(clean(orDash(one.Note), maxParagraph)),
			withoutBlanks(d.dateOrDash(one.DueOn)),
			withoutBlanks(signer(one)),
		})
	}
	// A sheet is also carried about and written on by hand.
	const atLeast = 4
	for len(t.rows) < atLeast {
		t.rows = append(t.rows, []text{withoutBlanks("\n\n\n"), nil, nil, nil, nil, nil, nil})
	}
	return t
}

// signer names who passed the request on, and for whom.
func signer(one Disposition) string {
	lines := []string{line(one.By), line(one.ByPosition)}
	if behalf := line(one.OnBehalfOf); behalf != "" {
		lines = append(lines, "a.n. "+behalf)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func (d *Drawer) dateOrDash(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return d.date(t)
}

func box(label, value string) formField {
	return formField{label: label, value: withoutBlanks(clean(orDash(value), maxLine))}
}
