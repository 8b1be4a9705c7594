package user

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	Hand out a new password
// @Description	Replaces a forgotten password by a random one, shown only this once, and ends all sessions of the account. Its owner must change it at the next sign-in.
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Success	200	{object}	Handed
// @Failure	401,403,404,412,428	{object}	web.Problem
// @Router	/users/{id}/password [post]
func (h *handlers) resetPassword(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	handed, err := h.service.ResetPassword(c.Request().Context(), actor.As(auth.Assignment{Role: auth.Admin}), c.Param("id"), version)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, handed)
}

// ResetPassword gives an account a random password that must be changed.
func (s *Service) ResetPassword(ctx context.Context, author change.Author, id string, version int64) (Handed, error) {
	password := s.ids.Secret(15)
	hash := s.hasher.Hash(password)
	var user User
	err := s.changes.Do(ctx, author, func(tx *change.Tx) error {
		if _, err := s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		if err := update(tx.DB, id, version, map[string]any{"password_hash": hash, "must_change_password": true, "changed_at": tx.Now}); err != nil {
			return err
		}
		if err := auth.EndAll(tx.DB, id, tx.Now, "password_reset"); err != nil {
			return err
		}
		var err error
		if user, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_reset", Kind: "user", ObjectID: id, Internal: true})
	})
	return Handed{User: user, Password: password}, err
}
