// Unwatched: they compute alone.

package document

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

func TestReceiptSaysEverything(t *testing.T) {
	d, data := testDrawer(t), testReceipt()
	file := doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) })
	doctest.Acceptable(t, file)
	doctest.Says(t, doctest.Pages(t, file),
		"PEMERINTAH PROVINSI KALIMANTAN UTARA", "DINAS KOMUNIKASI, INFORMATIKA, STATISTIK DAN PERSANDIAN",
		"Jalan Rambutan Gedung Gabungan Dinas Lantai V, Tanjung Selor 77212", testOffice.Email,
		data.Number, data.Service, data.Subject, data.Applicant, data.Organisation,
		"21 Juli 2025 pukul 10.30 WITA",
		"24 Juli 2025 pukul 16.00 WITA, yaitu 3 (tiga) hari kerja sejak permohonan diterima lengkap",
		data.Files[0].Name, "1,4 MB", "3f786850e387…5b6c7d8e",
		data.Files[1].Name, "88 kB", "89e6c98d9288…cadf06b2",
		data.FollowURL, "Halaman 1 dari 1")
	assert.NotContains(t, string(file), "CreationDate (D:2026", "the date is the data's, not the clock's")
}

func TestReceiptWithoutOptionalParts(t *testing.T) {
	d := testDrawer(t)
	file := doctest.Drawn(t, func(w io.Writer) error {
		return d.Receipt(w, ReceiptData{Number: "TKT-20260105-0001", ReceivedAt: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC), FollowURL: "https://example.go.id"})
	})
	doctest.Acceptable(t, file)
	doctest.Says(t, doctest.Pages(t, file), "5 Januari 2026 pukul 09.00 WITA", "belum ditetapkan", "Tidak ada berkas yang dilampirkan.", "Instansi : –")
}

func TestReceiptWithADueTimeOnly(t *testing.T) {
	d, data := testDrawer(t), testReceipt()
	data.Limit = nil
	all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) }))
	doctest.Says(t, all, "24 Juli 2025 pukul 16.00 WITA")
	assert.NotContains(t, all[0], "hari kerja")
}

func TestReceiptListsManyFilesOverPages(t *testing.T) {
	d, data := testDrawer(t), testReceipt()
	for i := range 80 {
		data.Files = append(data.Files, ReceiptFile{Name: fmt.Sprintf("berkas-%03d.pdf", i), Size: int64(i) * 1000, SHA256: strings.Repeat("ab", 32)})
	}
	file := doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) })
	doctest.Acceptable(t, file)
	all := doctest.Pages(t, file)
	require.Greater(t, len(all), 2)
	for i := range 80 {
		doctest.Says(t, all, fmt.Sprintf("berkas-%03d.pdf", i))
	}
	for n, page := range all {
		doctest.Says(t, []string{page}, fmt.Sprintf("Halaman %d dari %d", n+1, len(all)))
	}
}

func TestSignedNoteOnEveryPageOnlyOnceSigned(t *testing.T) {
	d, data := testDrawer(t), testReceipt()
	const words = "ditandatangani secara elektronik"
	for _, page := range doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) })) {
		assert.NotContains(t, page, words)
	}
	for range 60 {
		data.Files = append(data.Files, data.Files[0])
	}
	data.Signed = "Dokumen ini telah " + words + " menggunakan sertifikat elektronik yang diterbitkan BSrE. " +
		"Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah."
	all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) }))
	require.Greater(t, len(all), 1)
	for _, page := range all {
		doctest.Says(t, []string{page}, data.Signed)
	}
}

func TestDispositionSheetSaysEverything(t *testing.T) {
	d, data := testDrawer(t), testSheet(3)
	data.Dispositions[1].OnBehalfOf = "Kepala Sekretariat Nyata"
	data.Dispositions[1].Note = "Hubungi narahubung"
	file := doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, data) })
	doctest.Acceptable(t, file)
	all := doctest.Pages(t, file)
	require.Len(t, all, 1)
	doctest.Says(t, all, "LEMBAR DISPOSISI", data.Number, data.From, data.LetterNumber, "18 Juli 2025", "21 Juli 2025 pukul 10.30 WITA",
		data.AgendaNumber, "Biasa", "Segera", "Sangat segera", "Rahasia", data.Subject, data.Service,
		"Diteruskan kepada", "Batas waktu", "Paraf / nama")
	// Cells are printed line by line: each is looked for by its words.
	for _, one := range data.Dispositions {
		for _, value := range []string{one.To, one.Instruction, one.Note, one.By, one.ByPosition, one.OnBehalfOf} {
			for _, word := range strings.Fields(value) {
				assert.Contains(t, all[0], word)
			}
		}
	}
}

