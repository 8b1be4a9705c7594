package report_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

type figures struct {
	Received, Answered, Due *int64
	OnTime                  *int64 `json:"on_time"`
	Median                  *int64 `json:"median_minutes"`
}

type performance struct {
	AsOf  time.Time `json:"as_of"`
	Since string
	Total figures
	Items []struct {
		Code string `json:"service_type"`
		figures
	}
}

func read(t *testing.T, s *apitest.Server) (performance, map[string]figures) {
	t.Helper()
	var p performance
	s.Guest().Get("/stats/public").Want(t, http.StatusOK).Into(t, &p)
	byCode := map[string]figures{}
	for _, item := range p.Items {
		byCode[item.Code] = item.figures
	}
	return p, byCode
}

func n(v int64) *int64 { return &v }

// filing is a request as the figures count it: filed and closed so many minutes
// after the test began; no closing: still open.
type filing struct {
	service    string
	filed, due int
	closed     int
	outcome    string
}

// file writes requests into the database, as if they had gone their way.
func file(t *testing.T, s *apitest.Server, filings ...filing) {
	t.Helper()
	at := func(minutes int) time.Time { return apitest.Start.Add(time.Duration(minutes) * time.Minute) }
	author := s.Actor("pemohon")
	for _, f := range filings {
		number := s.As("pemohon").PostForm("/tickets", apitest.Submission(t, f.service, "x")).Want(t, http.StatusCreated).String(t, "number")
		change := map[string]any{"submitted_at": at(f.filed), "due_at": nil, "outcome": f.outcome}
		if f.due != 0 {
			change["due_at"] = at(f.due)
		}
		if f.closed != 0 {
			change["closed_at"], change["status"] = at(f.closed), "done"
		}
		require.NoError(t, s.DB.Write.Table("tickets").Where("number = ? AND applicant_id = ?", number, author.ID).Updates(change).Error)
	}
}

func TestPublicFiguresTellWhatWasAnsweredOnTimeAndHowSoon(t *testing.T) {
	s := apitest.New(t)
	p, _ := read(t, s)
	require.Empty(t, p.Items)
	require.Equal(t, figures{Received: n(0), Answered: n(0), Due: n(0), OnTime: n(0)}, p.Total)
	require.Equal(t, "2025-01-05", p.Since)

	file(t, s,
		filing{service: "subdomain", due: 100, closed: 100}, // to the minute
		filing{service: "subdomain", due: 100, closed: 101, outcome: "rejected"},
		filing{service: "subdomain", due: 100, closed: 40},
		filing{service: "subdomain", due: 100, closed: 20},
		filing{service: "subdomain", due: 5},                           // overdue when the figures are made
		filing{service: "subdomain", due: 1000},                        // has time
		filing{service: "subdomain", closed: 3, outcome: "cancelled"},  // taken back
		filing{service: "subdomain", filed: -370 * 24 * 60, closed: 7}, // see below: too old
		filing{service: "vpn", closed: 30},                             // without a standard
		filing{service: "insiden-siber", due: 100, closed: 99},         // confidential
	)
	require.NoError(t, s.DB.Write.Table("tickets").Where("submitted_at < ?", apitest.Start.AddDate(-1, 0, 0)).Update("submitted_on", "2025-01-01").Error)
	stale, _ := read(t, s)
	require.Empty(t, stale.Items, "figures are kept for a quarter of an hour")

	s.Clock.Advance(15 * time.Minute)
	p, services := read(t, s)
	require.Equal(t, s.Clock.Now(), p.AsOf)
	require.Equal(t, figures{Received: n(6), Answered: n(4), Due: n(5), OnTime: n(3), Median: n(70)}, services["subdomain"])
	require.Equal(t, figures{Received: n(1), Answered: n(1), Due: n(0), OnTime: n(0), Median: n(30)}, services["vpn"])
	require.Equal(t, figures{}, services["insiden-siber"], "a single confidential request is not told")
	require.Equal(t, figures{Received: n(7), Answered: n(5), Due: n(5), OnTime: n(3), Median: n(40)}, p.Total, "nor can it be found by subtraction")

	for range 5 {
		file(t, s, filing{service: "insiden-siber", due: 100, closed: 10})
	}
	s.Clock.Advance(15 * time.Minute)
	_, services = read(t, s)
	require.Equal(t, figures{Received: n(6), Answered: n(6), Due: n(6), OnTime: n(6), Median: n(10)}, services["insiden-siber"])
	require.NoError(t, s.DB.Write.Table("tickets").Where("service_code = ? AND closed_at = ?", "insiden-siber", apitest.Start.Add(99*time.Minute)).Update("due_at", apitest.Start).Error)
	s.Clock.Advance(15 * time.Minute)
	_, services = read(t, s)
	require.Equal(t, figures{Received: n(6), Answered: n(6), Due: n(6), Median: n(10)}, services["insiden-siber"], "one late request is not told either")
}
