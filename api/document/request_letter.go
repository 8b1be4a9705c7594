package document

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// RequestLetter draws the format of the letter with which an agency asks for a
// service (surat permohonan), as PDF.
func (d *Drawer) RequestLetter(w io.Writer, service catalogue.Definition) error {
	doc, blocks := d.requestLetter(service)
	for _, b := range blocks {
		doc.blocks = append(doc.blocks, b)
	}
	return d.pdf(w, doc)
}

// RequestLetterDOCX writes the same for editing, as DOCX.
func (d *Drawer) RequestLetterDOCX(w io.Writer, service catalogue.Definition) error {
	doc, blocks := d.requestLetter(service)
	return d.docx(w, doc, blocks)
}

// formatDate stands for the date of papers that have none: formats and samples,
// which change with the product only.
var formatDate = time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC)

func (d *Drawer) requestLetter(service catalogue.Definition) (paper, []editable) {
	o := d.head.Office
	asked := sortRequirements(service.Requirements)
	name := line(service.Name)
	enclosed := "–"
	if len(asked.enclosures) > 0 {
		enclosed = "[jumlah] berkas"
	}
	blocks := []editable{
		d.agencyKop(service),
		paragraph{text: withBlanks("[Tempat], [tanggal bulan tahun]"), align: right, after: 3},
		fields{label: 24, after: 5, rows: []field{
			formRow("Nomor", "[nomor surat]"),
			formRow("Sifat", "Biasa"),
			formRow("Lampiran", enclosed),
			{withoutBlanks("Hal"), strong("Permohonan " + name)},
		}},
		paragraph{text: withoutBlanks("Yth. " + o.Head.Position)},
		paragraph{text: withoutBlanks("di " + o.City), after: 5},
		body("Dengan hormat,"),
		body("Sehubungan dengan [uraian singkat kegiatan atau kebutuhan], bersama ini kami mengajukan permohonan layanan " +
			name + " kepada " + d.officeWords() + ", dengan data sebagai berikut:"),
		fields{rows: d.letterFields(asked), label: 68, numbered: true, inset: 4, after: 3},
	}
	for _, s := range asked.statements {
		blocks = append(blocks, body(s))
	}
	if len(asked.enclosures) > 0 {
		blocks = append(blocks, body("Sebagai kelengkapan permohonan, kami lampirkan:"), points(asked.enclosures))
	}
	if len(asked.conditions) > 0 {
		blocks = append(blocks, body("Kami menyatakan telah membaca dan memenuhi persyaratan layanan berikut:"), points(asked.conditions))
	}
	signer := signature{
		position: withBlanks("[Jabatan pejabat berwenang],"),
		name:     withBlanks("[Nama lengkap dan gelar]"),
		lines:    []text{withBlanks("[Pangkat/golongan]"), withBlanks("NIP [18 angka]")},
	}
	if asked.bySelf {
		signer = signature{
			position: withoutBlanks("Pemohon,"),
			name:     withBlanks("[Nama lengkap pemohon]"),
			lines:    []text{withBlanks("NIP [18 angka]")},
		}
	}
	blocks = append(blocks,
		closing{
			body("Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih."),
			signatures{signer},
		},
	)
	if !asked.bySelf {
		blocks = append(blocks, copies{withBlanks("[Pejabat yang perlu mengetahui, bila ada]")})
	}
	blocks = append(blocks,
		remark{head: "Petunjuk pengisian (hapus bagian ini sebelum surat dicetak)", lines: []text{
			withBlanks("Ganti semua bagian dalam [kurung siku]. Baris yang tidak diperlukan boleh dihapus."),
			withoutBlanks("Cetak pada kop surat instansi Anda, beri nomor, lalu minta tanda tangan " + who(asked.bySelf) + "."),
			withoutBlanks("Pindai atau simpan sebagai PDF, kemudian unggah saat mengajukan permohonan di " + o.ProductName + " (" + d.head.SiteURL + ")."),
		}},
	)
	return paper{
		title:   "Format Surat Permohonan " + name,
		subject: "Format surat permohonan",
		date:    formatDate,
		foot:    "Format surat permohonan – " + name,
	}, blocks
}

func who(bySelf bool) string {
	if bySelf {
		return "pemohon"
	}
	return "pejabat yang berwenang"
}

// closing is the end of a letter: its last sentence and the signature, never
// the signature alone on a page.
type closing struct {
	last paragraph
	sign signatures
}

func (c closing) draw(p *pen)   { together{c.last, c.sign}.draw(p) }
func (c closing) write(x *docx) { c.last.write(x); c.sign.write(x) }

// agencyKop is where the agency's own letterhead goes.
func (d *Drawer) agencyKop(service catalogue.Definition) letterhead {
	government := withoutBlanks(strings.ToUpper(d.head.Office.Government))
	name := "[NAMA PERANGKAT DAERAH]"
	if !slices.Equal(service.Audience, []catalogue.Audience{catalogue.Agency}) {
		government, name = withBlanks("[PEMERINTAH PROVINSI/KABUPATEN/KOTA]"), "[NAMA INSTANSI]"
	}
	return letterhead{government: government, name: withBlanks(name), lines: []text{
		withBlanks("[Alamat, kode pos]"),
		withBlanks("[Telepon, surel, laman]"),
	}}
}

