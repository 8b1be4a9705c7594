package handling_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// A subdomain has three working days. The clock of the test stands on Monday,
// 5 January 2026, 09.00 WITA, so a request is due on Thursday at closing.
func TestDueTimesMoveWithTheWorkingTime(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	ctx := t.Context()
	admin, applicant, counter := s.As("admin"), s.As("pemohon"), s.As("loket")
	numbers := map[string]string{}
	for _, kind := range []string{"open", "returned", "closed"} {
		numbers[kind] = applicant.Submit(t, "Subdomain "+kind).String(t, "number")
	}
	counter.Act(t, numbers["returned"], "return", map[string]any{"reason": "Surat belum ditandatangani."}).Want(t, http.StatusOK)
	applicant.Act(t, numbers["closed"], "cancel", map[string]any{"reason": "Tidak jadi."}).Want(t, http.StatusOK)
	read := func(kind string) *apitest.Answer {
		return applicant.Get("/tickets/"+numbers[kind]).Want(t, http.StatusOK)
	}
	open, closed := read("open"), read("closed")
	require.Equal(t, "2026-01-08T08:00:00Z", open.String(t, "due_at"))

	holiday := admin.Post("/holidays", map[string]any{"date": "2026-01-07", "name": "Pemilihan gubernur", "kind": "regional"}).Want(t, http.StatusCreated)
	progress := admin.Get("/calendars/office/recomputation").Want(t, http.StatusOK)
	require.Equal(t, true, progress.Value(t, "running"))
	require.EqualValues(t, 2, progress.Value(t, "left"))
	require.NoError(t, s.Tickets.RecomputeDeadlines(ctx))
	require.NoError(t, s.Tickets.RecomputeDeadlines(ctx), "again, there is nothing to do")
	progress = admin.Get("/calendars/office/recomputation").Want(t, http.StatusOK)
	require.Equal(t, []any{false, 2.0, 2.0, 1.0, 0.0}, []any{progress.Value(t, "running"), progress.Value(t, "total"), progress.Value(t, "computed"), progress.Value(t, "moved"), progress.Value(t, "left")})
	require.NotNil(t, progress.Value(t, "finished_at"))

	moved := read("open")
	require.Equal(t, "2026-01-09T08:30:00Z", moved.String(t, "due_at"))
	require.Equal(t, moved.Value(t, "due_at"), applicant.Get("/tickets/"+numbers["open"]+"/deadline").Want(t, http.StatusOK).Value(t, "due_at"))
	require.NotEqual(t, open.Header.Get("ETag"), moved.Header.Get("ETag"))
	counter.Post("/tickets/"+numbers["open"]+"/take-up", map[string]any{}, open.IfMatch()).Want(t, http.StatusPreconditionFailed)
	events := applicant.Get("/tickets/"+numbers["open"]+"/events").Want(t, http.StatusOK).Value(t, "items").([]any)
	require.Len(t, events, 2, "submitted, and moved once")
	event := events[1].(map[string]any)
	require.Equal(t, "deadline_moved", event["type"])
	require.Equal(t, map[string]any{"from": "2026-01-08T08:00:00Z", "to": "2026-01-09T08:30:00Z", "why": []any{
		map[string]any{"kind": "holiday_added", "from": "2026-01-07", "to": "2026-01-07", "name": "Pemilihan gubernur"},
	}}, event["data"])

	require.Equal(t, closed.Body, read("closed").Body, "what is closed keeps its due time")
	ledger := applicant.Get("/tickets/"+numbers["closed"]+"/deadline").Want(t, http.StatusOK)
	require.Equal(t, closed.Value(t, "due_at"), ledger.Value(t, "due_at"), "and the ledger of then")
	require.EqualValues(t, 1, ledger.Value(t, "rules.calendar_version"))
	require.Nil(t, read("returned").Value(t, "due_at"))
	applicant.Act(t, numbers["returned"], "resubmit", map[string]any{}).Want(t, http.StatusOK)
	require.Equal(t, "2026-01-09T08:30:00Z", read("returned").String(t, "due_at"), "when the clock runs on, it is by the new working time")

	fresh := applicant.Submit(t, "Subdomain baru")
	require.Equal(t, "2026-01-09T08:30:00Z", fresh.String(t, "due_at"))
	admin.Delete("/holidays/"+holiday.String(t, "id"), holiday.IfMatch()).Want(t, http.StatusNoContent)
	require.NoError(t, s.Tickets.RecomputeDeadlines(ctx))
	require.Equal(t, "2026-01-08T08:00:00Z", read("open").String(t, "due_at"), "and back")

	// A holiday far away moves nothing, and says nothing.
	admin.Post("/holidays", map[string]any{"date": "2026-10-22", "name": "Hari Jadi", "kind": "regional"}).Want(t, http.StatusCreated)
	before := read("open")
	require.NoError(t, s.Tickets.RecomputeDeadlines(ctx))
	require.Equal(t, before.Body, read("open").Body)

	applicant.Get("/calendars/office/recomputation").Want(t, http.StatusForbidden)
	s.Guest().Get("/calendars/office/recomputation").Want(t, http.StatusUnauthorized)
	admin.Get("/calendars/other/recomputation").Want(t, http.StatusNotFound)
}

