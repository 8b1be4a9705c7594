package form_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/form"
)

func TestAnswersInWords(t *testing.T) {
	t.Parallel()
	var f form.Form
	require.NoError(t, yaml.Unmarshal([]byte(`
x-sections:
  - {key: a, title: Satu, fields: [kind, other, when, cost, share, agree, contact, time, across, days, agency, nik]}
  - {key: b, title: Dua, fields: [rows, files, score], x-when: {field: kind, is: [x]}}
  - {key: c, title: Tiga, fields: [never], x-when: {field: kind, is: [y]}}
properties:
  kind: {type: string, title: Jenis, oneOf: [{const: x, title: Iks}, {const: y, title: Ye}]}
  other: {type: array, title: Lain, items: {oneOf: [{const: a, title: Aa}, {const: b, title: Be}]}}
  when: {type: string, format: date, title: Tanggal}
  cost: {type: integer, format: rupiah, title: Biaya}
  share: {type: number, title: Bagian, x-unit: persen}
  agree: {type: boolean, const: true, title: Setuju, x-statement: Saya setuju.}
  contact: {type: object, format: person, title: Narahubung}
  time: {type: object, format: time-range, title: Waktu}
  across: {type: object, format: time-range, title: Waktu lain}
  days: {type: boolean, title: Tiap hari}
  agency: {type: string, format: agency, title: Instansi}
  nik: {type: string, format: nik, title: NIK}
  rows: {type: array, title: Baris, items: {x-order: [n, nik], properties: {n: {type: integer, title: N}, nik: {type: string, format: nik, title: NIK}}}}
  files: {type: array, format: files, title: Berkas}
  score: {type: integer, readOnly: true, title: Skor, x-sum: [cost], x-bands: [{from: 0, title: Rendah}, {from: 10, title: Tinggi}]}
  never: {type: string, title: Tidak ditanyakan}
`), &f))
	answers := map[string]any{
		"kind": "x", "other": []any{"a", "b"}, "when": "2026-03-05", "cost": 1250000.0, "share": 1250.5, "agree": true,
		"contact": map[string]any{"name": "Siti", "nip": "198804122011012003", "phone": "0812"},
		"time":    map[string]any{"start": "2026-03-05T00:30:00Z", "end": "2026-03-05T04:00:00Z"},
		"across":  map[string]any{"start": "2026-03-05T00:30:00Z", "end": "2026-03-06T04:00:00Z"},
		"days":    false, "agency": "7", "nik": "6501045204880001",
		"rows": []any{map[string]any{"n": 2027.0, "nik": "6501045204880001"}}, "files": []any{"f1"}, "score": 12.0,
	}
	shown := f.Show(f.Masked(answers), form.Words{
		Zone: time.FixedZone("", 8*3600), ZoneLabel: "WITA", Date: calendar.LongDate,
		Agency: func(string) string { return "Dinas Kesehatan" }, File: func(string) string { return "a.pdf" },
	})
	require.Len(t, shown, 2, "what was not asked is not shown")
	said := map[string]string{}
	for _, s := range shown {
		for _, field := range s.Fields {
			said[field.Key] = field.Text
		}
	}
	assert.Equal(t, map[string]string{
		"kind": "Iks", "other": "Aa\nBe", "when": "5 Maret 2026", "cost": "Rp1.250.000", "share": "1.250,5 persen",
		"agree": "Disetujui: Saya setuju.", "contact": "Siti\nNIP 198804122011012003\n0812",
		"time":   "5 Maret 2026 pukul 08.30 sampai 12.00 WITA",
		"across": "5 Maret 2026 pukul 08.30 sampai 6 Maret 2026 pukul 12.00 WITA",
		"days":   "Tidak", "agency": "Dinas Kesehatan", "nik": "••••••••••••0001", "rows": "", "files": "a.pdf", "score": "12 (Tinggi)",
	}, said)
	assert.Equal(t, [][]string{{"2027", "••••••••••••0001"}}, shown[1].Fields[0].Rows)
	assert.Equal(t, []string{"N", "NIK"}, shown[1].Fields[0].Head)
	assert.Equal(t, "6501045204880001", answers["nik"], "the answers themselves stay")
}