// The boxes are told apart by the crosses in them: two strokes of 0.5 mm.
func TestDispositionSheetTicksItsUrgency(t *testing.T) {
	d := testDrawer(t)
	crosses := func(u ticket.Urgency, confidential bool) int {
		data := testSheet(1)
		data.Urgency, data.Confidential = u, confidential
		return strings.Count(doctest.Contents(t, doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, data) }))[0], "1.42 w")
	}
	assert.Equal(t, 0, crosses("", false))
	for _, u := range []ticket.Urgency{ticket.Normal, ticket.Urgent, ticket.VeryUrgent} {
		assert.Equal(t, 2, crosses(u, false), u)
	}
	assert.Equal(t, 4, crosses(ticket.VeryUrgent, true))
}

func TestFortyDispositionsRepeatTheirHead(t *testing.T) {
	d, data := testDrawer(t), testSheet(40)
	file := doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, data) })
	doctest.Acceptable(t, file)
	all := doctest.Pages(t, file)
	require.Greater(t, len(all), 2)
	for n, page := range all {
		doctest.Says(t, []string{page}, "Isi disposisi / instruksi", fmt.Sprintf("Halaman %d dari %d", n+1, len(all)))
	}
	for i := range 40 {
		doctest.Says(t, all, fmt.Sprintf("Instruksi ke-%d:", i+1))
	}
}

func TestAnInstructionLongerThanAPageIsDivided(t *testing.T) {
	d, data := testDrawer(t), testSheet(1)
	var words []string
	for i := range 450 {
		words = append(words, fmt.Sprintf("kata%03d", i))
	}
	data.Dispositions[0].Instruction = strings.Join(words, " ")
	file := doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, data) })
	doctest.Acceptable(t, file)
	all := doctest.Pages(t, file)
	require.Greater(t, len(all), 1)
	doctest.Says(t, all, words...)
	doctest.Says(t, all[1:2], "Isi disposisi / instruksi", "1.", "(lanjutan)")
	assert.NotContains(t, all[0], "(lanjutan)")
}

func TestSheetWithoutDispositionsHasRoomToWrite(t *testing.T) {
	d := testDrawer(t)
	file := doctest.Drawn(t, func(w io.Writer) error {
		return d.DispositionSheet(w, DispositionSheetData{Number: "TKT-20260105-0001", ReceivedAt: formatDate})
	})
	doctest.Acceptable(t, file)
	assert.Equal(t, 5*7+9+4, strings.Count(doctest.Contents(t, file)[0], " re S"), "head and four empty rows of seven cells, nine fields, four boxes")
}

// hostile strings are what people type who try things out.
var hostile = []string{
	"",
	"\x00\x01\x1b[31mmerah\x7f",
	"baris satu\r\nbaris dua\u2028baris tiga",
	"tersembunyi\u202egnp.exe\u202c \u200bnol",
	"emoji 👩‍👩‍👧 dan 漢字 dan שלום",
	"rusak \xff\xfe\xc0",
	") Tj ET Q 0 0 m (kurung \\( \\) \\",
	"{nb} <b>tebal</b> {{.}} %PDF-1.4 endstream endobj",
	"Z̸̢̛̤̗̺a̷̧͇͔l̴̨̛g̶o",
	strings.Repeat("a", 3000),
	strings.Repeat("kata panjang sekali ", 400),
	strings.Repeat("\n", 2000) + "akhir",
	strings.Repeat("🙂", 500),
	"]]> <w:p> &amp; [[kurung] siku",
}

