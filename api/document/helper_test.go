package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/setting"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// wita is the office's zone, without a database of zones.
var wita = time.FixedZone("WITA", 8*60*60)

// testOffice is the office as it ships, as far as it is printed.
var testOffice = setting.Office{
	ProductName:   "E-Layanan",
	OfficeName:    "Dinas Komunikasi, Informatika, Statistik dan Persandian",
	Government:    "Pemerintah Provinsi Kalimantan Utara",
	Address:       "Jalan Rambutan Gedung Gabungan Dinas Lantai V",
	PostalCode:    "77212",
	City:          "Tanjung Selor",
	Email:         "diskominfo@kaltaraprov.go.id",
	Website:       "https://diskominfo.kaltaraprov.go.id",
	Domain:        "kaltaraprov.go.id",
	TimeZoneLabel: "WITA",
	HelpWhatsApp:  "+6282253731353",
	Head: setting.Official{
		Position: "Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian Provinsi Kalimantan Utara",
	},
}

func testDrawer(t testing.TB) *Drawer {
	t.Helper()
	d, err := NewDrawer(Letterhead{
		Office:  testOffice,
		Zone:    wita,
		SiteURL: "https://layanan.diskominfo.kaltaraprov.go.id",
	})
	require.NoError(t, err)
	return d
}

// testLogo is a disc on a transparent ground.
func testLogo(t testing.TB, side int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if dx, dy := x-side/2, y-side/2; dx*dx+dy*dy < side*side/4 {
				picture.Set(x, y, color.NRGBA{R: 20, G: 70, B: 140, A: 255})
			}
		}
	}
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, picture))
	return out.Bytes()
}

func testReceipt() ReceiptData {
	due := time.Date(2025, time.July, 24, 16, 0, 0, 0, wita)
	return ReceiptData{
		Number:       "TKT-20250721-0002",
		Service:      "Subdomain kaltaraprov.go.id",
		Subject:      "Permohonan subdomain sipantau untuk pemantauan tanah longsor",
		Applicant:    "Nur'aini Dayang, S.Kom.",
		Organisation: "Badan Penanggulangan Bencana Daerah",
		ReceivedAt:   time.Date(2025, time.July, 21, 2, 30, 0, 0, time.UTC),
		DueAt:        &due,
		Limit:        &calendar.Limit{Amount: 3, Basis: calendar.WorkingDays},
		Files: []ReceiptFile{
			{Name: "Surat permohonan 123.pdf", Size: 1_436_822, SHA256: "3f786850e387550fdab836ed7e6dc881de23001b9c1c1f4d2a1f3a4e5b6c7d8e"},
			{Name: "Lampiran_teknis_aplikasi_pemantauan_longsor_versi_akhir_sudah_diperiksa.pdf", Size: 88_020, SHA256: "89e6c98d92887913cadf06b2adb97f26cde4849b89e6c98d92887913cadf06b2"},
		},
		FollowURL: "https://layanan.diskominfo.kaltaraprov.go.id/lacak/TKT-20250721-0002",
	}
}

// testSheet is a sheet with n dispositions.
func testSheet(n int) DispositionSheetData {
	received := time.Date(2025, time.July, 21, 10, 30, 0, 0, wita)
	data := DispositionSheetData{
		Number:       "TKT-20250721-0002",
		From:         "Badan Penanggulangan Bencana Daerah Provinsi Kalimantan Utara",
		LetterNumber: "B/500.12.16.3/573/BPBD-KL/VII/2025",
		LetterDate:   time.Date(2025, time.July, 18, 0, 0, 0, 0, wita),
		ReceivedAt:   received,
		AgendaNumber: "0412",
		Urgency:      ticket.Urgent,
		Subject:      "Permohonan subdomain sipantau untuk pemantauan tanah longsor",
		Service:      "Subdomain kaltaraprov.go.id",
	}
	for i := range n {
		data.Dispositions = append(data.Dispositions, Disposition{
			At:          received.Add(time.Duration(i) * 3 * time.Hour),
			To:          "Kepala Bidang Aplikasi Informatika",
			Instruction: fmt.Sprintf("Instruksi ke-%d: tindak lanjuti sesuai ketentuan, koordinasikan dengan narahubung, dan laporkan hasilnya.", i+1),
			Note:        strings.Repeat("Perhatikan nama domain. ", i%3),
			DueOn:       received.AddDate(0, 0, i%3+1),
			By:          "Ilham Zain",
			ByPosition:  "Kepala Dinas",
		})
	}
	return data
}

// testServices are the shipped definitions.
func testServices(t testing.TB) []catalogue.Definition {
	t.Helper()
	names, err := filepath.Glob("../catalogue/content/[a-z]*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var all []catalogue.Definition
	for _, name := range names {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		var d catalogue.Definition
		require.NoError(t, yaml.Unmarshal(raw, &d), name)
		d.Complete()
		all = append(all, d)
	}
	return all
}
