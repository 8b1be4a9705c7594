package handling_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// The NIK of a certificate's holder, and a guest's copy of an identity card,
// are whole for their owner and for who deals with the request.
func TestPersonalDataIsWholeOnlyForItsOwnerAndForWhomTheWorkNeedsIt(t *testing.T) {
	t.Parallel()
	const whole, end = "6501045204880001", "••••••••••••0001"
	s := apitest.New(t)

	applicant, desk, head, guest := s.As("pemohon"), s.As("loket"), s.As("kadis"), s.Guest()
	number := applicant.PostForm("/tickets", apitest.Submission(t, "tte", "Sertifikat")).Want(t, http.StatusCreated).String(t, "number")
	path := "/tickets/" + number

	sees := func(c *apitest.Client, nik string, masked, mayUnmask bool) {
		t.Helper()
		read := c.Get(path).Want(t, http.StatusOK)
		require.Equal(t, nik, read.String(t, "answers.nik"))
		require.Equal(t, masked, read.Value(t, "masked"))
		require.Equal(t, mayUnmask, read.Value(t, "may_unmask"))
	}
	sees(applicant, whole, false, false)
	sees(desk, end, true, true)
	for _, name := range []string{"kadis", "auditor", "admin"} {
		sees(s.As(name), end, true, false)
	}
	applicant.Post(path+"/unmask", nil).Problem(t, http.StatusForbidden, "auth.forbidden")
	s.As("auditor").Post(path+"/unmask", nil).Problem(t, http.StatusForbidden, "auth.forbidden")
	head.Post(path+"/unmask", nil).Problem(t, http.StatusForbidden, "ticket.not_needed")
	s.As("teknis.aptika").Post(path+"/unmask", nil).Problem(t, http.StatusNotFound, "not_found")
	looks := func() []any {
		return s.As("auditor").Get("/audit-log?type=looked_at").Want(t, http.StatusOK).Value(t, "items").([]any)
	}
	require.Empty(t, looks(), "who was refused saw nothing")

	require.Equal(t, map[string]any{"nik": whole}, desk.Post(path+"/unmask", nil).Want(t, http.StatusOK).Value(t, "answers"))
	look := looks()[0].(map[string]any)
	require.Equal(t, s.Actor("loket").ID, look["actor"].(map[string]any)["id"])
	told := func(c *apitest.Client) string { return string(c.Get(path+"/events").Want(t, http.StatusOK).Body) }
	require.Contains(t, told(head), `"looked_at"`)
	require.NotContains(t, told(applicant), `"looked_at"`)

	// What is masked is never written back, and the record of a mended answer holds no NIK.
	desk.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
	desk.Act(t, number, "return", map[string]any{"reason": "NIK keliru."}).Want(t, http.StatusOK)
	mended := applicant.Get(path).Want(t, http.StatusOK)
	answers := mended.Value(t, "answers").(map[string]any)
	answers["nik"] = end
	problem := applicant.Post(path+"/resubmit", map[string]any{"answers": answers}, mended.IfMatch()).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	require.Equal(t, "personal.masked", problem.Errors[0].Code)
	answers["nik"] = "6501045204880002"
	applicant.Post(path+"/resubmit", map[string]any{"answers": answers}, mended.IfMatch()).Want(t, http.StatusOK)
	record := s.As("auditor").Get("/audit-log?type=resubmitted").Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)
	recorded := string(s.As("auditor").Get("/audit-log/"+record).Want(t, http.StatusOK).Body)
	for _, body := range []string{told(head), told(applicant), recorded} {
		require.NotContains(t, body, whole)
		require.Contains(t, body, end)
	}
	applicant.Act(t, number, "cancel", map[string]string{"reason": "Batal."}).Want(t, http.StatusOK)
	desk.Post(path+"/unmask", nil).Problem(t, http.StatusForbidden, "ticket.not_needed")

	// Who answers for a closed request still looks, and says why.
	require.Equal(t, true, head.Get(path).Want(t, http.StatusOK).Value(t, "unmask_with_reason"))
	apitest.Pointers(t, head.Post(path+"/unmask", map[string]string{"reason": " "}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/reason")
	require.Equal(t, map[string]any{"nik": "6501045204880002"}, head.Post(path+"/unmask", map[string]string{"reason": "Sengketa"}).Want(t, http.StatusOK).Value(t, "answers"))
	record = looks()[0].(map[string]any)["id"].(string)
	require.Contains(t, string(s.As("auditor").Get("/audit-log/"+record).Want(t, http.StatusOK).Body), "Sengketa")
	for _, name := range []string{"auditor", "admin", "loket"} {
		require.Equal(t, false, s.As(name).Get(path).Want(t, http.StatusOK).Value(t, "may_unmask"), name)
	}

	// A copy of an identity card is a file, and goes the same way.
	filed := guest.PostForm("/public/tickets", complaint(t)).Want(t, http.StatusCreated)
	number = filed.String(t, "number")
	head.Act(t, number, "take-up", struct{}{}).Want(t, http.StatusOK)
	head.Act(t, number, "return", map[string]any{"reason": "Lampirkan KTP."}).Want(t, http.StatusOK)
	with := "?code=" + url.QueryEscape(filed.String(t, "code"))
	again := guest.Get("/public/tickets/"+number+with).Want(t, http.StatusOK)
	guest.PostForm("/public/tickets/"+number+"/resubmit"+with, apitest.NewForm().File("files[evidence]", "ktp.pdf", apitest.PDF(t, "KTP")), again.IfMatch()).Want(t, http.StatusOK)
	files := head.Get("/tickets/"+number).Want(t, http.StatusOK).Value(t, "attachments").([]any)
	card := files[len(files)-1].(map[string]any)
	require.Equal(t, "evidence", card["field"])
	content := "/attachments/" + card["id"].(string) + "/content"
	head.Get(content).Want(t, http.StatusOK)
	aptika := s.As("kabid.aptika")
	head.Act(t, number, "dispositions", map[string]any{"to": map[string]string{"unit": "aptika"}, "instruction": "Jawab.", "urgency": "normal"}).Want(t, http.StatusOK)
	aptika.Act(t, number, "forward", struct{}{}).Want(t, http.StatusOK)
	secretary := s.As("sekretaris")
	secretary.ActForm(t, number, "reject", apitest.NewForm().Field("reason", "x").File("letter", "a.pdf", apitest.PDF(t, "x"))).Want(t, http.StatusOK)
	aptika.Post("/tickets/"+number+"/unmask", map[string]string{"reason": "Keberatan"}).Problem(t, http.StatusForbidden, "ticket.not_needed")
	secretary.Get(content).Problem(t, http.StatusForbidden, "ticket.reason_first")
	secretary.Post("/tickets/"+number+"/unmask", map[string]string{"reason": "Keberatan"}).Want(t, http.StatusOK)
	secretary.Get(content).Want(t, http.StatusOK)
	head.Get(content).Problem(t, http.StatusForbidden, "ticket.reason_first")
	s.Clock.Advance(61 * time.Minute)
	s.As("sekretaris").Get(content).Problem(t, http.StatusForbidden, "ticket.reason_first")
	s.As("auditor").Get(content).Problem(t, http.StatusForbidden, "ticket.not_needed")
	s.As("admin").Get(content).Problem(t, http.StatusForbidden, "ticket.not_needed")
	require.NotEmpty(t, s.As("auditor").Get("/audit-log?type=downloaded").Want(t, http.StatusOK).Value(t, "items"))
}
