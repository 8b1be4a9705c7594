package handling_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// filed is what the oracle knows of a request, gathered from what was done
// rather than from how it is stored.
type filed struct {
	number, attachment string
	applicant          string
	organisation       string
	status             ticket.Status
	confidential       bool
	chain              []held
	version            int64
}

type held struct{ role, unit, user string }

// mayRead says in its own words who may read a request (product.md, "People";
// store.go has the same as SQL).
func (f filed) mayRead(a auth.Actor) bool {
	if a.ID == f.applicant {
		return true
	}
	for _, h := range f.chain {
		if h.user == a.ID {
			return true
		}
	}
	for _, r := range a.Roles {
		switch r.Role {
		case auth.Head:
			return true
		case auth.FrontOffice, auth.Auditor, auth.Admin:
			if !f.confidential {
				return true
			}
		}
		for _, h := range f.chain {
			asRole := h.user == "" && h.role == string(r.Role) && h.unit == r.Unit && r.Role != auth.Applicant
			inUnit := r.Role.HasUnit() && h.unit == r.Unit && !f.confidential
			if asRole || inUnit {
				return true
			}
		}
	}
	return a.SeesOrganisation && a.OrganisationID == f.organisation && !f.confidential
}

// Lists, search, dashboard and every sub-resource agree with the oracle for
// every person, on requests that went random ways.
//
// Unwatched: one caller asks one thing after the other.
func TestEveryoneSeesTheirScopeAndNothingElse(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, dice := context.Background(), rand.New(rand.NewPCG(7, 7))
	people := slices.Clone(everyone)
	add := func(name, agency string, sees bool, roles ...auth.Assignment) {
		o.Account(name, agency, sees, roles...)
		o.people[name] = o.As(name)
		people = append(people, name)
	}
	add("rekan", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Applicant})
	add("pimpinan", "Dinas Kesehatan", true, auth.Assignment{Role: auth.Applicant})
	add("teknis2.aptika", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Technical, Unit: "aptika"})
	add("verifikator2", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Verifier})
	add("rangkap", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Technical, Unit: "sandi"}, auth.Assignment{Role: auth.PPID})
	actors := map[string]auth.Actor{}
	for _, name := range people {
		actors[name] = o.Actor(name)
	}

	all := []*filed{}
	for i := range 14 {
		by := actors[[]string{"pemohon", "pemohon2", "rekan"}[i%3]]
		form := apitest.Submission(t, []string{"subdomain", "insiden-siber", "tte"}[dice.IntN(3)], fmt.Sprintf("Acak %d", i))
		sent := o.people[by.Username].PostForm("/tickets", form).Want(t, http.StatusCreated)
		f := &filed{number: sent.String(t, "number"), applicant: by.ID, organisation: by.OrganisationID, version: 1, status: ticket.Waiting,
			confidential: sent.Value(t, "confidential").(bool), chain: []held{{role: "front_office"}}}
		f.attachment = sent.Value(t, "attachments").([]any)[0].(map[string]any)["id"].(string)
		all = append(all, f)
		for range dice.IntN(6) {
			o.stray(t, ctx, dice, f, actors)
		}
	}
	for _, name := range people {
		o.requireScope(t, name, actors[name], all)
	}
}

// stray does something random that is allowed to a request.
func (o *office) stray(t *testing.T, ctx context.Context, dice *rand.Rand, f *filed, actors map[string]auth.Actor) {
	t.Helper()
	to := []ticket.Recipient{
		{Role: "division_head", Unit: "aptika"}, {Role: "division_head", Unit: "sandi"}, {Role: "technical", Unit: "aptika"}, {Role: "technical", Unit: "sandi"},
		{Role: "verifier"}, {Role: "ppid"}, {Role: "technical", Unit: "aptika", UserID: actors["teknis2.aptika"].ID}, {Role: "verifier", UserID: actors["verifikator"].ID},
	}[dice.IntN(8)]
	names := []string{"loket", "kadis", "kabid.aptika", "teknis.aptika", "kabid.sandi", "rangkap", "verifikator2", "pemohon", "rekan"}
	by := actors[names[dice.IntN(len(names))]]
	var now ticket.Ticket
	var err error
	confidential := false
	superior := false
	switch dice.IntN(5) {
	case 0:
		now, err = o.Tickets.TakeUp(ctx, by, f.number, f.version, ticket.Nothing{})
	case 1, 2:
		before, _ := o.Tickets.Get(ctx, by, f.number)
		superior = before.Holder != nil && !by.Holds(auth.Role(before.Holder.Role), before.Holder.Unit)
		confidential = dice.IntN(4) == 0
		now, err = o.Tickets.Dispose(ctx, by, f.number, f.version, ticket.DispositionInput{To: to, Instruction: "Acak.", Urgency: ticket.Normal, Confidential: confidential})
	case 3:
		now, err = o.Tickets.Return(ctx, by, f.number, f.version, ticket.ReturnInput{Reason: "Acak."})
	case 4:
		now, err = o.Tickets.Cancel(ctx, by, f.number, f.version, ticket.CancelInput{Reason: "Acak."})
	}
	if err != nil {
		return // refused, which other tests look at
	}
	if superior {
		f.chain = append(f.chain, held{user: by.ID, role: string(by.Roles[0].Role), unit: by.Roles[0].Unit})
	}
	f.version, f.status, f.confidential = now.Version, now.Status, f.confidential || confidential
	if now.Holder != nil {
		h := held{role: now.Holder.Role, unit: now.Holder.Unit}
		if now.Holder.User != nil {
			h.user = now.Holder.User.ID
		}
		f.chain = append(f.chain, h)
	}
}

