package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// noncePlaceholder stands in the built index.html wherever the nonce of the
// answer belongs.
const noncePlaceholder = "__CSP_NONCE__"

// ServeSPA serves the built single-page application in dir: its files as they
// are, and index.html, with a fresh nonce, for every other page address.
func ServeSPA(e *echo.Echo, dir string, ids ident.Source) {
	files := os.DirFS(dir)
	serve := func(c echo.Context) error {
		name := strings.TrimPrefix(path.Clean("/"+c.Request().URL.Path), "/")
		if strings.HasPrefix(name, "api/") {
			return ErrNotFound
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
		if path.Ext(name) != "" {
			return ErrNotFound
		}
		page, err := fs.ReadFile(files, "index.html")
		if err != nil {
			return ErrNotFound
		}
		nonce := ids.Secret(16)
		header := c.Response().Header()
		header.Set("Content-Security-Policy", PagePolicy(nonce))
		header.Set(echo.HeaderCacheControl, "no-store")
		return c.HTMLBlob(http.StatusOK, bytes.ReplaceAll(page, []byte(noncePlaceholder), []byte(nonce)))
	}
	e.GET("/*", serve)
	e.HEAD("/*", serve)
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
