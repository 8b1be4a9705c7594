package user

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// @Summary	Change an account
// @Description	Takes the whole description. Roles count on the next request of the account's owner.
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Param	body	body	CreateInput	true	"the account"
// @Success	200	{object}	User
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/users/{id} [put]
func (h *handlers) change(c echo.Context) error {
	version, in, err := web.BindEdit[CreateInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	user, err := h.service.Change(c.Request().Context(), actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// Change replaces what is known of an account, and its roles. Admins cannot
// take the role of admin from themselves: the office would lock its last one
// out.
func (s *Service) Change(ctx context.Context, actor auth.Actor, id string, version int64, in CreateInput) (User, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return User{}, err
	}
	if id == actor.ID && !slices.Contains(in.Roles, auth.Assignment{Role: auth.Admin}) {
		return User{}, apperr.New(apperr.Conflict, "user.self_admin",
			"Anda tidak dapat melepas peran admin dari akun sendiri. Mintalah admin lain.", "You cannot take the role of admin from yourself. Ask another admin.")
	}
	var user User
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return web.ErrStale
		}
		if in.NIP == masked(before.NIP) { // as it was read: unchanged
			in.NIP = before.NIP
		}
		if strings.Contains(in.NIP, "•") {
			return apperr.BadField("/nip", "nip.masked", "Tulis NIP lengkap, atau biarkan seperti semula.", "Write the whole NIP, or leave it as it was.")
		}
		err = update(tx.DB, id, version, map[string]any{
			"username": in.Username, "name": in.Name, "nip": in.NIP, "position": in.Position, "email": in.Email, "phone": in.Phone,
			"organisation_id": organisationID(in), "sees_organisation": in.SeesOrganisation, "changed_at": tx.Now,
		})
		if err != nil {
			return err
		}
		if before.Email != in.Email {
			if err := auth.RemoveIdentities(tx.DB, id); err != nil {
				return err
			}
		}
		if err := replaceRoles(tx.DB, id, in.Roles); err != nil {
			return err
		}
		if user, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "user_changed", Kind: "user", ObjectID: id, Changes: difference(before, user), Internal: true})
	})
	return user, known(err)
}

// difference lists what changed of an account: name of the field, before and
// after.
func difference(before, after User) map[string][2]any {
	changes := map[string][2]any{}
	for name, pair := range map[string][2]any{
		"username": {before.Username, after.Username}, "name": {before.Name, after.Name}, "nip": {before.NIP, after.NIP},
		"position": {before.Position, after.Position}, "email": {before.Email, after.Email}, "phone": {before.Phone, after.Phone},
		"organisation": {before.Organisation, after.Organisation}, "sees_organisation": {before.SeesOrganisation, after.SeesOrganisation},
		"roles": {before.Roles, after.Roles},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			changes[name] = pair
			if name == "nip" { // the record is read by more people than may see it
				changes[name] = [2]any{masked(before.NIP), masked(after.NIP)}
			}
		}
	}
	return changes
}

// ContactInput is what a person may change of their own account.
type ContactInput struct {
	Phone    string `json:"phone" validate:"max=30" example:"081234567890"`
	Position string `json:"position" validate:"max=160" example:"Pranata Komputer"`
} // @name ContactInput

// @Summary	Read my account
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	User
// @Success	304	"not changed"
// @Failure	401	{object}	web.Problem
// @Router	/me/account [get]
func (h *handlers) own(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	user, err := h.service.Get(c.Request().Context(), actor.ID)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// @Summary	Change my contact
// @Description	Telephone number and position, both as they are to be. Name, NIP, email and agency are changed by an admin: mail is a way into the account.
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the account"
// @Param	body	body	ContactInput	true	"the contact"
// @Success	200	{object}	User
// @Failure	400,401,412,415,422,428	{object}	web.Problem
// @Router	/me/account [put]
func (h *handlers) changeContact(c echo.Context) error {
	version, in, err := web.BindEdit[ContactInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	user, err := h.service.ChangeContact(c.Request().Context(), actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// ChangeContact changes the actor's own contact.
func (s *Service) ChangeContact(ctx context.Context, actor auth.Actor, version int64, in ContactInput) (User, error) {
	var user User
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, actor.ID)
		if err != nil {
			return err
		}
		if err := update(tx.DB, actor.ID, version, map[string]any{"phone": in.Phone, "position": strings.TrimSpace(in.Position), "changed_at": tx.Now}); err != nil {
			return err
		}
		if user, err = s.store.find(ctx, tx.DB, actor.ID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "user_changed", Kind: "user", ObjectID: actor.ID, Changes: difference(before, user), Internal: true})
	})
	return user, err
}

// @Summary	Reset the second factor of an account
// @Description	For a lost device. The account's sessions end.
// @Tags	users
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	If-Match	header	string	true	"ETag of the account"
// @Param	body	body	ReasonInput	true	"why, and how it was made sure who asks"
// @Success	200	{object}	User
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/users/{id}/second-factor/reset [post]
func (h *handlers) resetSecondFactor(c echo.Context) error {
	version, in, err := web.BindEdit[ReasonInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	user, err := h.service.ResetSecondFactor(c.Request().Context(), actor, c.Param("id"), version, in.Reason)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// ResetSecondFactor takes the second factor of somebody else away. One's own
// is disabled with the password.
func (s *Service) ResetSecondFactor(ctx context.Context, actor auth.Actor, id string, version int64, reason string) (User, error) {
	var user User
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		before, err := s.store.find(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		if id == actor.ID || !before.SecondFactor {
			return apperr.New(apperr.Conflict, "second_factor.not_resettable",
				"Akun ini tidak memakai verifikasi dua langkah, atau ini akun Anda sendiri.", "This account has no second factor, or is your own.")
		}
		if err := update(tx.DB, id, version, map[string]any{"changed_at": tx.Now}); err != nil {
			return err
		}
		if err := auth.RemoveSecondFactor(tx.DB, id); err != nil {
			return err
		}
		if err := auth.EndAll(tx.DB, id, tx.Now, "second_factor_reset"); err != nil {
			return err
		}
		if user, err = s.store.find(ctx, tx.DB, id); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "second_factor_reset", Kind: "user", ObjectID: id, Data: map[string]string{"reason": reason}, Internal: true})
	})
	return user, err
}

// @Summary	Sign-in history of an account
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[auth.SignIn]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/users/{id}/sign-ins [get]
func (h *handlers) signIns(c echo.Context) error {
	ctx := c.Request().Context()
	page, err := web.ReadPage(c, "-at")
	if err != nil {
		return err
	}
	user, err := h.service.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	list, err := h.service.around.Auth.SignIns(ctx, user.ID, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}
