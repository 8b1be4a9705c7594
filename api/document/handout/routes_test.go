package handout_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/document/doctest"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
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
	form := applicant.Get("/tickets/"+number+"/documents/request.pdf").Want(t, http.StatusOK)
	wantPDF(t, form.Body)
	require.Contains(t, doctest.Squeeze(strings.Join(doctest.Pages(t, form.Body), "")), "SistemRujukanTerpadu")
	s.As("pemohon2").Get("/tickets/"+number+"/documents/request.pdf").Problem(t, http.StatusNotFound, "not_found")
	s.Guest().Get("/tickets/"+number+"/documents/request.pdf").Problem(t, http.StatusUnauthorized, "auth.signed_out")
	certificate := applicant.PostForm("/tickets", apitest.Submission(t, "tte", "Sertifikat")).Want(t, http.StatusCreated).String(t, "number")
	for reader, nik := range map[*apitest.Client]string{applicant: "6501045204880001", s.As("loket"): "••••••••••••0001"} {
		file := reader.Get("/tickets/"+certificate+"/documents/request.pdf").Want(t, http.StatusOK).Body
		require.Contains(t, doctest.Squeeze(strings.Join(doctest.Pages(t, file), "")), nik, "a NIK is whole only for its applicant")
	}
	wantPDF(t, head.Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Want(t, http.StatusOK).Body)

	applicant.Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Problem(t, http.StatusForbidden, "auth.forbidden")
	s.As("pemohon2").Get("/tickets/"+number+"/documents/receipt.pdf").Problem(t, http.StatusNotFound, "not_found")
	s.As("kabid.sandi").Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Problem(t, http.StatusNotFound, "not_found")
	applicant.Get("/tickets/TKT-20260105-0099/documents/receipt.pdf").Problem(t, http.StatusNotFound, "not_found")
	s.Guest().Get("/tickets/"+number+"/documents/receipt.pdf").Problem(t, http.StatusUnauthorized, "auth.signed_out")
}

// Every disposition of the log stands on the paper with all that it says, the
// withdrawn one and the one by a deputy too.
func TestDispositionSheetEqualsTheLog(t *testing.T) {
	s := apitest.New(t)
	type object = map[string]any
	number := s.As("pemohon").Submit(t, "Subdomain portal gizi").String(t, "number")
	s.As("admin").Post("/delegations", object{
		"principal_id": s.Actor("kadis").ID, "deputy_id": s.Actor("kabid.sandi").ID, "role": "head", "unit": "", "kind": "plh",
		"reason": "Dinas luar", "decree": "800/1", "from": "2026-01-05", "until": "2026-01-31",
	}).Want(t, http.StatusCreated)
	dispose := func(username string, to object, copies []object, said object) {
		said["to"], said["copies"] = to, copies
		s.As(username).Act(t, number, "dispositions", said).Want(t, http.StatusOK)
	}
	division, others := object{"role": "division_head", "unit": "aptika"}, []object{{"unit": "sandi"}, {"role": "technical", "unit": "sandi"}}
	dispose("kadis", division, others, object{"instructions": []string{"follow_up", "report"}, "instruction": "Keliru alamat.", "urgency": "urgent", "due_on": "2026-01-07"})
	sheet := func() []ticket.Disposition {
		var list struct{ Items []ticket.Disposition }
		s.As("kadis").Get("/tickets/"+number+"/dispositions").Want(t, http.StatusOK).Into(t, &list)
		return list.Items
	}
	s.As("kadis").Act(t, number, "dispositions/"+sheet()[0].ID+"/withdraw", object{}).Want(t, http.StatusOK)
	dispose("kabid.sandi", object{"role": "division_head", "unit": "aptika", "user_id": s.Actor("kabid.aptika").ID}, others,
		object{"instructions": []string{"coordinate"}, "instruction": strings.Repeat("Utamakan keamanan data pribadi. ", 6), "urgency": "very_urgent", "confidential": true, "due_on": "2026-01-08"})
	s.As("kabid.aptika").Post("/tickets/"+number+"/dispositions/"+sheet()[1].ID+"/read", object{}).Want(t, http.StatusOK)
	dispose("kabid.aptika", object{"role": "technical", "unit": "aptika"}, nil, object{"instruction": "Siapkan DNS.", "urgency": "normal", "due_on": "2026-01-09"})

	// What the events give as codes and dates, in words.
	recorded := [][]string{
		{"[x] Kepala Bidang Aplikasi Informatika – penanggung jawab", "[x] Kepala Bidang Persandian", "[x] Tim Teknis Bidang Persandian", "Sifat: Segera", "7 Januari 2026", "Ditarik kembali 5 Januari 2026"},
		{"Rudi Hartono, S.Kom.) – penanggung jawab", "[x] Kepala Bidang Persandian", "[x] Tim Teknis Bidang Persandian", "Sifat: Sangat segera, rahasia", "8 Januari 2026",
			"Plh. Kepala Dinas", "a.n. Drs. H. Ahmad Fauzan, M.Si.", "Dibaca Rudi Hartono, S.Kom."},
		{"Tim Teknis Bidang Aplikasi Informatika", "Sifat: Biasa", "9 Januari 2026", "Lanjutan nomor 2"},
	}
	file := s.As("kadis").Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Want(t, http.StatusOK).Body
	wantPDF(t, file)
	_, printed, _ := strings.Cut(doctest.Squeeze(strings.Join(doctest.Pages(t, file), "\n")), "Paraf/nama")
	var log struct{ Items []ticket.Event }
	s.As("kadis").Get("/tickets/"+number+"/events?limit=100").Want(t, http.StatusOK).Into(t, &log)
	n := 0
	for _, e := range log.Items {
		if e.Type != "disposed" {
			continue
		}
		n++
		var said ticket.Disposed
		require.NoError(t, json.Unmarshal(e.Data, &said))
		row, rest, _ := strings.Cut(strings.TrimPrefix(printed, fmt.Sprintf("%d.5Januari202609.00WITA", n)), fmt.Sprintf("%d.5Januari2026", n+1))
		printed = fmt.Sprintf("%d.5Januari2026", n+1) + rest
		words := append([]string{said.Instruction, *e.Actor.Name}, recorded[n-1]...)
		for _, line := range said.Lines {
			words = append(words, "[x] "+line.Text)
		}
		for _, w := range words {
			require.Contains(t, row, doctest.Squeeze(w), "disposition %d", n)
		}
	}
	require.Equal(t, len(recorded), n)
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
