package apitest

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// CourseForm is a form with a field of most sorts: conditions, rows, a computed
// total, files, a person, an agency.
const CourseForm = `{
	"x-sections": [
		{"key": "course", "title": "Pelatihan", "fields": ["kind", "reason", "sessions", "total"]},
		{"key": "people", "title": "Orang", "fields": ["contact", "agency"]},
		{"key": "papers", "title": "Berkas", "fields": ["photos", "agree"]}
	],
	"properties": {
		"kind": {"type": "string", "title": "Jenis", "oneOf": [{"const": "online", "title": "Daring"}, {"const": "hall", "title": "Di aula"}]},
		"reason": {"type": "string", "format": "multiline", "title": "Alasan", "x-when": {"field": "kind", "is": ["hall"]}},
		"sessions": {"type": "array", "title": "Sesi", "maxItems": 3, "items": {
			"properties": {"topic": {"type": "string", "title": "Topik"}, "hours": {"type": "integer", "title": "Jam", "minimum": 1}},
			"required": ["topic"], "x-order": ["topic", "hours"]}},
		"total": {"type": "integer", "title": "Jumlah jam", "readOnly": true, "x-sum": ["sessions/hours"]},
		"contact": {"type": "object", "format": "person", "title": "Narahubung", "x-prefill": "person"},
		"agency": {"type": "string", "format": "agency", "title": "Perangkat Daerah", "x-prefill": "agency"},
		"photos": {"type": "array", "format": "files", "title": "Foto ruangan", "x-files": {"types": ["png", "jpeg"]}, "maxItems": 2},
		"agree": {"type": "boolean", "const": true, "title": "Setuju", "x-statement": "Kami menyiapkan ruangan."}
	},
	"required": ["kind", "reason", "sessions", "contact", "agree"]
}`

// PublishForm publishes a service with a form, or a new version of it, and
// returns the number of the version.
func (s *Server) PublishForm(t testing.TB, code, form string) float64 {
	t.Helper()
	admin := s.As("admin")
	d := map[string]any{
		"code": code, "name": "Layanan " + code, "category": "pusat-data", "audience": []string{"agency"}, "channel": "online",
		"summary": "Layanan percobaan.", "letter": "optional", "form": json.RawMessage(form),
		"steps": []map[string]any{
			{"key": "loket", "name": "Pemeriksaan", "kind": "intake", "actor": map[string]string{"role": "front_office"}},
			{"key": "kerja", "name": "Pengerjaan", "kind": "work", "actor": map[string]string{"role": "technical", "unit": "aptika"}},
		},
	}
	body := map[string]any{"definition": d}
	history := admin.Get("/service-types/" + code + "/versions")
	if history.Status == http.StatusOK {
		history = admin.Send(http.MethodPut, "/service-types/"+code, "application/json", JSON(t, body), history.IfMatch()).Want(t, http.StatusOK)
	} else {
		history = admin.Post("/service-types", body).Want(t, http.StatusCreated)
	}
	var versions struct {
		Items []struct {
			Number float64 `json:"number"`
		} `json:"items"`
	}
	history.Into(t, &versions)
	newest := 0.0
	for _, v := range versions.Items {
		newest = max(newest, v.Number)
	}
	require.NotZero(t, newest, "%s", history.Body)
	admin.Post("/service-types/"+code+"/publish", map[string]any{"version": newest}, history.IfMatch()).Want(t, http.StatusOK)
	return newest
}

// PNG is a small picture.
func PNG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))))
	return b.Bytes()
}
