package asset

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// @Summary	Read a delivered thing
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Success	200	{object}	Asset
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/assets/{id} [get]
func (h *handlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Get(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Get returns an asset within the actor's scope.
func (s *Service) Get(ctx context.Context, actor auth.Actor, id string) (Asset, error) {
	r, err := s.store.find(ctx, s.store.read, actor, id)
	if err != nil {
		return Asset{}, err
	}
	return s.view(ctx, r, actor)
}

// Event is one thing that happened to a delivered thing.
type Event struct {
	ID    string          `json:"id"`
	Type  string          `json:"type" enums:"asset_registered,asset_changed,asset_extended,asset_suspended,asset_resumed,asset_retired,asset_corrected,asset_expiring,asset_expired"`
	At    time.Time       `json:"at"`
	Actor ticket.Actor    `json:"actor"`
	Data  json.RawMessage `json:"data" swaggertype:"object"`
} // @name AssetEvent

// @Summary	Read the history of a delivered thing
// @Description	What happened to it, oldest first.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Event]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/assets/{id}/events [get]
func (h *handlers) events(c echo.Context) error {
	page, err := web.ReadPage(c, "at")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.History(ctx, actor, c.Param("id"), page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// History returns a page of what happened to an asset. To an agency, officers
// are roles.
func (s *Service) History(ctx context.Context, actor auth.Actor, id string, page web.Page) (web.List[Event], error) {
	list := web.List[Event]{Items: []Event{}}
	r, err := s.store.find(ctx, s.store.read, actor, id)
	if err != nil {
		return list, err
	}
	after := ""
	if page.After != nil {
		if after = page.After.ID; !ident.Valid(after) {
			return list, web.ErrCursor
		}
	}
	rows, err := s.store.history(ctx, r.ID, after, page.Limit+1)
	for _, e := range rows {
		if len(list.Items) == page.Limit {
			list.NextCursor = page.Next("", list.Items[page.Limit-1].ID)
			break
		}
		list.Items = append(list.Items, shown(e, actor))
	}
	return list, err
}

func shown(e change.Recorded, actor auth.Actor) Event {
	v := Event{ID: e.ID, Type: e.Type, At: e.At, Actor: ticket.Actor{Role: e.ActorRole, Unit: e.ActorUnit}, Data: e.Data}
	if actor.Can(auth.ReadNotes) || e.ActorID == actor.ID {
		v.Actor.ID, v.Actor.Name = &e.ActorID, &e.ActorName
		if e.OnBehalfOfID != "" {
			v.Actor.OnBehalfOf = &auth.OnBehalfOf{ID: e.OnBehalfOfID, Name: e.OnBehalfOfName, Kind: e.OnBehalfOfKind}
		}
	}
	return v
}
