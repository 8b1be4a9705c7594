package openapi

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOperations(t *testing.T) {
	operations := Operations()
	assert.Contains(t, operations, Operation{Method: "POST", Path: "/auth/login", ID: "postAuthLogin", Public: true})
	assert.Contains(t, operations, Operation{Method: "GET", Path: "/users/{id}", ID: "getUsersById", Public: false})
	assert.Equal(t, bytes.Count(Document(), []byte(`"operationId"`)), len(operations))
}

// The OpenAPI Initiative's own schema, which knows nothing of how our document
// was written.
func TestDocumentFollowsOpenAPI31(t *testing.T) {
	text, err := os.ReadFile("testdata/oas-3.1-schema.json")
	require.NoError(t, err)
	official, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("oas.json", official))
	schema, err := compiler.Compile("oas.json")
	require.NoError(t, err)

	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Document()))
	require.NoError(t, err)
	assert.NoError(t, schema.Validate(document))

	document.(map[string]any)["paths"] = "somewhere else"
	assert.Error(t, schema.Validate(document), "the schema refuses what is wrong")
}

func TestLint(t *testing.T) {
	assert.Empty(t, lint(tree(t)))
}

// Every rule of lint finds what it is there for.
//
// Unwatched: it computes alone.
func TestLintBites(t *testing.T) {
	type object = map[string]any
	in := func(o any, keys ...string) object {
		for _, key := range keys {
			o = o.(object)[key]
		}
		return o.(object)
	}
	login := func(d object, more ...string) object {
		return in(d, append([]string{"paths", "/auth/login", "post"}, more...)...)
	}
	user := func(d object, more ...string) object {
		return in(d, append([]string{"paths", "/users/{id}", "get"}, more...)...)
	}
	disable := func(d object, more ...string) object {
		return in(d, append([]string{"paths", "/users/{id}/disable", "post"}, more...)...)
	}
	for want, spoil := range map[string]func(object){
		"no operationId":                      func(d object) { delete(login(d), "operationId") },
		"operationId is not camelCase":        func(d object) { login(d)["operationId"] = "post-login" },
		"operationId is also that of":         func(d object) { login(d)["operationId"] = "getMe" },
		"no summary":                          func(d object) { login(d)["summary"] = "" },
		"one tag":                             func(d object) { login(d)["tags"] = []any{} },
		`the tag "x" has no description`:      func(d object) { login(d)["tags"] = []any{"x"} },
		"no success":                          func(d object) { delete(login(d, "responses"), "200") },
		"no default":                          func(d object) { delete(login(d, "responses"), "default") },
		"security is not said":                func(d object) { delete(login(d), "security") },
		"answers no 401":                      func(d object) { delete(user(d, "responses"), "401") },
		"answers no 403":                      func(d object) { delete(user(d, "responses"), "403") },
		"answers no 412":                      func(d object) { delete(disable(d, "responses"), "412") },
		"answers no 428":                      func(d object) { delete(disable(d, "responses"), "428") },
		`no schema for "no/such"`:             func(d object) { user(d, "responses")["200"] = object{"$ref": "#/no/such"} },
		"the parameter q has no description":  func(d object) { user(d)["parameters"] = []any{object{"in": "query", "name": "q"}} },
		"{id} is not declared":                func(d object) { user(d)["parameters"] = []any{} },
		"the parameter no is not in the path": func(d object) { user(d)["parameters"] = []any{object{"in": "path", "name": "no", "description": "?"}} },
		"the schema Spare is not used":        func(d object) { in(d, "components", "schemas")["Spare"] = object{} },
		"422 is not a problem": func(d object) {
			login(d, "responses")["422"] = object{"content": object{"application/json": object{}}}
		},
		"200 is a problem": func(d object) {
			login(d, "responses")["200"] = object{"content": object{"application/problem+json": object{}}}
		},
	} {
		t.Run(want, func(t *testing.T) {
			d := tree(t)
			spoil(d)
			assert.Contains(t, strings.Join(lint(d), "\n"), want)
		})
	}
}

func tree(t *testing.T) map[string]any {
	t.Helper()
	var d map[string]any
	require.NoError(t, json.Unmarshal(Document(), &d))
	return d
}
