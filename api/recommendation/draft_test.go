package recommendation_test

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
)

const base = "/spbe-recommendations"

// put sends a change with the ETag of what it is based on.
func put(t *testing.T, c *apitest.Client, path string, of *apitest.Answer, answers any) *apitest.Answer {
	t.Helper()
	return c.Send(http.MethodPut, path, "application/json", apitest.JSON(t, map[string]any{"answers": answers}), of.IfMatch())
}

// pointers returns where a point or risk is wrong.
func pointers(t *testing.T, a *apitest.Answer, what string) []string {
	t.Helper()
	found := []string{}
	for _, f := range a.Value(t, "findings."+what).([]any) {
		require.NotEmpty(t, f.(map[string]any)["detail"])
		found = append(found, f.(map[string]any)["pointer"].(string))
	}
	return found
}

func TestProposalsWhileTheyAreWritten(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	s.Account("rekan", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Applicant})
	mine, colleague, other, desk, admin := s.As("pemohon"), s.As("rekan"), s.As("pemohon2"), s.As("loket"), s.As("admin")
	example, err := recommendation.LoadExample()
	require.NoError(t, err)
	begin := func(t *testing.T, in map[string]any) *apitest.Answer {
		t.Helper()
		for key, value := range map[string]any{"title": "Antrean Terpadu", "proposal": "building"} {
			if in[key] == nil {
				in[key] = value
			}
		}
		return mine.Post(base, in).Want(t, http.StatusCreated)
	}
	// fill writes the whole example, and the risks of it.
	fill := func(t *testing.T, at string) {
		t.Helper()
		for key, answers := range example.Points {
			point := at + "/points/" + key
			put(t, mine, point, mine.Get(point).Want(t, http.StatusOK), withoutFiles(answers)).Want(t, http.StatusOK)
		}
		for _, answers := range example.Risks {
			mine.Post(at+"/risks", map[string]any{"answers": answers}).Want(t, http.StatusCreated)
		}
	}

	t.Run("begun for the agency, with what the account tells", func(t *testing.T) {
		made := begin(t, map[string]any{"title": "Antrean Terpadu", "proposal": "building"})
		at := base + "/" + made.String(t, "id")
		require.Equal(t, "/api/v1"+at, made.Header.Get("Location"))
		require.Regexp(t, `^USL-2026-\d{4}$`, made.String(t, "number"))
		require.Equal(t, "draft", made.String(t, "state"))
		require.Equal(t, []any{"save", "delete", "submit"}, made.Value(t, "allowed_actions"))
		require.Len(t, made.Value(t, "points"), 23)
		identity := mine.Get(at+"/points/identity").Want(t, http.StatusOK)
		require.Equal(t, []string{"Antrean Terpadu", "building", s.Actor("pemohon").Name},
			[]string{identity.String(t, "answers.application"), identity.String(t, "answers.proposal"), identity.String(t, "answers.contact.name")})
		require.Nil(t, identity.Value(t, "saved_at"))

		for _, in := range []map[string]any{{}, {"title": " ", "proposal": "building"}, {"title": "x", "proposal": "renting"}, {"title": "x", "proposal": "building", "from": "x"}} {
			mine.Post(base, in).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		}
		desk.Post(base, map[string]any{"title": "x", "proposal": "building"}).Problem(t, http.StatusForbidden, "auth.forbidden")
	})

	t.Run("saved point by point, half done and wrong", func(t *testing.T) {
		at := base + "/" + begin(t, map[string]any{}).String(t, "id")
		point := at + "/points/needs-1"
		empty := mine.Get(point).Want(t, http.StatusOK)
		require.Equal(t, []string{"/answers/bases"}, pointers(t, empty, "errors"))
		typed := map[string]any{"bases": []any{map[string]any{"kind": "song", "year": "dua"}}, "stray": "x"}
		saved := put(t, mine, point, empty, typed).Want(t, http.StatusOK)
		require.Equal(t, typed, saved.Value(t, "answers"))
		require.Subset(t, pointers(t, saved, "errors"), []string{"/answers/bases/0/kind", "/answers/bases/0/year", "/answers/stray"})
		require.Equal(t, s.Actor("pemohon").Name, saved.String(t, "saved_by.name"))
		require.Equal(t, saved.Value(t, "version"), put(t, mine, point, saved, typed).Want(t, http.StatusOK).Value(t, "version"), "nothing new is written")
		right := put(t, mine, point, saved, withoutFiles(example.Points["needs-1"])).Want(t, http.StatusOK)
		require.Equal(t, true, right.Value(t, "complete"))

		var events int64
		require.NoError(t, s.DB.Read.Table("events").Where("type = 'recommendation_saved' AND object_id = ?", strings.TrimPrefix(at, base+"/")).Count(&events).Error)
		require.EqualValues(t, 1, events, "a sitting is one line of the record")

		put(t, mine, point, saved, typed).Problem(t, http.StatusPreconditionFailed, "version.stale")
		mine.Send(http.MethodPut, point, "application/json", strings.NewReader(`{"answers":{}}`)).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
		apitest.Pointers(t, mine.Send(http.MethodPut, point, "application/json", strings.NewReader(`{"answers":[]}`), right.IfMatch()).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers")
		apitest.Pointers(t, put(t, mine, point, right, map[string]any{"explanation": strings.Repeat("x", 257<<10)}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers")
		mine.Get(at+"/points/needs-11").Problem(t, http.StatusNotFound, "not_found")
		put(t, mine, at+"/points/needs-11", right, typed).Problem(t, http.StatusNotFound, "not_found")
	})

	t.Run("by two people of the agency at once", func(t *testing.T) {
		made := begin(t, map[string]any{})
		at := base + "/" + made.String(t, "id")
		var together sync.WaitGroup
		for client, key := range map[*apitest.Client]string{mine: "needs-4", colleague: "needs-5"} {
			before := client.Get(at+"/points/"+key).Want(t, http.StatusOK)
			together.Go(func() {
				put(t, client, at+"/points/"+key, before, example.Points[key]).Want(t, http.StatusOK)
			})
		}
		together.Wait()
		for _, key := range []string{"needs-4", "needs-5"} {
			require.Equal(t, true, mine.Get(at+"/points/"+key).Want(t, http.StatusOK).Value(t, "complete"), "nothing is lost")
		}
		both := mine.Get(at+"/points/needs-7").Want(t, http.StatusOK)
		first := put(t, mine, at+"/points/needs-7", both, map[string]any{"summary": "Satu"}).Want(t, http.StatusOK)
		put(t, colleague, at+"/points/needs-7", both, map[string]any{"summary": "Dua"}).Problem(t, http.StatusPreconditionFailed, "version.stale")
		require.Equal(t, first.Value(t, "answers"), colleague.Get(at+"/points/needs-7").Want(t, http.StatusOK).Value(t, "answers"))
		require.Equal(t, map[string]any{"done": 3.0, "total": 10.0}, mine.Get(at).Want(t, http.StatusOK).Value(t, "completeness.needs"))
		mine.Delete(at, made.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
	})

	t.Run("for the agency alone", func(t *testing.T) {
		made := begin(t, map[string]any{"title": "Rahasia Dinas"})
		at := base + "/" + made.String(t, "id")
		risk := mine.Post(at+"/risks", map[string]any{"answers": example.Risks[0]}).Want(t, http.StatusCreated)
		file := upload(t, mine, at+"/points/needs-2/attachments", "findings").Want(t, http.StatusCreated).String(t, "id")
		for _, stranger := range []*apitest.Client{other, desk, admin} {
			for _, path := range []string{at, at + "/points/needs-1", at + "/risks", at + "/risks/" + risk.String(t, "id"), "/attachments/" + file + "/content"} {
				stranger.Get(path).Problem(t, http.StatusNotFound, "not_found")
			}
			require.NotContains(t, string(stranger.Get(base).Want(t, http.StatusOK).Body), "Rahasia Dinas")
		}
		put(t, other, at+"/points/needs-1", made, map[string]any{}).Problem(t, http.StatusNotFound, "not_found")
		other.Post(at+"/risks", map[string]any{"answers": map[string]any{}}).Problem(t, http.StatusNotFound, "not_found")
		other.Delete(at, made.IfMatch()).Problem(t, http.StatusNotFound, "not_found")
		other.Delete("/attachments/"+file).Problem(t, http.StatusNotFound, "not_found")
		upload(t, other, at+"/points/needs-2/attachments", "findings").Problem(t, http.StatusNotFound, "not_found")
		apitest.Pointers(t, other.Post(base, map[string]any{"title": "x", "proposal": "building", "from": made.String(t, "id")}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/from")

		colleague.Get("/attachments/"+file+"/content").Want(t, http.StatusOK)
		require.Contains(t, string(mine.Get("/me/data").Want(t, http.StatusOK).Body), "Rahasia Dinas", "the copy of one's data names what one has written in")
		require.Equal(t, "Rahasia Dinas", colleague.Get(at).Want(t, http.StatusOK).String(t, "title"))
		found := colleague.Get(base+"?q=rahasia&state=draft").Want(t, http.StatusOK)
		require.Len(t, found.Value(t, "items"), 1)
		for _, query := range []string{"?state=gone", "?year=x", "?agency=x", "?sort=cost", "?limit=0", "?cursor=x"} {
			mine.Get(base+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		}
		mine.Get(base+"/x").Problem(t, http.StatusNotFound, "not_found")
	})

	t.Run("with files at their fields", func(t *testing.T) {
		made := begin(t, map[string]any{})
		at := base + "/" + made.String(t, "id")
		file := upload(t, mine, at+"/points/planning-2/attachments", "diagrams").Want(t, http.StatusCreated)
		require.Equal(t, "diagrams", file.String(t, "field"))
		point := mine.Get(at+"/points/planning-2").Want(t, http.StatusOK)
		require.Len(t, point.Value(t, "attachments"), 1)
		answers := withoutFiles(example.Points["planning-2"])
		answers["diagrams"] = []any{file.String(t, "id")}
		saved := put(t, colleague, at+"/points/planning-2", point, answers).Want(t, http.StatusOK)
		require.Empty(t, pointers(t, saved, "errors"))
		for _, field := range []string{"", "process", "nothing"} {
			upload(t, mine, at+"/points/planning-2/attachments", field).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		}
		mine.Post("/tickets", map[string]any{"service_type": "subdomain", "subject": "x", "answers": map[string]any{}, "attachments": []string{file.String(t, "id")}}).
			Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		_, err := s.Files.Sweep(t.Context())
		require.NoError(t, err)
		colleague.Delete("/attachments/"+file.String(t, "id")).Want(t, http.StatusNoContent)
		require.Equal(t, []string{"/answers/diagrams/0"}, pointers(t, mine.Get(at+"/points/planning-2").Want(t, http.StatusOK), "errors"))
		mine.Delete(at, mine.Get(at).Want(t, http.StatusOK).IfMatch()).Want(t, http.StatusNoContent)
		mine.Get(at).Problem(t, http.StatusNotFound, "not_found")
	})

	t.Run("risks with their magnitude, level and log", func(t *testing.T) {
		at := base + "/" + begin(t, map[string]any{}).String(t, "id")
		empty := mine.Post(at+"/risks", map[string]any{"answers": map[string]any{"likelihood": "3", "impact": "5", "kind": "negative", "needs_treatment": false}}).Want(t, http.StatusCreated)
		require.Equal(t, []any{1.0, 22.0, "very_high", true, false}, []any{empty.Value(t, "number"), empty.Value(t, "magnitude"), empty.String(t, "level.code"),
			empty.Value(t, "treatment_proposed"), empty.Value(t, "complete")})
		require.Contains(t, pointers(t, empty, "warnings"), "/answers/needs_treatment")
		risk := at + "/risks/" + empty.String(t, "id")
		full := put(t, colleague, risk, empty, example.Risks[0]).Want(t, http.StatusOK)
		require.Equal(t, true, full.Value(t, "complete"))
		put(t, mine, risk, empty, example.Risks[1]).Problem(t, http.StatusPreconditionFailed, "version.stale")
		second := mine.Post(at+"/risks", map[string]any{"answers": example.Risks[1]}).Want(t, http.StatusCreated)

		mine.Post(risk+"/monitoring", map[string]any{"date": "2026-01-04", "status": "treated", "note": "Mulai ditangani."}).Want(t, http.StatusCreated)
		logged := mine.Post(risk+"/monitoring", map[string]any{"date": "2026-01-02", "status": "occurred", "note": "Terjadi sekali."}).Want(t, http.StatusCreated)
		require.Equal(t, "treated", logged.String(t, "status"), "by the latest day")
		require.Len(t, logged.Value(t, "monitoring"), 2)
		for _, in := range []map[string]any{{}, {"date": "2026-01-06", "status": "open", "note": "x"}, {"date": "2026-01-02", "status": "gone", "note": "x"}, {"date": "2026-01-02", "status": "open", "note": " "}} {
			mine.Post(risk+"/monitoring", in).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		}
		mine.Delete(risk, empty.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
		mine.Delete(risk, full.IfMatch()).Want(t, http.StatusNoContent)
		mine.Get(risk).Problem(t, http.StatusNotFound, "not_found")
		list := mine.Get(at+"/risks").Want(t, http.StatusOK)
		require.Len(t, list.Value(t, "items"), 1)
		require.Equal(t, 1.0, mine.Get(at+"/risks/"+second.String(t, "id")).Want(t, http.StatusOK).Value(t, "number"))
		apitest.Pointers(t, mine.Post(at+"/risks", map[string]any{"answers": "x"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/answers")
	})

	t.Run("risks from a spreadsheet, all or none", func(t *testing.T) {
		at := base + "/" + begin(t, map[string]any{}).String(t, "id")
		send := func(c *apitest.Client, data []byte, query string) *apitest.Answer {
			return c.PostForm(at+"/risks/import"+query, apitest.NewForm().File("file", "risiko.xlsx", data))
		}
		count := func() int { return len(mine.Get(at+"/risks").Want(t, http.StatusOK).Value(t, "items").([]any)) }
		template := mine.Get(base+"/risk-template.xlsx").Want(t, http.StatusOK)
		require.Contains(t, template.Header.Get("Content-Disposition"), "templat-risiko.xlsx")

		good := filled(t, template.Body, map[int]map[string]any{
			2: {"Jenis risiko": "Negatif", "Uraian kejadian": "=1+1", "Level kemungkinan": "3", "Level dampak": "5 – Sangat Signifikan", "Apakah perlu penanganan?": "ya", "Jadwal mulai": "1/3/2027", "Jadwal selesai": "46500"},
			4: {"Jenis risiko": "positive", "Uraian kejadian": "Minat warga melebihi rencana."},
		})
		tried := send(mine, good, "?dry_run=true").Want(t, http.StatusOK)
		items := tried.Value(t, "items").([]any)
		require.Equal(t, []any{2.0, 22.0, "=1+1", ""}, []any{items[0].(map[string]any)["line"], items[0].(map[string]any)["magnitude"], items[0].(map[string]any)["event"], items[0].(map[string]any)["id"]})
		require.Equal(t, 4.0, items[1].(map[string]any)["line"])
		require.Contains(t, string(tried.Body), "B4 (Kategori risiko): ", "what is missing is told by its cell and the head")
		narrow := send(mine, []byte("Uraian kejadian\nBanjir\n"), "?dry_run=true").Want(t, http.StatusOK)
		require.Contains(t, string(narrow.Body), "Baris 2, kolom “Penyebab” (tidak ada di berkas): ", "so is a column that is missing")
		require.Equal(t, 0, count())
		send(mine, good, "").Want(t, http.StatusOK)
		require.Equal(t, 2, count())
		first := mine.Get(at+"/risks").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)["answers"].(map[string]any)
		require.Equal(t, []any{"=1+1", "2027-03-01", "2027-04-23", true}, []any{first["event"], first["action_start"], first["action_finish"], first["needs_treatment"]})

		bad := filled(t, template.Body, map[int]map[string]any{
			2: {"Jenis risiko": "Netral", "Level kemungkinan": "6", "Uraian kejadian": "x"},
			3: {"Jenis risiko": "Negatif", "Apakah perlu penanganan?": "mungkin", "Jadwal mulai": "lusa"},
			4: {"Jenis risiko": "Positif", "Apakah perlu penanganan?": "Ya", "Jadwal mulai": "2027-03-02", "Jadwal selesai": "2027-03-01", "Opsi penanganan": "Mitigasi"},
		})
		apitest.Pointers(t, send(mine, bad, "").Problem(t, http.StatusUnprocessableEntity, "input.invalid"),
			"/cells/A2", "/cells/G2", "/cells/L3", "/cells/M4", "/cells/Q4") // not P3: whether it is asked, L3 does not tell
		require.Equal(t, 2, count(), "one fault, and none is added")
		lines := "Jenis risiko;Uraian kejadian\n" + strings.Repeat("Negatif;x\n", 99)
		send(mine, []byte(lines), "").Problem(t, http.StatusConflict, "recommendation.too_many_risks")
		for data, pointer := range map[string]string{
			"": "/file", "Jenis risiko\n": "/file", "Jenis risiko,Warna\nx,y\n": "/cells/B1", "Dampak,Dampak\nx,y\n": "/cells/B1", "PK\x03\x04rusak": "/file",
			lines + "Negatif;x\nNegatif;x\n": "/file",
		} {
			apitest.Pointers(t, send(mine, []byte(data), "?dry_run=true").Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
		}
		send(mine, make([]byte, 3<<20), "").Problem(t, http.StatusRequestEntityTooLarge, "request.too_large")
		send(other, good, "").Problem(t, http.StatusNotFound, "not_found")
	})

	t.Run("complete, and taken over into the next one", func(t *testing.T) {
		made := begin(t, map[string]any{})
		at := base + "/" + made.String(t, "id")
		fill(t, at)
		whole := mine.Get(at).Want(t, http.StatusOK)
		require.Equal(t, whole.Value(t, "complete.total"), whole.Value(t, "complete.done"), "%s", whole.Body)
		require.Equal(t, map[string]any{"done": 12.0, "total": 12.0}, whole.Value(t, "completeness.risks"))
		require.Equal(t, whole.Value(t, "cost"), whole.Value(t, "totals.cost"))
		require.Equal(t, 2027.0, whole.Value(t, "budget_year"))
		require.Equal(t, example.Title, whole.String(t, "title"))
		require.Empty(t, whole.Value(t, "errors"))

		next := begin(t, map[string]any{"title": "Antrean Tahap II", "proposal": "development", "from": made.String(t, "id")})
		require.Equal(t, "Antrean Tahap II", next.String(t, "title"))
		require.Len(t, next.Value(t, "risks"), 12)
		copied := mine.Get(base+"/"+next.String(t, "id")+"/points/needs-3").Want(t, http.StatusOK)
		require.Equal(t, []any{true, true}, []any{copied.Value(t, "copied"), copied.Value(t, "complete")})
		seen := put(t, mine, base+"/"+next.String(t, "id")+"/points/needs-3", copied, copied.Value(t, "answers")).Want(t, http.StatusOK)
		require.Equal(t, false, seen.Value(t, "copied"))
		require.NotEqual(t, copied.Value(t, "version"), seen.Value(t, "version"))

		start := s.Clock.Now()
		s.Clock.Set(start.AddDate(3, 0, 0))
		defer s.Clock.Set(start)
		late := s.As("pemohon")
		schedule := func(in map[string]any) any {
			in["title"], in["proposal"], in["from"] = "x", "building", made.String(t, "id")
			id := late.Post(base, in).Want(t, http.StatusCreated).String(t, "id")
			return late.Get(base+"/"+id+"/points/needs-8").Want(t, http.StatusOK).Value(t, "answers.start")
		}
		require.Nil(t, schedule(map[string]any{}), "dates that have passed are left out")
		require.Equal(t, example.Points["needs-8"]["start"], schedule(map[string]any{"keep_dates": true}))
	})

	t.Run("counted and read by the office once submitted, and not written any more", func(t *testing.T) {
		made := begin(t, map[string]any{})
		at := base + "/" + made.String(t, "id")
		fill(t, at)
		risk := mine.Get(at+"/risks").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)
		point := mine.Get(at+"/points/needs-1").Want(t, http.StatusOK)
		require.Equal(t, 0.0, admin.Get(base+"/statistics").Want(t, http.StatusOK).Value(t, "proposals"), "drafts are nobody else's business")
		filed := mine.PostForm("/tickets", apitest.Submission(t, "rekomendasi-aplikasi", "Usulan")).Want(t, http.StatusCreated)
		require.NoError(t, s.DB.Write.Exec("UPDATE recommendations SET ticket_id = (SELECT t.id FROM tickets t WHERE t.number = ?) WHERE id = ?", filed.String(t, "number"), made.String(t, "id")).Error)

		seen := desk.Get(at).Want(t, http.StatusOK)
		require.Equal(t, []any{"submitted", filed.String(t, "number"), []any{}}, []any{seen.String(t, "state"), seen.String(t, "ticket.number"), seen.Value(t, "allowed_actions")})
		require.Len(t, desk.Get(base+"?ticket="+filed.String(t, "number")+"&state=submitted").Want(t, http.StatusOK).Value(t, "items"), 1)
		s.As("teknis.aptika").Get(at).Problem(t, http.StatusNotFound, "not_found")
		other.Get(at).Problem(t, http.StatusNotFound, "not_found")
		put(t, mine, at+"/points/needs-1", point, map[string]any{}).Problem(t, http.StatusConflict, "recommendation.not_editable")
		mine.Post(at+"/risks", map[string]any{"answers": map[string]any{}}).Problem(t, http.StatusConflict, "recommendation.not_editable")
		mine.Delete(at, mine.Get(at).Want(t, http.StatusOK).IfMatch()).Problem(t, http.StatusConflict, "recommendation.submitted")
		mine.Post(at+"/risks/"+risk["id"].(string)+"/monitoring", map[string]any{"date": "2026-01-05", "status": "closed", "note": "Sudah tidak mungkin terjadi."}).Want(t, http.StatusCreated)

		figures := admin.Get(base+"/statistics?year=2027").Want(t, http.StatusOK)
		require.Equal(t, []any{1.0, seen.Value(t, "cost")}, []any{figures.Value(t, "proposals"), figures.Value(t, "cost")})
		require.Equal(t, "submitted", figures.Value(t, "items").([]any)[0].(map[string]any)["state"])
		open := 0.0
		for _, level := range figures.Value(t, "open_risks").([]any) {
			open += level.(map[string]any)["risks"].(float64)
		}
		require.Equal(t, 11.0, open, "but the closed one")
		require.Equal(t, []any{2027.0, 2026.0}, admin.Get(base+"/years").Want(t, http.StatusOK).Value(t, "items"), "those of proposals, and this year")
		require.Equal(t, []any{2026.0}, s.As("teknis.aptika").Get(base+"/years").Want(t, http.StatusOK).Value(t, "items"), "of proposals that one may read")
		require.Equal(t, 0.0, admin.Get(base+"/statistics?year=2026").Want(t, http.StatusOK).Value(t, "proposals"))
		require.Equal(t, 0.0, s.As("teknis.aptika").Get(base+"/statistics").Want(t, http.StatusOK).Value(t, "proposals"), "of requests that one may read")
		file := admin.Get(base+"/statistics/export?format=csv").Want(t, http.StatusOK)
		require.Contains(t, string(file.Body), "Dinas Kesehatan,2027,Diajukan,1,")
		admin.Get(base+"/statistics/export?format=xlsx").Want(t, http.StatusOK)
		for _, query := range []string{"/statistics?year=x", "/statistics?agency=x", "/statistics/export", "/statistics/export?format=pdf"} {
			admin.Get(base+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		}
		mine.Get(base+"/statistics").Problem(t, http.StatusForbidden, "auth.forbidden")

		health := s.Actor("pemohon").OrganisationID
		held := admin.Get("/organisations/"+health+"/holdings").Want(t, http.StatusOK).Value(t, "proposals")
		require.Equal(t, float64(len(mine.Get(base+"?limit=100").Want(t, http.StatusOK).Value(t, "items").([]any))), held)
	})

	t.Run("by settings that admins keep", func(t *testing.T) {
		kept := admin.Get("/spbe-recommendation-settings").Want(t, http.StatusOK)
		require.Equal(t, []any{11.0, 0.0}, []any{kept.Value(t, "threshold"), kept.Value(t, "version")})
		var in map[string]any
		kept.Into(t, &in)
		for _, read := range []string{"placeholders", "version", "saved_at"} {
			delete(in, read)
		}
		set := func(change func(map[string]any), of *apitest.Answer) *apitest.Answer {
			var copied map[string]any
			kept.Into(t, &copied)
			maps.DeleteFunc(copied, func(key string, _ any) bool { return in[key] == nil })
			change(copied)
			return admin.Send(http.MethodPut, "/spbe-recommendation-settings", "application/json", apitest.JSON(t, copied), of.IfMatch())
		}
		agency := s.Actor("pemohon").OrganisationID
		changed := set(func(m map[string]any) {
			m["agency_thresholds"] = []any{map[string]any{"organisation": agency, "threshold": 23}}
			m["checklists"] = []any{map[string]any{"key": "needs-1", "lines": []string{"Pasalnya disebut"}}}
		}, kept).Want(t, http.StatusOK)
		require.Equal(t, 1.0, changed.Value(t, "version"))
		require.Equal(t, 23.0, mine.Get(base+"/form").Want(t, http.StatusOK).Value(t, "threshold"))
		require.Equal(t, 11.0, other.Get(base+"/form").Want(t, http.StatusOK).Value(t, "threshold"))
		require.Equal(t, []any{"Pasalnya disebut"}, mine.Get(base+"/form").Want(t, http.StatusOK).Value(t, "points").([]any)[1].(map[string]any)["checklist"])
		set(func(map[string]any) {}, kept).Problem(t, http.StatusPreconditionFailed, "version.stale")
		for pointer, change := range map[string]func(map[string]any){
			"/threshold":        func(m map[string]any) { m["threshold"] = 26 },
			"/letter/opening":   func(m map[string]any) { m["letter"].(map[string]any)["opening"] = "Usulan {nama}" },
			"/letter/addressee": func(m map[string]any) { m["letter"].(map[string]any)["addressee"] = []string{} },
			"/checklists/0/key": func(m map[string]any) {
				m["checklists"] = []any{map[string]any{"key": "needs-11", "lines": []string{"x"}}}
			},
			"/agency_thresholds/0/organisation": func(m map[string]any) {
				m["agency_thresholds"] = []any{map[string]any{"organisation": "019b0000-0000-7000-8000-000000000000", "threshold": 5}}
			},
		} {
			apitest.Pointers(t, set(change, changed).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
		}
		mine.Get("/spbe-recommendation-settings").Problem(t, http.StatusForbidden, "auth.forbidden")
		s.As("auditor").Send(http.MethodPut, "/spbe-recommendation-settings", "application/json", apitest.JSON(t, in), changed.IfMatch()).Problem(t, http.StatusForbidden, "auth.forbidden")
	})
}
