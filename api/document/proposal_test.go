// Unwatched: they compute alone.

package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

var testWords = form.Words{Zone: wita, ZoneLabel: "WITA", Date: calendar.LongDate}

// testProposal is the shipped example as its first submission.
func testProposal(t testing.TB) (recommendation.Printed, recommendation.Forms) {
	t.Helper()
	forms, err := recommendation.LoadForms()
	require.NoError(t, err)
	example, err := recommendation.LoadExample()
	require.NoError(t, err)
	content, err := recommendation.ReadContent(example.Points, example.Risks)
	require.NoError(t, err)
	study, err := recommendation.ReadStudy(example.Study)
	require.NoError(t, err)
	return recommendation.Printed{
		Content: content, Study: study, Number: "USL-2026-0001", Submission: 1, Agency: "Dinas Kesehatan",
		Date: time.Date(2026, time.November, 10, 2, 15, 0, 0, time.UTC), Ministry: recommendation.DefaultMinistryLetter(),
		Attachments:  []recommendation.Attached{{Name: "alur-pemantauan.png", Size: 184_220, SHA256: strings.Repeat("3f78", 16), Point: "Proses Bisnis dan Layanan"}},
		TicketNumber: "TKT-20261110-0001", Code: "K7QM-2XPA-DTRE",
	}, forms
}

func drawProposal(t testing.TB, kind recommendation.Paper, p recommendation.Printed, forms recommendation.Forms) []byte {
	t.Helper()
	return doctest.Drawn(t, func(w io.Writer) error { return testDrawer(t).Proposal(w, kind, p, forms, testWords) })
}

// Whoever reads the three documents finds each of the 29 points of the
// regulation, and every text that was typed (requirements R1–R3).
func TestDocumentsSayAllPointsAndAllThatWasTyped(t *testing.T) {
	p, forms := testProposal(t)
	p.Log = []recommendation.LogEntry{{Risk: 4, Date: "2027-06-30", Status: "Dalam penanganan", Note: "Uji kegunaan bersama 24 kader selesai."}}
	all := map[recommendation.Paper][]string{}
	for _, kind := range recommendation.AllPapers() {
		file := drawProposal(t, kind, p, forms)
		doctest.Acceptable(t, file)
		assert.Equal(t, file, drawProposal(t, kind, p, forms), "the same data gives the same bytes: %s", kind)
		all[kind] = withoutFeet(doctest.Pages(t, file))
		doctest.Says(t, all[kind], "Kode K7QM-2XPA-DTRE", "/cek/K7QM-2XPA-DTRE", "pengajuan ke-1", "10 November 2026 pukul 10.15 WITA")
		assert.NotContains(t, strings.Join(all[kind], ""), "DRAF")
	}
	typed := func(kind recommendation.Paper, shown []form.Shown) {
		for _, section := range shown {
			for _, f := range section.Fields {
				if f.Rows == nil {
					doctest.Says(t, all[kind], f.Text)
				}
				for _, cells := range f.Rows {
					doctest.Says(t, all[kind], cells...)
				}
			}
		}
	}
	points := 0
	for _, point := range forms.Points {
		kind := recommendation.Paper(point.Document)
		answers, err := p.Content.Answers(point.Key)
		require.NoError(t, err)
		if point.Document == recommendation.IdentityPart {
			continue
		}
		doctest.Says(t, all[kind], fmt.Sprintf("%d. %s", point.Number, point.Title))
		typed(kind, point.Form.Show(answers, testWords))
		points++
	}
	for _, r := range p.Content.Risks {
		answers, err := r.Answers()
		require.NoError(t, err)
		for _, s := range forms.Risk.Form.Show(answers, testWords) {
			for _, f := range s.Fields {
				if strings.HasPrefix(f.Key, "residual") || strings.HasPrefix(f.Key, "needs") {
					continue // said in other words
				}
				doctest.Says(t, all[recommendation.RisksPaper], f.Text)
			}
		}
		doctest.Says(t, all[recommendation.NeedsPaper], r.Event)
	}
	for _, column := range []string{"1. Identifikasi", "2. Deskripsi", "3. Kemungkinan, dampak, besaran", "4. Risiko residual", "5. Penanganan", "6. Rencana aksi", "7. Pemantauan"} {
		doctest.Says(t, all[recommendation.RisksPaper], column)
		points++
	}
	assert.Equal(t, 29, points)
	studied, err := p.Study.Answers()
	require.NoError(t, err)
	typed(recommendation.StudyPaper, forms.Study.Form.Show(studied, testWords)[1:])

	doctest.Says(t, all[recommendation.NeedsPaper], "Jumlah Rp911.500.000", "Jumlah Rp286.500.000", "2027 Rp787.500.000", "alur-pemantauan.png", "DINAS KESEHATAN", "NIP 19710518 199903 1 006", "Tanjung Selor, 9 November 2026")
	doctest.Says(t, all[recommendation.RisksPaper], "R1", "22 – Sangat Tinggi", "21–25 Sangat Tinggi (merah)", "30 Juni 2027", "Uji kegunaan bersama 24 kader selesai.")
	doctest.Says(t, all[recommendation.LetterPaper], "Yth. "+testOffice.Head.Position, "400.7/1482/DINKES/XI/2026", "Dokumen Manajemen Risiko.", "dr. Maya Anggraini", "081250117734")
	doctest.Says(t, all[recommendation.MinistryLetterPaper], "Yth. Menteri Komunikasi dan Digital", "c.q. Direktur Jenderal Teknologi Pemerintah Digital",
		"Permohonan Pertimbangan Pembangunan Aplikasi SPBE SiPANTAU Tumbuh Kembang", "Tembusan:")
	assert.NotContains(t, strings.Join(all[recommendation.MinistryLetterPaper], ""), "{")
	assert.Len(t, all[recommendation.LetterPaper], 1, "a short letter is one page")
	assert.Len(t, all[recommendation.MinistryLetterPaper], 1, "a short letter is one page")
	register := all[recommendation.RisksPaper]
	doctest.Says(t, register[len(register)-1:], "alur-pemantauan.png", "Menyetujui,")
	p.Log, p.Attachments = nil, nil
	register = doctest.Pages(t, drawProposal(t, recommendation.RisksPaper, p, forms))
	doctest.Says(t, register[len(register)-1:], "7. Pemantauan", "R12", "Menyetujui,")
	doctest.Says(t, all[recommendation.StudyPaper], "Disarankan disetujui dengan catatan", "NIP 19840615 201001 1 012")
}

