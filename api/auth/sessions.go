package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Session is one of a person's own sign-ins.
type Session struct {
	ID        string    `json:"id"`
	Agent     string    `json:"agent"` // the browser, as it names itself
	Address   string    `json:"address"`
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"used_at"`
	ExpiresAt time.Time `json:"expires_at"`
	Current   bool      `json:"current"` // the session of this request
} // @name Session

// SessionList is a page of sessions; there is only one page.
type SessionList = web.List[Session]

// @Summary	List my sessions
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Session]
// @Failure	401	{object}	web.Problem
// @Router	/me/sessions [get]
func (h *handlers) sessions(c echo.Context) error {
	actor, _ := From(c.Request().Context())
	sessions, err := h.service.Sessions(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, SessionList{Items: sessions})
}

// Sessions lists the actor's own live sessions, last used first.
func (s *Service) Sessions(ctx context.Context, actor Actor) ([]Session, error) {
	rows, err := s.store.liveSessions(ctx, actor.ID, s.clock.Now())
	list := make([]Session, 0, len(rows))
	for _, r := range rows {
		list = append(list, Session{ID: r.ID, Agent: r.Agent, Address: r.Address, CreatedAt: r.CreatedAt, UsedAt: r.UsedAt, ExpiresAt: r.ExpiresAt, Current: r.ID == actor.SessionID})
	}
	return list, err
}

// @Summary	End one of my sessions
// @Tags	me
// @Security	Bearer
// @Param	id	path	string	true	"session id"
// @Success	204
// @Failure	401,404	{object}	web.Problem
// @Router	/me/sessions/{id} [delete]
func (h *handlers) endSession(c echo.Context) error {
	actor, _ := From(c.Request().Context())
	if err := h.service.EndSession(c.Request().Context(), actor, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// EndSession ends one of the actor's own live sessions.
func (s *Service) EndSession(ctx context.Context, actor Actor, id string) error {
	row, err := s.store.session(ctx, id)
	if db.IsNotFound(err) {
		return web.ErrNotFound
	}
	if err != nil {
		return err
	}
	if row.UserID != actor.ID || !row.live(s.clock.Now()) {
		return web.ErrNotFound
	}
	return s.endOne(ctx, actor, id, "ended_by_owner")
}

// @Summary	End all my other sessions
// @Description	Signs out everywhere but here.
// @Tags	me
// @Security	Bearer
// @Success	204
// @Failure	401	{object}	web.Problem
// @Router	/me/sessions [delete]
func (h *handlers) endSessions(c echo.Context) error {
	actor, _ := From(c.Request().Context())
	if err := h.service.EndOtherSessions(c.Request().Context(), actor); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// EndOtherSessions ends the actor's live sessions but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, actor Actor) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		n, err := endSessions(tx.DB, actor.ID, tx.Now, "ended_by_owner", "id <> ?", actor.SessionID)
		if err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "sessions_ended", Kind: "user", ObjectID: actor.ID, Data: map[string]int64{"sessions": n}, Internal: true})
	})
}

func (s *Service) endOne(ctx context.Context, actor Actor, sessionID, why string) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if _, err := endSessions(tx.DB, actor.ID, tx.Now, why, "id = ?", sessionID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: why, Kind: "user", ObjectID: actor.ID, Data: map[string]string{"session": sessionID}, Internal: true})
	})
}
