package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

var _ recommendation.Papers = (*Service)(nil)

// Draw draws a paper of a proposal as PDF. The same data gives the same bytes.
func (s *Service) Draw(ctx context.Context, kind recommendation.Paper, p recommendation.Printed) ([]byte, error) {
	drawer, err := s.office(ctx)
	if err != nil {
		return nil, err
	}
	words, err := s.words(ctx, drawer)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = drawer.Proposal(&out, kind, p, s.Forms, words)
	return out.Bytes(), err
}

// Proposal draws a paper of a proposal as PDF (requirement R7).
func (d *Drawer) Proposal(w io.Writer, kind recommendation.Paper, p recommendation.Printed, forms recommendation.Forms, words form.Words) error {
	words.File = func(id string) string { return p.Names[id] }
	s := &sheets{drawer: d, Printed: p, forms: forms, words: words}
	draw := map[recommendation.Paper]func() ([]block, error){
		recommendation.NeedsPaper: s.needs, recommendation.PlanningPaper: s.planning, recommendation.RisksPaper: s.risks,
		recommendation.LetterPaper: s.letter, recommendation.MinistryLetterPaper: s.ministryLetter, recommendation.StudyPaper: s.study,
	}[kind]
	if draw == nil {
		return fmt.Errorf("document: no proposal has a paper %q", kind)
	}
	var err error
	s.seal, err = s.genuineness(kind)
	if err != nil {
		return err
	}
	blocks, err := draw()
	if err != nil {
		return err
	}
	pictures, err := s.pictures(kind)
	if err != nil {
		return err
	}
	blocks = append(blocks, pictures...)
	name := kind.Title() + " " + line(p.Number)
	foot := name
	if p.Content.Identity.Application != "" {
		foot += " – " + line(p.Content.Identity.Application)
	}
	return d.pdf(w, paper{
		title:   name,
		subject: line(p.Content.Identity.Application),
		date:    p.Date,
		draft:   p.Submission == 0,
		wide:    kind == recommendation.RisksPaper,
		close:   kind == recommendation.LetterPaper || kind == recommendation.MinistryLetterPaper,
		foot:    foot,
		blocks:  blocks,
	})
}

// sheets makes the blocks of the papers of one proposal.
type sheets struct {
	recommendation.Printed
	drawer *Drawer
	forms  recommendation.Forms
	words  form.Words
	seal   *seal // beside the signature; nil on a draft
}

// agencyHead is the letterhead of the proposing agency: what it has not said of
// itself is left out rather than invented.
func (s *sheets) agencyHead() letterhead {
	government := s.Government
	if government == "" {
		government = s.drawer.head.Office.Government
	}
	head := letterhead{government: withoutBlanks(strings.ToUpper(line(government))), name: withoutBlanks(strings.ToUpper(line(s.Agency)))}
	for _, l := range []string{s.Content.Identity.AgencyAddress, s.Content.Identity.AgencyContact} {
		if l != "" {
			head.lines = append(head.lines, withoutBlanks(line(l)))
		}
	}
	if len(head.lines) == 0 {
		head.lines = []text{withoutBlanks("Alamat: " + dots(70)), withoutBlanks("Telepon, surel, laman: " + dots(54))}
	}
	return head
}

// dots is a line to write on by hand.
func dots(n int) string { return strings.Repeat(".", n) }

// orDots is what was written, or room to write it by hand.
func orDots(s string, n int) string {
	if s = line(s); s != "" {
		return s
	}
	return dots(n)
}

