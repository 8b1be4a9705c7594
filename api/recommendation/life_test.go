package recommendation_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// office is an application with everybody whom a proposal meets.
type office struct {
	*apitest.Server
	example                                                   recommendation.Example
	mine, colleague, other, desk, head, division, team, admin *apitest.Client
	auditor                                                   *apitest.Client
}

func newOffice(t *testing.T) *office {
	t.Helper()
	s := apitest.New(t)
	s.Account("rekan", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Applicant})
	example, err := recommendation.LoadExample()
	require.NoError(t, err)
	return &office{
		Server: s, example: example, mine: s.As("pemohon"), colleague: s.As("rekan"), other: s.As("pemohon2"), desk: s.As("loket"), head: s.As("kadis"),
		division: s.As("kabid.aptika"), team: s.As("teknis.aptika"), admin: s.As("admin"), auditor: s.As("auditor"),
	}
}

// proposal writes the whole example as a proposal, with so many of its risks.
func (o *office) proposal(t *testing.T, risks int) string {
	t.Helper()
	at := base + "/" + o.mine.Post(base, map[string]any{"title": o.example.Title, "proposal": o.example.Proposal}).Want(t, http.StatusCreated).String(t, "id")
	for key, answers := range o.example.Points {
		point := at + "/points/" + key
		put(t, o.mine, point, o.mine.Get(point), withoutFiles(answers)).Want(t, http.StatusOK)
	}
	for _, answers := range o.example.Risks[:risks] {
		o.mine.Post(at+"/risks", map[string]any{"answers": answers}).Want(t, http.StatusCreated)
	}
	return at
}

// now returns the ETag of a proposal.
func now(t *testing.T, c *apitest.Client, at string) apitest.Header {
	t.Helper()
	return c.Get(at).Want(t, http.StatusOK).IfMatch()
}

func letter(t *testing.T) *apitest.Form {
	t.Helper()
	return apitest.NewForm().File("letter", "surat.pdf", apitest.PDF(t, "surat"))
}

// record is a form of a record; a reason comes with a refusal.
func record(t *testing.T, decision, number string) *apitest.Form {
	t.Helper()
	form := apitest.NewForm().Field("number", number).Field("date", "2026-01-05").File("file", "surat.pdf", apitest.PDF(t, number))
	if decision != "" {
		form.Field("decision", decision)
	}
	if decision == "refused" {
		form.Field("reason", "Belum sesuai Arsitektur SPBE.")
	}
	return form
}

func (o *office) submit(t *testing.T, c *apitest.Client, at string) *apitest.Answer {
	t.Helper()
	return c.PostForm(at+"/submit", letter(t), now(t, c, at)).Want(t, http.StatusOK)
}

// toStudy brings the request of a submitted proposal to the study.
func (o *office) toStudy(t *testing.T, number string) {
	t.Helper()
	o.desk.Act(t, number, "take-up", map[string]any{}).Want(t, http.StatusOK)
	o.desk.Act(t, number, "forward", map[string]any{}).Want(t, http.StatusOK)
	pass := func(c *apitest.Client, role string) {
		c.Act(t, number, "dispositions", map[string]any{"to": map[string]string{"role": role, "unit": "aptika"}, "instruction": "Kaji.", "urgency": "normal"}).Want(t, http.StatusOK)
	}
	pass(o.head, "division_head")
	pass(o.division, "technical")
}

// toDecision studies a proposal and passes it on to the head.
func (o *office) toDecision(t *testing.T, at, number string) {
	t.Helper()
	put(t, o.team, at+"/study", o.team.Get(at+"/study"), o.example.Study).Want(t, http.StatusOK)
	o.team.Act(t, number, "forward", map[string]any{}).Want(t, http.StatusOK)
}

// state reads a proposal, and checks that the list finds it by its state.
func (o *office) state(t *testing.T, c *apitest.Client, at, want string) *apitest.Answer {
	t.Helper()
	v := c.Get(at).Want(t, http.StatusOK)
	require.Equal(t, want, v.String(t, "state"))
	require.Contains(t, string(c.Get(base+"?limit=100&state="+want).Want(t, http.StatusOK).Body), v.String(t, "id"))
	return v
}

func (o *office) review(t *testing.T, c *apitest.Client, at, key, version, mark, comment string) *apitest.Answer {
	t.Helper()
	body := map[string]any{"mark": mark, "comment": comment, "checklist": []map[string]any{{"text": "Lengkap", "met": mark == "fulfilled"}}}
	return c.Send(http.MethodPut, at+"/reviews/"+key, "application/json", apitest.JSON(t, body), apitest.Header{"If-Match", `"` + version + `"`})
}

