package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/boombuler/barcode/qr"
	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// The second factor is TOTP (RFC 6238) as every authenticator application does
// it: six digits, SHA-1, a new code each period.
const (
	period        = 30 * time.Second
	skew          = 1 // periods by which a telephone's clock may be off
	recoveryCodes = 10
)

var codeForm = totp.ValidateOpts{Period: uint(period / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// SecondFactor says how a person's second factor stands.
type SecondFactor struct {
	Enabled       bool       `json:"enabled"`
	Required      bool       `json:"required"` // a role of this person demands one
	ConfirmedAt   *time.Time `json:"confirmed_at"`
	RecoveryCodes int64      `json:"recovery_codes"` // how many are left
} // @name SecondFactor

// Enrolment is what an authenticator application needs. It is shown only while
// the second factor is being set up.
type Enrolment struct {
	Secret string   `json:"secret" example:"JBSWY3DPEHPK3PXP"` // to be typed, base32
	URI    string   `json:"uri"`                               // otpauth://…
	QR     []string `json:"qr"`                                // the same as a QR code: rows of 1 (dark) and 0
} // @name SecondFactorEnrolment

// RecoveryCodes each stand in for one code. They are shown only this once.
type RecoveryCodes struct {
	Codes []string `json:"codes" example:"K7QF-2M4T-9XPA-B3CD"`
} // @name RecoveryCodes

// ConfirmInput proves once more who is there.
type ConfirmInput struct {
	Password string `json:"password" validate:"required,max=1024"`
} // @name PasswordConfirmation

// CodeInput is a code that the authenticator shows.
type CodeInput struct {
	Code string `json:"code" validate:"required,max=40" example:"123456"`
} // @name CodeInput

var (
	errFactorExists = apperr.New(apperr.Conflict, "second_factor.exists",
		"Verifikasi dua langkah sudah aktif. Matikan dahulu bila hendak memasangnya di perangkat lain.",
		"A second factor is set up already. Disable it first to set it up on another device.")
	errFactorAbsent = apperr.New(apperr.Conflict, "second_factor.absent",
		"Verifikasi dua langkah belum aktif, atau pemasangannya belum dimulai. Mulai dari awal.",
		"No second factor is set up or being set up. Start from the beginning.")
	errFactorRequired = apperr.New(apperr.Conflict, "second_factor.required",
		"Peran Anda mewajibkan verifikasi dua langkah, jadi tidak dapat dimatikan. Bila perangkat Anda hilang, mintalah admin mengatur ulang.",
		"Your role demands a second factor, so it cannot be disabled. If your device is lost, ask an admin for a reset.")
	errPasswordTooShortAlone = apperr.New(apperr.Conflict, "second_factor.password_short",
		"Tanpa verifikasi dua langkah, kata sandi paling sedikit 15 karakter. Ganti dahulu kata sandi Anda dengan yang lebih panjang.",
		"Without a second factor a password has at least 15 characters. First change yours to a longer one.")
	errCodeWrong = apperr.BadField("/code", "otp.wrong",
		"Kode ini salah atau sudah lewat waktunya. Periksa jam ponsel Anda, lalu masukkan kode yang sedang tampil.",
		"This code is wrong or out of date. Check your telephone's clock, then enter the code that is shown now.")
	errConfirmWrong = apperr.BadField("/password", "password.wrong", "Kata sandi salah.", "The password is wrong.")
)

// @Summary	My second factor
// @Tags	me
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	SecondFactor
// @Failure	401	{object}	web.Problem
// @Router	/me/second-factor [get]
func (h *handlers) secondFactor(c echo.Context) error {
	actor, _ := From(c.Request().Context())
	state, err := h.service.SecondFactor(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, state)
}

// SecondFactor tells how the actor's second factor stands.
func (s *Service) SecondFactor(ctx context.Context, actor Actor) (SecondFactor, error) {
	required, err := s.needsSecondFactor(ctx, actor)
	if err != nil {
		return SecondFactor{}, err
	}
	state := SecondFactor{Required: required}
	factor, err := secondFactorOf(s.store.read.WithContext(ctx), actor.ID)
	if db.IsNotFound(err) || (err == nil && factor.ConfirmedAt == nil) {
		return state, nil
	}
	if err != nil {
		return state, err
	}
	state.Enabled, state.ConfirmedAt = true, factor.ConfirmedAt
	state.RecoveryCodes, err = countRecoveryCodes(s.store.read.WithContext(ctx), actor.ID)
	return state, err
}

// needsSecondFactor tells whether one of the actor's roles demands one.
func (s *Service) needsSecondFactor(ctx context.Context, actor Actor) (bool, error) {
	roles, err := s.rules.SecondFactorRoles(ctx)
	return slices.ContainsFunc(roles, actor.Is), err
}

// @Summary	Begin to set up a second factor
// @Description	Answers what an authenticator application needs, shown only now. It counts once a code from the application has confirmed it.
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	ConfirmInput	true	"the current password"
// @Success	200	{object}	Enrolment
// @Failure	400,401,409,415,422,429	{object}	web.Problem
// @Router	/me/second-factor [post]
func (h *handlers) beginSecondFactor(c echo.Context) error {
	in, err := web.Bind[ConfirmInput](c)
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	enrolment, err := h.service.BeginSecondFactor(c.Request().Context(), actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, enrolment)
}

// BeginSecondFactor makes a new secret for the actor, which replaces one that
// was never confirmed.
func (s *Service) BeginSecondFactor(ctx context.Context, actor Actor, in ConfirmInput) (Enrolment, error) {
	if err := s.confirm(ctx, actor, in.Password); err != nil {
		return Enrolment{}, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(s.ids.Secret(20)) // RFC 4226 asks for 160 bits
	if err != nil {
		return Enrolment{}, err
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	enrolment, err := enrol(actor.Username, secret)
	if err != nil {
		return Enrolment{}, err
	}
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		begun, err := beginFactor(tx.DB, secondFactor{UserID: actor.ID, Secret: s.factors.seal(secret, actor.ID), CreatedAt: tx.Now})
		if err != nil {
			return err
		}
		if !begun {
			return errFactorExists
		}
		return tx.Record(change.Event{Type: "second_factor_begun", Kind: "user", ObjectID: actor.ID, Internal: true})
	})
	return enrolment, err
}

// enrol describes a secret as applications read it.
func enrol(username, secret string) (Enrolment, error) {
	const product = "E-Layanan"
	uri := "otpauth://totp/" + product + ":" + url.PathEscape(username) + "?" + url.Values{"secret": {secret}, "issuer": {product}}.Encode()
	code, err := qr.Encode(uri, qr.M, qr.Auto)
	if err != nil {
		return Enrolment{}, err
	}
	rows := make([]string, code.Bounds().Dy())
	for y := range rows {
		for x := range code.Bounds().Dx() {
			shade, _, _, _ := code.At(x, y).RGBA()
			rows[y] += map[bool]string{true: "1", false: "0"}[shade == 0]
		}
	}
	return Enrolment{Secret: secret, URI: uri, QR: rows}, nil
}

// @Summary	Confirm the second factor
// @Description	With a code from the application. Answers recovery codes, shown only this once, and ends all other sessions.
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	CodeInput	true	"the code that the application shows"
// @Success	200	{object}	RecoveryCodes
// @Failure	400,401,409,415,422,429	{object}	web.Problem
// @Router	/me/second-factor/confirm [post]
func (h *handlers) confirmSecondFactor(c echo.Context) error {
	in, err := web.Bind[CodeInput](c)
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	codes, err := h.service.ConfirmSecondFactor(c.Request().Context(), actor, in)
	return recoveryAnswer(c, codes, err)
}

func recoveryAnswer(c echo.Context, codes RecoveryCodes, err error) error {
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, codes)
}

// ConfirmSecondFactor makes the secret that was begun the actor's second
// factor.
func (s *Service) ConfirmSecondFactor(ctx context.Context, actor Actor, in CodeInput) (RecoveryCodes, error) {
	target := secondFactorTarget(actor.ID)
	if err := s.throttle.Check(ctx, target); err != nil {
		return RecoveryCodes{}, err
	}
	codes := s.newCodes()
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		factor, err := secondFactorOf(tx.DB, actor.ID)
		if db.IsNotFound(err) {
			return errFactorAbsent
		}
		if err != nil {
			return err
		}
		if factor.ConfirmedAt != nil {
			return errFactorExists
		}
		secret, err := s.secretOf(tx, factor)
		if err != nil {
			return err
		}
		step, ok := matchCode(secret, in.Code, tx.Now)
		if !ok {
			return errCodeWrong
		}
		if err := confirmFactor(tx.DB, actor.ID, step, tx.Now); err != nil {
			return err
		}
		if err := replaceRecoveryCodes(tx.DB, actor.ID, hashCodes(codes.Codes)); err != nil {
			return err
		}
		if _, err := endSessions(tx.DB, actor.ID, tx.Now, "second_factor_enabled", "id <> ?", actor.SessionID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "second_factor_enabled", Kind: "user", ObjectID: actor.ID, Internal: true})
	})
	if err == errCodeWrong {
		err = s.notConfirmed(ctx, actor, target, errCodeWrong)
	}
	return codes, err
}

