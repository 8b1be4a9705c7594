package ticket

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Running tells how many requests still go by one version of a service.
type Running struct {
	Version  int   `json:"version" gorm:"column:version" example:"2"` // number of the version under which they were filed
	Requests int64 `json:"requests" gorm:"column:requests" example:"14"`
} // @name RunningRequests

// @Summary	Count the open requests of a service by version
// @Description	For whoever changes the service: these requests keep the form and the steps of their version. Versions without open requests are left out.
// @Tags	catalogue
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Success	200	{object}	web.List[Running]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/service-types/{code}/running-requests [get]
func (h *handlers) running(c echo.Context) error {
	list, err := h.service.Running(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Running]{Items: list})
}

// Running counts the open requests of a service by the version under which they
// were filed. It counts all of the office's, because a change concerns them all.
func (s *Service) Running(ctx context.Context, code string) ([]Running, error) {
	if _, err := s.catalogue.History(ctx, code); err != nil {
		return nil, err
	}
	return s.store.running(ctx, code)
}
