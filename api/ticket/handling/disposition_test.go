package handling_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// sheets are the dispositions of a request, as somebody sees them.
func (o *office) sheets(t *testing.T, username, number string) (list []ticket.Disposition) {
	t.Helper()
	var answer struct{ Items []ticket.Disposition }
	o.people[username].Get("/tickets/"+number+"/dispositions").Want(t, http.StatusOK).Into(t, &answer)
	return answer.Items
}

// One instance for the life of dispositions: to several, read, withdrawn.
func TestDispositions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	division, copied := map[string]string{"role": "division_head", "unit": "aptika"}, map[string]string{"unit": "sandi"} // a unit is its head
	dispose := func(number string, confidential bool) *apitest.Answer {
		return o.people["kadis"].Act(t, number, "dispositions", map[string]any{
			"to": division, "copies": []any{copied}, "instructions": []string{"follow_up", "report"}, "urgency": "urgent", "due_on": "2026-01-07", "confidential": confidential,
		})
	}
	path := func(number, id, action string) string {
		return fmt.Sprintf("/tickets/%s/dispositions/%s/%s", number, id, action)
	}

	t.Run("several recipients, one responsible, a checklist and a chain", func(t *testing.T) {
		number := o.bring(t, nil)
		require.Equal(t, "division_head", dispose(number, false).Want(t, http.StatusOK).String(t, "holder.role"))
		o.do(t, "kabid.aptika", number, "dispositions")
		list := o.sheets(t, "kabid.aptika", number)
		require.Len(t, list, 2)
		require.Equal(t, []bool{true, false}, []bool{list[0].Recipients[0].Responsible, list[0].Recipients[1].Responsible})
		require.Equal(t, "Tindak lanjuti", list[0].Instructions[0].Text)
		require.Nil(t, list[0].ParentID)
		require.Equal(t, list[0].ID, *list[1].ParentID)
		o.people["kabid.sandi"].Get("/tickets/"+number).Want(t, http.StatusOK)
		o.people["teknis.sandi"].Get("/tickets/"+number).Want(t, http.StatusOK) // the unit follows what its head follows
		o.people["pemohon"].Get("/tickets/"+number+"/dispositions").Problem(t, http.StatusForbidden, "auth.forbidden")
	})

	t.Run("faulty bodies are refused with pointers", func(t *testing.T) {
		number := o.bring(t, nil)
		before := o.traces(t, number)
		for pointer, change := range map[string]map[string]any{
			"/copies/0":       {"copies": []any{division}},
			"/copies/1":       {"copies": []any{copied, copied}},
			"/instructions/0": {"instructions": []string{"terbangkan"}},
			"/instruction":    {"instructions": []string{}},
			"/to":             {"to": map[string]string{"role": "applicant"}},
		} {
			body := map[string]any{"to": division, "instructions": []string{"follow_up"}, "urgency": "normal"}
			for name, value := range change {
				body[name] = value
			}
			apitest.Pointers(t, o.people["kadis"].Act(t, number, "dispositions", body).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
		}
		require.Equal(t, before, o.traces(t, number))
	})

	t.Run("read once by each, and then no longer withdrawn", func(t *testing.T) {
		number := o.bring(t, nil)
		dispose(number, false).Want(t, http.StatusOK)
		id := o.sheets(t, "kadis", number)[0].ID
		require.Equal(t, []string{"withdraw"}, o.sheets(t, "kadis", number)[0].AllowedActions)
		require.Equal(t, []string{"read"}, o.sheets(t, "kabid.sandi", number)[0].AllowedActions)
		for range 2 {
			o.people["kabid.sandi"].Post(path(number, id, "read"), struct{}{}).Want(t, http.StatusOK)
			o.people["loket"].Post(path(number, id, "read"), struct{}{}).Want(t, http.StatusOK) // no recipient: nothing to acknowledge
		}
		var receipts int
		require.NoError(t, o.DB.Read.Raw("SELECT COUNT(*) FROM events WHERE type = 'disposition_read' AND object_id = (SELECT CAST(id AS TEXT) FROM tickets WHERE number = ?)", number).Row().Scan(&receipts))
		require.Equal(t, 1, receipts)
		require.Empty(t, o.sheets(t, "kabid.sandi", number)[0].AllowedActions)
		o.people["kadis"].Act(t, number, "dispositions/"+id+"/withdraw", struct{}{}).Problem(t, http.StatusConflict, "disposition.not_withdrawable")
		for _, unknown := range []string{"1", "01900000-0000-7000-8000-000000000000"} {
			o.people["kadis"].Post(path(number, unknown, "read"), struct{}{}).Problem(t, http.StatusNotFound, "not_found")
		}
		o.people["pemohon"].Post(path(number, id, "read"), struct{}{}).Problem(t, http.StatusForbidden, "auth.forbidden")
		o.do(t, "kabid.aptika", number, "take-up")
		require.NotNil(t, o.sheets(t, "kadis", number)[0].Recipients[0].ReadAt, "who acts on it has read it")
	})

	t.Run("withdrawn by its author alone, after which recipients no longer see what is confidential", func(t *testing.T) {
		number := o.bring(t, nil)
		dispose(number, true).Want(t, http.StatusOK)
		id, version := o.sheets(t, "kadis", number)[0].ID, o.version(t, number)
		o.people["kabid.sandi"].Get("/tickets/"+number).Want(t, http.StatusOK)
		o.people["kabid.aptika"].Act(t, number, "dispositions/"+id+"/withdraw", struct{}{}).Problem(t, http.StatusForbidden, "ticket.not_allowed")
		o.people["kadis"].Post(path(number, id, "withdraw"), struct{}{}, apitest.Header{"If-Match", fmt.Sprintf(`"%d"`, version-1)}).Problem(t, http.StatusPreconditionFailed, "version.stale")
		back := o.people["kadis"].Act(t, number, "dispositions/"+id+"/withdraw", struct{}{}).Want(t, http.StatusOK)
		require.Equal(t, "head", back.String(t, "holder.role"))
		require.Equal(t, "normal", back.String(t, "urgency"), "as before it was disposed")
		for _, username := range []string{"kabid.aptika", "kabid.sandi"} {
			o.people[username].Get("/tickets/"+number).Problem(t, http.StatusNotFound, "not_found")
			o.people[username].Get("/tickets/"+number+"/dispositions").Problem(t, http.StatusNotFound, "not_found")
		}
		require.NotNil(t, o.sheets(t, "kadis", number)[0].WithdrawnAt)
		o.people["kadis"].Act(t, number, "dispositions/"+id+"/withdraw", struct{}{}).Problem(t, http.StatusConflict, "disposition.not_withdrawable")
		dispose(number, true).Want(t, http.StatusOK)
	})
}

