package site_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// served says where a requirement of the sources is shown: a page, and words on
// it. A word that begins with "href=" is a link.
type served struct {
	requirement, path string
	words             []string
}

// walk lists every requirement that the public site serves.
func walk() []served {
	s := func(requirement, path string, words ...string) served { return served{requirement, path, words} }
	return []served{
		s("L1", "/", "Layanan Digital Dinas Komunikasi Informatika Statistik dan Persandian Provinsi Kalimantan Utara", "href=https://wa.me/6282253731353", "href=/masuk", "href=/kebijakan", "href=/manual"),
		s("L2", "/layanan/rekomendasi-aplikasi", "Nomor 6 Tahun 2025", "paling lambat pada tahun anggaran n-1", "Dokumen Analisis Kebutuhan", "Dokumen Perencanaan", "Dokumen Manajemen Risiko",
			"Pengajuan Permohonan:", "Evaluasi dan Hasil Pertimbangan:", "Penyesuaian Anggaran:", "Formulir Permohonan:", "Contoh Dokumen Analisis Kebutuhan", "href=/unduhan/rekomendasi-aplikasi/contoh-analisis-kebutuhan.pdf"),
		s("L3", "/layanan/peliputan", "Peliputan"),
		s("L4", "/layanan/publikasi-berita", "cetak", "online", "radio"),
		s("L4", "/layanan/media-luar-ruang", "baliho", "videotron"),
		s("L5", "/layanan/konten-multimedia", "Konten Multimedia"),
		s("L6", "/layanan/pengaduan", "SP4N-LAPOR!", "platform nasional", "href=https://www.lapor.go.id"),
		s("L7", "/layanan/subdomain", "*.kaltaraprov.go.id", "href=/unduhan/subdomain/format-permohonan.pdf", "href=/unduhan/subdomain/format-permohonan.docx"),
		s("L8", "/layanan/pse", "href=https://pse.layanan.go.id", "Nomor 5 Tahun 2025", "layanan publik berbasis digital", "sistem internal pemerintahan", "portal data", "e-government", "href=https://s.id/PSE-Kaltara", "self assessment", "clearance"),
		s("L9", "/layanan/hosting", "WHM cPanel", "Imunify360", "CageFS", "JetBackup", "LiteSpeed", "Pusat Data"),
		s("L9", "/layanan/vps", "VPS"),
		s("L10", "/layanan/email", "Nama pemohon", "NIP pemohon", "Instansi pemohon", "username", "Email alternatif", "Nomor kontak", "bertanggung jawab mutlak", "Tanda tangan pemohon", "menyampaikan data akun"),
		s("L11", "/layanan/tte", "Memiliki akun email resmi", "NIK yang valid", "risiko", "081350042338", "href=https://webmail.kaltaraprov.go.id", "Set Passphrase", "Srikandi", "INAPROC", "Besign"),
		s("L12", "/layanan/data-statistik", "Portal Data"),
		s("L13", "/layanan/splp", "SPLP"),
		s("L14", "/layanan/arsitektur-spbe", "dashboard Arsitektur & Peta Rencana"),
		s("L15", "/layanan/informasi-publik", "PPID"),
		s("L16", "/layanan/insiden-siber", "Keamanan Informasi"),
		s("L17", "/layanan/jaringan-internet", "fiber", "satelit", "Sekolah"),
		s("L18", "/layanan/vpn", "VPN", "kabupaten/kota"),
		s("L19", "/layanan/wifi-publik", "Wifi Publik"),
		s("L20", "/layanan/cloud-storage", "Cloud Storage"),
		s("L21", "/layanan/helpdesk-tik", "Helpdesk TIK"),
		s("L22", "/layanan/virtual-meeting", "Zoom/YouTube Live Streaming"),

		s("S1", "/layanan/informasi-publik", "10 hari kerja", "dapat diperpanjang satu kali selama 7 hari kerja", "Tidak dipungut biaya", "6 (enam) orang", "30 hari kerja", "14 hari kerja", "Komisi Informasi", "Ajukan tanpa akun", "mencantumkan sumber"),
		s("S2", "/layanan/pengaduan", "3 × 24 jam", "4 (empat) orang", "agenda", "Kasubbag Umum", "Ajukan tanpa akun"),
		s("S3", "/layanan/data-statistik", "5 hari kerja", "4 (empat) orang", "sidaracantik.kaltaraprov.go.id"),
		s("S4", "/layanan/rekomendasi-statistik", "5 hari kerja", "4 (empat) orang", "FS3", "href=https://romantik.bps.go.id", "BPS"),
		s("S5", "/layanan/virtual-meeting", "1 hari kerja", "4 (empat) orang", "Nama kegiatan", "Lokasi kegiatan", "Narahubung"),
		s("S6", "/layanan/subdomain", "3 hari kerja", "3 (tiga) orang", "Nama domain yang dimohonkan", "Kapasitas hosting"),
		s("S6", "/layanan/hosting", "3 hari kerja", "3 (tiga) orang"),
		s("S7", "/layanan/insiden-siber", "5 hari kerja", "3 (tiga) orang", "Tangkapan layar", "celah", "eradikasi"),
		s("S8", "/layanan/tte", "1 hari kerja", "3 (tiga) orang", "tanpa gelar", "BSrE", "minimal 8 karakter"),
		s("S9", "/kebijakan", "020/SK/DKISP.SET/V/2024", "2 Mei 2024", "Tanjung Selor", "Jalan Rambutan", "diskominfo@kaltaraprov.go.id", "Menimbang", "Mengingat", "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "Gubernur Kalimantan Utara", "Arsip", "ILHAM ZAIN"),
		s("S10", "/kebijakan", "acuan dalam penilaian kinerja pelayanan oleh pimpinan penyelenggara, aparat pengawas dan masyarakat"),

		s("P1", "/layanan/pse", "Surat Rekomendasi Pembangunan Aplikasi/Sistem Informasi", "Pengujian Kelaikan"),
		s("P2", "/kebijakan/sop-pse", "60 menit", "150 menit", "180 menit", "450 menit", "Dokumen Pencatatan", "Laporan dan Surat Balasan"),
		s("P2", "/layanan/pse", "60 menit kerja", "150 menit kerja", "180 menit kerja", "450 menit kerja"),
		s("P3", "/kebijakan/sop-pse", "Senin s.d. Kamis: 08.00–16.00 WITA", "Jumat: 08.00–16.30 WITA"),
		s("P3", "/kontak", "08.00–16.00 WITA", "08.00–16.30 WITA"),
		s("P4", "/kebijakan/sop-pse", "Peringatan", "Kualifikasi pelaksana", "Peralatan", "Dasar hukum", "Keterkaitan", "Tim Koordinasi SPBE", "href=/layanan/rekomendasi-aplikasi"),
		s("P5", "/layanan/pse", "dikembalikan kepada pemohon"),

		s("M6", "/manual/pemohon", "PDF", "ditandatangani pejabat yang berwenang"),
		s("M7", "/", "Publikasi Berita", "Konten Multimedia", "Email resmi", "Tanda Tangan Elektronik", "VPN", "Helpdesk TIK", "Zoom/YouTube Live Streaming"),
		s("M8", "/kontak", "href=mailto:diskominfo@kaltaraprov.go.id", "href=https://wa.me/6282253731353"),

		s("X", "/layanan/tte", "href=https://linktr.ee/layanansandikaltara", "href=https://portal-bsre.bssn.go.id"),
		s("X", "/layanan/informasi-publik", "href=https://ppid.kaltaraprov.go.id", "Komisi Informasi Provinsi"),
		s("X", "/layanan/data-statistik", "href=https://sidaracantik.kaltaraprov.go.id"),
		s("X", "/layanan/hosting", "Pusat Data Nasional"),

		s("C1", "/layanan/insiden-siber", "rekomendasi penutupan celah", "Tertulis dalam keputusan"),
		s("C1", "/layanan/data-statistik", "Data statistik sektoral", "Tertulis dalam keputusan"),
		s("C3", "/manual/pemohon", "Selesai tidak selalu berarti disetujui"),
		s("C4", "/layanan/pengaduan", "72 jam yang berjalan terus"),
		s("C5", "/layanan/informasi-publik", "30 hari kerja", "dalam waktu 30 hari setelah menerima informasi", "tanggal yang lebih akhir"),
		s("C6", "/kebijakan/sop-pse", "SOP tidak menyebut jam istirahat"),
		s("C7", "/kebijakan/sop-pse", "Sudah dicabut oleh Peraturan Menteri Komunikasi dan Digital Nomor 5 Tahun 2025"),
		s("C8", "/layanan/rekomendasi-aplikasi", "href=/layanan/pse", "pengembangan"),
		s("C8", "/layanan/pse", "href=/layanan/rekomendasi-aplikasi"),
		s("C9", "/layanan/splp", "Standar belum ditetapkan", "tidak ada jangka waktu yang dijanjikan"),
		s("C10", "/layanan/pengaduan", "Penyiapan bahan jawaban"),
		s("C11", "/manual/pemohon", "PNG atau JPEG"),
		s("C12", "/layanan/tte", "kedua uraiannya ditampilkan"),
		s("C13", "/kebijakan", "Nomor 1 Tahun 2010", "Nomor 1 Tahun 2020", "Tahun peraturan diperbaiki"),
		s("C14", "/kontak", "+62 813-5004-2338"),
	}
}

// markup is what Markdown puts before an item of a list, and around an address.
var markup = regexp.MustCompile(`^\s*(?:[0-9]+\.|-)\s+|[*<>\\]`)

// mainText returns the words of a page without what stands on every page.
func mainText(root *html.Node) string {
	for n := range root.Descendants() {
		if n.Data == "main" {
			return strings.Join(strings.Fields(textOf(n)), " ")
		}
	}
	return ""
}

// TestEveryRequirementIsServed walks the requirements and finds each on its
// page.
func TestEveryRequirementIsServed(t *testing.T) {
	s := apitest.New(t)
	seen := map[string]bool{"C2": true} // the misprint is served nowhere: TestEveryPageIsSound
	for _, item := range walk() {
		seen[item.requirement] = true
		page := get(t, s, item.path)
		require.Equal(t, http.StatusOK, page.status, item.path)
		root, err := html.Parse(strings.NewReader(page.body))
		require.NoError(t, err)
		text := mainText(root)
		links := map[string]bool{}
		for n := range root.Descendants() {
			if n.Data == "a" {
				links[attribute(n, "href")] = true
			}
		}
		for _, word := range item.words {
			if to, ok := strings.CutPrefix(word, "href="); ok {
				assert.True(t, links[to], "%s: %s has no link to %s", item.requirement, item.path, to)
			} else {
				assert.True(t, strings.Contains(strings.ToLower(text), strings.ToLower(word)), "%s: %s does not say %q", item.requirement, item.path, word)
			}
		}
	}
	for _, group := range []struct {
		letter      string
		first, last int
	}{{"L", 1, 22}, {"S", 1, 10}, {"P", 1, 5}, {"M", 6, 8}, {"C", 1, 14}} {
		for i := group.first; i <= group.last; i++ {
			assert.True(t, seen[group.letter+strconv.Itoa(i)], "%s%d is looked for nowhere", group.letter, i)
		}
	}
	assert.True(t, seen["X"])
}

// TestEveryFactOfADefinitionIsOnItsPage checks that a page drops nothing of
// what the API serves.
func TestEveryFactOfADefinitionIsOnItsPage(t *testing.T) {
	s := apitest.New(t)
	services, err := s.Catalogue.List(t.Context(), catalogue.Filter{})
	require.NoError(t, err)
	require.Len(t, services, 24)
	for _, listed := range services {
		t.Run(listed.Code, func(t *testing.T) {
			var p catalogue.Published
			s.Guest().Get("/service-types/"+listed.Code).Want(t, http.StatusOK).Into(t, &p)
			page := get(t, s, "/layanan/"+listed.Code)
			root, err := html.Parse(strings.NewReader(page.body))
			require.NoError(t, err)
			text := mainText(root)
			says := func(what string) {
				t.Helper()
				assert.True(t, strings.Contains(text, strings.Join(strings.Fields(what), " ")), "the page does not say %q", what)
			}
			says(p.Name)
			says(p.Summary)
			says(p.Cost)
			says(p.Product)
			says(p.Complaints)
			for _, r := range p.Requirements {
				says(r.Text)
				for _, item := range r.Items {
					says(item)
				}
			}
			for _, line := range p.Procedure {
				says(line)
			}
			for _, step := range p.Steps {
				says(step.Name)
				says(step.Text)
				says(step.Output)
			}
			for _, law := range p.LegalBases {
				says(law.Kind + " Nomor " + law.Number)
				says(law.Title)
				says(law.Note)
			}
			for _, d := range p.Downloads {
				says(d.Title)
			}
			for _, one := range p.Prerequisites {
				says(one.Text)
			}
			for _, one := range p.External {
				says(one.Name)
				says(one.Text)
			}
			for _, note := range p.Notes {
				says(note.Text)
				says(note.DecreedText)
			}
			if p.Standard == nil {
				says("Standar belum ditetapkan")
				return
			}
			require.Len(t, p.Standard.Components, 14)
			for _, c := range p.Standard.Components {
				says(c.Title)
				says(c.Correction)
				for line := range strings.Lines(c.Text) {
					says(markup.ReplaceAllString(line, ""))
				}
			}
		})
	}
}
