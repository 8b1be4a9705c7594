package asset_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// house is an application with the people of these tests signed in.
type house struct {
	*apitest.Server
	t *testing.T

	applicant, other, counter, head, technical, admin, auditor *apitest.Client
}

func open(t *testing.T) *house {
	s := apitest.New(t)
	return &house{
		Server: s, t: t, applicant: s.As("pemohon"), other: s.As("pemohon2"), counter: s.As("loket"), head: s.As("kadis"),
		technical: s.As("teknis.aptika"), admin: s.As("admin"), auditor: s.As("auditor"),
	}
}

// file submits a request with answers and further fields.
func (h *house) file(as *apitest.Client, service string, answers map[string]any, fields ...apitest.Header) *apitest.Answer {
	h.t.Helper()
	form := apitest.Answering(h.t, service, answers).Field("subject", "Permohonan "+service).
		File("letter", "surat.pdf", apitest.PDF(h.t, service))
	for _, f := range fields {
		form.Field(f[0], f[1])
	}
	return as.PostForm("/tickets", form)
}

// toTeam brings a request to the technical team.
func (h *house) toTeam(number string) {
	h.t.Helper()
	h.counter.Act(h.t, number, "take-up", struct{}{}).Want(h.t, http.StatusOK)
	h.counter.Act(h.t, number, "forward", map[string]any{"to": map[string]string{"role": "head"}, "note": "Lengkap."}).Want(h.t, http.StatusOK)
	h.head.Act(h.t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Kerjakan.", "urgency": "normal",
	}).Want(h.t, http.StatusOK)
	h.technical.Act(h.t, number, "take-up", struct{}{}).Want(h.t, http.StatusOK)
}

// complete closes a request; an empty thing is left out.
func (h *house) complete(number, thing string) *apitest.Answer {
	h.t.Helper()
	form := apitest.NewForm().Field("outcome", "fulfilled").Field("note", "Selesai.").File("letter", "jawaban.pdf", apitest.PDF(h.t, number))
	if thing != "" {
		form.Field("asset", thing)
	}
	return h.technical.ActForm(h.t, number, "complete", form)
}

// subdomain delivers a subdomain to the applicant and returns its id.
func (h *house) subdomain(name, thing string) string {
	h.t.Helper()
	number := h.file(h.applicant, "subdomain", map[string]any{"subdomain": name}).Want(h.t, http.StatusCreated).String(h.t, "number")
	h.toTeam(number)
	h.complete(number, thing).Want(h.t, http.StatusOK)
	return h.of(number)[0].(map[string]any)["id"].(string)
}

func (h *house) of(number string) []any {
	h.t.Helper()
	return h.applicant.Get("/tickets/"+number+"/assets").Want(h.t, http.StatusOK).Value(h.t, "delivered").([]any)
}

func (h *house) act(as *apitest.Client, id, action string, body any) *apitest.Answer {
	h.t.Helper()
	now := h.auditor.Get("/assets/"+id).Want(h.t, http.StatusOK)
	return as.Post("/assets/"+id+"/"+action, body, now.IfMatch())
}

func (h *house) organisation(name string) string {
	h.t.Helper()
	list, err := h.Organisations.List(context.Background(), name)
	require.NoError(h.t, err)
	require.NotEmpty(h.t, list)
	return list[0].ID
}