// Pictures that were attached are printed behind the document of their point,
// each under its number and no larger than a page; other files are listed.
func TestAttachedPicturesArePrinted(t *testing.T) {
	p, forms := testProposal(t)
	plain := func(width, height int) *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, width, height))
		for x := range width {
			for y := range height {
				img.Set(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), 120, 255})
			}
		}
		return img
	}
	var tall, wide bytes.Buffer
	require.NoError(t, png.Encode(&tall, plain(300, 2600)))
	require.NoError(t, jpeg.Encode(&wide, plain(800, 200), nil))
	p.Attachments = []recommendation.Attached{
		{Name: "audit.pdf", Size: 9_000, SHA256: strings.Repeat("ab", 32), Point: "Analisis Kebutuhan 2. Permasalahan", Document: recommendation.NeedsPart, Pages: 12},
		{Name: "alur-panjang.png", Size: 9_000, SHA256: strings.Repeat("cd", 32), Point: "Perencanaan 2. Proses Bisnis dan Layanan", Document: recommendation.PlanningPart, Picture: tall.Bytes()},
		{Name: "alur-lebar.jpg", Size: 9_000, SHA256: strings.Repeat("ef", 32), Point: "Perencanaan 2. Proses Bisnis dan Layanan", Document: recommendation.PlanningPart, Picture: wide.Bytes()},
	}
	file := drawProposal(t, recommendation.PlanningPaper, p, forms)
	doctest.Acceptable(t, file)
	assert.Equal(t, file, drawProposal(t, recommendation.PlanningPaper, p, forms))
	planning := doctest.Pages(t, file)
	doctest.Says(t, planning, "audit.pdf 12 halaman", "alur-panjang.png Dicetak sebagai Lampiran 2")
	last := len(planning) - 1
	doctest.Says(t, planning[last-1:last], "Lampiran 2. alur-panjang.png – Perencanaan 2. Proses Bisnis dan Layanan")
	doctest.Says(t, planning[last:], "Lampiran 3. alur-lebar.jpg – Perencanaan 2. Proses Bisnis dan Layanan")
	doctest.Says(t, planning[:last-1], "Menyetujui,")
	needs := strings.Join(doctest.Pages(t, drawProposal(t, recommendation.NeedsPaper, p, forms)), "")
	assert.NotContains(t, needs, "Dicetak sebagai", "a picture is printed in the document of its point alone")
	assert.NotContains(t, strings.Join(planning, ""), "Hanya didaftar")
	p.Attachments[2].Picture, p.Attachments[2].Unread = nil, true
	doctest.Says(t, doctest.Pages(t, drawProposal(t, recommendation.PlanningPaper, p, forms)), "alur-lebar.jpg Hanya didaftar", "Berkas usulan ini melebihi 60 MB. Yang bertanda")
	p.Attachments[1].Picture = []byte("no picture")
	require.Error(t, testDrawer(t).Proposal(io.Discard, recommendation.PlanningPaper, p, forms, testWords))
}

