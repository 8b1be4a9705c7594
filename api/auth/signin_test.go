package auth_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

var signingKey = []byte("a key for the tests of the tokens")

func withKey(c *config.Config, _ *app.Parts) { c.Key = signingKey }

type signIn map[string]string

// disable disables an account by its username.
func disable(t testing.TB, s *apitest.Server, username string) {
	t.Helper()
	admin := s.As("admin")
	id := admin.Get("/users?q="+username).Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)
	now := admin.Get("/users/"+id).Want(t, 200)
	admin.Post("/users/"+id+"/disable", map[string]string{"reason": "Pindah tugas"}, now.IfMatch()).Want(t, 200)
}

func TestUnknownWrongAndDisabledCannotBeToldApart(t *testing.T) {
	s := apitest.New(t)
	disable(t, s, "pemohon2")
	s.As("admin").Post("/users", map[string]any{"username": "diundang", "name": "Orang Baru", "roles": []any{map[string]any{"role": "applicant"}}, "organisation_id": s.Actor("pemohon").OrganisationID}).Want(t, 201)
	enrolled := s.As("kadis")
	enrol(t, s, enrolled)
	var bodies []string
	for _, in := range []signIn{
		{"username": "nobody", "password": apitest.Password},
		{"username": "pemohon", "password": "wrong horse battery"},
		{"username": "pemohon2", "password": apitest.Password},
		{"username": "pemohon2", "password": "wrong horse battery"},
		{"username": "diundang", "password": "wrong horse battery"},
		{"username": "kadis", "password": "wrong horse battery"},
	} {
		before := s.Parts.Hasher.Work()
		a := s.Guest().Post("/auth/login", in)
		require.EqualValues(t, 1, s.Parts.Hasher.Work()-before, "as much work for %s as for anybody", in["username"])
		p := a.Problem(t, 401, "auth.wrong_credentials")
		bodies = append(bodies, strings.ReplaceAll(string(a.Body), p.Instance, ""))
		require.Empty(t, a.Cookies)
		require.NotEmpty(t, a.Header.Get("WWW-Authenticate"))
	}
	for _, body := range bodies {
		require.Equal(t, bodies[0], body)
	}
}

