package document

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/organisation"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// DispositionSheetOf draws the lembar disposisi of a request within the actor's
// scope, from its events: paper and log agree.
func (s *Service) DispositionSheetOf(ctx context.Context, actor auth.Actor, number string) ([]byte, error) {
	t, err := s.Tickets.Get(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	events, err := s.Tickets.Events(ctx, actor, number, "disposed", "forwarded")
	if err != nil {
		return nil, err
	}
	dispositions, err := s.Tickets.Dispositions(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	positions, err := s.Organisations.Positions(ctx)
	if err != nil {
		return nil, err
	}
	data := DispositionSheetData{
		Number: t.Number, From: t.Applicant.Name, ReceivedAt: t.SubmittedAt, Urgency: firstUrgency(dispositions),
		Confidential: t.Confidential, Subject: t.Subject, Service: t.ServiceType.Name,
	}
	if t.Intake != nil {
		data.AgendaNumber, data.LetterNumber = t.Intake.AgendaNumber, t.Intake.LetterNumber
		data.LetterDate, _ = time.ParseInLocation(time.DateOnly, deref(t.Intake.LetterDate), s.Zone) // empty: no date
	}
	if t.Organisation != nil {
		data.From = t.Organisation.Name
	}
	log := sheetLog{zone: s.Zone, positions: positions, sheets: map[string]ticket.Disposition{}, places: map[string]int{}}
	for _, d := range dispositions {
		log.sheets[d.ID] = d
	}
	for i, e := range events {
		one, err := log.line(i+1, e)
		if err != nil {
			return nil, err
		}
		data.Dispositions = append(data.Dispositions, one)
	}
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = drawer.DispositionSheet(&out, data)
	return out.Bytes(), err
}

// firstUrgency is the sifat that the sheet was opened with: that of the first
// disposition that stands. Later ones say their own in their lines.
func firstUrgency(all []ticket.Disposition) ticket.Urgency {
	for _, d := range all {
		if d.WithdrawnAt == nil {
			return d.Urgency
		}
	}
	return ticket.Normal
}

// sheetLog turns the events of a request into the lines of its sheet.
type sheetLog struct {
	zone      *time.Location
	positions organisation.Positions
	sheets    map[string]ticket.Disposition // by id
	places    map[string]int                // by id: which line of the sheet it is
}

// line is the n-th line of the sheet, from 1 on.
func (l sheetLog) line(n int, e ticket.Event) (Disposition, error) {
	var in struct {
		ticket.Disposed
		Note string `json:"note"`
		Step string `json:"step"`
	}
	if err := json.Unmarshal(e.Data, &in); err != nil {
		return Disposition{}, err
	}
	one := Disposition{At: e.At, To: l.positions.Name(in.To.Role, in.To.Unit), Note: in.Note, ByPosition: l.positions.Name(e.Actor.Role, e.Actor.Unit)}
	if e.Actor.Name != nil {
		one.By = *e.Actor.Name
	}
	if e.Actor.OnBehalfOf != nil {
		one.OnBehalfOf = e.Actor.OnBehalfOf.Name
		one.ByPosition = map[string]string{"plt": "Plt. ", "plh": "Plh. "}[e.Actor.OnBehalfOf.Kind] + one.ByPosition
	}
	if due, err := time.ParseInLocation(time.DateOnly, in.DueOn, l.zone); err == nil {
		one.DueOn = due
	}
	one.Instruction = cmp.Or(instructionOf(in.Disposed), passedTo(in.Step))
	if sheet, found := l.sheets[in.ID]; found {
		l.places[in.ID] = n
		one.To, one.Note = l.recipients(sheet), l.noteOn(sheet)
	}
	return one, nil
}

// instructionOf is the ticked checklist, a line each, and the free words.
func instructionOf(d ticket.Disposed) string {
	var lines []string
	for _, line := range d.Lines {
		lines = append(lines, "[x] "+line.Text)
	}
	if d.Instruction != "" {
		lines = append(lines, d.Instruction)
	}
	return strings.Join(lines, "\n")
}

// passedTo is what stands for the instruction where a request was passed on
// without one.
func passedTo(step string) string {
	if step == "" {
		return "Diteruskan."
	}
	return "Diteruskan: " + step + "."
}

// recipients names everybody to whom a disposition goes, the responsible one
// first and marked where there are several.
func (l sheetLog) recipients(d ticket.Disposition) string {
	names := make([]string, 0, len(d.Recipients))
	for _, to := range d.Recipients {
		name := l.positions.Name(to.Role, to.Unit)
		if to.User != nil {
			name += " (" + to.User.Name + ")"
		}
		if len(d.Recipients) > 1 {
			name = "[x] " + name
			if to.Responsible {
				name += " – penanggung jawab"
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, "\n")
}

// noteOn tells that a disposition was withdrawn, its sifat, what it continues,
// and who has read it.
func (l sheetLog) noteOn(d ticket.Disposition) string {
	var notes []string
	if d.WithdrawnAt != nil {
		notes = append(notes, "Ditarik kembali "+calendar.LongDate(d.WithdrawnAt.In(l.zone)))
	}
	sifat := map[ticket.Urgency]string{ticket.Normal: "Biasa", ticket.Urgent: "Segera", ticket.VeryUrgent: "Sangat segera"}[d.Urgency]
	if d.Confidential {
		sifat += ", rahasia"
	}
	notes = append(notes, "Sifat: "+sifat)
	if d.ParentID != nil && l.places[*d.ParentID] > 0 {
		notes = append(notes, fmt.Sprintf("Lanjutan nomor %d", l.places[*d.ParentID]))
	}
	for _, to := range d.Recipients {
		if to.ReadAt != nil && to.ReadBy != nil {
			notes = append(notes, "Dibaca "+to.ReadBy.Name+", "+calendar.LongDate(to.ReadAt.In(l.zone)))
		}
	}
	return strings.Join(notes, "\n")
}
