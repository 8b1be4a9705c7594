package ticket

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// RecuseInput says what the conflict of interest is.
type RecuseInput struct {
	Reason string `json:"reason" validate:"required,notblank,max=2000" example:"Pemohon adalah keluarga saya."`
} // @name RecuseInput

// @Summary	Step back from a request
// @Description	For a conflict of interest (benturan kepentingan): the request goes back to the queue of the role, its superior is told, and the caller can do nothing more to it, nor read it if it is confidential.
// @Tags	tickets
// @Accept	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the request"
// @Param	body	body	RecuseInput	true	"why"
// @Success	204
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/tickets/{number}/recuse [post]
func (h *handlers) recuse(c echo.Context) error {
	version, in, err := web.BindEdit[RecuseInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.Recuse(ctx, actor, c.Param("number"), version, in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Recuse takes the actor out of a request. It returns nothing of the request,
// because the actor may no longer see it.
func (s *Service) Recuse(ctx context.Context, actor auth.Actor, number string, version int64, in RecuseInput) error {
	r, _, as, err := s.mayAct(ctx, s.store.read, actor, number, Recuse, &version)
	if err != nil {
		return err
	}
	return s.changes.Do(ctx, actor.AsFor(as, r.holderPerson()), func(tx *change.Tx) error {
		r, _, as, err := s.mayAct(ctx, tx.DB, actor, number, Recuse, &version)
		if err != nil {
			return err
		}
		r.Recused = strings.TrimSpace(r.Recused + " " + actor.ID)
		r.hold(as, "")
		if err := save(tx, &r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "recused", Kind: "ticket", ObjectID: r.ID, Data: in, Internal: true})
	})
}

// Recused tells whether a person is among those who stepped back from a
// request, whose ids it keeps in one line.
func Recused(ids, person string) bool { return person != "" && strings.Contains(ids, person) }

func (s situation) recusedFrom(person string) bool { return Recused(s.recused, person) }