// subResources are all paths below a request, and what sends to them.
var subResources = []string{"", "/events", "/messages", "/notes", "/attachments", "/deadline", "/recipients"}

func (o *office) requireScope(t *testing.T, name string, actor auth.Actor, all []*filed) {
	t.Helper()
	c := o.people[name]
	var want []string
	figures := map[string]float64{}
	for _, f := range all {
		if f.mayRead(actor) {
			want = append(want, f.number)
			figures["total"]++
			figures[string(f.status)]++
		}
	}
	require.ElementsMatch(t, want, walk(t, c, "/tickets?limit=7"), name)
	require.ElementsMatch(t, want, walk(t, c, "/tickets?q=acak&sort=number"), "%s searches", name)
	dashboard := c.Get("/dashboard").Want(t, http.StatusOK)
	for _, figure := range []string{"total", "waiting", "in_progress", "done"} {
		require.Equal(t, figures[figure], dashboard.Value(t, figure), "%s counts %s", name, figure)
	}
	months := dashboard.Value(t, "monthly").([]any)
	require.Equal(t, figures["total"], months[len(months)-1].(map[string]any)["count"], name)
	for _, f := range all {
		seen := slices.Contains(want, f.number)
		for _, sub := range subResources {
			if seen && sub != "" && sub != "/events" && sub != "/attachments" {
				continue // what else they see of it depends on their role
			}
			got := c.Get("/tickets/" + f.number + sub).Status
			if !seen {
				require.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, got, "%s %s%s", name, f.number, sub)
				if sub == "" {
					require.Equal(t, http.StatusNotFound, got)
				}
				continue
			}
			require.Equal(t, http.StatusOK, got, "%s %s%s", name, f.number, sub)
		}
		require.Equal(t, seen, c.Get("/attachments/"+f.attachment+"/content").Status == http.StatusOK, "%s, a file of %s", name, f.number)
		if !seen {
			before := o.traces(t, f.number)
			for _, action := range []string{"forward", "cancel", "messages"} {
				require.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, o.try(t, name, f.number, action, f.version).Status, "%s %s %s", name, action, f.number)
			}
			require.Equal(t, before, o.traces(t, f.number))
		}
	}
}

// walk returns the numbers of all pages of a list.
func walk(t *testing.T, c *apitest.Client, path string) []string {
	t.Helper()
	numbers := []string{}
	for next := path; ; {
		page := c.Get(next).Want(t, http.StatusOK)
		for _, item := range page.Value(t, "items").([]any) {
			numbers = append(numbers, item.(map[string]any)["number"].(string))
		}
		cursor, more := page.Value(t, "next_cursor").(string)
		if !more {
			return numbers
		}
		next = path + "&cursor=" + url.QueryEscape(cursor)
	}
}

