package auth

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// @Summary	Who am I
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Me
// @Failure	401	{object}	web.Problem
// @Router	/me [get]
func (h *handlers) me(c echo.Context) error {
	actor, _ := From(c.Request().Context())
	return web.JSON(c, http.StatusOK, actor.Me())
}

// PasswordInput is a change of one's own password.
type PasswordInput struct {
	CurrentPassword string `json:"current_password" validate:"required,max=1024"`
	NewPassword     string `json:"new_password" validate:"required,max=1024"`
} // @name PasswordInput

// @Summary	Change my password
// @Description	Needs the current password. All other sessions of this person end. Without a second factor a password has at least 15 characters, with one 8.
// @Tags	me
// @Accept	json
// @Security	Bearer
// @Param	body	body	PasswordInput	true	"current and new password"
// @Success	204
// @Failure	400,401,415,422,429	{object}	web.Problem
// @Router	/me/password [post]
func (h *handlers) changePassword(c echo.Context) error {
	in, err := web.Bind[PasswordInput](c)
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	if err := h.service.ChangePassword(c.Request().Context(), actor, in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

var errWrongPassword = apperr.BadField("/current_password", "password.wrong", "Kata sandi saat ini salah.", "The current password is wrong.")

// ChangePassword replaces the actor's password and ends their other sessions.
func (s *Service) ChangePassword(ctx context.Context, actor Actor, in PasswordInput) error {
	target := sessionTarget(actor.SessionID)
	if err := s.throttle.Check(ctx, target); err != nil {
		return err
	}
	account, err := s.store.accountBy(ctx, "id", actor.ID)
	if err != nil {
		return err
	}
	if !s.hasher.Matches(in.CurrentPassword, account.PasswordHash) {
		return s.notConfirmed(ctx, actor, target, errWrongPassword)
	}
	if in.NewPassword == in.CurrentPassword {
		return apperr.BadField("/new_password", "password.same", "Kata sandi baru harus berbeda dari yang sekarang.", "The new password must differ from the current one.")
	}
	if err := CheckPassword("/new_password", in.NewPassword, account.SecondFactor, account.Username, account.Name, account.NIP, account.Email, account.OrganisationName); err != nil {
		return err
	}
	hash := s.hasher.Hash(in.NewPassword)
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		set, err := setPassword(tx.DB, actor.ID, account.PasswordHash, hash, tx.Now)
		if err != nil {
			return err
		}
		if !set {
			return errWrongPassword
		}
		if _, err := endSessions(tx.DB, actor.ID, tx.Now, "password_changed", "id <> ?", actor.SessionID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "password_changed", Kind: "user", ObjectID: actor.ID, Internal: true})
	})
}
