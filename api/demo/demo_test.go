package demo_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/demo"
)

// The demo has requests in every state, whose due times agree with the ledger,
// whose numbers have no gaps and whose files are there; loading it again
// changes nothing.
//
// Unwatched: one caller asks one thing after the other.
func TestDemoShowsEveryStateAndIsLoadedOnce(t *testing.T) {
	ctx := context.Background()
	s := apitest.New(t, apitest.Empty(t))
	loaded, err := demo.Load(ctx, s.App, apitest.Password)
	require.NoError(t, err)
	require.Equal(t, demo.Result{Password: apitest.Password, Requests: 64}, loaded)

	c := s.As("kadis")
	states := map[string]int{}
	for cursor, more := "", true; more; {
		page := c.Get("/tickets?limit=100"+cursor).Want(t, http.StatusOK)
		for _, item := range page.Value(t, "items").([]any) {
			summary := item.(map[string]any)
			number := summary["number"].(string)
			holder, _ := summary["holder"].(map[string]any)
			states[fmt.Sprintf("%v %v %v %v", summary["status"], summary["outcome"], holder["role"], summary["returned"])]++
			require.LessOrEqual(t, summary["submitted_at"].(string), s.Clock.Now().Format("2006-01-02T15:04:05Z"))
			requireLedger(t, c, number, summary["due_at"])
		}
		var next string
		if next, more = page.Value(t, "next_cursor").(string); more {
			cursor = "&cursor=" + next
		}
	}
	for _, state := range []string{
		"waiting <nil> front_office false", "in_progress <nil> front_office false", "in_progress <nil> head false", "in_progress <nil> division_head false",
		"in_progress <nil> technical false", "in_progress <nil> applicant true", "done fulfilled <nil> false", "done approved <nil> false",
		"done rejected <nil> false", "done cancelled <nil> false",
	} {
		require.Positive(t, states[state], "%s of %v", state, states)
	}

	// Of every decreed standard, and of the SOP, one is finished: its lembar disposisi can be printed.
	for _, code := range []string{
		"informasi-publik", "pengaduan", "data-statistik", "rekomendasi-statistik", "virtual-meeting", "subdomain", "hosting", "insiden-siber", "tte", "pse",
	} {
		page := c.Get("/tickets?limit=1&status=done&outcome=fulfilled&service_type="+code).Want(t, http.StatusOK)
		require.Len(t, page.Value(t, "items"), 1, code)
	}

	var keys []string
	require.NoError(t, s.DB.Read.Raw("SELECT object_key FROM attachments").Scan(&keys).Error)
	require.Greater(t, len(keys), 44)
	for _, key := range keys {
		body, _, err := s.Objects.Open(ctx, key, 0, -1)
		require.NoError(t, err)
		require.NoError(t, body.Close())
	}

	before := count(t, s)
	again, err := demo.Load(ctx, s.App, "another password")
	require.NoError(t, err)
	require.Zero(t, again.Requests)
	require.Equal(t, before, count(t, s))
}

// requireLedger checks that a request's due time is that of its ledger, whose
// days sum to the limit with its extension.
func requireLedger(t *testing.T, c *apitest.Client, number string, due any) {
	t.Helper()
	ledger := c.Get("/tickets/" + number + "/deadline")
	if ledger.Status == http.StatusNotFound { // no limit is decreed
		require.Nil(t, due, number)
		return
	}
	require.Equal(t, due, ledger.Value(t, "due_at"), number)
	sum := ledger.Value(t, "remaining").(float64)
	for _, day := range ledger.Value(t, "days").([]any) {
		sum += day.(map[string]any)["amount"].(float64)
	}
	require.Equal(t, ledger.Value(t, "amount").(float64)+ledger.Value(t, "extension").(float64), sum, number)
}

func count(t *testing.T, s *apitest.Server) (n int) {
	t.Helper()
	require.NoError(t, s.DB.Read.Raw("SELECT COUNT(*) FROM events WHERE type NOT IN ('signed_in')").Row().Scan(&n))
	return n
}

func TestDemoSaysWhoCanSignIn(t *testing.T) {
	var out strings.Builder
	demo.Result{Password: "rahasia contoh", Requests: 47}.Print(&out)
	for _, text := range []string{"47 requests", "pemohon2", "kabid.sandi", "verifikator", "admin", "rahasia contoh"} {
		require.Contains(t, out.String(), text)
	}
	out.Reset()
	demo.Result{}.Print(&out)
	require.Contains(t, out.String(), "as printed when the demo data was loaded")
}
