// Unwatched: they compute alone.

package document

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

// filledIn is the example of a shipped service as a form to print.
func filledIn(t *testing.T, code string) RequestFormData {
	t.Helper()
	for _, d := range testServices(t) {
		if d.Code == code {
			return RequestFormData{
				Number: "TKT-20250721-0002", Service: d.Name, Subject: "Pendaftaran Sistem Informasi Gizi", Applicant: "Siti Rahmawati",
				Organisation: "Dinas Kesehatan", SubmittedAt: time.Date(2025, 7, 21, 2, 30, 0, 0, time.UTC),
				Sections: d.Form.Show(asJSON(t, d), form.Words{Zone: wita, ZoneLabel: "WITA", Date: calendar.LongDate}), Files: testReceipt().Files,
			}
		}
	}
	t.Fatalf("no service %s", code)
	return RequestFormData{}
}

// asJSON gives the example as answers come out of the database.
func asJSON(t *testing.T, d catalogue.Definition) map[string]any {
	t.Helper()
	text, err := json.Marshal(d.Form.Check(d.Example, form.World{}).Clean)
	require.NoError(t, err)
	var answers map[string]any
	require.NoError(t, json.Unmarshal(text, &answers))
	return answers
}

func TestRequestFormSaysEveryAnswer(t *testing.T) {
	d, data := testDrawer(t), filledIn(t, "pse")
	file := doctest.Drawn(t, func(w io.Writer) error { return d.RequestForm(w, data) })
	doctest.Acceptable(t, file)
	doctest.Says(t, doctest.Pages(t, file),
		"FORMULIR PERMOHONAN", data.Number, data.Service, data.Subject, data.Applicant, data.Organisation, "21 Juli 2025 pukul 10.30 WITA",
		"Nama sistem elektronik", "Sistem Informasi Gizi", "Mulai beroperasi", "3 Maret 2025",
		"SATUSEHAT", "Kementerian Kesehatan", // a row of a table
		"Data pribadi yang berhubungan dengan data pribadi lainnya", "20 (Tinggi)",
		"NIP 197505122003121004", data.Files[0].Name, "1,4 MB", "3f786850e387…5b6c7d8e", "Halaman 1 dari")
	assert.Equal(t, file, doctest.Drawn(t, func(w io.Writer) error { return d.RequestForm(w, data) }), "the same data, the same bytes")
}

func TestRequestFormWithoutAForm(t *testing.T) {
	d := testDrawer(t)
	file := doctest.Drawn(t, func(w io.Writer) error {
		return d.RequestForm(w, RequestFormData{Number: "TKT-20260105-0001", SubmittedAt: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)})
	})
	doctest.Acceptable(t, file)
	doctest.Says(t, doctest.Pages(t, file), "5 Januari 2026 pukul 09.00 WITA")
}
