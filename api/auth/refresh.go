package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
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
// @Description	Takes the refresh cookie and replaces it. Each refresh token is good once: showing an older one ends the session, because then somebody else may have it.
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

// Refresh trades a refresh token for new tokens. A token that was traded
// before ends its session.
func (s *Service) Refresh(ctx context.Context, token string, from device) (Tokens, error) {
	id, secret, _ := strings.Cut(token, ".")
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
	next, hash := s.newSecret()
	expires := s.clock.Now().Add(s.sessionTTL)
	reused := false
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		rotated, err := rotate(tx.DB, row.ID, hashSecret(secret), hash, tx.Now, expires)
		if err != nil {
			return err
		}
		if reused = !rotated; reused {
			if _, err := endSessions(tx.DB, row.UserID, tx.Now, "reuse", "id = ?", row.ID); err != nil {
				return err
			}
			return tx.Record(change.Event{Type: "session_reuse_detected", Kind: "user", ObjectID: row.UserID, Data: map[string]string{"session": row.ID}, Internal: true})
		}
		return tx.Record(change.Event{Type: "session_refreshed", Kind: "user", ObjectID: row.UserID, Data: map[string]string{"session": row.ID}, Internal: true})
	})
	if err != nil {
		return Tokens{}, err
	}
	if reused {
		return Tokens{}, ErrSignedOut
	}
	return s.tokens(actor, row.ID+"."+next, expires)
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

// SignOut ends the session that the refresh token belongs to, if any.
func (s *Service) SignOut(ctx context.Context, token string, from device) error {
	id, secret, _ := strings.Cut(token, ".")
	row, err := s.store.session(ctx, id)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if row.TokenHash != hashSecret(secret) || row.EndedAt != nil {
		return nil
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
