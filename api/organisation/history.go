package organisation

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Happening is one thing that happened to an agency.
type Happening struct {
	ID      string          `json:"id"`
	At      time.Time       `json:"at"`
	Type    string          `json:"type" enums:"organisation_created,organisation_changed,organisation_merged,organisation_received,organisation_closed,organisation_reopened"`
	Actor   string          `json:"actor"`                        // name of who did it
	Data    json.RawMessage `json:"data" swaggertype:"object"`    // why, and what moved
	Changes json.RawMessage `json:"changes" swaggertype:"object"` // name of the field: before and after
} // @name OrganisationEvent

// @Summary	History of an agency
// @Description	Names, mergers and closings, newest first.
// @Tags	organisations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the agency"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Happening]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/organisations/{id}/history [get]
func (h *handlers) history(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := web.ReadPage(c, "-at")
	if err != nil {
		return err
	}
	o, err := h.service.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	rows, err := h.service.store.history(ctx, "organisation", o.ID, page)
	if err != nil {
		return err
	}
	list := web.List[Happening]{Items: []Happening{}}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		list.NextCursor = page.Next("", rows[page.Limit-1].ID)
	}
	for _, r := range rows {
		list.Items = append(list.Items, Happening{ID: r.ID, At: r.At, Type: r.Type, Actor: r.ActorName, Data: r.Data, Changes: r.Changes})
	}
	return web.JSON(c, http.StatusOK, list)
}
