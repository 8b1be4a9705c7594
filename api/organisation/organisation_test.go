package organisation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
)

type object = map[string]any

const nobody = "0199c0de-0000-7000-8000-000000000000"

func put(t *testing.T, c *apitest.Client, path string, body any, headers ...apitest.Header) *apitest.Answer {
	t.Helper()
	return c.Send("PUT", path, "application/json", apitest.JSON(t, body), headers...)
}

// agency returns the path of an agency by its name.
func agency(t *testing.T, c *apitest.Client, name string) string {
	t.Helper()
	for _, item := range c.Get("/organisations?state=all").Want(t, 200).Value(t, "items").([]any) {
		if o := item.(object); o["name"] == name {
			return "/organisations/" + o["id"].(string)
		}
	}
	require.Fail(t, "no agency "+name)
	return ""
}

func items(t *testing.T, a *apitest.Answer) []any {
	t.Helper()
	return a.Want(t, 200).Value(t, "items").([]any)
}

func TestAgenciesAreMadeRenamedMergedAndClosed(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin, applicant, auditor := s.As("admin"), s.As("pemohon"), s.As("auditor")

	// The nine bureaus of the secretariat are shipped as its parts (domain-facts §10).
	secretariat := admin.Get(agency(t, admin, "Sekretariat Daerah")).Want(t, 200)
	parts := 0
	for _, item := range items(t, admin.Get("/organisations")) {
		if p, ok := item.(object)["parent"].(object); ok {
			require.Equal(t, secretariat.String(t, "id"), p["id"])
			parts++
		}
	}
	require.Equal(t, 9, parts)
	require.Equal(t, []any{}, applicant.Get(agency(t, admin, "Dinas Sosial")).Value(t, "allowed_actions"), "readers are offered nothing")

	made := admin.Post("/organisations", object{"name": " Dinas Perkebunan ", "short_name": "Disbun", "kind": "agency"}).Want(t, 201)
	path := "/organisations/" + made.String(t, "id")
	require.Equal(t, "/api/v1"+path, made.Header.Get("Location"))
	require.Equal(t, "Dinas Perkebunan", made.String(t, "name"))
	require.Equal(t, []any{"change", "merge", "close"}, made.Value(t, "allowed_actions"))
	admin.Post("/organisations", object{"name": "Dinas Perkebunan", "kind": "agency"}).Problem(t, 409, "organisation.taken")
	bureau := agency(t, admin, "Biro Hukum")
	for name, in := range map[string]object{
		"/name":      {"name": " ", "kind": "agency"},
		"/kind":      {"name": "A", "kind": "ministry"},
		"/parent_id": {"name": "A", "kind": "agency", "parent_id": bureau[len("/organisations/"):]}, // two levels only
	} {
		apitest.Pointers(t, admin.Post("/organisations", in).Problem(t, 422, "input.invalid"), name)
	}

	renamed := object{"name": "Dinas Perkebunan dan Peternakan", "short_name": "Disbunnak", "kind": "agency", "parent_id": secretariat.String(t, "id")}
	put(t, admin, path, renamed).Problem(t, 428, "if_match.missing")
	put(t, admin, path, renamed, apitest.Header{"If-Match", `"9"`}).Problem(t, 412, "version.stale")
	put(t, admin, "/organisations/"+nobody, renamed, made.IfMatch()).Problem(t, 404, "not_found")
	now := put(t, admin, path, renamed, made.IfMatch()).Want(t, 200)
	require.Equal(t, []any{"Dinas Perkebunan"}, now.Value(t, "former_names"))
	require.Len(t, items(t, applicant.Get("/organisations?q=disbun")), 1, "found by its former short name")
	admin.Get(path, apitest.Header{"If-None-Match", now.Header.Get("ETag")}).Want(t, 304)
	closed := admin.Post(path+"/close", object{"reason": "Dibubarkan"}, now.IfMatch()).Want(t, 200)
	require.Equal(t, []any{"reopen"}, closed.Value(t, "allowed_actions"))
	put(t, admin, path, renamed, closed.IfMatch()).Problem(t, 409, "organisation.closed")
	require.Empty(t, items(t, applicant.Get("/organisations?q=disbun")))
	require.Len(t, items(t, applicant.Get("/organisations?q=disbun&state=closed")), 1)
	opened := admin.Post(path+"/reopen", object{"reason": "Keliru"}, closed.IfMatch()).Want(t, 200)
	admin.Post(path+"/reopen", object{"reason": "Lagi"}, opened.IfMatch()).Problem(t, 409, "organisation.unchanged")

	// A merger: what is open follows, its papers keep the name of their day.
	number := applicant.Submit(t, "Subdomain dinas").String(t, "number")
	proposal := "/spbe-recommendations/" + applicant.Post("/spbe-recommendations", object{"title": "Antrean", "proposal": "building"}).Want(t, 201).String(t, "id")
	health := agency(t, admin, "Dinas Kesehatan")
	before := admin.Get(health).Want(t, 200)
	admin.Post(health+"/close", object{"reason": "Bubar"}, before.IfMatch()).Problem(t, 409, "organisation.holds")
	held := auditor.Get(health+"/holdings").Want(t, 200)
	require.JSONEq(t, `{"people":1,"open_requests":1,"assets":0,"proposals":1,"parts":0}`, string(held.Body))
	merge := object{"into": opened.String(t, "id"), "reason": "Perda 5/2026"}
	apitest.Pointers(t, admin.Post(health+"/merge", object{"into": before.String(t, "id"), "reason": "x"}, before.IfMatch()).Problem(t, 422, "input.invalid"), "/into")
	apitest.Pointers(t, admin.Post(health+"/merge", object{"into": nobody, "reason": "x"}, before.IfMatch()).Problem(t, 422, "input.invalid"), "/into")
	gone := admin.Post(health+"/merge", merge, before.IfMatch()).Want(t, 200)
	require.Equal(t, "Dinas Perkebunan dan Peternakan", gone.String(t, "merged_into.name"))
	require.Empty(t, gone.Value(t, "allowed_actions"))
	admin.Post(health+"/merge", merge, gone.IfMatch()).Problem(t, 409, "organisation.closed")
	admin.Post(health+"/reopen", object{"reason": "x"}, gone.IfMatch()).Problem(t, 409, "organisation.unchanged")
	require.Equal(t, opened.String(t, "id"), applicant.Get("/me").String(t, "organisation.id"), "the person followed, at once")
	require.Equal(t, opened.String(t, "id"), applicant.Get("/tickets/"+number).String(t, "organisation.id"))
	require.Equal(t, "Dinas Kesehatan", applicant.Get("/tickets/"+number).String(t, "organisation.name"))
	require.Equal(t, opened.String(t, "id"), applicant.Get(proposal).Want(t, 200).String(t, "organisation.id"))
	history := items(t, auditor.Get(path+"/history"))
	require.Equal(t, "organisation_received", history[0].(object)["type"])
	require.Contains(t, fmt.Sprint(history), "Dinas Perkebunan")
	require.NotNil(t, admin.Get(path+"/history?limit=2").Want(t, 200).Value(t, "next_cursor"))
	apitest.Pointers(t, admin.Post("/users", object{"username": "siti.r", "name": "Siti", "organisation_id": before.String(t, "id"), "roles": []any{object{"role": "applicant"}}}).
		Problem(t, 422, "input.invalid"), "/organisation_id")

	for _, p := range []string{"/organisations", path + "/merge", path + "/close", path + "/reopen", "/units", "/units/aptika/close", "/units/aptika/reopen"} {
		auditor.Post(p, object{}, now.IfMatch()).Problem(t, 403, "auth.forbidden")
	}
	put(t, auditor, path, renamed, now.IfMatch()).Problem(t, 403, "auth.forbidden")
	put(t, auditor, "/units/aptika", object{"name": "A"}, now.IfMatch()).Problem(t, 403, "auth.forbidden")
	applicant.Get(path+"/history").Problem(t, 403, "auth.forbidden")
	applicant.Get(path+"/holdings").Problem(t, 403, "auth.forbidden")
	for _, p := range []string{"", "/history", "/holdings"} {
		admin.Get("/organisations/x"+p).Problem(t, 404, "not_found")
	}
	apitest.Pointers(t, admin.Get("/organisations?state=x").Problem(t, 422, "input.invalid"), "/state")
}

