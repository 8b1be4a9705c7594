package apidoc_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/dkisp-kaltara/elayanan/api/apidoc"
	"github.com/dkisp-kaltara/elayanan/openapi"
)

// served has the document and its page, which is made once, as in the product.
var served = sync.OnceValues(func() (*echo.Echo, error) {
	e := echo.New()
	return e, apidoc.Mount(e)
})

func server(t *testing.T) *echo.Echo {
	t.Helper()
	e, err := served()
	require.NoError(t, err)
	return e
}

func get(e *echo.Echo, path string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, request)
	return answer
}

func TestDocument(t *testing.T) {
	answer := get(server(t), "/openapi.json")
	assert.Equal(t, http.StatusOK, answer.Code)
	assert.Equal(t, "application/json", answer.Header().Get("Content-Type"))
	assert.True(t, bytes.Equal(openapi.Document(), answer.Body.Bytes()))
}

func TestHead(t *testing.T) {
	answer := httptest.NewRecorder()
	server(t).ServeHTTP(answer, httptest.NewRequest(http.MethodHead, "/docs", nil))
	assert.Equal(t, http.StatusOK, answer.Code)
	assert.Empty(t, answer.Body.String())
}

func TestFilesAreAskedForOnce(t *testing.T) {
	e := server(t)
	for _, path := range []string{"/openapi.json", "/docs", "/docs/style.css"} {
		tag := get(e, path).Header().Get("ETag")
		require.NotEmpty(t, tag, path)
		again := get(e, path, "If-None-Match", tag)
		assert.Equal(t, http.StatusNotModified, again.Code, path)
		assert.Empty(t, again.Body.String(), path)
		assert.Equal(t, http.StatusOK, get(e, path, "If-None-Match", `W/"another"`).Code, path)
		assert.Equal(t, http.StatusOK, get(e, path, "Range", "bytes=0-9").Code, path)
	}
}

func TestPageLoadsNothingButItsStylesheet(t *testing.T) {
	e := server(t)
	answer := get(e, "/docs")
	assert.Equal(t, "text/html; charset=utf-8", answer.Header().Get("Content-Type"))
	policy := answer.Header().Get("Content-Security-Policy")
	assert.Contains(t, policy, "default-src 'none'; style-src 'self'")
	assert.NotContains(t, policy, "unsafe")
	assert.Equal(t, "text/css; charset=utf-8", get(e, "/docs/style.css").Header().Get("Content-Type"))

	each(parsed(t), func(n *html.Node) {
		if slices.Contains([]string{"script", "style", "img", "iframe", "object"}, n.Data) {
			t.Errorf("the page has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
		if n.Data == "link" && attribute(n, "href") != "/docs/style.css" {
			t.Errorf("the page loads %s", attribute(n, "href"))
		}
	})
}

func TestPageHasEveryOperation(t *testing.T) {
	operations := map[string]string{}
	each(parsed(t), func(n *html.Node) {
		if n.Data == "article" && attribute(n, "id") != "" {
			operations[attribute(n, "id")] = text(n)
		}
	})
	for _, op := range openapi.Operations() {
		shown, ok := operations[op.ID]
		require.True(t, ok, op.ID)
		assert.Contains(t, shown, op.Method)
		assert.Contains(t, shown, op.Path)
		assert.Contains(t, shown, "curl ")
		assert.Equal(t, !op.Public, strings.Contains(shown, "Authorization: Bearer $TOKEN"), op.ID)
	}
}

func TestPageIsWellMade(t *testing.T) {
	source := get(server(t), "/docs").Body.String()
	require.True(t, strings.HasPrefix(source, "<!doctype html>"), "a page in standards mode")
	assertBalanced(t, source)
	ids, links, level := map[string]int{}, []string{}, 0
	each(parsed(t), func(n *html.Node) {
		if id := attribute(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "a" {
			links = append(links, attribute(n, "href"))
			assert.NotEmpty(t, strings.TrimSpace(text(n)), "a link without a name: %s", attribute(n, "href"))
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			this := int(n.Data[1] - '0')
			assert.LessOrEqual(t, this, level+1, "the heading %q skips a level", text(n))
			level = this
		}
	})
	for id, n := range ids {
		assert.Equal(t, 1, n, "the id %s", id)
	}
	for _, link := range links {
		if target, ok := strings.CutPrefix(link, "#"); ok && ids[target] == 0 {
			t.Errorf("a link leads to #%s, which is nowhere", target)
		}
	}
	shown := text(parsed(t))
	assert.NotContains(t, shown, "<no value>")
	assert.NotContains(t, shown, "`", "Markdown that was not read")
	assert.Contains(t, shown, `"username": "pemohon"`, "an example of a body")
	assert.Contains(t, shown, "application/problem+json", "the introduction")
}

// page is what a browser makes of the page.
var page = sync.OnceValues(func() (*html.Node, error) {
	e, err := served()
	if err != nil {
		return nil, err
	}
	return html.Parse(get(e, "/docs").Body)
})

func parsed(t *testing.T) *html.Node {
	t.Helper()
	n, err := page()
	require.NoError(t, err)
	return n
}

// assertBalanced fails where a parser would have to repair: a tag that is not
// closed, or closed in the wrong place.
func assertBalanced(t *testing.T, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "link": true, "br": true, "hr": true}
	var open []string
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		switch {
		case kind == html.StartTagToken && !void[string(name)]:
			open = append(open, string(name))
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
	assert.Empty(t, open)
}

func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for child := range n.ChildNodes() {
		each(child, visit)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(text(child))
	}
	return b.String()
}
