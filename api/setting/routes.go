package setting

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
		{Method: "GET", Path: "/settings/office", Permission: web.Public, Handler: h.office},
		{Method: "PUT", Path: "/settings/office", Permission: auth.ManageSettings, Handler: h.setOffice},
		{Method: "GET", Path: "/settings/security", Permission: auth.ManageSettings, Handler: h.security},
		{Method: "PUT", Path: "/settings/security", Permission: auth.ManageSettings, Handler: h.setSecurity},
		{Method: "GET", Path: "/settings/privacy-notice", Permission: web.Public, Handler: h.notice},
		{Method: "PUT", Path: "/settings/privacy-notice", Permission: auth.ManagePrivacy, Handler: h.setNotice},
		{Method: "POST", Path: "/settings/logos", Permission: auth.ManageSettings, Handler: h.addLogo},
		{Method: "GET", Path: "/settings/logos/:logo", Permission: web.Public, Handler: h.logo},
	}
}

// @Summary	Read the settings of the office
// @Description	Names, address, contacts, service hours, announcements and brand, as they stand on every public page.
// @Tags	settings
// @Produce	json
// @Success	200	{object}	Office
// @Success	304	"not changed"
// @Router	/settings/office [get]
func (h *handlers) office(c echo.Context) error {
	office, version, err := h.service.Office(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, version, office)
}

// @Summary	Change the settings of the office
// @Description	Takes the whole document. What was changed, from what to what, goes into the record.
// @Tags	settings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the settings"
// @Param	body	body	Office	true	"all settings of the office"
// @Success	200	{object}	Office
// @Failure	400,401,403,412,415,422,428	{object}	web.Problem
// @Router	/settings/office [put]
func (h *handlers) setOffice(c echo.Context) error {
	version, in, err := web.BindEdit[Office](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	office, version, err := h.service.SetOffice(c.Request().Context(), actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, version, office)
}
