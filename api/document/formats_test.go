// Unwatched: they compute alone.

package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
)

// The letters of every service that ships, as their requirements are read. A
// new wording in a definition shows here what it does to the letter.
func TestLettersOfTheShippedServices(t *testing.T) {
	plain := asked{conditions: []string{"Data yang dimasukkan valid dan lengkap."}}
	want := map[string]asked{
		"arsitektur-spbe": plain, "cloud-storage": plain, "helpdesk-tik": plain, "jaringan-internet": plain, "konten-multimedia": plain,
		"media-luar-ruang": plain, "peliputan": plain, "publikasi-berita": plain, "splp": plain, "vpn": plain, "vps": plain, "wifi-publik": plain,
		"data-statistik": {},
		"email": {
			data: []string{"Nama pemohon", "NIP pemohon", "Instansi pemohon", "Nama pengguna (username) email @kaltaraprov.go.id yang ingin dibuat",
				"Email alternatif yang dimiliki oleh pemohon (Gmail, Yahoo, dan lain-lain)", "Nomor kontak yang dapat dihubungi"},
			statements: []string{"Kami menyatakan menyetujui Persyaratan/Perjanjian Layanan Email Resmi Pemerintah Provinsi Kalimantan Utara " +
				"dan bertanggung jawab mutlak terhadap penggunaan dan keamanan akun yang diberikan."},
			bySelf: true,
		},
		"hosting":   {data: []string{"Nama instansi pelaksana", "Nama aplikasi", "Nama domain yang dimohonkan", "Kapasitas hosting yang diminta", "Narahubung pemohon"}},
		"subdomain": {data: []string{"Nama instansi pelaksana", "Nama aplikasi", "Nama domain yang dimohonkan", "Kapasitas hosting yang diminta", "Narahubung pemohon"}},
		"insiden-siber": {
			data:       []string{"Nama aplikasi", "Alamat domain (namadomain.kaltaraprov.go.id)", "Celah kerawanan yang diketahui (opsional)"},
			enclosures: []string{"Tangkapan layar website terkini"},
		},
		"pse": {
			enclosures: []string{"Surat Rekomendasi Pembangunan Aplikasi/Sistem Informasi",
				"Berkas digital yang berisi laporan hasil dari tahap Perencanaan, Analisis, Desain, Implementasi, dan Pengujian Kelaikan Aplikasi"},
			conditions: []string{"Self assessment kategori sistem elektronik berdasarkan asas risiko pada tautan s.id/PSE-Kaltara."},
		},
		"rekomendasi-aplikasi": {enclosures: []string{"Dokumen Analisis Kebutuhan", "Dokumen Perencanaan", "Dokumen Manajemen Risiko",
			"Formulir permohonan dengan format surat sesuai Lampiran II Permen Komdigi 6/2025"}},
		"rekomendasi-statistik": {enclosures: []string{"Formulir rencana penyelenggaraan kegiatan statistik atau survei (Formulir FS3)"}},
		"tte": {
			data: []string{"Nama lengkap (tanpa gelar)", "Email dinas (@kaltaraprov.go.id)"},
			conditions: []string{"Memiliki akun email resmi Pemprov Kaltara dengan domain @kaltaraprov.go.id.",
				"Memiliki KTP dengan NIK yang valid dari database Kependudukan Nasional.",
				"Memahami dan mengetahui konsekuensi serta risiko terhadap penyalahgunaan akun TTE yang akan didaftarkan."},
		},
		"virtual-meeting": {data: []string{"Nama instansi pelaksana", "Nama kegiatan", "Waktu pelaksanaan", "Lokasi kegiatan", "Narahubung pemohon"}},
	}
	for _, s := range testServices(t) {
		if !s.TakesLetter() {
			assert.Contains(t, []string{"informasi-publik", "pengaduan"}, s.Code)
			continue
		}
		if assert.Contains(t, want, s.Code) {
			assert.Equal(t, want[s.Code], sortRequirements(s.Requirements), s.Code)
		}
	}
}

