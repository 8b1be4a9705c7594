package document

import (
	"strconv"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

// enclosures are the three documents that both letters bring.
var enclosures = []recommendation.Paper{recommendation.NeedsPaper, recommendation.PlanningPaper, recommendation.RisksPaper}

// letter is the surat permohonan to the head of the office (R4): the agency
// prints it, signs it, and uploads it.
func (s *sheets) letter() ([]block, error) {
	o := s.drawer.head.Office
	blocks := s.letterTop("Permohonan Rekomendasi "+s.subject(), []string{o.Head.Position}, o.City)
	id := s.Content.Identity
	blocks = append(blocks,
		said("Dengan hormat,"),
		said("Sehubungan dengan rencana "+strings.ToLower(orDots(s.said("proposal"), 20))+" aplikasi pada tahun anggaran "+orDots(number(id.BudgetYear), 8)+
			", bersama ini kami mengajukan permohonan pertimbangan atas aplikasi sebagai berikut:"),
		s.data(),
		said("Sebagai kelengkapan permohonan, kami lampirkan:"),
		s.enclosed(),
		s.contact(),
		letterEnd{
			said("Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih."),
			s.sealed(s.signedLetter()),
		},
	)
	return blocks, nil
}

// ministryLetter is the letter to the Minister in the format of Lampiran II,
// as the office's template words it.
func (s *sheets) ministryLetter() ([]block, error) {
	t := s.Ministry
	blocks := s.letterTop(s.fill(t.Subject), t.Addressee, "Jakarta")
	blocks = append(blocks, said("Dengan hormat,"), said(s.fill(t.Opening)), s.data())
	for _, b := range t.Body {
		blocks = append(blocks, said(s.fill(b)))
	}
	blocks = append(blocks, s.enclosed(), s.contact(), letterEnd{said(s.fill(t.Closing)), s.sealed(s.signedLetter())})
	if len(t.CopiesTo) > 0 {
		var to copies
		for _, c := range t.CopiesTo {
			to = append(to, withoutBlanks(line(s.fill(c))))
		}
		blocks = append(blocks, gap(3), to)
	}
	return blocks, nil
}

// fill puts the proposal into a paragraph of a template.
func (s *sheets) fill(template string) string {
	id := s.Content.Identity
	return strings.NewReplacer(
		"{application}", orDots(id.Application, 30), "{proposal}", orDots(s.said("proposal"), 16), "{kind}", orDots(s.said("application_kind"), 16),
		"{year}", orDots(number(id.BudgetYear), 6), "{agency}", line(s.Agency), "{cost}", orDots(s.cost(), 16), "{number}", line(s.Number),
	).Replace(template)
}

// letterTop is the head of a letter down to the addressee.
func (s *sheets) letterTop(subject string, to []string, city string) []block {
	id := s.Content.Identity
	blocks := []block{
		s.agencyHead(),
		paragraph{text: withoutBlanks(s.place()), align: right, after: 1},
		fields{label: 24, after: 3, rows: []field{
			{withoutBlanks("Nomor"), withoutBlanks(orDots(id.LetterNumber, 40))},
			{withoutBlanks("Sifat"), withoutBlanks("Biasa")},
			{withoutBlanks("Lampiran"), withoutBlanks(strconv.Itoa(len(enclosures)) + " (" + numberWords(len(enclosures)) + ") berkas")},
			{withoutBlanks("Hal"), strong(line(subject))},
		}},
	}
	for i, l := range to {
		if i == 0 {
			l = "Yth. " + l
		}
		blocks = append(blocks, paragraph{text: withoutBlanks(line(l))})
	}
	return append(blocks, paragraph{text: withoutBlanks("di " + line(city)), after: 3})
}

// data is what both letters say of the application.
func (s *sheets) data() fields {
	id := s.Content.Identity
	rows := []field{
		row("Nama aplikasi", orDots(id.Application, 40)),
		row("Jenis usulan", orDots(s.said("proposal"), 40)),
	}
	if id.Proposal == "development" {
		rows = append(rows, row("Sistem yang dikembangkan", orDots(id.ExistingSystem, 40)))
	}
	rows = append(rows,
		row("Jenis aplikasi", orDots(s.said("application_kind"), 40)),
		row("Jenis layanan", orDots(s.said("service_kind"), 40)),
		row("Tahun anggaran", orDots(number(id.BudgetYear), 40)),
		row("Perkiraan biaya", orDots(s.cost(), 40)),
		row("Waktu pelaksanaan", s.period()),
	)
	return fields{rows: rows, label: 56, numbered: true, inset: 4, after: 3}
}

func (s *sheets) period() string {
	t := s.Content.Needs.TargetTime
	if t.Start == "" || t.Finish == "" {
		return dots(40)
	}
	return longDay(t.Start) + " sampai " + longDay(t.Finish)
}

func (s *sheets) enclosed() list {
	l := list{mark: letters, inset: 4, after: 3}
	for i, e := range enclosures {
		end := ";"
		if i == len(enclosures)-1 {
			end = "."
		}
		l.items = append(l.items, withoutBlanks(e.Title()+end))
	}
	return l
}

// contact is the sentence that names whom to call.
func (s *sheets) contact() paragraph {
	var c recommendation.Person
	if s.Content.Identity.Contact != nil {
		c = *s.Content.Identity.Contact
	}
	words := "Untuk keterangan lebih lanjut, narahubung kami adalah " + orDots(c.Name, 30)
	if c.Position != "" {
		words += ", " + line(c.Position)
	}
	if c.Phone != "" {
		words += ", telepon " + line(c.Phone)
	}
	if c.Email != "" {
		words += ", surel " + line(c.Email)
	}
	return said(words + ".")
}

func (s *sheets) signedLetter() signatures {
	signed := s.signedBy(false)
	signed[0].place = nil // it stands above
	return signed
}

// said is a paragraph of a letter in which brackets are only brackets.
func said(words string) paragraph {
	return paragraph{text: withoutBlanks(clean(words, maxParagraph)), align: justified, indent: 12, after: 2}
}

// letterEnd is the last sentence and the signature, in one piece.
type letterEnd struct {
	last paragraph
	sign block
}

func (e letterEnd) draw(p *pen) { together{e.last, e.sign}.draw(p) }

// study is the kajian teknis: the office's paper on a submitted proposal.
func (s *sheets) study() ([]block, error) {
	answers, err := s.Study.Answers()
	if err != nil {
		return nil, err
	}
	blocks := []block{
		s.drawer.kop(),
		title{main: withoutBlanks("KAJIAN TEKNIS"), sub: withoutBlanks("Nomor: " + orDots(s.Study.Number, 40))},
		fields{label: 52, after: 3, rows: []field{
			row("Usulan", orDash(line(s.Number))),
			row("Aplikasi", orDash(line(s.Content.Identity.Application))),
			row("Jenis usulan", orDash(s.said("proposal"))),
			row("Perangkat Daerah", orDash(line(s.Agency))),
			row("Tahun anggaran", orDash(number(s.Content.Identity.BudgetYear))),
			row("Perkiraan biaya", orDash(s.cost())),
			row("Nomor tiket", orDash(line(s.TicketNumber))),
		}},
	}
	letter := 'A'
	f := s.forms.Study.Form
	for _, section := range f.Show(answers, s.words) {
		var list = section.Fields
		if section.Title == f.Sections[0].Title { // number, date and team stand above and below
			continue
		}
		blocks = append(blocks, heading{withoutBlanks(string(letter) + ". " + section.Title)})
		blocks = append(blocks, answerBlocks(f, list)...)
		letter++
	}
	return append(blocks, s.team()...), nil
}

// team is where those sign who wrote the study, two in a row.
func (s *sheets) team() []block {
	date := dots(24)
	if s.Study.Date != "" {
		date = longDay(s.Study.Date)
	}
	last := together{paragraph{text: withoutBlanks(s.drawer.head.Office.City + ", " + date), align: right}}
	var blocks []block
	team := s.Study.Team
	if len(team) == 0 {
		team = []recommendation.Member{{}}
	}
	for len(team) > 0 {
		n := min(2, len(team))
		var all signatures
		for _, m := range team[:n] {
			one := signature{position: withoutBlanks(orDots(m.Position, 30) + ","), name: withoutBlanks(orDots(m.Name, 34))}
			if m.NIP != "" {
				one.lines = []text{withoutBlanks("NIP " + spacedNIP(m.NIP))}
			}
			all = append(all, one)
		}
		last, team = append(last, all), team[n:]
		if len(team) == 0 && s.seal != nil {
			last = append(last, *s.seal)
		}
		blocks, last = append(blocks, last), nil
	}
	return blocks
}
