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

// objectFirst are the operations that look for their object before they read
// the body, with the same web.Bind as the others: of one that is not there
// they say nothing.
var objectFirst = map[string]bool{
	"PUT /calendars/{id}": true, "POST /public/tickets/{number}/messages": true, "POST /spbe-recommendations/{id}/submit": true,
	"POST /public/information-requests/{number}/objections": true, "POST /public/information-requests/{number}/objections/{id}/dispute": true,
}

// Every operation with a JSON body, by whoever may call it: a field that it
// does not name is refused by its name, whatever else is wrong with the
// request. So nobody sets what the product sets itself.
func TestNoOperationTakesAFieldThatItDoesNotName(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	callers := cast(t, s)
	variable := regexp.MustCompile(`\{\w+\}`)
	tried := 0
	for name := range withJSON(t) {
		method, path, _ := strings.Cut(name, " ")
		path = variable.ReplaceAllString(strings.ReplaceAll(path, "{number}", noTicket), noID)
		refused := false
		for _, c := range callers {
			if c.isKey() {
				continue
			}
			headers := []apitest.Header{{"If-Match", `"0"`}}
			if c.role != "" {
				headers = append(headers, c.header)
			}
			answer := s.Guest().Send(method, path, "application/json", strings.NewReader(`{"made_up_by_me": true}`), headers...)
			if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
				continue
			}
			if objectFirst[name] {
				answer.Problem(t, http.StatusNotFound, "not_found")
				refused = true
				break
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