// The limit of information requests is extended at the very instant at which it
// ends (calendar.MayExtend), but no later; and once.
func TestExtensionOnTheLastInstant(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	due := time.Date(2026, 1, 20, 8, 0, 0, 0, time.UTC)
	deeds := [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"ppid", "take-up"}}
	first, second := o.bringFor(t, "informasi-publik", deeds), o.bringFor(t, "informasi-publik", deeds)
	extend := func(number string) *apitest.Answer {
		return o.people["ppid"].Act(t, number, "extend", map[string]string{"reason": "Masih dihimpun."})
	}
	o.at(t, due)
	require.Contains(t, o.people["ppid"].Get("/tickets/"+first).Value(t, "allowed_actions"), "extend")
	require.Equal(t, "2026-01-29T08:00:00Z", extend(first).Want(t, http.StatusOK).String(t, "due_at"))
	extend(first).Problem(t, http.StatusForbidden, "ticket.not_allowed")
	o.at(t, due.Add(time.Minute))
	before := o.traces(t, second)
	require.NotContains(t, o.people["ppid"].Get("/tickets/"+second).Value(t, "allowed_actions"), "extend")
	extend(second).Problem(t, http.StatusForbidden, "ticket.not_allowed")
	require.Equal(t, before, o.traces(t, second))
}

