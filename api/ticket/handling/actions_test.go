package handling_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

var everyone = []string{"pemohon", "pemohon2", "loket", "kadis", "kabid.aptika", "teknis.aptika", "kabid.sandi", "teknis.sandi", "verifikator", "ppid", "auditor", "admin"}

// office is a server with everyone signed in.
type office struct {
	*apitest.Server
	people map[string]*apitest.Client
	letter []byte
}

func newOffice(t *testing.T, options ...apitest.Option) *office {
	t.Helper()
	o := &office{Server: apitest.New(t, options...), people: map[string]*apitest.Client{}, letter: apitest.PDF(t, "Surat")}
	for _, name := range everyone {
		o.people[name] = o.As(name)
	}
	return o
}

// try sends an action that is well-formed for the person.
func (o *office) try(t *testing.T, username, number, action string, version int64) *apitest.Answer {
	t.Helper()
	c, path := o.people[username], "/tickets/"+number+"/"+action
	match := apitest.Header{"If-Match", fmt.Sprintf(`"%d"`, version)}
	to := map[string]string{"role": "division_head", "unit": "aptika"}
	if unit, ok := strings.CutPrefix(username, "kabid."); ok {
		to = map[string]string{"role": "technical", "unit": unit}
	}
	switch action {
	case "take-up", "resubmit", "confirm":
		return c.Post(path, struct{}{}, match)
	case "dispositions":
		return c.Post(path, map[string]any{"to": to, "instruction": "Tindak lanjuti.", "urgency": "normal"}, match)
	case "forward":
		return c.Post(path, map[string]any{"note": "Lengkap."}, match)
	case "resume":
		return c.Post(path, map[string]any{"note": "Jawaban diterima."}, match)
	case "external-waits":
		return c.Post(path, map[string]any{"body": "BPS", "reference": "500.12/31/DKISP", "url": "https://romantik.bps.go.id", "reason": "Nomor rekomendasi."}, match)
	case "booking":
		return c.Post(path, map[string]any{"start": "2030-03-05T08:00:00+08:00", "end": "2030-03-05T09:00:00+08:00", "resources": []string{}}, match)
	case "reviews":
		return c.Post(path, map[string]any{"opinion": "agree", "note": ""}, match)
	case "return", "cancel", "reopen", "extend", "recuse":
		return c.Post(path, map[string]any{"reason": "Alasan."}, match)
	case "complete":
		return c.PostForm(path, apitest.NewForm().Field("outcome", "fulfilled").File("letter", "jawaban.pdf", o.letter), match)
	case "reject":
		return c.PostForm(path, apitest.NewForm().Field("reason", "Alasan.").File("letter", "jawaban.pdf", o.letter), match)
	case "messages", "notes":
		return c.Post(path, map[string]any{"text": "Halo."})
	case "attachments":
		return c.PostForm(path, apitest.NewForm().Field("kind", "supporting").File("file", "lampiran.pdf", o.letter))
	}
	t.Fatalf("no such action: %s", action)
	return nil
}

// do does an action that must succeed.
func (o *office) do(t *testing.T, username, number, action string) *apitest.Answer {
	t.Helper()
	a := o.try(t, username, number, action, o.version(t, number))
	require.Less(t, a.Status, 300, "%s %s: %s", username, action, a.Body)
	return a
}

func (o *office) version(t *testing.T, number string) (version int64) {
	t.Helper()
	require.NoError(t, o.DB.Read.Raw("SELECT version FROM tickets WHERE number = ?", number).Row().Scan(&version))
	return version
}

func (o *office) stage(t *testing.T, number string) ticket.Stage {
	t.Helper()
	now := o.people["kadis"].Get("/tickets/"+number).Want(t, http.StatusOK)
	if now.Value(t, "returned").(bool) {
		return ticket.Returned
	}
	if waiting, ok := now.Value(t, "waiting_for").(string); ok {
		return ticket.Stage(waiting)
	}
	return ticket.Stage(now.String(t, "status"))
}

