package document

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

// risks is the Dokumen Manajemen Risiko: the matrix, and the register with a
// column for each of the seven points of Pasal 18 ayat (2) huruf a.
func (s *sheets) risks() ([]block, error) {
	blocks := s.opening(recommendation.RisksPaper)
	if len(s.Content.Risks) == 0 {
		return append(blocks, paragraph{text: note("Daftar risiko belum diisi."), after: 4}, s.sealed(s.signedBy(true))), nil
	}
	blocks = append(blocks,
		together{heading{withoutBlanks("A. Matriks Risiko")}, paragraph{size: 9.5, after: 2, keep: true, text: withoutBlanks("Besaran risiko ditentukan dari tabel kemungkinan dan dampak Peraturan Menteri PANRB Nomor 5 Tahun 2020. " +
			"R1, R2, dan seterusnya adalah nomor risiko pada daftar risiko; risiko residual ada pada kolom 4 daftar itu.")}, s.matrix()},
		heading{withoutBlanks("B. Daftar Risiko")},
		s.register(),
	)
	blocks = append(blocks, s.watched()...)
	return s.concluded(append(blocks, s.appendix(recommendation.RisksPaper)...)), nil
}

// mostInCell is how many risks a cell of the matrix names; of more it tells the
// number, and the register says where they lie.
const mostInCell = 8

// matrix puts the number of each risk into its cell.
func (s *sheets) matrix() riskMatrix {
	var m riskMatrix
	for i, r := range s.Content.Risks {
		if r.Magnitude() > 0 {
			at := &m.risks[r.Likelihood-1][r.Impact-1]
			*at = append(*at, "R"+strconv.Itoa(i+1))
		}
	}
	for l := range m.risks {
		for i := range m.risks[l] {
			if in := m.risks[l][i]; len(in) > mostInCell {
				m.risks[l][i] = append(in[:mostInCell-1:mostInCell-1], "+"+strconv.Itoa(len(in)-mostInCell+1)+" lagi")
			}
		}
	}
	for i, o := range s.options("likelihood") {
		m.likelihoods[i] = o
	}
	for i, o := range s.options("impact") {
		m.impacts[i] = o
	}
	return m
}

// options are the titles of what can be chosen at a question on a risk.
func (s *sheets) options(key string) []string {
	var titles []string
	for _, o := range s.forms.Risk.Form.Properties[key].Options() {
		titles = append(titles, o.Title)
	}
	return titles
}

// riskWord is a choice of a risk in words; empty where nothing is chosen.
func (s *sheets) riskWord(key, value string) string {
	if o := s.forms.Risk.Form.Properties[key].Option(value); o != nil {
		return o.Title
	}
	return ""
}

func (s *sheets) scoreWord(key string, score recommendation.Score) string {
	return s.riskWord(key, strconv.Itoa(int(score)))
}

// level writes a magnitude with its level: 17 – Tinggi.
func level(magnitude int) string {
	if magnitude == 0 {
		return "–"
	}
	return strconv.Itoa(magnitude) + " – " + recommendation.LevelOf(magnitude).Title
}

func (s *sheets) register() table {
	t := table{after: 4, mark: 1, columns: []column{
		{head: "No.", share: 0.045, align: centred},
		{head: "1. Identifikasi", share: 0.115},
		{head: "2. Deskripsi", share: 0.235},
		{head: "3. Kemungkinan, dampak, besaran", share: 0.14},
		{head: "4. Risiko residual", share: 0.11},
		{head: "5. Penanganan", share: 0.105},
		{head: "6. Rencana aksi", share: 0.15},
		{head: "7. Pemantauan", share: 0.1},
	}}
	for i, r := range s.Content.Risks {
		t.rows = append(t.rows, []text{
			strong("R" + strconv.Itoa(i+1)),
			lines(s.riskWord("kind", r.Kind), s.riskWord("category", r.Category), labelled("Area", s.riskWord("area", r.Area))),
			lines(labelled("Kejadian", r.Event), labelled("Penyebab", r.Cause), labelled("Dampak", r.Effect)),
			lines(labelled("Kemungkinan", s.scoreWord("likelihood", r.Likelihood)), labelled("Dampak", s.scoreWord("impact", r.Impact)), labelled("Besaran", level(r.Magnitude()))),
			s.residual(r),
			s.treatment(r),
			s.action(r),
			lines(s.riskWord("monitoring_period", r.MonitoringPeriod), r.MonitoringMethod),
		})
	}
	return t
}

func (s *sheets) residual(r recommendation.Risk) text {
	switch {
	case r.Residual == nil:
		return withoutBlanks("–")
	case !*r.Residual:
		return withoutBlanks("Tidak ada")
	}
	return lines("Ada", labelled("Kemungkinan", number(int(r.ResidualLikelihood))), labelled("Dampak", number(int(r.ResidualImpact))), labelled("Besaran", level(r.ResidualMagnitude())))
}

func (s *sheets) treatment(r recommendation.Risk) text {
	switch {
	case r.NeedsTreatment == nil:
		return withoutBlanks("–")
	case !*r.NeedsTreatment:
		return withoutBlanks("Tidak perlu")
	}
	return lines("Perlu", s.riskWord("option", r.Option), s.riskWord("positive_option", r.PositiveOption))
}

func (s *sheets) action(r recommendation.Risk) text {
	schedule := ""
	if r.ActionStart != "" || r.ActionFinish != "" {
		schedule = longDay(r.ActionStart) + " – " + longDay(r.ActionFinish)
	}
	return lines(r.Action, labelled("Jadwal", schedule), labelled("PIC", r.Responsible))
}

// longDay writes a date (YYYY-MM-DD) in words; what is none as it is.
func longDay(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return line(date)
	}
	return calendar.LongDate(day)
}

// labelled is a value behind its name; empty where there is no value.
func labelled(name, value string) string {
	if value == "" {
		return ""
	}
	return name + ": " + value
}

// lines are the parts of a cell, one under the other, without empty ones.
func lines(parts ...string) text {
	var kept []string
	for _, p := range parts {
		if p = clean(p, maxAnswer); p != "" {
			kept = append(kept, p)
		}
	}
	return withoutBlanks(orDash(strings.Join(kept, "\n")))
}

// watched is the log of monitoring; nothing before there is an entry.
func (s *sheets) watched() []block {
	if len(s.Log) == 0 {
		return nil
	}
	t := table{after: 4, columns: []column{{head: "Risiko", share: 0.1, align: centred}, {head: "Tanggal", share: 0.18}, {head: "Status", share: 0.2}, {head: "Catatan", share: 0.52}}}
	entries := slices.Clone(s.Log)
	slices.SortStableFunc(entries, func(a, b recommendation.LogEntry) int {
		if a.Risk != b.Risk {
			return a.Risk - b.Risk
		}
		return strings.Compare(a.Date, b.Date)
	})
	for _, e := range entries {
		t.rows = append(t.rows, []text{
			withoutBlanks("R" + strconv.Itoa(e.Risk)), withoutBlanks(longDay(e.Date)), withoutBlanks(orDash(line(e.Status))), withoutBlanks(orDash(clean(e.Note, maxAnswer))),
		})
	}
	return []block{heading{withoutBlanks("C. Catatan Pemantauan")}, t}
}
