package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// policy lets the pages load the site's own files, send forms to it, and do
// nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// How long others may keep a page: a minute, and ten more while they fetch it
// anew. What an admin publishes shows at once to whoever asks this server.
const (
	pageCache  = "public, max-age=60, stale-while-revalidate=600"
	assetCache = "public, max-age=31536000, immutable"
)

// maxQuery bounds what is searched for, in bytes.
const maxQuery = 100

// Mount registers the addresses of the site. Everything else stays with
// whoever serves the rest.
func (s *Site) Mount(e *echo.Echo) {
	get := func(path string, handler echo.HandlerFunc) {
		e.GET(path, handler)
		e.HEAD(path, handler)
	}
	for _, f := range fixed {
		if f.path != "/lacak" {
			get(f.path, s.page)
		}
		if f.english && f.path != "/lacak" {
			get(localise("en", f.path), s.page)
		}
	}
	get("/layanan/:code", s.page)
	get("/en/layanan/:code", s.page)
	get("/manual/:role", s.page)
	get("/manual/img/:name", s.picture)
	for _, path := range []string{"/lacak", "/en/lacak"} {
		get(path, s.page)
		e.POST(path, s.follow)
	}
	get("/sitemap.xml", s.sitemap)
	get("/robots.txt", s.robots)
	get("/site/:name", s.asset)
}

// MountNotFound answers every address that nobody else does: with a page to a
// browser, with a problem to a program. It is for a server without the SPA.
func (s *Site) MountNotFound(e *echo.Echo) {
	e.RouteNotFound("/*", func(c echo.Context) error {
		r := c.Request()
		page := r.Method == http.MethodGet || r.Method == http.MethodHead
		if !page || strings.HasPrefix(r.URL.Path, web.Base+"/") || !strings.Contains(r.Header.Get(echo.HeaderAccept), "text/html") {
			return web.ErrNotFound
		}
		return s.answerNotFound(c)
	})
}

// asked returns the address that a request is for.
func asked(c echo.Context) address {
	a := address{lang: "id", path: path.Clean(c.Request().URL.Path)}
	if rest, ok := strings.CutPrefix(a.path+"/", "/en/"); ok {
		a.lang, a.path = "en", path.Clean("/"+rest)
	}
	if a.path == "/" {
		query := strings.ToValidUTF8(c.QueryParam("q"), "")
		a.query = strings.TrimSpace(strings.ToValidUTF8(query[:min(len(query), maxQuery)], ""))
	}
	return a
}

func (s *Site) page(c echo.Context) error {
	text, err := s.get(c.Request().Context(), asked(c))
	if isNotFound(err) {
		return s.answerNotFound(c)
	}
	if err != nil {
		return err
	}
	return answer(c, "text/html; charset=utf-8", pageCache, text)
}

func (s *Site) answerNotFound(c echo.Context) error {
	text, err := s.notFound(c.Request().Context(), asked(c).lang)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, policy)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
	return c.HTMLBlob(http.StatusNotFound, text)
}

// follow shows a request to whoever gives its number and code. They come in
// the body of a form, so that the code stays out of addresses and logs.
func (s *Site) follow(c echo.Context) error {
	return s.showTracked(c, c.FormValue("number"), c.FormValue("code"))
}

// showTracked answers with a request, or says that number and code do not fit.
// faults is why what was just asked for is refused.
func (s *Site) showTracked(c echo.Context, number, code string, faults ...string) error {
	ctx := c.Request().Context()
	content, err := s.load(ctx)
	if err != nil {
		return err
	}
	body := trackBody{Number: strings.ToUpper(strings.TrimSpace(number))}
	code = strings.TrimSpace(code)
	status := http.StatusOK
	switch {
	case s.Tracker == nil:
	case body.Number == "" || code == "":
		body.Missing, status = true, http.StatusUnprocessableEntity
	default:
		found, err := s.Tracker.Track(ctx, body.Number, code, c.RealIP())
		switch {
		case errors.Is(err, web.ErrNotFound):
			body.Wrong, status = true, http.StatusNotFound
		case apperr.From(err).Kind == apperr.RateLimited:
			body.Wait, status = true, http.StatusTooManyRequests
		case err != nil:
			return err
		default:
			body.Found = &found
			if len(faults) > 0 {
				body.Fault, status = strings.Join(faults, " "), http.StatusUnprocessableEntity
			}
		}
	}
	a := address{lang: "id", path: "/lacak"}
	if strings.HasPrefix(c.Request().URL.Path, "/en/") {
		a.lang = "en"
	}
	v := s.track(content, a, body)
	v.NoIndex = true
	return s.answerForm(c, v, status)
}

func (s *Site) asset(c echo.Context) error {
	file, ok := s.assets.find(c.Request().URL.Path)
	if !ok {
		return web.ErrNotFound
	}
	return answer(c, file.contentType, assetCache, file.content)
}

func (s *Site) picture(c echo.Context) error {
	content, err := files.ReadFile("manual/img/" + path.Base(c.Param("name")))
	if err != nil {
		return web.ErrNotFound
	}
	return answer(c, "image/png", pageCache, content)
}

// answer sends bytes with their tag, or 304 to whoever has them already.
func answer(c echo.Context, contentType, cache string, content []byte) error {
	sum := sha256.Sum256(content)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, contentType)
	header.Set(echo.HeaderContentSecurityPolicy, policy)
	header.Set(echo.HeaderCacheControl, cache)
	header.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	c.Request().Header.Del("Range") // a part of it would be compressed as if it were the whole
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(content))
	return nil
}

func (s *Site) robots(c echo.Context) error {
	return answer(c, "text/plain; charset=utf-8", pageCache, s.robotsText())
}

func (s *Site) robotsText() []byte {
	return fmt.Appendf(nil, "User-agent: *\nAllow: /api/v1/settings/logos/\nDisallow: /api/\nDisallow: /?q=\nDisallow: /en?q=\n\nSitemap: %s/sitemap.xml\n", s.PublicURL)
}

func (s *Site) sitemap(c echo.Context) error {
	text, err := s.sitemapText(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, "application/xml; charset=utf-8", pageCache, text)
}

type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []pageURL `xml:"url"`
}

type pageURL struct {
	Location string `xml:"loc"`
}

func (s *Site) sitemapText(ctx context.Context) ([]byte, error) {
	c, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	var set urlSet
	for _, a := range s.addresses(c) {
		set.Pages = append(set.Pages, pageURL{s.PublicURL + a.String()})
	}
	text, err := xml.MarshalIndent(set, "", " ")
	return append([]byte(xml.Header), text...), err
}