// traces is everything that an action could change.
func (o *office) traces(t *testing.T, number string) string {
	t.Helper()
	var row map[string]any
	require.NoError(t, o.DB.Read.Raw("SELECT * FROM tickets WHERE number = ?", number).Scan(&row).Error)
	tables := []string{"events", "attachments", "ticket_holders", "dispositions", "disposition_recipients", "river_job"}
	for i, table := range tables {
		tables[i] = "SELECT COUNT(*) FROM " + table
	}
	tables[0] += " WHERE type <> 'denied'" // that somebody was refused stays on record
	var counts []int
	require.NoError(t, o.DB.Read.Raw(strings.Join(tables, " UNION ALL ")).Scan(&counts).Error)
	return fmt.Sprint(row, counts)
}

// situations are ways to come to every stage, by who has the request then: the
// service, and who does what to a request for it.
var situations = map[string]struct {
	service string
	deeds   [][2]string
}{
	"waiting":                 {"subdomain", nil},
	"at the counter":          {"subdomain", [][2]string{{"loket", "take-up"}}},
	"with the head":           {"subdomain", [][2]string{{"loket", "take-up"}, {"loket", "forward"}}},
	"with the division":       {"subdomain", [][2]string{{"kadis", "dispositions"}}},
	"with one of the team":    {"subdomain", [][2]string{{"kadis", "dispositions"}, {"kabid.aptika", "dispositions"}, {"teknis.aptika", "take-up"}}},
	"returned by the counter": {"subdomain", [][2]string{{"loket", "return"}}},
	"fulfilled":               {"subdomain", [][2]string{{"kadis", "dispositions"}, {"kabid.aptika", "dispositions"}, {"teknis.aptika", "complete"}}},
	"reopened":                {"subdomain", [][2]string{{"pemohon", "cancel"}, {"admin", "reopen"}}},
	"may wait":                {"rekomendasi-aplikasi", toKomdigi},
	"with another body":       {"rekomendasi-aplikasi", append(slices.Clone(toKomdigi), [2]string{"teknis.aptika", "external-waits"})},
	"at the applicant's step": {"tte", append(slices.Clone(toBSrE), [][2]string{{"verifikator", "external-waits"}, {"verifikator", "resume"}, {"verifikator", "forward"}}...)},
	"books a time":            {"virtual-meeting", [][2]string{{"kadis", "dispositions"}}},
	"may be extended":         {"informasi-publik", [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"ppid", "take-up"}}},
	"extended":                {"informasi-publik", [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"ppid", "extend"}}},
	"under review":            {"telaah-uji", [][2]string{{"loket", "take-up"}, {"loket", "forward"}}},
	"half reviewed":           {"telaah-uji", [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"kabid.sandi", "reviews"}}},
	"reviewed":                {"telaah-uji", [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"kabid.sandi", "reviews"}, {"verifikator", "reviews"}}},
}

// toBSrE brings a request for a certificate to the step at which BSrE verifies.
var toBSrE = [][2]string{{"loket", "take-up"}, {"loket", "forward"}, {"verifikator", "take-up"}, {"verifikator", "forward"}}

// toKomdigi brings a recommendation to the step at which the ministry considers
// it.
var toKomdigi = [][2]string{
	{"loket", "take-up"}, {"loket", "forward"}, {"kadis", "dispositions"}, {"kabid.aptika", "dispositions"}, {"teknis.aptika", "forward"}, {"kadis", "forward"},
}

// reviewedService publishes a service whose second step two others review.
func (o *office) reviewedService(t *testing.T) {
	t.Helper()
	admin := o.people["admin"]
	made := admin.Post("/service-types", map[string]any{"definition": map[string]any{
		"code": "telaah-uji", "name": "Layanan dengan Telaah", "category": "pusat-data", "audience": []string{"agency"}, "channel": "online",
		"summary": "Layanan percobaan.", "letter": "optional",
		"steps": []map[string]any{
			{"key": "loket", "name": "Penerimaan", "kind": "intake", "actor": map[string]string{"role": "front_office"}},
			{"key": "telaah", "name": "Telaah", "kind": "work", "actor": map[string]string{"role": "technical", "unit": "aptika"},
				"reviewers": []map[string]string{{"role": "division_head", "unit": "sandi"}, {"role": "verifier"}}},
			{"key": "kirim", "name": "Penyampaian", "kind": "delivery", "actor": map[string]string{"role": "technical", "unit": "aptika"}},
		},
	}}).Want(t, http.StatusCreated)
	admin.Post("/service-types/telaah-uji/publish", map[string]any{"version": 1}, made.IfMatch()).Want(t, http.StatusOK)
}

