package auth_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"golang.org/x/text/language"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/outbound"
)

// people are those of the provider, all with the password "sandi".
type people map[string]*storage.User

func (p people) GetUserByID(id string) *storage.User { return p[id] }
func (p people) ExampleClientID() string             { return "service" }
func (p people) GetUserByUsername(name string) *storage.User {
	for _, u := range p {
		if u.Username == name {
			return u
		}
	}
	return nil
}

func provided(id, email string, verified bool) *storage.User {
	return &storage.User{ID: id, Username: id, Password: "sandi", Email: email, EmailVerified: verified, PreferredLanguage: language.Indonesian}
}

// browser is a person's browser. It follows links until it comes back to the
// sign-in page, where the SPA takes over; Secure cookies travel as if the
// loopback address were safe, which browsers do too.
type browser struct {
	t      *testing.T
	client *http.Client
	at     *url.URL
	body   string
}

type unsafeJar struct{ http.CookieJar }

func (j unsafeJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	for _, c := range cookies {
		c.Secure = false
	}
	j.CookieJar.SetCookies(u, cookies)
}

func newBrowser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &browser{t: t, client: &http.Client{Jar: unsafeJar{jar}, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/masuk" {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

func (b *browser) take(response *http.Response, err error) {
	b.t.Helper()
	require.NoError(b.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)
	b.at, b.body = response.Request.URL, string(text)
	if to, err := response.Location(); err == nil {
		b.at = to
	}
}

// signIn goes the whole way, and returns what the sign-in page is told.
func (b *browser) signIn(start, username string) url.Values {
	b.t.Helper()
	b.take(b.client.Get(start))
	if b.at.Path == "/masuk" {
		return b.at.Query()
	}
	id := b.at.Query().Get("authRequestID")
	require.NotEmpty(b.t, id, "%s %s", b.at, b.body)
	b.take(b.client.PostForm(b.at.Scheme+"://"+b.at.Host+"/login/username", url.Values{"id": {id}, "username": {username}, "password": {"sandi"}}))
	require.Equal(b.t, "/masuk", b.at.Path, b.body)
	return b.at.Query()
}

// withProvider starts a server together with an OpenID provider, and returns
// where it is reached and the provider's people.
func withProvider(t *testing.T) (s *apitest.Server, home string, known people) {
	t.Helper()
	var provider http.Handler
	op := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { provider.ServeHTTP(w, r) }))
	t.Cleanup(op.Close)
	known = people{}
	store := storage.NewStorage(known)
	provider = exampleop.SetupServer(op.URL, store, slog.New(slog.DiscardHandler), false)

	front := httptest.NewUnstartedServer(nil)
	home = "http://" + front.Listener.Addr().String()
	s = apitest.New(t, func(c *config.Config, p *app.Parts) {
		c.OIDCIssuer, c.OIDCClientID, c.OIDCClientSecret, c.OIDCName, c.PublicURL = op.URL, "elayanan", "rahasia", "SSO Pemprov", home
		c.Outbound, _ = outbound.ParseAllowed([]string{"127.0.0.1"})      // without this the provider, which is inside, is not called
		p.Clock = clock.NewManual(time.Now().UTC().Truncate(time.Second)) // the provider knows no other time
	})
	front.Config.Handler = s.Handler
	front.Start()
	t.Cleanup(front.Close)
	storage.RegisterClients(storage.WebClient("elayanan", "rahasia", home+"/api/v1/auth/oidc/callback"))
	return s, home, known
}

