package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/privacy"
	"github.com/dkisp-kaltara/elayanan/api/user"
)

// account is a demo account; all names are invented.
type account struct {
	username, name, position, agency string
	role                             auth.Role
	unit                             string
}

var accounts = []account{
	{"pemohon", "Siti Rahmawati", "Pranata Komputer", "Dinas Kesehatan", auth.Applicant, ""},
	{"pemohon2", "Yohanes Lawai", "Analis Sistem Informasi", "Dinas Pendidikan dan Kebudayaan", auth.Applicant, ""},
	{"loket", "Nurhayati", "Pengadministrasi Umum", office, auth.FrontOffice, ""},
	{"kadis", "Drs. H. Ahmad Fauzan, M.Si.", "Kepala Dinas", office, auth.Head, ""},
	{"kabid.aptika", "Rudi Hartono, S.Kom.", "Kepala Bidang Aplikasi Informatika", office, auth.DivisionHead, "aptika"},
	{"teknis.aptika", "Dewi Lestari, S.T.", "Tim Teknis Bidang Aplikasi Informatika", office, auth.Technical, "aptika"},
	{"kabid.sandi", "Maria Ulfah, S.Sos.", "Kepala Bidang Persandian", office, auth.DivisionHead, "sandi"},
	{"teknis.sandi", "Andi Saputra, S.Kom.", "Tim Teknis Bidang Persandian", office, auth.Technical, "sandi"},
	{"kabid.statistik", "Hendra Wijaya, S.Si.", "Kepala Bidang Statistik", office, auth.DivisionHead, "statistik"},
	{"teknis.statistik", "Putri Anggraini, S.Stat.", "Tim Teknis Bidang Statistik", office, auth.Technical, "statistik"},
	{"sekretaris", "Drs. Yusuf Lempang", "Sekretaris Dinas", office, auth.DivisionHead, "sekretariat"},
	{"kasubbag.umum", "Nova Tiranda, S.A.P.", "Kepala Subbagian Umum dan Kepegawaian", office, auth.Technical, "sekretariat"},
	{"verifikator", "Lia Kurniasih", "Verifikator Sertifikat Elektronik", office, auth.Verifier, ""},
	{"ppid", "Bambang Irawan, S.I.Kom.", "Petugas PPID Utama", office, auth.PPID, ""},
	{"auditor", "Ratna Sari, S.E.", "Auditor", "Inspektorat", auth.Auditor, ""},
	{"admin", "Admin E-Layanan", "Administrator", office, auth.Admin, ""},
}

const office = "Dinas Komunikasi, Informatika, Statistik dan Persandian"

// MakePeople makes the accounts with one password.
func MakePeople(ctx context.Context, a *app.App, password string) error {
	organisations, err := a.Organisations.List(ctx, "")
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, o := range organisations {
		ids[o.Name] = o.ID
	}
	for _, p := range accounts {
		_, err := a.Users.Create(ctx, change.System, user.CreateInput{
			Username: p.username, Name: p.name, Position: p.position, OrganisationID: ids[p.agency],
			Roles: []auth.Assignment{{Role: p.role, Unit: p.unit}},
		}, password)
		if err != nil {
			return fmt.Errorf("demo: account %s: %w", p.username, err)
		}
	}
	return nil
}

// appoint lets one division head be away for two weeks, with a running deputy
// (Plh).
func appoint(ctx context.Context, a *app.App) error {
	principal, err := a.Auth.Load(ctx, "kabid.sandi")
	if err != nil {
		return err
	}
	deputy, err := a.Auth.Load(ctx, "teknis.sandi")
	if err != nil {
		return err
	}
	today := a.Parts.Clock.Now().In(a.Config.Zone)
	_, err = a.Deputies.Delegate(ctx, principal, user.DelegationInput{
		DeputyID: deputy.ID, Role: auth.DivisionHead, Unit: "sandi", Kind: user.Plh, Reason: "Cuti tahunan", Decree: "800.1.11.1/45/DKISP",
		From: today.Format(time.DateOnly), Until: today.AddDate(0, 0, 13).Format(time.DateOnly),
	})
	return err
}

// connect gives another system a key, and lets two people ask about their data:
// one waits for the answer. Nobody learns the key's secret.
func connect(ctx context.Context, a *app.App) error {
	admin, err := a.Auth.Load(ctx, "admin")
	if err != nil {
		return err
	}
	auditor, err := a.Auth.Load(ctx, "auditor")
	if err != nil {
		return err
	}
	_, err = a.Auth.CreateKey(ctx, admin, auth.KeyInput{
		Name: "Dasbor SPBE provinsi", UserID: auditor.ID, Role: auth.Auditor, Scopes: []string{string(auth.ReadTicket), string(auth.ReadDashboard)},
		PerMinute: 60, ExpiresAt: a.Parts.Clock.Now().AddDate(0, 6, 0),
	})
	if err != nil {
		return err
	}
	for username, ask := range map[string]privacy.AskInput{
		"pemohon":  {Kind: "correction", Text: "Jabatan saya tertulis keliru; yang benar Analis Kesehatan Ahli Muda."},
		"pemohon2": {Kind: "erasure", Text: "Mohon hapus nomor telepon saya; saya sudah pindah tugas."},
	} {
		person, err := a.Auth.Load(ctx, username)
		if err != nil {
			return err
		}
		asked, err := a.Privacy.Ask(ctx, person, ask)
		if err != nil {
			return err
		}
		if username == "pemohon2" {
			_, err = a.Privacy.Answer(ctx, admin, asked.ID, asked.Version, privacy.AnswerInput{
				Outcome: "partly", Answer: "Nomor telepon dihapus dari akun. Permohonan dan suratnya tetap disimpan sebagai arsip.", Kept: []string{"archives", "record"},
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
