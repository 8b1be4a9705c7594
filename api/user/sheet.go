package user

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// Bounds of a file of people.
const (
	maxSheetFile   = 2 << 20
	maxSheetPeople = 500
	maxSheetFaults = 100
)

// columns are the heads of a file of people, in the order of the template, with
// the field that each fills and how to fill it in.
var columns = []column{
	{"nama pengguna", "/username", "Wajib diisi, 3 sampai 60 karakter; untuk masuk ke aplikasi."},
	{"nama", "/name", "Wajib diisi."},
	{"nip", "/nip", ""},
	{"jabatan", "/position", ""},
	{"surel", "/email", ""},
	{"telepon", "/phone", ""},
	{"instansi", "/organisation_id", "Pilih dari daftar."},
	{"peran", "/roles", "Wajib diisi dengan kata pada halaman Pilihan. Beberapa peran dipisahkan dengan titik koma."},
	{"bidang", "/roles/unit", "Pilih dari daftar. Wajib diisi untuk Kepala Bidang dan Tim Teknis."},
}

type column struct{ head, field, help string }

// roleWords are the roles as people write them in a file; the codes of the API
// are taken as well.
var roleWords = map[auth.Role]string{
	auth.Applicant: "Pemohon", auth.FrontOffice: "Pengadministrasi Umum", auth.Head: "Kepala Dinas", auth.DivisionHead: "Kepala Bidang",
	auth.Technical: "Tim Teknis", auth.Verifier: "Verifikator", auth.PPID: "PPID", auth.Auditor: "Pengawas", auth.Admin: "Admin",
}

// person is one line of a file, by field, and where each field stands.
type person struct {
	line  int // from 1, the head included
	value map[string]string
	cell  map[string]string // such as B7
}

// fault is what is wrong in a cell, said with its name.
func (p person) fault(field, code, id, en string) apperr.Field {
	cell := p.cell[field]
	if cell == "" {
		cell = fmt.Sprintf("A%d", p.line)
	}
	return apperr.Field{Pointer: "/cells/" + cell, Code: code, Detail: apperr.Text{ID: cell + ": " + id, EN: cell + ": " + en}}
}

func badCell(cell, code, id, en string) error {
	return apperr.BadField("/cells/"+cell, code, cell+": "+id, cell+": "+en)
}

var (
	errSheetFormat = apperr.BadField("/file", "sheet.format",
		"Berkas ini bukan buku kerja XLSX atau CSV (UTF-8) yang utuh. Pakai templat, lalu unggah lagi.",
		"This file is not a whole XLSX workbook or CSV (UTF-8). Use the template and upload it again.")
	errSheetSize = apperr.BadField("/file", "sheet.size",
		"Berkas terlalu besar: paling banyak 2 MB dan 500 orang. Bagi menjadi beberapa berkas.",
		"The file is too large: at most 2 MB and 500 people. Split it into several files.")
	errSheetEmpty = apperr.BadField("/file", "sheet.empty",
		"Berkas ini belum berisi satu orang pun. Isi mulai baris kedua.", "There is nobody in this file yet. Begin in the second row.")
)

// readSheet reads a file of people: a workbook, told by its content, or CSV
// with commas or semicolons.
func readSheet(data []byte) ([]person, error) {
	if len(data) > maxSheetFile {
		return nil, errSheetSize
	}
	rows, err := sheet.Read(data, maxSheetRows)
	switch {
	case errors.Is(err, sheet.ErrTooLong):
		return nil, errSheetSize
	case err != nil:
		return nil, errSheetFormat.Because(err)
	}
	return people(rows)
}

// people tells the columns apart by their heads, in whatever order they stand.
func people(rows [][]string) ([]person, error) {
	if len(rows) == 0 {
		return nil, errSheetEmpty
	}
	fields := map[int]string{}
	for i, head := range rows[0] {
		head = strings.ToLower(strings.TrimSpace(head))
		at := slices.IndexFunc(columns, func(c column) bool { return c.head == head })
		switch {
		case head == "":
			continue
		case at < 0:
			return nil, badCell(sheet.Cell(i, 1), "sheet.head", "judul kolom ini tidak dikenal. Pakai judul kolom dari templat.", "this head is not known. Use those of the template.")
		}
		for _, other := range fields {
			if other == columns[at].field {
				return nil, badCell(sheet.Cell(i, 1), "sheet.head", "judul kolom ini tertulis dua kali.", "this head stands twice.")
			}
		}
		fields[i] = columns[at].field
	}
	var list []person
	for n, row := range rows[1:] {
		p := person{line: n + 2, value: map[string]string{}, cell: map[string]string{}}
		empty := true
		for i, field := range fields {
			p.cell[field] = sheet.Cell(i, p.line)
			if i < len(row) {
				p.value[field] = strings.TrimSpace(row[i])
			}
			empty = empty && p.value[field] == ""
		}
		if empty {
			continue
		}
		if list = append(list, p); len(list) > maxSheetPeople {
			return nil, errSheetSize
		}
	}
	if len(list) == 0 {
		return nil, errSheetEmpty
	}
	return list, nil
}

// maxSheetRows bounds the rows that are looked at, empty ones included.
const maxSheetRows = 5000

// rolesIn reads the roles of a line: their words, with semicolons between, and
// the unit for those that have one.
func rolesIn(p person, units []auth.Ref) ([]auth.Assignment, []apperr.Field) {
	unit := ""
	for _, u := range units {
		if word := p.value["/roles/unit"]; strings.EqualFold(word, u.ID) || strings.EqualFold(word, u.Name) {
			unit = u.ID
		}
	}
	if p.value["/roles/unit"] != "" && unit == "" {
		return nil, []apperr.Field{p.fault("/roles/unit", "unit.unknown", "bidang ini tidak dikenal.", "this unit is not known.")}
	}
	var roles []auth.Assignment
	for word := range strings.SplitSeq(p.value["/roles"], ";") {
		word = strings.TrimSpace(word)
		at := slices.IndexFunc(auth.Roles, func(r auth.Role) bool {
			return strings.EqualFold(word, string(r)) || strings.EqualFold(word, roleWords[r])
		})
		if at < 0 {
			return nil, []apperr.Field{p.fault("/roles", "role.unknown", "peran tidak dikenal. Pilih dari daftar pada templat.", "unknown role. Choose from the template's list.")}
		}
		a := auth.Assignment{Role: auth.Roles[at]}
		if a.Role.HasUnit() {
			if a.Unit = unit; unit == "" {
				return nil, []apperr.Field{p.fault("/roles/unit", "role.unit", "peran ini memerlukan bidang.", "this role needs a unit.")}
			}
		}
		roles = append(roles, a)
	}
	return roles, nil
}

// template is the workbook to fill in, with the words that roles, units and
// agencies have.
func template(agencies, units []auth.Ref) sheet.Template {
	choices := map[string][]string{"/organisation_id": names(agencies), "/roles/unit": names(units)}
	for _, role := range auth.Roles {
		choices["/roles"] = append(choices["/roles"], roleWords[role])
	}
	t := sheet.Template{Name: "Orang", Lines: maxSheetPeople}
	for _, c := range columns {
		t.Columns = append(t.Columns, sheet.Column{Head: c.head, Help: c.help, Choices: choices[c.field], Many: c.field == "/roles"})
	}
	return t
}

func names(refs []auth.Ref) []string {
	list := make([]string, len(refs))
	for i, ref := range refs {
		list[i] = ref.Name
	}
	return list
}
