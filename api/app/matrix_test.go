package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/openapi"
)

// attempt is a line of testdata/operations.txt.
type attempt struct{ method, path, query, object, body string }

func attempts(t *testing.T) map[string]attempt {
	t.Helper()
	text, err := os.ReadFile("testdata/operations.txt")
	require.NoError(t, err)
	all := map[string]attempt{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		require.GreaterOrEqual(t, len(words), 3, line)
		a := attempt{method: words[0], object: words[2], body: strings.Join(words[3:], " ")}
		a.path, a.query, _ = strings.Cut(words[1], "?")
		all[a.method+" "+a.path] = a
	}
	return all
}

// caller is somebody who tries everything: nobody, a person in one role, or a
// key with some scopes.
type caller struct {
	name   string
	role   auth.Role        // empty: a guest
	scopes []web.Permission // of a key
	header apitest.Header
}

func (c caller) isKey() bool { return c.scopes != nil }

// fixture is an object in a relation to the callers, by the parameters of its
// path. owner is the only person whose it is, where that is what counts.
type fixture struct {
	params map[string]string
	owner  string
}

// shown says what each word of the policy means for the relations of requests
// and their files; see offices for who holds what.
var shown = map[auth.Reach][]string{
	auth.ReachOwnOrAgency: {"own"},                                  // nobody let pemohon see those of the agency
	auth.ReachHeld:        {"own", "agency"},                        // those that Bidang Aptika holds
	auth.ReachOpen:        {"own", "agency", "other", "other_unit"}, // not the confidential one
	auth.ReachAll:         {"own", "agency", "other", "other_unit", "confidential"},
}

// sees tells whether a caller with a reach gets at an object in a relation.
func sees(c caller, object string, reach auth.Reach, relation string, f fixture) bool {
	switch {
	case relation == "unknown" || relation == "mismatch":
		return false
	case f.owner != "": // the word for it is own; a file that waits is its owner's, before it is a request's
		return (reach == auth.ReachOwn || object == "upload") && f.owner == strings.TrimPrefix(c.name, "key of ")
	}
	switch object {
	case "ticket", "file", "disposition":
		switch {
		case reach == auth.ReachHeld && (c.role == auth.Verifier || c.role == auth.PPID):
			return false // nothing was handed to them
		case c.role == auth.FrontOffice && relation == "confidential":
			return true // it came in at the counter, before it was made confidential
		}
		return slices.Contains(shown[reach], relation)
	case "information", "objection":
		return reach == auth.ReachAll || reach == auth.ReachOpen || (reach == auth.ReachOwnOrAgency && relation == "own")
	case "asset":
		return reach == auth.ReachAll || relation == "own"
	case "recommendation": // a draft, which no officer sees
		return reach == auth.ReachAgency && relation == "own"
	case "delegation":
		return reach == auth.ReachAll || c.name == "kabid.aptika" || c.name == "teknis.aptika"
	default:
		return reach == auth.ReachAll
	}
}

// Every operation of the API, tried by a guest, by every role and by keys, on
// objects in every relation to them: what the table of permissions
// (openapi/policy.md) says is what happens. An operation that
// testdata/operations.txt does not have fails, and so does a fixture without
// relations.
//
// Unwatched: one caller asks one thing after the other.
func TestEveryOperationIsOpenToWhomThePolicySaysAndToNobodyElse(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	callers, objects := cast(t, s), offices(t, s)
	policy, lines := map[string]auth.Operation{}, attempts(t)
	for _, o := range auth.Table(s.Routes()) {
		policy[o.Method+" "+o.Path] = o
	}
	cells := 0
	for _, operation := range openapi.Operations() {
		name := operation.Method + " " + operation.Path
		a, listed := lines[name]
		delete(lines, name)
		o, known := policy[name]
		delete(policy, name)
		if !listed || !known {
			t.Errorf("%s is not in testdata/operations.txt, or has no route", name)
			continue
		}
		require.Equal(t, operation.Public, o.Permission == web.Public, name)
		relations := objects[a.object]
		if relations == nil {
			t.Errorf("%s: there is no fixture %q", name, a.object)
			continue
		}
		if _, tried := relations["mismatch"]; strings.Count(a.path, "{") > 1 && !tried {
			t.Errorf("%s names a parent and its child: the fixture %q needs a mismatch", name, a.object)
		}
		for relation, f := range relations {
			if relation == "mismatch" && (strings.Count(a.path, "{") < 2 || strings.Contains(a.path, "{key}") || strings.Contains(a.path, "{file}") || strings.Contains(a.path, "{kind}")) || // keys of points, names of documents and kinds of records are the same for all
				relation == "known" && !strings.Contains(a.path, "{number}") {
				continue
			}
			for _, c := range callers {
				cells++
				status := send(s, c, a, f)
				if want, ok := expected(c, o, a.object, relation, f, name); !ok(status) {
					t.Errorf("%s by %s, %s %s: %d in place of %s", name, c.name, a.object, relation, status, want)
				}
			}
		}
	}
	require.Empty(t, lines, "testdata/operations.txt has operations that the API does not have")
	require.Empty(t, policy, "the API has routes that the document does not have")
	require.Greater(t, cells, 2000)
}

