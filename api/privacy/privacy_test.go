package privacy_test

import (
	"bytes"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

type object = map[string]any

func items(t *testing.T, a *apitest.Answer) []any {
	t.Helper()
	return a.Want(t, 200).Value(t, "items").([]any)
}

func TestPeopleSeeTheirDataAndTheOfficeAnswersForIt(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant, other, admin, auditor := s.As("pemohon"), s.As("pemohon2"), s.As("admin"), s.As("auditor")
	number := applicant.Submit(t, "Subdomain dinas").String(t, "number")
	mine := applicant.Get("/me").String(t, "id")

	// A copy of what is held: one's own, never another's.
	data := applicant.Get("/me/data").Want(t, 200)
	require.Equal(t, "no-store", data.Header.Get("Cache-Control"))
	require.Equal(t, "pemohon", data.String(t, "account.username"))
	require.Equal(t, number, data.Value(t, "requests").([]any)[0].(object)["number"])
	require.Len(t, data.Value(t, "files"), 1)
	require.NotEmpty(t, data.Value(t, "sign_ins"))
	require.NotContains(t, string(data.Body), "argon2id")
	require.Empty(t, other.Get("/me/data").Value(t, "requests"))
	require.True(t, bytes.HasPrefix(applicant.Get("/me/data.pdf").Want(t, 200).Body, []byte("%PDF")))
	require.Equal(t, "pemohon", admin.Get("/privacy/people/"+mine+"/data").Want(t, 200).String(t, "account.username"))
	admin.Get("/privacy/people/x/data").Problem(t, 404, "not_found")
	admin.Get("/privacy/guests/"+number+"/data").Problem(t, 404, "not_found")
	require.NotEmpty(t, items(t, admin.Get("/audit-log?type=data_copied")), "copies are recorded")

	// Consent, where it is the basis.
	consent := func(given bool) []any {
		return items(t, applicant.Send("PUT", "/me/consents/contact_by_phone", "application/json", apitest.JSON(t, object{"given": given})))
	}
	require.Empty(t, items(t, applicant.Get("/me/consents")))
	consent(true)
	require.Len(t, consent(true), 1, "given once")
	require.NotNil(t, consent(false)[0].(object)["withdrawn_at"])
	require.Len(t, consent(true), 2, "the earlier one stays on record")
	applicant.Send("PUT", "/me/consents/marketing", "application/json", apitest.JSON(t, object{"given": true})).Problem(t, 404, "not_found")

	// The notice, which a consent names; each version stays.
	shipped := s.Guest().Get("/settings/privacy-notice").Want(t, 200)
	require.Equal(t, 1.0, shipped.Value(t, "version"))
	require.Contains(t, shipped.String(t, "id.controller"), "Dinas Komunikasi")
	texts := shipped.Value(t, "id").(object)
	texts["purpose"] = "Menjawab permohonan Anda."
	put := func(c *apitest.Client, in object, headers ...apitest.Header) *apitest.Answer {
		return c.Send("PUT", "/settings/privacy-notice", "application/json", apitest.JSON(t, in), headers...)
	}
	in := object{"id": texts, "en": shipped.Value(t, "en")}
	put(auditor, in, shipped.IfMatch()).Problem(t, 403, "auth.forbidden")
	put(admin, in).Problem(t, 428, "if_match.missing")
	apitest.Pointers(t, put(admin, object{"id": texts, "en": object{"purpose": " "}}, shipped.IfMatch()).Problem(t, 422, "input.invalid"),
		"/en/controller", "/en/purpose", "/en/basis", "/en/retention", "/en/rights", "/en/contact")
	require.Equal(t, 2.0, put(admin, in, shipped.IfMatch()).Want(t, 200).Value(t, "version"))
	put(admin, in, shipped.IfMatch()).Problem(t, 412, "version.stale")
	require.Equal(t, "Menjawab permohonan Anda.", s.Guest().Get("/settings/privacy-notice").String(t, "id.purpose"))
	require.NotEqual(t, "Menjawab permohonan Anda.", s.Guest().Get("/settings/privacy-notice?version=1").String(t, "id.purpose"))
	s.Guest().Get("/settings/privacy-notice?version=3").Problem(t, 404, "not_found")
	apitest.Pointers(t, s.Guest().Get("/settings/privacy-notice?version=x").Problem(t, 422, "input.invalid"), "/version")
	consent(false)
	require.Equal(t, 2.0, consent(true)[0].(object)["notice_version"])
	apitest.Pointers(t, applicant.PostForm("/tickets", apitest.Submission(t, "subdomain", "x").Field("notice_version", "9")).Problem(t, 422, "input.invalid"), "/notice_version")
	guest := s.Guest().PostForm("/public/tickets", apitest.Answering(t, "pengaduan", nil).Field("subject", "Wifi mati").
		Field("name", "Budi").Field("contact", "0812").Field("consent", "true").Field("notice_version", "1")).Want(t, 201)
	copied := admin.Get("/privacy/guests/"+guest.String(t, "number")+"/data").Want(t, 200)
	require.Equal(t, 1.0, copied.Value(t, "guest.notice_version"), "the version that was shown, not the one in force")
	for _, path := range []string{"/privacy/guests/" + guest.String(t, "number") + "/data.pdf", "/privacy/people/" + mine + "/data.pdf"} {
		require.True(t, bytes.HasPrefix(admin.Get(path).Want(t, 200).Body, []byte("%PDF")))
		auditor.Get(path).Problem(t, 403, "auth.forbidden")
	}
	own := "/public/tickets/" + guest.String(t, "number") + "/data"
	require.Equal(t, "Budi", s.Guest().Get(own, apitest.Header{"X-Ticket-Code", guest.String(t, "code")}).Want(t, 200).String(t, "guest.name"))
	s.Guest().Get(own+"?code=AAAA-AAAA-AAAA-AAAA").Problem(t, 404, "not_found")
	s.Guest().Get(own).Problem(t, 404, "not_found")
	form := url.Values{"number": {guest.String(t, "number")}, "code": {guest.String(t, "code")}}
	page, err := http.PostForm(s.URL+"/lacak/salinan", form)
	require.NoError(t, err)
	require.NoError(t, page.Body.Close())
	require.Equal(t, "application/pdf", page.Header.Get("Content-Type"))

	// A request to erase, answered with what stays and why.
	apitest.Pointers(t, applicant.Post("/me/privacy-requests", object{"kind": "gossip", "text": " "}).Problem(t, 422, "input.invalid"), "/kind", "/text")
	asked := applicant.Post("/me/privacy-requests", object{"kind": "erasure", "text": "Hapus semua data saya"}).Want(t, 201)
	require.Equal(t, "2026-01-08T01:00:00Z", asked.String(t, "due_at"), "three times 24 hours")
	path := "/privacy/requests/" + asked.String(t, "id") + "/answer"
	require.Len(t, items(t, auditor.Get("/privacy/requests")), 1)
	first := apitest.Header{"If-Match", `"1"`}
	answer := object{"outcome": "partly", "answer": "Telepon dihapus; permohonan tetap.", "kept": []any{"archives", "record"}}
	admin.Post(path, answer).Problem(t, 428, "if_match.missing")
	admin.Post(path, answer, apitest.Header{"If-Match", `"7"`}).Problem(t, 412, "version.stale")
	apitest.Pointers(t, admin.Post(path, object{"outcome": "refused", "answer": "Tidak"}, first).Problem(t, 422, "input.invalid"), "/kept")
	apitest.Pointers(t, admin.Post(path, object{"outcome": "partly", "answer": "x", "kept": []any{"whim"}}, first).Problem(t, 422, "input.invalid"), "/kept/0")
	admin.Post("/privacy/requests/x/answer", answer, first).Problem(t, 404, "not_found")
	answered := admin.Post(path, answer, first).Want(t, 200)
	require.Len(t, answered.Value(t, "kept"), 2)
	admin.Post(path, answer, answered.IfMatch()).Problem(t, 409, "privacy.answered")
	require.Equal(t, "partly", items(t, applicant.Get("/me/privacy-requests"))[0].(object)["outcome"])
	require.Empty(t, items(t, other.Get("/me/privacy-requests")))
	for range 5 {
		other.Post("/me/privacy-requests", object{"kind": "correction", "text": "Nama keliru"}).Want(t, 201)
	}
	other.Post("/me/privacy-requests", object{"kind": "correction", "text": "Lagi"}).Problem(t, 409, "privacy.many")
	seen := map[any]bool{}
	var outcomes []any
	for cursor := ""; ; {
		part := auditor.Get("/privacy/requests?limit=4&cursor=" + cursor)
		for _, r := range items(t, part) {
			seen[r.(object)["id"]] = true
			outcomes = append(outcomes, r.(object)["outcome"])
		}
		if cursor, _ = part.Value(t, "next_cursor").(string); cursor == "" {
			break
		}
	}
	require.Len(t, seen, 6)
	require.Equal(t, []any{"", "", "", "", "", "partly"}, outcomes, "those that wait come first")
	next := other.Get("/me/privacy-requests?limit=4").String(t, "next_cursor")
	require.Len(t, items(t, other.Get("/me/privacy-requests?limit=4&cursor="+next)), 1)
	auditor.Get("/privacy/requests?cursor=x").Problem(t, 422, "input.invalid")

	// Who was affected between two times.
	window := url.Values{"from": {apitest.Start.Add(-time.Minute).Format(time.RFC3339)}, "to": {apitest.Start.Add(time.Hour).Format(time.RFC3339)}}
	touched := items(t, auditor.Get("/privacy/affected?"+window.Encode()))
	keys := map[any]bool{}
	for _, a := range touched {
		keys[a.(object)["key"]] = true
	}
	require.True(t, keys[number] && keys[mine], "%v", touched)
	window.Set("actor", other.Get("/me").String(t, "id"))
	require.NotContains(t, string(admin.Get("/privacy/affected?"+window.Encode()).Want(t, 200).Body), number)
	require.True(t, bytes.HasPrefix(admin.Get("/privacy/affected.xlsx?"+window.Encode()).Want(t, 200).Body, []byte("PK")))
	for query, pointer := range map[string]string{"from=x&to=x": "", "from=2026-01-05T01:00:00Z&to=2026-01-04T01:00:00Z": "/to", "from=2026-01-05T01:00:00Z&to=2026-01-06T01:00:00Z&actor=x": "/actor"} {
		problem := admin.Get("/privacy/affected?"+query).Problem(t, 422, "input.invalid")
		if pointer != "" {
			apitest.Pointers(t, problem, pointer)
		}
	}
	require.NotEmpty(t, items(t, auditor.Get("/privacy/processing")))

	requireProposalsOfWriters(t, s)

	for _, p := range []string{"/privacy/requests", "/privacy/retention", "/privacy/processing", "/privacy/affected", "/privacy/affected.xlsx", "/privacy/people/x/data", "/privacy/guests/x/data"} {
		applicant.Get(p).Problem(t, 403, "auth.forbidden")
	}
	for _, p := range []string{path, "/privacy/retention/run"} {
		auditor.Post(p, object{}, first).Problem(t, 403, "auth.forbidden")
	}
	s.Guest().Get("/me/data").Problem(t, 401, "auth.signed_out")
}

// requireProposalsOfWriters writes one row of a proposal into each table that
// names a person, each by somebody else, and finds the proposal in the copy of
// each of them, and of its author.
func requireProposalsOfWriters(t *testing.T, s *apitest.Server) {
	t.Helper()
	author := s.As("pemohon")
	made := author.Post("/spbe-recommendations", object{"title": "Antrean Terpadu", "proposal": "building"}).Want(t, 201)
	id, number := made.String(t, "id"), made.String(t, "number")
	risk := author.Post("/spbe-recommendations/"+id+"/risks", object{"answers": object{}}).Want(t, 201).String(t, "id")
	at := apitest.Start
	writers := []struct {
		name, statement string
		args            []any // BY stands for the writer's id
	}{
		{"pemohon2", "UPDATE recommendation_points SET saved_by = ? WHERE recommendation_id = ? AND key = 'identity'", []any{"BY", id}},
		{"loket", "UPDATE recommendation_risks SET saved_by = ? WHERE id = ?", []any{"BY", risk}},
		{"kadis", "INSERT INTO recommendation_risk_log (id, risk_id, date, status, note, at, by_id) VALUES (?, ?, '2026-01-05', 'open', 'x', ?, ?)", []any{ident.Random{}.ID(), risk, at, "BY"}},
		{"kabid.aptika", "INSERT INTO recommendation_submissions (recommendation_id, n, at, by_id, by_name, forms, content, documents) VALUES (?, 1, ?, ?, 'x', 'x', '{}', '[]')", []any{id, at, "BY"}},
		{"teknis.aptika", "INSERT INTO recommendation_reviews (recommendation_id, n, key, mark, checklist, at, by_id, by_name) VALUES (?, 1, 'needs-1', 'fulfilled', '[]', ?, ?, 'x')", []any{id, at, "BY"}},
		{"kabid.sandi", "UPDATE recommendation_reviews SET replied_by_id = ? WHERE recommendation_id = ?", []any{"BY", id}},
		{"teknis.sandi", "INSERT INTO recommendation_studies (recommendation_id, answers, saved_at, saved_by_id, saved_by_name) VALUES (?, '{}', ?, ?, 'x')", []any{id, at, "BY"}},
		{"verifikator", "INSERT INTO recommendation_records (recommendation_id, kind, date, files, at, by_id, by_name) VALUES (?, 'verdict', '2026-01-05', '[]', ?, ?, 'x')", []any{id, at, "BY"}},
		{"ppid", "INSERT INTO recommendation_corrections (recommendation_id, kind, n, date, files, why, at, by_id, by_name) VALUES (?, 'verdict', 1, '2026-01-05', '[]', 'x', ?, ?, 'x')", []any{id, at, "BY"}},
		{"auditor", "INSERT INTO recommendation_milestones (id, recommendation_id, kind, date, files, at, by_id, by_name) VALUES (?, ?, 'design', '2026-01-05', '[]', ?, ?, 'x')", []any{ident.Random{}.ID(), id, at, "BY"}},
	}
	numbers := func(name string) (list []any) {
		for _, p := range s.As(name).Get("/me/data").Want(t, 200).Value(t, "proposals").([]any) {
			list = append(list, p.(object)["number"])
		}
		return list
	}
	for _, w := range writers {
		require.Empty(t, numbers(w.name), w.name)
		by := s.As(w.name).Get("/me").String(t, "id")
		for i, arg := range w.args {
			if arg == "BY" {
				w.args[i] = by
			}
		}
		require.NoError(t, s.Changes.Do(t.Context(), change.System, func(tx *change.Tx) error {
			if err := tx.Exec(w.statement, w.args...).Error; err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "test", Kind: "test", ObjectID: w.name})
		}))
		require.Equal(t, []any{number}, numbers(w.name), w.statement)
	}
	require.Equal(t, []any{number}, numbers("pemohon"))
	require.Empty(t, numbers("admin"), "who has written nothing")
}

