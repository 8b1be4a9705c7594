package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// SignIn is one thing that happened to an account's way in, for its owner and
// for admins to see whether it was them.
type SignIn struct {
	ID      string    `json:"id"`
	Type    string    `json:"type" example:"signed_in"` // signed_in, sign_in_failed, password_changed …
	At      time.Time `json:"at"`
	By      string    `json:"by"` // who did it, where that was not the owner
	Address string    `json:"address"`
	Agent   string    `json:"agent"` // the browser, as it names itself; empty: not told
} // @name SignIn

// signInTypes are the events that a history of sign-ins tells.
var signInTypes = []string{
	"signed_in", "sign_in_failed", "signed_out", "ended_by_owner", "sessions_ended", "session_reuse_detected", "confirmation_failed",
	"password_changed", "password_set", "password_link_issued", "password_link_requested",
	"second_factor_enabled", "second_factor_disabled", "second_factor_reset", "recovery_codes_made",
	"user_disabled", "user_enabled", "user_changed",
}

// @Summary	My sign-in history
// @Description	Sign-ins, failed ones, and changes of password, second factor and account, newest first.
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[SignIn]
// @Failure	401,422	{object}	web.Problem
// @Router	/me/sign-ins [get]
func (h *handlers) signIns(c echo.Context) error {
	page, err := web.ReadPage(c, "-at")
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	list, err := h.service.SignIns(c.Request().Context(), actor.ID, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// SignIns returns a page of an account's sign-in history, newest first. Who may
// see it is for the caller to know.
func (s *Service) SignIns(ctx context.Context, userID string, page web.Page) (web.List[SignIn], error) {
	rows, err := s.store.signInEvents(ctx, userID, signInTypes, page)
	list := web.List[SignIn]{Items: []SignIn{}}
	if err != nil {
		return list, err
	}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		list.NextCursor = page.Next("", rows[page.Limit-1].ID)
	}
	for _, r := range rows {
		var data struct {
			Agent string `json:"agent"`
		}
		if err := json.Unmarshal(r.Data, &data); err != nil {
			return list, err
		}
		one := SignIn{ID: r.ID, Type: r.Type, At: r.At, Address: r.Address, Agent: data.Agent}
		if r.ActorID != userID && r.ActorID != "" {
			one.By = r.ActorName
		}
		list.Items = append(list.Items, one)
	}
	return list, nil
}
