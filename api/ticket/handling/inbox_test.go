package handling_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

func dispose(to map[string]string) map[string]any {
	return map[string]any{"to": to, "instruction": "Tindak lanjuti.", "urgency": "urgent"}
}

func TestInboxIsCountedAndTakenUpInBulk(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant, counter, head, division := s.As("pemohon"), s.As("loket"), s.As("kadis"), s.As("kabid.aptika")
	var numbers []string
	for i := range 5 {
		numbers = append(numbers, applicant.Submit(t, fmt.Sprintf("Subdomain nomor %d", i)).String(t, "number"))
	}
	counts := func(c *apitest.Client, query string) (n ticket.Counts) {
		c.Get("/tickets/counts"+query).Want(t, http.StatusOK).Into(t, &n)
		return n
	}
	listed := func(c *apitest.Client, query string) (found []string) {
		var list struct{ Items []ticket.Summary }
		c.Get("/tickets"+query).Want(t, http.StatusOK).Into(t, &list)
		for _, item := range list.Items {
			found = append(found, item.Number)
		}
		return found
	}

	seen := func(number string, version int64) map[string]any {
		return map[string]any{"number": number, "version": version}
	}
	var result struct{ Items []ticket.BulkTakeUp }
	counter.Post("/tickets/bulk-take-up", map[string]any{"tickets": []any{
		seen(numbers[0], 1), seen("TKT-20260105-0099", 1), seen(numbers[1], 7), seen(numbers[2], 1),
	}}).Want(t, http.StatusOK).Into(t, &result)
	require.Equal(t, []bool{true, false, false, true}, []bool{result.Items[0].Taken, result.Items[1].Taken, result.Items[2].Taken, result.Items[3].Taken})
	require.Equal(t, int64(2), *result.Items[0].Version)
	require.Equal(t, "not_found", result.Items[1].Problem.Code)
	require.Equal(t, "version.stale", result.Items[2].Problem.Code)
	require.Equal(t, "in_progress", counter.Get("/tickets/"+numbers[2]).String(t, "status"))
	require.Equal(t, "waiting", counter.Get("/tickets/"+numbers[1]).String(t, "status"), "nothing happened to what was refused")
	var events struct{ Items []ticket.Event }
	counter.Get("/tickets/"+numbers[0]+"/events").Into(t, &events)
	require.Equal(t, []string{"agenda_entered", "taken_up"}, []string{events.Items[1].Type, events.Items[2].Type})
	online := counter.Get("/tickets/"+numbers[0]).Want(t, http.StatusOK)
	require.Equal(t, "0001/2026", online.String(t, "intake.agenda_number"), "S2: what comes online is entered in the agenda too")
	require.Equal(t, "online", online.String(t, "intake.channel"))
	require.Len(t, counter.Get("/tickets?q=0001%2F2026").Want(t, http.StatusOK).Value(t, "items"), 1)
	require.Nil(t, counter.Get("/tickets/"+numbers[1]).Value(t, "intake"), "nobody has dealt with it")

	head.Post("/tickets/bulk-take-up", map[string]any{"tickets": []any{}}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	twice := []any{seen(numbers[1], 1), seen(numbers[1], 1)}
	head.Post("/tickets/bulk-take-up", map[string]any{"tickets": twice}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	many := []any{}
	for i := range 51 {
		many = append(many, seen(fmt.Sprint(i), 1))
	}
	head.Post("/tickets/bulk-take-up", map[string]any{"tickets": many}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	applicant.Post("/tickets/bulk-take-up", map[string]any{"tickets": many[:1]}).Problem(t, http.StatusForbidden, "auth.forbidden")

	counter.Act(t, numbers[0], "return", map[string]any{"reason": "Surat belum ditandatangani.", "points": []any{}}).Want(t, http.StatusOK)
	head.Act(t, numbers[3], "dispositions", dispose(map[string]string{"role": "division_head", "unit": "aptika"})).Want(t, http.StatusOK)
	head.Act(t, numbers[4], "dispositions", map[string]any{
		"to": map[string]string{"role": "division_head", "unit": "aptika"}, "instruction": "Rahasia.", "urgency": "very_urgent", "confidential": true,
	}).Want(t, http.StatusOK)

	mine := counts(counter, "?holder=me")
	require.Equal(t, []int64{2, 1, 1, 0}, []int64{mine.Total, mine.Waiting, mine.InProgress, mine.Overdue})
	require.Equal(t, int64(1), counts(counter, "?returned_by=me").Returned)
	require.Zero(t, counts(head, "?returned_by=me").Total, "the head returned none")
	require.Equal(t, []string{numbers[0]}, listed(counter, "?returned_by=me"))
	require.Equal(t, int64(5), counts(head, "").Total)
	theirs := counts(division, "?holder=me")
	require.Equal(t, int64(2), theirs.Total)
	require.Len(t, theirs.Steps, 1)
	require.Equal(t, int64(2), theirs.Steps[0].Count)
	require.Equal(t, "Tindak lanjut Kepala Bidang APTIKA", *theirs.Steps[0].Name)
	require.Equal(t, numbers[3:], listed(division, "?sort=number&step="+theirs.Steps[0].Key))
	require.Equal(t, numbers[4:], listed(division, "?urgency=very_urgent&confidential=true&open=true"))
	require.Zero(t, counts(s.As("kabid.sandi"), "").Total, "another unit counts nothing")
	require.Equal(t, int64(5), counts(applicant, "").Total, "the applicant counts their own")

	require.Zero(t, counts(head, "").DueSoon)
	s.Clock.Set(time.Date(2026, 1, 7, 1, 0, 0, 0, time.UTC)) // due on Thursday, 8 January, at closing time
	head = s.As("kadis")                                     // the clock has ended the earlier sign-in
	soon := counts(head, "?due_soon=true")
	require.Equal(t, []int64{4, 4, 0}, []int64{soon.Total, soon.DueSoon, soon.Overdue}, "the returned one has no due time")
	require.Len(t, listed(head, "?due_soon=true"), 4)
	s.Clock.Set(time.Date(2026, 1, 9, 1, 0, 0, 0, time.UTC))
	head = s.As("kadis")
	require.Equal(t, int64(4), counts(head, "?overdue=true").Overdue)
	head.Get("/tickets/counts?urgency=x").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	s.Guest().Get("/tickets/counts").Problem(t, http.StatusUnauthorized, "auth.signed_out")
}

func TestViewsArePersonal(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	counter, head := s.As("loket"), s.As("kadis")
	view := map[string]any{"name": "Terlambat", "query": "overdue=true"}
	saved := counter.Post("/me/views", view).Want(t, http.StatusCreated)
	path := "/me/views/" + saved.String(t, "id")
	require.Equal(t, "/api/v1"+path, saved.Header.Get("Location"))
	apitest.Pointers(t, counter.Post("/me/views", view).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/name")
	apitest.Pointers(t, counter.Post("/me/views", map[string]any{"name": " ", "query": ""}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/name")
	apitest.Pointers(t, counter.Post("/me/views", map[string]any{"name": "X", "query": "a=%zz"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/query")

	put := func(c *apitest.Client, body any, headers ...apitest.Header) *apitest.Answer {
		return c.Send(http.MethodPut, path, "application/json", apitest.JSON(t, body), headers...)
	}
	view["query"] = "overdue=true&urgency=urgent"
	put(counter, view).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	put(head, view, saved.IfMatch()).Problem(t, http.StatusNotFound, "not_found")
	changed := put(counter, view, saved.IfMatch()).Want(t, http.StatusOK)
	require.Equal(t, "overdue=true&urgency=urgent", changed.String(t, "query"))
	put(counter, view, saved.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
	counter.Send(http.MethodPut, "/me/views/x", "application/json", apitest.JSON(t, view), saved.IfMatch()).Problem(t, http.StatusNotFound, "not_found")

	var mine struct{ Items []ticket.View }
	head.Get("/me/views").Want(t, http.StatusOK).Into(t, &mine)
	require.Empty(t, mine.Items)
	for i := range 19 {
		counter.Post("/me/views", map[string]any{"name": fmt.Sprint(i), "query": ""}).Want(t, http.StatusCreated)
	}
	counter.Post("/me/views", map[string]any{"name": "satu lagi", "query": ""}).Problem(t, http.StatusConflict, "view.too_many")
	counter.Get("/me/views").Into(t, &mine)
	require.Len(t, mine.Items, 20)

	head.Delete(path, changed.IfMatch()).Problem(t, http.StatusNotFound, "not_found")
	counter.Delete(path).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	counter.Delete(path, saved.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
	counter.Delete(path, changed.IfMatch()).Want(t, http.StatusNoContent)
	counter.Delete(path, changed.IfMatch()).Problem(t, http.StatusNotFound, "not_found")
}

func TestDuplicatesAreHintedWithinTheScope(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant, other, counter, head := s.As("pemohon"), s.As("pemohon2"), s.As("loket"), s.As("kadis")
	file := func(c *apitest.Client, service, subject string, letter []byte) string {
		return c.PostForm("/tickets", apitest.Answering(t, service, nil).Field("subject", subject).File("letter", "surat.pdf", letter)).
			Want(t, http.StatusCreated).String(t, "number")
	}
	hints := func(c *apitest.Client, path string) map[string][]string {
		var list struct{ Items []ticket.Duplicate }
		c.Get(path).Want(t, http.StatusOK).Into(t, &list)
		found := map[string][]string{}
		for _, hint := range list.Items {
			found[hint.Number] = hint.Reasons
		}
		return found
	}
	letter := apitest.PDF(t, "surat")
	first := file(applicant, "subdomain", "Subdomain untuk portal imunisasi", letter)
	again := file(applicant, "subdomain", "SUBDOMAIN portal imunisasi.", apitest.PDF(t, "lain"))
	unlike := file(applicant, "subdomain", "Subdomain rujukan", apitest.PDF(t, "rujukan"))
	same := file(other, "email", "Email sekolah", letter)

	require.Equal(t, map[string][]string{again: {"subject"}, same: {"file"}}, hints(counter, "/tickets/"+first+"/duplicates"))
	require.Equal(t, map[string][]string{again: {"subject"}}, hints(applicant, "/tickets/"+first+"/duplicates"), "the other agency's request stays hidden")
	require.Empty(t, hints(counter, "/tickets/"+unlike+"/duplicates"))
	counter.Get("/tickets/TKT-20260105-0099/duplicates").Problem(t, http.StatusNotFound, "not_found")
	other.Get("/tickets/"+first+"/duplicates").Problem(t, http.StatusNotFound, "not_found")

	head.Act(t, same, "dispositions", map[string]any{
		"to": map[string]string{"role": "division_head", "unit": "sandi"}, "instruction": "Rahasia.", "urgency": "normal", "confidential": true,
	}).Want(t, http.StatusOK)
	require.NotContains(t, hints(s.As("auditor"), "/tickets/"+first+"/duplicates"), same, "what is confidential does not show through its file")
	require.Contains(t, hints(head, "/tickets/"+first+"/duplicates"), same)

	like := "/tickets/similar?service_type=subdomain&subject=portal+imunisasi+subdomain"
	require.Equal(t, map[string][]string{first: {"subject"}, again: {"subject"}}, hints(applicant, like))
	require.Empty(t, hints(other, like))
	require.Len(t, hints(counter, like+"&organisation="+counter.Get("/tickets/"+first).String(t, "organisation.id")), 2)
	require.Len(t, hints(counter, like+"&applicant="+s.Actor("pemohon").ID), 2)
	require.Empty(t, hints(counter, like+"&applicant="+s.Actor("pemohon2").ID))
	require.Empty(t, hints(other, like+"&applicant="+s.Actor("pemohon").ID), "what one may not read is no hint")
	require.Empty(t, hints(applicant, "/tickets/similar?service_type=email&subject=portal+imunisasi+subdomain"))
	applicant.Get("/tickets/similar?service_type=email").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	applicant.Act(t, again, "cancel", map[string]string{"reason": "Sudah ada."}).Want(t, http.StatusOK)
	require.NotContains(t, hints(applicant, like), again, "a closed request does not stand in the way")
	require.Contains(t, hints(applicant, "/tickets/"+first+"/duplicates"), again, "but is recent")
	s.Clock.Advance(91 * 24 * time.Hour)
	require.Empty(t, hints(s.As("pemohon"), "/tickets/"+first+"/duplicates"))
}

// recording is a form that records a request which came on paper.
func recording(fields map[string]string, letter []byte) *apitest.Form {
	all := map[string]string{
		"channel": "paper", "received_at": "2026-01-05T08:30:00+08:00", "letter_number": "045/12/DINKES", "letter_date": "2026-01-02",
		"service_type": "subdomain", "subject": "Subdomain portal gizi", "name": "Hasan", "contact": "0812000111", "agency": "Yayasan Sehat",
	}
	for name, value := range fields {
		all[name] = value
	}
	form := apitest.NewForm()
	for name, value := range all {
		if value != "" {
			form.Field(name, value)
		}
	}
	if letter != nil {
		form.File("letter", "pindaian.pdf", letter)
	}
	return form
}

func TestCounterRecordsWhatCameOnPaper(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	s.Clock.Set(time.Date(2026, 1, 7, 2, 0, 0, 0, time.UTC)) // Wednesday, 10.00 WITA
	counter := s.As("loket")
	letter := apitest.PDF(t, "surat")
	late := map[string]string{"late_reason": "Kantor pindah."}

	made := counter.PostForm("/tickets/recorded", recording(late, letter), apitest.Header{"Idempotency-Key", "satu"}).Want(t, http.StatusCreated)
	number := made.String(t, "number")
	require.Equal(t, "TKT-20260107-0001", number, "the number is of the day of recording")
	require.Equal(t, "2026-01-05T00:30:00Z", made.String(t, "submitted_at"))
	require.Equal(t, "2026-01-08T08:00:00Z", made.String(t, "due_at"), "the clock runs from the receipt")
	require.Equal(t, "0001/2026", made.String(t, "intake.agenda_number"))
	require.Equal(t, "2026-01-02", made.String(t, "intake.letter_date"))
	require.Equal(t, "Yayasan Sehat", made.String(t, "organisation.name"))
	require.Equal(t, "0812000111", made.String(t, "guest_contact"))
	code := made.String(t, "code")
	require.Equal(t, number, s.Guest().Get("/public/tickets/"+number+"?code="+code).Want(t, http.StatusOK).String(t, "number"), "whoever came without an account follows it")

	again := counter.PostForm("/tickets/recorded", recording(late, letter), apitest.Header{"Idempotency-Key", "satu"}).Want(t, http.StatusCreated)
	require.Equal(t, number, again.String(t, "number"))
	require.Equal(t, code, again.String(t, "code"), "a lost answer does not cost the applicant the code")
	var kept string
	require.NoError(t, s.DB.Read.Raw("SELECT answer FROM idempotency_keys").Row().Scan(&kept))
	require.NotContains(t, kept, code, "which is not kept in the clear")

	var events struct{ Items []ticket.Event }
	counter.Get("/tickets/"+number+"/events").Into(t, &events)
	require.Len(t, events.Items, 1)
	require.Equal(t, "recorded", events.Items[0].Type)
	require.Equal(t, "front_office", events.Items[0].Actor.Role)
	require.JSONEq(t, `{"number":"TKT-20260107-0001","service_type":"subdomain","subject":"Subdomain portal gizi","due_at":"2026-01-08T08:00:00Z",
		"channel":"paper","agenda_number":"0001/2026","letter_number":"045/12/DINKES","letter_date":"2026-01-02",
		"received_at":"2026-01-05T00:30:00Z","recorded_at":"2026-01-07T02:00:00Z","reason":"Kantor pindah."}`, string(events.Items[0].Data))

	var found struct{ Items []ticket.ApplicantOption }
	counter.Get("/applicants?q=SITI+kesehatan").Want(t, http.StatusOK).Into(t, &found)
	require.Len(t, found.Items, 1)
	own := counter.PostForm("/tickets/recorded", recording(map[string]string{
		"channel": "phone", "received_at": "2026-01-07T09:55:00+08:00", "applicant_id": found.Items[0].ID,
		"name": "", "contact": "", "agency": "", "letter_number": "", "letter_date": "",
	}, nil)).Want(t, http.StatusCreated)
	require.Equal(t, "0002/2026", own.String(t, "intake.agenda_number"))
	require.Equal(t, "Dinas Kesehatan", own.String(t, "organisation.name"))
	require.Nil(t, own.Value(t, "code"))
	seen := s.As("pemohon").Get("/tickets/"+own.String(t, "number")).Want(t, http.StatusOK)
	require.Equal(t, "Siti Rahmawati", seen.String(t, "applicant.name"), "the owner of the account sees it")
	require.Equal(t, "phone", seen.String(t, "intake.channel"))

	for _, tc := range map[string]struct {
		fields  map[string]string
		letter  []byte
		pointer string
	}{
		"the future":                   {map[string]string{"received_at": "2026-01-07T10:01:00+08:00"}, letter, "/received_at"},
		"the wrong year":               {map[string]string{"received_at": "2025-01-05T10:00:00+08:00", "late_reason": "x"}, letter, "/received_at"},
		"not a time":                   {map[string]string{"received_at": "kemarin"}, letter, "/received_at"},
		"late without a reason":        {nil, letter, "/late_reason"},
		"a letter from after":          {map[string]string{"letter_date": "2026-01-06", "late_reason": "x"}, letter, "/letter_date"},
		"nobody":                       {map[string]string{"name": "", "late_reason": "x"}, letter, "/name"},
		"unreachable":                  {map[string]string{"contact": "", "late_reason": "x"}, letter, "/contact"},
		"an account that is no person": {map[string]string{"applicant_id": "0199c0de-0000-7000-8000-000000000000", "late_reason": "x"}, letter, "/applicant_id"},
		"an officer's account":         {map[string]string{"applicant_id": s.Actor("kadis").ID, "late_reason": "x"}, letter, "/applicant_id"},
		"an unknown agency":            {map[string]string{"organisation_id": "0199c0de-0000-7000-8000-000000000000", "late_reason": "x"}, letter, "/organisation_id"},
		"paper without the paper":      {late, nil, "/letter"},
		"a channel that is none":       {map[string]string{"channel": "pigeon", "late_reason": "x"}, letter, "/channel"},
		"a prerequisite of none":       {map[string]string{"held_before": `[{"kind":"vps","number":"1"}]`, "late_reason": "x"}, letter, "/held_before/0/kind"},
		"prerequisites in no list":     {map[string]string{"held_before": `{}`, "late_reason": "x"}, letter, "/held_before"},
		"no such service":              {map[string]string{"service_type": "nothing", "late_reason": "x"}, letter, "/service_type"},
	} {
		apitest.Pointers(t, counter.PostForm("/tickets/recorded", recording(tc.fields, tc.letter)).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), tc.pointer)
	}
	held := counter.PostForm("/tickets/recorded", recording(map[string]string{
		"service_type": "tte", "held_before": `[{"kind":"mailbox","number":"dinkes@kaltaraprov.go.id"}]`, "late_reason": "x",
	}, letter)).Want(t, http.StatusCreated)
	require.Equal(t, "0003/2026", held.String(t, "intake.agenda_number"), "what was refused left no gap")
	require.Contains(t, string(counter.Get("/tickets/"+held.String(t, "number")+"/assets").Want(t, http.StatusOK).Body), "dinkes@kaltaraprov.go.id")

	lacking := counter.PostForm("/tickets/recorded", recording(map[string]string{"service_type": "tte", "late_reason": "x"}, letter)).Want(t, http.StatusCreated)
	counter.Get("/tickets/"+lacking.String(t, "number")+"/events").Want(t, http.StatusOK).Into(t, &events)
	require.Contains(t, string(events.Items[0].Data), `"prerequisites_missing":["`, "a letter that has come is recorded with what it lacks")

	s.As("kadis").PostForm("/tickets/recorded", recording(late, letter)).Problem(t, http.StatusForbidden, "auth.forbidden")
	s.As("pemohon").Get("/applicants?q=siti").Problem(t, http.StatusForbidden, "auth.forbidden")
	counter.Get("/applicants?q=").Problem(t, http.StatusUnprocessableEntity, "input.invalid")

	s.Clock.Set(time.Date(2026, 1, 8, 8, 0, 0, 0, time.UTC)) // the end of the working day after
	counter = s.As("loket")
	timely := counter.PostForm("/tickets/recorded", recording(map[string]string{"received_at": "2026-01-07T10:00:00+08:00"}, letter)).Want(t, http.StatusCreated)
	require.Equal(t, "0005/2026", timely.String(t, "intake.agenda_number"))

	s.Clock.Set(time.Date(2027, 1, 4, 1, 0, 0, 0, time.UTC))
	counter = s.As("loket")
	next := counter.PostForm("/tickets/recorded", recording(map[string]string{"received_at": "2027-01-04T09:00:00+08:00"}, letter)).Want(t, http.StatusCreated)
	require.Equal(t, "0001/2027", next.String(t, "intake.agenda_number"))

	agenda := func(c *apitest.Client, query string) (list struct {
		Items      []ticket.Entry
		NextCursor *string `json:"next_cursor"`
	}) {
		c.Get("/agenda"+query).Want(t, http.StatusOK).Into(t, &list)
		return list
	}
	page := agenda(counter, "?from=2026-01-05&to=2026-01-31&limit=3")
	require.Len(t, page.Items, 3)
	require.Equal(t, number, page.Items[0].Number)
	require.Equal(t, "Hasan", page.Items[0].Applicant)
	rest := agenda(counter, "?from=2026-01-05&to=2026-01-31&limit=3&cursor="+*page.NextCursor)
	require.Len(t, rest.Items, 2)
	require.Nil(t, rest.NextCursor)
	require.Len(t, agenda(counter, "?from=2026-01-05&to=2026-01-31&q=045%2F12").Items, 4, "the letter's number finds it")
	require.Len(t, agenda(counter, "?from=2026-01-05&to=2026-01-31&q=0002%2F2026").Items, 1, "so does the agenda number")

	head := s.As("kadis")
	head.Act(t, number, "dispositions", dispose(map[string]string{"role": "division_head", "unit": "aptika"})).Want(t, http.StatusOK)
	require.Empty(t, agenda(head, "?book=outgoing&from=2027-01-01&to=2027-12-31").Items)
	s.As("kabid.aptika").Act(t, number, "dispositions", dispose(map[string]string{"role": "technical", "unit": "aptika"})).Want(t, http.StatusOK)
	s.As("teknis.aptika").ActForm(t, number, "complete", apitest.NewForm().Field("outcome", "fulfilled").File("letter", "jawaban.pdf", letter)).Want(t, http.StatusOK)
	out := agenda(head, "?book=outgoing&from=2027-01-01&to=2027-12-31").Items
	require.Len(t, out, 1)
	require.Equal(t, "jawaban.pdf", out[0].Answer.Name)
	require.Equal(t, &ticket.Place{Role: "division_head", Unit: "aptika"}, out[0].DisposedTo)
	require.Len(t, agenda(s.As("kabid.aptika"), "?from=2026-01-05&to=2026-01-31").Items, 1, "a division reads what it holds or has held")
	require.Empty(t, agenda(s.As("kabid.sandi"), "?from=2026-01-05&to=2026-01-31").Items)
	s.As("pemohon").Get("/agenda?from=2026-01-05&to=2026-01-31").Problem(t, http.StatusForbidden, "auth.forbidden")
	head.Get("/agenda?from=2026-01-05&to=2027-01-31").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	head.Get("/agenda?from=2026-01-05").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	require.True(t, bytes.HasPrefix(head.Get("/tickets/"+number+"/documents/receipt.pdf").Want(t, http.StatusOK).Body, []byte("%PDF")))
}

// A preset saves taps only where it can be done, and a column of the board
// says only what is true of all of its requests.
func TestInboxNamesUsualRecipientsAndSharedSteps(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant, head, division := s.As("pemohon"), s.As("kadis"), s.As("kabid.aptika")
	number := applicant.Submit(t, "Subdomain gizi").String(t, "number")
	usual := func(c *apitest.Client) any {
		return c.Get("/tickets?q="+number).Want(t, http.StatusOK).Value(t, "items").([]any)[0].(map[string]any)["usual_recipients"]
	}
	aptika := func(role string) map[string]any { return map[string]any{"role": role, "unit": "aptika"} }
	require.Equal(t, []any{aptika("division_head"), aptika("technical")}, usual(head), "by the steps of the service")
	require.Empty(t, usual(applicant))
	require.Empty(t, usual(s.As("loket")), "who cannot dispose has no recipients")
	head.Act(t, number, "dispositions", dispose(map[string]string{"role": "division_head", "unit": "aptika"})).Want(t, http.StatusOK)
	require.Equal(t, aptika("technical"), usual(division).([]any)[0], "the next step first")
	require.NotContains(t, usual(head), aptika("division_head"), "who has it already is no recipient")

	step := func() (found map[string]any) {
		for _, one := range head.Get("/tickets/counts").Want(t, http.StatusOK).Value(t, "steps").([]any) {
			if one := one.(map[string]any); one["key"] == "loket" {
				found = one
			}
		}
		return found
	}
	applicant.Submit(t, "Subdomain imunisasi")
	require.Equal(t, map[string]any{"key": "loket", "name": "Penerimaan dan penerusan surat", "kind": "intake", "role": "front_office", "count": 1.0}, step())
	applicant.PostForm("/tickets", apitest.Answering(t, "pengaduan", nil).Field("subject", "Jalan gelap")).Want(t, http.StatusCreated)
	require.Equal(t, map[string]any{"key": "loket", "name": nil, "kind": "intake", "role": "front_office", "count": 2.0}, step())
}
