package setting_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/setting"
)

const path = "/settings/office"

// read returns the settings as anybody sees them, and the answer that they
// came in.
func read(t *testing.T, s *apitest.Server) (setting.Office, *apitest.Answer) {
	t.Helper()
	var office setting.Office
	answer := s.Guest().Get(path).Want(t, http.StatusOK).Into(t, &office)
	return office, answer
}

func put(t *testing.T, c *apitest.Client, office any, headers ...apitest.Header) *apitest.Answer {
	t.Helper()
	text, err := json.Marshal(office)
	require.NoError(t, err)
	return c.Send(http.MethodPut, path, "application/json", bytes.NewReader(text), headers...)
}

func TestOfficeIsPublicAndShipped(t *testing.T) {
	s := apitest.New(t)
	office, answer := read(t, s)
	require.Equal(t, "diskominfo@kaltaraprov.go.id", office.Email)
	require.Equal(t, "+6282253731353", office.HelpWhatsApp)
	require.Equal(t, "081350042338", office.VerifierWhatsApp)
	require.Contains(t, office.ServiceHours, "08.00–16.30 WITA")
	require.Empty(t, office.Banners)
	s.Guest().Get(path, apitest.Header{"If-None-Match", answer.Header.Get("ETag")}).Want(t, http.StatusNotModified)
}

func TestAdminChangesTheOffice(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	office, before := read(t, s)
	office.City = "Tarakan"
	office.Banners = []setting.Banner{{Text: "Layanan tutup pada hari libur.", Kind: "warning", From: "2026-01-01", To: "2026-01-02", URL: "/kontak"}}
	office.Social = []setting.Link{{Name: "Instagram", URL: "https://www.instagram.com/diskominfokaltara"}}
	changed := put(t, admin, office, before.IfMatch()).Want(t, http.StatusOK)
	require.NotEqual(t, before.Header.Get("ETag"), changed.Header.Get("ETag"))
	now, after := read(t, s)
	require.Equal(t, office, now)
	require.Equal(t, changed.Header.Get("ETag"), after.Header.Get("ETag"))

	var event change.Recorded
	require.NoError(t, s.DB.Read.Where("type = ?", "setting_changed").Take(&event).Error)
	require.Equal(t, "office", event.ObjectID)
	require.True(t, event.Internal)
	var changes map[string]setting.Changed
	require.NoError(t, json.Unmarshal(event.Changes, &changes))
	require.Len(t, changes, 3)
	require.Equal(t, setting.Changed{From: "Tanjung Selor", To: "Tarakan"}, changes["city"])
}

func TestAnUnchangedOfficeIsNotANewVersion(t *testing.T) {
	s := apitest.New(t)
	office, before := read(t, s)
	same := put(t, s.As("admin"), office, before.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, before.Header.Get("ETag"), same.Header.Get("ETag"))
	var events int64
	require.NoError(t, s.DB.Read.Model(&change.Recorded{}).Where("type = ?", "setting_changed").Count(&events).Error)
	require.Zero(t, events)
}

func TestOnlyAnAdminChangesTheOffice(t *testing.T) {
	s := apitest.New(t)
	office, before := read(t, s)
	office.City = "Tarakan"
	put(t, s.Guest(), office, before.IfMatch()).Want(t, http.StatusUnauthorized)
	for _, username := range []string{"pemohon", "loket", "kadis", "kabid.aptika", "teknis.aptika", "verifikator", "ppid", "auditor"} {
		put(t, s.As(username), office, before.IfMatch()).Want(t, http.StatusForbidden)
	}
	now, _ := read(t, s)
	require.Equal(t, "Tanjung Selor", now.City)
}

func TestAStaleChangeIsRefused(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	office, before := read(t, s)
	put(t, admin, office).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	office.City = "Tarakan"
	put(t, admin, office, before.IfMatch()).Want(t, http.StatusOK)
	office.City = "Malinau"
	put(t, admin, office, before.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
	now, _ := read(t, s)
	require.Equal(t, "Tarakan", now.City)
}

func TestBadSettingsAreRefusedAtTheirField(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	office, before := read(t, s)
	for name, c := range map[string]struct {
		spoil   func(*setting.Office)
		pointer string
	}{
		"no name":             {func(o *setting.Office) { o.OfficeName = "" }, "/office_name"},
		"not an address":      {func(o *setting.Office) { o.Email = "diskominfo" }, "/email"},
		"a script":            {func(o *setting.Office) { o.Website = "javascript:alert(1)" }, "/website"},
		"letters in a number": {func(o *setting.Office) { o.HelpWhatsApp = "0822-CALL" }, "/help_whatsapp"},
		"a foreign number":    {func(o *setting.Office) { o.VerifierWhatsApp = "+15550100000" }, "/verifier_whatsapp"},
		"short NIP":           {func(o *setting.Office) { o.Head.NIP = "1967" }, "/head/nip"},
		"not a colour":        {func(o *setting.Office) { o.Brand.Accent = "blue" }, "/brand/accent"},
		"a pale colour":       {func(o *setting.Office) { o.Brand.Accent = "#f2b705" }, "/brand/accent"},
		"unknown kind":        {func(o *setting.Office) { o.Banners = []setting.Banner{{Text: "x", Kind: "alarm"}} }, "/banners/0/kind"},
		"not a date":          {func(o *setting.Office) { o.Banners = []setting.Banner{{Text: "x", Kind: "info", From: "1 Januari"}} }, "/banners/0/from"},
		"ends before it begins": {func(o *setting.Office) {
			o.Banners = []setting.Banner{{Text: "x", Kind: "info", From: "2026-02-01", To: "2026-01-01"}}
		}, "/banners/0/to"},
		"a script behind a banner": {func(o *setting.Office) {
			o.Banners = []setting.Banner{{Text: "x", Kind: "info", URL: "javascript:alert(1)"}}
		}, "/banners/0/url"},
		"another host behind a path": {func(o *setting.Office) {
			o.Banners = []setting.Banner{{Text: "x", Kind: "info", URL: "//example.com"}}
		}, "/banners/0/url"},
		"nameless link": {func(o *setting.Office) { o.Social = []setting.Link{{URL: "https://example.com"}} }, "/social/0/name"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := office
			c.spoil(&bad)
			problem := put(t, admin, bad, before.IfMatch()).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
			apitest.Pointers(t, problem, c.pointer)
		})
	}
	unknown := admin.Send(http.MethodPut, path, "application/json", bytes.NewReader([]byte(`{"colour":"red"}`)), before.IfMatch())
	apitest.Pointers(t, unknown.Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/colour")
	_, after := read(t, s)
	require.Equal(t, before.Header.Get("ETag"), after.Header.Get("ETag"))
}

func TestBannerIsShownBetweenItsDays(t *testing.T) {
	between := setting.Banner{From: "2026-01-05", To: "2026-01-06"}
	for date, shown := range map[string]bool{"2026-01-04": false, "2026-01-05": true, "2026-01-06": true, "2026-01-07": false} {
		require.Equal(t, shown, between.ShownOn(date), date)
	}
	require.True(t, setting.Banner{}.ShownOn("2026-01-05"))
}