// Applicants see roles and units, never who in the office it is, nor what is
// internal, in any answer.
func TestApplicantsNeverSeeTheOfficersOrWhatIsInternal(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Account("pimpinan", "Dinas Kesehatan", true, auth.Assignment{Role: auth.Applicant})
	o.people["pimpinan"] = o.As("pimpinan")
	number := o.bring(t, [][2]string{{"loket", "take-up"}, {"loket", "forward"}})
	o.people["kadis"].Act(t, number, "dispositions", map[string]any{
		"to":          map[string]string{"role": "division_head", "unit": "aptika", "user_id": o.Actor("kabid.aptika").ID},
		"instruction": "PERINTAH-INTERNAL", "urgency": "very_urgent", "due_on": "2026-02-27"}).Want(t, http.StatusOK)
	o.people["kabid.aptika"].Act(t, number, "forward", map[string]any{"note": "CATATAN-INTERNAL", "to": map[string]string{"role": "technical", "unit": "aptika"}}).Want(t, http.StatusOK)
	o.people["loket"].Post("/tickets/"+number+"/notes", map[string]any{"text": "NOTA-INTERNAL"}).Want(t, http.StatusCreated)
	internal := o.people["loket"].PostForm("/tickets/"+number+"/attachments", apitest.NewForm().Field("kind", "internal").File("file", "berkas-internal.pdf", o.letter)).Want(t, http.StatusCreated).String(t, "id")
	for _, deed := range [][2]string{{"teknis.aptika", "take-up"}, {"teknis.aptika", "messages"}, {"teknis.aptika", "return"}, {"pemohon", "resubmit"}, {"teknis.aptika", "complete"}, {"admin", "reopen"}, {"teknis.aptika", "messages"}} {
		o.do(t, deed[0], number, deed[1])
	}
	var secrets []string
	for _, name := range []string{"loket", "kadis", "kabid.aptika", "teknis.aptika", "admin"} {
		a := o.Actor(name)
		secrets = append(secrets, a.Name, a.ID)
	}
	secrets = append(secrets, "INTERNAL", "berkas-internal", internal, "2026-02-27")
	for _, name := range []string{"pemohon", "pimpinan"} {
		c := o.people[name]
		for _, path := range []string{"/tickets", "/tickets/" + number, "/tickets/" + number + "/events?limit=100", "/tickets/" + number + "/messages",
			"/tickets/" + number + "/attachments", "/tickets/" + number + "/deadline", "/dashboard"} {
			answer := c.Get(path).Want(t, http.StatusOK)
			for _, secret := range secrets {
				require.NotContains(t, string(answer.Body), secret, "%s reads %s", name, path)
			}
		}
		for _, path := range []string{"/notes", "/recipients"} {
			c.Get("/tickets/"+number+path).Problem(t, http.StatusForbidden, "auth.forbidden")
		}
		c.Get("/attachments/"+internal+"/content").Problem(t, http.StatusNotFound, "not_found")
	}
	own := o.people["pemohon"]
	for _, action := range []string{"messages", "attachments", "cancel"} {
		answer := o.do(t, "pemohon", number, action)
		for _, secret := range secrets {
			require.NotContains(t, string(answer.Body), secret, action)
		}
	}
	types := []string{}
	for _, e := range own.Get("/tickets/"+number+"/events?limit=100").Value(t, "items").([]any) {
		types = append(types, e.(map[string]any)["type"].(string))
	}
	require.Equal(t, []string{"submitted", "taken_up", "forwarded", "disposed", "forwarded", "taken_up", "message_posted", "returned", "resubmitted",
		"completed", "reopened", "message_posted", "message_posted", "attachment_added", "cancelled"}, types, "but what happened, the applicant sees")
	seen := string(o.people["auditor"].Get("/tickets/" + number + "/events?limit=100").Body)
	for _, internal := range []string{"PERINTAH-INTERNAL", "CATATAN-INTERNAL", "NOTA-INTERNAL"} {
		require.Contains(t, seen, internal, "the auditor sees it all")
	}
}

