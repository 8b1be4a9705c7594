package apidoc

import (
	"encoding/json"
	"html"
	"html/template"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSections(t *testing.T) {
	list := sections("Hello `a<b>`.\n\n## First steps\n\nDo:\n\n```sh\ncurl -s \"$API/<x>\"\n```\n\nThen rest.\n")
	require.Len(t, list, 2)
	assert.Equal(t, "Hello <code>a&lt;b&gt;</code>.", string(list[0].Blocks[0].Text))
	assert.Equal(t, "first-steps", list[1].ID)
	assert.Equal(t, "First steps", list[1].Title)
	require.Len(t, list[1].Blocks, 3)
	assert.Equal(t, `curl<span class="option"> -s</span> &#34;<span class="variable">$API</span>/&lt;x&gt;&#34;`, string(list[1].Blocks[1].Code))
	assert.Equal(t, "Then rest.", string(list[1].Blocks[2].Text))
}

func renderText(t *testing.T, text []byte) ([]byte, error) {
	t.Helper()
	layout, err := template.New("page").Parse(pageText)
	require.NoError(t, err)
	return render(layout, text)
}

// What stands in the document is text: none of it becomes markup.
func TestRenderEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	text, err := json.Marshal(map[string]any{
		"info": map[string]any{"title": evil, "description": evil},
		"tags": []any{map[string]any{"name": "t", "x-displayName": evil, "description": evil}},
		"paths": map[string]any{"/x": map[string]any{"post": map[string]any{
			"tags": []any{"t"}, "operationId": "x", "summary": evil, "description": evil,
			"parameters":  []any{map[string]any{"in": "header", "required": true, "name": evil, "description": evil, "schema": map[string]any{"type": "string"}}},
			"requestBody": map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/S"}}}},
			"responses":   map[string]any{"200": map[string]any{"description": evil}},
		}}},
		"components": map[string]any{"schemas": map[string]any{"S": map[string]any{
			"description": evil, "type": "object", "properties": map[string]any{evil: map[string]any{"type": "string", "examples": []any{evil}, "enum": []any{evil}, "x-enum-descriptions": []any{evil}}},
		}}},
	})
	require.NoError(t, err)
	page, err := renderText(t, text)
	require.NoError(t, err)
	assert.NotContains(t, string(page), "<script")
	assert.Contains(t, string(page), "&lt;script&gt;")
}

func TestRenderKeepsTheOrderOfMembers(t *testing.T) {
	var d document
	require.NoError(t, json.Unmarshal([]byte(`{"components":{"schemas":{"S":{"type":"object","required":["zebra"],"properties":{
		"zebra":{"type":["string","null"],"format":"date-time"},
		"apple":{"anyOf":[{"$ref":"#/components/schemas/S"},{"type":"null"}]},
		"many":{"type":"array","items":{"$ref":"#/components/schemas/S"}},
		"colour":{"allOf":[{"$ref":"#/components/schemas/C"}],"description":"how it looks"}}},
		"C":{"type":"string","enum":["red","blue"],"x-enum-descriptions":["warm","cold"]}}}}`), &d))
	s, _ := d.Components.Schemas.get("S")
	assert.Equal(t, []field{
		{Name: "zebra", Kind: "date-time", Nullable: true},
		{Name: "apple", Object: "S", Nullable: true, Optional: true},
		{Name: "many", Kind: "list of", Object: "S", Optional: true},
		{Name: "colour", Kind: "string", Description: "how it looks", Optional: true, Values: []value{{"red", "warm"}, {"blue", "cold"}}},
	}, d.members(s, 0, false))
}

// An object within itself does not make the page endless.
func TestRenderEndsWithinItself(t *testing.T) {
	_, err := renderText(t, []byte(`{"tags":[{"name":"t"}],"paths":{"/x":{"post":{"tags":["t"],
		"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S"}}}},"responses":{}}}},
		"components":{"schemas":{"S":{"type":"object","properties":{"again":{"$ref":"#/components/schemas/S"}}}}}}`))
	assert.NoError(t, err)
}

func TestRenderRefusesWhatIsNoDocument(t *testing.T) {
	_, err := renderText(t, []byte(`{"paths":3}`))
	assert.ErrorContains(t, err, "apidoc")
}

// An example that is sent is short and would be taken; one that is answered
// shows all there is.
func TestExample(t *testing.T) {
	var d document
	require.NoError(t, json.Unmarshal([]byte(`{"components":{"schemas":{
		"S":{"type":"object","required":["to","at"],"properties":{
			"to":{"$ref":"#/components/schemas/R"},"at":{"type":"string","format":"date"},"note":{"type":"string","examples":["hm"]}}},
		"R":{"type":"object","required":["role"],"properties":{
			"role":{"type":"string","enum":["head"]},"unit":{"type":"string","examples":["aptika"]},"user":{"type":["string","null"]}}}}}}`), &d))
	s, _ := d.Components.Schemas.get("S")
	plain := func(sent bool) string {
		var c code
		d.example(&c, s, 0, sent)
		return html.UnescapeString(regexp.MustCompile(`<[^>]+>`).ReplaceAllString(c.String(), ""))
	}
	assert.Equal(t, "{\n  \"to\": {\n    \"role\": \"head\",\n    \"unit\": \"aptika\"\n  },\n  \"at\": \"2026-01-05\"\n}", plain(true))
	assert.JSONEq(t, `{"to":{"role":"head","unit":"aptika","user":null},"at":"2026-01-05","note":"hm"}`, plain(false))
}
