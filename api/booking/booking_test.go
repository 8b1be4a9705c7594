package booking_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// house is an application with the people of these tests signed in.
type house struct {
	*apitest.Server
	t *testing.T

	applicant, other, team, admin *apitest.Client
	room                          string
}

func open(t *testing.T) *house {
	s := apitest.New(t)
	h := &house{Server: s, t: t, applicant: s.As("pemohon"), other: s.As("pemohon2"), team: s.As("teknis.aptika"), admin: s.As("admin")}
	for _, r := range items(t, h.admin.Get("/resources")) {
		if r["kind"] == "room" {
			h.room = r["id"].(string)
		}
	}
	require.NotEmpty(t, h.room, "the room that the standard names is shipped")
	return h
}

func items(t *testing.T, a *apitest.Answer) []map[string]any {
	t.Helper()
	var list []map[string]any
	for _, v := range a.Want(t, http.StatusOK).Value(t, "items").([]any) {
		list = append(list, v.(map[string]any))
	}
	return list
}

// meeting files a request for a meeting on 5 March 2030 between two times of the
// day, in the room where it says so.
func (h *house) meeting(as *apitest.Client, start, end string, help ...string) string {
	h.t.Helper()
	form := apitest.Answering(h.t, "virtual-meeting", meeting(start, end, help...)).Field("subject", "Rapat "+start).
		File("letter", "surat.pdf", apitest.PDF(h.t, start+end))
	return as.PostForm("/tickets", form).Want(h.t, http.StatusCreated).String(h.t, "number")
}

func meeting(start, end string, help ...string) map[string]any {
	return map[string]any{"time": at(start, end), "help": help, "meeting_title": nil, "recording": nil, "stream_channel": nil}
}

func at(start, end string) map[string]any {
	return map[string]any{"start": "2030-03-05T" + start + ":00+08:00", "end": "2030-03-05T" + end + ":00+08:00"}
}

// toTeam brings a request to the technical team, which takes it up.
func (h *house) toTeam(number string) {
	h.t.Helper()
	h.As("loket").Act(h.t, number, "take-up", struct{}{}).Want(h.t, http.StatusOK)
	h.As("loket").Act(h.t, number, "forward", map[string]any{"to": map[string]string{"role": "head"}}).Want(h.t, http.StatusOK)
	h.As("kadis").Act(h.t, number, "dispositions", map[string]any{
		"to": map[string]string{"role": "technical", "unit": "aptika"}, "instruction": "Kerjakan.", "urgency": "normal",
	}).Want(h.t, http.StatusOK)
	h.team.Act(h.t, number, "take-up", struct{}{}).Want(h.t, http.StatusOK)
}

func (h *house) book(number, start, end string, resources ...string) *apitest.Answer {
	h.t.Helper()
	in := at(start, end)
	in["resources"] = append([]string{}, resources...)
	return h.team.Act(h.t, number, "booking", in)
}

// change writes a resource anew.
func (h *house) change(id, tag string, in map[string]any) *apitest.Answer {
	h.t.Helper()
	return h.admin.Send(http.MethodPut, "/resources/"+id, "application/json", apitest.JSON(h.t, in), apitest.Header{"If-Match", tag})
}

func (h *house) calendar(as *apitest.Client, query string) []map[string]any {
	h.t.Helper()
	return items(h.t, as.Get("/bookings?from=2030-03-01&to=2030-03-31"+query))
}