func TestWhatIsNeededNoLongerGoesByRule(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	list := items(t, admin.Get("/users?q=pemohon2"))
	path := "/users/" + list[0].(object)["id"].(string)
	now := admin.Get(path)
	in := object{"username": "pemohon2", "name": "Yohanes Lawai", "email": "y@kaltaraprov.go.id", "phone": "0812", "roles": now.Value(t, "roles")}
	now = admin.Send("PUT", path, "application/json", apitest.JSON(t, in), now.IfMatch()).Want(t, 200)
	admin.Post(path+"/disable", object{"reason": "Pindah"}, now.IfMatch()).Want(t, 200)
	due := func(a *apitest.Answer) map[any]any {
		counts := map[any]any{}
		for _, d := range items(t, a) {
			counts[d.(object)["code"]] = d.(object)["count"]
		}
		return counts
	}
	s.Clock.Advance(700 * 24 * time.Hour)
	admin = s.As("admin")
	require.Equal(t, 0.0, due(admin.Get("/privacy/retention"))["disabled_accounts"], "not yet two years")
	s.Clock.Advance(40 * 24 * time.Hour)
	admin = s.As("admin")
	require.Equal(t, 1.0, due(admin.Get("/privacy/retention"))["disabled_accounts"])
	require.Equal(t, "0812", admin.Get(path).String(t, "phone"), "a dry run changes nothing")
	require.Equal(t, 1.0, due(admin.Post("/privacy/retention/run", nil))["disabled_accounts"])
	require.Empty(t, admin.Get(path).String(t, "phone"))
	require.Equal(t, "Yohanes Lawai", admin.Get(path).String(t, "name"), "names stand in the archive")
	require.Equal(t, 0.0, due(admin.Post("/privacy/retention/run", nil))["disabled_accounts"], "a second run finds nothing")
}