func TestUnitsAreMadeRenamedAndClosedWhenNothingWaitsThere(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	why := object{"reason": "Penataan organisasi"}

	made := admin.Post("/units", object{"code": "infra", "name": "Bidang Infrastruktur"}).Want(t, 201)
	admin.Post("/units", object{"code": "infra", "name": "X"}).Problem(t, 409, "unit.taken")
	apitest.Pointers(t, admin.Post("/units", object{"code": "In fra", "name": "X"}).Problem(t, 422, "input.invalid"), "/code")
	now := put(t, admin, "/units/infra", object{"name": "Bidang Infrastruktur TIK"}, made.IfMatch()).Want(t, 200)
	put(t, admin, "/units/infra", object{"name": "X"}, made.IfMatch()).Problem(t, 412, "version.stale")
	put(t, admin, "/units/nowhere", object{"name": "X"}, made.IfMatch()).Problem(t, 404, "not_found")
	require.Equal(t, "Bidang Infrastruktur TIK", items(t, admin.Get("/units"))[5].(object)["name"], "it stands last")

	s.Account("teknis.infra", "Dinas Sosial", false, auth.Assignment{Role: auth.Technical, Unit: "infra"})
	admin.Post("/units/infra/close", why, now.IfMatch()).Problem(t, 409, "unit.occupied")
	id := items(t, admin.Get("/users?q=teknis.infra"))[0].(object)["id"].(string)
	admin.Post("/users/"+id+"/disable", why, admin.Get("/users/"+id).IfMatch()).Want(t, 200)
	closed := admin.Post("/units/infra/close", why, now.IfMatch()).Want(t, 200)
	require.Len(t, items(t, admin.Get("/units")), 5)
	require.Len(t, items(t, admin.Get("/units?all=true")), 6)
	put(t, admin, "/units/infra", object{"name": "X"}, closed.IfMatch()).Problem(t, 409, "unit.closed")
	admin.Post("/units/infra/close", why, closed.IfMatch()).Problem(t, 409, "unit.closed")
	apitest.Pointers(t, admin.Post("/users", object{"username": "baru.infra", "name": "B", "roles": []any{object{"role": "technical", "unit": "infra"}}}).
		Problem(t, 422, "input.invalid"), "/roles/0/unit")
	opened := admin.Post("/units/infra/reopen", why, closed.IfMatch()).Want(t, 200)
	admin.Post("/units/infra/reopen", why, opened.IfMatch()).Problem(t, 409, "unit.unchanged")

	// Services lead to the division of statistics, though nobody of it has an account yet.
	admin.Post("/units/statistik/close", why, apitest.Header{"If-Match", `"1"`}).Problem(t, 409, "unit.occupied")
}
