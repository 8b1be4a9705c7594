package demo

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

// applicants are how those who file demo requests answer questions about
// themselves.
var applicants = map[string]map[string]any{
	"pemohon": {
		"agency": "Dinas Kesehatan", "name": "Siti Rahmawati", "nip": "198804122011012003", "position": "Pranata Komputer",
		"phone": "081253000111", "email": "siti.rahmawati@kaltaraprov.go.id",
	},
	"pemohon2": {
		"agency": "Dinas Pendidikan dan Kebudayaan", "name": "Yohanes Lawai", "nip": "198506232010011005", "position": "Analis Sistem Informasi",
		"phone": "081253000222", "email": "yohanes.lawai@kaltaraprov.go.id",
	},
}

// particulars are answers of single requests, by subject; nil: left out.
var particulars = map[string]map[string]any{
	"Perubahan pemegang email pelayanan kesehatan": {
		"need": "change", "username": nil, "current_username": "pelayanan.kesehatan", "changes": []any{"holder", "phone"}, "reason": "Pemegang akun sebelumnya pindah tugas.",
	},
	"Pengembangan aplikasi absensi guru": {"proposal": "development", "existing_registration": "PSE-6500-088"},
	"Pengembangan sistem informasi obat": {"proposal": "development", "budget_year": 2027},
	"Pengembangan portal PPDB":           {"proposal": "development", "application_kind": "special"},
	"Pembangunan aplikasi peta sekolah":  {"application_kind": "common"},
	"Tambahan kapasitas penyimpanan laboratorium": {
		"need": "change", "current_space": "Labkesda", "purpose": "Hasil pemeriksaan laboratorium bertambah tiap triwulan.", "capacity_gb": 500, "classification": "limited", "external_sharing": false,
	},
	"Penyimpanan arsip digital rekam kegiatan":   {"purpose": "Foto dan laporan kegiatan bidang disimpan di satu tempat.", "external_sharing": false, "capacity_gb": 100},
	"Penyimpanan data penelitian kesehatan":      {"purpose": "Data penelitian bersama perguruan tinggi.", "content": "Lembar data dan laporan", "classification": "secret"},
	"Penyimpanan video penyuluhan":               {"purpose": "Video penyuluhan untuk puskesmas.", "content": "Video", "capacity_gb": 1000},
	"Subdomain untuk portal PPDB SMA/SMK":        {"subdomain": "ppdb", "use": "activity", "use_until": in(120), "capacity_gb": 20},
	"Subdomain sistem rujukan terpadu":           {"subdomain": "rujukan"},
	"Subdomain dasbor stunting":                  {"subdomain": "stunting", "server": "pdn", "capacity_gb": nil, "ip_address": "103.28.12.40"},
	"Subdomain katalog budaya Kalimantan Utara":  {"subdomain": "budaya", "use": "public_service", "capacity_gb": 40},
	"Subdomain bank soal daerah":                 {"use": "internal", "capacity_gb": 10},
	"Siaran langsung Hari Kesehatan Nasional":    {"help": []any{"streaming", "operator"}, "meeting_title": nil, "recording": nil, "participants": 500, "place": "Lapangan Agathis, Tanjung Selor"},
	"Pelatihan kader posyandu daring":            {"help": []any{"zoom"}, "stream_channel": nil, "participants": 80},
	"Rapat evaluasi BOS triwulan II":             {"help": []any{"zoom"}, "stream_channel": nil, "place": "daring", "participants": 60},
	"Rapat lintas sektor kesehatan ibu dan anak": {"help": []any{"zoom", "equipment"}, "stream_channel": nil},
	"Rapat koordinasi kesehatan antarkabupaten":  {"help": []any{"room", "zoom"}, "stream_channel": nil, "time": slot{4, "08:30", "12:00"}, "place": "Ruang command center"},
	"Rapat dewan pendidikan provinsi":            {"help": []any{"room", "zoom"}, "stream_channel": nil, "time": slot{4, "10:00", "11:30"}, "place": "Ruang command center"},
	"Sosialisasi beasiswa daerah":                {"help": []any{"zoom", "streaming"}, "time": slot{9, "13:30", "16:00"}, "place": "daring"},
	"Peluncuran layanan imunisasi keliling":      {"time": slot{12, "09:00", "11:00"}, "place": "Halaman Dinas Kesehatan, Tanjung Selor"},
	"Sertifikat elektronik Kepala Bidang Pembinaan SMA": {
		"holder": "Markus Apui", "email": "pembinaan.sma@kaltaraprov.go.id", "nik": "6502061203750002", "nip": "197503122000031004", "position": "Kepala Bidang Pembinaan SMA",
	},
	"Sertifikat elektronik Kepala Dinas Kesehatan": {
		"holder": "Hendra Wijaya", "email": "kepala.dinkes@kaltaraprov.go.id", "nik": "6501041205700002", "nip": "197005121998031004", "position": "Kepala Dinas",
	},
	"Hosting portal perpustakaan sekolah":         {"application": "Portal perpustakaan sekolah", "domain": "pustaka-sekolah.kaltaraprov.go.id"},
	"Daftar kegiatan pembangunan TIK tahun 2025":  {"detail": "Nama, nilai, dan lokasi tiap kegiatan pembangunan TIK tahun 2025.", "occupation": "Peneliti"},
	"Data anggaran internet puskesmas tahun 2024": {"detail": "Anggaran internet tiap puskesmas tahun 2024, per kabupaten/kota.", "access": "hardcopy", "delivery": "desk"},
}

