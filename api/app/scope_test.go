package app_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/openapi"
)

// hidden is a word in everything that the test below makes beyond the scope of
// those who look.
const hidden = "Kantil"

// further are the orders, searches and filters in which lists are read besides
// those of testdata/operations.txt.
var further = map[string][]string{
	"/tickets":              {"q=" + hidden, "sort=due_at", "sort=number", "sort=-number&limit=2", "confidential=true", "unit=sandi", "status=in_progress", "open=true", "overdue=true"},
	"/tickets/counts":       {"q=" + hidden, "unit=sandi", "confidential=true"},
	"/tickets/similar":      {"service_type=subdomain&subject=" + hidden},
	"/agenda":               {"from=2026-01-01&to=2026-01-31&q=" + hidden},
	"/assets":               {"q=" + hidden, "sort=name", "sort=expires_on", "kind=subdomain"},
	"/drafts":               {"limit=1"},
	"/notifications":        {"limit=1"},
	"/delegations":          {"limit=1"},
	"/information-requests": {"q=" + hidden},
}

// What lies outside somebody's scope changes no list that they read: it is not
// in it, not counted, not sorted by and not found. Every operation that reads
// no single object is read by everybody, as a whole and in all orders and
// searches, before and after there is more of what they may not see – and says
// the same to the byte.
//
// Unwatched: one caller asks one thing after the other.
func TestWhatOneMayNotSeeChangesNothingThatOneReads(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	callers := cast(t, s)
	lists := map[string]attempt{}
	lines := attempts(t)
	policy := map[string]auth.Operation{}
	for _, o := range auth.Table(s.Routes()) {
		policy[o.Method+" "+o.Path] = o
	}
	for _, o := range openapi.Operations() {
		name := o.Method + " " + o.Path
		if o.Method == http.MethodGet && !o.Public && !strings.Contains(o.Path, "{") {
			a := lines[name]
			lists[name] = a
			for _, query := range further[o.Path] {
				a.query = query
				lists[name+"?"+query] = a
			}
		}
	}
	require.Greater(t, len(lists), 40)

	s.As("pemohon").Submit(t, "Terbuka")
	bring(t, s, s.As("pemohon2").Submit(t, "Milik lain").String(t, "number"), false)
	read := func() map[string]string {
		answers := map[string]string{}
		for name, a := range lists {
			for _, c := range callers {
				operation, _, _ := strings.Cut(name, "?")
				if c.role == "" || slices.Contains([]string{"loket", "kadis"}, c.name) || policy[operation].Of(c.role) == auth.ReachAll {
					continue // who sees what is made below, or everything of the kind
				}
				r := httptest.NewRequest(a.method, web.Base+a.path+"?"+a.query, nil)
				r.Header.Set(c.header[0], c.header[1])
				w := httptest.NewRecorder()
				s.Handler.ServeHTTP(w, r)
				if w.Code == http.StatusForbidden {
					continue
				}
				assert.Equal(t, http.StatusOK, w.Code, "%s by %s: %s", name, c.name, w.Body)
				answers[name+" by "+c.name] = w.Body.String()
			}
		}
		return answers
	}
	other, admin, division := s.As("pemohon2"), s.As("admin"), s.As("kabid.sandi") // signed in before, because people read their sign-ins
	before := read()
	require.Greater(t, len(before), 150)

	bring(t, s, other.Submit(t, hidden).String(t, "number"), true)
	other.Post("/drafts", map[string]any{"service_type": "subdomain"}).Want(t, http.StatusCreated)
	other.Post("/me/views", map[string]any{"name": hidden, "query": "status=done"}).Want(t, http.StatusCreated)
	other.Post("/me/privacy-requests", map[string]any{"kind": "correction", "text": hidden}).Want(t, http.StatusCreated)
	admin.Post("/assets", map[string]any{
		"kind": "subdomain", "organisation_id": s.Actor("pemohon2").OrganisationID, "fields": map[string]string{"subdomain": "kantil", "application": hidden}, "delivered_on": "2026-01-02", "reason": hidden,
	}).Want(t, http.StatusCreated)
	division.Post("/me/absences", map[string]any{"kind": "leave", "from": "2026-03-02", "until": "2026-03-03"}).Want(t, http.StatusCreated)
	for cell, answer := range read() {
		assert.Equal(t, before[cell], answer, cell)
		assert.NotContains(t, answer, hidden, cell)
	}
}

// bring takes a request through the counter and the head to Bidang Persandian.
func bring(t *testing.T, s *apitest.Server, number string, confidential bool) {
	t.Helper()
	clerk := s.As("loket")
	clerk.Act(t, number, "take-up", map[string]any{}).Want(t, http.StatusOK)
	clerk.Act(t, number, "forward", map[string]any{"to": map[string]string{"role": "head"}}).Want(t, http.StatusOK)
	s.As("kadis").Act(t, number, "dispositions", map[string]any{
		"to": map[string]string{"unit": "sandi"}, "instruction": hidden, "urgency": "normal", "confidential": confidential,
	}).Want(t, http.StatusOK)
}
