package auth

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// LoginInput is what a person signs in with.
type LoginInput struct {
	Username string `json:"username" validate:"required,max=100" example:"pemohon"`
	Password string `json:"password" validate:"required,max=1024"`
	OTP      string `json:"otp,omitempty" validate:"max=20" example:"123456"` // where a second factor is set
} // @name LoginInput

// device is from where somebody signs in, as far as the request tells.
type device struct{ agent, address, requestID string }

func deviceOf(c echo.Context) device {
	agent := c.Request().UserAgent()
	return device{agent: strings.ToValidUTF8(agent[:min(len(agent), 300)], ""), address: c.RealIP(), requestID: web.RequestID(c)}
}

// @Summary	Sign in
// @Description	Answers an access token for the `Authorization: Bearer` header and sets the refresh token as a cookie that scripts cannot read. The answer does not tell an unknown username from a wrong password.
// @Tags	auth
// @Accept	json
// @Produce	json
// @Param	body	body	LoginInput	true	"username and password"
// @Success	200	{object}	Tokens
// @Failure	400,401,415,422,429	{object}	web.Problem
// @Router	/auth/login [post]
func (h *handlers) login(c echo.Context) error {
	in, err := web.Bind[LoginInput](c)
	if err != nil {
		return err
	}
	tokens, err := h.service.SignIn(c.Request().Context(), in, deviceOf(c))
	if err != nil {
		return err
	}
	setRefreshCookie(c, tokens)
	return noStore(c, tokens)
}

// SignIn checks the password and opens a session. Unknown, disabled and wrong
// are the same answer after the same time.
func (s *Service) SignIn(ctx context.Context, in LoginInput, from device) (Tokens, error) {
	account, err := s.store.accountBy(ctx, "username", strings.ToLower(strings.TrimSpace(in.Username)))
	if err != nil && !db.IsNotFound(err) {
		return Tokens{}, err
	}
	if !s.hasher.Matches(in.Password, account.PasswordHash) || account.DisabledAt != nil {
		return Tokens{}, errSignIn
	}
	secret, hash := s.newSecret()
	now := s.clock.Now()
	row := session{
		ID: s.ids.ID(), UserID: account.ID, TokenHash: hash, Agent: from.agent, Address: from.address,
		CreatedAt: now, UsedAt: now, ExpiresAt: now.Add(s.sessionTTL),
	}
	actor, err := s.actorOf(ctx, account, row.ID)
	if err != nil {
		return Tokens{}, err
	}
	actor.Address, actor.RequestID = from.address, from.requestID
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if err := insertSession(tx.DB, row); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "signed_in", Kind: "user", ObjectID: actor.ID, Data: map[string]string{"session": row.ID, "agent": from.agent}, Internal: true})
	})
	if err != nil {
		return Tokens{}, err
	}
	return s.tokens(actor, row.ID+"."+secret, row.ExpiresAt)
}

// noStore answers tokens, which nothing may keep.
func noStore(c echo.Context, tokens Tokens) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, tokens)
}
