package site

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ site *Site }

// Routes is the index of what this room adds to the API; its pages are
// registered by Mount.
func Routes(s *Site) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/service-types/:code/versions/:number/page", Permission: auth.ReadCatalogue, Handler: h.preview},
	}
}

// @Summary	Preview the public page of a version
// @Description	What the public site shows, or would show, of a service as this version describes it: a draft, what waits for its date, or an older version. An HTML page without scripts and without the site's head and foot, in the language of `Accept-Language`.
// @Tags	catalogue
// @Produce	html
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	number	path	int	true	"number of the version"
// @Success	200	{string}	string
// @Failure	401,403,404	{object}	web.Problem
// @Router	/service-types/{code}/versions/{number}/page [get]
func (h *handlers) preview(c echo.Context) error {
	number, err := strconv.ParseInt(c.Param("number"), 10, 32)
	if err != nil {
		return web.ErrNotFound
	}
	text, err := h.site.Preview(c.Request().Context(), c.Param("code"), int(number), web.Lang(c))
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentSecurityPolicy, policy)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.HTMLBlob(http.StatusOK, text)
}

// Preview renders the page of a service as a version describes it, published or
// not. lang is id or en.
func (s *Site) Preview(ctx context.Context, code string, number int, lang string) ([]byte, error) {
	p, err := s.Catalogue.Version(ctx, code, number)
	if err != nil {
		return nil, err
	}
	c, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	v, err := s.definition(ctx, c, address{lang: lang, path: "/layanan/" + code}, p, true)
	if err != nil {
		return nil, err
	}
	return s.renderAs("preview", v)
}