func items(t *testing.T, a *apitest.Answer) []any {
	t.Helper()
	return a.Want(t, http.StatusOK).Value(t, "items").([]any)
}

// can tells what the caller may do to a proposal.
func can(t *testing.T, a *apitest.Answer) []any {
	t.Helper()
	return a.Value(t, "allowed_actions").([]any)
}

// correction is a form of a correction; its number may be empty.
func correction(number, date, why string) *apitest.Form {
	return apitest.NewForm().Field("number", number).Field("date", date).Field("why", why)
}

// recordOf returns the record of a kind of a proposal.
func recordOf(t *testing.T, proposal *apitest.Answer, kind string) map[string]any {
	t.Helper()
	records := proposal.Want(t, http.StatusOK).Value(t, "records").([]any)
	at := slices.IndexFunc(records, func(r any) bool { return r.(map[string]any)["kind"] == kind })
	require.GreaterOrEqual(t, at, 0, kind)
	return records[at].(map[string]any)
}

// form tries an action that comes as a form.
func (o *office) form(t *testing.T, c *apitest.Client, number, action string) *apitest.Answer {
	t.Helper()
	return c.ActForm(t, number, action, apitest.NewForm().Field("outcome", "approved").Field("reason", "x").File("letter", "a.pdf", apitest.PDF(t, "a")))
}

// told tells people of the first event of each type at a request, and returns
// who of the office and the agency has learnt of it.
func (o *office) told(t *testing.T, number string, types ...string) map[string][]string {
	t.Helper()
	who := map[string][]string{}
	for _, kind := range types {
		var events []string
		require.NoError(t, o.DB.Read.Table("events e").Joins("JOIN tickets t ON t.number = ?", number).
			Where("e.object_kind = 'ticket' AND e.type = ? AND e.object_id = CAST(t.id AS TEXT)", kind).Order("e.id").Limit(1).Pluck("e.id", &events).Error)
		require.Len(t, events, 1, kind)
		require.NoError(t, o.Notifications.Tell(t.Context(), events[0]))
		for _, name := range []string{"kadis", "kabid.aptika", "kabid.sandi", "loket", "pemohon", "pemohon2", "rekan", "teknis.aptika", "teknis.sandi"} {
			if strings.Contains(string(o.As(name).Get("/notifications?limit=100").Want(t, http.StatusOK).Body), `"`+kind+`"`) {
				who[kind] = append(who[kind], name)
			}
		}
	}
	return who
}