// Without a comparison the answer would come a thousand times faster.
func TestPasswordIsHashedWhetherOrNotThereIsAnAccount(t *testing.T) {
	hasher := auth.NewHasher(argon2id.Params{Memory: 8 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	hash := hasher.Hash(apitest.Password)
	took := func(password, hash string) time.Duration {
		best := time.Hour
		for range 3 {
			started := time.Now()
			hasher.Matches(password, hash)
			best = min(best, time.Since(started))
		}
		return best
	}
	right, wrong, absent := took(apitest.Password, hash), took("x", hash), took(apitest.Password, "")
	require.Greater(t, wrong, right/10)
	require.Greater(t, absent, right/10, "no account takes as long as an account")
	require.True(t, hasher.Matches(apitest.Password, hash))
	require.False(t, hasher.Matches("no account has this password", ""), "nothing matches no account")
	require.False(t, hasher.Matches("x", "not a hash"))
}

func TestSignInAnswersTokensAndACookieOutOfReachOfScripts(t *testing.T) {
	s := apitest.New(t)
	a := s.Guest().Post("/auth/login", signIn{"username": " Kabid.APTIKA ", "password": apitest.Password}, apitest.Header{"User-Agent", strings.Repeat("é", 300)}).Want(t, 200)
	require.Equal(t, "Bearer", a.String(t, "token_type"))
	require.EqualValues(t, 600, a.Value(t, "expires_in"))
	require.Equal(t, "kabid.aptika", a.String(t, "user.username"))
	require.Equal(t, []any{map[string]any{"role": "division_head", "unit": "aptika"}}, a.Value(t, "user.roles"))
	require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	require.Len(t, a.Cookies, 1)
	cookie := a.Cookies[0]
	require.True(t, cookie.HttpOnly && cookie.Secure)
	require.Equal(t, http.SameSiteStrictMode, cookie.SameSite)
	require.Equal(t, "/api/v1/auth", cookie.Path)
	require.Empty(t, cookie.Domain)
	require.Equal(t, apitest.Start.Add(12*time.Hour), cookie.Expires.UTC())
	require.NotContains(t, string(a.Body), cookie.Value)
	require.NotContains(t, a.String(t, "access_token"), cookie.Value)
}

func TestSignInRefusesInputOfTheWrongShape(t *testing.T) {
	s := apitest.New(t)
	for _, c := range []struct {
		in       any
		pointers []string
	}{
		{signIn{}, []string{"/username", "/password"}},
		{signIn{"username": strings.Repeat("a", 101), "password": "x"}, []string{"/username"}},
		{signIn{"username": "a", "password": strings.Repeat("x", 1025)}, []string{"/password"}},
		{signIn{"username": "a\x00", "password": "x"}, []string{"/username"}},
		{signIn{"username": "a", "password": "x\x00"}, []string{"/password"}},
		{map[string]any{"username": "a", "password": "x", "role": "admin"}, []string{"/role"}},
		{map[string]any{"username": []string{"a"}, "password": "x"}, []string{"/username"}},
	} {
		a := s.Guest().Post("/auth/login", c.in)
		apitest.Pointers(t, a.Problem(t, 422, "input.invalid"), c.pointers...)
	}
}

// forge makes a token of the given header and claims, signed by the key with
// HS256 whatever the header says.
func forge(t testing.TB, header, claims map[string]any, key []byte) string {
	t.Helper()
	part := func(v any) string {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	body := part(header) + "." + part(claims)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(body))
	return body + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func TestOnlyTokensThatThisProductMadeAreTaken(t *testing.T) {
	s := apitest.New(t, withKey)
	applicant := s.As("pemohon")
	good := applicant.Token()
	parts := strings.Split(good, ".")
	decode := func(text string) map[string]any {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		require.NoError(t, err)
		m := map[string]any{}
		require.NoError(t, json.Unmarshal(raw, &m))
		return m
	}
	header, claims := decode(parts[0]), decode(parts[1])
	require.Equal(t, "HS256", header["alg"])
	require.Equal(t, "at+jwt", header["typ"])
	require.NotEmpty(t, header["kid"])
	with := func(m map[string]any, name string, value any) map[string]any {
		c := map[string]any{}
		for k, v := range m {
			c[k] = v
		}
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return c
	}
	s.WithToken(forge(t, header, claims, signingKey)).Get("/me").Want(t, 200) // the forge itself makes good tokens

	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	signed := func(method jwt.SigningMethod, key any) string {
		token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
		token.Header["kid"], token.Header["typ"] = header["kid"], "at+jwt"
		text, err := token.SignedString(key)
		require.NoError(t, err)
		return text
	}
	now := apitest.Start.Unix()
	attacks := map[string]string{
		"no algorithm":            signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType),
		"no algorithm, unsigned":  parts[0] + "." + parts[1] + ".",
		"no signature":            parts[0] + "." + parts[1],
		"another HMAC":            signed(jwt.SigningMethodHS512, signingKey),
		"RSA":                     signed(jwt.SigningMethodRS256, private),
		"says RSA, is HMAC":       forge(t, with(header, "alg", "RS256"), claims, signingKey),
		"algorithm in other case": forge(t, with(header, "alg", "hs256"), claims, signingKey),
		"another key":             forge(t, header, claims, []byte("some other key of thirty-two bytes")),
		"empty key":               forge(t, header, claims, nil),
		"key unknown":             forge(t, with(header, "kid", "x"), claims, signingKey),
		"key that is a path":      forge(t, with(header, "kid", "../../dev/null"), claims, nil),
		"key not named":           forge(t, with(header, "kid", nil), claims, signingKey),
		"key that is no text":     forge(t, with(header, "kid", 1), claims, signingKey),
		"type JWT":                forge(t, with(header, "typ", "JWT"), claims, signingKey),
		"no type":                 forge(t, with(header, "typ", nil), claims, signingKey),
		"expired":                 forge(t, header, with(claims, "exp", now), signingKey),
		"never expires":           forge(t, header, with(claims, "exp", nil), signingKey),
		"expiry is text":          forge(t, header, with(claims, "exp", "2099"), signingKey),
		"issued in future":        forge(t, header, with(claims, "iat", now+60), signingKey),
		"issued never":            forge(t, header, with(claims, "iat", nil), signingKey),
		"not valid yet":           forge(t, header, with(claims, "nbf", now+60), signingKey),
		"another issuer":          forge(t, header, with(claims, "iss", "somebody"), signingKey),
		"no issuer":               forge(t, header, with(claims, "iss", nil), signingKey),
		"another audience":        forge(t, header, with(claims, "aud", []string{"somewhere"}), signingKey),
		"no audience":             forge(t, header, with(claims, "aud", nil), signingKey),
		"no session":              forge(t, header, with(claims, "sid", nil), signingKey),
		"session unknown":         forge(t, header, with(claims, "sid", "0199c0de-0000-7000-8000-000000000000"), signingKey),
		"session that is none":    forge(t, header, with(claims, "sid", "' OR 1=1 --"), signingKey),
		"somebody else's session": forge(t, header, with(claims, "sub", s.As("admin").Get("/me").String(t, "id")), signingKey),
		"nobody":                  forge(t, header, with(claims, "sub", nil), signingKey),
		"the refresh token":       applicant.Cookies[0].Value,
		"100 kB":                  strings.Repeat("a", 20<<10) + "." + parts[1] + "." + parts[2],
		"padded":                  good + "==",
		"white space inside":      parts[0] + " ." + parts[1] + "." + parts[2],
		"nothing":                 "",
		"dots":                    "..",
		"claims changed":          parts[0] + "." + strings.Repeat("A", len(parts[1])) + "." + parts[2],
	}
	for name, token := range attacks {
		t.Run(name, func(t *testing.T) {
			s.Guest().Get("/me", apitest.Header{"Authorization", "Bearer " + token}).Problem(t, 401, "auth.signed_out")
		})
	}
	s.Guest().Get("/me", apitest.Header{"Authorization", "Basic " + good}).Problem(t, 401, "auth.signed_out")
	s.Guest().Get("/me", apitest.Header{"Authorization", good}).Problem(t, 401, "auth.signed_out")
	s.Guest().Get("/me?access_token="+good).Problem(t, 401, "auth.signed_out")
	s.Guest().Get("/me", apitest.Header{"Authorization", "bearer " + good}).Want(t, 200)

	s.Clock.Advance(10*time.Minute - time.Second)
	applicant.Get("/me").Want(t, 200)
	s.Clock.Advance(time.Second)
	applicant.Get("/me").Problem(t, 401, "auth.signed_out")
}

// refresh trades the client's cookie and returns the answer.
func refresh(s *apitest.Server, cookie *http.Cookie, headers ...apitest.Header) *apitest.Answer {
	c := s.Guest()
	c.Cookies = []*http.Cookie{cookie}
	return c.Post("/auth/refresh", struct{}{}, headers...)
}

func TestRefreshTokensFollowEachOtherAndAnOldOneEndsThemAll(t *testing.T) {
	s := apitest.New(t)
	first := s.As("pemohon")
	second := refresh(s, first.Cookies[0]).Want(t, 200)
	third := refresh(s, second.Cookies[0]).Want(t, 200)
	require.NotEqual(t, second.Cookies[0].Value, third.Cookies[0].Value)
	latest := s.WithToken(third.String(t, "access_token"))
	latest.Get("/me").Want(t, 200)
	other := s.As("pemohon")

	stolen := refresh(s, first.Cookies[0])
	stolen.Problem(t, 401, "auth.signed_out")
	require.Equal(t, -1, stolen.Cookies[0].MaxAge, "the cookie is taken away")
	refresh(s, third.Cookies[0]).Problem(t, 401, "auth.signed_out")
	latest.Get("/me").Problem(t, 401, "auth.signed_out")
	other.Get("/me").Want(t, 200) // another sign-in is another family
}

// A page that is closed in the middle of a refresh never sees the answer; it
// gets the same one again for a while. So do twenty at once: there is one
// successor, whoever asks.
func TestTwentyRefreshesWithOneTokenGetOneSuccessor(t *testing.T) {
	s := apitest.New(t)
	first := s.As("pemohon").Cookies[0]
	answers := make(chan string, 20)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			request, err := http.NewRequest("POST", s.URL+web.Base+"/auth/refresh", nil)
			if err != nil {
				t.Error(err)
				return
			}
			request.AddCookie(first)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Error(err)
				return
			}
			_ = response.Body.Close()
			if response.StatusCode != 200 || len(response.Cookies()) != 1 {
				t.Errorf("%d with %d cookies", response.StatusCode, len(response.Cookies()))
				return
			}
			answers <- response.Cookies()[0].Value
		})
	}
	group.Wait()
	close(answers)
	successors := map[string]bool{}
	for value := range answers {
		successors[value] = true
	}
	require.Len(t, successors, 1)

	s.Clock.Advance(30 * time.Second)
	second := refresh(s, first).Want(t, 200).Cookies[0]
	require.True(t, successors[second.Value], "the same answer, for half a minute")
	s.Clock.Advance(time.Second)
	refresh(s, first).Problem(t, 401, "auth.signed_out")
	refresh(s, second).Problem(t, 401, "auth.signed_out") // shown too late, the old one ended the family
}