// @Summary	Make new recovery codes
// @Description	The old ones are good no more.
// @Tags	me
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	ConfirmInput	true	"the current password"
// @Success	200	{object}	RecoveryCodes
// @Failure	400,401,409,415,422,429	{object}	web.Problem
// @Router	/me/second-factor/recovery-codes [post]
func (h *handlers) newRecoveryCodes(c echo.Context) error {
	in, err := web.Bind[ConfirmInput](c)
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	codes, err := h.service.NewRecoveryCodes(c.Request().Context(), actor, in)
	return recoveryAnswer(c, codes, err)
}

// NewRecoveryCodes replaces the actor's recovery codes.
func (s *Service) NewRecoveryCodes(ctx context.Context, actor Actor, in ConfirmInput) (RecoveryCodes, error) {
	if !actor.SecondFactor {
		return RecoveryCodes{}, errFactorAbsent
	}
	if err := s.confirm(ctx, actor, in.Password); err != nil {
		return RecoveryCodes{}, err
	}
	codes := s.newCodes()
	return codes, s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if err := replaceRecoveryCodes(tx.DB, actor.ID, hashCodes(codes.Codes)); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "recovery_codes_made", Kind: "user", ObjectID: actor.ID, Internal: true})
	})
}

// @Summary	Disable my second factor
// @Description	Not where a role demands one, and not with a password that is too short to stand alone. Ends all other sessions.
// @Tags	me
// @Accept	json
// @Security	Bearer
// @Param	body	body	ConfirmInput	true	"the current password"
// @Success	204
// @Failure	400,401,409,415,422,429	{object}	web.Problem
// @Router	/me/second-factor/disable [post]
func (h *handlers) disableSecondFactor(c echo.Context) error {
	in, err := web.Bind[ConfirmInput](c)
	if err != nil {
		return err
	}
	actor, _ := From(c.Request().Context())
	if err := h.service.DisableSecondFactor(c.Request().Context(), actor, in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// DisableSecondFactor takes the actor's second factor away.
func (s *Service) DisableSecondFactor(ctx context.Context, actor Actor, in ConfirmInput) error {
	required, err := s.needsSecondFactor(ctx, actor)
	switch {
	case err != nil:
		return err
	case !actor.SecondFactor:
		return errFactorAbsent
	case required:
		return errFactorRequired
	}
	if err := s.confirm(ctx, actor, in.Password); err != nil {
		return err
	}
	if utf8.RuneCountInString(in.Password) < MinPassword {
		return errPasswordTooShortAlone
	}
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if err := RemoveSecondFactor(tx.DB, actor.ID); err != nil {
			return err
		}
		if _, err := endSessions(tx.DB, actor.ID, tx.Now, "second_factor_disabled", "id <> ?", actor.SessionID); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "second_factor_disabled", Kind: "user", ObjectID: actor.ID, Internal: true})
	})
}