// Every service that takes a letter has its format, every download that a
// definition names is one that can be drawn, and both forms are whole and say
// the same.
func TestFormatsOfEveryService(t *testing.T) {
	d := testDrawer(t)
	for _, s := range testServices(t) {
		formats := map[string]Format{}
		for _, format := range d.Formats(s) {
			assert.NotContains(t, formats, format.Key, s.Code)
			assert.NotEmpty(t, format.Title)
			formats[format.Key] = format
			file := doctest.Drawn(t, format.PDF)
			doctest.Acceptable(t, file)
			assert.Less(t, len(file), 100_000, s.Code)
			editable := doctest.Written(t, doctest.Drawn(t, format.DOCX))
			printed := doctest.Squeeze(strings.Join(doctest.Pages(t, file), ""))
			for _, said := range strings.Fields(editable) {
				assert.Contains(t, printed, said, "%s: in the DOCX only", s.Code)
			}
		}
		for _, named := range s.Downloads {
			if assert.Contains(t, formats, named.Key, s.Code) {
				assert.Equal(t, named.Title, formats[named.Key].Title)
			}
		}
		_, letter := formats[catalogue.LetterFormat]
		_, named := formats[catalogue.NamedLetterFormat]
		assert.Equal(t, s.TakesLetter(), letter || named, s.Code)
		assert.False(t, letter && named, s.Code)
	}
}

func TestRequestLetterIsALetter(t *testing.T) {
	d := testDrawer(t)
	s := service(t, "subdomain")
	said := []string{
		"[NAMA PERANGKAT DAERAH]", "[Tempat], [tanggal bulan tahun]", "[nomor surat]", "Sifat", "Lampiran", "Permohonan Subdomain kaltaraprov.go.id",
		"Yth. Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian Provinsi Kalimantan Utara", "di Tanjung Selor",
		"Nama instansi pelaksana", "Nama aplikasi", "[nama-aplikasi].kaltaraprov.go.id", "[… GB]", "[nama, jabatan, nomor HP/WhatsApp, email]",
		"[Jabatan pejabat berwenang],", "[Nama lengkap dan gelar]", "[Pangkat/golongan]", "NIP [18 angka]", "Tembusan:",
	}
	all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetter(w, s) }))
	require.Len(t, all, 1)
	doctest.Says(t, all, said...)
	doctest.Says(t, []string{doctest.Written(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetterDOCX(w, s) }))}, said...)
}

// The letter itself ends on its first page; only the hint for filling it in may
// follow.
func TestEveryLetterFitsOnAPage(t *testing.T) {
	d := testDrawer(t)
	for _, s := range testServices(t) {
		all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetter(w, s) }))
		doctest.Says(t, all[:1], "NIP [18 angka]")
		assert.LessOrEqual(t, len(all), 2, s.Code)
	}
}

func TestEmailIsAskedForByThePersonThemselves(t *testing.T) {
	d := testDrawer(t)
	all := doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetter(w, service(t, "email")) }))
	doctest.Says(t, all, "Nama pemohon", "NIP pemohon", "Instansi pemohon", "[nama.pengguna]@kaltaraprov.go.id", "[alamat email lain yang aktif]", "[nomor HP/WhatsApp]",
		"Kami menyatakan menyetujui Persyaratan/Perjanjian Layanan Email Resmi", "bertanggung jawab mutlak", "Pemohon,", "[Nama lengkap pemohon]")
	assert.NotContains(t, all[0], "[Jabatan pejabat berwenang]")
}

func TestAudienceDecidesWhoseLetterheadItIs(t *testing.T) {
	d := testDrawer(t)
	doctest.Says(t, doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetter(w, service(t, "vps")) })), "PEMERINTAH PROVINSI KALIMANTAN UTARA", "[NAMA PERANGKAT DAERAH]")
	doctest.Says(t, doctest.Pages(t, doctest.Drawn(t, func(w io.Writer) error { return d.RequestLetter(w, service(t, "vpn")) })), "[PEMERINTAH PROVINSI/KABUPATEN/KOTA]", "[NAMA INSTANSI]")
}

// An admin may write anything into a definition.
func TestHostileDefinitions(t *testing.T) {
	d := testDrawer(t)
	for _, s := range hostile {
		definition := catalogue.Definition{
			Code: "x", Name: s, Letter: catalogue.LetterRequired, Channel: catalogue.Online,
			Requirements: []catalogue.Requirement{{Text: s}, {Text: "Dokumen " + s, Items: []string{s}}, {Text: "memuat", Items: []string{s, "Pernyataan " + s, "Surat " + s}}},
			Downloads:    []catalogue.Download{{Key: "unknown", Title: s}},
		}
		definition.Complete()
		formats := d.Formats(definition)
		require.Len(t, formats, 1)
		doctest.Acceptable(t, doctest.Drawn(t, formats[0].PDF))
		doctest.Parts(t, doctest.Drawn(t, formats[0].DOCX))
	}
}