// correctRecords puts records of an approved proposal right, each by whoever may,
// and checks that what stood there is kept.
func (o *office) correctRecords(t *testing.T, at, number string) {
	t.Helper()
	post := func(c *apitest.Client, kind string, form *apitest.Form) *apitest.Answer {
		return c.PostForm(at+"/records/"+kind+"/corrections", form, now(t, c, at))
	}
	right := func() *apitest.Form { return correction("500.12.6/2/DKISP", "2026-01-04", "Nomor tertukar.") }
	for c, may := range map[*apitest.Client]int{o.head: 1, o.team: 2, o.division: 2, o.mine: 0, o.auditor: 0} {
		offered := 0
		for _, r := range c.Get(at).Want(t, http.StatusOK).Value(t, "records").([]any) {
			offered += len(r.(map[string]any)["allowed_actions"].([]any))
		}
		require.Equal(t, may, offered)
	}
	post(o.team, "verdict", right()).Problem(t, http.StatusForbidden, "recommendation.not_corrector")
	post(o.auditor, "verdict", right()).Problem(t, http.StatusForbidden, "auth.forbidden")
	post(o.head, "consideration", right()).Problem(t, http.StatusForbidden, "recommendation.not_corrector")
	post(o.mine, "budget_adjustment", right()).Problem(t, http.StatusConflict, "recommendation.no_record")
	post(o.head, "keputusan", right()).Problem(t, http.StatusNotFound, "not_found")
	o.other.PostForm(at+"/records/verdict/corrections", right(), apitest.Header{"If-Match", `"1"`}).Problem(t, http.StatusNotFound, "not_found")
	o.head.PostForm(at+"/records/verdict/corrections", right(), apitest.Header{"If-Match", `"1"`}).Problem(t, http.StatusPreconditionFailed, "version.stale")
	apitest.Pointers(t, post(o.head, "verdict", correction("", "2099-01-01", " ")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/number", "/date", "/why")
	post(o.head, "verdict", correction("500.12.6/1/DKISP", "2026-01-05", "Tidak ada.")).Problem(t, http.StatusUnprocessableEntity, "recommendation.nothing_corrected")
	post(o.head, "verdict", right()).Want(t, http.StatusOK)
	post(o.division, "consideration", correction("B-21/DJTPD", "2026-01-05", "Angka tertukar.")).Want(t, http.StatusOK)

	verdict := recordOf(t, o.mine.Get(at), "verdict")
	require.Equal(t, []any{"500.12.6/2/DKISP", "2026-01-04", "approved", "Nomor tertukar."}, []any{verdict["number"], verdict["date"], verdict["decision"], verdict["why"]})
	before := verdict["earlier"].([]any)
	require.Len(t, before, 1)
	require.Equal(t, "500.12.6/1/DKISP", before[0].(map[string]any)["number"])
	require.Equal(t, before[0].(map[string]any)["files"], verdict["files"], "the letter stays")
	require.Equal(t, "approved", o.mine.Get(at).String(t, "state"))
	require.Contains(t, string(o.mine.Get("/tickets/"+number+"/events?limit=100").Want(t, http.StatusOK).Body), `"record_corrected"`)
}

func TestLifeOfAProposal(t *testing.T) {
	t.Parallel()
	o := newOffice(t)

	t.Run("from submission over mending to approval and handover", func(t *testing.T) {
		at := o.proposal(t, 2)
		require.Contains(t, can(t, o.mine.Get(at)), "submit")
		apitest.Pointers(t, o.mine.Post(at+"/submit", map[string]any{}, now(t, o.mine, at)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/letter")
		o.team.Get(at).Problem(t, http.StatusNotFound, "not_found")
		preview := o.mine.Get(at+"/documents/needs.pdf").Want(t, http.StatusOK)
		require.Equal(t, preview.Body, o.mine.Get(at+"/documents/needs.pdf").Body)

		// A diagram is printed behind the document of its point.
		planning := func() []byte { return o.mine.Get(at+"/documents/planning.pdf").Want(t, http.StatusOK).Body }
		leaves := pdfcheck.Pages(t.Context(), planning())
		diagram := o.mine.PostForm(at+"/points/planning-2/attachments", apitest.NewForm().Field("field", "diagrams").File("file", "alur.png", apitest.PNG(t))).Want(t, http.StatusCreated)
		drawn := withoutFiles(o.example.Points["planning-2"])
		drawn["diagrams"] = []string{diagram.String(t, "id")}
		put(t, o.mine, at+"/points/planning-2", o.mine.Get(at+"/points/planning-2"), drawn).Want(t, http.StatusOK)
		require.Equal(t, leaves+1, pdfcheck.Pages(t.Context(), planning()))
		require.Equal(t, planning(), planning())

		// Two people submit at once, and one of them twice: one request comes of it.
		tag, key := now(t, o.mine, at), apitest.Header{"Idempotency-Key", "satu"}
		answers := make([]*apitest.Answer, 4)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() {
				if i%2 == 0 {
					answers[i] = o.mine.PostForm(at+"/submit", letter(t), tag, key)
				} else {
					answers[i] = o.colleague.PostForm(at+"/submit", letter(t), tag)
				}
			})
		}
		group.Wait()
		var succeeded int
		for _, a := range answers {
			if a.Status == http.StatusOK {
				succeeded++
			} else {
				require.Contains(t, []int{http.StatusConflict, http.StatusPreconditionFailed}, a.Status, "%s", a.Body)
			}
		}
		require.Contains(t, []int{1, 2}, succeeded) // a replay counts too
		v := o.state(t, o.mine, at, "submitted")
		number := v.String(t, "ticket.number")
		require.EqualValues(t, 1, v.Value(t, "submissions"))
		require.Equal(t, "rekomendasi-aplikasi", o.colleague.Get("/tickets/"+number).Want(t, http.StatusOK).String(t, "service_type.code"))
		require.Equal(t, v.String(t, "id"), o.desk.Get("/tickets/"+number).Want(t, http.StatusOK).String(t, "proposal_id"))
		require.Len(t, o.desk.Get("/tickets/"+number).Value(t, "attachments"), 6, "the signed letter and five papers")
		o.other.Get(at).Problem(t, http.StatusNotFound, "not_found")

		// Nobody writes in what the office works on, and its papers are those that were issued.
		identity := o.mine.Get(at + "/points/identity")
		put(t, o.mine, at+"/points/identity", identity, map[string]any{}).Problem(t, http.StatusConflict, "recommendation.not_editable")
		o.mine.PostForm(at+"/submit", letter(t), now(t, o.mine, at)).Problem(t, http.StatusConflict, "recommendation.not_editable")
		first := o.desk.Get(at+"/submissions/1").Want(t, http.StatusOK)
		paper := o.mine.Get(at+"/documents/needs.pdf").Want(t, http.StatusOK)
		require.NotEqual(t, preview.Body, paper.Body)
		archive := o.auditor.Get(at+"/documents.zip").Want(t, http.StatusOK)
		members, err := zip.NewReader(bytes.NewReader(archive.Body), int64(len(archive.Body)))
		require.NoError(t, err)
		require.Len(t, members.File, 5)
		require.Equal(t, archive.Body, o.auditor.Get(at+"/documents.zip").Body)

		// Reviews are the office's own until it returns the proposal.
		o.toStudy(t, number)
		o.state(t, o.team, at, "study")
		require.Subset(t, can(t, o.team.Get(at)), []any{"reviews", "return", "study"})
		risk := "risk-" + first.Value(t, "content").(map[string]any)["risks"].([]any)[1].(map[string]any)["id"].(string)
		o.review(t, o.team, at, "needs-1", "0", "fulfilled", "").Want(t, http.StatusOK)
		o.review(t, o.team, at, "needs-6", "0", "to_mend", "Rinci biaya per tahun.").Want(t, http.StatusOK)
		o.review(t, o.team, at, "needs-10", "0", "to_mend", "").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		o.review(t, o.team, at, "needs-10", "0", "not_applicable", "").Want(t, http.StatusOK)
		o.review(t, o.division, at, "needs-10", "0", "to_mend", "Sebutkan acuannya.").Problem(t, http.StatusPreconditionFailed, "version.stale")
		o.review(t, o.division, at, "needs-10", "1", "to_mend", "Sebutkan acuannya.").Want(t, http.StatusOK)
		o.review(t, o.team, at, risk, "0", "to_mend", "Penanggung jawab belum disebut.").Want(t, http.StatusOK)
		o.review(t, o.team, at, "needs-99", "0", "fulfilled", "").Problem(t, http.StatusNotFound, "not_found")
		o.review(t, o.desk, at, "needs-2", "0", "fulfilled", "").Problem(t, http.StatusForbidden, "auth.forbidden")
		require.Empty(t, items(t, o.mine.Get(at+"/reviews")))
		require.Len(t, items(t, o.auditor.Get(at+"/reviews")), 4)
		o.mine.Get(at+"/study").Problem(t, http.StatusNotFound, "not_found")
		o.mine.Post(at+"/return", map[string]any{"reason": "x"}, now(t, o.mine, at)).Problem(t, http.StatusForbidden, "auth.forbidden")
		o.team.Post(at+"/return", map[string]any{"reason": "Tiga butir perlu dilengkapi."}, now(t, o.team, at)).Want(t, http.StatusOK)

		// The agency mends exactly those points, answers each, and submits again.
		o.state(t, o.mine, at, "mending")
		points := o.mine.Get("/tickets/"+number).Value(t, "return_points").([]any)
		require.Len(t, points, 3)
		require.Equal(t, "Analisis Kebutuhan 6. Analisis Biaya dan Manfaat: Rinci biaya per tahun.", points[0].(map[string]any)["comment"])
		require.Len(t, items(t, o.mine.Get(at+"/reviews")), 4)
		o.mine.Act(t, number, "resubmit", map[string]any{}).Problem(t, http.StatusConflict, "ticket.has_proposal")
		refused := o.colleague.Post(at+"/submit", map[string]any{}, now(t, o.colleague, at)).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, refused, "/points/needs-6/reply", "/points/needs-10/reply", "/points/"+risk+"/reply")
		require.Equal(t, "/points/needs-10/reply", refused.Errors[1].Pointer, "in the order of the proposal")
		reply := func(key, version string) *apitest.Answer {
			return o.colleague.Send(http.MethodPut, at+"/points/"+key+"/reply", "application/json", apitest.JSON(t, map[string]any{"text": "Sudah dilengkapi."}), apitest.Header{"If-Match", `"` + version + `"`})
		}
		for _, key := range []string{"needs-6", "needs-10", risk} {
			reply(key, "0").Want(t, http.StatusOK)
		}
		reply("needs-6", "0").Problem(t, http.StatusPreconditionFailed, "version.stale")
		reply("needs-6", "1").Want(t, http.StatusOK)
		reply("needs-1", "0").Problem(t, http.StatusNotFound, "not_found")
		mended := withoutFiles(o.example.Points["needs-4"])
		mended["objectives"] = "Menurunkan prevalensi stunting menjadi 14 persen pada tahun 2028."
		put(t, o.mine, at+"/points/needs-4", o.mine.Get(at+"/points/needs-4"), mended).Want(t, http.StatusOK)
		again := o.colleague.Post(at+"/submit", map[string]any{}, now(t, o.colleague, at)).Want(t, http.StatusOK)
		require.Equal(t, number, again.String(t, "ticket.number"), "it is the same request")
		o.state(t, o.team, at, "study")

		// What was submitted before stays, to the byte.
		require.Len(t, items(t, o.mine.Get(at+"/submissions")), 2)
		require.Equal(t, first.Body, o.desk.Get(at+"/submissions/1").Body)
		require.Equal(t, paper.Body, o.mine.Get(at+"/documents/needs.pdf?submission=1").Body)
		require.NotEqual(t, paper.Body, o.mine.Get(at+"/documents/needs.pdf").Body)
		require.Contains(t, string(o.team.Get(at+"/submissions/2").Want(t, http.StatusOK).Body), "14 persen")
		o.mine.Get(at+"/submissions/3").Problem(t, http.StatusNotFound, "not_found")
		o.mine.Get(at+"/documents/needs.pdf?submission=x").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		o.mine.Get(at+"/documents/rahasia.pdf").Problem(t, http.StatusNotFound, "not_found")

		// Past the study goes nothing without one, and past the decision nothing without a verdict.
		o.team.Act(t, number, "forward", map[string]any{}).Problem(t, http.StatusConflict, "recommendation.no_study")
		o.team.ActForm(t, number, "complete", apitest.NewForm().Field("outcome", "approved").File("letter", "a.pdf", apitest.PDF(t, "a"))).Problem(t, http.StatusConflict, "ticket.has_proposal")
		study := o.team.Get(at+"/study").Want(t, http.StatusOK)
		put(t, o.team, at+"/study", study, map[string]any{"summary": 7}).Want(t, http.StatusOK)
		put(t, o.team, at+"/study", study, o.example.Study).Problem(t, http.StatusPreconditionFailed, "version.stale")
		o.team.Act(t, number, "forward", map[string]any{}).Problem(t, http.StatusConflict, "recommendation.no_study")
		o.toDecision(t, at, number)
		o.state(t, o.head, at, "decision")
		put(t, o.team, at+"/study", o.team.Get(at+"/study"), o.example.Study).Problem(t, http.StatusConflict, "recommendation.state")
		o.head.Act(t, number, "forward", map[string]any{}).Problem(t, http.StatusConflict, "ticket.has_proposal")
		o.head.Act(t, number, "dispositions", map[string]any{"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Lanjut.", "urgency": "normal"}).
			Problem(t, http.StatusConflict, "recommendation.record_missing")
		o.team.PostForm(at+"/verdict", record(t, "approved", "1"), now(t, o.team, at)).Problem(t, http.StatusForbidden, "auth.forbidden")
		apitest.Pointers(t, o.head.PostForm(at+"/verdict", apitest.NewForm().Field("date", "2099-01-01"), now(t, o.head, at)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"),
			"/decision", "/number", "/file", "/date")
		o.mine.Get(at+"/study").Problem(t, http.StatusNotFound, "not_found")
		o.head.PostForm(at+"/verdict", record(t, "approved", "500.12.6/1/DKISP"), now(t, o.head, at)).Want(t, http.StatusOK)
		o.state(t, o.mine, at, "approved_internally")
		require.NotNil(t, o.mine.Get(at+"/study").Want(t, http.StatusOK).Value(t, "document"))
		o.mine.Get(at+"/documents/study.pdf").Want(t, http.StatusOK)
		o.head.PostForm(at+"/verdict", record(t, "approved", "2"), now(t, o.head, at)).Problem(t, http.StatusConflict, "recommendation.state")
		o.head.Act(t, number, "dispositions", map[string]any{"to": map[string]string{"role": "division_head", "unit": "aptika"}, "instruction": "Tinjau lagi.", "urgency": "normal"}).
			Problem(t, http.StatusConflict, "recommendation.decided")

		// The ministry considers; its approval enters the register and opens the development.
		o.team.PostForm(at+"/ministry-consideration", record(t, "approved", "1"), now(t, o.team, at)).Problem(t, http.StatusConflict, "recommendation.state")
		o.team.PostForm(at+"/ministry-letter", apitest.NewForm().Field("number", "B/1").Field("date", "2026-01-05"), now(t, o.team, at)).Want(t, http.StatusOK)
		o.state(t, o.mine, at, "sent_to_ministry")
		o.team.Act(t, number, "resume", map[string]any{}).Problem(t, http.StatusConflict, "ticket.has_proposal")
		o.mine.PostForm(at+"/milestones", apitest.NewForm().Field("kind", "design").Field("date", "2026-01-05").Field("note", "x")).Problem(t, http.StatusConflict, "recommendation.state")
		o.team.PostForm(at+"/ministry-consideration", record(t, "approved", "B-12/DJTPD"), now(t, o.team, at)).Want(t, http.StatusOK)
		done := o.state(t, o.mine, at, "approved")
		require.Equal(t, "approved", done.String(t, "ticket.outcome"))
		require.Len(t, done.Value(t, "records"), 3)
		require.Equal(t, []any{"milestones", "monitor"}, can(t, done))
		registered := items(t, o.mine.Get("/assets?kind=recommendation"))
		require.Len(t, registered, 1)
		require.Equal(t, "B-12/DJTPD", o.mine.Get("/assets/"+registered[0].(map[string]any)["id"].(string)).Want(t, http.StatusOK).String(t, "fields.number"))
		o.correctRecords(t, at, number)
		require.Equal(t, "B-21/DJTPD", o.mine.Get("/assets/"+registered[0].(map[string]any)["id"].(string)).Want(t, http.StatusOK).String(t, "fields.number"))
		o.admin.Act(t, number, "reopen", map[string]any{"reason": "x"}).Problem(t, http.StatusConflict, "ticket.proposal_ended")
		milestone := apitest.NewForm().Field("kind", "design").Field("date", "2026-01-05").Field("note", "Rancangan antarmuka disetujui.").File("files[a]", "rancangan.pdf", apitest.PDF(t, "r"))
		o.mine.PostForm(at+"/milestones", milestone).Want(t, http.StatusCreated)
		apitest.Pointers(t, o.mine.PostForm(at+"/milestones", apitest.NewForm().Field("kind", "x")).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/kind", "/date", "/note")
		require.Len(t, items(t, o.team.Get(at+"/milestones")), 1)
		require.Subset(t, o.told(t, number, "record_corrected")["record_corrected"], []string{"kabid.aptika", "loket", "teknis.aptika"})
		require.Equal(t, map[string][]string{"milestone_reported": {"kadis", "kabid.aptika", "loket", "teknis.aptika"}}, o.told(t, number, "milestone_reported"))
		o.mine.PostForm(at+"/budget-adjustment", record(t, "", ""), now(t, o.mine, at)).Problem(t, http.StatusConflict, "recommendation.state")
	})

	t.Run("refused, and the budget adjusted", func(t *testing.T) {
		for _, by := range []string{"office", "ministry"} {
			at := o.proposal(t, 1)
			number := o.submit(t, o.mine, at).String(t, "ticket.number")
			o.toStudy(t, number)
			o.team.Post(at+"/return", map[string]any{"reason": "x"}, now(t, o.team, at)).Problem(t, http.StatusConflict, "recommendation.nothing_to_mend")
			o.toDecision(t, at, number)
			if by == "office" {
				o.head.PostForm(at+"/verdict", record(t, "refused", "1"), now(t, o.head, at)).Want(t, http.StatusOK)
			} else {
				o.head.PostForm(at+"/verdict", record(t, "approved", "1"), now(t, o.head, at)).Want(t, http.StatusOK)
				o.division.PostForm(at+"/ministry-letter", record(t, "", "2"), now(t, o.division, at)).Want(t, http.StatusOK)
				o.division.PostForm(at+"/ministry-consideration", record(t, "refused", "3"), now(t, o.division, at)).Want(t, http.StatusOK)
			}
			refused := o.state(t, o.colleague, at, "refused_by_"+by)
			require.Equal(t, []any{"budget-adjustment"}, can(t, refused))
			require.Equal(t, "rejected", o.mine.Get("/tickets/"+number).String(t, "outcome"))
			adjusted := func() *apitest.Form {
				return apitest.NewForm().Field("date", "2026-01-05").Field("note", "Belanja aplikasi dihapus dari RKA.").File("file", "rka.pdf", apitest.PDF(t, "rka"))
			}
			o.colleague.PostForm(at+"/budget-adjustment", adjusted(), now(t, o.colleague, at)).Want(t, http.StatusOK)
			o.mine.PostForm(at+"/budget-adjustment", adjusted(), now(t, o.mine, at)).Problem(t, http.StatusConflict, "recommendation.adjusted")
			require.Empty(t, can(t, o.mine.Get(at)))
			proof := correction("", "2026-01-04", "Keliru tanggal.").Field("reason", "Belanja aplikasi dihapus dari RKA.").File("file", "dpa.pdf", apitest.PDF(t, "dpa"))
			o.team.PostForm(at+"/records/budget_adjustment/corrections", proof, now(t, o.mine, at)).Problem(t, http.StatusForbidden, "recommendation.not_corrector")
			mended := o.mine.PostForm(at+"/records/budget_adjustment/corrections", proof, now(t, o.mine, at)).Want(t, http.StatusOK)
			require.Contains(t, o.told(t, number, "budget_adjusted")["budget_adjusted"], "kadis")
			last := recordOf(t, mended, "budget_adjustment")
			require.Equal(t, "dpa.pdf", last["files"].([]any)[0].(map[string]any)["name"])
			require.Equal(t, "rka.pdf", last["earlier"].([]any)[0].(map[string]any)["files"].([]any)[0].(map[string]any)["name"])
		}
	})

	t.Run("nothing passes a record by, at whatever step and for whomever", func(t *testing.T) {
		at := o.proposal(t, 1)
		number := o.submit(t, o.mine, at).String(t, "ticket.number")
		people := []struct {
			name string
			c    *apitest.Client
		}{{"mine", o.mine}, {"desk", o.desk}, {"head", o.head}, {"division", o.division}, {"team", o.team}}
		offers := func(step string, want map[string]string) {
			t.Helper()
			for _, p := range people {
				if want[p.name] == "" {
					p.c.Get("/tickets/"+number).Problem(t, http.StatusNotFound, "not_found")
					continue
				}
				list := []string{}
				for _, v := range append(append(p.c.Get("/tickets/"+number).Want(t, http.StatusOK).Value(t, "allowed_actions").([]any), "|"), can(t, p.c.Get(at))...) {
					list = append(list, v.(string))
				}
				offered := strings.TrimSpace(strings.NewReplacer("messages ", "", "notes ", "", "attachments ", "").Replace(strings.Join(list, " ")))
				require.Equal(t, want[p.name], offered, "%s at %s", p.name, step)
			}
			// What a record belongs to is refused at the request, with where it is done.
			state := o.head.Get(at).String(t, "state")
			for _, c := range []*apitest.Client{o.head, o.division, o.team} {
				if c.Get("/tickets/"+number).Status == http.StatusNotFound {
					continue
				}
				for _, action := range []string{"complete", "reject"} {
					answer := o.form(t, c, number, action)
					require.Contains(t, []int{http.StatusConflict, http.StatusForbidden}, answer.Status, "%s at %s: %s", action, step, answer.Body)
				}
				for action, body := range map[string]any{
					"external-waits": map[string]string{"body": "Kementerian", "reference": "1", "reason": "x"}, "resume": map[string]string{}, "reopen": map[string]string{"reason": "x"},
				} {
					answer := c.Act(t, number, action, body)
					require.Contains(t, []int{http.StatusConflict, http.StatusForbidden}, answer.Status, "%s at %s: %s", action, step, answer.Body)
				}
			}
			require.Equal(t, state, o.head.Get(at).String(t, "state"))
		}
		passing := func(step string, codes ...string) {
			t.Helper()
			for i, c := range []*apitest.Client{o.head, o.team} {
				c.Act(t, number, "forward", map[string]any{}).Problem(t, map[bool]int{true: http.StatusForbidden, false: http.StatusConflict}[codes[i] == "ticket.not_allowed"], codes[i])
			}
		}
		offers("intake", map[string]string{"mine": "cancel | monitor", "desk": "take-up return recuse |", "head": "take-up dispositions |"})
		o.toStudy(t, number)
		offers("study", map[string]string{
			"mine": "cancel | monitor", "desk": "|", "head": "dispositions forward |",
			"division": "dispositions forward return | reviews return study", "team": "take-up forward return recuse | reviews return study",
		})
		passing("study", "recommendation.no_study", "recommendation.no_study")
		o.review(t, o.head, at, "needs-1", "0", "fulfilled", "").Problem(t, http.StatusForbidden, "ticket.not_allowed")
		o.toDecision(t, at, number)
		offers("decision", map[string]string{"mine": "cancel | monitor", "desk": "|", "head": "take-up dispositions return recuse | reviews return verdict", "division": "|", "team": "|"})
		passing("decision", "ticket.has_proposal", "ticket.not_allowed")
		o.head.PostForm(at+"/verdict", record(t, "approved", "1"), now(t, o.head, at)).Want(t, http.StatusOK)
		offers("ministry", map[string]string{"mine": "cancel | monitor", "desk": "|", "head": "dispositions |", "division": "dispositions | ministry-letter", "team": "take-up recuse | ministry-letter"})
		passing("ministry", "ticket.has_proposal", "ticket.has_proposal")
		o.team.PostForm(at+"/ministry-letter", record(t, "", "2"), now(t, o.team, at)).Want(t, http.StatusOK)
		offers("sent", map[string]string{"mine": "cancel | monitor", "desk": "|", "head": "|", "division": "| ministry-consideration", "team": "| ministry-consideration"})
		o.team.PostForm(at+"/ministry-consideration", record(t, "approved", "3"), now(t, o.team, at)).Want(t, http.StatusOK)
		offers("approved", map[string]string{"mine": "| milestones monitor", "desk": "|", "head": "|", "division": "|", "team": "|"})
	})

	t.Run("incomplete, everything that is wrong is told by where it is", func(t *testing.T) {
		at := base + "/" + o.mine.Post(base, map[string]any{"title": "Kosong", "proposal": "building"}).Want(t, http.StatusCreated).String(t, "id")
		made := o.mine.Post(at+"/risks", map[string]any{"answers": map[string]any{"kind": "negative"}}).Want(t, http.StatusCreated)
		require.NotEmpty(t, made.String(t, "id"))
		problem := o.mine.PostForm(at+"/submit", letter(t), now(t, o.mine, at)).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		var at2 []string
		for _, e := range problem.Errors {
			at2 = append(at2, e.Pointer)
		}
		for _, pointer := range []string{"/points/identity/business_function", "/points/needs-1/bases", "/points/planning-12/mechanism", "/risks/1/event"} {
			require.True(t, slices.Contains(at2, pointer), "%s in %v", pointer, at2)
		}
		require.Empty(t, items(t, o.mine.Get(at+"/submissions")))
		o.mine.Get(at+"/study").Problem(t, http.StatusNotFound, "not_found")
		require.Len(t, items(t, o.mine.Get(at+"/milestones")), 0)
	})

	t.Run("returned by the counter and given up", func(t *testing.T) {
		at := o.proposal(t, 1)
		tag, key := now(t, o.mine, at), apitest.Header{"Idempotency-Key", "sekali"}
		sent := o.mine.PostForm(at+"/submit", letter(t), tag, key).Want(t, http.StatusOK)
		number := sent.String(t, "ticket.number")
		repeated := o.mine.PostForm(at+"/submit", letter(t), tag, key).Want(t, http.StatusOK)
		require.Equal(t, "true", repeated.Header.Get("Idempotency-Replayed"))
		require.EqualValues(t, 1, repeated.Value(t, "submissions"))
		o.mine.Post(at+"/submit", map[string]any{}, tag, key).Problem(t, http.StatusUnprocessableEntity, "idempotency.mismatch")
		o.mine.Post(at+"/submit", map[string]any{}, tag).Problem(t, http.StatusConflict, "recommendation.not_editable")
		o.desk.Act(t, number, "return", map[string]any{"reason": "Surat belum ditandatangani."}).Want(t, http.StatusOK)
		o.state(t, o.mine, at, "mending")
		o.submit(t, o.mine, at)
		o.colleague.Act(t, number, "cancel", map[string]any{"reason": "Anggaran dialihkan."}).Want(t, http.StatusOK)
		o.state(t, o.mine, at, "cancelled")
		require.Empty(t, can(t, o.mine.Get(at)))
	})

	var issued int64
	require.NoError(t, o.DB.Read.Table("recommendation_submissions").Count(&issued).Error)
	require.EqualValues(t, 7, issued, "every submission once")
}
