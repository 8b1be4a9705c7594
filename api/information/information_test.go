package information_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// desk is an application whose people sign in anew after each leap of its
// clock.
type desk struct {
	*apitest.Server
	t *testing.T
}

// at sets the clock to a time in WITA, such as "2026-01-06 10:00".
func (d desk) at(moment string) {
	d.t.Helper()
	zone, err := time.LoadLocation("Asia/Makassar")
	require.NoError(d.t, err)
	to, err := time.ParseInLocation("2006-01-02 15:04", moment, zone)
	require.NoError(d.t, err)
	d.Clock.Set(to.UTC())
}

// file asks for information as an applicant with an account.
func (d desk) file(username, subject string, answers map[string]any) string {
	d.t.Helper()
	return d.As(username).PostForm("/tickets", apitest.Answering(d.t, "informasi-publik", answers).Field("subject", subject)).
		Want(d.t, http.StatusCreated).String(d.t, "number")
}

// asGuest asks for information without an account and returns number and code.
func (d desk) asGuest(name string) (string, apitest.Header) {
	d.t.Helper()
	filed := d.Guest().PostForm("/public/tickets", apitest.Answering(d.t, "informasi-publik", nil).Field("subject", "Anggaran internet").
		Field("name", name).Field("contact", "warga@example.org").Field("consent", "true")).Want(d.t, http.StatusCreated)
	return filed.String(d.t, "number"), apitest.Header{"X-Ticket-Code", filed.String(d.t, "code")}
}

// decide lets the PPID answer a request.
func (d desk) decide(number string) {
	d.t.Helper()
	counter, ppid := d.As("loket"), d.As("ppid")
	counter.Act(d.t, number, "take-up", struct{}{}).Want(d.t, http.StatusOK)
	counter.Act(d.t, number, "forward", map[string]any{"to": map[string]string{"role": "ppid"}, "note": "Lengkap."}).Want(d.t, http.StatusOK)
	ppid.Act(d.t, number, "take-up", struct{}{}).Want(d.t, http.StatusOK)
	ppid.ActForm(d.t, number, "complete", apitest.NewForm().Field("outcome", "fulfilled").Field("note", "Terlampir.").
		File("letter", "jawaban.pdf", apitest.PDF(d.t, number))).Want(d.t, http.StatusOK)
}

func rights(t *testing.T, a *apitest.Answer) []any {
	t.Helper()
	var list []any
	for _, r := range a.Want(t, http.StatusOK).Value(t, "rights").([]any) {
		right := r.(map[string]any)
		list = append(list, right["kind"], right["last_date"])
	}
	return list
}

func objection(t *testing.T, a *apitest.Answer) map[string]any {
	t.Helper()
	return a.Value(t, "objections").([]any)[0].(map[string]any)
}

var complaint = map[string]any{"reasons": []string{"d", "a"}, "position": "Rinciannya tidak diberikan."}

