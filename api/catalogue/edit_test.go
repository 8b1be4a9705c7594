package catalogue_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// definition is a new service, as an admin would write it on the screen.
func definition(code, name string) map[string]any {
	return map[string]any{
		"code": code, "name": name, "category": "pusat-data", "audience": []string{"agency"}, "channel": "online",
		"summary": "Layanan percobaan.", "letter": "optional", "cost": "Tidak dipungut biaya",
		"time_limit": map[string]any{"amount": 2, "basis": "working_days"},
		"steps": []map[string]any{
			{"key": "loket", "name": "Pemeriksaan", "kind": "intake", "actor": map[string]string{"role": "front_office"}},
			{"key": "kerja", "name": "Pengerjaan", "kind": "work", "actor": map[string]string{"role": "technical", "unit": "aptika"}},
		},
	}
}

func TestNewServiceIsWrittenPublishedAndRequestedWithoutCode(t *testing.T) {
	s := apitest.New(t)
	admin, applicant := s.As("admin"), s.As("pemohon")
	made := admin.Post("/service-types", map[string]any{"definition": definition("server-uji", "Server Uji")}).Want(t, http.StatusCreated)
	require.Equal(t, "/api/v1/service-types/server-uji/versions", made.Header.Get("Location"))

	s.Guest().Get("/service-types/server-uji").Problem(t, http.StatusNotFound, "not_found")
	applicant.PostForm("/tickets", apitest.Submission(t, "server-uji", "Mohon server")).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	preview := admin.Get("/service-types/server-uji/versions/1").Want(t, http.StatusOK)
	require.Equal(t, "Server Uji", preview.String(t, "name"))

	admin.Post("/service-types/server-uji/publish", map[string]any{"version": 1}, made.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, "Server Uji", s.Guest().Get("/service-types/server-uji").Want(t, http.StatusOK).String(t, "name"))
	sent := applicant.PostForm("/tickets", apitest.Submission(t, "server-uji", "Mohon server")).Want(t, http.StatusCreated)
	require.Equal(t, "2026-01-07T08:00:00Z", sent.String(t, "due_at"))
}

func TestRequestKeepsTheVersionUnderWhichItWasFiled(t *testing.T) {
	s := apitest.New(t)
	admin, applicant, desk := s.As("admin"), s.As("pemohon"), s.As("loket")
	number := applicant.Submit(t, "Sebelum perubahan").String(t, "number")

	changed := admin.Get("/service-types/subdomain/versions/1").Want(t, http.StatusOK)
	var d map[string]any
	changed.Into(t, &d)
	delete(d, "definition_version")
	d["name"] = "Subdomain (baru)"
	steps := d["steps"].([]any)
	left, next := steps[1].(map[string]any)["key"], steps[2].(map[string]any)["key"]
	d["steps"] = slices.Delete(slices.Clone(steps), 1, 2)
	before := admin.Get("/service-types/subdomain/versions").Want(t, http.StatusOK)
	drafted := admin.Send(http.MethodPut, "/service-types/subdomain", "application/json", apitest.JSON(t, map[string]any{"definition": d, "note": "Nama baru."}), before.IfMatch()).Want(t, http.StatusOK)
	var differences struct {
		Items []struct{ Pointer string }
	}
	admin.Get("/service-types/subdomain/difference?from=1&to=2").Want(t, http.StatusOK).Into(t, &differences)
	require.Len(t, differences.Items, 2)
	require.Equal(t, []string{"/name", fmt.Sprintf("/steps/%s", left)}, []string{differences.Items[0].Pointer, differences.Items[1].Pointer})
	admin.Post("/service-types/subdomain/publish", map[string]any{"version": 2}, drafted.IfMatch()).Want(t, http.StatusOK)

	require.NotEqual(t, "Subdomain (baru)", applicant.Get("/tickets/"+number).String(t, "service_type.name"))
	later := applicant.Submit(t, "Sesudah perubahan")
	require.Equal(t, "Subdomain (baru)", later.String(t, "service_type.name"))
	for filed, comesTo := range map[string]any{number: left, later.String(t, "number"): next} {
		desk.Act(t, filed, "take-up", struct{}{}).Want(t, http.StatusOK)
		require.Equal(t, comesTo, desk.Act(t, filed, "forward", struct{}{}).Want(t, http.StatusOK).String(t, "step.key"))
	}
}

