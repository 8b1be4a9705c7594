package demo

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
)

var userFilter = user.Filter{}

// ending is how far a demo request comes.
type ending string

const (
	asSubmitted   ending = "submitted"
	takenUp       ending = "taken up"
	withHead      ending = "with the head"
	withDivision  ending = "with the division"
	withTechnical ending = "with the technical team"
	returned      ending = "returned"
	resubmitted   ending = "resubmitted"
	fulfilled     ending = "fulfilled"
	approved      ending = "approved"
	rejected      ending = "rejected"
	cancelled     ending = "cancelled"
	objected      ending = "objected to" // answered by the PPID, and objected to

	booked        ending = "booked" // with the technical team, which gave it its resources
	withMinistry  ending = "with the ministry"
	withApplicant ending = "at a step of the applicant's own"
	extended      ending = "extended"
	walked        ending = "through every step of its service" // to its answer
)

// tale is one request: who asks for what, how long ago, and how far it came.
type tale struct {
	applicant, service, subject string
	daysAgo                     int
	end                         ending
}

var tales = []tale{
	{"pemohon", "email", "Email resmi untuk Bidang Pelayanan Kesehatan", 231, fulfilled},
	{"pemohon2", "subdomain", "Subdomain untuk portal PPDB SMA/SMK", 226, fulfilled},
	{"pemohon", "virtual-meeting", "Rapat koordinasi imunisasi se-Kalimantan Utara", 219, fulfilled},
	{"pemohon2", "email", "Email resmi sekolah negeri di Kabupaten Nunukan", 207, fulfilled},
	{"pemohon", "subdomain", "Subdomain sistem rujukan terpadu", 198, fulfilled},
	{"pemohon2", "rekomendasi-aplikasi", "Pengembangan aplikasi absensi guru", 190, rejected},
	{"pemohon", "cloud-storage", "Penyimpanan arsip digital rekam kegiatan", 183, fulfilled},
	{"pemohon2", "virtual-meeting", "Bimbingan teknis kurikulum daring", 175, cancelled},
	{"pemohon", "pse", "Pendaftaran Sistem Informasi Gizi", 166, fulfilled},
	{"pemohon2", "cloud-storage", "Penyimpanan bahan ajar digital", 158, fulfilled},
	{"pemohon", "email", "Perubahan pemegang email pelayanan kesehatan", 149, fulfilled},
	{"pemohon2", "subdomain", "Subdomain perpustakaan digital sekolah", 141, fulfilled},
	{"pemohon", "rekomendasi-aplikasi", "Pembangunan aplikasi antrean puskesmas", 133, approved},
	{"pemohon2", "pse", "Pendaftaran sistem Dapodik daerah", 124, fulfilled},
	{"pemohon", "tte", "Sertifikat elektronik Kepala Dinas Kesehatan", 121, walked},
	{"pemohon", "virtual-meeting", "Siaran langsung Hari Kesehatan Nasional", 117, fulfilled},
	{"pemohon2", "email", "Email resmi pengawas sekolah", 109, rejected},
	{"pemohon", "subdomain", "Subdomain dasbor stunting", 101, fulfilled},
	{"pemohon2", "pengaduan", "Jaringan internet SMAN 1 Tanjung Selor sering terputus", 97, walked},
	{"pemohon2", "rekomendasi-aplikasi", "Pembangunan aplikasi beasiswa daerah", 93, approved},
	{"pemohon", "cloud-storage", "Tambahan kapasitas penyimpanan laboratorium", 86, fulfilled},
	{"pemohon2", "virtual-meeting", "Rapat evaluasi BOS triwulan II", 79, fulfilled},
	{"pemohon", "insiden-siber", "Tampilan situs puskesmas berubah", 75, walked},
	{"pemohon", "email", "Email resmi tim surveilans", 72, fulfilled},
	{"pemohon2", "subdomain", "Subdomain katalog budaya Kalimantan Utara", 64, fulfilled},
	{"pemohon", "rekomendasi-statistik", "Survei kepuasan pasien puskesmas", 61, walked},
	{"pemohon", "pse", "Pendaftaran aplikasi antrean puskesmas", 57, fulfilled},
	{"pemohon2", "cloud-storage", "Penyimpanan dokumentasi festival", 51, cancelled},
	{"pemohon2", "hosting", "Hosting portal perpustakaan sekolah", 48, walked},
	{"pemohon", "virtual-meeting", "Pelatihan kader posyandu daring", 44, fulfilled},
	{"pemohon2", "email", "Email resmi bidang kebudayaan", 38, fulfilled},
	{"pemohon2", "data-statistik", "Data akses internet sekolah per kecamatan", 36, walked},
	{"pemohon", "informasi-publik", "Daftar layanan TIK yang tersedia bagi puskesmas", 34, walked},
	{"pemohon", "rekomendasi-aplikasi", "Pengembangan sistem informasi obat", 33, withTechnical},
	{"pemohon2", "rekomendasi-aplikasi", "Pembangunan aplikasi peta sekolah", 27, withDivision},
	{"pemohon", "informasi-publik", "Daftar kegiatan pembangunan TIK tahun 2025", 24, objected},
	{"pemohon", "email", "Email resmi unit transfusi darah", 22, fulfilled},
	{"pemohon", "rekomendasi-aplikasi", "Pembangunan aplikasi rekam gizi balita", 20, withMinistry},
	{"pemohon2", "subdomain", "Subdomain pendataan cagar budaya", 18, returned},
	{"pemohon", "cloud-storage", "Penyimpanan data penelitian kesehatan", 15, withTechnical},
	{"pemohon2", "pse", "Pendaftaran aplikasi beasiswa daerah", 13, resubmitted},
	{"pemohon", "subdomain", "Subdomain layanan vaksinasi", 11, returned},
	{"pemohon2", "email", "Email resmi operator sekolah", 9, withTechnical},
	{"pemohon", "rekomendasi-aplikasi", "Pembangunan aplikasi pemantauan sanitasi", 8, withHead},
	{"pemohon2", "virtual-meeting", "Rapat persiapan asesmen nasional", 7, withDivision},
	{"pemohon", "informasi-publik", "Data anggaran internet puskesmas tahun 2024", 7, extended},
	{"pemohon", "email", "Email resmi Labkesda", 6, withTechnical},
	{"pemohon2", "tte", "Sertifikat elektronik Kepala Bidang Pembinaan SMA", 6, withApplicant},
	{"pemohon", "virtual-meeting", "Rapat koordinasi kesehatan antarkabupaten", 6, booked},
	{"pemohon2", "virtual-meeting", "Sosialisasi beasiswa daerah", 6, booked},
	{"pemohon2", "virtual-meeting", "Rapat dewan pendidikan provinsi", 5, withTechnical},
	{"pemohon", "peliputan", "Peluncuran layanan imunisasi keliling", 5, withHead},
	{"pemohon2", "cloud-storage", "Penyimpanan hasil asesmen", 5, withHead},
	{"pemohon", "virtual-meeting", "Rapat lintas sektor kesehatan ibu dan anak", 5, takenUp},
	{"pemohon2", "email", "Email resmi penilik PAUD", 4, takenUp},
	{"pemohon", "pse", "Pendaftaran dasbor stunting", 4, asSubmitted},
	{"pemohon2", "subdomain", "Subdomain bank soal daerah", 4, asSubmitted},
	{"pemohon", "cloud-storage", "Penyimpanan video penyuluhan", 4, asSubmitted},
	{"pemohon2", "rekomendasi-aplikasi", "Pengembangan portal PPDB", 4, asSubmitted},
}

