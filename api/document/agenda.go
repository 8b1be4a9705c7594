package document

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// agendaFormat is one of the files that the agenda is handed out as.
type agendaFormat struct {
	mediaType string
	most      int // lines that it holds
	write     func(*Drawer, io.Writer, agendaBook) error
}

var agendaFormats = map[string]agendaFormat{
	"csv":  {sheet.Formats["csv"].MediaType, 10_000, agendaSheet("csv")},
	"xlsx": {sheet.Formats["xlsx"].MediaType, 10_000, agendaSheet("xlsx")},
	"pdf":  {"application/pdf", 2_000, (*Drawer).agendaPDF},
}

var (
	errAgendaFormat = apperr.BadField("/format", "agenda.format", "Pilih csv, xlsx, atau pdf.", "Choose csv, xlsx or pdf.")
	errAgendaLong   = apperr.BadField("/to", "agenda.too_long",
		"Rentang ini terlalu panjang untuk satu berkas. Persempit tanggalnya, atau pilih CSV.",
		"This range is too long for one file. Narrow the dates, or choose CSV.")
)

// Agenda makes the buku agenda of a range within the actor's scope, as a file
// of a format, and returns its name and media type along.
func (s *Service) Agenda(ctx context.Context, actor auth.Actor, query ticket.AgendaQuery, name string) (file []byte, filename, mediaType string, err error) {
	format, known := agendaFormats[name]
	if !known {
		return nil, "", "", errAgendaFormat
	}
	book, err := s.agendaBook(ctx, actor, query, format.most)
	if err != nil {
		return nil, "", "", err
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, "", "", err
	}
	var out bytes.Buffer
	err = format.write(drawer, &out, book)
	return out.Bytes(), fmt.Sprintf("agenda-%s-%s-%s.%s", book.slug, query.From, query.To, name), format.mediaType, err
}

// agendaBook is the agenda as it is printed: its name, range and lines.
type agendaBook struct {
	name, slug string
	from, to   time.Time
	lines      [][]string // by agendaColumns
}

// agendaColumns are the columns of the register, with their share of a page's
// width.
var agendaColumns = []column{
	{head: "No. agenda", share: 0.07}, {head: "Nomor permohonan", share: 0.12}, {head: "Diterima", share: 0.08}, {head: "Dari", share: 0.11},
	{head: "Nomor dan tanggal surat", share: 0.11}, {head: "Perihal", share: 0.15}, {head: "Layanan", share: 0.10},
	{head: "Disposisi kepada", share: 0.09}, {head: "Status", share: 0.09}, {head: "Jawaban", share: 0.08},
}

// agendaBook reads the whole of a range within the actor's scope.
func (s *Service) agendaBook(ctx context.Context, actor auth.Actor, query ticket.AgendaQuery, most int) (agendaBook, error) {
	book := agendaBook{name: "BUKU AGENDA PERMOHONAN MASUK", slug: "masuk"}
	if query.Book == ticket.Outgoing {
		book.name, book.slug = "BUKU AGENDA JAWABAN KELUAR", "keluar"
	}
	book.from, _ = time.ParseInLocation(time.DateOnly, query.From, s.Zone) // checked when it was read
	book.to, _ = time.ParseInLocation(time.DateOnly, query.To, s.Zone)
	positions, err := s.Organisations.Positions(ctx)
	if err != nil {
		return book, err
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return book, err
	}
	for entry, err := range s.Tickets.AgendaEntries(ctx, actor, query) {
		if err != nil {
			return book, err
		}
		if len(book.lines) == most {
			return book, errAgendaLong
		}
		book.lines = append(book.lines, drawer.agendaLine(entry, positions))
	}
	return book, nil
}

// agendaLine writes an entry by agendaColumns.
func (d *Drawer) agendaLine(e ticket.Entry, positions organisation.Positions) []string {
	agenda, letter, disposed, answer := "", "", "", ""
	if e.Intake != nil {
		agenda, letter = e.Intake.AgendaNumber, d.letterWords(*e.Intake)
	}
	from := e.Applicant
	if e.Organisation != "" {
		from = e.Organisation + " (" + e.Applicant + ")"
	}
	if e.DisposedTo != nil {
		disposed = positions.Name(e.DisposedTo.Role, e.DisposedTo.Unit)
	}
	if e.AnsweredAt != nil {
		answer = d.dayAndTime(*e.AnsweredAt)
	}
	return []string{agenda, e.Number, d.dayAndTime(e.ReceivedAt), from, letter, e.Subject, e.Service, disposed, statusWords(e.Status, e.Outcome), answer}
}

// dayAndTime writes an instant as narrow columns do: 05/01/2026 09.00.
func (d *Drawer) dayAndTime(t time.Time) string { return t.In(d.head.Zone).Format("02/01/2006 15.04") }

// letterWords names the letter that came: its number and date.
func (d *Drawer) letterWords(i ticket.Intake) string {
	day, err := time.Parse(time.DateOnly, deref(i.LetterDate))
	switch {
	case err != nil:
		return i.LetterNumber
	case i.LetterNumber == "":
		return "tanggal " + calendar.LongDate(day)
	}
	return i.LetterNumber + ", " + calendar.LongDate(day)
}

// statusWords says the status, and once it is done, the outcome (C3).
func statusWords(s ticket.Status, outcome *ticket.Outcome) string {
	words := map[ticket.Status]string{ticket.Waiting: "Menunggu", ticket.InProgress: "Dalam Proses", ticket.Done: "Selesai"}[s]
	if outcome == nil {
		return words
	}
	return words + ": " + map[ticket.Outcome]string{
		ticket.Fulfilled: "terpenuhi", ticket.Approved: "disetujui", ticket.Rejected: "ditolak", ticket.Cancelled: "dibatalkan",
	}[*outcome]
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// agendaSheet writes the agenda for spreadsheets, as CSV or as a workbook.
func agendaSheet(extension string) func(*Drawer, io.Writer, agendaBook) error {
	return func(_ *Drawer, w io.Writer, book agendaBook) error {
		table := sheet.Table{Name: "Buku Agenda", Rows: append([][]string{agendaHeads()}, book.lines...)}
		for _, c := range agendaColumns {
			table.Widths = append(table.Widths, 200*c.share)
		}
		return sheet.Formats[extension].Write(w, table)
	}
}

func agendaHeads() []string {
	heads := make([]string, len(agendaColumns))
	for i, c := range agendaColumns {
		heads[i] = c.head
	}
	return heads
}

// agendaPDF draws the agenda for printing, on pages that lie on their side.
func (d *Drawer) agendaPDF(w io.Writer, book agendaBook) error {
	days := calendar.LongDate(book.from) + " sampai " + calendar.LongDate(book.to)
	register := table{columns: agendaColumns, after: 4}
	for _, entry := range book.lines {
		cells := make([]text, len(entry))
		for i, cell := range entry {
			cells[i] = withoutBlanks(orDash(clean(cell, maxLine)))
		}
		register.rows = append(register.rows, cells)
	}
	blocks := []block{d.kop(), title{main: withoutBlanks(book.name), sub: withoutBlanks(days)}}
	if len(register.rows) == 0 {
		blocks = append(blocks, paragraph{text: withoutBlanks("Tidak ada catatan pada rentang tanggal ini.")})
	} else {
		blocks = append(blocks, register, paragraph{size: 9, text: withoutBlanks(fmt.Sprintf("Jumlah: %d", len(book.lines)))})
	}
	return d.pdf(w, paper{title: book.name + " " + days, subject: book.name, date: book.to, wide: true, foot: book.name + ", " + days, blocks: blocks})
}