func TestPeopleOfAnOpenIDProviderSignInToTheirAccounts(t *testing.T) {
	t.Parallel()
	s, home, known := withProvider(t)
	start := home + "/api/v1/auth/oidc/start?return=/permohonan"

	admin := s.As("admin")
	give := func(username, email string) string {
		id := admin.Get("/users?q="+username).Want(t, 200).Value(t, "items").([]any)[0].(map[string]any)["id"].(string)
		now := admin.Get("/users/"+id).Want(t, 200)
		in := map[string]any{"username": username, "name": now.String(t, "name"), "email": email, "roles": now.Value(t, "roles")}
		admin.Send("PUT", "/users/"+id, "application/json", apitest.JSON(t, in), now.IfMatch()).Want(t, 200)
		return id
	}
	applicant := give("pemohon2", "yohanes@kaltaraprov.go.id")
	require.Equal(t, "SSO Pemprov", s.Guest().Get("/auth/oidc").Want(t, 200).String(t, "name"))

	known["yohanes"] = provided("yohanes", "Yohanes@KaltaraProv.go.id", true)
	b := newBrowser(t)
	end := b.signIn(start, "yohanes")
	require.Equal(t, url.Values{"sso": {"masuk"}, "kembali": {"/permohonan"}}, end)
	b.take(b.client.Post(home+"/api/v1/auth/refresh", "", nil))
	require.Contains(t, b.body, `"username":"pemohon2"`)

	// Linked once: from now on the subject counts, whatever address the provider tells.
	known["yohanes"].Email, known["yohanes"].EmailVerified = "lain@example.org", false
	require.Equal(t, "masuk", newBrowser(t).signIn(start, "yohanes").Get("sso"))
	known["tiruan"] = provided("tiruan", "yohanes@kaltaraprov.go.id", true)
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "tiruan").Get("sso"), "the account has its identity already")
	give("pemohon2", "baru@kaltaraprov.go.id")
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "yohanes").Get("sso"), "a new address ends the link")

	give("loket", "kembar@kaltaraprov.go.id")
	known["loket"] = provided("loket", "kembar@kaltaraprov.go.id", false)
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "loket").Get("sso"), "an address that is not verified proves nothing")
	known["loket"].EmailVerified = true
	give("ppid", "kembar@kaltaraprov.go.id")
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "loket").Get("sso"), "two accounts have the address")
	known["asing"] = provided("asing", "asing@example.org", true)
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "asing").Get("sso"))
	require.Empty(t, admin.Get("/users?q=asing").Want(t, 200).Value(t, "items"), "no account is ever made")

	known["baru"] = provided("baru", "baru@kaltaraprov.go.id", true)
	enrol(t, s, s.As("pemohon2"))
	require.Equal(t, "dua-langkah", newBrowser(t).signIn(start, "baru").Get("sso"), "the provider asked for a password only")
	read := admin.Get("/users/" + applicant)
	admin.Post("/users/"+applicant+"/disable", map[string]string{"reason": "Pindah"}, read.IfMatch()).Want(t, 200)
	require.Equal(t, "ditolak", newBrowser(t).signIn(start, "baru").Get("sso"))

	// What was not begun in this browser cannot be finished in it.
	callback := home + "/api/v1/auth/oidc/callback"
	for name, address := range map[string]string{"nothing begun": callback + "?code=a&state=b", "no code": callback} {
		other := newBrowser(t)
		other.take(other.client.Get(address))
		require.Equal(t, "gagal", other.at.Query().Get("sso"), name)
	}
	begun := newBrowser(t)
	begun.take(begun.client.Get(start))
	begun.take(begun.client.Get(callback + "?code=a&state=guessed"))
	require.Equal(t, "gagal", begun.at.Query().Get("sso"))
	away := newBrowser(t)
	away.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	away.take(away.client.Get(home + "/api/v1/auth/oidc/start?return=//evil.example"))
	query := away.at.Query()
	require.Equal(t, "S256", query.Get("code_challenge_method"))
	require.NotEmpty(t, query.Get("nonce"))
	away.take(away.client.Get(callback + "?code=made-up&state=" + url.QueryEscape(query.Get("state"))))
	require.Equal(t, url.Values{"sso": {"gagal"}}, away.at.Query(), "a made-up code; and no way to another site")
}

func TestWithoutAnOpenIDProviderThereIsNoOtherWayIn(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	require.Equal(t, false, s.Guest().Get("/auth/oidc").Want(t, 200).Value(t, "enabled"))
	s.Guest().Get("/auth/oidc/start").Problem(t, 404, "not_found")
	s.Guest().Get("/auth/oidc/callback").Problem(t, 404, "not_found")

	// Secrets of second factors are sealed; one kept before that is sealed when it is used.
	c := s.As("pemohon")
	secret, _ := enrol(t, s, c)
	kept := func() string {
		var text string
		require.NoError(t, s.DB.Read.Table("second_factors").Pluck("secret", &text).Error)
		return text
	}
	require.True(t, strings.HasPrefix(kept(), "s1."))
	require.NotContains(t, kept(), secret)
	_, err := s.DB.Writer().ExecContext(context.Background(), "UPDATE second_factors SET secret = '"+secret+"'")
	require.NoError(t, err)
	s.Clock.Advance(time.Minute)
	in := signIn{"username": "pemohon", "password": apitest.Password, "otp": code(t, secret, s.Clock.Now())}
	s.Guest().Post("/auth/login", in).Want(t, 200)
	require.True(t, strings.HasPrefix(kept(), "s1."))
	_, err = s.DB.Writer().ExecContext(context.Background(), "UPDATE second_factors SET secret = 's1.other.AAAA'")
	require.NoError(t, err)
	s.Clock.Advance(time.Minute)
	in["otp"] = code(t, secret, s.Clock.Now())
	s.Guest().Post("/auth/login", in).Problem(t, 401, "auth.otp_wrong")
}
