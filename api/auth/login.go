package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// LoginInput is what a person signs in with.
type LoginInput struct {
	Username string `json:"username" validate:"required,max=100" example:"pemohon"`
	Password string `json:"password" validate:"required,max=1024"`
	OTP      string `json:"otp,omitempty" validate:"max=40" example:"123456"` // where a second factor is set: six digits, or a recovery code
} // @name LoginInput

// device is from where somebody signs in, as far as the request tells.
type device struct{ agent, address, requestID string }

func deviceOf(c echo.Context) device {
	agent := c.Request().UserAgent()
	return device{agent: strings.ToValidUTF8(agent[:min(len(agent), 300)], ""), address: c.RealIP(), requestID: web.RequestID(c)}
}

// Username puts a username as people type it into the form that is kept.
func Username(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// @Summary	Sign in
// @Description	Answers an access token for the `Authorization: Bearer` header and sets the refresh token as a cookie that scripts cannot read. The answer does not tell an unknown username from a wrong password. Where a second factor is set up, the answer to the right password alone is 401 with the code `auth.otp_required`; send the six digits, or a recovery code, as `otp`. After several failures the answer is 429, and Retry-After says how many seconds to wait.
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

var (
	errOTPRequired = apperr.New(apperr.Unauthenticated, "auth.otp_required",
		"Masukkan kode enam angka dari aplikasi autentikator Anda.", "Enter the six digits from your authenticator application.")
	errOTPWrong = apperr.New(apperr.Unauthenticated, "auth.otp_wrong",
		"Kode ini salah, sudah dipakai, atau sudah lewat waktunya. Masukkan kode yang sedang tampil.",
		"This code is wrong, was used already, or is out of date. Enter the one that is shown now.")
)

// SignIn checks the password, and the second factor where there is one, and
// opens a session. Unknown, disabled and wrong are the same answer after the
// same time, and count the same.
func (s *Service) SignIn(ctx context.Context, in LoginInput, from device) (Tokens, error) {
	username := Username(in.Username)
	byAccount, byAddress := accountTarget(username), AddressTarget(from.address)
	if err := s.throttle.Check(ctx, byAccount, byAddress); err != nil {
		return Tokens{}, err
	}
	account, err := s.store.accountBy(ctx, "username", username)
	if err != nil && !db.IsNotFound(err) {
		return Tokens{}, err
	}
	if !s.hasher.Matches(in.Password, account.PasswordHash) || account.DisabledAt != nil {
		return Tokens{}, s.failed(ctx, account, from, "password", errSignIn, byAccount, byAddress)
	}
	if !account.SecondFactor {
		return s.open(ctx, account, from, func(tx *change.Tx) error {
			return succeed(tx, []Target{byAccount, byAddress}, byAccount)
		})
	}
	if strings.TrimSpace(in.OTP) == "" {
		return Tokens{}, errOTPRequired
	}
	byCode := secondFactorTarget(account.ID)
	if err := s.throttle.Check(ctx, byCode); err != nil {
		return Tokens{}, err
	}
	tokens, err := s.open(ctx, account, from, func(tx *change.Tx) error {
		if err := succeed(tx, []Target{byAccount, byCode, byAddress}, byAccount, byCode); err != nil {
			return err
		}
		return s.useCode(tx, account.ID, in.OTP)
	})
	if errors.Is(err, errOTPWrong) {
		return Tokens{}, s.failed(ctx, account, from, "second_factor", errOTPWrong, byCode, byAddress)
	}
	return tokens, err
}

// failed counts and records a failed sign-in, and returns the refusal: the one
// given, or to wait. What was typed is not recorded.
func (s *Service) failed(ctx context.Context, a account, from device, what string, refusal error, targets ...Target) error {
	id := a.ID
	if id == "" {
		id = "unknown"
	}
	stranger := change.Author{Name: "Tanpa akun", Role: "guest", Address: from.address, RequestID: from.requestID}
	err := s.throttle.Failed(ctx, stranger, change.Event{
		Type: "sign_in_failed", Kind: "user", ObjectID: id, Data: map[string]string{"what": what, "agent": from.agent}, Internal: true,
	}, targets...)
	if err != nil {
		return err
	}
	return refusal
}

// open opens a session for an account in the change that proves who is there.
func (s *Service) open(ctx context.Context, account account, from device, prove func(tx *change.Tx) error) (Tokens, error) {
	now := s.clock.Now()
	row := session{
		ID: s.ids.ID(), UserID: account.ID, Generation: 1, Agent: from.agent, Address: from.address,
		CreatedAt: now, UsedAt: now, ExpiresAt: s.expiry(now, now),
	}
	actor, err := s.actorOf(ctx, account, row.ID)
	if err != nil {
		return Tokens{}, err
	}
	actor.Address, actor.RequestID = from.address, from.requestID
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if err := prove(tx); err != nil {
			return err
		}
		if err := insertSession(tx.DB, row); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "signed_in", Kind: "user", ObjectID: actor.ID, Data: map[string]string{"session": row.ID, "agent": from.agent}, Internal: true})
	})
	if err != nil {
		return Tokens{}, err
	}
	return s.tokens(actor, s.signer.Refresh(row.ID, row.Generation), row.ExpiresAt)
}

// noStore answers tokens, which nothing may keep.
func noStore(c echo.Context, tokens Tokens) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, tokens)
}
