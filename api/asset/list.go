package asset

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	List delivered things
// @Description	The register of what the office delivered: an agency's own, and everything for the office. There is no total: counting everything would be dear.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	kind	query	string	false	"code of a kind"
// @Param	state	query	string	false	"how it stands"	Enums(active, suspended, expired, retired)
// @Param	organisation	query	string	false	"id of the agency"
// @Param	expires_by	query	string	false	"last day on this date or earlier (YYYY-MM-DD)"
// @Param	ticket	query	string	false	"number of the request that it comes from"
// @Param	q	query	string	false	"words in name, agency or fields"	maxlength(200)
// @Param	sort	query	string	false	"created_at, name or expires_on, - for descending; default -created_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Summary]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/assets [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-created_at", "name", "expires_on")
	if err != nil {
		return err
	}
	in := listQuery{
		c.QueryParam("kind"), c.QueryParam("state"), c.QueryParam("organisation"), c.QueryParam("expires_by"), c.QueryParam("ticket"), c.QueryParam("q"),
	}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.List(ctx, actor, Filter(in), page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// listQuery is what a list may be narrowed by, as it comes.
type listQuery struct {
	Kind         string `json:"kind" validate:"max=40"`
	State        string `json:"state" validate:"omitempty,oneof=active suspended expired retired"`
	Organisation string `json:"organisation" validate:"omitempty,uuid"`
	ExpiresBy    string `json:"expires_by" validate:"omitempty,datetime=2006-01-02"`
	Ticket       string `json:"ticket" validate:"max=40"`
	Query        string `json:"q" validate:"max=200"`
}

// List returns a page of assets within the actor's scope.
func (s *Service) List(ctx context.Context, actor auth.Actor, f Filter, page web.Page) (web.List[Summary], error) {
	rows, err := s.store.list(ctx, actor, f, page)
	if err != nil {
		return web.List[Summary]{}, err
	}
	c, err := s.charge(ctx, actor)
	if err != nil {
		return web.List[Summary]{}, err
	}
	list := web.List[Summary]{Items: []Summary{}}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		value := map[string]string{"name": last.Name, "expires_on": last.ExpiresOn, "created_at": last.CreatedAt.UTC().Format(time.RFC3339Nano)}[page.Sort]
		list.NextCursor = page.Next(value, last.ID)
	}
	for _, r := range rows {
		list.Items = append(list.Items, r.summary(actor, c))
	}
	return list, nil
}

// @Summary	List the kinds of delivered things
// @Description	With the fields that the register holds of each.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Kind]
// @Failure	401,403	{object}	web.Problem
// @Router	/asset-kinds [get]
func (h *handlers) kinds(c echo.Context) error {
	kinds, err := h.service.Kinds(c.Request().Context())
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Kind]{Items: kinds})
}

// Availability tells whether a name can be had, and nothing of who has it.
type Availability struct {
	Kind  string `json:"kind" example:"subdomain"`
	Name  string `json:"name" example:"imunisasi"` // as the register would write it
	State string `json:"state" enums:"free,taken,reserved"`
} // @name AssetAvailability

// @Summary	Ask whether a name is free
// @Description	Of a subdomain, a mailbox and the like. Taken means that somebody has it or a running request asks for it.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	kind	query	string	true	"code of a kind whose names are unique"
// @Param	name	query	string	true	"the name"
// @Success	200	{object}	Availability
// @Failure	401,403,422	{object}	web.Problem
// @Router	/assets/availability [get]
func (h *handlers) availability(c echo.Context) error {
	v, err := h.service.Available(c.Request().Context(), c.QueryParam("kind"), c.QueryParam("name"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}