func TestHostileTextStaysTextAndOnThePage(t *testing.T) {
	d := testDrawer(t)
	at := regexp.MustCompile(`BT ([\d.-]+) ([\d.-]+) Td`)
	for _, s := range hostile {
		receipt, sheet := testReceipt(), testSheet(2)
		receipt.Number, receipt.Service, receipt.Subject, receipt.Applicant, receipt.Organisation = s, s, s, s, s
		receipt.Files[0] = ReceiptFile{Name: s, SHA256: s}
		sheet.Number, sheet.From, sheet.LetterNumber, sheet.AgendaNumber, sheet.Subject, sheet.Service = s, s, s, s, s, s
		sheet.Dispositions[0] = Disposition{At: sheet.ReceivedAt, To: s, Instruction: s, Note: s, By: s, ByPosition: s, OnBehalfOf: s}
		for _, file := range [][]byte{
			doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, receipt) }),
			doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, sheet) }),
		} {
			doctest.Acceptable(t, file)
			assert.Less(t, len(file), 300_000)
			for _, content := range doctest.Contents(t, file) {
				for _, m := range at.FindAllStringSubmatch(content, -1) {
					x, err := strconv.ParseFloat(m[1], 64)
					require.NoError(t, err)
					y, err := strconv.ParseFloat(m[2], 64)
					require.NoError(t, err)
					assert.True(t, x > 50 && x < 595-50 && y > 20 && y < 842-30, "%q: %v", s[:min(20, len(s))], m[0])
				}
			}
			for _, page := range doctest.Pages(t, file) {
				for _, r := range page {
					assert.False(t, r < ' ' && r != '\n', "control character %q", r)
				}
			}
		}
	}
}

// FuzzReceipt draws what anybody may type.
func FuzzReceipt(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	d := testDrawer(f)
	f.Fuzz(func(t *testing.T, s string) {
		data := testReceipt()
		data.Subject, data.Applicant, data.Files[0].Name = s, s, s
		doctest.Acceptable(t, doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, data) }))
	})
}

func TestPaperSizes(t *testing.T) {
	for size, box := range map[PaperSize]string{A4: "595.28 841.89", F4: "609.45 935.43"} {
		d := testDrawer(t)
		d.head.Paper = size
		file := doctest.Drawn(t, func(w io.Writer) error { return d.DispositionSheet(w, testSheet(40)) })
		doctest.Acceptable(t, file)
		assert.Contains(t, string(file), box)
	}
}

func TestDraftIsWrittenAcrossEveryPage(t *testing.T) {
	d := testDrawer(t)
	blocks := []block{paragraph{text: withoutBlanks(strings.Repeat("kata ", 3000))}}
	draw := func(draft bool) []string {
		return doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error {
			return d.pdf(w, paper{title: "Uji", date: formatDate, draft: draft, blocks: blocks})
		}))
	}
	all := draw(true)
	require.Greater(t, len(all), 1)
	for _, page := range all {
		assert.Contains(t, page, "DRAF")
	}
	assert.NotContains(t, strings.Join(draw(false), ""), "DRAF")
}

func TestLogo(t *testing.T) {
	var deep bytes.Buffer
	require.NoError(t, png.Encode(&deep, image.NewNRGBA64(image.Rect(0, 0, 40, 50)))) // PDF libraries stumble over 16 bits
	for name, data := range map[string][]byte{"8 bits": testLogo(t, 200), "16 bits": deep.Bytes()} {
		d, err := NewDrawer(Letterhead{Office: testOffice, Zone: wita, Logo: data})
		require.NoError(t, err, name)
		file := doctest.Drawn(t, func(w io.Writer) error { return d.Receipt(w, testReceipt()) })
		doctest.Acceptable(t, file)
		assert.Contains(t, string(file), "/Subtype /Image", name)
		doctest.Says(t, doctest.Pages(t, file), "PEMERINTAH PROVINSI KALIMANTAN UTARA")
	}
	for name, data := range map[string][]byte{"too large": testLogo(t, maxLogo+1), "no picture": []byte("GIF89a"), "cut off": testLogo(t, 200)[:400]} {
		_, err := NewDrawer(Letterhead{Office: testOffice, Zone: wita, Logo: data})
		assert.Error(t, err, name)
	}
	_, err := NewDrawer(Letterhead{Office: testOffice})
	assert.Error(t, err, "no zone")
}