func TestVersionWithALaterDateOfEffectWaitsForIt(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	made := admin.Post("/service-types", map[string]any{"definition": definition("nanti", "Nanti")}).Want(t, http.StatusCreated)
	from := apitest.Start.Add(48 * time.Hour)
	history := admin.Post("/service-types/nanti/publish", map[string]any{"version": 1, "effective_from": from}, made.IfMatch()).Want(t, http.StatusOK)
	require.Contains(t, string(history.Body), `"scheduled"`)
	require.Equal(t, entry{Code: "nanti", Name: "Nanti", Scheduled: 1}, entryOf(t, admin, "nanti"))
	s.Guest().Get("/service-types/nanti").Problem(t, http.StatusNotFound, "not_found")
	s.Clock.Set(from)
	s.Guest().Get("/service-types/nanti").Want(t, http.StatusOK)
	admin = s.As("admin") // two days later
	require.Equal(t, entry{Code: "nanti", Name: "Nanti", Current: 1}, entryOf(t, admin, "nanti"))

	drafted := admin.Send(http.MethodPut, "/service-types/nanti", "application/json",
		apitest.JSON(t, map[string]any{"definition": definition("nanti", "Nanti lagi")}), admin.Get("/service-types/nanti/versions").IfMatch()).Want(t, http.StatusOK)
	admin.Post("/service-types/nanti/publish", map[string]any{"version": 2, "effective_from": from.Add(time.Hour)}, drafted.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, entry{Code: "nanti", Name: "Nanti", Current: 1, Scheduled: 2}, entryOf(t, admin, "nanti"))
}

// entry is what the keepers' list tells of a service.
type entry struct {
	Code, Name                string
	Current, Scheduled, Draft int
}

func entryOf(t *testing.T, c *apitest.Client, code string) entry {
	t.Helper()
	var list struct{ Items []entry }
	c.Get("/service-type-entries").Want(t, http.StatusOK).Into(t, &list)
	for _, e := range list.Items {
		if e.Code == code {
			return e
		}
	}
	t.Fatalf("no entry %s", code)
	return entry{}
}

func TestRetiredServiceStaysReadableButCannotBeAskedFor(t *testing.T) {
	s := apitest.New(t)
	admin, applicant := s.As("admin"), s.As("pemohon")
	history := admin.Get("/service-types/subdomain/versions").Want(t, http.StatusOK)
	retired := admin.Post("/service-types/subdomain/retire", map[string]string{"reason": "Digabung."}, history.IfMatch()).Want(t, http.StatusOK)
	s.Guest().Get("/service-types/subdomain").Want(t, http.StatusOK)
	require.NotContains(t, string(s.Guest().Get("/service-types").Body), `"subdomain"`)
	p := applicant.PostForm("/tickets", apitest.Submission(t, "subdomain", "Masih ada?")).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, p, "/service_type")
	admin.Post("/service-types/subdomain/retire", map[string]string{"reason": "Lagi."}, retired.IfMatch()).Problem(t, http.StatusConflict, "service_type.unchanged")
	admin.Post("/service-types/subdomain/restore", map[string]string{"reason": "Keliru."}, retired.IfMatch()).Want(t, http.StatusOK)
	applicant.Submit(t, "Sudah ada lagi")
}

