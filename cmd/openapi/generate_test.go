package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rooms are made-up handlers that use every convention.
const rooms = "testdata/rooms"

// at returns what stands in a document under the keys, as compact JSON.
func at(t *testing.T, document []byte, keys ...string) string {
	t.Helper()
	for _, key := range keys {
		var object map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(document, &object), "looking for %s in %s", key, document)
		require.Contains(t, object, key)
		document = object[key]
	}
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, document))
	return out.String()
}

func TestGenerate(t *testing.T) {
	document, err := generate(rooms, nil)
	require.NoError(t, err)
	property := func(schema, name string) string {
		return at(t, document, "components", "schemas", schema, "properties", name)
	}
	operation := func(path, method string, more ...string) string {
		return at(t, document, append([]string{"paths", path, method}, more...)...)
	}

	t.Run("properties stand in the order of the source, embedded ones first", func(t *testing.T) {
		desk := at(t, document, "components", "schemas", "Desk", "properties")
		last := -1
		for _, name := range []string{"id", "zebra", "apple", "pear", "made", "gone", "drawer"} {
			place := strings.Index(desk, `"`+name+`":`)
			assert.Greater(t, place, last, name)
			last = place
		}
		assert.NotContains(t, desk, "Secret")
	})
	t.Run("what is not omitempty is required", func(t *testing.T) {
		assert.JSONEq(t, `["id","zebra","made","gone","drawer","colour","finish","level","handles"]`, at(t, document, "components", "schemas", "Desk", "required"))
		assert.JSONEq(t, `["items","next_cursor"]`, at(t, document, "components", "schemas", "DeskList", "required"))
	})
	t.Run("a pointer that is not omitempty may be null", func(t *testing.T) {
		assert.JSONEq(t, `{"type":["string","null"],"format":"date-time","description":"null: still here"}`, property("Desk", "gone"))
		assert.JSONEq(t, `{"anyOf":[{"$ref":"#/components/schemas/Drawer"},{"type":"null"}]}`, property("Desk", "drawer"))
		assert.JSONEq(t, `{"$ref":"#/components/schemas/Drawer"}`, property("Desk", "spare"))
		assert.JSONEq(t, `{"anyOf":[{"$ref":"#/components/schemas/Colour"},{"type":"null"}],"description":"null: raw wood"}`, property("Desk", "finish"))
		assert.JSONEq(t, `{"type":["string","null"],"enum":["high","low",null]}`, property("Desk", "level"))
		assert.JSONEq(t, `{"type":["string","null"],"description":"null: the last page"}`, property("DeskList", "next_cursor"))
	})
	t.Run("types and rules give formats and bounds", func(t *testing.T) {
		assert.JSONEq(t, `{"type":"string","format":"date-time"}`, property("Desk", "made"))
		assert.JSONEq(t, `{"type":"string","format":"uuid","minLength":1}`, property("Desk", "id"))
		assert.JSONEq(t, `{"type":"string","format":"email","minLength":1,"maxLength":80}`, property("OrderInput", "email"))
		assert.JSONEq(t, `{"type":"string","format":"date"}`, property("OrderInput", "day"))
		assert.JSONEq(t, `{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3}`, property("OrderInput", "sizes"))
	})
	t.Run("an enumeration is a schema of its own, with what its values mean", func(t *testing.T) {
		assert.JSONEq(t, `{"type":"string","enum":["red","blue"],"description":"Says how a desk looks.","x-enum-descriptions":["like a cherry","like the sea"]}`,
			at(t, document, "components", "schemas", "Colour"))
	})
	t.Run("doc comments describe schemas", func(t *testing.T) {
		assert.Equal(t, `"A place to work at."`, at(t, document, "components", "schemas", "Desk", "description"))
		assert.Equal(t, `"In centimetres, with the handles."`, at(t, document, "components", "schemas", "Drawer", "properties", "width", "description"))
	})
	t.Run("types of one name keep their room's", func(t *testing.T) {
		schemas := at(t, document, "components", "schemas")
		assert.Contains(t, schemas, `"DeskCard"`)
		assert.Contains(t, schemas, `"LoansCard"`)
		assert.JSONEq(t, `{"$ref":"#/components/schemas/LoansCard"}`, operation("/loan", "get", "responses", "200", "content", "application/json", "schema"))
	})
	t.Run("inputs are closed, answers are not", func(t *testing.T) {
		assert.Equal(t, "false", at(t, document, "components", "schemas", "OrderInput", "additionalProperties"))
		assert.Equal(t, "false", at(t, document, "components", "schemas", "Drawer", "additionalProperties"), "it is a part of an input")
		assert.NotContains(t, at(t, document, "components", "schemas", "Desk"), "additionalProperties")
	})
	t.Run("an operation takes JSON or a form", func(t *testing.T) {
		assert.Equal(t, "true", operation("/desks", "post", "requestBody", "required"))
		assert.JSONEq(t, `{"$ref":"#/components/schemas/OrderInput"}`, operation("/desks", "post", "requestBody", "content", "application/json", "schema"))
		form := operation("/desks", "post", "requestBody", "content", "multipart/form-data")
		assert.JSONEq(t, `{
			"encoding": {"wishes": {"contentType": "application/json"}},
			"schema": {
				"type": "object",
				"properties": {
					"email": {"type": "string", "format": "email", "minLength": 1, "maxLength": 80, "description": "whose"},
					"wishes": {"type": "object", "additionalProperties": {}, "description": "as JSON"},
					"plan": {"type": "string", "format": "binary", "description": "a drawing"},
					"photos": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "pictures"}
				},
				"patternProperties": {"^files\\[[^\\]]+\\]$": {"type": "string", "format": "binary", "description": "more"}},
				"required": ["email", "plan"],
				"additionalProperties": false
			}}`, form)
	})
	t.Run("refusals are problems, and those that follow are added", func(t *testing.T) {
		statuses := func(path, method string) (list []string) {
			var responses map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte(operation(path, method, "responses")), &responses))
			for status := range responses {
				list = append(list, status)
			}
			return list
		}
		assert.ElementsMatch(t, []string{"201", "400", "401", "403", "409", "413", "415", "422", "default"}, statuses("/desks", "post"))
		assert.ElementsMatch(t, []string{"200", "304", "400", "404", "422", "default"}, statuses("/desks/{id}", "get"))
		assert.ElementsMatch(t, []string{"200", "400", "401", "403", "404", "412", "422", "428", "default"}, statuses("/desks/{id}/re-paint", "post"))
		assert.JSONEq(t, `{"$ref":"#/components/responses/Conflict","description":"no wood"}`, operation("/desks", "post", "responses", "409"))
		assert.JSONEq(t, `{"$ref":"#/components/responses/UnprocessableEntity"}`, operation("/desks", "post", "responses", "422"))
		assert.JSONEq(t, `{"$ref":"#/components/responses/RequestedRangeNotSatisfiable","description":"no such range"}`, operation("/desks/{id}/plan.pdf", "get", "responses", "416"))
		assert.JSONEq(t, `{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}`, at(t, document, "components", "responses", "Conflict", "content"))
	})
	t.Run("headers follow from what is answered", func(t *testing.T) {
		read := operation("/desks/{id}", "get", "responses", "200", "headers")
		assert.Contains(t, read, "headers/ETag", "a reading that may answer 304")
		assert.Contains(t, operation("/desks/{id}/re-paint", "post", "responses", "200", "headers"), "headers/ETag", "the same resource")
		assert.NotContains(t, operation("/desks", "get", "responses", "200", "headers"), "ETag", "a list")
		assert.Contains(t, operation("/desks", "post", "responses", "201", "headers"), "headers/Location")
		assert.Contains(t, operation("/desks/{id}/plan.pdf", "get", "responses", "200", "headers"), "headers/ContentDisposition")
		assert.Contains(t, operation("/desks/{id}", "get", "parameters"), "parameters/IfNoneMatch")
	})
	t.Run("operations are named, and say whether anybody may", func(t *testing.T) {
		assert.Equal(t, `"getDesksByIdPlanPdf"`, operation("/desks/{id}/plan.pdf", "get", "operationId"))
		assert.Equal(t, `"paintDesk"`, operation("/desks/{id}/re-paint", "post", "operationId"))
		assert.Equal(t, `[]`, operation("/desks/{id}", "get", "security"))
		assert.Equal(t, `[{"Bearer":[]}]`, operation("/desks", "get", "security"))
		assert.Equal(t, `[{"Bearer":[]},{"ApiKey":[]}]`, operation("/loan", "get", "security"))
		assert.Contains(t, at(t, document, "components", "securitySchemes", "ApiKey"), `"X-API-Key"`)
	})
	t.Run("a group without a description is still there", func(t *testing.T) {
		assert.JSONEq(t, `[{"name":"desks","x-displayName":"desks"},{"name":"loans","x-displayName":"loans"}]`, at(t, document, "tags"))
	})
	t.Run("the same source gives the same bytes", func(t *testing.T) {
		again, err := generate(rooms, nil)
		require.NoError(t, err)
		assert.Equal(t, string(document), string(again))
	})
}

