package audit

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	Read one record
// @Description	With the data that it keeps, the difference that it made, and its place in the chain.
// @Tags	audit-log
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the record"
// @Success	200	{object}	Detail
// @Failure	401,403,404	{object}	web.Problem
// @Router	/audit-log/{id} [get]
func (h *handlers) get(c echo.Context) error {
	detail, err := h.service.Get(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, detail)
}

// Get returns one record.
func (s *Service) Get(ctx context.Context, id string) (Detail, error) {
	e, link, err := s.store.find(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	subjects, err := s.subjectsOf(ctx, []change.Recorded{e})
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Record: recordOf(e, subjects[e.ObjectID]), Data: e.Data, Changes: e.Changes, Link: link}
	if d.Withheld = subjects[e.ObjectID].Confidential; d.Withheld {
		d.Data, d.Changes = json.RawMessage("{}"), json.RawMessage("{}")
	}
	return d, nil
}