// opening is the head of a document: whose it is, what it is called, what it is about.
func (s *sheets) opening(kind recommendation.Paper) []block {
	id := s.Content.Identity
	rows := []field{
		row("Nomor usulan", orDash(line(s.Number))),
		row("Nama aplikasi", orDash(line(id.Application))),
		row("Jenis usulan", orDash(s.said("proposal"))),
	}
	if kind == recommendation.RisksPaper { // room for the matrix on the first page
		rows = append(rows, row("Tahun anggaran", orDash(number(id.BudgetYear))))
		return s.titled(kind, rows)
	}
	if id.Proposal == "development" {
		system := line(id.ExistingSystem)
		if id.ExistingRegistration != "" {
			system += "\nTanda daftar PSE: " + line(id.ExistingRegistration)
		}
		rows = append(rows, row("Sistem yang dikembangkan", orDash(system)))
	}
	rows = append(rows,
		row("Jenis aplikasi", orDash(s.said("application_kind"))),
		row("Jenis layanan", orDash(s.said("service_kind"))),
		row("Platform", orDash(strings.ReplaceAll(s.said("platforms"), "\n", ", "))),
		row("Tahun anggaran", orDash(number(id.BudgetYear))),
		row("Perkiraan biaya", orDash(s.cost())),
		row("Unit TIK", orDash(line(id.ICTUnit))),
		row("Unit proses bisnis", orDash(line(id.ProcessUnit))),
	)
	if kind == recommendation.NeedsPaper {
		if id.DevelopmentReason != "" {
			rows = append(rows, field{withoutBlanks("Bagian yang dikembangkan"), withoutBlanks(clean(id.DevelopmentReason, maxAnswer))})
		}
		rows = append(rows, field{withoutBlanks("Fungsi bisnis"), withoutBlanks(orDash(clean(id.BusinessFunction, maxAnswer)))})
	}
	return s.titled(kind, rows)
}

func (s *sheets) titled(kind recommendation.Paper, rows []field) []block {
	return []block{
		s.agencyHead(),
		title{main: withoutBlanks(strings.ToUpper(kind.Title())), sub: withoutBlanks(s.subject())},
		fields{label: 52, rows: rows, after: 3},
	}
}

// subject is what is proposed, in a few words.
func (s *sheets) subject() string {
	kind := s.said("proposal")
	if kind == "" {
		kind = "Pembangunan atau Pengembangan"
	}
	return kind + " Aplikasi " + orDots(s.Content.Identity.Application, 40)
}

func (s *sheets) cost() string {
	id := s.Content.Identity
	if id.EstimatedCost == 0 {
		return ""
	}
	source := s.said("funding")
	if id.Funding == "other" && id.FundingOther != "" {
		source = line(id.FundingOther)
	}
	if source != "" {
		source = " (" + source + ")"
	}
	return rupiah(id.EstimatedCost) + source
}

// said is an answer of the identity in words; empty where there is none.
func (s *sheets) said(key string) string {
	for _, f := range s.shown("identity") {
		if f.Key == key {
			return f.Text
		}
	}
	return ""
}

// shown are the questions of a point with their answers in words.
func (s *sheets) shown(key string) []form.ShownField {
	point, _ := s.forms.Point(key)
	answers, err := s.Content.Answers(key)
	if err != nil {
		return nil // a struct of plain values always becomes JSON
	}
	return flat(point.Form.Show(answers, s.words))
}

func flat(sections []form.Shown) []form.ShownField {
	var all []form.ShownField
	for _, s := range sections {
		all = append(all, s.Fields...)
	}
	return all
}

func (s *sheets) needs() ([]block, error) {
	blocks := s.opening(recommendation.NeedsPaper)
	for _, p := range s.forms.Points {
		if p.Document == recommendation.NeedsPart {
			blocks = append(blocks, s.point(p)...)
		}
	}
	blocks = append(blocks, s.appendix(recommendation.NeedsPaper)...)
	return append(blocks, together{
		paragraph{text: withoutBlanks("Disusun oleh unit TIK dan unit proses bisnis:"), after: 1},
		signatures{s.author("Unit TIK,", s.Content.Identity.ICTUnit), s.author("Unit proses bisnis,", s.Content.Identity.ProcessUnit)},
	}, s.sealed(s.signedBy(true))), nil
}

