package user

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// shown is how much of a number stays readable: enough to tell two people of
// one name apart.
const shown = 4

// masked hides an identity number but for its end.
func masked(number string) string {
	n := utf8.RuneCountInString(number)
	if n <= shown {
		return strings.Repeat("•", n)
	}
	runes := []rune(number)
	return strings.Repeat("•", n-shown) + string(runes[n-shown:])
}

// Unmasked is an identity number in full.
type Unmasked struct {
	NIP string `json:"nip" example:"199001012015032001"`
} // @name UnmaskedUser

// @Summary	Look at somebody's NIP
// @Description	The whole number. Every look is recorded with who looked.
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Success	200	{object}	Unmasked
// @Failure	401,403,404	{object}	web.Problem
// @Router	/users/{id}/unmask [post]
func (h *handlers) unmask(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	nip, err := h.service.Unmask(c.Request().Context(), actor, c.Param("id"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, Unmasked{NIP: nip})
}

// Unmask tells the whole NIP of an account, and records who looked.
func (s *Service) Unmask(ctx context.Context, actor auth.Actor, id string) (string, error) {
	u, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	return u.NIP, s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		return tx.Record(change.Event{Type: "looked_at", Kind: "user", ObjectID: id, Data: map[string]string{"field": "nip"}, Internal: true})
	})
}
