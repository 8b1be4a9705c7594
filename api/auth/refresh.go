package auth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

const (
	cookieName = "elayanan_refresh"
	cookiePath = web.Base + "/auth"
)

func setRefreshCookie(c echo.Context, t Tokens) {
	c.SetCookie(&http.Cookie{
		Name: cookieName, Value: t.refresh, Path: cookiePath, Expires: t.expiresAt,
		HttpOnly: true, Secure: true, SameSite: http.SameSiteStrictMode,
	})
}

func clearRefreshCookie(c echo.Context) {
	c.SetCookie(&http.Cookie{Name: cookieName, Path: cookiePath, MaxAge: -1, Expires: time.Unix(0, 0), HttpOnly: true, Secure: true, SameSite: http.SameSiteStrictMode})
}

func refreshCookie(c echo.Context) string {
	cookie, err := c.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// @Summary	Renew the access token
// @Description	Takes the refresh cookie and replaces it. Each refresh token is good once (within half a minute the same token gets the same answer, because the first one may have been lost): showing an older one ends the session, because then somebody else may have it.
// @Tags	auth
// @Produce	json
// @Success	200	{object}	Tokens
// @Failure	401	{object}	web.Problem
// @Router	/auth/refresh [post]
func (h *handlers) refresh(c echo.Context) error {
	if site := c.Request().Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return ErrSignedOut
	}
	tokens, err := h.service.Refresh(c.Request().Context(), refreshCookie(c), deviceOf(c))
	if errors.Is(err, ErrSignedOut) { // and not while the database does not answer
		clearRefreshCookie(c)
	}
	if err != nil {
		return err
	}
	setRefreshCookie(c, tokens)
	return noStore(c, tokens)
}

// replay is how long a refresh token that was just replaced still answers with
// the one that replaced it: a page that is closed in the middle of a refresh
// never sees the answer. A thief gains nothing by it: they and the owner then
// hold the same token, and the second one to use it is found out.
const replay = 30 * time.Second

// Refresh trades a refresh token for new tokens. One that was traded before
// ends its session; one that was never made does nothing.
func (s *Service) Refresh(ctx context.Context, token string, from device) (Tokens, error) {
	id, generation, ok := s.signer.CheckRefresh(token)
	if !ok {
		return Tokens{}, ErrSignedOut
	}
	row, err := s.store.session(ctx, id)
	if db.IsNotFound(err) {
		return Tokens{}, ErrSignedOut
	}
	if err != nil {
		return Tokens{}, err
	}
	actor, err := s.actor(ctx, row.UserID, row.ID)
	if err != nil {
		return Tokens{}, err
	}
	actor.Address, actor.RequestID = from.address, from.requestID
	expires := s.expiry(s.clock.Now(), row.CreatedAt)
	reused := false
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		event := change.Event{Type: "session_refreshed", Kind: "user", ObjectID: row.UserID, Data: map[string]string{"session": row.ID}, Internal: true}
		rotated, err := rotate(tx.DB, row.ID, generation, tx.Now, expires)
		if err != nil {
			return err
		}
		if rotated {
			return tx.Record(event)
		}
		now, err := sessionIn(tx.DB, row.ID)
		if err != nil {
			return err
		}
		if now.replays(generation, tx.Now) {
			event.Type, expires = "session_replayed", now.ExpiresAt
			return tx.Record(event)
		}
		reused = true
		if _, err := endSessions(tx.DB, row.UserID, tx.Now, "reuse", "id = ?", row.ID); err != nil {
			return err
		}
		event.Type = "session_reuse_detected"
		return tx.Record(event)
	})
	if err != nil {
		return Tokens{}, err
	}
	if reused {
		return Tokens{}, ErrSignedOut
	}
	return s.tokens(actor, s.signer.Refresh(row.ID, generation+1), expires)
}

// replays tells whether a token of the generation was replaced so lately that
// it gets the same answer again.
func (s session) replays(generation int64, now time.Time) bool {
	return s.live(now) && s.Generation == generation+1 && s.RotatedAt != nil && now.Sub(*s.RotatedAt) <= replay
}

// expiry returns when a session ends that was opened at created and is used
// now: after a while without use, and at its absolute end whatever the use.
func (s *Service) expiry(now, created time.Time) time.Time {
	idle, end := now.Add(s.sessionTTL), created.Add(s.sessionMax)
	if end.Before(idle) {
		return end
	}
	return idle
}

// @Summary	Sign out
// @Description	Ends the session of the refresh cookie and clears it. It succeeds also when nobody is signed in.
// @Tags	auth
// @Success	204
// @Router	/auth/logout [post]
func (h *handlers) logout(c echo.Context) error {
	if err := h.service.SignOut(c.Request().Context(), refreshCookie(c), deviceOf(c)); err != nil {
		return err
	}
	clearRefreshCookie(c)
	return c.NoContent(http.StatusNoContent)
}

// SignOut ends the session that the refresh token belongs to, if any. Any token
// of the session that this product made will do; a made-up one will not.
func (s *Service) SignOut(ctx context.Context, token string, from device) error {
	id, _, ok := s.signer.CheckRefresh(token)
	if !ok {
		return nil
	}
	row, err := s.store.session(ctx, id)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	actor, err := s.actor(ctx, row.UserID, row.ID)
	if errors.Is(err, ErrSignedOut) {
		return nil // whoever is no longer anybody is signed out already
	}
	if err != nil {
		return err
	}
	actor.Address, actor.RequestID = from.address, from.requestID
	return s.endOne(ctx, actor, row.ID, "signed_out")
}