// confirm checks the actor's password once more. It is counted by session:
// what strangers guess does not stand in the way of who is signed in.
func (s *Service) confirm(ctx context.Context, actor Actor, password string) error {
	target := sessionTarget(actor.SessionID)
	if err := s.throttle.Check(ctx, target); err != nil {
		return err
	}
	account, err := s.store.accountBy(ctx, "id", actor.ID)
	if err != nil {
		return err
	}
	if !s.hasher.Matches(password, account.PasswordHash) {
		return s.notConfirmed(ctx, actor, target, errConfirmWrong)
	}
	return nil
}

// notConfirmed counts and records that a signed-in person could not prove who
// they are, and returns the refusal.
func (s *Service) notConfirmed(ctx context.Context, actor Actor, target Target, refusal error) error {
	err := s.throttle.Failed(ctx, actor.Self(), change.Event{Type: "confirmation_failed", Kind: "user", ObjectID: actor.ID, Internal: true}, target)
	if err != nil {
		return err
	}
	return refusal
}

// matchCode returns the time step whose code it is. Neighbouring steps count,
// because clocks differ.
func matchCode(secret, code string, now time.Time) (step int64, ok bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	if secret == "" {
		return 0, false
	}
	for off := -skew; off <= skew; off++ {
		at := now.Add(time.Duration(off) * period)
		want, err := totp.GenerateCodeCustom(secret, at, codeForm)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = at.Unix()/int64(period/time.Second), true
		}
	}
	return step, ok
}

