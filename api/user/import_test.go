package user_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// upload sends a file of people.
func upload(c *apitest.Client, data []byte, preview string) *apitest.Answer {
	return c.PostForm("/user-imports", apitest.NewForm().Field("preview", preview).File("file", "orang.xlsx", data))
}

// filled is the template with lines written into it.
func filled(t *testing.T, c *apitest.Client, lines ...[]any) []byte {
	t.Helper()
	got := c.Get("/user-imports/template.xlsx").Want(t, 200)
	require.Contains(t, got.Header.Get("Content-Disposition"), "templat-orang.xlsx")
	book, err := excelize.OpenReader(bytes.NewReader(got.Body))
	require.NoError(t, err)
	for i, line := range lines {
		require.NoError(t, book.SetSheetRow("Orang", fmt.Sprintf("A%d", i+2), &line))
	}
	var out bytes.Buffer
	require.NoError(t, book.Write(&out))
	return out.Bytes()
}

func TestPeopleAreImportedFromASpreadsheetAllOrNone(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	start := len(admin.Get("/users?limit=100").Want(t, 200).Value(t, "items").([]any))
	count := func() int { return len(admin.Get("/users?limit=100").Want(t, 200).Value(t, "items").([]any)) }

	good := filled(t, admin,
		[]any{"Rina.Wati", "Rina Wati", "199001012015032001", "Arsiparis", "rina@kaltaraprov.go.id", "0812", "Biro Hukum", "Pemohon", ""},
		[]any{}, // an empty line is no person, and the next keeps its number
		[]any{"teknis.baru", "Joko", "", "", "", "", "dinkes", "Tim Teknis; verifier", "Bidang Aplikasi Informatika"})
	preview := upload(admin, good, "true").Want(t, 200)
	require.Equal(t, "no-store", preview.Header.Get("Cache-Control"))
	items := preview.Value(t, "items").([]any)
	require.Len(t, items, 2)
	require.Equal(t, object{"line": 4.0, "username": "teknis.baru", "name": "Joko", "email": "", "agency": "Dinas Kesehatan", "link": nil,
		"roles": []any{object{"role": "technical", "unit": "aptika"}, object{"role": "verifier"}}}, items[1])
	require.Equal(t, start, count(), "a preview makes nobody")
	made := upload(admin, good, "false").Want(t, 200).Value(t, "items").([]any)
	require.Equal(t, start+2, count())
	choose(s, made[0].(object)["link"].(object)["url"].(string), chosen).Want(t, 204)
	s.Guest().Post("/auth/login", object{"username": "rina.wati", "password": chosen}).Want(t, 200)
	apitest.Pointers(t, upload(admin, good, "false").Problem(t, 422, "input.invalid"), "/cells/A2", "/cells/A4")

	bad := filled(t, admin,
		[]any{"a", "", "1.99001E+17", "", "surel", "", "Dinas Gaib", "Raja", ""},
		[]any{"benar.sekali", "Benar", "", "", "", "", "", "Pemohon", ""},
		[]any{"benar.sekali", "Kembar", "", "", "", "", "", "Tim Teknis", ""},
		[]any{"benar.lagi", "Bidang", "", "", "", "", "", "Pemohon", "Gaib"})
	problem := upload(admin, bad, "false").Problem(t, 422, "input.invalid")
	apitest.Pointers(t, problem, "/cells/A2", "/cells/B2", "/cells/C2", "/cells/E2", "/cells/G2", "/cells/H2", "/cells/A4", "/cells/I4", "/cells/I5")
	for _, e := range problem.Errors {
		require.True(t, strings.HasPrefix(e.Detail, strings.TrimPrefix(e.Pointer, "/cells/")+": "), e.Detail)
	}
	require.Equal(t, start+2, count(), "one fault, and nobody is made")

	csv := "\ufeffnama;nama pengguna;peran;instansi\n=cmd;csv.satu;Pemohon;Dinas Sosial\n\n'=cmd;csv.dua;Pemohon;\n"
	lines := upload(admin, []byte(csv), "true").Want(t, 200).Value(t, "items").([]any)
	require.Equal(t, 4.0, lines[1].(object)["line"])
	require.Equal(t, "=cmd", lines[1].(object)["name"])
	many := "nama,nama pengguna,peran\n"
	for i := range 501 {
		many += fmt.Sprintf("Orang,orang.%d,Pemohon\n", i)
	}
	for name, c := range map[string]struct{ data, pointer string }{
		"nothing":          {"", "/file"},
		"only heads":       {"nama,nama pengguna,peran\n", "/file"},
		"unknown head":     {"nama,kata sandi\n", "/cells/B1"},
		"head twice":       {"nama,nama\n", "/cells/B1"},
		"not UTF-8":        {"nama\n\xff\xfe", "/file"},
		"too many":         {many, "/file"},
		"no whole archive": {"PK\x03\x04rusak", "/file"},
		"bomb":             {string(bomb(t)), "/file"},
		"no workbook":      {string(archive(t, "xl/workbook.xml", strings.NewReader("<a>"))), "/file"},
		"NUL in a name":    {"nama,nama pengguna,peran\na\x00b,orang.nul,Pemohon\n", "/file"},
		"broken quotes":    {"nama,nama pengguna\n\"a,b\n", "/file"},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.Pointers(t, upload(admin, []byte(c.data), "true").Problem(t, 422, "input.invalid"), c.pointer)
		})
	}
	upload(admin, make([]byte, 3<<20), "true").Problem(t, 413, "request.too_large")
	admin.Post("/user-imports", object{}).Problem(t, 415, "request.media_type")
	auditor := s.As("auditor")
	upload(auditor, good, "true").Problem(t, 403, "auth.forbidden")
	auditor.Get("/user-imports/template.xlsx").Problem(t, 403, "auth.forbidden")
	s.Guest().Get("/user-imports/template.xlsx").Problem(t, 401, "auth.signed_out")
}

func archive(t *testing.T, name string, content io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(name)
	require.NoError(t, err)
	_, err = io.Copy(f, content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

// bomb is a small archive that unpacks to far more than a workbook may.
func bomb(t *testing.T) []byte {
	data := archive(t, "xl/worksheets/sheet1.xml", io.LimitReader(blanks{}, 200<<20))
	require.Less(t, len(data), 1<<20)
	return data
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
