package handling_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// slips are wrong answers to the forms of the shipped services: what is changed
// in the example (nil: left out), and the one finding that it makes.
var slips = map[string][]struct {
	change        map[string]any
	pointer, code string
}{
	"arsitektur-spbe": {
		{map[string]any{"users": []any{map[string]any{"name": "Siti", "email": "siti"}}}, "/answers/users/0/email", "email.format"},
		{map[string]any{"need": "revoke", "users": nil}, "/answers/domains", "field.not_asked"},
	},
	"cloud-storage": {
		{map[string]any{"capacity_gb": 0}, "/answers/capacity_gb", "field.minimum"},
		{map[string]any{"need": "change"}, "/answers/current_space", "field.required"},
	},
	"data-statistik": {
		{map[string]any{"to_year": 2020}, "/answers/to_year", "field.rule"},
		{map[string]any{"regencies": []any{"samarinda"}}, "/answers/regencies/0", "field.choice"},
	},
	"email": {
		{map[string]any{"username": "Siti Rahma"}, "/answers/username", "mailbox.format"},
		{map[string]any{"terms": false}, "/answers/terms", "field.agree"},
		{map[string]any{"nip": "1988"}, "/answers/nip", "nip.format"},
		{map[string]any{"need": "reset", "username": nil, "current_username": "siti.r"}, "/answers/reason", "field.required"},
	},
	"helpdesk-tik": {
		{map[string]any{"priority_reason": nil}, "/answers/priority_reason", "field.required"},
		{map[string]any{"category": "advice"}, "/answers/device", "field.not_asked"},
	},
	"hosting": {
		{map[string]any{"domain": "gizi"}, "/answers/domain", "field.pattern"},
		{map[string]any{"contact": map[string]any{"name": "Siti"}}, "/answers/contact/phone", "field.required"},
	},
	"informasi-publik": {
		{map[string]any{"access": "view"}, "/answers/delivery", "field.not_asked"},
		{map[string]any{"source_stated": nil}, "/answers/source_stated", "field.agree"},
	},
	"insiden-siber": {
		{map[string]any{"personal_data": "yes"}, "/answers/personal_data_scope", "field.required"},
		{map[string]any{"found_at": "2099-01-01"}, "/answers/found_at", "field.late"},
	},
	"jaringan-internet": {
		{map[string]any{"coordinates": "Krayan"}, "/answers/coordinates", "coordinates.format"},
		{map[string]any{"users": "banyak"}, "/answers/users", "field.type"},
	},
	"konten-multimedia": {
		{map[string]any{"needed_by": "2025-01-01"}, "/answers/needed_by", "field.early"},
		{map[string]any{"duration_minutes": nil}, "/answers/duration_minutes", "field.required"},
	},
	"media-luar-ruang": {
		{map[string]any{"until": "2030-02-24"}, "/answers/until", "field.rule"},
		{map[string]any{"material_state": "ready"}, "/answers/material", "field.required"},
	},
	"peliputan": {
		{map[string]any{"time": map[string]any{"start": "2030-04-12T08:00:00+08:00", "end": "2030-04-12T07:00:00+08:00"}}, "/answers/time/end", "time_range.order"},
		{map[string]any{"coverage": []any{"photo", "photo"}}, "/answers/coverage/1", "field.repeated"},
	},
	"pengaduan": {
		{map[string]any{"detail": "Rusak."}, "/answers/detail", "field.too_short"},
		{map[string]any{"happened_on": "kemarin"}, "/answers/happened_on", "date.format"},
	},
	"pse": {
		{map[string]any{"investment": nil}, "/answers/investment", "field.required"},
		{map[string]any{"category_score": 35}, "/answers/category_score", "field.computed"},
		{map[string]any{"url": "gizi"}, "/answers/url", "uri.format"},
		{map[string]any{"interconnections": []any{map[string]any{"system": "SATUSEHAT"}}}, "/answers/interconnections/0/owner", "field.required"},
	},
	"publikasi-berita": {
		{map[string]any{"publish_by": "2030-03-04"}, "/answers/publish_by", "field.rule"},
		{map[string]any{"embargoed": false}, "/answers/embargo_until", "field.not_asked"},
	},
	"rekomendasi-aplikasi": {
		{map[string]any{"proposal": "both"}, "/answers/proposal", "field.choice"},
		{map[string]any{"budget_year": 2027.5}, "/answers/budget_year", "field.type"},
	},
	"rekomendasi-statistik": {
		{map[string]any{"sample_size": nil}, "/answers/sample_size", "field.required"},
		{map[string]any{"schedule": []any{map[string]any{"stage": "planning", "from": "2027-02-30", "until": "2027-03-01"}}}, "/answers/schedule/0/from", "date.format"},
	},
	"splp": {
		{map[string]any{"personal_data": true}, "/answers/legal_basis", "field.required"},
		{map[string]any{"ip_addresses": []any{map[string]any{"ip": "10.20.4"}}}, "/answers/ip_addresses/0/ip", "ip.format"},
	},
	"subdomain": {
		{map[string]any{"subdomain": "-rujukan"}, "/answers/subdomain", "subdomain.format"},
		{map[string]any{"server": "pdn", "capacity_gb": nil}, "/answers/ip_address", "field.required"},
		{map[string]any{"use": "activity", "use_until": "2025-01-01"}, "/answers/use_until", "field.early"},
		{map[string]any{"password": "rahasia"}, "/answers/password", "field.unknown"},
	},
	"tte": {
		{map[string]any{"holder": "Drs. Ahmad, M.Si."}, "/answers/holder", "field.pattern"},
		{map[string]any{"email": "siti@gmail.com"}, "/answers/email", "field.pattern"},
		{map[string]any{"nik": "6501"}, "/answers/nik", "nik.format"},
	},
	"virtual-meeting": {
		{map[string]any{"help": []any{"streaming"}, "meeting_title": nil}, "/answers/recording", "field.not_asked"},
		{map[string]any{"help": []any{}, "meeting_title": nil, "recording": nil, "stream_channel": nil}, "/answers/help", "field.required"},
	},
	"vpn": {
		{map[string]any{"kind": "site", "account": nil, "holder": nil, "holder_nip": nil, "network": "Bulungan–Provinsi"}, "/answers/remote_ip", "field.required"},
		{map[string]any{"services": []any{map[string]any{"system": "SIMDA", "port": 70000}}}, "/answers/services/0/port", "field.maximum"},
	},
	"vps": {
		{map[string]any{"public_access": false}, "/answers/ports", "field.not_asked"},
		{map[string]any{"hostname": "Antrean!"}, "/answers/hostname", "field.pattern"},
	},
	"wifi-publik": {
		{map[string]any{"coordinates": "95,117"}, "/answers/coordinates", "coordinates.format"},
		{map[string]any{"contact": map[string]any{"name": "Yohanes", "phone": "nol delapan"}}, "/answers/contact/phone", "phone.format"},
	},
}

