package catalogue

import (
	"maps"
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ComponentKeys are the fourteen components of a standard in their order
// (PermenPANRB 15/2014): six of service delivery, eight of manufacturing.
var ComponentKeys = []string{
	"requirements", "procedure", "time_limit", "cost", "product", "complaints",
	"legal_basis", "facilities", "competence", "supervision", "staff", "service_guarantee", "security_guarantee", "evaluation",
}

// Check refuses a definition that could not be served, with a pointer to each
// fault.
func (s *Service) Check(d Definition) error {
	if err := web.Validate(d, ""); err != nil {
		return err
	}
	var faults []apperr.Field
	fault := func(pointer, code, id, en string) {
		faults = append(faults, apperr.Field{Pointer: pointer, Code: code, Detail: apperr.Text{ID: id, EN: en}})
	}
	if s.position(d.Category) < 0 {
		fault("/category", "category.unknown", "Kelompok layanan ini tidak ada.", "There is no such category.")
	}
	if !codePattern.MatchString(d.Code) {
		fault("/code", "code.format", "Kode terdiri dari huruf kecil, angka, dan tanda hubung.", "A code has lower-case letters, digits and hyphens.")
	}
	checkSteps(d, fault)
	if d.Form != nil {
		for _, f := range d.Form.Faults() {
			f.Pointer = "/form" + f.Pointer
			faults = append(faults, f)
		}
		for _, key := range slices.Sorted(maps.Keys(d.Form.Properties)) {
			if d.Guests && !d.Form.Properties[key].Kind().Plain() {
				fault("/form/properties/"+key, "form.guest_kind", "Layanan yang terbuka tanpa akun hanya memakai isian sederhana: teks, tanggal, pilihan, ya/tidak, pernyataan, telepon, email, dan berkas.",
					"A service that is open without an account asks by plain fields only: text, date, choice, yes/no, statement, phone, email and files.")
			}
		}
	}
	for pointer, limit := range map[string]interface{ Validate() error }{"/time_limit": orNil(d.TimeLimit), "/extension": orNil(d.Extension)} {
		if limit != nil && limit.Validate() != nil {
			fault(pointer, "calendar.limit", "Jangka waktu belum benar.", "The time limit is not right.")
		}
	}
	if d.Extension != nil && (d.TimeLimit == nil || d.Extension.Basis != d.TimeLimit.Basis) {
		fault("/extension", "extension.basis", "Perpanjangan memakai satuan yang sama dengan jangka waktunya.", "An extension is in the same unit as the time limit.")
	}
	if d.Standard != nil {
		keys := make([]string, len(d.Standard.Components))
		for i, c := range d.Standard.Components {
			keys[i] = c.Key
		}
		if !slices.Equal(keys, ComponentKeys) {
			fault("/standard/components", "standard.components", "Standar berisi 14 komponen menurut urutannya.", "A standard has its 14 components in order.")
		}
	}
	if len(faults) > 0 {
		return apperr.BadFields(faults...)
	}
	return nil
}

// orNil keeps a nil pointer from becoming a non-nil interface.
func orNil[T interface{ Validate() error }](limit *T) interface{ Validate() error } {
	if limit == nil {
		return nil
	}
	return *limit
}
