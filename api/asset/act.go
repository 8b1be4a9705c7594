package asset

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// ReasonInput says why the office does something to a delivered thing.
type ReasonInput struct {
	Reason string `json:"reason" validate:"notblank,max=2000" example:"Aplikasi tidak lagi digunakan."`
} // @name AssetReasonInput

// ExtendInput gives a delivered thing a later last day.
type ExtendInput struct {
	ExpiresOn string `json:"expires_on" validate:"required,datetime=2006-01-02" format:"date" example:"2027-12-31"`
	Reason    string `json:"reason" validate:"notblank,max=2000" example:"Diperpanjang atas permohonan Perangkat Daerah."`
} // @name AssetExtendInput

// @Summary	Extend a delivered thing
// @Description	Gives it a later last day. What had expired is in use again.
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	If-Match	header	string	true	"ETag of the asset"
// @Param	body	body	ExtendInput	true	"until when, and why"
// @Success	200	{object}	Asset
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/assets/{id}/extend [post]
func (h *handlers) extend(c echo.Context) error { return answer(c, h.service.Extend) }

// Extend gives an asset a later last day.
func (s *Service) Extend(ctx context.Context, actor auth.Actor, id string, version int64, in ExtendInput) (Asset, error) {
	return s.act(ctx, actor, id, version, Extend, func(tx *change.Tx, r *row) (change.Event, error) {
		if err := s.extend(tx, r, in.ExpiresOn, "/expires_on"); err != nil {
			return change.Event{}, err
		}
		return change.Event{Type: "asset_extended", Data: r.told(in.Reason)}, nil
	})
}

// extend sets a later last day; the reminders begin anew.
func (s *Service) extend(tx *change.Tx, r *row, until, pointer string) error {
	if until < s.today(tx.Now) || (r.ExpiresOn != never && until <= r.ExpiresOn) {
		return apperr.BadField(pointer, "asset.not_later",
			"Tanggal berakhir yang baru harus sesudah tanggal berakhir sekarang dan tidak di masa lalu.", "The new last day must come after the present one, and not in the past.")
	}
	r.ExpiresOn, r.Reminded = until, 0
	return nil
}

// @Summary	Suspend a delivered thing
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	If-Match	header	string	true	"ETag of the asset"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Asset
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/assets/{id}/suspend [post]
func (h *handlers) suspend(c echo.Context) error {
	return answer(c, h.service.plain(Suspend, "asset_suspended"))
}

// @Summary	End the suspension of a delivered thing
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	If-Match	header	string	true	"ETag of the asset"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Asset
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/assets/{id}/resume [post]
func (h *handlers) resume(c echo.Context) error {
	return answer(c, h.service.plain(Resume, "asset_resumed"))
}

// @Summary	Retire a delivered thing
// @Description	For good; its name is free again.
// @Tags	assets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the asset"
// @Param	If-Match	header	string	true	"ETag of the asset"
// @Param	body	body	ReasonInput	true	"why"
// @Success	200	{object}	Asset
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/assets/{id}/retire [post]
func (h *handlers) retire(c echo.Context) error {
	return answer(c, h.service.plain(Retire, "asset_retired"))
}

// plain is an action that changes the state and nothing else.
func (s *Service) plain(action Action, event string) func(context.Context, auth.Actor, string, int64, ReasonInput) (Asset, error) {
	return func(ctx context.Context, actor auth.Actor, id string, version int64, in ReasonInput) (Asset, error) {
		return s.act(ctx, actor, id, version, action, func(_ *change.Tx, r *row) (change.Event, error) {
			return change.Event{Type: event, Data: r.told(in.Reason)}, nil
		})
	}
}

// told is what the events of an asset say of it.
func (r row) told(reason string) map[string]any {
	v := map[string]any{"kind": r.Kind, "name": r.Name, "organisation_id": r.OrganisationID}
	if r.ExpiresOn != never {
		v["expires_on"] = r.ExpiresOn
	}
	if reason = strings.TrimSpace(reason); reason != "" {
		v["reason"] = reason
	}
	return v
}

// act is the way of every action on an asset: scope, version and state are
// checked, the deed is done, the row saved, the event recorded – all or
// nothing.
func (s *Service) act(ctx context.Context, actor auth.Actor, id string, version int64, action Action, do func(tx *change.Tx, r *row) (change.Event, error)) (Asset, error) {
	var v Asset
	author, err := s.author(ctx, actor, id, needs[action])
	if err != nil {
		return v, err
	}
	err = s.changes.Do(ctx, author, func(tx *change.Tx) error {
		r, err := s.store.find(ctx, tx.DB, actor, id)
		if err != nil {
			return err
		}
		if r.Version != version {
			return web.ErrStale
		}
		next, possible := r.State.after(action)
		if !possible {
			return errState
		}
		event, err := do(tx, &r)
		if err != nil {
			return err
		}
		r.State = next
		if err := save(tx, &r); err != nil {
			return unlessTaken(err, "/fields/"+s.nameKey(r.Kind))
		}
		event.Kind, event.ObjectID = "asset", r.ID
		if err := tx.Record(event); err != nil {
			return err
		}
		v, err = s.view(ctx, r, actor)
		return err
	})
	return v, err
}

// author is the actor in the role in which they act on an asset, which must be
// in their charge where that matters.
func (s *Service) author(ctx context.Context, actor auth.Actor, id string, p web.Permission) (change.Author, error) {
	if p != auth.ManageAssets {
		return as(actor, p), nil
	}
	r, err := s.store.find(ctx, s.store.read, actor, id)
	if err != nil {
		return change.Author{}, err
	}
	c, err := s.charge(ctx, actor)
	if err != nil {
		return change.Author{}, err
	}
	role, ok := c.of(r.Kind)
	if !ok {
		return change.Author{}, errOtherUnit
	}
	return actor.As(role), nil
}

// answer is the way of every action that comes as JSON.
func answer[T any](c echo.Context, do func(context.Context, auth.Actor, string, int64, T) (Asset, error)) error {
	version, in, err := web.BindEdit[T](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := do(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}