func (s *sheets) planning() ([]block, error) {
	blocks := s.opening(recommendation.PlanningPaper)
	for _, p := range s.forms.Points {
		if p.Document == recommendation.PlanningPart {
			blocks = append(blocks, s.point(p)...)
		}
	}
	return s.concluded(append(blocks, s.appendix(recommendation.PlanningPaper)...)), nil
}

// point is a numbered point of a document with what was written at it.
func (s *sheets) point(p recommendation.Point) []block {
	blocks := []block{heading{withoutBlanks(fmt.Sprintf("%d. %s", p.Number, p.Title))}}
	list := flat(p.Form.Show(s.answersOf(p.Key), s.words))
	if p.Key == "needs-6" { // the sums stand before what is concluded from them
		last := len(list) - 1
		blocks = append(blocks, answerBlocks(p.Form, list[:last])...)
		blocks = append(blocks, s.costByYear()...)
		list = list[last:]
		blocks = append(blocks, label(list[0].Title))
	}
	blocks = append(blocks, answerBlocks(p.Form, list)...)
	if p.Key == "needs-7" {
		blocks = append(blocks, s.initialRisks()...)
	}
	return blocks
}

// costByYear adds up the costs of each year; nothing where there is one year.
func (s *sheets) costByYear() []block {
	totals := s.Content.Totals()
	if len(totals.CostByYear) < 2 {
		return nil
	}
	t := table{after: 3, total: true, columns: []column{{head: "Tahun", share: 0.5, align: centred}, {head: "Biaya", share: 0.5, align: right}}}
	for _, y := range totals.CostByYear {
		t.rows = append(t.rows, []text{withoutBlanks(number(y.Year)), withoutBlanks(rupiah(y.Amount))})
	}
	t.rows = append(t.rows, []text{withoutBlanks("Jumlah"), withoutBlanks(rupiah(totals.Cost))})
	return []block{label("Biaya menurut tahun"), t}
}

func (s *sheets) answersOf(key string) map[string]any {
	answers, err := s.Content.Answers(key)
	if err != nil {
		return nil
	}
	return answers
}

// label stands over a part of a point.
func label(s string) paragraph {
	return paragraph{text: strong(line(s)), size: 10, keep: true, after: 0.8}
}

// answerBlocks draws answers in the order of the form: short ones as labels
// with values, long ones as paragraphs under their question, rows as tables
// that end in the sum which the form computes of a column.
func answerBlocks(f form.Form, list []form.ShownField) []block {
	var blocks []block
	var values []field
	flush := func() {
		if len(values) > 0 {
			blocks = append(blocks, fields{label: 62, rows: values, after: 2})
			values = nil
		}
	}
	summed := map[string]bool{}
	for _, a := range list {
		asked := f.Properties[a.Key]
		switch {
		case summed[a.Key]:
		case asked.Kind() == form.Rows:
			flush()
			if len(a.Rows) == 0 {
				if len(list) > 1 && !f.Requires(a.Key) {
					continue
				}
				blocks = append(blocks, label(a.Title), paragraph{text: note("Belum diisi."), after: 2})
				continue
			}
			if len(list) > 1 {
				blocks = append(blocks, label(a.Title))
			}
			t := proportioned(rowsTable(a), asked)
			t.fit = true
			for _, total := range list {
				if column, ok := sumOf(f.Properties[total.Key], a.Key, asked.Items.Order); ok {
					t.rows, t.total = append(t.rows, sumRow(len(a.Head), column, total.Text, asked.Items.Properties[asked.Items.Order[column]])), true
					summed[total.Key] = true
				}
			}
			blocks = append(blocks, t)
		case asked.Kind() == form.LongText:
			if a.Text == "" && !f.Requires(a.Key) {
				continue
			}
			flush()
			if len(list) > 1 {
				blocks = append(blocks, label(a.Title))
			}
			if a.Text == "" {
				blocks = append(blocks, paragraph{text: note("Belum diisi."), after: 2})
				continue
			}
			blocks = append(blocks, paragraph{text: withoutBlanks(clean(a.Text, maxAnswer)), align: justified, after: 2.5})
		case a.Text == "" && !f.Requires(a.Key):
		default:
			values = append(values, field{withoutBlanks(line(a.Title)), withoutBlanks(orDash(clean(a.Text, maxAnswer)))})
		}
	}
	flush()
	return blocks
}

