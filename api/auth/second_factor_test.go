package auth_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// code is what an authenticator application shows.
func code(t testing.TB, secret string, at time.Time) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, at)
	require.NoError(t, err)
	return text
}

// enrol sets a second factor up and returns its secret and recovery codes.
func enrol(t testing.TB, s *apitest.Server, c *apitest.Client) (secret string, recovery []any) {
	t.Helper()
	begun := c.Post("/me/second-factor", signIn{"password": apitest.Password}).Want(t, 200)
	secret = begun.String(t, "secret")
	confirmed := c.Post("/me/second-factor/confirm", signIn{"code": code(t, secret, s.Clock.Now())}).Want(t, 200)
	return secret, confirmed.Value(t, "codes").([]any)
}

func TestSecondFactorIsSetUpAskedForAndTakenOnce(t *testing.T) {
	s := apitest.New(t)
	c, other := s.As("pemohon"), s.As("pemohon")
	c.Post("/me/second-factor/confirm", signIn{"code": "123456"}).Problem(t, 409, "second_factor.absent")
	c.Post("/me/second-factor/disable", signIn{"password": apitest.Password}).Problem(t, 409, "second_factor.absent")
	c.Post("/me/second-factor/recovery-codes", signIn{"password": apitest.Password}).Problem(t, 409, "second_factor.absent")
	apitest.Pointers(t, c.Post("/me/second-factor", signIn{"password": "wrong horse battery"}).Problem(t, 422, "input.invalid"), "/password")
	begun := c.Post("/me/second-factor", signIn{"password": apitest.Password}).Want(t, 200)
	require.Equal(t, "no-store", begun.Header.Get("Cache-Control"))
	require.Contains(t, begun.String(t, "uri"), "otpauth://totp/E-Layanan:pemohon?issuer=E-Layanan&secret="+begun.String(t, "secret"))
	rows := begun.Value(t, "qr").([]any)
	require.Len(t, rows[0], len(rows), "a square")
	require.Equal(t, "1111111", rows[0].(string)[:7], "the corner of a QR code")
	s.As("pemohon") // begun is not set up
	apitest.Pointers(t, c.Post("/me/second-factor/confirm", signIn{"code": "000000"}).Problem(t, 422, "input.invalid"), "/code")

	secret, recovery := enrol(t, s, c)
	require.NotEqual(t, begun.String(t, "secret"), secret)
	require.Len(t, recovery, 10)
	c.Post("/me/second-factor", signIn{"password": apitest.Password}).Problem(t, 409, "second_factor.exists")
	c.Post("/me/second-factor/confirm", signIn{"code": code(t, secret, s.Clock.Now())}).Problem(t, 409, "second_factor.exists")
	other.Get("/me").Problem(t, 401, "auth.signed_out")
	require.Equal(t, true, c.Get("/me").Value(t, "second_factor"))
	require.EqualValues(t, 10, c.Get("/me/second-factor").Want(t, 200).Value(t, "recovery_codes"))

	in := func(otp string) *apitest.Answer {
		return s.Guest().Post("/auth/login", signIn{"username": "pemohon", "password": apitest.Password, "otp": otp})
	}
	in("").Problem(t, 401, "auth.otp_required")
	s.Guest().Post("/auth/login", signIn{"username": "pemohon", "password": "wrong horse battery"}).Problem(t, 401, "auth.wrong_credentials")
	in(code(t, secret, s.Clock.Now())).Problem(t, 401, "auth.otp_wrong") // the one that confirmed it
	s.Clock.Advance(time.Minute)
	now := code(t, secret, s.Clock.Now())
	var group sync.WaitGroup
	taken := make(chan int, 5)
	for range 5 {
		group.Go(func() { taken <- in(now).Status })
	}
	group.Wait()
	close(taken)
	won := 0
	for status := range taken {
		if status == 200 {
			won++
		}
	}
	require.Equal(t, 1, won, "a code is taken once")
	s.Clock.Advance(time.Hour)
	in(code(t, secret, s.Clock.Now().Add(-time.Minute))).Problem(t, 401, "auth.otp_wrong")
	slow := in(code(t, secret, s.Clock.Now().Add(-30*time.Second))).Want(t, 200) // a slow clock
	c = s.WithToken(slow.String(t, "access_token"))
	in(strings.ToLower(recovery[3].(string))).Want(t, 200)
	in(recovery[3].(string)).Problem(t, 401, "auth.otp_wrong")
	require.EqualValues(t, 9, c.Get("/me/second-factor").Value(t, "recovery_codes"))

	anew := c.Post("/me/second-factor/recovery-codes", signIn{"password": apitest.Password}).Want(t, 200).Value(t, "codes").([]any)
	in(recovery[4].(string)).Problem(t, 401, "auth.otp_wrong")
	in(anew[0].(string)).Want(t, 200)

	for in("000000").Status != 429 {
	}
	in(anew[1].(string)).Problem(t, 429, "auth.too_many_attempts")
	s.Clock.Advance(15 * time.Minute)

	// A short password is enough beside a second factor, and not without it.
	c = s.WithToken(in(anew[1].(string)).Want(t, 200).String(t, "access_token"))
	c.Post("/me/password", signIn{"current_password": apitest.Password, "new_password": "kv9!tulp"}).Want(t, 204)
	c.Post("/me/second-factor/disable", signIn{"password": "kv9!tulp"}).Problem(t, 409, "second_factor.password_short")
	c.Post("/me/password", signIn{"current_password": "kv9!tulp", "new_password": next}).Want(t, 204)
	apitest.Pointers(t, c.Post("/me/second-factor/disable", signIn{"password": "kv9!tulp"}).Problem(t, 422, "input.invalid"), "/password")
	c.Post("/me/second-factor/disable", signIn{"password": next}).Want(t, 204)
	s.Guest().Post("/auth/login", signIn{"username": "pemohon", "password": next}).Want(t, 200)

	history := string(c.Get("/me/sign-ins?limit=100").Want(t, 200).Body)
	for _, kind := range []string{"signed_in", "sign_in_failed", "second_factor_enabled", "second_factor_disabled", "password_changed", "recovery_codes_made"} {
		require.Contains(t, history, kind)
	}
	for _, hidden := range []string{secret, now, recovery[0].(string), "000000"} {
		require.NotContains(t, history, hidden)
	}
}