func TestOperationID(t *testing.T) {
	for address, want := range map[string]string{
		"POST /auth/login":                        "postAuthLogin",
		"GET /tickets/{number}/documents/{k}.pdf": "getTicketsByNumberDocumentsByKPdf",
		"POST /tickets/{number}/take-up":          "postTicketsByNumberTakeUp",
	} {
		method, path, _ := strings.Cut(address, " ")
		assert.Equal(t, want, operationID(method, path))
	}
}

func TestGenerateSaysWhatIsWrong(t *testing.T) {
	_, err := generate(t.TempDir(), nil)
	assert.ErrorContains(t, err, "no Go packages")

	room := filepath.Join(t.TempDir(), "room")
	require.NoError(t, os.Mkdir(room, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(room, "room.go"), []byte("package room\n\ntype broken struct {"), 0o644))
	_, err = generate(filepath.Dir(room), nil)
	assert.ErrorContains(t, err, "room.go:3")
}

func TestCheck(t *testing.T) {
	target := filepath.Join(t.TempDir(), "openapi.json")
	document, err := generate(rooms, nil)
	require.NoError(t, err)
	assert.ErrorContains(t, keep(target, document, true), "is stale", "there is no document yet")
	require.NoError(t, keep(target, document, false))
	require.NoError(t, keep(target, document, true))

	require.NoError(t, os.WriteFile(target, bytes.Replace(document, []byte("Paint a desk"), []byte("Paint it"), 1), 0o644))
	err = keep(target, document, true)
	assert.ErrorContains(t, err, `"summary": "Paint it"`)
	assert.ErrorContains(t, err, `"summary": "Paint a desk"`)
	assert.ErrorContains(t, err, "make openapi")
}