// proportioned sets the numbers of a table to the right.
func proportioned(t table, rows form.Field) table {
	for i, key := range rows.Items.Order {
		switch rows.Items.Properties[key].Kind() {
		case form.Money, form.Number:
			t.columns[i+1].align = right
		}
	}
	return t
}

// sumOf tells of which column of the rows a computed number is the sum.
func sumOf(f form.Field, rows string, order []string) (column int, ok bool) {
	if f.Kind() != form.Computed || len(f.Sum) != 1 {
		return 0, false
	}
	list, cell, _ := strings.Cut(f.Sum[0], "/")
	column = slices.Index(order, cell)
	return column, list == rows && column >= 0
}

// sumRow is the last row of a table of n columns beside the number.
func sumRow(n, column int, total string, of form.Field) []text {
	cells := make([]text, n+1)
	for i := range cells {
		cells[i] = withoutBlanks("")
	}
	at := 1
	if column == 0 {
		at = 0
	}
	cells[at] = withoutBlanks("Jumlah")
	if of.Kind() == form.Money {
		total = "Rp" + total
	}
	cells[column+1] = withoutBlanks(line(total))
	return cells
}

// initialRisks is the register in short (point 7 of Pasal 7): it is typed in
// the register alone.
func (s *sheets) initialRisks() []block {
	if len(s.Content.Risks) == 0 {
		return []block{paragraph{text: note("Daftar risiko belum diisi."), after: 2}}
	}
	t := table{after: 3, columns: []column{
		{head: "No.", share: 0.07, align: right}, {head: "Risiko", share: 0.47}, {head: "Kategori", share: 0.22}, {head: "Besaran", share: 0.1, align: right}, {head: "Level", share: 0.14},
	}}
	for i, r := range s.Content.Risks {
		t.rows = append(t.rows, []text{
			withoutBlanks(strconv.Itoa(i + 1)), withoutBlanks(orDash(clean(r.Event, maxAnswer))), withoutBlanks(orDash(s.riskWord("category", r.Category))),
			withoutBlanks(orDash(number(r.Magnitude()))), withoutBlanks(orDash(recommendation.LevelOf(r.Magnitude()).Title)),
		})
	}
	return []block{label("Daftar risiko"), t, paragraph{text: note("Rincian dan penanganannya ada pada Dokumen Manajemen Risiko."), size: 9, after: 2}}
}

// appendix lists the attached files, and says which are printed behind.
func (s *sheets) appendix(kind recommendation.Paper) []block {
	if len(s.Attachments) == 0 {
		return nil
	}
	t := table{after: 3, columns: []column{
		{head: "No.", share: 0.07, align: right}, {head: "Berkas", share: 0.35}, {head: "Bagian", share: 0.2}, {head: "Ukuran", share: 0.1, align: right}, {head: "SHA-256", share: 0.28},
	}}
	unread := false
	for i, f := range s.Attachments {
		name := line(f.Name)
		unread = unread || f.Unread
		switch {
		case f.Unread:
			name += "\nHanya didaftar"
		case printedIn(kind, f):
			name += "\nDicetak sebagai Lampiran " + strconv.Itoa(i+1)
		case f.Pages > 0:
			name += "\n" + strconv.Itoa(f.Pages) + " halaman"
		}
		t.rows = append(t.rows, []text{
			withoutBlanks(strconv.Itoa(i + 1)), withoutBlanks(name), withoutBlanks(orDash(line(f.Point))), withoutBlanks(fileSize(f.Size)), withoutBlanks(shortDigest(f.SHA256)),
		})
	}
	blocks := []block{heading{withoutBlanks("Daftar Lampiran")}}
	if unread {
		blocks = append(blocks, paragraph{text: note("Berkas usulan ini melebihi " + fileSize(recommendation.MaxPrinted) + ". Yang bertanda “Hanya didaftar” tidak dicetak di sini dan halamannya tidak dihitung; berkasnya tersimpan utuh pada usulan."), size: 9, after: 2})
	}
	return append(blocks, t)
}

