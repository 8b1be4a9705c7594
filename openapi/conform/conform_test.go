package conform_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/openapi"
	"github.com/dkisp-kaltara/elayanan/openapi/conform"
)

// library is a small document with everything that a Checker looks at.
const library = `{
"openapi": "3.1.1", "info": {"title": "Library", "version": "1"}, "servers": [{"url": "/api/v1"}],
"paths": {
	"/books": {
		"get": {
			"parameters": [{"in": "query", "name": "q"}, {"$ref": "#/components/parameters/Limit"}],
			"responses": {
				"200": {"headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}, "ETag": {"schema": {"type": "string"}}},
					"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}}}}},
				"404": {"$ref": "#/components/responses/NotFound"},
				"default": {"$ref": "#/components/responses/Unexpected"}}},
		"post": {
			"requestBody": {"content": {
				"application/json": {"schema": {"$ref": "#/components/schemas/Book"}},
				"multipart/form-data": {"schema": {"type": "object",
					"properties": {"title": {"type": "string"}, "cover": {"type": "string", "format": "binary"}},
					"patternProperties": {"^pages\\[[^\\]]+\\]$": {"type": "string"}}, "required": ["title"]}}}},
			"responses": {"204": {"description": "done"}, "default": {"$ref": "#/components/responses/Unexpected"}}}},
	"/books/{id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}}}}},
	"/books/latest": {"get": {"responses": {"204": {"description": "none yet"}}}},
	"/books/{id}/{kind}.pdf": {"get": {"responses": {"200": {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}},
	"/books/{id}/cover": {"get": {"responses": {"200": {"content": {"image/*": {}}}}}}
},
"components": {
	"parameters": {"Limit": {"in": "query", "name": "limit"}},
	"headers": {"RequestId": {"required": true, "schema": {"type": "string"}}},
	"schemas": {
		"Book": {"type": "object", "required": ["title", "lent_at"],
			"properties": {"title": {"type": "string", "maxLength": 20}, "lent_at": {"type": ["string", "null"], "format": "date-time"},
				"shelf": {"anyOf": [{"$ref": "#/components/schemas/Shelf"}, {"type": "null"}]}}},
		"Shelf": {"type": "string", "enum": ["north", "south"]},
		"Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}},
	"responses": {
		"NotFound": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
		"MethodNotAllowed": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
		"Unexpected": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}
}}`

func newChecker(t testing.TB, document string) *conform.Checker {
	t.Helper()
	c, err := conform.New([]byte(document))
	require.NoError(t, err)
	return c
}

const (
	json    = "application/json"
	problem = "application/problem+json"
	refusal = `{"code":"not_found"}`
	book    = `{"title":"Hikayat","lent_at":null}`
)

func TestCheckResponse(t *testing.T) {
	c := newChecker(t, library)
	for _, tc := range []struct {
		what, request string
		status        int
		contentType   string
		body          string
		fault         string // empty: conforms
	}{
		{"as documented", "GET /api/v1/books?q=h", 200, "application/json; charset=utf-8", "[" + book + "]", ""},
		{"null where it may be", "GET /api/v1/books/1", 200, json, `{"title":"Hikayat","lent_at":null,"shelf":null}`, ""},
		{"null where it may not be", "GET /api/v1/books/1", 200, json, `{"title":null,"lent_at":null}`, "/title"},
		{"a list that is null", "GET /api/v1/books", 200, json, `null`, "want array"},
		{"a required member is missing", "GET /api/v1/books/1", 200, json, `{"title":"Hikayat"}`, "lent_at"},
		{"a member more than documented", "GET /api/v1/books/1", 200, json, `{"title":"a","lent_at":null,"price":1}`, "price"},
		{"a wrong format", "GET /api/v1/books/1", 200, json, `{"title":"a","lent_at":"yesterday"}`, "date-time"},
		{"a value outside the enumeration", "GET /api/v1/books/1", 200, json, `{"title":"a","lent_at":null,"shelf":"west"}`, "/shelf"},
		{"not JSON", "GET /api/v1/books/1", 200, json, `{"title"`, "EOF"},
		{"two JSON values", "GET /api/v1/books/1", 200, json, book + book, "after top-level value"},
		{"another content type", "GET /api/v1/books/1", 200, "text/html", "<p>", "the content type text/html is not in the document"},
		{"no content type", "GET /api/v1/books/1", 200, "", book, "the content type"},
		{"an undocumented status", "GET /api/v1/books", 418, json, "", "answered 418, which the document does not have"},
		{"a documented refusal", "GET /api/v1/books", 404, problem, refusal, ""},
		{"a refusal that is no problem", "GET /api/v1/books", 404, json, refusal, "the content type application/json"},
		{"a general refusal", "GET /api/v1/books", 503, problem, refusal, ""},
		{"a general refusal that is no problem", "GET /api/v1/books", 503, "text/plain", "down", "the content type text/plain"},
		{"a special refusal without being listed", "POST /api/v1/books", 409, problem, refusal, "answered 409, which"},
		{"no body, as documented", "POST /api/v1/books", 204, "", "", ""},
		{"a body where there is none", "POST /api/v1/books", 204, json, "{}", "it has a body"},
		{"the literal path wins", "GET /api/v1/books/latest", 204, "", "", ""},
		{"a file", "GET /api/v1/books/1/receipt.pdf", 200, "application/pdf", "%PDF", ""},
		{"a file of another kind", "GET /api/v1/books/1/receipt.pdf", 200, "image/png", "PNG", "the content type image/png"},
		{"a range of media types", "GET /api/v1/books/1/cover", 200, "image/png", "PNG", ""},
		{"an unknown address", "GET /api/v1/films", 404, problem, refusal, ""},
		{"an unknown address that answers", "GET /api/v1/films", 200, json, "[]", "the document has no such operation"},
		{"another method", "DELETE /api/v1/books", 405, problem, refusal, ""},
		{"another method that works", "DELETE /api/v1/books", 204, "", "", "the document has no such operation"},
		{"a name that ends like the tail", "GET /api/v1/books/1/.pdf", 200, "application/pdf", "%PDF", "the document has no such operation"},
		{"a head", "HEAD /api/v1/books", 405, "", "", ""},
		{"a preflight", "OPTIONS /api/v1/books", 204, "", "", ""},
		{"outside the API", "GET /healthz", 200, "text/plain", "ok", ""},
	} {
		t.Run(tc.what, func(t *testing.T) {
			method, path, _ := strings.Cut(tc.request, " ")
			header := http.Header{"X-Request-Id": {"1"}}
			if tc.contentType != "" {
				header.Set("Content-Type", tc.contentType)
			}
			checked(t, c.CheckResponse(method, path, tc.status, header, []byte(tc.body)), tc.fault)
		})
	}
	t.Run("a required header is missing", func(t *testing.T) {
		err := c.CheckResponse("GET", "/api/v1/books", 200, http.Header{"Content-Type": {json}}, []byte("[]"))
		checked(t, err, "the header X-Request-Id is missing")
	})
}

