package search

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

func shippedSearch(t testing.TB) func(query string) []string {
	t.Helper()
	shipped, err := catalogue.Shipped()
	require.NoError(t, err)
	var list []catalogue.Published
	for _, d := range shipped {
		list = append(list, catalogue.Published{Definition: d, Number: 1})
	}
	slices.SortFunc(list, func(a, b catalogue.Published) int { return cmp.Compare(a.Code, b.Code) })
	s, err := New()
	require.NoError(t, err)
	return func(query string) []string {
		codes := []string{}
		for _, p := range s.Find(list, query) {
			codes = append(codes, p.Code)
		}
		return codes
	}
}

// TestPeopleFindTheirService holds what people type, and the service that must
// come first.
func TestPeopleFindTheirService(t *testing.T) {
	search := shippedSearch(t)
	for query, first := range map[string]string{
		"email":                              "email",
		"surel":                              "email",
		"surel dinas":                        "email",
		"Surat Elektronik":                   "email",
		"e-mail":                             "email",
		"imel":                               "email",
		"emial":                              "email",
		"buat email pegawai":                 "email",
		"rapat daring":                       "virtual-meeting",
		"zoom":                               "virtual-meeting",
		"zom meeting":                        "virtual-meeting",
		"vicon":                              "virtual-meeting",
		"live streaming":                     "virtual-meeting",
		"siaran langsung youtube":            "virtual-meeting",
		"tanda tangan digital":               "tte",
		"tandatangan elektronik":             "tte",
		"ttd digital":                        "tte",
		"TTE":                                "tte",
		"BSrE":                               "tte",
		"lupa passphrase":                    "tte",
		"sertifikat elektronik":              "tte",
		"sub domain":                         "subdomain",
		"subdomian":                          "subdomain",
		"subdom":                             "subdomain",
		"alamat website":                     "subdomain",
		"hostng":                             "hosting",
		"cpanel":                             "hosting",
		"server virtual":                     "vps",
		"VPS":                                "vps",
		"penyimpanan awan":                   "cloud-storage",
		"google drive":                       "cloud-storage",
		"mengadu":                            "pengaduan",
		"pengadaun":                          "pengaduan",
		"keluhan warga":                      "pengaduan",
		"komplain":                           "pengaduan",
		"lapor keluhan":                      "pengaduan",
		"ppid":                               "informasi-publik",
		"minta informasi publik":             "informasi-publik",
		"keberatan informasi":                "informasi-publik",
		"website diretas":                    "insiden-siber",
		"kena hack":                          "insiden-siber",
		"insiden sber":                       "insiden-siber",
		"wi-fi":                              "wifi-publik",
		"hotspot":                            "wifi-publik",
		"internet sekolah":                   "jaringan-internet",
		"jaringan privat":                    "vpn",
		"baliho":                             "media-luar-ruang",
		"videtron":                           "media-luar-ruang",
		"liputan kegiatan":                   "peliputan",
		"meliput":                            "peliputan",
		"siaran pers":                        "publikasi-berita",
		"publikasikan berita":                "publikasi-berita",
		"infografis":                         "konten-multimedia",
		"data statsitik":                     "data-statistik",
		"sidaracantik":                       "data-statistik",
		"romantik":                           "rekomendasi-statistik",
		"survey":                             "rekomendasi-statistik",
		"rekomendasi survei":                 "rekomendasi-statistik",
		"izin bikin aplikasi":                "rekomendasi-aplikasi",
		"bagaimana cara membangun aplikasi?": "rekomendasi-aplikasi",
		"pengembangan aplikasi":              "rekomendasi-aplikasi",
		"pse":                                "pse",
		"mendaftarkan sistem elektronik":     "pse",
		"arsitektur spbe":                    "arsitektur-spbe",
		"integrasi data":                     "splp",
		"komputer rusak":                     "helpdesk-tik",
		"helpdesk":                           "helpdesk-tik",
	} {
		found := search(query)
		if assert.NotEmpty(t, found, query) {
			assert.Equal(t, first, found[0], "%s: %v", query, found)
		}
	}
}

func TestNothingIsFoundForNothing(t *testing.T) {
	search := shippedSearch(t)
	for _, query := range []string{"", "   ", "?!", "qwxzv", "jual mobil"} {
		assert.Empty(t, search(query), query)
	}
}

// TestWhatFitsEverythingComesAlone checks that a second word narrows the
// result, and that a stray one does not empty it.
func TestWhatFitsEverythingComesAlone(t *testing.T) {
	search := shippedSearch(t)
	assert.Greater(t, len(search("statistik")), len(search("statistik survei")))
	assert.Equal(t, search("baliho"), search("baliho qwxzv"))
}

func TestFormsOfAWord(t *testing.T) {
	for _, pair := range [][2]string{
		{"mengadu", "pengaduan"}, {"aduan", "pengaduannya"}, {"menyewa", "penyewaan"}, {"memasang", "pasang"}, {"menulis", "tulisan"},
		{"melaporkan", "laporan"}, {"didaftarkan", "pendaftaran"}, {"berlangganan", "langganan"}, {"mengirim", "kirim"},
	} {
		a, b := forms(pair[0]), forms(pair[1])
		assert.True(t, slices.ContainsFunc(a, func(f string) bool { return slices.Contains(b, f) }), "%v: %v %v", pair, a, b)
	}
	for _, pair := range [][2]string{{"email", "hosting"}, {"berita", "baliho"}, {"data", "adat"}} {
		a, b := forms(pair[0]), forms(pair[1])
		assert.False(t, slices.ContainsFunc(a, func(f string) bool { return slices.Contains(b, f) }), "%v: %v %v", pair, a, b)
	}
}

// FuzzSearch checks that no query breaks the search.
func FuzzSearch(f *testing.F) {
	search := shippedSearch(f)
	for _, seed := range []string{"email", "é", "-", "\xff\xfe", "tanda tangan", "ñandú zom"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) { search(query) })
}

func BenchmarkSearch(b *testing.B) {
	search := shippedSearch(b)
	for b.Loop() {
		search("mendaftarkan sistm elektronik")
	}
}