// author is where a unit signs that wrote the document; who that is was not
// asked.
func (s *sheets) author(position, unit string) signature {
	return signature{position: withoutBlanks(position + "\n" + orDash(line(unit))), name: withoutBlanks("(" + dots(34) + ")"), lines: []text{withoutBlanks("NIP " + dots(30))}}
}

// signedBy is where the official of the agency signs.
func (s *sheets) signedBy(approves bool) signatures {
	id := s.Content.Identity
	var signer recommendation.Person
	if id.Signer != nil {
		signer = *id.Signer
	}
	position := orDots(signer.Position, 40) + ","
	if approves {
		position = "Menyetujui,\n" + position
	}
	one := signature{
		place:    withoutBlanks(s.place()),
		position: withoutBlanks(position),
		name:     withoutBlanks(orDots(signer.Name, 40)),
	}
	if id.SignerRank != "" {
		one.lines = append(one.lines, withoutBlanks(line(id.SignerRank)))
	}
	one.lines = append(one.lines, withoutBlanks("NIP "+orDots(spacedNIP(signer.NIP), 30)))
	return signatures{one}
}

// place is where and when the agency signs.
func (s *sheets) place() string {
	city := s.City
	if city == "" {
		city = s.drawer.head.Office.City
	}
	return line(city) + ", " + s.letterDate()
}

// letterDate is the date of the agency's letter, which its documents bear too.
func (s *sheets) letterDate() string {
	day, err := time.Parse(time.DateOnly, s.Content.Identity.LetterDate)
	if err != nil {
		return dots(24)
	}
	return calendar.LongDate(day)
}

// spacedNIP writes a NIP as it stands under letters: 19670407 199803 1 007.
func spacedNIP(nip string) string {
	if len(nip) != 18 {
		return line(nip)
	}
	return nip[:8] + " " + nip[8:14] + " " + nip[14:15] + " " + nip[15:]
}

// genuineness lets a reader compare a paper with what was submitted; nil on a
// draft.
func (s *sheets) genuineness(kind recommendation.Paper) (*seal, error) {
	if s.Submission == 0 || s.Code == "" {
		return nil, nil
	}
	var substance any = s.Content
	if kind == recommendation.StudyPaper {
		substance = s.Study
	}
	data, err := json.Marshal(substance)
	if err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	sum := sha256.Sum256(data)
	address := s.drawer.head.SiteURL + "/cek/" + s.Code
	return &seal{address: address, lines: []text{
		strong("Periksa keaslian dokumen ini"),
		withoutBlanks(address),
		withoutBlanks("Kode " + s.Code + " · " + line(s.Number) + ", pengajuan ke-" + strconv.Itoa(s.Submission)),
		withoutBlanks(s.drawer.moment(s.Date)),
		withoutBlanks("Sidik data (SHA-256) " + hex.EncodeToString(sum[:])),
	}}, nil
}

// concluded puts the signature at the end, with the last row of a table that
// stands there: nobody signs an empty page.
func (s *sheets) concluded(blocks []block) []block {
	sign := s.sealed(s.signedBy(true))
	last := len(blocks) - 1
	if t, ok := blocks[last].(table); ok {
		if len(t.rows) == 1 { // then with its heading
			return append(blocks[:last-1], together{blocks[last-1], t, sign})
		}
		t.under = sign
		blocks[last] = t
	}
	return append(blocks, sign)
}

// sealed is a signature with the seal beside it, where there is one.
func (s *sheets) sealed(sign signatures) block {
	if s.seal == nil {
		return sign
	}
	return attested{*s.seal, sign}
}

// number is a number without groups, such as a year; empty where it is zero.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// rupiah writes an amount as Rp1.250.000.
func rupiah(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return "Rp" + digits
}
