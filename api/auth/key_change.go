package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// RotateInput says for how long the old secret stays good beside the new one.
type RotateInput struct {
	OverlapHours int `json:"overlap_hours" validate:"min=0,max=168" example:"24"` // at most seven days; 0: it ends at once
} // @name ApiKeyRotation

// @Summary	Give a key a new secret
// @Description	The answer is the only one that holds the new secret. The old one stays good for the overlap, so that the other system can change over without a break; one that was in overlap already ends at once.
// @Tags	api-keys
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the key"
// @Param	If-Match	header	string	true	"ETag of the key"
// @Param	body	body	RotateInput	true	"the overlap"
// @Success	200	{object}	MadeKey
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/api-keys/{id}/rotate [post]
func (h *handlers) rotateKey(c echo.Context) error {
	version, in, err := web.BindEdit[RotateInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := From(ctx)
	made, err := h.service.RotateKey(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return showOnce(c, http.StatusOK, made)
}

var errKeyOver = apperr.New(apperr.Conflict, "api_key.over",
	"Kunci ini sudah dicabut atau berakhir. Buat kunci baru.", "This key was revoked or has expired. Make a new one.")

// RotateKey gives a key a new secret; the one that was good stays so for the
// overlap.
func (s *Service) RotateKey(ctx context.Context, actor Actor, id string, version int64, in RotateInput) (MadeKey, error) {
	var secret string
	key, err := s.changeKey(ctx, actor, id, version, func(tx *change.Tx, row keyRow) (change.Event, error) {
		_, secret = s.newSecret(row.Handle)
		until := tx.Now.Add(time.Duration(in.OverlapHours) * time.Hour)
		if err := replaceSecret(tx.DB, keySecretRow{KeyID: id, Hash: hashKey(secret), CreatedAt: tx.Now}, until); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: "api_key_rotated", Data: map[string]any{"name": row.Name, "handle": row.Handle, "old_until": until}}, nil
	})
	return MadeKey{Key: key, Secret: secret}, err
}

// RevokeInput says why a key is revoked.
type RevokeInput struct {
	Reason string `json:"reason" validate:"required,notblank,max=1000" example:"Kunci tersebar"`
} // @name ApiKeyRevocation

// @Summary	Revoke a key
// @Description	It is refused from the next request on, and cannot be brought back.
// @Tags	api-keys
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the key"
// @Param	If-Match	header	string	true	"ETag of the key"
// @Param	body	body	RevokeInput	true	"why"
// @Success	200	{object}	Key
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/api-keys/{id}/revoke [post]
func (h *handlers) revokeKey(c echo.Context) error {
	version, in, err := web.BindEdit[RevokeInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := From(ctx)
	key, err := h.service.RevokeKey(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, key.Version, key)
}

// RevokeKey ends a key for good.
func (s *Service) RevokeKey(ctx context.Context, actor Actor, id string, version int64, in RevokeInput) (Key, error) {
	return s.changeKey(ctx, actor, id, version, func(tx *change.Tx, row keyRow) (change.Event, error) {
		return change.Event{Type: "api_key_revoked", Data: map[string]any{"name": row.Name, "handle": row.Handle, "reason": in.Reason}},
			revokeKey(tx.DB, id, in.Reason, tx.Now)
	})
}

// changeKey does something to a key that is not over yet, and records it as
// the event that fn returns.
func (s *Service) changeKey(ctx context.Context, actor Actor, id string, version int64, fn func(*change.Tx, keyRow) (change.Event, error)) (Key, error) {
	var key Key
	err := s.changes.Do(ctx, actor.As(Assignment{Role: Admin}), func(tx *change.Tx) error {
		row, _, err := keyIn(tx.DB, id)
		if err != nil {
			return err
		}
		if state := row.state(tx.Now); state == KeyRevoked || state == KeyExpired {
			return errKeyOver
		}
		if err := nextKeyVersion(tx.DB, id, version); err != nil {
			return err
		}
		event, err := fn(tx, row)
		if err != nil {
			return err
		}
		row, secrets, err := keyIn(tx.DB, id)
		if err != nil {
			return err
		}
		key = row.view(secrets, actor, tx.Now)
		event.Kind, event.ObjectID, event.Internal = "api_key", id, true
		return tx.Record(event)
	})
	return key, err
}