// What is black on paper is what the code says: the boxes are read back.
func TestSealDrawsItsCode(t *testing.T) {
	d := testDrawer(t)
	const address = "https://layanan.diskominfo.kaltaraprov.go.id/periksa/8f14e45f"
	content := doctest.Contents(t, doctest.Drawn(t, func(w io.Writer) error {
		return d.pdf(w, paper{title: "Uji", date: formatDate, blocks: []block{seal{address: address}}})
	}))[0]
	code, err := qr.Encode(address, qr.M, qr.Auto)
	require.NoError(t, err)
	n := code.Bounds().Dx()
	side := qrSide / pointMM / float64(n)
	black := make([][]bool, n)
	for i := range black {
		black[i] = make([]bool, n)
	}
	var numbers [4]float64
	for _, m := range regexp.MustCompile(`([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f`).FindAllStringSubmatch(content, -1) {
		for i := range numbers {
			numbers[i], err = strconv.ParseFloat(m[i+1], 64)
			require.NoError(t, err)
		}
		row := int((841.89-numbers[1]-(marginTop+2)/pointMM)/side + 0.5)
		from := int((numbers[0]-marginLeft/pointMM)/side + 0.5)
		for col := from; col < from+int(numbers[2]/side+0.5); col++ {
			black[row][col] = true
		}
	}
	for y := range n {
		for x := range n {
			r, _, _, _ := code.At(x, y).RGBA()
			require.Equal(t, r == 0, black[y][x], "module %d, %d", x, y)
		}
	}
	var out bytes.Buffer
	assert.Error(t, d.pdf(&out, paper{title: "Uji", date: formatDate, blocks: []block{seal{address: strings.Repeat("a", 5000)}}}), "more than a code can hold")
}

func TestWriterErrorsComeBack(t *testing.T) {
	d := testDrawer(t)
	assert.ErrorIs(t, d.Receipt(full{}, testReceipt()), io.ErrShortWrite)
	assert.ErrorIs(t, d.NeedsSampleDOCX(full{}), io.ErrShortWrite)
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWords(t *testing.T) {
	for n, words := range map[int]string{
		0: "nol", 1: "satu", 3: "tiga", 10: "sepuluh", 11: "sebelas", 12: "dua belas", 19: "sembilan belas", 20: "dua puluh", 72: "tujuh puluh dua",
		100: "seratus", 101: "seratus satu", 150: "seratus lima puluh", 450: "empat ratus lima puluh", 1000: "seribu", 1011: "seribu sebelas",
		2024: "dua ribu dua puluh empat", 100_000: "seratus ribu", 1_000_000: "1000000", -1: "-1",
	} {
		assert.Equal(t, words, numberWords(n), n)
	}
	assert.Equal(t, "72 (tujuh puluh dua) jam", limitWords(calendar.Limit{Amount: 72, Basis: calendar.ClockHours}))
	assert.Equal(t, "60 (enam puluh) menit kerja", limitWords(calendar.Limit{Amount: 60, Basis: calendar.WorkingMinutes}))
	assert.Equal(t, "17 Agustus 1945", calendar.LongDate(time.Date(1945, time.August, 17, 10, 0, 0, 0, wita)))
	assert.Equal(t, "I", RomanMonth(time.January))
	assert.Equal(t, "IX", RomanMonth(time.September))
	for size, words := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1 kB", 1450: "1,4 kB", 999_949: "999,9 kB", 999_950: "1 MB", 10_485_760: "10,5 MB"} {
		assert.Equal(t, words, fileSize(size), size)
	}
	assert.Equal(t, "abc", shortDigest("abc"))
}

func BenchmarkReceipt(b *testing.B) {
	d, data := testDrawer(b), testReceipt()
	for b.Loop() {
		if err := d.Receipt(io.Discard, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNeedsSample(b *testing.B) {
	d := testDrawer(b)
	for b.Loop() {
		if err := d.NeedsSample(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNeedsSampleDOCX(b *testing.B) {
	d := testDrawer(b)
	for b.Loop() {
		if err := d.NeedsSampleDOCX(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