func TestMadeUpTokenDoesNotEndASession(t *testing.T) {
	s := apitest.New(t)
	c := s.As("pemohon")
	good := c.Cookies[0]
	id, _, _ := strings.Cut(good.Value, ".")
	for _, value := range []string{id + ".0.x", id + ".1.", id + ".2." + strings.Repeat("A", 43), id, id + ".made-up", id + ".-1." + strings.Repeat("A", 43)} {
		bad := *good
		bad.Value = value
		refresh(s, &bad).Problem(t, 401, "auth.signed_out")
		out := s.Guest()
		out.Cookies = []*http.Cookie{&bad}
		out.Post("/auth/logout", struct{}{}).Want(t, 204)
	}
	c.Get("/me").Want(t, 200)
	refresh(s, good).Want(t, 200)
}

func TestSessionEndsAtItsAbsoluteEndHoweverMuchItIsUsed(t *testing.T) {
	s := apitest.New(t)
	cookie := s.As("pemohon").Cookies[0]
	for range 2 {
		s.Clock.Advance(11 * time.Hour)
		cookie = refresh(s, cookie).Want(t, 200).Cookies[0]
	}
	require.Equal(t, apitest.Start.Add(24*time.Hour), cookie.Expires.UTC())
	s.Clock.Advance(2 * time.Hour)
	refresh(s, cookie).Problem(t, 401, "auth.signed_out")
}

