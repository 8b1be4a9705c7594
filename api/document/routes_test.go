package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

func wantPDF(t *testing.T, content []byte) {
	t.Helper()
	check := pdfcheck.NewChecker(pdfcheck.DefaultLimits(), 1)
	require.NoError(t, check.Check(context.Background(), bytes.NewReader(content), int64(len(content))))
}

func TestApplicantGetsAReceiptAndOfficersTheDispositionSheet(t *testing.T) {
	s := apitest.New(t)
	applicant, head := s.As("pemohon"), s.As("kadis")
	number := applicant.Submit(t, "Subdomain portal gizi").String(t, "number")
	head.Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "division_head", "unit": "aptika"}, "instruction": "Tindak lanjuti.", "urgency": "urgent", "due_on": "2026-01-07",
	}).Want(t, http.StatusOK)

	receipt := applicant.Get("/tickets/"+number+"/documents/receipt.pdf").Want(t, http.StatusOK)
	wantPDF(t, receipt.Body)
	require.Equal(t, "attachment; filename=tanda-terima-"+number+".pdf", receipt.Header.Get("Content-Disposition"))
	require.Equal(t, receipt.Body, applicant.Get("/tickets/"+number+"/documents/receipt.pdf").Body, "the same data gives the same bytes")
	wantPDF(t, head.Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Want(t, http.StatusOK).Body)

	applicant.Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Problem(t, http.StatusForbidden, "auth.forbidden")
	s.As("pemohon2").Get("/tickets/"+number+"/documents/receipt.pdf").Problem(t, http.StatusNotFound, "not_found")
	s.As("kabid.sandi").Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Problem(t, http.StatusNotFound, "not_found")
	applicant.Get("/tickets/TKT-20260105-0099/documents/receipt.pdf").Problem(t, http.StatusNotFound, "not_found")
	s.Guest().Get("/tickets/"+number+"/documents/receipt.pdf").Problem(t, http.StatusUnauthorized, "auth.signed_out")
}

func TestFormatsOfEveryServiceAreRealFiles(t *testing.T) {
	s := apitest.New(t)
	var list struct{ Items []struct{ Code string } }
	s.Guest().Get("/service-types").Into(t, &list)
	get := func(path string) (int, []byte) {
		response, err := http.Get(s.URL + path)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, body
	}
	files := 0
	for _, service := range list.Items {
		found, err := s.Catalogue.Find(context.Background(), service.Code)
		require.NoError(t, err)
		for _, offer := range found.Downloads {
			status, pdf := get("/unduhan/" + service.Code + "/" + offer.Key + ".pdf")
			require.Equal(t, http.StatusOK, status, "%s/%s", service.Code, offer.Key)
			wantPDF(t, pdf)
			status, docx := get("/unduhan/" + service.Code + "/" + offer.Key + ".docx")
			require.Equal(t, http.StatusOK, status, "%s/%s", service.Code, offer.Key)
			_, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
			require.NoError(t, err)
			files++
		}
	}
	require.Greater(t, files, 20)
	status, _ := get("/unduhan/email/tidak-ada.pdf")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = get("/unduhan/tidak-ada/surat-permohonan.pdf")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = get("/unduhan/email/surat-permohonan.exe")
	require.Equal(t, http.StatusNotFound, status)
}