func TestRoleThatNeedsASecondFactorDoesNothingWithoutOne(t *testing.T) {
	s := apitest.New(t)
	admin, head, auditor := s.As("admin"), s.As("kadis"), s.As("auditor")
	put := func(c *apitest.Client, tag apitest.Header, roles ...string) *apitest.Answer {
		return c.Send("PUT", "/settings/security", "application/json", apitest.JSON(t, map[string]any{"second_factor_roles": roles}), tag)
	}
	read := admin.Get("/settings/security").Want(t, 200)
	auditor.Get("/settings/security").Problem(t, 403, "auth.forbidden")
	put(auditor, read.IfMatch(), "head").Problem(t, 403, "auth.forbidden")
	put(admin, apitest.Header{"If-Match", `"9"`}, "head").Problem(t, 412, "version.stale")
	apitest.Pointers(t, put(admin, read.IfMatch(), "head", "root").Problem(t, 422, "input.invalid"), "/second_factor_roles/1")
	put(admin, read.IfMatch(), "admin").Problem(t, 409, "security.own_second_factor")
	set := put(admin, read.IfMatch(), "head").Want(t, 200)
	put(admin, read.IfMatch(), "ppid").Problem(t, 412, "version.stale")

	head.Get("/tickets").Problem(t, 403, "auth.second_factor_setup_required")
	require.Equal(t, true, head.Get("/me").Want(t, 200).Value(t, "needs_second_factor"))
	enrol(t, s, head)
	head.Get("/tickets").Want(t, 200)
	head.Post("/me/second-factor/disable", signIn{"password": apitest.Password}).Problem(t, 409, "second_factor.required")
	put(admin, set.IfMatch()).Want(t, 200)
	head.Post("/me/second-factor/disable", signIn{"password": apitest.Password}).Want(t, 204)
}

func TestOtherSessionsEndTogether(t *testing.T) {
	s := apitest.New(t)
	here, there, stranger := s.As("pemohon"), s.As("pemohon"), s.As("pemohon2")
	here.Delete("/me/sessions").Want(t, 204)
	there.Get("/me").Problem(t, 401, "auth.signed_out")
	here.Get("/me").Want(t, 200)
	stranger.Get("/me").Want(t, 200)
	page := stranger.Get("/me/sign-ins?limit=1").Want(t, 200)
	require.Equal(t, "signed_in", page.Value(t, "items").([]any)[0].(map[string]any)["type"])
	require.Nil(t, page.Value(t, "next_cursor"))
}
