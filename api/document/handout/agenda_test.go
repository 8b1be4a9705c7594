package handout_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

func TestAgendaIsHandedOutWithoutFormulas(t *testing.T) {
	s := apitest.New(t)
	counter := s.As("loket")
	subject := `=HYPERLINK("http://x","y")`
	number := counter.PostForm("/tickets/recorded", apitest.NewForm().Field("channel", "in_person").Field("received_at", "2026-01-05T08:30:00+08:00").
		Field("service_type", "subdomain").Field("subject", subject).Field("name", "@Hasan").Field("contact", "0812").
		Field("letter_number", "045/12").Field("letter_date", "2026-01-02")).Want(t, http.StatusCreated).String(t, "number")
	s.As("pemohon").Submit(t, "Subdomain portal gizi")
	const book = "/agenda/export?from=2026-01-05&to=2026-01-05&format="

	answer := counter.Get(book+"csv").Want(t, http.StatusOK)
	require.Equal(t, "attachment; filename=agenda-masuk-2026-01-05-2026-01-05.csv", answer.Header.Get("Content-Disposition"))
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(answer.Body, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 3)
	require.Equal(t, []string{"0001/2026", number, "05/01/2026 08.30", "'@Hasan", "045/12, 2 Januari 2026", "'" + subject, "Subdomain kaltaraprov.go.id", "", "Menunggu", ""}, lines[1])
	require.Equal(t, "Dinas Kesehatan (Siti Rahmawati)", lines[2][3])

	file, err := excelize.OpenReader(bytes.NewReader(counter.Get(book+"xlsx").Want(t, http.StatusOK).Body))
	require.NoError(t, err)
	defer file.Close()
	cell, err := file.GetCellValue("Buku Agenda", "F2")
	require.NoError(t, err)
	require.Equal(t, subject, cell)
	formula, err := file.GetCellFormula("Buku Agenda", "F2")
	require.NoError(t, err)
	require.Empty(t, formula)

	wantPDF(t, counter.Get(book+"pdf&book=outgoing").Want(t, http.StatusOK).Body)
	wantPDF(t, counter.Get(book+"pdf").Want(t, http.StatusOK).Body)
	counter.Get(book+"docx").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	counter.Get("/agenda/export?format=csv").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	s.As("teknis.aptika").Get(book+"csv").Problem(t, http.StatusForbidden, "auth.forbidden")
	s.Guest().Get(book+"csv").Problem(t, http.StatusUnauthorized, "auth.signed_out")
}
