package privacy

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// byPhone is the one purpose whose basis is consent: all else is public
// service or a legal duty (data/processing.yaml).
const byPhone = "contact_by_phone"

// Consent is a consent that a person gave.
type Consent struct {
	Purpose       string     `json:"purpose" enums:"contact_by_phone"`
	NoticeVersion int64      `json:"notice_version"`
	GivenAt       time.Time  `json:"given_at"`
	WithdrawnAt   *time.Time `json:"withdrawn_at"` // null: it stands
} // @name Consent

// ConsentInput gives or withdraws a consent.
type ConsentInput struct {
	Given         bool  `json:"given"`
	NoticeVersion int64 `json:"notice_version,omitempty" example:"1"` // of the privacy notice that was shown; left out: the one in force
} // @name ConsentInput

// @Summary	My consents
// @Description	All that were given, also those withdrawn, newest first.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Consent]
// @Failure	401	{object}	web.Problem
// @Router	/me/consents [get]
func (h *handlers) consents(c echo.Context) error {
	actor, _ := auth.From(c.Request().Context())
	list, err := h.service.store.consents(c.Request().Context(), actor.ID)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Consent]{Items: list})
}

// @Summary	Give or withdraw a consent
// @Description	Counts at once. Doing it again changes nothing.
// @Tags	privacy
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	purpose	path	string	true	"what for"	Enums(contact_by_phone)
// @Param	body	body	ConsentInput	true	"given or withdrawn"
// @Success	200	{object}	web.List[Consent]
// @Failure	400,401,404,415,422	{object}	web.Problem
// @Router	/me/consents/{purpose} [put]
func (h *handlers) setConsent(c echo.Context) error {
	ctx := c.Request().Context()
	in, err := web.Bind[ConsentInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(ctx)
	if err := h.service.SetConsent(ctx, actor, c.Param("purpose"), in); err != nil {
		return err
	}
	return h.consents(c)
}

// SetConsent gives or withdraws the actor's consent.
func (s *Service) SetConsent(ctx context.Context, actor auth.Actor, purpose string, in ConsentInput) error {
	if purpose != byPhone {
		return web.ErrNotFound
	}
	standing, err := s.store.consents(ctx, actor.ID)
	if err != nil {
		return err
	}
	if now := len(standing) > 0 && standing[0].WithdrawnAt == nil; now == in.Given {
		return nil
	}
	shown, err := s.settings.NoticeShown(ctx, in.NoticeVersion)
	if err != nil {
		return err
	}
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		event := "consent_withdrawn"
		write := func() error { return withdraw(tx.DB, actor.ID, purpose, tx.Now) }
		if in.Given {
			event = "consent_given"
			write = func() error {
				return insertConsent(tx.DB, consentRow{ID: tx.NewID(), UserID: actor.ID, Purpose: purpose, NoticeVersion: shown, GivenAt: tx.Now})
			}
		}
		if err := write(); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: event, Kind: "user", ObjectID: actor.ID, Data: map[string]string{"purpose": purpose}, Internal: true})
	})
}