func TestCheckRequest(t *testing.T) {
	c := newChecker(t, library)
	form := func(names ...string) (string, string) {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, name := range names {
			require.NoError(t, w.WriteField(name, "x"))
		}
		require.NoError(t, w.Close())
		return w.FormDataContentType(), body.String()
	}
	goodType, good := form("title", "pages[one]")
	strangeType, strange := form("title", "pages")
	emptyType, empty := form("pages[one]")
	for _, tc := range []struct{ what, request, contentType, body, fault string }{
		{"as documented", "POST /api/v1/books", json, book, ""},
		{"a wrong body", "POST /api/v1/books", json, `{"title":1,"lent_at":null}`, "/title"},
		{"a form", "POST /api/v1/books", goodType, good, ""},
		{"a form with a field that is not documented", "POST /api/v1/books", strangeType, strange, `"pages" is not in the document`},
		{"a form without what it needs", "POST /api/v1/books", emptyType, empty, `"title" is missing`},
		{"another content type", "POST /api/v1/books", "text/csv", "a,b", "the content type text/csv"},
		{"a body where none is taken", "GET /api/v1/books", json, "{}", "the content type application/json"},
		{"query parameters", "GET /api/v1/books?q=a&limit=3", "", "", ""},
		{"an unknown query parameter", "GET /api/v1/books?page=2", "", "", `"page"`},
		{"a broken query", "GET /api/v1/books?q=%zz", "", "", "invalid URL escape"},
		{"an unknown operation", "PUT /api/v1/books", json, book, "no operation for PUT"},
		{"outside the API", "POST /docs", json, "x", ""},
	} {
		t.Run(tc.what, func(t *testing.T) {
			method, path, _ := strings.Cut(tc.request, " ")
			checked(t, c.CheckRequest(method, path, http.Header{"Content-Type": {tc.contentType}}, []byte(tc.body)), tc.fault)
		})
	}
}

func checked(t *testing.T, err error, fault string) {
	t.Helper()
	if fault == "" {
		assert.NoError(t, err)
		return
	}
	assert.ErrorContains(t, err, fault)
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	for fault, document := range map[string]string{
		"EOF":                     `{`,
		"names no server":         `{}`,
		"no components/responses": `{"servers":[{"url":"/"}]}`,
		"conform":                 strings.Replace(library, `"maxLength": 20`, `"maxLength": "long"`, 1),
		"missing closing ]":       strings.Replace(library, `^pages\\[[^\\]]+\\]$`, `^pages[`, 1),
	} {
		c, err := conform.New([]byte(document))
		if err == nil {
			err = c.Complete()
		}
		assert.ErrorContains(t, err, fault)
	}
}

func TestRealDocumentHasNoFault(t *testing.T) {
	require.NoError(t, newChecker(t, string(openapi.Document())).Complete())
}

// The real document, asked by many at the same time.
func TestRealDocument(t *testing.T) {
	c := newChecker(t, string(openapi.Document()))
	header := http.Header{"Content-Type": {problem}, "X-Request-Id": {"1"}}
	body := []byte(`{"type":"about:blank","title":"Unauthorized","status":401,"detail":"Masuk dahulu.","instance":"1","code":"signed_out"}`)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				assert.NoError(t, c.CheckResponse("GET", "/api/v1/users/1", http.StatusUnauthorized, header, body))
				assert.Error(t, c.CheckResponse("GET", "/api/v1/users/1", http.StatusOK, header, body))
			}
		})
	}
	all.Wait()
}

func BenchmarkCheckResponse(b *testing.B) {
	c := newChecker(b, string(openapi.Document()))
	header := http.Header{"Content-Type": {json}, "X-Request-Id": {"1"}}
	body := []byte(`{"items":[{"id":"1","agent":"curl","address":"127.0.0.1","created_at":"2026-01-05T01:30:00Z","used_at":"2026-01-05T01:30:00Z","expires_at":"2026-01-05T01:30:00Z","current":true}],"next_cursor":null}`)
	for b.Loop() {
		if err := c.CheckResponse("GET", "/api/v1/me/sessions", http.StatusOK, header, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := conform.New(openapi.Document()); err != nil {
			b.Fatal(err)
		}
	}
}
