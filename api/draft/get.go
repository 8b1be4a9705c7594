package draft

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	List my drafts
// @Description	All of them, the last changed first; at most 50.
// @Tags	drafts
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Summary]
// @Failure	401,403	{object}	web.Problem
// @Router	/drafts [get]
func (h *handlers) list(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	items, err := h.service.List(ctx, actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Summary]{Items: items})
}

// List returns the drafts of the actor, the last changed first.
func (s *Service) List(ctx context.Context, actor auth.Actor) ([]Summary, error) {
	rows, err := s.store.list(ctx, actor.ID)
	if err != nil {
		return nil, err
	}
	items := make([]Summary, len(rows))
	for i, r := range rows {
		service, open, err := s.service(ctx, r.ServiceCode)
		if err != nil {
			return nil, err
		}
		items[i] = s.summary(r, service, open)
	}
	return items, nil
}

// @Summary	Read a draft of mine
// @Description	With what would still stop it from being filed, by the form as it is now.
// @Tags	drafts
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the draft"
// @Success	200	{object}	Draft
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/drafts/{id} [get]
func (h *handlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Get(ctx, actor, c.Param("id"), web.Lang(c))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, d.Version, d)
}

// Get returns a draft of the actor, its findings in a language.
func (s *Service) Get(ctx context.Context, actor auth.Actor, id, lang string) (Draft, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return Draft{}, err
	}
	return s.view(ctx, actor, r, lang)
}
