package organisation

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// Positions names roles as they are printed and shown to the public: "Kepala
// Bidang Persandian". It holds the names of the units, by their code.
type Positions map[string]string

// Positions returns the names of positions in the office as it is now.
func (s *Service) Positions(ctx context.Context) (Positions, error) {
	units, err := s.store.units(ctx)
	names := Positions{}
	for _, u := range units {
		names[u.Code] = u.Name
	}
	return names, err
}

// Name returns the position of a role, in a unit where the role has one.
func (p Positions) Name(role, unit string) string {
	name := map[auth.Role]string{
		auth.Applicant: "Pemohon", auth.FrontOffice: "Pengadministrasi Umum", auth.Head: "Kepala Dinas", auth.DivisionHead: "Kepala",
		auth.Technical: "Tim Teknis", auth.Verifier: "Verifikator", auth.PPID: "PPID", auth.Auditor: "Pengawas", auth.Admin: "Admin",
	}[auth.Role(role)]
	switch {
	case unit == "":
		return name
	case auth.Role(role) == auth.DivisionHead && unit == "sekretariat":
		return "Sekretaris"
	default:
		return name + " " + p[unit]
	}
}
