package apidoc

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/openapi"
)

//go:embed style.css
var style []byte

//go:embed page.html
var pageText string

// policy lets the page load its stylesheet and nothing else.
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Mount adds the document and its page, which are open to everybody. The page
// is made when it is first asked for.
func Mount(e *echo.Echo) error {
	layout, err := template.New("page").Parse(pageText)
	if err != nil {
		return fmt.Errorf("apidoc: %w", err)
	}
	page := sync.OnceValues(func() (echo.HandlerFunc, error) {
		text, err := render(layout, openapi.Document())
		return file("text/html; charset=utf-8", text), err
	})
	both := func(path string, h echo.HandlerFunc) { e.Match([]string{http.MethodGet, http.MethodHead}, path, h) }
	both("/openapi.json", file("application/json", openapi.Document()))
	both("/docs/style.css", file("text/css; charset=utf-8", style))
	both("/docs", func(c echo.Context) error {
		answer, err := page()
		if err != nil {
			return err
		}
		return answer(c)
	})
	return nil
}

// file answers bytes that change only with the program, with a tag by which a
// browser asks whether they did.
func file(contentType string, content []byte) echo.HandlerFunc {
	sum := sha256.Sum256(content)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"` // weak: it may be compressed on the way
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set(echo.HeaderContentType, contentType)
		header.Set(echo.HeaderContentSecurityPolicy, policy)
		header.Set(echo.HeaderCacheControl, "no-cache")
		header.Set("ETag", tag)
		c.Request().Header.Del("Range") // a part of it would be compressed as if it were the whole
		http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(content))
		return nil
	}
}