func TestDOCXHasItsParts(t *testing.T) {
	all := doctest.Parts(t, doctest.Drawn(t, testDrawer(t).NeedsSampleDOCX))
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "word/footer1.xml", "docProps/core.xml"} {
		assert.Contains(t, all, name)
		if !strings.HasSuffix(name, ".rels") && !strings.HasPrefix(name, "[") {
			assert.Contains(t, all["[Content_Types].xml"], `"/`+name+`"`)
		}
	}
	assert.Contains(t, all["word/footer1.xml"], "NUMPAGES")
	assert.Contains(t, all["word/document.xml"], "w:tblHeader")
	for n := 1; strings.Contains(all["word/document.xml"], fmt.Sprintf(`w:numId w:val="%d"`, n)); n++ {
		assert.Contains(t, all["word/numbering.xml"], fmt.Sprintf(`<w:num w:numId="%d">`, n))
	}
}

// The sample has the ten points of R1 in their order, and its figures are right.
func TestNeedsSample(t *testing.T) {
	s, err := readSample()
	require.NoError(t, err)
	require.Len(t, s.Chapters, 10)
	for i, word := range []string{"Dasar Hukum", "Permasalahan dan Kebutuhan", "Pihak", "Tujuan dan Manfaat", "Ruang Lingkup", "Biaya dan Manfaat", "Risiko Awal", "Target Waktu", "Sasaran Pengguna", "Lokasi"} {
		assert.Contains(t, s.Chapters[i].Title, word)
		assert.NotEmpty(t, s.Chapters[i].Help)
	}
	d := testDrawer(t)
	file := doctest.Drawn(t, d.NeedsSample)
	doctest.Acceptable(t, file)
	all := doctest.Pages(t, file)
	text := doctest.Written(t, doctest.Drawn(t, d.NeedsSampleDOCX))
	sums := 0
	for i, c := range s.Chapters {
		doctest.Says(t, all, fmt.Sprintf("%d. %s", i+1, c.Title), c.Help)
		for _, part := range c.Parts {
			doctest.Says(t, []string{text}, part.Text)
			if part.Table == nil {
				continue
			}
			share := 0.0
			for _, col := range part.Table.Columns {
				share += col.Share
			}
			assert.InDelta(t, 1, share, 0.0001, c.Title)
			for _, row := range part.Table.Rows {
				require.Len(t, row, len(part.Table.Columns), c.Title)
			}
			if part.Table.Total {
				sums++
				checkSum(t, part.Table.Rows)
			}
		}
	}
	assert.Equal(t, 2, sums)
	checkRisks(t, s.Chapters[6].Parts[0].Table.Rows)
}

// checkSum requires that the last row is the sum of the others.
func checkSum(t *testing.T, rows [][]string) {
	t.Helper()
	sum := 0
	for i, row := range rows {
		n, err := strconv.Atoi(strings.ReplaceAll(row[len(row)-1], ".", ""))
		require.NoError(t, err)
		if i == len(rows)-1 {
			assert.Equal(t, sum, n)
		}
		sum += n
	}
}

// checkRisks requires that each risk has the size and level of the matrix
// (PermenPANRB 5/2020; domain-facts §1), which is no product.
func checkRisks(t *testing.T, rows [][]string) {
	t.Helper()
	matrix := [5][5]int{{1, 3, 5, 8, 20}, {2, 7, 11, 13, 21}, {4, 10, 14, 17, 22}, {6, 12, 16, 19, 24}, {9, 15, 18, 23, 25}}
	levels := []string{"Sangat Rendah", "Rendah", "Sedang", "Tinggi", "Sangat Tinggi"}
	for _, row := range rows {
		size := matrix[row[1][0]-'1'][row[2][0]-'1']
		assert.Equal(t, fmt.Sprintf("%d %s", size, levels[(size-1)/5]), row[3], row[0])
	}
}

// service returns a shipped definition.
func service(t *testing.T, code string) catalogue.Definition {
	t.Helper()
	for _, s := range testServices(t) {
		if s.Code == code {
			return s
		}
	}
	require.Fail(t, "no such service", code)
	return catalogue.Definition{}
}