// useCode takes a code, or a recovery code, for good: neither is taken twice,
// nor is a code older than the last one taken (RFC 6238, 5.2).
func (s *Service) useCode(tx *change.Tx, userID, code string) error {
	factor, err := secondFactorOf(tx.DB, userID)
	if err != nil {
		return err
	}
	secret, err := s.secretOf(tx, factor)
	if err != nil {
		return err
	}
	used := false
	if step, ok := matchCode(secret, code, tx.Now); ok {
		used, err = takeStep(tx.DB, userID, step)
	} else {
		used, err = takeRecoveryCode(tx.DB, userID, hashRecovery(code), tx.Now)
	}
	if err == nil && !used {
		return errOTPWrong
	}
	return err
}

// secretOf opens the secret of a second factor. One that was kept before
// secrets were sealed is sealed now. What another signing key sealed matches
// no code: recovery codes still work, and an admin can reset.
func (s *Service) secretOf(tx *change.Tx, f secondFactor) (string, error) {
	if !isSealed(f.Secret) {
		return f.Secret, sealFactor(tx.DB, f.UserID, s.factors.seal(f.Secret, f.UserID))
	}
	secret, err := s.factors.open(f.Secret, f.UserID)
	if errors.Is(err, errSealed) {
		return "", nil
	}
	return secret, err
}

// newCodes makes recovery codes of 80 random bits each.
func (s *Service) newCodes() RecoveryCodes {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		raw, err := base64.RawURLEncoding.DecodeString(s.ids.Secret(10))
		if err != nil {
			panic("auth: the source of secrets does not give base64url: " + err.Error())
		}
		text := base32.StdEncoding.EncodeToString(raw)
		codes[i] = text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
	}
	return RecoveryCodes{Codes: codes}
}

func hashCodes(codes []string) []string {
	hashes := make([]string, len(codes))
	for i, code := range codes {
		hashes[i] = hashRecovery(code)
	}
	return hashes
}

// hashRecovery hashes a recovery code however it is written.
func hashRecovery(code string) string {
	return hashSecret("recovery:" + strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code)))
}

// hashSecret hashes a random secret; only the hash is stored.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
