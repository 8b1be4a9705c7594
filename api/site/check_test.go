package site_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

func TestAnybodyChecksADocument(t *testing.T) {
	s := apitest.New(t)
	b := browser{t, s}
	file := apitest.PDF(t, "Dokumen Analisis Kebutuhan")
	sum := sha256.Sum256(file)
	code := s.Documents.NewCode()
	require.Regexp(t, `^[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}$`, code)
	issued := recommendation.IssuedDocument{
		Code: code, Kind: "spbe_needs", Number: "USL-2026-0001", Title: "Dokumen Analisis Kebutuhan: <b>SiPANTAU</b>", IssuedAt: s.Parts.Clock.Now(), Issuer: "Dinas Kesehatan",
		SHA256: hex.EncodeToString(sum[:]), Size: int64(len(file)), TicketNumber: "TKT-20260105-0001",
	}
	require.NoError(t, s.Changes.Do(t.Context(), change.System, func(tx *change.Tx) error {
		if err := s.Documents.Issue(tx, issued); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "test", Kind: "document", ObjectID: code})
	}))

	// The API says the same as the page, however the code is typed, and never the request's number.
	answer := s.Guest().Get("/public/documents/"+code[:4]+code[5:9]+code[10:]).Want(t, http.StatusOK)
	require.Equal(t, issued.SHA256, answer.String(t, "sha256"))
	require.Equal(t, "2026-01-05", answer.String(t, "date"))
	require.NotContains(t, string(answer.Body), "TKT-")
	s.Guest().Get("/public/documents/AAAA-BBBB-CCCC").Problem(t, http.StatusNotFound, "not_found")
	s.Guest().Get("/public/documents/x").Problem(t, http.StatusNotFound, "not_found")

	page := get(t, s, "/cek/"+code)
	require.Equal(t, http.StatusOK, page.status)
	require.Contains(t, page.body, "Dokumen dengan kode ini diterbitkan.")
	require.Contains(t, page.body, "&lt;b&gt;SiPANTAU&lt;/b&gt;")
	require.NotContains(t, page.body, "TKT-")
	require.Contains(t, get(t, s, "/en/cek/"+code).body, "A document with this code was issued.")
	require.Equal(t, http.StatusNotFound, get(t, s, "/cek/AAAA-BBBB-CCCC").status)

	changed := bytes.Clone(file)
	changed[len(changed)/2] ^= 1
	large := bytes.Repeat([]byte{'x'}, int(s.Config.MaxFile)+128<<10)
	for name, c := range map[string]struct {
		code   string
		file   []byte
		status int
		says   string
	}{
		"genuine by code":   {code, file, http.StatusOK, "Berkas ini asli."},
		"genuine by itself": {"", file, http.StatusOK, "Berkas ini asli."},
		"one bit changed":   {code, changed, http.StatusOK, "Berkas ini berbeda dari dokumen yang diterbitkan."},
		"unknown":           {"", changed, http.StatusNotFound, "Berkas ini tidak diterbitkan di sini"},
		"too large":         {code, large, http.StatusRequestEntityTooLarge, "lebih besar daripada dokumen mana pun"},
		"code alone":        {code, nil, http.StatusOK, "Dokumen dengan kode ini diterbitkan."},
		"nothing":           {"", nil, http.StatusUnprocessableEntity, "Tulis kode dokumen, atau pilih berkasnya."},
	} {
		files := map[string][]byte{}
		if c.file != nil {
			files["file"] = c.file
		}
		status, page, header := b.post("/cek", map[string]string{"code": c.code}, files)
		require.Equal(t, c.status, status, name)
		require.Contains(t, page, c.says, name)
		require.Equal(t, "no-store", header.Get("Cache-Control"), name)
	}

	// Whoever guesses codes waits.
	status := 0
	for range 51 {
		status = get(t, s, "/cek/AAAA-BBBB-CCCC").status
	}
	require.Equal(t, http.StatusTooManyRequests, status)
	s.Guest().Get("/public/documents/"+code).Problem(t, http.StatusTooManyRequests, "auth.too_many_attempts")
}