// A finished request leaves its thing in the register: checked, with a name
// that nobody else gets, seen by its agency and the office.
func TestFulfilledRequestLeavesItsThingInTheRegister(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.file(h.applicant, "subdomain", map[string]any{"subdomain": "Imunisasi", "application": "Portal Imunisasi"}).Want(t, http.StatusCreated)
	number := first.String(t, "number")

	for name, want := range map[string]string{"imunisasi": "taken", "IMUNISASI": "taken", "www": "reserved", "gizi": "free"} {
		require.Equal(t, want, h.other.Get("/assets/availability?kind=subdomain&name="+name).Want(t, http.StatusOK).String(t, "state"), name)
	}
	for answer, code := range map[string]string{"imunisasi": "asset.name_taken", "www": "asset.name_reserved", "-a": "subdomain.format", "kaltarprov": "domain.misprint"} {
		p := h.file(h.other, "subdomain", map[string]any{"subdomain": answer}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/answers/subdomain")
		require.Equal(t, code, p.Errors[0].Code)
	}
	require.Equal(t, "TKT-20260105-0002", h.file(h.other, "subdomain", map[string]any{"subdomain": "gizi"}).Want(t, http.StatusCreated).String(t, "number"), "what is refused takes no number")

	h.toTeam(number)
	for thing, pointers := range map[string][]string{
		`{"fields":{"subdomain":"gizi"}}`:                               {"/asset/fields/subdomain"}, // which another request asks for
		`{"fields":{"subdomain":"x y","colour":"red"}}`:                 {"/asset/fields/subdomain", "/asset/fields/colour"},
		`{"fields":{"application":"` + strings.Repeat("a", 201) + `"}}`: {"/asset/fields/application"},
		`{"expires_on":"2025-12-31"}`:                                   {"/asset/expires_on"},
		`{"expires_on":"soon"}`:                                         {"/asset/expires_on"},
		`{"done":"extend","expires_on":"2027-01-01"}`:                   {"/asset/done"},
		`{"colour":"red"}`:                                              {"/asset/colour"},
	} {
		apitest.Pointers(t, h.complete(number, thing).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointers...)
	}
	require.Equal(t, "in_progress", h.applicant.Get("/tickets/"+number).String(t, "status"), "a refusal changes nothing")
	h.complete(number, `{"expires_on":"2026-12-31","fields":{"contact":"Siti"}}`).Want(t, http.StatusOK)

	v := h.of(number)[0].(map[string]any)
	require.Equal(t, "imunisasi.kaltaraprov.go.id", v["name"])
	require.Equal(t, map[string]any{"subdomain": "imunisasi", "application": "Portal Imunisasi", "contact": "Siti"}, v["fields"])
	require.Equal(t, []any{"active", "2026-01-05", "2026-12-31", number}, []any{v["state"], v["delivered_on"], v["expires_on"], v["ticket"]})
	id := v["id"].(string)
	own := h.applicant.Get("/assets/"+id).Want(t, http.StatusOK)
	require.Equal(t, []any{"request"}, own.Value(t, "allowed_actions"))
	require.Equal(t, "subdomain", own.Value(t, "services").([]any)[0].(map[string]any)["code"])
	h.applicant.Get("/assets/"+id, apitest.Header{"If-None-Match", own.Header.Get("ETag")}).Want(t, http.StatusNotModified)
	require.Equal(t, []any{"extend", "suspend", "retire"}, h.technical.Get("/assets/"+id).Want(t, http.StatusOK).Value(t, "allowed_actions"))
	history := h.applicant.Get("/assets/"+id+"/events").Want(t, http.StatusOK).Value(t, "items").([]any)
	require.Len(t, history, 1)
	require.Equal(t, "asset_registered", history[0].(map[string]any)["type"])
	require.Nil(t, history[0].(map[string]any)["actor"].(map[string]any)["name"], "agencies see officers as roles")

	// Outside the agency, and without an account.
	for _, path := range []string{"/assets/" + id, "/assets/" + id + "/events", "/tickets/" + number + "/assets", "/assets/unknown", "/assets/" + h.organisation("Dinas Kesehatan")} {
		h.other.Get(path).Problem(t, http.StatusNotFound, "not_found")
	}
	for _, path := range []string{"/assets", "/asset-kinds", "/assets/" + id, "/assets/availability?kind=subdomain&name=a", "/service-types/tte/prerequisites"} {
		h.Guest().Get(path).Want(t, http.StatusUnauthorized)
	}
	count := func(c *apitest.Client, query string) int {
		return len(c.Get("/assets?"+query).Want(t, http.StatusOK).Value(t, "items").([]any))
	}
	require.Equal(t, []int{1, 0, 1, 1}, []int{count(h.applicant, ""), count(h.other, ""), count(h.auditor, ""), count(h.counter, "")})
	for query, want := range map[string]int{
		"kind=subdomain": 1, "kind=vps": 0, "state=active": 1, "state=retired": 0, "q=imunisasi+kesehatan": 1, "q=100%25": 0, "expires_by=2026-12-31": 1, "expires_by=2026-12-30": 0,
		"ticket=" + number: 1, "organisation=" + h.organisation("Dinas Kesehatan"): 1, "organisation=" + h.organisation("Dinas Pendidikan"): 0,
	} {
		require.Equal(t, want, count(h.auditor, query), query)
	}
	for query, pointer := range map[string]string{"state=lost": "/state", "organisation=1": "/organisation", "expires_by=soon": "/expires_by", "sort=kind": "/sort", "limit=0": "/limit", "cursor=x": "/cursor"} {
		apitest.Pointers(t, h.auditor.Get("/assets?"+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	for query, pointer := range map[string]string{"kind=certificate&name=a": "/kind", "kind=none&name=a": "/kind", "kind=subdomain": "/name", "kind=mailbox&name=a..b": "/name"} {
		apitest.Pointers(t, h.other.Get("/assets/availability?"+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	require.Len(t, h.applicant.Get("/asset-kinds").Want(t, http.StatusOK).Value(t, "items"), 8)
}

// The office extends, suspends and retires with reasons; an admin registers and
// corrects; what is retired frees its name. A page of a list leads to the next.
func TestOfficeKeepsTheRegister(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.subdomain("imunisasi", `{"fields":{"application":"Portal"},"expires_on":"2026-02-28"}`)
	reason := map[string]string{"reason": "Atas permohonan."}

	h.act(h.applicant, id, "suspend", reason).Want(t, http.StatusForbidden)
	h.act(h.auditor, id, "retire", reason).Want(t, http.StatusForbidden)
	h.Guest().Post("/assets/"+id+"/retire", reason).Want(t, http.StatusUnauthorized)
	h.technical.Post("/assets/"+id+"/suspend", reason).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	h.technical.Post("/assets/"+id+"/suspend", reason, apitest.Header{"If-Match", `"9.x"`}).Problem(t, http.StatusPreconditionFailed, "version.stale")
	h.technical.Post("/assets/"+h.organisation("Dinas Kesehatan")+"/suspend", reason, apitest.Header{"If-Match", `"1"`}).Problem(t, http.StatusNotFound, "not_found")
	apitest.Pointers(t, h.act(h.technical, id, "suspend", map[string]string{"reason": " "}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/reason")
	h.act(h.technical, id, "resume", reason).Problem(t, http.StatusConflict, "asset.state")

	// A unit looks after what its services deliver; the head and admins after all.
	for _, username := range []string{"teknis.sandi", "kabid.sandi"} {
		other := h.As(username)
		h.act(other, id, "suspend", reason).Problem(t, http.StatusForbidden, "asset.other_unit")
		require.Empty(t, other.Get("/assets/"+id).Want(t, http.StatusOK).Value(t, "allowed_actions"), username)
	}
	require.Equal(t, []any{"extend", "suspend", "retire"}, h.technical.Get("/assets/"+id).Value(t, "allowed_actions"))
	require.Equal(t, []any{"extend", "suspend", "retire", "correct"}, h.admin.Get("/assets/"+id).Value(t, "allowed_actions"))

	require.Equal(t, "suspended", h.act(h.technical, id, "suspend", reason).Want(t, http.StatusOK).String(t, "state"))
	require.Equal(t, "active", h.act(h.head, id, "resume", reason).Want(t, http.StatusOK).String(t, "state"))
	for _, day := range []string{"2026-02-28", "2025-01-01", "later"} {
		apitest.Pointers(t, h.act(h.technical, id, "extend", map[string]string{"reason": "x", "expires_on": day}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/expires_on")
	}
	h.act(h.technical, id, "extend", map[string]string{"reason": "x", "expires_on": "2026-03-31"}).Want(t, http.StatusOK)

	// Corrections and what is older than the register.
	right := map[string]any{
		"organisation_id": h.organisation("Dinas Pendidikan"), "fields": map[string]string{"subdomain": "ppdb", "application": "PPDB"},
		"delivered_on": "2024-05-02", "reason": "Dari arsip.",
	}
	now := h.admin.Get("/assets/" + id)
	h.technical.Send(http.MethodPut, "/assets/"+id, "application/json", apitest.JSON(t, right), now.IfMatch()).Want(t, http.StatusForbidden)
	fixed := h.admin.Send(http.MethodPut, "/assets/"+id, "application/json", apitest.JSON(t, right), now.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, []any{"ppdb.kaltaraprov.go.id", nil}, []any{fixed.Value(t, "name"), fixed.Value(t, "expires_on")})
	h.applicant.Get("/assets/"+id).Want(t, http.StatusNotFound)
	h.other.Get("/assets/"+id).Want(t, http.StatusOK)

	right["kind"] = "subdomain"
	apitest.Pointers(t, h.admin.Post("/assets", right).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/fields/subdomain")
	h.act(h.technical, id, "retire", reason).Want(t, http.StatusOK)
	h.act(h.technical, id, "extend", map[string]string{"reason": "x", "expires_on": "2027-03-31"}).Problem(t, http.StatusConflict, "asset.state")
	once := apitest.Header{"Idempotency-Key", "arsip-1"}
	made := h.admin.Post("/assets", right, once).Want(t, http.StatusCreated)
	again := h.admin.Post("/assets", right, once).Want(t, http.StatusCreated)
	require.Equal(t, []string{made.String(t, "id"), "true"}, []string{again.String(t, "id"), again.Header.Get("Idempotency-Replayed")})
	h.admin.Post("/assets", right, apitest.Header{"Idempotency-Key", strings.Repeat("k", 101)}).Problem(t, http.StatusBadRequest, "idempotency.key")
	require.Equal(t, "/api/v1/assets/"+made.String(t, "id"), made.Header.Get("Location"))
	h.technical.Post("/assets", right).Want(t, http.StatusForbidden)
	for field, wrong := range map[string]any{
		"/kind": "house", "/ticket": "TKT-1", "/organisation_id": "01890000-0000-7000-8000-000000000000", "/delivered_on": "yesterday", "/expires_on": "2020-01-01", "/fields/subdomain": nil,
	} {
		bad := map[string]any{}
		for k, v := range right {
			bad[k] = v
		}
		if bad[strings.TrimPrefix(field, "/")] = wrong; wrong == nil {
			delete(bad, "fields/subdomain")
			bad["fields"] = map[string]string{"application": "x"}
		} else {
			bad["fields"] = map[string]string{"subdomain": "lain", "application": "x"}
		}
		apitest.Pointers(t, h.admin.Post("/assets", bad).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), field)
	}
	types := []string{}
	for _, e := range h.auditor.Get("/assets/"+id+"/events?limit=100").Want(t, http.StatusOK).Value(t, "items").([]any) {
		types = append(types, e.(map[string]any)["type"].(string))
	}
	require.Equal(t, []string{"asset_registered", "asset_suspended", "asset_resumed", "asset_extended", "asset_corrected", "asset_retired"}, types)

	for _, sort := range []string{"name", "-created_at", "expires_on"} {
		page := h.auditor.Get("/assets?limit=1&sort="+sort).Want(t, http.StatusOK)
		next := h.auditor.Get("/assets?limit=1&sort="+sort+"&cursor="+url.QueryEscape(page.String(t, "next_cursor"))).Want(t, http.StatusOK)
		require.NotEqual(t, page.Value(t, "items"), next.Value(t, "items"))
		require.Nil(t, next.Value(t, "next_cursor"))
	}
}

// A request to change, extend or retire starts from an asset of the agency; the
// name of a request that ends otherwise is free again.
func TestRequestsStartFromAnAsset(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.subdomain("imunisasi", `{"fields":{"application":"Portal"},"expires_on":"2026-02-28"}`)
	about := apitest.Header{"asset_id", id}

	for wrong, who := range map[string]*apitest.Client{"asset.unknown": h.other, "asset.not_for_service": h.applicant} {
		service := map[string]string{"asset.unknown": "subdomain", "asset.not_for_service": "vps"}[wrong]
		p := h.file(who, service, nil, about).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/asset_id")
		require.Equal(t, wrong, p.Errors[0].Code)
	}
	apitest.Pointers(t, h.file(h.applicant, "subdomain", nil, apitest.Header{"asset_id", "x"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset_id")
	apitest.Pointers(t, h.file(h.applicant, "subdomain", nil, about, apitest.Header{"asset_wish", "sell"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset_wish")
	apitest.Pointers(t, h.file(h.applicant, "subdomain", nil, apitest.Header{"asset_wish", "retire"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset_id")

	number := h.file(h.applicant, "subdomain", map[string]any{"subdomain": "imunisasi"}, about, apitest.Header{"asset_wish", "extend"}).Want(t, http.StatusCreated).String(t, "number")
	seen := h.technical.Get("/tickets/"+number+"/assets").Want(t, http.StatusNotFound)
	require.Equal(t, http.StatusNotFound, seen.Status, "the team does not hold it yet")
	h.toTeam(number)
	seen = h.technical.Get("/tickets/"+number+"/assets").Want(t, http.StatusOK)
	require.Equal(t, []any{"extend", id, "subdomain"}, []any{seen.Value(t, "wish"), seen.Value(t, "about.id"), seen.Value(t, "kind.code")})
	apitest.Pointers(t, h.complete(number, `{}`).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset/expires_on")
	h.complete(number, `{"expires_on":"2027-02-28","fields":{"contact":"Siti"}}`).Want(t, http.StatusOK)
	now := h.applicant.Get("/assets/"+id).Want(t, http.StatusOK)
	require.Equal(t, []any{"2027-02-28", "Siti"}, []any{now.Value(t, "expires_on"), now.Value(t, "fields.contact")})

	// Reopened and completed again, a request changes what it left.
	again := h.file(h.applicant, "subdomain", map[string]any{"subdomain": "gizi", "application": "Gizi"}).Want(t, http.StatusCreated).String(t, "number")
	h.toTeam(again)
	h.complete(again, "").Want(t, http.StatusOK)
	require.Equal(t, "gizi.kaltaraprov.go.id", h.of(again)[0].(map[string]any)["name"], "the answers said enough")
	h.admin.Act(t, again, "reopen", map[string]string{"reason": "Salah nama."}).Want(t, http.StatusOK)
	h.complete(again, `{"fields":{"subdomain":"gizi-anak"}}`).Want(t, http.StatusOK)
	require.Len(t, h.of(again), 1)
	require.Equal(t, "gizi-anak.kaltaraprov.go.id", h.of(again)[0].(map[string]any)["name"])

	retire := h.file(h.applicant, "subdomain", nil, about, apitest.Header{"asset_wish", "retire"}).Want(t, http.StatusCreated).String(t, "number")
	h.toTeam(retire)
	h.complete(retire, `{}`).Want(t, http.StatusOK)
	require.Equal(t, "retired", h.applicant.Get("/assets/"+id).String(t, "state"))
	apitest.Pointers(t, h.file(h.applicant, "subdomain", nil, about).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset_id")

	asks := map[string]any{"subdomain": "imunisasi"}
	cancelled := h.file(h.other, "subdomain", asks).Want(t, http.StatusCreated).String(t, "number")
	h.file(h.applicant, "subdomain", asks).Want(t, http.StatusUnprocessableEntity)
	h.other.Act(t, cancelled, "cancel", map[string]string{"reason": "Batal."}).Want(t, http.StatusOK)
	mended := h.file(h.applicant, "subdomain", asks).Want(t, http.StatusCreated).String(t, "number")
	h.counter.Act(t, mended, "take-up", struct{}{}).Want(t, http.StatusOK)
	h.counter.Act(t, mended, "return", map[string]any{"reason": "Nama lain."}).Want(t, http.StatusOK)
	apitest.Pointers(t, h.applicant.Act(t, mended, "resubmit", map[string]any{"answers": apitest.Answers(t, "subdomain", map[string]any{"subdomain": "gizi-anak"})}).
		Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers/subdomain")
	h.applicant.Act(t, mended, "resubmit", map[string]any{"answers": apitest.Answers(t, "subdomain", map[string]any{"subdomain": "vaksin"})}).Want(t, http.StatusOK)
	require.Equal(t, "free", h.other.Get("/assets/availability?kind=subdomain&name=imunisasi").String(t, "state"), "a mended name frees the first")
}

// What the source makes a condition is met by the register or by the
// applicant's word, else the request is refused.
func TestPrerequisitesAreCheckedAgainstTheRegister(t *testing.T) {
	t.Parallel()
	h := open(t)
	refused := h.file(h.applicant, "tte", nil).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	apitest.Pointers(t, refused, "/held_before")
	require.Equal(t, "prerequisite.missing", refused.Errors[0].Code)
	state := func(code string) map[string]any {
		return h.applicant.Get("/service-types/"+code+"/prerequisites").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)
	}
	require.Equal(t, []any{"missing", true, "mailbox"}, []any{state("tte")["state"], state("tte")["required"], state("tte")["kind"]})
	require.Equal(t, "email", state("tte")["service"].(map[string]any)["code"])
	h.applicant.Get("/service-types/none/prerequisites").Problem(t, http.StatusNotFound, "not_found")

	for held, pointer := range map[string]string{
		`[{"kind":"vps","number":"1"}]`: "/held_before/0/kind", `[{"kind":"mailbox","number":" "}]`: "/held_before/0/number", `{}`: "/held_before",
	} {
		p := h.file(h.applicant, "tte", nil, apitest.Header{"held_before", held}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		require.Equal(t, pointer, p.Errors[0].Pointer, held)
	}
	word := h.file(h.applicant, "tte", nil, apitest.Header{"held_before", `[{"kind":"mailbox","number":"dinkes@kaltaraprov.go.id"}]`}).Want(t, http.StatusCreated).String(t, "number")
	said := h.counter.Get("/tickets/"+word+"/assets").Want(t, http.StatusOK).Value(t, "held_before").([]any)
	require.Equal(t, []any{map[string]any{"kind": "mailbox", "number": "dinkes@kaltaraprov.go.id"}}, said)

	h.admin.Post("/assets", map[string]any{
		"kind": "mailbox", "organisation_id": h.organisation("Dinas Kesehatan"), "fields": map[string]string{"username": "dinkes", "holder": "Siti"}, "delivered_on": "2025-01-02", "reason": "Arsip.",
	}).Want(t, http.StatusCreated)
	require.Equal(t, "met", state("tte")["state"])
	require.Equal(t, "dinkes@kaltaraprov.go.id", state("tte")["assets"].([]any)[0].(map[string]any)["name"])
	dinkes := "/service-types/tte/prerequisites?organisation=" + h.organisation("Dinas Kesehatan")
	require.Contains(t, string(h.counter.Get(dinkes).Want(t, http.StatusOK).Body), `"state":"met"`, "the counter asks for whom it records")
	h.other.Get(dinkes).Problem(t, http.StatusNotFound, "not_found")
	require.Equal(t, "missing", h.counter.Get("/service-types/tte/prerequisites?organisation=").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)["state"], "somebody without an agency has nothing")
	h.counter.Get("/service-types/tte/prerequisites?organisation=x").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	h.file(h.applicant, "tte", nil).Want(t, http.StatusCreated)
	h.file(h.other, "tte", nil).Want(t, http.StatusUnprocessableEntity)

	// Developing wants the PSE certificate, building does not (C8).
	h.file(h.applicant, "rekomendasi-aplikasi", map[string]any{"proposal": "building"}).Want(t, http.StatusCreated)
	apitest.Pointers(t, h.file(h.applicant, "rekomendasi-aplikasi", map[string]any{"proposal": "development"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/held_before")
}

// Of two officers who deliver the same name at once, one wins, the other is
// told, and the register has it once.
func TestTwoDeliveriesOfOneNameAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	var numbers []string
	for range 2 {
		number := h.file(h.applicant, "subdomain", nil).Want(t, http.StatusCreated).String(t, "number")
		h.toTeam(number)
		numbers = append(numbers, number)
	}
	answers := make([]*apitest.Answer, 2)
	var both sync.WaitGroup
	for i, number := range numbers {
		both.Go(func() { answers[i] = h.complete(number, `{"fields":{"subdomain":"rebutan","application":"A"}}`) })
	}
	both.Wait()
	require.ElementsMatch(t, []int{http.StatusOK, http.StatusUnprocessableEntity}, []int{answers[0].Status, answers[1].Status})
	require.Len(t, h.auditor.Get("/assets?q=rebutan").Value(t, "items"), 1)
	var events int
	require.NoError(t, h.DB.Read.Raw("SELECT COUNT(*) FROM events WHERE object_kind = 'asset'").Row().Scan(&events))
	require.Equal(t, 1, events)
}

// The job reminds 30, 7 and 1 days before the last day and marks what is over,
// each once, however often it runs.
func TestWhatEndsIsRemindedOfAndMarked(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.admin.Post("/assets", map[string]any{
		"kind": "vps", "organisation_id": h.organisation("Dinas Kesehatan"), "fields": map[string]string{"hostname": "simrs", "location": "pdn"},
		"delivered_on": "2025-01-02", "expires_on": "2026-03-31", "reason": "Arsip.",
	}).Want(t, http.StatusCreated).String(t, "id")
	told := func() (list []string) {
		var rows []struct{ Type, Data string }
		require.NoError(t, h.DB.Read.Raw("SELECT type, data FROM events WHERE object_kind = 'asset' AND actor_role = 'system' ORDER BY id").Scan(&rows).Error)
		for _, r := range rows {
			var data struct{ Days int }
			require.NoError(t, json.Unmarshal([]byte(r.Data), &data))
			list = append(list, fmt.Sprintf("%s %d", r.Type, data.Days))
		}
		return list
	}
	var want []string
	for _, day := range []struct {
		date string
		then []string
	}{
		{"2026-02-28", nil}, {"2026-03-01", []string{"asset_expiring 30"}}, {"2026-03-23", nil}, {"2026-03-26", []string{"asset_expiring 5"}},
		{"2026-03-30", []string{"asset_expiring 1"}}, {"2026-03-31", nil}, {"2026-04-01", []string{"asset_expired 0"}},
	} {
		noon, err := time.Parse(time.DateOnly, day.date)
		require.NoError(t, err)
		h.Clock.Set(noon.Add(4 * time.Hour))
		for range 2 {
			require.NoError(t, h.Assets.Expire(context.Background()))
		}
		want = append(want, day.then...)
		require.Equal(t, want, told(), day.date)
	}
	admin := h.As("admin") // signed in anew: months have passed
	require.Equal(t, "expired", admin.Get("/assets/"+id).Want(t, http.StatusOK).String(t, "state"))
	technical := h.As("teknis.aptika")
	extended := technical.Post("/assets/"+id+"/extend", map[string]string{"expires_on": "2026-05-31", "reason": "Masih dipakai."}, technical.Get("/assets/"+id).IfMatch())
	require.Equal(t, "active", extended.Want(t, http.StatusOK).String(t, "state"))
}

// Every kind that a shipped service names is one of the register's.
func TestShippedServicesNameKnownKinds(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	ctx := context.Background()
	kinds, err := s.Assets.Kinds(ctx)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, k := range kinds {
		known[k.Code] = true
	}
	services, err := s.Catalogue.List(ctx, catalogue.Filter{})
	require.NoError(t, err)
	delivered := map[string]bool{}
	for _, d := range services {
		named := append([]string{d.Delivers}, d.Alters...)
		for _, p := range d.Prerequisites {
			named = append(named, p.Asset)
		}
		for _, code := range named {
			require.True(t, code == "" || known[code], "%s names %q", d.Code, code)
		}
		delivered[d.Delivers] = true
	}
	for code := range known {
		require.True(t, delivered[code], "some service leaves a %s", code)
	}
}

// A request for another name, or for the end, of a subdomain names one in the
// register of its agency; what is completed changes that one, and registers no
// second. The check while filling says what filing says.
func TestRequestThatNamesAnAssetChangesThatOne(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.subdomain("imunisasi", "")
	rename := func(from, to string) map[string]any {
		return map[string]any{"need": "rename", "current_subdomain": from, "subdomain": to, "reason": "Nama program berubah.", "server": nil, "capacity_gb": nil}
	}
	retire := map[string]any{"need": "retire", "current_subdomain": "vaksin", "subdomain": nil, "reason": "Tidak dipakai.", "retire_on": "2030-01-05", "server": nil, "capacity_gb": nil}

	for name, c := range map[string]struct {
		as            *apitest.Client
		answers       map[string]any
		pointer, code string
	}{
		"not there":            {h.applicant, rename("gizi", "vaksin"), "/answers/current_subdomain", "asset.unknown"},
		"of another agency":    {h.other, rename("imunisasi", "vaksin"), "/answers/current_subdomain", "asset.unknown"},
		"kept for the office":  {h.applicant, rename("imunisasi", "www"), "/answers/subdomain", "asset.name_reserved"},
		"taken by another one": {h.other, map[string]any{"subdomain": "imunisasi"}, "/answers/subdomain", "asset.name_taken"},
	} {
		filed := h.file(c.as, "subdomain", c.answers).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		require.Equal(t, []string{c.pointer, c.code}, []string{filed.Errors[0].Pointer, filed.Errors[0].Code}, name)
		checked := c.as.Post("/service-types/subdomain/checks", map[string]any{"answers": apitest.Answers(t, "subdomain", c.answers)}).Want(t, http.StatusOK)
		told := checked.Value(t, "errors").([]any)[0].(map[string]any)
		require.Equal(t, []any{c.pointer, c.code, filed.Errors[0].Detail}, []any{told["pointer"], told["code"], told["detail"]}, name)
	}

	number := h.file(h.applicant, "subdomain", rename("imunisasi", "vaksin")).Want(t, http.StatusCreated).String(t, "number")
	similar := h.applicant.Post("/service-types/subdomain/checks", map[string]any{"subject": "Permohonan subdomain", "answers": map[string]any{}}).Want(t, http.StatusOK)
	require.Contains(t, fmt.Sprint(similar.Value(t, "warnings")), number)
	h.toTeam(number)
	apitest.Pointers(t, h.complete(number, `{"done":"register","fields":{}}`).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/asset/done")
	h.complete(number, `{"fields":{"subdomain":"vaksin"}}`).Want(t, http.StatusOK)
	require.Equal(t, "vaksin.kaltaraprov.go.id", h.applicant.Get("/assets/"+id).String(t, "name"))

	number = h.file(h.applicant, "subdomain", retire).Want(t, http.StatusCreated).String(t, "number")
	require.Equal(t, []any{"retire", id}, []any{h.applicant.Get("/tickets/"+number+"/assets").Value(t, "wish"), h.applicant.Get("/tickets/"+number+"/assets").Value(t, "about.id")})
	h.toTeam(number)
	h.complete(number, `{}`).Want(t, http.StatusOK)
	require.Equal(t, "retired", h.applicant.Get("/assets/"+id).String(t, "state"))
	require.Len(t, h.auditor.Get("/assets?kind=subdomain").Want(t, http.StatusOK).Value(t, "items"), 1, "none was registered beside it")
}