// story tells the tales with a clock that goes from deed to deed.
type story struct {
	app      *app.App
	clock    *clock.Manual
	now      time.Time
	calendar calendar.Calendar
	dice     *rand.Rand // the same on every load
}

func newStory(a *app.App, c *clock.Manual, now time.Time) *story {
	rules, err := calendar.Shipped()
	if err != nil {
		panic(err)
	}
	working, err := calendar.New(rules)
	if err != nil {
		panic(err)
	}
	return &story{app: a, clock: c, now: now, calendar: working, dice: rand.New(rand.NewPCG(2026, 1))}
}

// tell makes all requests, oldest first, and returns how many.
func (s *story) tell(ctx context.Context) (int, error) {
	if err := s.provide(ctx); err != nil {
		return 0, err
	}
	for i, t := range tales {
		if err := s.one(ctx, t); err != nil {
			return i, fmt.Errorf("demo: %q: %w", t.subject, err)
		}
	}
	proposed, err := s.proposals(ctx)
	if err != nil {
		return len(tales), err
	}
	return len(tales) + proposed + len(letters), s.counter(ctx)
}

// later moves the clock on by some working minutes, but not beyond the present.
func (s *story) later(least, most int) error {
	minutes := least + s.dice.IntN(most-least+1)
	next, err := s.calendar.Add(s.clock.Now(), calendar.Limit{Amount: minutes, Basis: calendar.WorkingMinutes})
	if err != nil {
		return err
	}
	next = next.Add(-time.Duration(s.dice.IntN(50)) * time.Second)
	if next.After(s.now) {
		next = s.now
	}
	if next.After(s.clock.Now()) {
		s.clock.Set(next)
	}
	return nil
}

