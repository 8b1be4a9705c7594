package catalogue_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

func TestDefinitionLeavesAsAFileAndComesBackTheSame(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	d := definition("berkas-uji", "Berkas Uji")
	d["form"] = map[string]any{
		"x-sections": []any{map[string]any{"key": "utama", "title": "Utama", "fields": []string{"jenis", "mulai", "anggaran"}}},
		"properties": map[string]any{
			"jenis":    map[string]any{"type": "string", "title": "Jenis", "oneOf": []any{map[string]any{"const": "ya", "title": "Ya: boleh"}, map[string]any{"const": "1", "title": "Satu", "x-score": 1.5}}},
			"mulai":    map[string]any{"type": "string", "format": "date", "title": "Mulai", "x-earliest": 0, "x-when": map[string]any{"field": "jenis", "is": []string{"ya"}}},
			"anggaran": map[string]any{"type": "integer", "format": "rupiah", "title": "Anggaran", "maximum": 15000000},
		},
		"required": []string{"jenis"},
	}
	d["example"] = map[string]any{"jenis": "ya", "mulai": "2026-03-31", "anggaran": 15000000}
	admin.Post("/service-types", map[string]any{"definition": d}).Want(t, http.StatusCreated)

	file := "/service-types/berkas-uji/versions/1/definition.yaml"
	out := admin.Get(file).Want(t, http.StatusOK)
	require.Equal(t, `attachment; filename="berkas-uji-versi-1.yaml"`, out.Header.Get("Content-Disposition"))
	require.Contains(t, string(out.Body), "maximum: 15000000")
	var read, kept map[string]any
	read1 := send(admin, string(out.Body)).Want(t, http.StatusOK)
	read1.Into(t, &read)
	admin.Get("/service-types/berkas-uji/versions/1").Into(t, &kept)
	delete(kept, "definition_version")
	require.Equal(t, kept, read)
	require.JSONEq(t, string(read1.Body), string(send(admin, string(read1.Body)).Want(t, http.StatusOK).Body), "JSON is read as well")
	shipped := admin.Get("/service-types/subdomain/versions/1/definition.yaml").Want(t, http.StatusOK)
	send(admin, string(shipped.Body)).Want(t, http.StatusOK)

	text := string(out.Body)
	for name, test := range map[string]struct{ file, pointer, says string }{
		"nothing":             {"", "", "kosong"},
		"not YAML":            {"code: [", "", "Baris 1"},
		"a picture":           {"\x89PNG\r\n\x1a\n\x00", "", "tidak dapat dibaca"},
		"an unknown word":     {"code: a\nnama: B\n", "", "Baris 2: kata “nama”"},
		"a list for a text":   {"code: a\nname: [b]\n", "", "Baris 2"},
		"a fault in the form": {strings.Replace(text, "maximum: 15000000", "maximum: -1", 1), "/form/properties/anggaran/minimum", "Baris"},
		"a wrong category":    {strings.Replace(text, "category: pusat-data", "category: lain", 1), "/category", "Baris 3: "},
	} {
		p := send(admin, test.file).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, test.pointer)
		require.Contains(t, p.Errors[0].Detail, test.says, name)
	}
	send(admin, strings.Repeat("# panjang\n", 60_000)).Problem(t, http.StatusRequestEntityTooLarge, "file.too_large")

	auditor, applicant := s.As("auditor"), s.As("pemohon")
	auditor.Get(file).Want(t, http.StatusOK)
	send(auditor, text).Problem(t, http.StatusForbidden, "auth.forbidden")
	applicant.Get(file).Problem(t, http.StatusForbidden, "auth.forbidden")
	for _, unknown := range []string{"/service-types/tidak-ada/versions/1/definition.yaml", "/service-types/subdomain/versions/99/definition.yaml", "/service-types/subdomain/versions/x/definition.yaml"} {
		admin.Get(unknown).Problem(t, http.StatusNotFound, "not_found")
	}

	// Who changes a service sees how many requests go by which version.
	running := "/service-types/subdomain/running-requests"
	require.JSONEq(t, `{"items":[],"next_cursor":null}`, string(admin.Get(running).Want(t, http.StatusOK).Body))
	number := applicant.Submit(t, "Masih berjalan").String(t, "number")
	applicant.Submit(t, "Juga")
	applicant.Act(t, number, "cancel", map[string]string{"reason": "Tidak jadi."}).Want(t, http.StatusOK)
	require.Contains(t, string(auditor.Get(running).Want(t, http.StatusOK).Body), `"items":[{"version":1,"requests":1}]`)
	applicant.Get(running).Problem(t, http.StatusForbidden, "auth.forbidden")
	admin.Get("/service-types/tidak-ada/running-requests").Problem(t, http.StatusNotFound, "not_found")
}

// send reads a file of a service.
func send(c *apitest.Client, text string) *apitest.Answer {
	return c.Send(http.MethodPost, "/service-type-files", "text/plain", strings.NewReader(text))
}