// expected tells which status a cell must answer, in words and as a test.
func expected(c caller, o auth.Operation, object, relation string, f fixture, name string) (string, func(int) bool) {
	is := func(want int) (string, func(int) bool) {
		return fmt.Sprint(want), func(status int) bool { return status == want }
	}
	allowed := func(status int) bool {
		return status < 500 && status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound
	}
	switch {
	case o.Permission == web.Public && (relation == "known" || relation == "mismatch"): // without the code it is as if it were not there
		return "not found, or slowed down", func(status int) bool {
			return status == http.StatusNotFound || status == http.StatusTooManyRequests
		}
	case o.Permission == web.Public:
		return "anything but a refusal for permissions", func(status int) bool {
			return status < 500 && (name == "POST /auth/refresh" || status != http.StatusUnauthorized && status != http.StatusForbidden)
		}
	case c.role == "":
		return is(http.StatusUnauthorized)
	case o.Of(c.role) == auth.ReachNone, c.isKey() && !(slices.Contains(c.scopes, o.Permission) && slices.Contains(o.KeyRoles, c.role)):
		return is(http.StatusForbidden)
	case object != "none" && !sees(c, object, o.Of(c.role), relation, f):
		if name == "PUT /service-types/{code}" || name == "POST /spbe-recommendations/{id}/risks/{risk}/monitoring" && relation == "mismatch" { // which look at the input first
			return is(http.StatusUnprocessableEntity)
		}
		return is(http.StatusNotFound)
	case slices.Contains(narrower[name], c.name):
		return is(http.StatusForbidden)
	}
	return "allowed", allowed
}

// narrower are the operations that refuse somebody who has the permission and
// sees the object: only who gave a disposition takes it back, and a verifier
// looks after no subdomains.
var narrower = map[string][]string{
	"POST /tickets/{number}/dispositions/{id}/withdraw": {"kabid.aptika"},
	// The dispute is told by its applicant or the PPID.
	"POST /information-requests/{number}/objections/{id}/dispute": {"loket", "kadis", "auditor", "admin", "key of auditor"},
	"POST /assets/{id}/extend":                                    {"verifikator"}, "POST /assets/{id}/suspend": {"verifikator"},
	"POST /assets/{id}/resume": {"verifikator"}, "POST /assets/{id}/retire": {"verifikator"},
}