// Decision, objection, answer and dispute, each on the last date of its right
// and refused the day after (UU 14/2008; windows in working days across
// holidays).
func TestEachRightLastsUntilItsLastDate(t *testing.T) {
	t.Parallel()
	d := desk{apitest.New(t), t}
	number := d.file("pemohon", "Anggaran internet", nil)
	path := "/information-requests/" + number
	require.Empty(t, rights(t, d.As("pemohon").Get(path)), "there is no decision yet")
	d.As("pemohon").Post(path+"/objections", complaint).Problem(t, http.StatusConflict, "information.no_right")
	d.at("2026-01-06 10:00")
	d.decide(number)

	// Thirty working days after 6 January: one holiday in January, two in February.
	applicant := d.As("pemohon")
	require.Equal(t, []any{"objection", "2026-02-20"}, rights(t, applicant.Get(path)))
	require.Equal(t, []any{"objections"}, applicant.Get(path).Value(t, "allowed_actions"))
	require.Empty(t, d.As("kadis").Get(path).Value(t, "allowed_actions"))
	d.As("pemohon2").Get(path).Problem(t, http.StatusNotFound, "not_found")
	d.As("pemohon2").Post(path+"/objections", complaint).Problem(t, http.StatusNotFound, "not_found")
	d.As("ppid").Post(path+"/objections", complaint).Want(t, http.StatusForbidden)
	d.Guest().Get(path).Want(t, http.StatusUnauthorized)
	d.Guest().Get("/public"+path).Want(t, http.StatusNotFound)
	applicant.Get("/information-requests/TKT-20260105-9999").Problem(t, http.StatusNotFound, "not_found")
	other := applicant.Submit(t, "Bukan permintaan informasi").String(t, "number")
	applicant.Get("/information-requests/"+other).Problem(t, http.StatusNotFound, "not_found")
	for pointer, wrong := range map[string]any{
		"/reasons": []string{}, "/reasons/0": []string{"z"}, "/position": " ", "/proxy_address": "x",
	} {
		bad := map[string]any{"reasons": []string{"a"}, "position": "Alasan."}
		switch pointer {
		case "/position":
			bad["position"] = wrong
		case "/proxy_address":
			bad["proxy_name"] = "Kuasa"
		default:
			bad["reasons"] = wrong
		}
		apitest.Pointers(t, applicant.Post(path+"/objections", bad).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}

	d.at("2026-02-21 00:10")
	applicant = d.As("pemohon")
	require.Empty(t, rights(t, applicant.Get(path)), "the day after")
	applicant.Post(path+"/objections", complaint).Problem(t, http.StatusConflict, "information.no_right")
	d.at("2026-02-20 23:50")
	applicant = d.As("pemohon")
	filed := applicant.Post(path+"/objections", complaint).Want(t, http.StatusCreated)
	require.Equal(t, []any{"a", "d"}, objection(t, filed)["reasons"])
	require.Equal(t, "2026-01-06", objection(t, filed)["found_on"], "with the decision, unless another date is stated")
	require.Equal(t, "2026-04-13T08:00:00Z", objection(t, filed)["answer_due_at"], "thirty working days, across Lebaran")
	require.Empty(t, rights(t, applicant.Get(path)))
	applicant.Post(path+"/objections", complaint).Problem(t, http.StatusConflict, "information.no_right")
	require.Len(t, applicant.Get(path+"/objections").Want(t, http.StatusOK).Value(t, "items"), 1)

	// The answer of the superior.
	id := objection(t, filed)["id"].(string)
	answer := func(decision string) *apitest.Form {
		return apitest.NewForm().Field("decision", decision).Field("answer", "Rincian diberikan sebagian.").File("letter", "keputusan.pdf", apitest.PDF(t, "Keputusan"))
	}
	first := apitest.Header{"If-Match", `"1"`}
	to := path + "/objections/" + id
	applicant.PostForm(to+"/answer", answer("partly"), first).Want(t, http.StatusForbidden)
	applicant.Post(to+"/dispute", map[string]string{"registration_number": "1", "filed_on": "2026-02-20"}, first).Problem(t, http.StatusConflict, "objection.not_answered")
	d.at("2026-04-13 16:01")
	require.Equal(t, true, objection(t, d.As("kadis").Get(path))["answer_overdue"])
	d.at("2026-04-13 15:59")
	head := d.As("kadis")
	require.Equal(t, false, objection(t, head.Get(path))["answer_overdue"])
	require.Equal(t, []any{"answer"}, objection(t, head.Get(path))["allowed_actions"])
	head.PostForm(to+"/answer", answer("partly")).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	head.PostForm(to+"/answer", answer("partly"), apitest.Header{"If-Match", `"7"`}).Problem(t, http.StatusPreconditionFailed, "version.stale")
	head.PostForm(path+"/objections/"+number+"/answer", answer("partly"), first).Problem(t, http.StatusNotFound, "not_found")
	apitest.Pointers(t, head.PostForm(to+"/answer", answer("maybe"), first).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/decision")
	apitest.Pointers(t, head.PostForm(to+"/answer", apitest.NewForm().Field("decision", "granted").Field("answer", "Ya."), first).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/letter")
	answered := head.PostForm(to+"/answer", answer("partly"), first).Want(t, http.StatusOK)
	head.PostForm(to+"/answer", answer("partly"), first).Problem(t, http.StatusConflict, "objection.answered")
	applicant = d.As("pemohon")
	letter := objection(t, answered)["letter"].(map[string]any)
	applicant.Get("/attachments/"+letter["id"].(string)+"/content").Want(t, http.StatusOK)
	require.NotEqual(t, letter["id"], applicant.Get("/tickets/"+number).String(t, "result_letter.id"), "the answer to the request stays what it was")

	// The dispute: fourteen working days after the answer, 1 May is a holiday.
	dispute := map[string]string{"registration_number": "012/REG-PSI/V/2026", "filed_on": "2026-05-04"}
	second := apitest.Header{"If-Match", `"2"`}
	require.Equal(t, []any{"dispute", "2026-05-04"}, rights(t, applicant.Get(path)))
	d.at("2026-05-05 00:10")
	applicant = d.As("pemohon")
	require.Empty(t, rights(t, applicant.Get(path)))
	applicant.Post(to+"/dispute", dispute, second).Problem(t, http.StatusConflict, "dispute.too_late")
	apitest.Pointers(t, d.As("ppid").Post(to+"/dispute", map[string]string{"registration_number": "1", "filed_on": "2026-05-05"}, second).
		Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/filed_on")
	d.As("loket").Post(to+"/dispute", dispute, second).Want(t, http.StatusForbidden)
	d.at("2026-05-04 23:50")
	applicant = d.As("pemohon")
	applicant.Post(to+"/dispute", dispute, first).Problem(t, http.StatusPreconditionFailed, "version.stale")
	apitest.Pointers(t, applicant.Post(to+"/dispute", map[string]string{"registration_number": " ", "filed_on": "x"}, second).
		Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/registration_number", "/filed_on")
	done := applicant.Post(to+"/dispute", dispute, second).Want(t, http.StatusOK)
	require.Equal(t, "012/REG-PSI/V/2026", objection(t, done)["dispute"].(map[string]any)["registration_number"])
	d.As("ppid").Post(to+"/dispute", dispute, apitest.Header{"If-Match", `"3"`}).Problem(t, http.StatusConflict, "objection.disputed")

	types := []any{}
	for _, e := range applicant.Get("/tickets/"+number+"/events?limit=100").Want(t, http.StatusOK).Value(t, "items").([]any) {
		types = append(types, e.(map[string]any)["type"])
	}
	require.Equal(t, []any{"objection_filed", "objection_answered", "dispute_recorded"}, types[len(types)-3:])
}

// A guest has the same rights by their code; when the time ran out without a
// decision, only what needs none can be objected to, and a later decision gives
// a right of its own. What was cancelled gives none.
func TestGuestObjectsWhenTheTimeRanOut(t *testing.T) {
	t.Parallel()
	d := desk{apitest.New(t), t}
	number, code := d.asGuest("Warga Contoh")
	cancelled := d.file("pemohon", "Dibatalkan", nil)
	d.As("pemohon").Act(t, cancelled, "cancel", map[string]string{"reason": "Batal."}).Want(t, http.StatusOK)
	require.Empty(t, rights(t, d.As("pemohon").Get("/information-requests/"+cancelled)))

	path := "/public/information-requests/" + number
	guest := d.Guest()
	d.at("2026-01-20 16:00") // the tenth working day, at closing
	require.Empty(t, rights(t, guest.Get(path, code)))
	d.at("2026-01-20 16:01")
	require.Equal(t, []any{"objection", "2026-03-05"}, rights(t, guest.Get(path, code)))
	guest.Get(path, apitest.Header{"X-Ticket-Code", "AAAA-AAAA-AAAA-AAAA"}).Problem(t, http.StatusNotFound, "not_found")
	guest.Post(path+"/objections", complaint, apitest.Header{"X-Ticket-Code", "AAAA-AAAA-AAAA-AAAA"}).Problem(t, http.StatusNotFound, "not_found")
	apitest.Pointers(t, guest.Post(path+"/objections", complaint, code).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/reasons/0")
	late := map[string]any{"reasons": []string{"c", "g"}, "position": "Tidak ada jawaban.", "proxy_name": "Kuasa Contoh", "proxy_address": "Tarakan"}
	filed := guest.Post(path+"/objections", late, code).Want(t, http.StatusCreated)
	guest.Post(path+"/objections", late, code).Problem(t, http.StatusConflict, "information.no_right")

	d.at("2026-01-22 10:00")
	d.decide(number)
	require.Equal(t, "objection", rights(t, guest.Get(path, code))[0], "the decision can be objected to for itself")
	head := d.As("kadis")
	id := objection(t, filed)["id"].(string)
	head.PostForm("/information-requests/"+number+"/objections/"+id+"/answer",
		apitest.NewForm().Field("decision", "granted").Field("answer", "Sudah dijawab.").File("letter", "keputusan.pdf", apitest.PDF(t, "K")), apitest.Header{"If-Match", `"1"`}).Want(t, http.StatusOK)
	to := path + "/objections/" + id + "/dispute"
	guest.Post(to, map[string]string{"registration_number": "7", "filed_on": "2026-01-22"}, code).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	guest.Post(to, map[string]string{"registration_number": "7", "filed_on": "2026-01-23"}, code, apitest.Header{"If-Match", `"2"`}).Want(t, http.StatusUnprocessableEntity)
	guest.Post(to, map[string]string{"registration_number": "7", "filed_on": "2026-01-22"}, code, apitest.Header{"If-Match", `"2"`}).Want(t, http.StatusOK)
}

// The window of an objection counts from the day on which the applicant found
// its reason, which they may state: not before it arose, and not in the future.
func TestApplicantStatesWhenTheReasonWasFound(t *testing.T) {
	t.Parallel()
	d := desk{apitest.New(t), t}
	number := d.file("pemohon", "Anggaran internet", nil)
	path := "/information-requests/" + number
	require.Nil(t, d.As("pemohon").Get(path).Value(t, "finding"))
	d.at("2026-01-06 10:00")
	d.decide(number)
	found := func(day string) map[string]any {
		return map[string]any{"reasons": []string{"d"}, "position": "Rinciannya tidak diberikan.", "found_on": day}
	}

	d.at("2026-02-27 10:00") // a week after the window that counts from the decision
	applicant := d.As("pemohon")
	now := applicant.Get(path)
	require.Empty(t, rights(t, now))
	require.Equal(t, []any{"2026-01-06", "2026-02-20"}, []any{now.Value(t, "finding.from"), now.Value(t, "finding.last_date")})
	require.Equal(t, []any{"objections"}, now.Value(t, "allowed_actions"))
	for _, day := range []string{"2026-01-05", "2026-02-28", "kemarin"} {
		apitest.Pointers(t, applicant.Post(path+"/objections", found(day)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/found_on")
	}
	applicant.Post(path+"/objections", found("2026-01-06")).Problem(t, http.StatusConflict, "information.no_right")
	once := apitest.Header{"Idempotency-Key", "keberatan-1"}
	filed := applicant.Post(path+"/objections", found("2026-01-20"), once).Want(t, http.StatusCreated)
	require.Equal(t, "2026-01-20", objection(t, filed)["found_on"])
	again := applicant.Post(path+"/objections", found("2026-01-20"), once).Want(t, http.StatusCreated)
	require.Equal(t, []any{objection(t, filed)["id"], "true"}, []any{objection(t, again)["id"], again.Header.Get("Idempotency-Replayed")})
	applicant.Post(path+"/objections", found("2026-01-21"), once).Problem(t, http.StatusUnprocessableEntity, "idempotency.mismatch")
	require.Nil(t, applicant.Get(path).Value(t, "finding"), "somebody objected already")
}

// The register has its columns, is complete, and is for few; what people wrote
// never becomes a formula.
func TestRegisterOfInformationRequests(t *testing.T) {
	t.Parallel()
	d := desk{apitest.New(t), t}
	number := d.file("pemohon", "=HYPERLINK(\"http://x\")", map[string]any{"purpose": "+1", "address": "Tarakan", "occupation": "Guru", "access": "softcopy", "detail": "Menurut tahun."})
	guests, _ := d.asGuest("@SUM(A1)")
	d.As("pemohon").Submit(t, "Bukan permintaan informasi")
	ppid := d.As("ppid")
	items := func(query string) []any {
		return ppid.Get("/information-requests"+query).Want(t, http.StatusOK).Value(t, "items").([]any)
	}
	require.Len(t, items(""), 2, "also what the PPID does not hold yet")
	for query, want := range map[string]int{
		"?q=hyperlink": 1, "?status=done": 0, "?status=waiting": 2, "?objection=true": 0, "?overdue=true": 0, "?from=2026-01-05&to=2026-01-05": 2, "?from=2026-01-06": 0,
	} {
		require.Len(t, items(query), want, query)
	}
	page := ppid.Get("/information-requests?limit=1&sort=submitted_at")
	require.Len(t, ppid.Get("/information-requests?limit=1&sort=submitted_at&cursor="+page.String(t, "next_cursor")).Want(t, http.StatusOK).Value(t, "items"), 1)
	for query, pointer := range map[string]string{"?from=x": "/from", "?status=lost": "/status", "?objection=1": "/objection", "?limit=0": "/limit", "?cursor=x": "/cursor"} {
		apitest.Pointers(t, ppid.Get("/information-requests"+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	for _, username := range []string{"kadis", "auditor", "admin"} {
		d.As(username).Get("/information-requests").Want(t, http.StatusOK)
	}
	for _, username := range []string{"pemohon", "loket", "kabid.aptika", "verifikator"} {
		d.As(username).Get("/information-requests").Want(t, http.StatusForbidden)
		d.As(username).Get("/information-requests/export?format=csv").Want(t, http.StatusForbidden)
	}
	d.Guest().Get("/information-requests").Want(t, http.StatusUnauthorized)

	entry := map[string]any{
		"held": "yes", "form": "soft", "access": "", "decision": "rejected", "ground": "Dikecualikan.", "notified_on": "2026-01-05", "provided_on": "", "cost": 5000, "payment": "Tunai",
	}
	put := func(c *apitest.Client, body any, headers ...apitest.Header) *apitest.Answer {
		return c.Send(http.MethodPut, "/information-requests/"+number+"/entry", "application/json", apitest.JSON(t, body), headers...)
	}
	now := ppid.Get("/information-requests/" + number).IfMatch()
	put(d.As("kadis"), entry, now).Want(t, http.StatusForbidden)
	put(ppid, entry).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	apitest.Pointers(t, put(ppid, map[string]any{"decision": "rejected", "held": "maybe", "cost": -1}, now).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/held", "/ground", "/cost")
	put(ppid, entry, now).Want(t, http.StatusOK)
	put(ppid, entry, now).Problem(t, http.StatusPreconditionFailed, "version.stale")
	kept := put(ppid, entry, ppid.Get("/information-requests/"+number).IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, []any{"Tarakan", "Guru", "+1"}, []any{kept.Value(t, "entry.address"), kept.Value(t, "entry.occupation"), kept.Value(t, "entry.purpose")}, "as the request says")
	right := map[string]any{"address": " Nunukan ", "occupation": "", "information": "Anggaran 2026", "purpose": "Penelitian", "cost": 0}
	other := "/information-requests/" + guests
	mended := ppid.Send(http.MethodPut, other+"/entry", "application/json", apitest.JSON(t, right), ppid.Get(other).IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, []any{"Nunukan", "", "Anggaran 2026", "Penelitian"},
		[]any{mended.Value(t, "entry.address"), mended.Value(t, "entry.occupation"), mended.Value(t, "entry.information"), mended.Value(t, "entry.purpose")})

	csvFile := ppid.Get("/information-requests/export?format=csv").Want(t, http.StatusOK)
	require.Contains(t, csvFile.Header.Get("Content-Disposition"), "register-informasi.csv")
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(csvFile.Body, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Len(t, table, 3)
	require.Equal(t, []string{guests, "2026-01-05", "'@SUM(A1)", "Nunukan", "warga@example.org", "", "Anggaran 2026", "Penelitian"}, table[1][:8])
	require.Equal(t, []string{number, "2026-01-05", "Siti Rahmawati", "Tarakan"}, table[2][:4])
	require.Equal(t, []string{"Guru", `'=HYPERLINK("http://x"): Menurut tahun.`, "'+1", "Dikuasai", "Softcopy", "Salinan softcopy", "Ditolak", "Dikecualikan.", "2026-01-05", "", "5000", "Tunai"}, table[2][5:17])

	workbook, err := excelize.OpenReader(bytes.NewReader(ppid.Get("/information-requests/export?format=xlsx").Want(t, http.StatusOK).Body))
	require.NoError(t, err)
	defer workbook.Close()
	cell, err := workbook.GetCellValue("Register", "G3")
	require.NoError(t, err)
	require.Equal(t, `=HYPERLINK("http://x"): Menurut tahun.`, cell)
	formula, err := workbook.GetCellFormula("Register", "G3")
	require.NoError(t, err)
	require.Empty(t, formula)
	apitest.Pointers(t, ppid.Get("/information-requests/export?format=pdf").Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/format")
	var exports int
	require.NoError(t, d.DB.Read.Raw("SELECT COUNT(*) FROM events WHERE type = 'information_register_exported'").Row().Scan(&exports))
	require.Equal(t, 2, exports)
}