// one plays one request through its deeds.
func (s *story) one(ctx context.Context, t tale) error {
	morning := s.now.In(s.app.Config.Zone).AddDate(0, 0, -t.daysAgo)
	s.clock.Set(time.Date(morning.Year(), morning.Month(), morning.Day(), 7, 50, 0, 0, s.app.Config.Zone))
	if err := s.later(15, 300); err != nil {
		return err
	}
	p := &player{story: s, ctx: ctx}
	p.submit(t)
	switch t.end {
	case asSubmitted:
		return p.err
	case walked:
		p.walk(t)
		return p.err
	}
	p.takeUp("loket")
	switch t.end {
	case takenUp:
		return p.err
	case cancelled:
		p.act(t.applicant, 60, 400, func(a auth.Actor) (ticket.Ticket, error) {
			return s.app.Tickets.Cancel(ctx, a, p.t.Number, p.t.Version, ticket.CancelInput{Reason: "Kegiatan ditunda; akan diajukan kembali."})
		})
		return p.err
	case returned, resubmitted:
		p.act("loket", 10, 60, func(a auth.Actor) (ticket.Ticket, error) {
			return s.app.Tickets.Return(ctx, a, p.t.Number, p.t.Version, ticket.ReturnInput{
				Reason: "Surat permohonan belum lengkap.",
				Points: []ticket.Point{{Pointer: "/letter", Comment: "Surat belum mencantumkan narahubung dan nomor yang dapat dihubungi."}},
			})
		})
		if t.end == returned {
			return p.err
		}
		p.act(t.applicant, 120, 700, func(a auth.Actor) (ticket.Ticket, error) {
			return s.app.Tickets.Resubmit(ctx, a, p.t.Number, p.t.Version, ticket.ResubmitInput{Note: "Narahubung sudah dicantumkan."}, p.file(t, attachment.Supporting))
		})
		return p.err
	}
	p.forward("loket")
	switch t.end {
	case objected:
		p.takeUp("ppid")
		p.object(t)
		return p.err
	case withHead:
		return p.err
	case extended:
		p.takeUp("ppid")
		p.act("ppid", 300, 900, func(a auth.Actor) (ticket.Ticket, error) {
			return s.app.Tickets.Extend(ctx, a, p.t.Number, p.t.Version, ticket.ExtendInput{Reason: "Informasi yang diminta masih dihimpun dari bidang terkait."})
		})
		return p.err
	case withApplicant:
		p.takeUp("verifikator")
		p.forward("verifikator")
		p.wait("verifikator", ticket.WaitInput{Body: "Balai Besar Sertifikasi Elektronik (BSrE)", Reference: "REG-7741", URL: "https://portal-bsre.bssn.go.id", Reason: "Verifikasi data pemohon pada BSrE."})
		p.act("verifikator", 20, 90, func(a auth.Actor) (ticket.Ticket, error) {
			return s.app.Tickets.Resume(ctx, a, p.t.Number, p.t.Version, ticket.ResumeInput{Note: "Data sesuai; email akun sudah terkirim."})
		})
		p.forward("verifikator")
		return p.err
	}
	p.dispose("kadis", ticket.Recipient{Role: "division_head", Unit: "aptika"}, "Tindak lanjuti sesuai ketentuan.")
	if t.end == withDivision {
		return p.err
	}
	p.dispose("kabid.aptika", ticket.Recipient{Role: "technical", Unit: "aptika"}, "Periksa dan kerjakan; laporkan hasilnya.")
	p.takeUp("teknis.aptika")
	if t.end == booked {
		p.book(t)
		return p.err
	}
	if t.end == withMinistry {
		p.forward("teknis.aptika")
		p.forward("kadis")
		p.takeUp("teknis.aptika")
		p.wait("teknis.aptika", ticket.WaitInput{Body: "Kementerian Komunikasi dan Digital", Reference: "500.12/214/DKISP", Reason: "Permohonan pertimbangan atas dokumen persiapan."})
		return p.err
	}
	if t.end == withTechnical {
		p.say("teknis.aptika", ticket.Message, "Permohonan sedang kami kerjakan. Mohon konfirmasi narahubung yang dapat dihubungi hari ini.")
		p.say(t.applicant, ticket.Message, "Silakan menghubungi saya melalui nomor yang tercantum pada surat.")
		p.say("teknis.aptika", ticket.Note, "Kapasitas sudah dicek, masih tersedia.")
		return p.err
	}
	p.close(t)
	return p.err
}