// send tries an operation on an object: with a version that is stale, so that
// what is allowed is refused only afterwards, and nothing changes.
func send(s *apitest.Server, c caller, a attempt, f fixture) int {
	path := a.path
	for name, value := range f.params {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if a.query != "" {
		path += "?" + a.query
	}
	body, contentType := []byte(a.body), "application/json"
	if a.body == "form" {
		body, contentType = apitest.NewForm().Encode()
	}
	r := httptest.NewRequest(a.method, web.Base+path, bytes.NewReader(body))
	if a.body != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("If-Match", `"0"`)
	if c.header[0] != "" {
		r.Header.Set(c.header[0], c.header[1])
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w.Code
}

// cast are the callers: nobody, a person in each role, and two keys.
func cast(t *testing.T, s *apitest.Server) []caller {
	list := []caller{{name: "guest"}}
	for name, role := range map[string]auth.Role{
		"pemohon": auth.Applicant, "loket": auth.FrontOffice, "kadis": auth.Head, "kabid.aptika": auth.DivisionHead, "teknis.aptika": auth.Technical,
		"verifikator": auth.Verifier, "ppid": auth.PPID, "auditor": auth.Auditor, "admin": auth.Admin,
	} {
		list = append(list, caller{name: name, role: role, header: apitest.Header{"Authorization", "Bearer " + s.As(name).Token()}})
	}
	require.Len(t, list, len(auth.Roles)+1, "a caller for each role")
	for _, k := range []struct {
		account string
		role    auth.Role
		scopes  []web.Permission
	}{
		{"pemohon", auth.Applicant, []web.Permission{auth.SubmitTicket, auth.ReadTicket, auth.ReadAssets, auth.ReadFile}},
		{"auditor", auth.Auditor, []web.Permission{auth.ReadTicket, auth.ReadNotes, auth.ReadAgenda, auth.ReadInformationRegister}},
	} {
		made := s.As("admin").Post("/api-keys", map[string]any{
			"name": "Kunci " + k.account, "user_id": s.Actor(k.account).ID, "role": k.role, "scopes": k.scopes, "per_minute": 6000,
			"expires_at": s.Clock.Now().Add(time.Hour).Format(time.RFC3339),
		}).Want(t, http.StatusCreated)
		list = append(list, caller{name: "key of " + k.account, role: k.role, scopes: k.scopes, header: apitest.Header{"X-API-Key", made.String(t, "secret")}})
	}
	return list
}

// nobody's ids.
const (
	noID     = "00000000-0000-7000-8000-000000000000"
	noTicket = "TKT-20200101-0001"
)

// offices are the objects: for each kind, one in every relation that matters.
func offices(t *testing.T, s *apitest.Server) map[string]map[string]fixture {
	t.Helper()
	s.Account("rekan", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Applicant})
	admin, clerk, head := s.As("admin"), s.As("loket"), s.As("kadis")
	params := func(pairs ...string) fixture {
		f := fixture{params: map[string]string{"number": noTicket, "id": noID, "code": "nobody", "logo": "none", "key": "needs-1", "risk": noID, "n": "1", "file": "needs.pdf", "kind": "budget_adjustment", "purpose": "contact_by_phone"}}
		for i := 0; i < len(pairs); i += 2 {
			f.params[pairs[i]] = pairs[i+1]
		}
		return f
	}
	one := func(pairs ...string) map[string]fixture {
		return map[string]fixture{"exists": params(pairs...), "unknown": params()}
	}
	firstID := func(path string) string {
		return admin.Get(path).Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)
	}

	tickets, files, dispositions := map[string]fixture{"unknown": params()}, map[string]fixture{"unknown": params()}, map[string]fixture{"unknown": params()}
	for relation, way := range map[string]struct {
		by, unit     string
		confidential bool
	}{
		"own": {"pemohon", "aptika", false}, "agency": {"rekan", "aptika", false}, "other": {"pemohon2", "", false},
		"other_unit": {"pemohon2", "sandi", false}, "confidential": {"pemohon2", "sandi", true},
	} {
		filed := s.As(way.by).Submit(t, relation)
		number := filed.String(t, "number")
		tickets[relation] = params("number", number)
		files[relation] = params("id", filed.Value(t, "attachments").([]any)[0].(map[string]any)["id"].(string))
		if way.unit == "" {
			continue
		}
		clerk.Act(t, number, "take-up", map[string]any{}).Want(t, 200)
		clerk.Act(t, number, "forward", map[string]any{"to": map[string]string{"role": "head"}}).Want(t, 200)
		head.Act(t, number, "dispositions", map[string]any{"to": map[string]string{"unit": way.unit}, "instruction": "x", "urgency": "normal", "confidential": way.confidential}).Want(t, 200)
		dispositions[relation] = params("number", number, "id", head.Get("/tickets/"+number+"/dispositions").Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string))
	}
	dispositions["mismatch"] = params("number", tickets["own"].params["number"], "id", dispositions["confidential"].params["id"])

	// A request for information that was answered, and an objection to it; and one of somebody without an account.
	asked := s.As("pemohon").PostForm("/tickets", apitest.Submission(t, "informasi-publik", "x")).Want(t, 201).String(t, "number")
	clerk.Act(t, asked, "take-up", map[string]any{}).Want(t, 200)
	clerk.Act(t, asked, "forward", map[string]any{"to": map[string]string{"role": "ppid"}}).Want(t, 200)
	s.As("ppid").Act(t, asked, "take-up", map[string]any{}).Want(t, 200)
	s.As("ppid").ActForm(t, asked, "complete", apitest.NewForm().Field("outcome", "fulfilled").Field("note", "x").File("letter", "a.pdf", apitest.PDF(t, "x"))).Want(t, 200)
	filed := s.As("pemohon").Post("/information-requests/"+asked+"/objections", map[string]any{"reasons": []string{"a"}, "position": "x"}).Want(t, 201)
	objection := filed.Value(t, "objections").([]any)[0].(map[string]any)["id"].(string)
	guest := s.Guest().PostForm("/public/tickets", apitest.Submission(t, "informasi-publik", "x").Field("name", "x").Field("contact", "x").Field("consent", "true")).Want(t, 201).String(t, "number")
	ask := func(by string) fixture {
		form := apitest.Submission(t, "informasi-publik", "x")
		return params("number", s.As(by).PostForm("/tickets", form).Want(t, 201).String(t, "number"))
	}
	register := func(by, name string) fixture {
		agency := s.Actor(by).OrganisationID
		return params("id", admin.Post("/assets", map[string]any{
			"kind": "subdomain", "organisation_id": agency, "fields": map[string]string{"subdomain": name, "application": "x"}, "delivered_on": "2026-01-02", "reason": "x",
		}).Want(t, 201).String(t, "id"))
	}
	mine := func(owner string, pairs ...string) map[string]fixture {
		f := params(pairs...)
		f.owner = owner
		return map[string]fixture{"own": f, "unknown": params()}
	}
	upload := s.As("pemohon").PostForm("/attachments", apitest.NewForm().Field("kind", "request_letter").File("file", "a.pdf", apitest.PDF(t, "a"))).Want(t, 201).String(t, "id")
	delegation := admin.Post("/delegations", map[string]any{
		"principal_id": s.Actor("kabid.aptika").ID, "deputy_id": s.Actor("teknis.aptika").ID, "role": "division_head", "unit": "aptika", "kind": "plh",
		"from": "2026-02-02", "until": "2026-02-03", "reason": "x", "decree": "1/2026",
	}).Want(t, 201).String(t, "id")
	absence := s.As("kabid.aptika").Post("/me/absences", map[string]any{"kind": "leave", "from": "2026-03-02", "until": "2026-03-03"}).Want(t, 201).String(t, "id")
	view := s.As("pemohon").Post("/me/views", map[string]any{"name": "x", "query": "status=done"}).Want(t, 201).String(t, "id")
	draft := s.As("pemohon").Post("/drafts", map[string]any{"service_type": "subdomain"}).Want(t, 201).String(t, "id")
	s.As("kabid.sandi")
	propose := func(by string) fixture {
		id := s.As(by).Post("/spbe-recommendations", map[string]any{"title": "x", "proposal": "building"}).Want(t, 201).String(t, "id")
		return params("id", id, "risk", s.As(by).Post("/spbe-recommendations/"+id+"/risks", map[string]any{"answers": map[string]any{}}).Want(t, 201).String(t, "id"))
	}
	proposal, rival := propose("pemohon"), propose("pemohon2")
	session := s.As("kabid.sandi").Get("/me/sessions").Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)

	return map[string]map[string]fixture{
		"guest": one("number", guest),
		"none":  {"exists": params()}, "public": {"unknown": params(), "known": params("number", guest), "mismatch": params("number", guest, "id", objection)},
		"ticket": tickets, "file": files, "disposition": dispositions,
		"information": {"own": ask("pemohon"), "other": ask("pemohon2"), "unknown": params()},
		"objection": {
			"own": params("number", asked, "id", objection), "unknown": params(), "mismatch": params("number", tickets["own"].params["number"], "id", objection),
		},
		"asset":  {"own": register("pemohon", "satu"), "other": register("pemohon2", "dua"), "unknown": params()},
		"upload": mine("pemohon", "id", upload), "view": mine("pemohon", "id", view), "draft": mine("pemohon", "id", draft), "absence": mine("kabid.aptika", "id", absence),
		"submission":     {"unknown": params(), "mismatch": params("id", proposal.params["id"], "n", "9")},
		"recommendation": {"own": proposal, "other": rival, "unknown": params(), "mismatch": params("id", proposal.params["id"], "risk", rival.params["risk"])},
		"session":        mine("kabid.sandi", "id", session), "delegation": one("id", delegation),
		"resource": one("id", firstID("/resources")),
		"privacy":  one("id", s.As("kabid.sandi").Post("/me/privacy-requests", map[string]any{"kind": "correction", "text": "x"}).Want(t, 201).String(t, "id")),
		"user":     one("id", s.Actor("pemohon").ID), "organisation": one("id", s.Actor("pemohon").OrganisationID), "unit": one("code", "aptika"),
		"service": one("code", "subdomain"), "version": {"exists": params("code", "subdomain", "number", "1"), "unknown": params(), "mismatch": params("code", "subdomain", "number", "99")},
		"calendar": one("id", firstID("/calendars")), "holiday": one("id", firstID("/holidays?year=2026")),
		"key": one("id", firstID("/api-keys")), "record": one("id", firstID("/audit-log")),
	}
}
