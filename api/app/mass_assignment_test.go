package app_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/openapi"
)

// withJSON are the operations of the API document that take a JSON body, as
// method and path.
func withJSON(t *testing.T) map[string]bool {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]json.RawMessage `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(openapi.Document(), &document))
	found := map[string]bool{}
	for path, operations := range document.Paths {
		for method, o := range operations {
			if o.RequestBody.Content["application/json"] != nil {
				found[strings.ToUpper(method)+" "+path] = true
			}
		}
	}
	return found
}

// found is an object that is there: its address, and what opens it.
type found struct {
	path    string
	headers []apitest.Header
}

// objectFirst are objects for the operations that look for theirs before they
// read the body.
func objectFirst(t *testing.T, s *apitest.Server) map[string]found {
	t.Helper()
	asked := s.Guest().PostForm("/public/tickets", apitest.Submission(t, "informasi-publik", "x").Field("name", "x").Field("contact", "x").Field("consent", "true")).Want(t, 201)
	number, code := asked.String(t, "number"), []apitest.Header{{"X-Ticket-Code", asked.String(t, "code")}}
	draft := s.As("pemohon").Post("/spbe-recommendations", map[string]any{"title": "x", "proposal": "building"}).Want(t, 201).String(t, "id")
	return map[string]found{
		"PUT /calendars/{id}":                                                {path: "/calendars/office"},
		"POST /public/tickets/{number}/messages":                             {"/public/tickets/" + number + "/messages", code},
		"POST /public/information-requests/{number}/objections":              {"/public/information-requests/" + number + "/objections", code},
		"POST /public/information-requests/{number}/objections/{id}/dispute": {"/public/information-requests/" + number + "/objections/" + noID + "/dispute", code},
		// What is tried again with the same key is looked up by its body.
		"POST /spbe-recommendations/{id}/submit": {"/spbe-recommendations/" + draft + "/submit", []apitest.Header{{"Idempotency-Key", "made-up"}}},
	}
}

// Every operation with a JSON body, by whoever may call it: a field that it
// does not name is refused by its name, whatever else is wrong with the
// request. So nobody sets what the product sets itself.
//
// Unwatched: one caller asks one thing after the other.
func TestNoOperationTakesAFieldThatItDoesNotName(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	callers, there := cast(t, s), objectFirst(t, s)
	variable := regexp.MustCompile(`\{\w+\}`)
	tried := 0
	for name := range withJSON(t) {
		method, path, _ := strings.Cut(name, " ")
		path = variable.ReplaceAllString(strings.ReplaceAll(path, "{number}", noTicket), noID)
		object, isThere := there[name]
		if isThere {
			path = object.path
		}
		refused := false
		for _, c := range callers {
			if c.isKey() {
				continue
			}
			headers := append([]apitest.Header{{"If-Match", `"0"`}}, object.headers...)
			if c.role != "" {
				headers = append(headers, c.header)
			}
			answer := s.Guest().Send(method, path, "application/json", strings.NewReader(`{"made_up_by_me": true}`), headers...)
			if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
				continue
			}
			problem := answer.Problem(t, http.StatusUnprocessableEntity, "input.invalid")
			require.Len(t, problem.Errors, 1, name)
			require.Equal(t, "field.unknown", problem.Errors[0].Code, name)
			require.Equal(t, "/made_up_by_me", problem.Errors[0].Pointer, name)
			refused = true
			break
		}
		require.True(t, refused, "nobody may call %s", name)
		tried++
	}
	require.Greater(t, tried, 80)
}