// in is a day so many days after the request.
type in int

// slot is a time of a working day that lies so many days ahead of the present.
type slot struct {
	days     int
	from, to string
}

// topic is what a subject is about, without the words for what is asked.
func (t tale) topic() string {
	for _, words := range []string{"Email resmi untuk ", "Email resmi ", "Subdomain untuk ", "Subdomain ", "Pendaftaran ", "Pembangunan ", "Pengembangan ", "Penyimpanan "} {
		if rest, found := strings.CutPrefix(t.subject, words); found {
			return strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	return t.subject
}

// slug is the end of the subject as a name.
func (t tale) slug(between string) string {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(t.subject, "/", " ")))
	return strings.Join(words[max(0, len(words)-2):], between)
}

// fillIn answers the form of a service: the example of its definition with the
// applicant's own data, the subject, and days that lie ahead.
func (p *player) fillIn(t tale, d catalogue.Definition) map[string]any {
	answers := map[string]any{}
	for key, value := range d.Example {
		f := d.Form.Properties[key]
		if f.Kind() != form.FileList {
			answers[key] = p.answer(t, f, key, value)
		}
	}
	maps.Copy(answers, particulars[t.subject])
	for key, value := range answers {
		switch v := value.(type) {
		case in:
			answers[key] = p.day(int(v)).Format(time.DateOnly)
		case slot:
			start, end := p.slot(v)
			answers[key] = map[string]any{"start": start.Format(time.RFC3339), "end": end.Format(time.RFC3339)}
		}
	}
	return answers
}

func (p *player) answer(t tale, f form.Field, key string, example any) any {
	who := applicants[t.applicant]
	switch f.Kind() {
	case form.Mailbox:
		return t.slug(".")
	case form.Subdomain:
		return t.slug("-")
	case form.Person:
		person := map[string]any{}
		for _, part := range f.Person {
			person[part] = who[part]
		}
		return person
	case form.TimeRange:
		day := p.day(3)
		return map[string]any{
			"start": day.Add(8*time.Hour + 30*time.Minute).Format(time.RFC3339), "end": day.Add(time.Duration(11+len(t.subject)%4) * time.Hour).Format(time.RFC3339),
		}
	}
	switch key {
	case "application", "system", "event", "meeting_title", "functions", "description", "detail", "title":
		return t.topic()
	case "purpose":
		return t.topic() + "."
	case "url":
		return "https://" + t.slug("-") + ".kaltaraprov.go.id"
	case "external_name":
		return nil
	case "agency_name":
		return who["agency"]
	case "holder":
		return who["name"]
	case "nip", "position", "phone":
		return who[key]
	}
	return example
}

// day is midnight of a day after the request, in the office's zone.
func (p *player) day(after int) time.Time {
	y, m, d := p.clock.Now().In(p.app.Config.Zone).AddDate(0, 0, after).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, p.app.Config.Zone)
}

// fieldFiles draws the files that the form of a service asks for.
func (p *player) fieldFiles(t tale, d catalogue.Definition) []attachment.Received {
	var files []attachment.Received
	for _, key := range slices.Sorted(maps.Keys(d.Example)) {
		f := d.Form.Properties[key]
		if f.Kind() != form.FileList {
			continue
		}
		names, _ := d.Example[key].([]any)
		for _, name := range names {
			l := letter{
				from: applicants[t.applicant]["agency"].(string), address: "Tanjung Selor, Kabupaten Bulungan", number: "–", about: f.Title,
				date: p.clock.Now().In(p.app.Config.Zone), to: "Kepala " + office, position: "Pemohon", sign: "(nama pejabat contoh)",
				body: f.Title + " untuk " + t.topic() + ".\n\nDokumen ini adalah data contoh.",
			}
			received, err := p.app.Files.Receive(p.ctx, "/answers/"+key, attachment.Supporting, key, name.(string), bytes.NewReader(l.pdf()))
			if p.err == nil {
				p.err = err
			}
			files = append(files, received)
		}
	}
	return files
}