func (o *office) bring(t *testing.T, deeds [][2]string) string {
	t.Helper()
	return o.bringFor(t, "subdomain", deeds)
}

func (o *office) bringFor(t *testing.T, service string, deeds [][2]string) string {
	t.Helper()
	number := o.people["pemohon"].PostForm("/tickets", apitest.Submission(t, service, "Permohonan")).Want(t, http.StatusCreated).String(t, "number")
	for _, deed := range deeds {
		o.do(t, deed[0], number, deed[1])
	}
	return number
}

// What allowed_actions names is accepted; everything else is refused and
// leaves no trace – for every situation, action and role. Who does not see a
// request is refused before it is looked at, and so tries but two actions in
// each situation, others each time.
//
// Unwatched: one caller asks one thing after the other.
func TestAllowedActionsAreExactlyWhatIsAccepted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.reviewedService(t)
	accepted, blind := map[string]int{}, map[string]int{}
	for name, situation := range situations {
		number := o.bringFor(t, situation.service, situation.deeds)
		before, version, stage := o.traces(t, number), o.version(t, number), o.stage(t, number)
		for _, username := range everyone {
			var allowed []string
			seen := o.people[username].Get("/tickets/" + number)
			if seen.Status == http.StatusOK {
				for _, a := range seen.Value(t, "allowed_actions").([]any) {
					allowed = append(allowed, a.(string))
				}
			}
			tried := ticket.Actions
			if seen.Status == http.StatusNotFound {
				first := blind[username] % (len(tried) - 1)
				tried = tried[first : first+2]
				blind[username] += 2
			}
			for _, a := range tried {
				if slices.Contains(allowed, string(a)) {
					continue
				}
				refused := o.try(t, username, number, string(a), version)
				where := fmt.Sprintf("%s: %s by %s: %s", name, a, username, refused.Body)
				if seen.Status == http.StatusNotFound {
					assert.Contains(t, []int{http.StatusForbidden, http.StatusNotFound}, refused.Status, where)
				} else {
					assert.Contains(t, []int{http.StatusForbidden, http.StatusConflict}, refused.Status, where)
				}
			}
			require.Equal(t, before, o.traces(t, number), "%s: a refusal to %s left a trace", name, username)
			for _, action := range allowed {
				on := number
				if next, _ := stage.After(ticket.Action(action)); next != stage || slices.Contains([]string{"take-up", "dispositions", "forward", "extend", "reviews", "recuse", "booking"}, action) {
					on = o.bringFor(t, situation.service, situation.deeds) // this one is still needed as it is
				}
				o.do(t, username, on, action)
				accepted[action]++
			}
			before = o.traces(t, number)
		}
	}
	for _, a := range ticket.Actions {
		require.Positive(t, accepted[string(a)], "nobody could ever do %s", a)
	}
}

func TestChangeNeedsTheVersionItIsBasedOn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.bring(t, nil)
	path, before := "/tickets/"+number+"/take-up", o.traces(t, number)
	loket := o.people["loket"]
	loket.Post(path, struct{}{}).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	for _, tag := range []string{`"0"`, `"2"`, `garbage`, `*`, `W/"1"`, `""`, `"-1"`, `"99999999999999999999"`} {
		loket.Post(path, struct{}{}, apitest.Header{"If-Match", tag}).Problem(t, http.StatusPreconditionFailed, "version.stale")
	}
	require.Equal(t, before, o.traces(t, number))
	seen := loket.Get("/tickets/" + number)
	taken := loket.Post(path, struct{}{}, seen.IfMatch()).Want(t, http.StatusOK)
	require.NotEqual(t, seen.Header.Get("ETag"), taken.Header.Get("ETag"))
	loket.Post("/tickets/"+number+"/forward", struct{}{}, seen.IfMatch()).Problem(t, http.StatusPreconditionFailed, "version.stale")
	loket.Get("/tickets/"+number, apitest.Header{"If-None-Match", taken.Header.Get("ETag")}).Want(t, http.StatusNotModified)
}