func TestRefreshNeedsAGoodCookieFromOurOwnPages(t *testing.T) {
	s := apitest.New(t)
	cookie := s.As("pemohon").Cookies[0]
	id, secret, _ := strings.Cut(cookie.Value, ".")
	for _, site := range []string{"cross-site", "same-site"} {
		refresh(s, cookie, apitest.Header{"Sec-Fetch-Site", site}).Problem(t, 401, "auth.signed_out")
	}
	good := refresh(s, cookie, apitest.Header{"Sec-Fetch-Site", "same-origin"}).Want(t, 200)
	for _, value := range []string{"", "x", "0199c0de-0000-7000-8000-000000000000." + secret, strings.ToUpper(id) + "." + secret, strings.Repeat("a", 5000)} {
		bad := *cookie
		bad.Value = value
		refresh(s, &bad).Problem(t, 401, "auth.signed_out")
	}
	s.Guest().Post("/auth/refresh", struct{}{}).Problem(t, 401, "auth.signed_out")
	s.Clock.Advance(12 * time.Hour)
	refresh(s, good.Cookies[0]).Problem(t, 401, "auth.signed_out")
}

func TestSignOutEndsTheSessionAtOnce(t *testing.T) {
	s := apitest.New(t)
	c := s.As("pemohon")
	out := c.Post("/auth/logout", struct{}{}).Want(t, 204)
	require.Equal(t, -1, out.Cookies[0].MaxAge)
	c.Get("/me").Problem(t, 401, "auth.signed_out")
	refresh(s, c.Cookies[0]).Problem(t, 401, "auth.signed_out")
	c.Post("/auth/logout", struct{}{}).Want(t, 204)
	s.Guest().Post("/auth/logout", struct{}{}).Want(t, 204)
}