// Unwatched: one caller asks one thing after the other.
func TestListsFilterSearchAndPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, pemohon := context.Background(), o.Actor("pemohon")
	submit := func(service, subject string) string {
		filed, _, err := o.Tickets.Submit(ctx, pemohon, ticket.SubmitInput{ServiceType: service, Subject: subject, Answers: apitest.Answers(t, service, nil)}, nil, change.Key{})
		require.NoError(t, err)
		return filed.Number
	}
	var all []string
	for i := range 60 { // all at the same instant, with and without a due time
		all = append(all, submit([]string{"email", "informasi-publik"}[i%2], fmt.Sprintf("Nomor %d", i)))
	}
	kadis := o.people["kadis"]
	for _, sort := range []string{"submitted_at", "-submitted_at", "due_at", "-due_at", "number", "-number"} {
		numbers := walk(t, kadis, "/tickets?limit=7&sort="+sort)
		require.Len(t, numbers, 60, sort)
		require.ElementsMatch(t, all, numbers, "%s: nothing is lost or repeated", sort)
		back := walk(t, kadis, "/tickets?limit=9&sort="+flip(sort))
		slices.Reverse(back)
		require.Equal(t, numbers, back, "%s backwards", sort)
	}
	require.True(t, slices.IsSorted(walk(t, kadis, "/tickets?sort=number&limit=50")))

	odd := map[string]string{"100% siap": "", `garis\miring`: "", "under_score": "", "kutip 'tunggal' \"ganda\"": "", "ÉTÉ di Ünïcode": ""}
	for subject := range odd {
		odd[subject] = submit("email", subject)
	}
	search := func(q string) []string { return walk(t, kadis, "/tickets?limit=100&q="+url.QueryEscape(q)) }
	for subject, number := range odd {
		require.Equal(t, []string{number}, search(subject), subject)
	}
	require.Equal(t, []string{odd["100% siap"]}, search("%"))
	require.Equal(t, []string{odd["under_score"]}, search("_"))
	require.Equal(t, []string{odd[`garis\miring`]}, search(`\`))
	require.Equal(t, []string{odd["ÉTÉ di Ünïcode"]}, search("ünï été"), "words in any order, in any case")
	require.Empty(t, search("' OR 1=1 --"))
	require.Len(t, search(o.Actor("pemohon").Name), 65, "by applicant")
	require.Equal(t, all[41:42], search(strings.ToLower(all[41])), "by number")

	o.at(t, time.Date(2026, 1, 5, 16, 30, 0, 0, time.UTC)) // the 6th in WITA
	kadis = o.people["kadis"]
	taken := submit("informasi-publik", "Keesokan hari")
	o.do(t, "kadis", taken, "dispositions")
	o.do(t, "kabid.aptika", taken, "dispositions")
	o.do(t, "teknis.aptika", taken, "take-up")
	closed := submit("email", "Selesai")
	o.do(t, "pemohon", closed, "cancel")
	open := submit("email", "Lain")
	organisation := pemohon.OrganisationID
	for query, want := range map[string][]string{
		"status=in_progress": {taken},
		"status=done":        {closed},
		"outcome=cancelled":  {closed},
		"outcome=approved":   {},
		"unit=aptika":        {taken},
		"unit=sandi":         {},
		"from=2026-01-06":    {taken, closed, open},
		"from=2026-01-06&to=2026-01-06&status=waiting": {open},
		"to=2026-01-04":                                {},
		"service_type=email&from=2026-01-06":           {closed, open},
		"service_type=teleport":                        {},
		"q=selesai&status=done":                        {closed},
		"q=selesai&status=waiting":                     {},
		"overdue=true":                                 {},
		"from=2026-01-06&organisation=" + organisation: {taken, closed, open},
		"organisation=" + o.Actor("loket").ID:          {},
		"holder=me":                                    {},
		"status=in_progress&unit=aptika&overdue=false": {taken},
	} {
		require.ElementsMatch(t, want, walk(t, kadis, "/tickets?limit=100&"+query), query)
	}
	require.Equal(t, []string{taken}, walk(t, o.people["teknis.aptika"], "/tickets?holder=me"))
	require.Empty(t, walk(t, o.people["kabid.aptika"], "/tickets?holder=me"))
	require.Equal(t, 1.0, o.people["teknis.aptika"].Get("/dashboard").Value(t, "waiting_for_me"))
	require.Len(t, walk(t, o.people["loket"], "/tickets?holder=me&limit=100"), 66)

	for query, pointer := range map[string]string{
		"status=lost": "/status", "outcome=won": "/outcome", "holder=you": "/holder", "overdue=maybe": "/overdue", "from=2026-13-01": "/from", "to=kemarin": "/to",
		"limit=0": "/limit", "limit=101": "/limit", "limit=x": "/limit", "sort=subject": "/sort", "sort=t.id%3B--": "/sort", "cursor=zzz": "/cursor", "cursor=bnVsbA": "/cursor",
		"organisation=x": "/organisation", "q=" + strings.Repeat("x", 201): "/q", "q=%00": "/q", "unit=%ff": "/unit",
	} {
		apitest.Pointers(t, kadis.Get("/tickets?"+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), pointer)
	}
	cursor := kadis.Get("/tickets?limit=2").String(t, "next_cursor")
	apitest.Pointers(t, kadis.Get("/tickets?sort=due_at&cursor="+cursor).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/cursor")
	for _, number := range []string{"TKT-20260105-9999", "TKT", "%00", "'", "tkt-20260105-0001"} {
		kadis.Get("/tickets/"+number).Problem(t, http.StatusNotFound, "not_found")
	}
}

func flip(sort string) string {
	if rest, ok := strings.CutPrefix(sort, "-"); ok {
		return rest
	}
	return "-" + sort
}

// due reads the ledger and checks that it adds up to what the request shows.
func (o *office) due(t *testing.T, number string) (due string, ledger *apitest.Answer) {
	t.Helper()
	ledger = o.people["pemohon"].Get("/tickets/"+number+"/deadline").Want(t, http.StatusOK)
	sum := 0.0
	for _, day := range ledger.Value(t, "days").([]any) {
		sum += day.(map[string]any)["amount"].(float64)
	}
	require.Equal(t, ledger.Value(t, "amount").(float64), sum+ledger.Value(t, "remaining").(float64), "%s", ledger.Body)
	shown := o.people["pemohon"].Get("/tickets/"+number).Value(t, "due_at")
	require.Equal(t, shown, ledger.Value(t, "due_at"))
	due, _ = shown.(string)
	return due, ledger
}

// at moves the clock; whoever was signed in by then signs in again.
func (o *office) at(t *testing.T, when time.Time) {
	t.Helper()
	o.Clock.Set(when)
	for name := range o.people {
		o.people[name] = o.As(name)
	}
}

func TestClockStandsWhileTheApplicantMends(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.bring(t, [][2]string{{"loket", "take-up"}})
	due, _ := o.due(t, number)
	require.Equal(t, "2026-01-08T08:00:00Z", due)

	o.at(t, time.Date(2026, 1, 6, 2, 0, 0, 0, time.UTC)) // Tuesday 10.00 WITA
	o.do(t, "loket", number, "return")
	due, ledger := o.due(t, number)
	require.Empty(t, due)
	require.Equal(t, true, ledger.Value(t, "paused"))
	back := o.people["pemohon"].Get("/tickets/" + number)
	require.Equal(t, []any{"in_progress", true, "applicant", false}, []any{back.Value(t, "status"), back.Value(t, "returned"), back.Value(t, "holder.role"), back.Value(t, "overdue")})

	o.at(t, time.Date(2026, 1, 13, 2, 0, 0, 0, time.UTC)) // a week later
	require.Empty(t, walk(t, o.people["kadis"], "/tickets?overdue=true"), "nothing expires while the clock stands")
	mended := o.do(t, "pemohon", number, "resubmit")
	due, ledger = o.due(t, number)
	require.Equal(t, "2026-01-15T08:00:00Z", due, "later by the time for which it stood")
	require.Equal(t, false, ledger.Value(t, "paused"))
	require.Equal(t, []any{"front_office", false, ""}, []any{mended.Value(t, "holder.role"), mended.Value(t, "returned"), mended.Value(t, "return_reason")})
	require.Equal(t, "loket", o.usernameOf(t, number), "back with who returned it")

	o.at(t, time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC))
	require.Empty(t, walk(t, o.people["kadis"], "/tickets?overdue=true"), "at the last instant")
	o.Clock.Advance(time.Second)
	require.Equal(t, []string{number}, walk(t, o.people["kadis"], "/tickets?overdue=true"))
	require.Equal(t, 1.0, o.people["kadis"].Get("/dashboard").Value(t, "overdue"))
}

func (o *office) usernameOf(t *testing.T, number string) (username string) {
	t.Helper()
	require.NoError(t, o.DB.Read.Raw("SELECT u.username FROM tickets t JOIN users u ON u.id = t.holder_id WHERE t.number = ?", number).Row().Scan(&username))
	return username
}

// A request that its applicant cancels while it is with them is worked on
// again, clock and all, when it is reopened.
func TestClockRunsOnAfterReopening(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.bring(t, [][2]string{{"loket", "return"}, {"pemohon", "cancel"}})
	o.at(t, time.Date(2026, 1, 12, 1, 0, 0, 0, time.UTC)) // a week later
	reopened := o.do(t, "admin", number, "reopen")
	require.Equal(t, []any{"in_progress", nil, "", false, "front_office"}, []any{reopened.Value(t, "status"), reopened.Value(t, "outcome"),
		reopened.Value(t, "return_reason"), reopened.Value(t, "returned"), reopened.Value(t, "holder.role")})
	due, ledger := o.due(t, number)
	require.Equal(t, "2026-01-14T08:00:00Z", due, "the four whole days for which it stood do not count")
	require.Equal(t, false, ledger.Value(t, "paused"))

	worked := o.bring(t, [][2]string{{"kadis", "dispositions"}, {"kabid.aptika", "dispositions"}, {"teknis.aptika", "complete"}})
	before, _ := o.due(t, worked)
	o.at(t, time.Date(2026, 1, 20, 1, 0, 0, 0, time.UTC))
	o.do(t, "admin", worked, "reopen")
	after, _ := o.due(t, worked)
	require.Equal(t, before, after, "closing did not stop the clock")
}
