package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// noncePlaceholder stands in the built index.html wherever the nonce of the
// answer belongs.
const noncePlaceholder = "__CSP_NONCE__"

// anywhere is the route of the SPA: whatever no other route answers.
const anywhere = "/*"

// ServeSPA serves the built single-page application in dir: its files as they
// are, and index.html, with a fresh nonce, for every other page address. What
// lies under the API's base is never a page.
func ServeSPA(e *echo.Echo, dir string, ids ident.Source) {
	files := os.DirFS(dir)
	e.Any(anywhere, func(c echo.Context) error {
		name := strings.TrimPrefix(path.Clean("/"+c.Request().URL.Path), "/")
		allowed, page := answering(e, c.Request()), !strings.HasPrefix("/"+name+"/", Base+"/")
		if len(allowed) == 0 && page {
			allowed = []string{http.MethodGet, http.MethodHead}
		}
		switch {
		case len(allowed) == 0:
			return ErrNotFound
		case !slices.Contains(allowed, c.Request().Method):
			c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
			return errMethod
		}
		if info, err := fs.Stat(files, name); err == nil && !info.IsDir() && name != "index.html" {
			header := c.Response().Header()
			header.Set(echo.HeaderCacheControl, "no-cache")
			if strings.HasPrefix(name, "assets/") { // named by their content
				header.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
			}
			http.ServeFileFS(c.Response(), c.Request(), files, name)
			return nil
		}
		if path.Ext(name) != "" && name != "index.html" {
			return ErrNotFound
		}
		index, err := fs.ReadFile(files, "index.html")
		if err != nil {
			return ErrNotFound
		}
		nonce := ids.Secret(16)
		header := c.Response().Header()
		header.Set("Content-Security-Policy", PagePolicy(nonce))
		header.Set(echo.HeaderCacheControl, "no-store")
		return c.HTMLBlob(http.StatusOK, bytes.ReplaceAll(index, []byte(noncePlaceholder), []byte(nonce)))
	})
}

// answering lists the methods for which the address has a route of its own.
func answering(e *echo.Echo, r *http.Request) []string {
	var methods []string
	probe := e.AcquireContext()
	defer e.ReleaseContext(probe)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		e.Router().Find(method, echo.GetPath(r), probe)
		if probe.Path() != anywhere {
			methods = append(methods, method)
		}
	}
	return methods
}

// PagePolicy is the Content-Security-Policy of an HTML page whose inline
// scripts and styles carry the nonce.
func PagePolicy(nonce string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'nonce-" + nonce + "'",
		"style-src 'self' 'nonce-" + nonce + "'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"frame-src blob:",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}