// Returned twice: 45 and 30 working minutes lie with the applicant.
func TestLedgerTellsWhenTheClockStoodAndHowLongItTook(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	applicant := s.As("pemohon")
	number := applicant.PostForm("/tickets", apitest.Submission(t, "pse", "Pendaftaran dasbor")).Want(t, http.StatusCreated).String(t, "number")
	due := applicant.Get("/tickets/"+number).String(t, "due_at")
	require.Equal(t, "2026-01-06T00:30:00Z", due, "450 minutes from Monday 09.00")
	for _, minutes := range []time.Duration{45, 30} {
		s.Clock.Advance(10 * time.Minute)
		s.As("loket").Act(t, number, "return", map[string]any{"reason": "Periksa lagi."}).Want(t, http.StatusOK)
		paused := s.As("pemohon").Get("/tickets/"+number+"/deadline").Want(t, http.StatusOK)
		require.Equal(t, []any{nil, true}, []any{paused.Value(t, "due_at"), paused.Value(t, "paused")})
		s.Clock.Advance(minutes * time.Minute)
		s.As("pemohon").Act(t, number, "resubmit", map[string]any{}).Want(t, http.StatusOK)
	}
	s.Clock.Advance(5 * time.Minute)
	ledger := s.As("pemohon").Get("/tickets/"+number+"/deadline").Want(t, http.StatusOK)
	require.Equal(t, "2026-01-06T01:45:00Z", ledger.String(t, "due_at"), "75 minutes later")
	require.Equal(t, []any{100.0, 25.0}, []any{ledger.Value(t, "elapsed.total"), ledger.Value(t, "elapsed.office")})
	stops := ledger.Value(t, "stops").([]any)
	require.Len(t, stops, 2)
	require.Equal(t, map[string]any{"from": "2026-01-05T01:10:00Z", "to": "2026-01-05T01:55:00Z", "reason": "returned"}, stops[0])
	require.Len(t, ledger.Value(t, "rules.hours"), 1)
	sum, targets := 0.0, []any{}
	for _, step := range ledger.Value(t, "steps").([]any) {
		sum += step.(map[string]any)["duration"].(map[string]any)["amount"].(float64)
		targets = append(targets, step.(map[string]any)["due_at"])
	}
	require.Equal(t, 450.0, sum, "60 + 60 + 150 + 180")
	require.Equal(t, []any{"2026-01-05T03:15:00Z", "2026-01-05T04:15:00Z", "2026-01-05T06:45:00Z", "2026-01-06T01:45:00Z"}, targets, "end to end, the stops left out")
}