func TestWhatCannotBeSearchedForIsRefused(t *testing.T) {
	s := apitest.New(t)
	for query, status := range map[string]int{"q=" + strings.Repeat("é", 100): 200, "q=" + strings.Repeat("é", 101): 422, "q=%ff": 422, "q=%zz": 400, "x;y": 400} {
		s.Guest().Get("/service-types?"+query).Want(t, status)
	}
}

func TestCatalogueIsKeptByAdminsAlone(t *testing.T) {
	s := apitest.New(t)
	body := map[string]any{"definition": definition("x-uji", "X")}
	for _, who := range []string{"pemohon", "loket", "kadis", "kabid.aptika", "teknis.aptika", "verifikator", "ppid", "auditor"} {
		c := s.As(who)
		c.Post("/service-types", body).Problem(t, http.StatusForbidden, "auth.forbidden")
		for _, action := range []string{"publish", "retire", "restore"} {
			c.Post("/service-types/subdomain/"+action, map[string]any{}, apitest.Header{"If-Match", `"1"`}).Problem(t, http.StatusForbidden, "auth.forbidden")
		}
		if who != "auditor" {
			c.Get("/service-types/subdomain/versions").Problem(t, http.StatusForbidden, "auth.forbidden")
			c.Get("/service-types/subdomain/versions/1").Problem(t, http.StatusForbidden, "auth.forbidden")
		}
	}
	s.Guest().Get("/service-type-entries").Problem(t, http.StatusUnauthorized, "auth.signed_out")
	s.As("auditor").Get("/service-type-entries").Want(t, http.StatusOK)
}

func TestFaultyDefinitionsAreRefusedWithPointers(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	for name, test := range map[string]struct {
		spoil   func(d map[string]any)
		pointer string
	}{
		"no name":             {func(d map[string]any) { d["name"] = "" }, "/definition/name"},
		"unknown category":    {func(d map[string]any) { d["category"] = "lain" }, "/definition/category"},
		"code with spaces":    {func(d map[string]any) { d["code"] = "a b" }, "/definition/code"},
		"no audience":         {func(d map[string]any) { d["audience"] = []string{} }, "/definition/audience"},
		"no steps":            {func(d map[string]any) { d["steps"] = []any{} }, "/definition/steps"},
		"limit without basis": {func(d map[string]any) { d["time_limit"] = map[string]any{"amount": 1, "basis": "weeks"} }, "/definition/time_limit"},
		"workflow that cannot end": {func(d map[string]any) {
			d["steps"] = d["steps"].([]map[string]any)[:1]
		}, "/definition/steps/0/kind"},
		"unknown role": {func(d map[string]any) {
			d["steps"].([]map[string]any)[1]["actor"] = map[string]string{"role": "gubernur"}
		}, "/definition/steps/1/actor/role"},
		"unknown required result": {func(d map[string]any) {
			d["steps"].([]map[string]any)[1]["result"] = map[string]string{"kind": "stempel"}
		}, "/definition/steps/1/result/kind"},
		"unknown action": {func(d map[string]any) {
			d["steps"].([]map[string]any)[1]["actions"] = []string{"complete", "stamp"}
		}, "/definition/steps/1/actions/1"},
		"branch without a target": {func(d map[string]any) {
			d["steps"].([]map[string]any)[1]["branches"] = []map[string]string{{"on": "objection"}}
		}, "/definition/steps/1/branches/0/to"},
	} {
		t.Run(name, func(t *testing.T) {
			d := definition("rusak", "Rusak")
			test.spoil(d)
			p := admin.Post("/service-types", map[string]any{"definition": d}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
			apitest.Pointers(t, p, test.pointer)
		})
	}
	admin.Post("/service-types", map[string]any{"definition": definition("email", "Email lagi")}).Problem(t, http.StatusConflict, "service_type.taken")
	admin.Post("/service-types/email/publish", map[string]any{"version": 1}).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	admin.Post("/service-types/email/publish", map[string]any{"version": 1}, apitest.Header{"If-Match", `"99"`}).Problem(t, http.StatusPreconditionFailed, "version.stale")
}
