package document

import (
	"fmt"
	"io"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

// ReceiptData is what the receipt of a request says.
type ReceiptData struct {
	Number       string
	Agenda       string // number in the agenda; empty: not recorded at the counter
	Letter       string // number and date of the letter that came; empty: none
	Service      string
	Subject      string
	Applicant    string // the person's name
	Organisation string // the agency; empty: the person asks for themselves
	ReceivedAt   time.Time
	DueAt        *time.Time      // nil: no limit has been decreed
	Limit        *calendar.Limit // what the due time was counted from; nil as well
	Files        []ReceiptFile
	FollowURL    string // where the request can be followed
	Signed       string // note at the foot, only once the paper is really signed
}

// ReceiptFile is one file that came with the request.
type ReceiptFile struct {
	Name   string
	Size   int64  // bytes
	SHA256 string // hexadecimal
}

// Receipt draws the tanda terima permohonan as PDF.
func (d *Drawer) Receipt(w io.Writer, data ReceiptData) error {
	number := line(data.Number)
	var recorded []field
	if data.Agenda != "" {
		recorded = []field{row("Nomor agenda", data.Agenda), row("Surat", orDash(data.Letter))}
	}
	blocks := []block{
		d.kop(),
		title{main: withoutBlanks("TANDA TERIMA PERMOHONAN"), sub: withoutBlanks("Nomor: " + number)},
		fields{label: 42, after: 3, rows: append(recorded,
			row("Layanan", data.Service),
			row("Perihal", data.Subject),
			row("Pemohon", data.Applicant),
			row("Instansi", orDash(data.Organisation)),
			row("Diterima", d.moment(data.ReceivedAt)),
			row("Selesai paling lambat", d.dueWords(data.DueAt, data.Limit)),
		)},
	}
	blocks = append(blocks, heading{withoutBlanks("Berkas yang diterima")})
	if len(data.Files) == 0 {
		blocks = append(blocks, paragraph{text: withoutBlanks("Tidak ada berkas yang dilampirkan."), after: 3})
	} else {
		blocks = append(blocks, fileTable(data.Files))
	}
	blocks = append(blocks,
		paragraph{text: withoutBlanks("Simpan nomor permohonan di atas. Perkembangan permohonan dapat dilihat pada alamat di bawah ini " +
			"atau dengan memindai kode QR."), align: justified},
		together{
			seal{address: line(data.FollowURL), lines: []text{
				strong("Ikuti permohonan Anda"),
				withoutBlanks(line(data.FollowURL)),
				withoutBlanks("Nomor permohonan: " + number),
				withoutBlanks("Bantuan: WhatsApp " + d.head.Office.HelpWhatsApp + ", surel " + d.head.Office.Email),
			}},
			gap(4),
			paragraph{size: 9, text: note("Tanda terima ini dibuat secara otomatis oleh " + d.head.Office.ProductName +
				" pada saat permohonan diterima, sehingga tidak memerlukan tanda tangan.")},
		},
	)
	return d.pdf(w, paper{
		title:   "Tanda Terima Permohonan " + number,
		subject: line(data.Subject),
		date:    data.ReceivedAt,
		foot:    "Tanda terima " + number,
		signed:  clean(data.Signed, maxParagraph),
		blocks:  blocks,
	})
}

// dueWords says until when and why, or why there is no date.
func (d *Drawer) dueWords(due *time.Time, limit *calendar.Limit) string {
	switch {
	case due == nil:
		return "Standar pelayanan untuk layanan ini belum ditetapkan, sehingga belum ada jangka waktu yang dijanjikan."
	case limit == nil:
		return d.moment(*due)
	}
	return fmt.Sprintf("%s, yaitu %s sejak permohonan diterima lengkap", d.moment(*due), limitWords(*limit))
}

func fileTable(files []ReceiptFile) table {
	t := table{after: 5, columns: []column{
		{head: "No.", share: 0.07, align: right},
		{head: "Nama berkas", share: 0.47},
		{head: "Ukuran", share: 0.14, align: right},
		{head: "Sidik berkas (SHA-256)", share: 0.32},
	}}
	for i, f := range files {
		t.rows = append(t.rows, []text{
			withoutBlanks(fmt.Sprint(i + 1)),
			withoutBlanks(line(f.Name)),
			withoutBlanks(fileSize(f.Size)),
			withoutBlanks(shortDigest(line(f.SHA256))),
		})
	}
	return t
}

// shortDigest shows the beginning and the end of a digest: enough to compare
// by eye.
func shortDigest(digest string) string {
	const head, tail = 12, 8
	if len(digest) <= head+tail {
		return digest
	}
	return digest[:head] + "…" + digest[len(digest)-tail:]
}

// row is a field whose value somebody typed.
func row(label, value string) field {
	return field{withoutBlanks(label), withoutBlanks(clean(value, maxLine))}
}

func orDash(s string) string {
	if clean(s, maxLine) == "" {
		return "–"
	}
	return s
}