// player carries one request from deed to deed and stops at the first failure.
type player struct {
	*story
	ctx context.Context
	t   ticket.Ticket
	err error
}

func (p *player) actor(username string) auth.Actor {
	a, err := p.app.Auth.Load(p.ctx, username)
	if p.err == nil {
		p.err = err
	}
	return a
}

func (p *player) act(username string, least, most int, do func(auth.Actor) (ticket.Ticket, error)) {
	if p.err == nil {
		p.err = p.later(least, most)
	}
	actor := p.actor(username)
	if p.err == nil {
		p.t, p.err = do(actor)
	}
}

func (p *player) submit(t tale) {
	actor := p.actor(t.applicant)
	d, err := p.app.Catalogue.Find(p.ctx, t.service)
	if p.err == nil {
		p.err = err
	}
	if p.err != nil {
		return
	}
	answers := p.fillIn(t, d.Definition)
	held := heldBefore[t.service]
	if answers["proposal"] == "development" {
		held = []ticket.HeldBefore{{Kind: "pse", Number: "PSE-6500-088"}}
	}
	files := append(p.file(t, attachment.RequestLetter), p.fieldFiles(t, d.Definition)...)
	if p.err == nil {
		p.t, _, p.err = p.app.Tickets.Submit(p.ctx, actor, ticket.SubmitInput{
			ServiceType: t.service, Subject: t.subject, Answers: answers, HeldBefore: held,
		}, files, change.Key{})
	}
}

func (p *player) takeUp(username string) {
	p.act(username, 10, 60, func(a auth.Actor) (ticket.Ticket, error) {
		return p.app.Tickets.TakeUp(p.ctx, a, p.t.Number, p.t.Version, ticket.Nothing{})
	})
}

func (p *player) forward(username string) { p.forwardWith(username, "Berkas lengkap.") }

func (p *player) forwardWith(username, note string) {
	p.act(username, 10, 60, func(a auth.Actor) (ticket.Ticket, error) {
		return p.app.Tickets.Forward(p.ctx, a, p.t.Number, p.t.Version, ticket.ForwardInput{Note: note})
	})
}

func (p *player) wait(username string, in ticket.WaitInput) {
	p.act(username, 20, 90, func(a auth.Actor) (ticket.Ticket, error) {
		return p.app.Tickets.Wait(p.ctx, a, p.t.Number, p.t.Version, in)
	})
}