func TestOfManyOfficersAtOnceExactlyOneActs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Account("loket2", "Dinas Kesehatan", false, auth.Assignment{Role: auth.FrontOffice})
	o.people["loket2"] = o.As("loket2")
	number := o.bring(t, nil)
	statuses := make([]int, 16)
	var group sync.WaitGroup
	for i := range statuses {
		group.Go(func() {
			statuses[i] = o.try(t, []string{"loket", "loket2"}[i%2], number, "take-up", 1).Status
		})
	}
	group.Wait()
	slices.Sort(statuses)
	require.Equal(t, append([]int{200}, slices.Repeat([]int{412}, 15)...), statuses)
	require.Equal(t, int64(2), o.version(t, number))
	var events int
	require.NoError(t, o.DB.Read.Raw("SELECT COUNT(*) FROM events WHERE type = 'taken_up'").Row().Scan(&events))
	require.Equal(t, 1, events)
}

func TestDispositionReachesOnlyWhoMayReceiveIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.bring(t, [][2]string{{"kadis", "dispositions"}})
	disabled := o.Account("lama.aptika", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Technical, Unit: "aptika"})
	require.NoError(t, o.DB.Write.Exec("UPDATE users SET disabled_at = ? WHERE id = ?", apitest.Start, disabled).Error)
	kabid := o.people["kabid.aptika"]
	send := func(to map[string]string) *apitest.Answer {
		return kabid.Act(t, number, "dispositions", map[string]any{"to": to, "instruction": "Kerjakan.", "urgency": "urgent"})
	}
	for _, to := range []map[string]string{
		{"role": "technical", "unit": "sandi"}, {"role": "technical"}, {"role": "head", "unit": "aptika"}, {"role": "applicant"},
		{"role": "auditor"}, {"role": "king"}, {"role": "division_head", "unit": "ikp"}, {"role": "division_head", "unit": "aptika"},
	} {
		apitest.Pointers(t, send(to).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/to")
	}
	for _, id := range []string{disabled, o.Actor("teknis.sandi").ID, o.Actor("pemohon").ID} {
		p := send(map[string]string{"role": "technical", "unit": "aptika", "user_id": id}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		apitest.Pointers(t, p, "/to/user_id")
	}
	offered := kabid.Get("/tickets/"+number+"/recipients").Want(t, http.StatusOK)
	for _, item := range offered.Value(t, "items").([]any) {
		option := item.(map[string]any)
		to := map[string]string{"role": option["role"].(string)}
		if unit, ok := option["unit"].(map[string]any); ok {
			to["unit"] = unit["code"].(string)
		}
		for _, u := range option["users"].([]any) {
			to["user_id"] = u.(map[string]any)["id"].(string)
			passed := send(to).Want(t, http.StatusOK)
			require.Equal(t, to["user_id"], passed.String(t, "holder.user.id"))
			require.Equal(t, to["role"], passed.String(t, "holder.role"))
			o.people["kadis"].Act(t, number, "dispositions", map[string]any{
				"to": map[string]string{"role": "division_head", "unit": "aptika"}, "instruction": "Lanjutkan.", "urgency": "normal"}).Want(t, http.StatusOK)
		}
	}
	require.NotContains(t, string(offered.Body), disabled)
}

// A division head who steps in and makes a request confidential goes on seeing
// it.
func TestSuperiorWhoStepsInKeepsSight(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.bring(t, nil)
	o.people["kadis"].Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Kerjakan.", "urgency": "normal"}).Want(t, http.StatusOK)
	o.people["kabid.aptika"].Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Rahasia.", "urgency": "normal", "confidential": true}).Want(t, http.StatusOK)
	for username, status := range map[string]int{"kabid.aptika": 200, "teknis.aptika": 200, "kadis": 200, "pemohon": 200, "loket": 200, "auditor": 404, "admin": 404, "kabid.sandi": 404} {
		require.Equal(t, status, o.people[username].Get("/tickets/"+number).Status, username)
	}
}
