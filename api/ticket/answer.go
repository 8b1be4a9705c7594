package ticket

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// answerJSON is the way of every action that comes as JSON: version, body, use
// case, the request as it is now.
func answerJSON[T any](c echo.Context, do func(context.Context, auth.Actor, string, int64, T) (Ticket, error)) error {
	version, in, err := web.BindEdit[T](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	t, err := do(ctx, actor, c.Param("number"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}

// answerForm is the same for actions that come as a form with files. Whether
// the action is possible is asked before a byte of a file is taken in.
func (h *handlers) answerForm(c echo.Context, action Action, fields []string, kinds map[string]attachment.Kind,
	do func(ctx context.Context, actor auth.Actor, number string, version int64, values map[string]string, files []attachment.Received) (Ticket, error)) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	number := c.Param("number")
	if _, _, _, err := h.service.mayAct(ctx, h.service.store.read, actor, number, action, &version); err != nil {
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, fields, kinds)
	if err != nil {
		return err
	}
	t, err := do(ctx, actor, number, version, values, files)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	return web.Tagged(c, http.StatusOK, t.Version, t)
}