// The example of every service is filed as it stands there, and each slip is
// refused with one finding at its field.
func TestEveryFormTakesItsExampleAndRefusesSlips(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant := s.As("pemohon")
	services, err := catalogue.Shipped()
	require.NoError(t, err)
	for _, d := range services {
		if d.Channel == catalogue.External {
			continue
		}
		sent := applicant.PostForm("/tickets", apitest.Submission(t, d.Code, d.Name)).Want(t, http.StatusCreated)
		kept := sent.Value(t, "answers").(map[string]any)
		for key := range d.Example {
			require.Contains(t, kept, key, d.Code)
		}
		example := map[string]any{}
		require.NoError(t, json.Unmarshal(sent.Body, &struct{ Answers *map[string]any }{&example}))
		require.NotEmpty(t, slips[d.Code], d.Code)
		for _, slip := range slips[d.Code] {
			wrong := maps.Clone(example)
			for key, f := range d.Form.Properties {
				if f.Format == "files" {
					delete(wrong, key) // claimed by the example
				}
			}
			maps.Copy(wrong, slip.change)
			if _, given := slip.change["category_score"]; !given {
				delete(wrong, "category_score")
			}
			checked := applicant.Post("/service-types/"+d.Code+"/checks", map[string]any{"answers": wrong}).Want(t, http.StatusOK)
			var found struct {
				Errors []struct{ Pointer, Code string }
			}
			checked.Into(t, &found)
			require.Contains(t, found.Errors, struct{ Pointer, Code string }{slip.pointer, slip.code}, "%s: %v", d.Code, slip.change)
			p := applicant.Post("/tickets", map[string]any{"service_type": d.Code, "subject": "Salah", "answers": wrong}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
			require.NotEmpty(t, p.Errors, d.Code)
			for _, e := range p.Errors {
				require.Contains(t, found.Errors, struct{ Pointer, Code string }{e.Pointer, e.Code}, "%s: the check finds what filing finds", d.Code)
			}
		}
	}
}
