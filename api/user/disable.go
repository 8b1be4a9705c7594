package user

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ReasonInput says why.
type ReasonInput struct {
	Reason string `json:"reason" validate:"required,notblank,max=1000" example:"Pindah tugas"`
} // @name ReasonInput

// @Summary	Disable an account
// @Description	Its owner is signed out everywhere at once and cannot sign in until it is enabled again.
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	User
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/users/{id}/disable [post]
func (h *handlers) disable(c echo.Context) error { return h.setDisabled(c, true) }

// @Summary	Enable an account again
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	User
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/users/{id}/enable [post]
func (h *handlers) enable(c echo.Context) error { return h.setDisabled(c, false) }

func (h *handlers) setDisabled(c echo.Context, disabled bool) error {
	version, in, err := web.BindEdit[ReasonInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	user, err := h.service.SetDisabled(c.Request().Context(), actor, c.Param("id"), version, disabled, in.Reason)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// SetDisabled disables or enables an account. Nobody can disable themselves:
// the office would lock its last admin out.
func (s *Service) SetDisabled(ctx context.Context, actor auth.Actor, id string, version int64, disabled bool, reason string) (User, error) {
	var user User
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		switch {
		case before.Version != version:
			return web.ErrStale
		case id == actor.ID:
			return apperr.New(apperr.Conflict, "user.self", "Anda tidak dapat menonaktifkan akun sendiri.", "You cannot disable your own account.")
		case disabled == (before.DisabledAt != nil):
			return apperr.New(apperr.Conflict, "user.unchanged", "Akun ini sudah dalam keadaan itu.", "The account is in that state already.")
		}
		columns, event := map[string]any{"disabled_at": nil, "disabled_reason": "", "changed_at": tx.Now}, "user_enabled"
		if disabled {
			columns["disabled_at"], columns["disabled_reason"], event = tx.Now, reason, "user_disabled"
			if err := auth.EndAll(tx.DB, id, tx.Now, event); err != nil {
				return err
			}
			if err := s.holdings.Release(tx, id); err != nil {
				return err
			}
		}
		if err := update(tx.DB, id, version, columns); err != nil {
			return err
		}
		if user, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: event, Kind: "user", ObjectID: id, Data: map[string]string{"reason": reason}, Internal: true})
	})
	return user, err
}