// A request stands in the calendar from the moment it is filed; an officer gives
// it a room; nobody else gets that room at that time or within its pause; who
// may not read the request sees only that the room is taken; and a request that
// ends without result frees it.
func TestRequestIsBookedClashesAreToldAndEndsFreeTheirSlot(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.meeting(h.applicant, "08:30", "12:00", "room")
	second := h.meeting(h.other, "12:15", "13:00", "room", "operator")
	h.meeting(h.other, "20:00", "21:00", "equipment") // of which there is none
	h.toTeam(first)
	h.toTeam(second)

	seen := h.calendar(h.team, "")
	require.Len(t, seen, 2, "the team reads what it holds")
	require.Equal(t, []any{"room"}, seen[0]["kinds"])
	require.Equal(t, first, seen[0]["request"].(map[string]any)["number"])
	require.False(t, seen[0]["clash"].(bool), "one after the other")
	require.Empty(t, h.calendar(h.applicant, "")[1:], "what has no room yet concerns nobody else")

	h.change(h.room, `"1"`, map[string]any{"name": "Ruang command center", "buffer_minutes": 30}).Want(t, http.StatusOK)
	h.book(first, "08:30", "12:00", h.room).Want(t, http.StatusOK)
	h.book(second, "12:15", "13:00", h.room).Problem(t, http.StatusConflict, "booking.taken")
	h.book(second, "12:30", "13:00", h.room).Want(t, http.StatusOK)
	require.Equal(t, "2030-03-05T04:30:00Z", h.other.Get("/tickets/"+second+"/booking").Want(t, http.StatusOK).String(t, "start"))

	others := h.calendar(h.other, "&resource="+h.room)
	require.Len(t, others, 2)
	require.Nil(t, others[0]["request"], "terpakai")
	require.Empty(t, others[0]["kinds"])
	require.Equal(t, second, others[1]["request"].(map[string]any)["number"])
	require.Empty(t, h.calendar(h.team, "&kind=account"))

	early := "/resources/availability?kind=room&start=" + url.QueryEscape("2030-03-05T07:30:00+08:00") + "&end=" + url.QueryEscape("2030-03-05T08:15:00+08:00")
	require.False(t, items(t, h.other.Get(early))[0]["free"].(bool), "within the pause")
	require.True(t, items(t, h.team.Get("/resources/availability?kind=room&ticket="+first+"&start=2030-03-05T00:30:00Z&end=2030-03-05T03:00:00Z"))[0]["free"].(bool), "its own time is no obstacle")

	timeline := h.applicant.Get("/tickets/"+first+"/events?limit=100").Want(t, http.StatusOK).Value(t, "items").([]any)
	booked := timeline[slices.IndexFunc(timeline, func(e any) bool { return e.(map[string]any)["type"] == "booked" })].(map[string]any)
	require.Equal(t, "Ruang command center", booked["data"].(map[string]any)["resources"].([]any)[0].(map[string]any)["name"])

	// A longer pause does not move what is booked; it shows.
	h.change(h.room, `"2"`, map[string]any{"name": "Ruang command center", "buffer_minutes": 60}).Want(t, http.StatusOK)
	clashes := h.team.Get("/tickets/"+first+"/booking").Want(t, http.StatusOK).Value(t, "clashes").([]any)
	require.Equal(t, second, clashes[0].(map[string]any)["request"].(map[string]any)["number"])
	require.True(t, h.calendar(h.team, "")[0]["clash"].(bool))
	require.Empty(t, h.applicant.Get("/tickets/"+first+"/booking").Want(t, http.StatusOK).Value(t, "clashes"), "officers alone see them")

	// Another time in mended answers frees what was given for the old one.
	h.team.Act(t, second, "return", map[string]any{"reason": "Waktu berubah?"}).Want(t, http.StatusOK)
	answers := h.other.Get("/tickets/"+second).Want(t, http.StatusOK).Value(t, "answers").(map[string]any)
	maps.Copy(answers, map[string]any{"time": at("14:00", "15:00")})
	h.other.Act(t, second, "resubmit", map[string]any{"answers": answers}).Want(t, http.StatusOK)
	require.Empty(t, h.team.Get("/tickets/"+second+"/booking").Want(t, http.StatusOK).Value(t, "resources"))

	h.applicant.Act(t, first, "cancel", map[string]any{"reason": "Batal."}).Want(t, http.StatusOK)
	require.True(t, items(t, h.other.Get(early))[0]["free"].(bool))
	require.Len(t, h.calendar(h.team, ""), 1)
	h.admin.Act(t, first, "reopen", map[string]any{"reason": "Keliru."}).Want(t, http.StatusOK)
	require.Empty(t, h.team.Get("/tickets/"+first+"/booking").Want(t, http.StatusOK).Value(t, "resources"), "the room may be another's by now")
	require.Len(t, h.calendar(h.team, ""), 2)
}

