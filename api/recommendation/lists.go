package recommendation

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// listOf answers with a short list that belongs to a proposal.
func listOf[T any](c echo.Context, of func(ctx context.Context, actor auth.Actor, id string) ([]T, error)) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := of(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[T]{Items: list})
}

// viewsOf shows the rows of a proposal that the actor may read.
func viewsOf[R, V any](ctx context.Context, s *Service, actor auth.Actor, id string, rows func(g reader, id string) ([]R, error), view func(R) V) ([]V, error) {
	if _, err := s.store.find(ctx, actor, id); err != nil {
		return nil, err
	}
	found, err := rows(s.store.read.WithContext(ctx), id)
	list := make([]V, len(found))
	for i, r := range found {
		list[i] = view(r)
	}
	return list, err
}
