package ticket

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	Read a request
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Ticket
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number} [get]
func (h *handlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	t, err := h.service.Get(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}

// Get returns a request within the actor's scope.
func (s *Service) Get(ctx context.Context, actor auth.Actor, number string) (Ticket, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return Ticket{}, err
	}
	return s.view(ctx, s.store.read, r, actor)
}

// Definition returns the version of the service under which a request within
// the actor's scope was filed.
func (s *Service) Definition(ctx context.Context, actor auth.Actor, number string) (catalogue.Definition, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return catalogue.Definition{}, err
	}
	return s.definition(ctx, r)
}