// What does not fit is refused, with what to do about it; two officers at once
// do not get the same room.
func TestWhatCannotBeBookedIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	number, rival := h.meeting(h.applicant, "08:30", "12:00", "room"), h.meeting(h.other, "09:00", "10:00", "room")
	h.toTeam(number)
	h.toTeam(rival)
	require.True(t, h.calendar(h.team, "")[0]["clash"].(bool), "both want the only room")

	for name, try := range map[string]struct {
		in      map[string]any
		pointer string
	}{
		"end before start": {map[string]any{"start": "2030-03-05T10:00:00Z", "end": "2030-03-05T09:00:00Z", "resources": []string{}}, "/end"},
		"too long":         {map[string]any{"start": "2030-03-05T10:00:00Z", "end": "2030-04-06T09:00:00Z", "resources": []string{}}, "/end"},
		"no time":          {map[string]any{"end": "2030-03-05T09:00:00Z", "resources": []string{}}, "/start"},
		"unknown resource": {map[string]any{"start": "2030-03-05T08:00:00Z", "end": "2030-03-05T09:00:00Z", "resources": []string{"00000000-0000-7000-8000-000000000000"}}, "/resources/0"},
	} {
		apitest.Pointers(t, h.team.Act(t, number, "booking", try.in).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), try.pointer)
		require.NotEmpty(t, name)
	}
	in := at("08:30", "12:00")
	in["resources"] = []string{h.room}
	h.team.Post("/tickets/"+number+"/booking", in).Problem(t, http.StatusPreconditionRequired, "if_match.missing")
	h.As("teknis.sandi").Post("/tickets/"+number+"/booking", in, apitest.Header{"If-Match", `"1"`}).Want(t, http.StatusNotFound)
	h.As("loket").Act(t, number, "booking", in).Problem(t, http.StatusForbidden, "ticket.not_allowed")
	plain := h.applicant.Submit(t, "Tanpa waktu").String(t, "number")
	h.toTeam(plain)
	h.team.Act(t, plain, "booking", in).Problem(t, http.StatusForbidden, "ticket.not_allowed")
	require.Nil(t, h.applicant.Get("/tickets/"+plain+"/booking").Want(t, http.StatusOK).Value(t, "start"))

	for query, pointer := range map[string]string{
		"": "/from", "?from=2030-03-05&to=2030-03-01": "/to", "?from=2030-01-01&to=2030-03-05": "/to", "?from=2030-03-01&to=2030-03-02&kind=car": "/kind",
	} {
		p := h.applicant.Get("/bookings"+query).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
		require.Equal(t, pointer, p.Errors[0].Pointer, query)
	}
	apitest.Pointers(t, h.applicant.Get("/resources/availability?start=2030-03-05T10:00:00Z&end=2030-03-05T09:00:00Z").Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/end")
	h.applicant.Get("/bookings?from=2030-01-01&to=2030-03-04").Want(t, http.StatusOK)

	answers := make([]int, 2)
	tags := []apitest.Header{h.team.Get("/tickets/" + number).IfMatch(), h.team.Get("/tickets/" + rival).IfMatch()}
	var both sync.WaitGroup
	for i, ticket := range []string{number, rival} {
		both.Go(func() { answers[i] = h.team.Post("/tickets/"+ticket+"/booking", in, tags[i]).Status })
	}
	both.Wait()
	slices.Sort(answers)
	require.Equal(t, []int{http.StatusOK, http.StatusConflict}, answers)

	h.admin.Post("/resources", map[string]any{"kind": "room", "name": "Ruang command center"}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	h.admin.Post("/resources", map[string]any{"kind": "room", "name": "Aula", "buffer_minutes": 481}).Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	hall := h.admin.Post("/resources", map[string]any{"kind": "room", "name": "Aula", "buffer_minutes": 0}).Want(t, http.StatusCreated)
	id := hall.String(t, "id")
	h.change(id, hall.IfMatch()[1], map[string]any{"name": "Aula", "buffer_minutes": 0, "closed": true}).Want(t, http.StatusOK)
	h.change(id, hall.IfMatch()[1], map[string]any{"name": "Aula", "buffer_minutes": 0}).Problem(t, http.StatusPreconditionFailed, "version.stale")
	require.NotContains(t, string(h.applicant.Get("/resources").Want(t, http.StatusOK).Body), "Aula")
	require.Contains(t, string(h.applicant.Get("/resources?all=true").Want(t, http.StatusOK).Body), "Aula")
	closed := at("16:00", "17:00")
	closed["resources"] = []string{id}
	apitest.Pointers(t, h.team.Act(t, number, "booking", closed).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/resources/0")

	// A calendar is told whole or not at all: of more than it holds, fewer days are asked for.
	tx, err := h.DB.Writer().Begin()
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	table, err := tx.Query("SELECT * FROM tickets WHERE 1 = 0")
	require.NoError(t, err)
	columns, err := table.Columns()
	require.NoError(t, err)
	require.NoError(t, table.Close())
	columns = slices.DeleteFunc(columns, func(c string) bool { return c == "id" || c == "number" })
	same := strings.Join(columns, ", ")
	for lot := range 5 { // SQLite joins no more than 500 selections
		ids := "SELECT id FROM tickets WHERE 1 = 0"
		for i := range 400 {
			ids += fmt.Sprintf(" UNION ALL SELECT '00000000-0000-7000-%04d-%012d'", lot, i)
		}
		_, err = tx.Exec("INSERT INTO tickets (id, number, " + same + ") SELECT c.id, 'X-' || CAST(c.id AS TEXT), t." + strings.Join(columns, ", t.") +
			" FROM tickets t, (" + ids + ") c WHERE t.number = '" + number + "'")
		require.NoError(t, err)
	}
	_, err = tx.Exec("INSERT INTO bookings (ticket_id, kinds, starts_at, ends_at, asked_start, asked_end) SELECT c.id, b.kinds, b.starts_at, b.ends_at, b.asked_start, b.asked_end" +
		" FROM tickets c, bookings b JOIN tickets t ON t.id = b.ticket_id WHERE c.number LIKE 'X-%' AND t.number = '" + number + "'")
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	problem := h.applicant.Get("/bookings?from=2030-03-01&to=2030-03-31").Problem(t, http.StatusUnprocessableEntity, "input.invalid")
	require.Equal(t, "bookings.too_many", problem.Errors[0].Code)
	require.Empty(t, items(t, h.applicant.Get("/bookings?from=2030-03-06&to=2030-03-31")))
}