// withoutFeet leaves out what stands at the foot of each page, so that text
// can be found across a page's end.
func withoutFeet(pages []string) []string {
	for i, page := range pages {
		pages[i], _, _ = strings.Cut(page, fmt.Sprintf("Halaman %d dari", i+1))
	}
	return pages
}

func TestDraftOfAnEmptyProposalIsMarkedAndHasRoomToWrite(t *testing.T) {
	_, forms := testProposal(t)
	empty := recommendation.Printed{Number: "USL-2026-0002", Agency: "Dinas Kesehatan", Date: time.Date(2026, time.November, 10, 0, 0, 0, 0, time.UTC), Ministry: recommendation.DefaultMinistryLetter()}
	for _, kind := range recommendation.AllPapers() {
		file := drawProposal(t, kind, empty, forms)
		doctest.Acceptable(t, file)
		for _, page := range doctest.Pages(t, file) {
			assert.Contains(t, page, "DRAF", "%s", kind)
			assert.NotContains(t, page, "/cek/")
		}
	}
}

// A development names the system that is there and its certificate (C8).
func TestDevelopmentNamesTheSystemThatIsThere(t *testing.T) {
	p, forms := testProposal(t)
	id := &p.Content.Identity
	id.Proposal, id.ExistingSystem, id.ExistingRegistration, id.DevelopmentReason = "development", "e-Posyandu", "001234.56/DJAI.PSE/02/2024", "Menambah pencatatan tanpa jaringan."
	doctest.Says(t, doctest.Pages(t, drawProposal(t, recommendation.NeedsPaper, p, forms)), "Pengembangan Aplikasi SiPANTAU", id.ExistingSystem, "Tanda daftar PSE: "+id.ExistingRegistration, id.DevelopmentReason)
	doctest.Says(t, doctest.Pages(t, drawProposal(t, recommendation.LetterPaper, p, forms)), "rencana pengembangan aplikasi", "Sistem yang dikembangkan", id.ExistingSystem)
}

// Long tables go over pages with their heads, the longest words are broken, and
// what people type stays text.
func TestDocumentsHoldMuch(t *testing.T) {
	p, forms := testProposal(t)
	word := strings.Repeat("pertanggungjawaban", 6)
	p.Content.Needs.LegalAuthority.Bases = nil
	for i := range 40 {
		p.Content.Needs.LegalAuthority.Bases = append(p.Content.Needs.LegalAuthority.Bases,
			recommendation.LegalBasis{Kind: "other", Number: fmt.Sprintf("N-%02d", i), Year: 2026, Title: word, Article: "[hapus] <b>Pasal</b>"})
	}
	for i := len(p.Content.Risks); i < 100; i++ {
		r := p.Content.Risks[i%12]
		r.Likelihood, r.Impact, r.Event = 5, 5, strings.Repeat("Kejadian panjang. ", 50)
		p.Content.Risks = append(p.Content.Risks, r)
	}
	needs := doctest.Pages(t, drawProposal(t, recommendation.NeedsPaper, p, forms))
	for i := range 40 {
		doctest.Says(t, needs, fmt.Sprintf("N-%02d", i))
	}
	doctest.Says(t, needs, word, "[hapus] <b>Pasal</b>")
	risks := drawProposal(t, recommendation.RisksPaper, p, forms)
	doctest.Acceptable(t, risks)
	register := doctest.Pages(t, risks)
	doctest.Says(t, register, "R100")
	assert.Greater(t, len(register), 10)
	for _, page := range register[2 : len(register)-2] {
		assert.Contains(t, doctest.Squeeze(page), doctest.Squeeze("2. Deskripsi"), "the head stands on every page")
	}
}
