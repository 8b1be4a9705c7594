package report

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/stats/public", Permission: web.Public, Handler: h.public},
	}
}

// @Summary	Read the public performance figures
// @Description	How many requests each service received in the last twelve months, how many were answered on time, and how long an answer took. The figures are made at most every fifteen minutes; `as_of` says when. Of a confidential service figures below five are `null`, and none of it is in the total.
// @Tags	reports
// @Produce	json
// @Success	200	{object}	Performance
// @Router	/stats/public [get]
func (h *handlers) public(c echo.Context) error {
	p, err := h.service.Performance(c.Request().Context())
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=60")
	return web.JSON(c, http.StatusOK, p)
}