func TestSessionsAreListedAndEndedOnlyByTheirOwner(t *testing.T) {
	s := apitest.New(t)
	one, two, stranger := s.As("pemohon"), s.As("pemohon"), s.As("admin")
	list := one.Get("/me/sessions").Want(t, 200).Value(t, "items").([]any)
	require.Len(t, list, 2)
	var otherID string
	for _, item := range list {
		session := item.(map[string]any)
		require.NotContains(t, session, "token_hash")
		if session["current"] == false {
			otherID = session["id"].(string)
		}
	}
	stranger.Delete("/me/sessions/"+otherID).Problem(t, 404, "not_found")
	for _, id := range []string{"x", "0199c0de-0000-7000-8000-000000000000", strings.ToUpper(otherID)} {
		one.Delete("/me/sessions/"+id).Problem(t, 404, "not_found")
	}
	two.Get("/me").Want(t, 200)
	one.Delete("/me/sessions/"+otherID).Want(t, 204)
	two.Get("/me").Problem(t, 401, "auth.signed_out")
	one.Delete("/me/sessions/"+otherID).Problem(t, 404, "not_found")
	require.Len(t, one.Get("/me/sessions").Value(t, "items"), 1)
}

func TestDisabledAccountIsRefusedAtOnceEverywhere(t *testing.T) {
	s := apitest.New(t)
	c := s.As("pemohon2")
	disable(t, s, "pemohon2")
	c.Get("/me").Problem(t, 401, "auth.signed_out")
	refresh(s, c.Cookies[0]).Problem(t, 401, "auth.signed_out")
	s.Guest().Post("/auth/login", signIn{"username": "pemohon2", "password": apitest.Password}).Problem(t, 401, "auth.wrong_credentials")
}

func TestRoleTakenAwayCountsOnTheNextRequest(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	admin.Get("/users").Want(t, 200)
	_, err := s.DB.Writer().Exec("DELETE FROM user_roles WHERE role = 'admin'")
	require.NoError(t, err)
	admin.Get("/users").Problem(t, 403, "auth.forbidden")
	admin.Get("/me").Problem(t, 403, "auth.forbidden") // without a role one is nobody here
}

func TestSessionsLongOverAreForgotten(t *testing.T) {
	s := apitest.New(t)
	s.As("pemohon")
	count := func() (n int64) {
		require.NoError(t, s.DB.Read.Table("sessions").Count(&n).Error)
		return n
	}
	s.Clock.Advance(12*time.Hour + 90*24*time.Hour)
	require.NoError(t, s.Auth.PurgeSessions(t.Context()))
	require.EqualValues(t, 1, count(), "kept for ninety days after its end")
	s.Clock.Advance(time.Second)
	require.NoError(t, s.Auth.PurgeSessions(t.Context()))
	require.Zero(t, count())
}
