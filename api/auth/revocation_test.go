package auth_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
)

// Whatever lets somebody in is refused on the very next request after it was
// taken away. Not parallel: the provider's library keeps its clients for the
// whole process.
func TestEveryCredentialIsRefusedOnTheNextRequestAfterItsRevocation(t *testing.T) {
	s, home, known := withProvider(t)
	admin := s.As("admin")
	account := func(username string) (path string, now *apitest.Answer) {
		id := admin.Get("/users?q="+username).Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)
		return "/users/" + id, admin.Get("/users/"+id).Want(t, 200)
	}
	act := func(username, action string, body any) *apitest.Answer {
		path, now := account(username)
		return admin.Post(path+"/"+action, body, now.IfMatch())
	}
	link := func(username string) string {
		_, token, _ := strings.Cut(act(username, "link", nil).Want(t, 200).String(t, "link.url"), "#")
		return token
	}
	opened := func(token string) int {
		return s.Guest().Post("/auth/password-links/read", signIn{"token": token}).Status
	}

	// An account for each, so that nothing but its own revocation ends it.
	signedOut, ended, gone, keyHolder := s.As("pemohon"), s.As("kadis"), s.As("ppid"), "auditor"
	endedElsewhere := s.As("kadis")
	revoked, revokedSecret := makeKey(t, s, keyInput(s, keyHolder, auth.Auditor, "ticket.read"))
	_, orphan := makeKey(t, s, keyInput(s, keyHolder, auth.Auditor, "ticket.read"))
	replaced, forDisabled := link("kabid.sandi"), link("teknis.sandi")
	device := s.As("loket")
	oldDevice, recovery := enrol(t, s, device)
	withDevice := func(secret string) int {
		s.Clock.Advance(time.Minute) // each code is taken once
		return s.Guest().Post("/auth/login", signIn{"username": "loket", "password": apitest.Password, "otp": code(t, secret, s.Clock.Now())}).Status
	}
	withRecovery := func(n int) int {
		return s.Guest().Post("/auth/login", signIn{"username": "loket", "password": apitest.Password, "otp": recovery[n].(string)}).Status
	}
	path, now := account("pemohon2")
	linked := func(email string) {
		in := map[string]any{"username": "pemohon2", "name": now.String(t, "name"), "email": email, "roles": now.Value(t, "roles"), "organisation_id": s.Actor("pemohon2").OrganisationID}
		admin.Send(http.MethodPut, path, "application/json", apitest.JSON(t, in), admin.Get(path).IfMatch()).Want(t, 200)
	}
	linked("yohanes@kaltaraprov.go.id")
	known["yohanes"] = provided("yohanes", "yohanes@kaltaraprov.go.id", true)
	throughProvider := func() int {
		if newBrowser(t).signIn(home+"/api/v1/auth/oidc/start?return=/permohonan", "yohanes").Get("sso") != "masuk" {
			return http.StatusUnauthorized
		}
		return http.StatusOK
	}
	begun := newBrowser(t)
	require.Equal(t, "masuk", begun.signIn(home+"/api/v1/auth/oidc/start?return=/permohonan", "yohanes").Get("sso"))
	sessionOfProvider := func() int {
		answer, err := begun.client.Post(home+"/api/v1/auth/refresh", "", nil)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer.StatusCode
	}

	for _, c := range []struct {
		credential string
		use        func() int // the status of a request with it
		revoke     func()
		refused    int
	}{
		{"access token, signed out", func() int { return signedOut.Get("/me").Status }, func() { signedOut.Post("/auth/logout", nil).Want(t, 204) }, 401},
		{"access token, ended from another session", func() int { return ended.Get("/me").Status }, func() { endedElsewhere.Delete("/me/sessions").Want(t, 204) }, 401},
		{"access token of a disabled account", func() int { return gone.Get("/me").Status }, func() { disable(t, s, "ppid") }, 401},
		{"API key, revoked", func() int { return with(s, revokedSecret).get("/tickets").Status }, func() {
			admin.Post("/api-keys/"+revoked+"/revoke", map[string]string{"reason": "Bocor"}, admin.Get("/api-keys/"+revoked).IfMatch()).Want(t, 200)
		}, 401},
		{"API key of a disabled account", func() int { return with(s, orphan).get("/tickets").Status }, func() { disable(t, s, keyHolder) }, 401},
		{"one-time link, replaced by another", func() int { return opened(replaced) }, func() { link("kabid.sandi") }, 422},
		{"one-time link of a disabled account", func() int { return opened(forDisabled) }, func() { disable(t, s, "teknis.sandi") }, 422},
		{"recovery codes, made anew", func() int { return withRecovery(0) }, func() {
			device.Post("/me/second-factor/recovery-codes", signIn{"password": apitest.Password}).Want(t, 200)
			recovery = recovery[1:]
		}, 401},
		{"device, reset by an admin and replaced", func() int { return withDevice(oldDevice) }, func() {
			act("loket", "second-factor/reset", map[string]string{"reason": "Ponsel hilang"}).Want(t, 200)
			enrol(t, s, s.As("loket"))
		}, 401},
		{"link to an OpenID account, ended by another address", throughProvider, func() { linked("lain@kaltaraprov.go.id") }, 401},
		{"session begun at the provider, of a disabled account", sessionOfProvider, func() { disable(t, s, "pemohon2") }, 401},
	} {
		require.Equal(t, 200, c.use(), c.credential)
		c.revoke()
		require.Equal(t, c.refused, c.use(), c.credential)
	}

	for _, c := range []*apitest.Client{signedOut, ended, gone} {
		refresh(s, c.Cookies[0]).Problem(t, 401, "auth.signed_out")
	}
}