// attach adds the file that the present step must leave behind.
func (p *player) attach(t tale, username string) {
	if p.err != nil || p.t.Requirement == nil || p.t.Requirement.Met {
		return
	}
	files := p.file(t, attachment.Kind(p.t.Requirement.Kind))
	actor := p.actor(username)
	if p.err == nil {
		_, p.err = p.app.Tickets.AddFile(p.ctx, actor, p.t.Number, attachment.Kind(p.t.Requirement.Kind), files)
	}
}

func (p *player) dispose(username string, to ticket.Recipient, instruction string) {
	p.act(username, 20, 150, func(a auth.Actor) (ticket.Ticket, error) {
		in := ticket.DispositionInput{To: to, Instructions: []string{"follow_up", "report"}, Instruction: instruction, Urgency: ticket.Normal}
		if username == "kadis" && p.t.ServiceType.Code == "rekomendasi-aplikasi" {
			in.Copies = []ticket.Recipient{{Role: "division_head", Unit: "sandi"}}
		}
		return p.app.Tickets.Dispose(p.ctx, a, p.t.Number, p.t.Version, in)
	})
}

func (p *player) say(username string, action ticket.Action, text string) {
	if p.err == nil {
		p.err = p.later(5, 60)
	}
	actor := p.actor(username)
	if p.err == nil {
		_, p.err = p.app.Tickets.Utter(p.ctx, actor, p.t.Number, action, text)
	}
}

func (p *player) close(t tale) {
	p.attach(t, "teknis.aptika")
	p.act("teknis.aptika", 60, 500, func(a auth.Actor) (ticket.Ticket, error) {
		files := p.file(t, attachment.ResultLetter)
		if p.err != nil {
			return p.t, p.err
		}
		if t.end == rejected {
			return p.app.Tickets.Reject(p.ctx, a, p.t.Number, p.t.Version, "Fungsi yang diminta sudah tersedia pada aplikasi bersama.", files)
		}
		outcome, note := ticket.Fulfilled, "Layanan sudah aktif. Rincian ada pada surat jawaban."
		if t.end == approved {
			outcome, note = ticket.Approved, "Rekomendasi diberikan."
		}
		return p.app.Tickets.Complete(p.ctx, a, p.t.Number, p.t.Version, outcome, note, p.thing(t), files)
	})
}

// file draws a letter for the request and stores it.
func (p *player) file(t tale, kind attachment.Kind) []attachment.Received {
	agency, _ := applicants[t.applicant]["agency"].(string)
	now := p.clock.Now().In(p.app.Config.Zone)
	l := letter{
		from: agency, address: "Tanjung Selor, Kabupaten Bulungan", number: fmt.Sprintf("500.12/%d/%d", 100+p.dice.IntN(800), now.Year()),
		about: "Permohonan " + t.subject, date: now, to: "Kepala " + office, position: "Kepala " + agency, sign: "(nama pejabat contoh)",
		body: fmt.Sprintf("Dengan hormat, bersama ini kami mengajukan permohonan %q untuk menunjang pelaksanaan tugas %s. Narahubung tercantum pada akun pemohon di E-Layanan.\n\nDemikian disampaikan, atas perhatian dan kerja samanya diucapkan terima kasih.\n\nDokumen ini adalah data contoh.", t.subject, agency),
	}
	name := "surat-permohonan.pdf"
	if kind == attachment.ResultLetter {
		l.from, l.to, l.about, l.position = office, "Kepala "+agency, "Jawaban atas "+t.subject, "Kepala Dinas"
		l.body = fmt.Sprintf("Menindaklanjuti permohonan Saudara nomor %s tentang %q, bersama ini kami sampaikan hasilnya sebagaimana tercantum pada E-Layanan.\n\nDemikian disampaikan untuk dipergunakan sebagaimana mestinya.\n\nDokumen ini adalah data contoh.", p.t.Number, t.subject)
		name = "surat-jawaban.pdf"
	}
	f, err := p.app.Files.Receive(p.ctx, "/letter", kind, "", name, bytes.NewReader(l.pdf()))
	if p.err == nil {
		p.err = err
	}
	return []attachment.Received{f}
}