func (d *Drawer) officeWords() string {
	o := d.head.Office
	return o.OfficeName + " " + strings.TrimPrefix(o.Government, "Pemerintah ")
}

func body(s string) paragraph {
	return paragraph{text: withBlanks(s), align: justified, indent: 12, after: 2}
}

func formRow(label, value string) field { return field{withoutBlanks(label), withBlanks(value)} }

func points(items []string) list {
	l := list{mark: letters, inset: 4, after: 3}
	for _, item := range items {
		l.items = append(l.items, withBlanks(strings.TrimSuffix(item, ".")))
	}
	return l
}

// asked is what a service's requirements mean for the letter.
type asked struct {
	data       []string // to be filled in
	statements []string // sentences that the letter must say
	enclosures []string // papers that come with it
	conditions []string // what must be fulfilled
	bySelf     bool     // the applicant signs, not an official
}

var (
	// paperWords begin what is enclosed rather than written into the letter.
	paperWords = regexp.MustCompile(`^(?i)(surat|berkas|dokumen|formulir|tangkapan layar|laporan|fotokopi|kartu)\b`)
	// theLetter is the requirement of the letter itself.
	theLetter = regexp.MustCompile(`(?i)\bsurat permohonan\b`)
	// asides end the name of a paper.
	asides = regexp.MustCompile(`,|:| yang dapat | wajib `)
)

// sortRequirements reads the requirements of a service, which are written for
// people: what must stand in the letter, what comes with it, and what must be
// fulfilled. What it does not know becomes a field or a condition, so that
// nothing is lost.
func sortRequirements(all []catalogue.Requirement) asked {
	var a asked
	for _, r := range all {
		switch {
		case len(r.Items) > 0 && strings.HasPrefix(r.Text, "Dokumen "):
			// The items are the chapters of the paper.
			a.enclosures = append(a.enclosures, paperName(r.Text))
		case len(r.Items) > 0:
			for _, item := range r.Items {
				a.sortItem(clean(item, maxParagraph))
			}
		case theLetter.MatchString(r.Text):
		case paperWords.MatchString(r.Text):
			a.enclosures = append(a.enclosures, paperName(r.Text))
		default:
			a.conditions = append(a.conditions, clean(r.Text, maxParagraph))
		}
	}
	return a
}

func (a *asked) sortItem(item string) {
	rest, statement := strings.CutPrefix(item, "Pernyataan ")
	switch {
	case statement:
		a.statements = append(a.statements, "Kami menyatakan "+strings.TrimSuffix(rest, ".")+".")
	case strings.HasPrefix(item, "Tanda tangan"):
		a.bySelf = strings.Contains(item, "pemohon")
	case paperWords.MatchString(item):
		a.enclosures = append(a.enclosures, item)
	default:
		a.data = append(a.data, item)
	}
}

// paperName is the beginning of a requirement: the name of the paper, without
// what is said about it.
func paperName(s string) string {
	s = clean(s, maxParagraph)
	if at := asides.FindStringIndex(s); at != nil {
		s = s[:at[0]]
	}
	return s
}

// hints say how to fill in a field, by a word of its label. The first that fits
// counts.
var hints = []struct{ word, hint string }{
	{"NIP", "[18 angka]"},
	{"username", "[nama.pengguna]@{domain}"},
	{"email alternatif", "[alamat email lain yang aktif]"},
	{"email dinas", "[nama.pengguna]@{domain}"},
	{"alamat domain", "[nama-aplikasi].{domain}"},
	{"nama domain", "[nama-aplikasi].{domain}"},
	{"kapasitas", "[… GB]"},
	{"waktu", "[hari, tanggal, pukul … s.d. … {zone}]"},
	{"narahubung", "[nama, jabatan, nomor HP/WhatsApp, email]"},
	{"kontak", "[nomor HP/WhatsApp]"},
	{"lokasi", "[gedung/ruang, alamat]"},
	{"nama lengkap", "[nama lengkap tanpa gelar]"},
	{"opsional", "[uraian, atau hapus baris ini]"},
}

// letterFields are the data of the letter. A service that names none asks at
// least who wants what, and whom to call.
func (d *Drawer) letterFields(a asked) []field {
	labels := a.data
	if len(labels) == 0 {
		labels = []string{"Nama instansi", "Uraian kebutuhan", "Narahubung"}
	}
	var rows []field
	for _, label := range labels {
		hint := "[" + lowerFirst(label) + "]"
		for _, h := range hints {
			if strings.Contains(strings.ToLower(label), strings.ToLower(h.word)) {
				hint = strings.NewReplacer("{domain}", d.head.Office.Domain, "{zone}", d.head.Office.TimeZoneLabel).Replace(h.hint)
				break
			}
		}
		rows = append(rows, formRow(label, hint))
	}
	return rows
}

func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if unicode.IsUpper(second) {
		return s // an abbreviation
	}
	return string(unicode.ToLower(first)) + s[size:]
}
