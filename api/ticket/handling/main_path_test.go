package handling_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// The main job, end to end: a request goes in, is worked on, and its letter
// comes back.
func TestRequestGoesInIsWorkedOnAndItsLetterComesBack(t *testing.T) {
	s := apitest.New(t)
	applicant, counter, head := s.As("pemohon"), s.As("loket"), s.As("kadis")
	division, technical := s.As("kabid.aptika"), s.As("teknis.aptika")

	sent := applicant.Submit(t, "Subdomain untuk portal imunisasi")
	number := sent.String(t, "number")
	require.Equal(t, "TKT-20260105-0001", number)
	require.Equal(t, "/api/v1/tickets/"+number, sent.Header.Get("Location"))
	require.Equal(t, "waiting", sent.String(t, "status"))
	require.Equal(t, "front_office", sent.String(t, "holder.role"))
	require.Equal(t, "2026-01-08T08:00:00Z", sent.String(t, "due_at"), "three working days, at closing time")

	taken := counter.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
	require.Equal(t, "in_progress", taken.String(t, "status"))
	counter.Act(t, number, "forward", map[string]any{"note": "Berkas lengkap."}).Want(t, http.StatusOK)
	head.Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "division_head", "unit": "aptika"}, "instruction": "Tindak lanjuti.", "urgency": "normal",
	}).Want(t, http.StatusOK)
	division.Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Kerjakan.", "urgency": "urgent",
	}).Want(t, http.StatusOK)

	letter := apitest.PDF(t, "Surat jawaban")
	done := technical.ActForm(t, number, "complete",
		apitest.NewForm().Field("outcome", "fulfilled").Field("note", "Sudah aktif.").File("letter", "jawaban.pdf", letter)).Want(t, http.StatusOK)
	require.Equal(t, "done", done.String(t, "status"))

	seen := applicant.Get("/tickets/"+number).Want(t, http.StatusOK)
	require.Equal(t, "fulfilled", seen.String(t, "outcome"))
	require.Nil(t, seen.Value(t, "holder"))
	file := applicant.Get("/attachments/"+seen.String(t, "result_letter.id")+"/content").Want(t, http.StatusOK)
	require.Equal(t, letter, file.Body, "the applicant gets exactly that letter")
	require.Contains(t, file.Header.Get("Content-Disposition"), `attachment; filename=jawaban.pdf`)
}