// What waits outside, extended time and branches, on one instance.
func TestWaitsExtensionAndBranches(t *testing.T) {
	t.Parallel()
	o := newOffice(t)

	t.Run("the register of a wait is read from its events", func(t *testing.T) {
		number := o.bringFor(t, "rekomendasi-aplikasi", toKomdigi)
		waiting := o.do(t, "teknis.aptika", number, "external-waits")
		require.Equal(t, "external", waiting.String(t, "waiting_for"))
		o.do(t, "teknis.aptika", number, "resume")
		var seen ticket.Ticket
		o.people["pemohon"].Get("/tickets/"+number).Want(t, http.StatusOK).Into(t, &seen)
		require.Len(t, seen.ExternalWaits, 1)
		wait := seen.ExternalWaits[0]
		require.Equal(t, ticket.WaitInput{Body: "BPS", Reference: "500.12/31/DKISP", URL: "https://romantik.bps.go.id", Reason: "Nomor rekomendasi."}, wait.WaitInput)
		require.Equal(t, "komdigi", wait.Step)
		require.Equal(t, "Jawaban diterima.", wait.Note)
		require.NotNil(t, wait.EndedAt)
		require.Nil(t, seen.WaitingFor)
		p := o.people["teknis.aptika"].Act(t, number, "external-waits", map[string]any{"body": "", "reference": "", "reason": "", "url": "ftp://x"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/body", "/reference", "/reason", "/url")
	})

	t.Run("extended once by seven working days", func(t *testing.T) {
		number := o.bringFor(t, "informasi-publik", [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"ppid", "take-up"}})
		before := o.people["ppid"].Get("/tickets/" + number)
		require.Equal(t, "2026-01-20T08:00:00Z", before.String(t, "due_at"))
		require.Equal(t, "2026-01-29T08:00:00Z", o.do(t, "ppid", number, "extend").String(t, "due_at"))
		o.people["ppid"].Act(t, number, "extend", map[string]string{"reason": "Lagi."}).Problem(t, http.StatusForbidden, "ticket.not_allowed")
		require.Equal(t, 7.0, o.people["ppid"].Get("/tickets/"+number+"/deadline").Value(t, "extension"))
	})

	t.Run("whose opinion is asked for has the request in their inbox until they have given it", func(t *testing.T) {
		o.reviewedService(t)
		inbox := func(username string) []any {
			list := o.people[username].Get("/tickets?holder=me").Want(t, http.StatusOK).Value(t, "items").([]any)
			counts := o.people[username].Get("/tickets/counts?holder=me").Want(t, http.StatusOK)
			require.Equal(t, float64(len(list)), counts.Value(t, "total"), username)
			return list
		}
		before := len(inbox("kabid.sandi"))
		number := o.bringFor(t, "telaah-uji", [][2]string{{"loket", "take-up"}, {"loket", "forward"}})
		o.do(t, "teknis.aptika", number, "take-up")
		var seen ticket.Ticket
		o.people["kabid.sandi"].Get("/tickets/"+number).Want(t, http.StatusOK).Into(t, &seen)
		require.Contains(t, seen.AllowedActions, ticket.Review)
		require.Nil(t, seen.Reviewers[0].Opinion)
		require.Len(t, inbox("kabid.sandi"), before+1)
		require.Empty(t, inbox("teknis.sandi"), "it is the head who is asked")
		o.do(t, "kabid.sandi", number, "reviews")
		require.Len(t, inbox("kabid.sandi"), before)
		o.people["verifikator"].Get("/tickets/"+number).Want(t, http.StatusOK).Into(t, &seen)
		require.Equal(t, o.Actor("kabid.sandi").ID, seen.Reviewers[0].Opinion.By.ID)
		require.Len(t, inbox("verifikator"), 1, "the other one is still asked")
	})

	t.Run("a failed verification goes along its branch, with a reason", func(t *testing.T) {
		number := o.bringFor(t, "tte", toBSrE)
		p := o.people["verifikator"].Act(t, number, "forward", map[string]string{"branch": "verification_failed"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/note")
		again := o.people["verifikator"].Act(t, number, "forward", map[string]string{"branch": "verification_failed", "note": "NIK tidak sesuai."}).Want(t, http.StatusOK)
		require.Equal(t, "pendaftaran", again.String(t, "step.key"))
		p = o.people["verifikator"].Act(t, number, "forward", map[string]string{"branch": "verification_failed", "note": "x"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/branch")
	})

	t.Run("the clock stands while the applicant does their own step, whoever confirms it", func(t *testing.T) {
		number := o.bringFor(t, "tte", situations["at the applicant's step"].deeds)
		require.Nil(t, o.people["pemohon"].Get("/tickets/"+number).Value(t, "due_at"))
		apitest.Pointers(t, o.people["verifikator"].Act(t, number, "resume", struct{}{}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/note")
		confirmed := o.people["verifikator"].Act(t, number, "resume", map[string]string{"note": "Dikonfirmasi lewat telepon."}).Want(t, http.StatusOK)
		require.Equal(t, "verifikasi-akhir", confirmed.String(t, "step.key"))
		require.NotNil(t, confirmed.Value(t, "due_at"))
	})

	t.Run("steps show their targets and when they are due", func(t *testing.T) {
		number := o.bringFor(t, "pse", [][2]string{{"loket", "take-up"}, {"loket", "forward"}})
		var seen ticket.Ticket
		o.people["kadis"].Get("/tickets/"+number).Want(t, http.StatusOK).Into(t, &seen)
		require.Equal(t, apitest.Start, *seen.Steps[1].EnteredAt)
		require.Equal(t, apitest.Start.Add(3_600_000_000_000), *seen.Steps[1].DueAt, "60 working minutes")
		require.Nil(t, seen.Steps[2].EnteredAt, "not come to yet")
		o.at(t, apitest.Start.Add(20*time.Minute))
		o.do(t, "kadis", number, "dispositions")
		o.people["kadis"].Get("/tickets/"+number).Want(t, http.StatusOK).Into(t, &seen)
		var account ticket.Deadline
		o.people["kadis"].Get("/tickets/"+number+"/deadline").Want(t, http.StatusOK).Into(t, &account)
		due := []string{}
		for i, target := range account.Steps {
			require.Equal(t, seen.Steps[i+1].DueAt, target.DueAt, "one rule; the first step has no duration")
			due = append(due, target.DueAt.In(apitest.Start.Location()).Format("02 15:04"))
		}
		require.Equal(t, []string{"05 02:00", "05 02:20", "05 04:50", "05 07:50"}, due,
			"done and current: from when they were come to; upcoming: after the current one")
	})
}
