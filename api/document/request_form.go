package document

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

// RequestFormData is what the print of a request's form says.
type RequestFormData struct {
	Number       string
	Service      string
	Subject      string
	Applicant    string // the person's name
	Organisation string // the agency; empty: the person asks for themselves
	SubmittedAt  time.Time
	Sections     []form.Shown
	Files        []ReceiptFile
}

// RequestFormOf draws the form of a request within the actor's scope as it was
// filled in. On paper, which goes from hand to hand, a NIK is shown whole only
// to the applicant.
func (s *Service) RequestFormOf(ctx context.Context, actor auth.Actor, number string) ([]byte, error) {
	t, err := s.Tickets.Get(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	service, err := s.Tickets.Definition(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	data := RequestFormData{Number: t.Number, Service: t.ServiceType.Name, Subject: t.Subject, Applicant: t.Applicant.Name, SubmittedAt: t.SubmittedAt}
	if t.Organisation != nil {
		data.Organisation = t.Organisation.Name
	}
	fileNames := map[string]string{}
	for _, f := range t.Attachments {
		if f.Kind == attachment.RequestLetter || f.Kind == attachment.Supporting {
			data.Files = append(data.Files, ReceiptFile{Name: f.Name, Size: f.Size, SHA256: f.SHA256})
			fileNames[f.ID] = f.Name
		}
	}
	if service.Form != nil {
		var answers map[string]any
		if err := json.Unmarshal(t.Answers, &answers); err != nil {
			return nil, err
		}
		if t.Applicant.ID != actor.ID {
			answers = service.Form.Masked(answers)
		}
		words, err := s.words(ctx, drawer)
		if err != nil {
			return nil, err
		}
		words.File = func(id string) string { return fileNames[id] }
		data.Sections = service.Form.Show(answers, words)
	}
	var out bytes.Buffer
	err = drawer.RequestForm(&out, data)
	return out.Bytes(), err
}

// words is how answers are said on the office's paper.
func (s *Service) words(ctx context.Context, d *Drawer) (form.Words, error) {
	agencies, err := s.Organisations.List(ctx, "")
	if err != nil {
		return form.Words{}, err
	}
	units, err := s.Organisations.Units(ctx)
	if err != nil {
		return form.Words{}, err
	}
	agencyNames, unitNames := map[string]string{}, map[string]string{}
	for _, a := range agencies {
		agencyNames[a.ID] = a.Name
	}
	for _, u := range units {
		unitNames[u.Code] = u.Name
	}
	return form.Words{
		Zone: s.Zone, ZoneLabel: d.head.Office.TimeZoneLabel, Date: calendar.LongDate,
		Agency: func(id string) string { return agencyNames[id] },
		Unit:   func(code string) string { return unitNames[code] },
	}, nil
}

// RequestForm draws the formulir permohonan as PDF.
func (d *Drawer) RequestForm(w io.Writer, data RequestFormData) error {
	number := line(data.Number)
	blocks := []block{
		title{main: withoutBlanks("FORMULIR PERMOHONAN"), sub: withoutBlanks("Nomor: " + number)},
		fields{label: 42, after: 2, rows: []field{
			row("Layanan", data.Service),
			row("Perihal", data.Subject),
			row("Pemohon", data.Applicant),
			row("Instansi", orDash(data.Organisation)),
			row("Diajukan", d.moment(data.SubmittedAt)),
		}},
	}
	for _, s := range data.Sections {
		blocks = append(blocks, heading{withoutBlanks(line(s.Title))})
		blocks = append(blocks, answers(s.Fields)...)
	}
	if len(data.Files) > 0 {
		blocks = append(blocks, heading{withoutBlanks("Berkas yang dilampirkan")}, fileTable(data.Files))
	}
	blocks = append(blocks, paragraph{size: 9, text: note("Dicetak dari isian yang dikirimkan pemohon melalui " + d.head.Office.ProductName + ".")})
	return d.pdf(w, paper{
		title:   "Formulir Permohonan " + number,
		subject: line(data.Subject),
		date:    data.SubmittedAt,
		foot:    "Formulir permohonan " + number,
		blocks:  blocks,
	})
}

// answers draws neighbouring answers as labels with values, and rows that
// repeat as a table under their question.
func answers(list []form.ShownField) []block {
	var blocks []block
	var values []field
	flush := func() {
		if len(values) > 0 {
			blocks = append(blocks, fields{label: 62, rows: values, after: 2})
			values = nil
		}
	}
	for _, f := range list {
		if f.Head == nil {
			values = append(values, field{withoutBlanks(line(f.Title)), withoutBlanks(orDash(clean(f.Text, maxAnswer)))})
			continue
		}
		flush()
		blocks = append(blocks, paragraph{text: withoutBlanks(line(f.Title) + ":"), keep: true}, rowsTable(f))
	}
	flush()
	return blocks
}

// maxAnswer bounds an answer on paper, in characters; above every maxLength of
// the form profile.
const maxAnswer = 20000

// rowsTable has a column a field, numbered; columns share the width by the
// length of what stands in them.
func rowsTable(f form.ShownField) table {
	const numberShare, least, most = 0.07, 8, 40
	weights, sum := make([]int, len(f.Head)), 0
	for i, head := range f.Head {
		longest := len([]rune(head))
		for _, cells := range f.Rows {
			longest = max(longest, len([]rune(cells[i])))
		}
		weights[i] = min(max(longest, least), most)
		sum += weights[i]
	}
	t := table{after: 3, columns: []column{{head: "No.", share: numberShare, align: right}}}
	for i, head := range f.Head {
		t.columns = append(t.columns, column{head: line(head), share: (1 - numberShare) * float64(weights[i]) / float64(sum)})
	}
	for i, cells := range f.Rows {
		texts := []text{withoutBlanks(strconv.Itoa(i + 1))}
		for _, cell := range cells {
			texts = append(texts, withoutBlanks(orDash(clean(cell, maxAnswer))))
		}
		t.rows = append(t.rows, texts)
	}
	return t
}
