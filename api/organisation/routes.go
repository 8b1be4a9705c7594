package organisation

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/organisations", Permission: auth.ReadOrganisation, Handler: h.list},
		{Method: "GET", Path: "/units", Permission: auth.ReadOrganisation, Handler: h.units},
	}
}

// @Summary	List agencies
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	false	"part of the name or short name"
// @Success	200	{object}	web.List[Organisation]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/organisations [get]
func (h *handlers) list(c echo.Context) error {
	list, err := h.service.List(c.Request().Context(), c.QueryParam("q"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Organisation]{Items: list})
}

// @Summary	List the units of the office
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Unit]
// @Failure	401	{object}	web.Problem
// @Router	/units [get]
func (h *handlers) units(c echo.Context) error {
	units, err := h.service.Units(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Unit]{Items: units})
}
