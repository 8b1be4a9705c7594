package auth_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/config"
)

// keyed is a client that sends an API key in a header of its own.
type keyed struct {
	c       *apitest.Client
	headers []apitest.Header
}

func (k keyed) get(path string, more ...apitest.Header) *apitest.Answer {
	return k.c.Get(path, append(more, k.headers...)...)
}

func with(s *apitest.Server, secret string, more ...apitest.Header) keyed {
	return keyed{s.Guest(), append(more, apitest.Header{"X-API-Key", secret})}
}

func keyInput(s *apitest.Server, username string, role auth.Role, scopes ...string) map[string]any {
	return map[string]any{
		"name": "Integrator", "user_id": s.Actor(username).ID, "role": role, "scopes": scopes, "per_minute": 6000,
		"expires_at": s.Clock.Now().Add(30 * 24 * time.Hour).Format(time.RFC3339),
	}
}

func makeKey(t *testing.T, s *apitest.Server, in map[string]any) (id, secret string) {
	t.Helper()
	made := s.As("admin").Post("/api-keys", in).Want(t, http.StatusCreated)
	require.Equal(t, "no-store", made.Header.Get("Cache-Control"))
	require.Equal(t, "/api/v1/api-keys/"+made.String(t, "key.id"), made.Header.Get("Location"))
	return made.String(t, "key.id"), made.String(t, "secret")
}

// A proxy in front of the server, whose X-Forwarded-For is believed.
func behindProxy(c *config.Config, _ *app.Parts) {
	c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
}

func TestKeysActForAnAccountAndForNothingElse(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin := s.As("admin")
	id, secret := makeKey(t, s, keyInput(s, "pemohon", auth.Applicant, "ticket.submit", "ticket.read"))
	system := with(s, secret)

	t.Run("files and follows requests of its account, on record as itself", func(t *testing.T) {
		body, contentType := apitest.Submission(t, "subdomain", "Dari sistem lain").Encode()
		filed := system.c.Send("POST", "/tickets", contentType, strings.NewReader(string(body)), system.headers...).Want(t, 201)
		number := filed.String(t, "number")
		got := system.get("/tickets/"+number).Want(t, 200)
		require.Equal(t, []any{}, got.Value(t, "allowed_actions"), "cancelling and writing are outside its scopes")
		s.As("pemohon").Get("/tickets/"+number).Want(t, 200)
		theirs := s.As("pemohon2").Submit(t, "Milik orang lain").String(t, "number")
		system.get("/tickets/"+theirs).Problem(t, 404, "not_found")

		record := admin.Get("/audit-log?type=submitted&object="+number).Want(t, 200)
		require.Contains(t, string(record.Body), `"api_key":"Integrator (`+strings.Split(secret, ".")[0]+`)"`)
	})
	t.Run("also as a bearer", func(t *testing.T) {
		s.WithToken(secret).Get("/tickets").Want(t, 200)
	})
	t.Run("nothing outside its scopes, its role, or what keys may ever do", func(t *testing.T) {
		for _, path := range []string{"/assets", "/dashboard", "/me", "/me/sessions", "/notifications", "/users", "/api-keys", "/audit-log", "/settings/security"} {
			system.get(path).Problem(t, 403, "auth.key_scope")
		}
		for path, body := range map[string]any{"/users": map[string]any{}, "/api-keys": keyInput(s, "pemohon", auth.Applicant, "ticket.read"), "/me/password": map[string]any{}, "/tickets/recorded": map[string]any{}} {
			system.c.Post(path, body, system.headers...).Problem(t, 403, "auth.key_scope")
		}
		// Not even when its row in the database says so.
		_, err := s.DB.Writer().Exec(`UPDATE api_keys SET scopes = '["user.manage","user.read","session.own","ticket.read"]'`)
		require.NoError(t, err)
		_, err = s.DB.Writer().Exec(`INSERT INTO user_roles (user_id, role) VALUES ('` + s.Actor("pemohon").ID + `', 'admin')`)
		require.NoError(t, err)
		for _, path := range []string{"/users", "/me", "/api-keys"} {
			system.get(path).Problem(t, 403, "auth.key_scope")
		}
		system.get("/tickets").Want(t, 200)
		_, err = s.DB.Writer().Exec(`DELETE FROM user_roles WHERE role = 'admin' AND user_id = '` + s.Actor("pemohon").ID + `'`)
		require.NoError(t, err)
	})
	t.Run("on public routes it is known where it is good, and nobody where it is not", func(t *testing.T) {
		system.get("/service-types").Want(t, 200)
		with(s, "elk_nobody.nothing").get("/service-types").Want(t, 200)
	})
	t.Run("never in an address, and not beside a token", func(t *testing.T) {
		for _, query := range []string{"?api_key=", "?q="} {
			s.Guest().Get("/tickets"+query+secret).Problem(t, 400, "auth.key_in_url")
			system.get("/service-types"+query+secret).Problem(t, 400, "auth.key_in_url")
		}
		admin.Get("/tickets", apitest.Header{"X-API-Key", secret}).Problem(t, 400, "auth.two_credentials")
	})
	t.Run("what is not its secret is not known, however near", func(t *testing.T) {
		handle, _, _ := strings.Cut(secret, ".")
		flipped := secret[:len(secret)-2] + strconv.Itoa(len(secret)%10) + "!"
		for _, wrong := range []string{handle, handle + ".", flipped, secret + "x", "elk_x.y", strings.Repeat("x", 300), "' OR 1=1 --"} {
			with(s, wrong).get("/tickets").Problem(t, 401, "auth.key_unknown")
		}
		denied := admin.Get("/audit-log?type=denied&person=Tanpa").Want(t, 200)
		require.Contains(t, string(denied.Body), "GET /tickets")
		require.NotContains(t, string(denied.Body), handle)
	})
	t.Run("with its account it falls and rises", func(t *testing.T) {
		path := "/users/" + s.Actor("pemohon").ID
		admin.Post(path+"/disable", map[string]string{"reason": "Cuti"}, admin.Get(path).IfMatch()).Want(t, 200)
		system.get("/tickets").Problem(t, 401, "auth.key_powerless")
		require.Equal(t, "powerless", admin.Get("/api-keys/"+id).String(t, "state"))
		admin.Post(path+"/enable", map[string]string{"reason": "Kembali"}, admin.Get(path).IfMatch()).Want(t, 200)
		system.get("/tickets").Want(t, 200)
	})
	t.Run("its last use is known to the hour", func(t *testing.T) {
		first := admin.Get("/api-keys/"+id).String(t, "last_used_at")
		s.Clock.Advance(30 * time.Minute)
		system.get("/tickets").Want(t, 200)
		admin = s.As("admin") // whose token has run out meanwhile
		require.Equal(t, first, admin.Get("/api-keys/"+id).String(t, "last_used_at"))
		s.Clock.Advance(31 * time.Minute)
		system.get("/tickets").Want(t, 200)
		admin = s.As("admin")
		require.NotEqual(t, first, admin.Get("/api-keys/"+id).String(t, "last_used_at"))
	})
	t.Run("rotated, the old secret lives for the overlap; two rotations leave two", func(t *testing.T) {
		rotate := func(hours int) string {
			made := admin.Post("/api-keys/"+id+"/rotate", map[string]int{"overlap_hours": hours}, admin.Get("/api-keys/"+id).IfMatch()).Want(t, 200)
			require.Equal(t, "no-store", made.Header.Get("Cache-Control"))
			return made.String(t, "secret")
		}
		second := rotate(2)
		with(s, secret).get("/tickets").Want(t, 200)
		third := rotate(2)
		with(s, secret).get("/tickets").Problem(t, 401, "auth.key_ended")
		with(s, second).get("/tickets").Want(t, 200)
		require.Len(t, admin.Get("/api-keys/"+id).Value(t, "secrets"), 2)
		s.Clock.Advance(2 * time.Hour)
		admin = s.As("admin")
		with(s, second).get("/tickets").Problem(t, 401, "auth.key_ended")
		with(s, third).get("/tickets").Want(t, 200)
		fourth := rotate(0)
		with(s, third).get("/tickets").Problem(t, 401, "auth.key_ended")
		secret = fourth
	})
	t.Run("revoked, it is refused on the next request, for good", func(t *testing.T) {
		etag := admin.Get("/api-keys/" + id).IfMatch()
		with(s, secret).get("/tickets").Want(t, 200)
		revoked := admin.Post("/api-keys/"+id+"/revoke", map[string]string{"reason": "Tersebar"}, etag).Want(t, 200)
		require.Equal(t, "revoked", revoked.String(t, "state"))
		require.Empty(t, revoked.Value(t, "allowed_actions"))
		with(s, secret).get("/tickets").Problem(t, 401, "auth.key_ended")
		for path, body := range map[string]any{"/revoke": map[string]string{"reason": "lagi"}, "/rotate": map[string]int{"overlap_hours": 1}} {
			admin.Post("/api-keys/"+id+path, body, revoked.IfMatch()).Problem(t, 409, "api_key.over")
		}
	})
	t.Run("expired, it is refused", func(t *testing.T) {
		_, secret := makeKey(t, s, keyInput(s, "auditor", auth.Auditor, "ticket.read"))
		with(s, secret).get("/tickets").Want(t, 200)
		s.Clock.Advance(30 * 24 * time.Hour)
		with(s, secret).get("/tickets").Problem(t, 401, "auth.key_ended")
	})
	t.Run("no secret is kept", func(t *testing.T) {
		_, tail, _ := strings.Cut(secret, ".")
		for _, table := range []string{"api_keys", "api_key_secrets", "events", "idempotency_keys"} {
			var rows []map[string]any
			require.NoError(t, s.DB.Read.WithContext(context.Background()).Table(table).Find(&rows).Error)
			text, err := json.Marshal(rows)
			require.NoError(t, err)
			require.NotContains(t, string(text), tail, table)
		}
	})
}

func TestKeysAreMadeByAdminsOnly(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	admin, auditor := s.As("admin"), s.As("auditor")
	id, _ := makeKey(t, s, keyInput(s, "pemohon", auth.Applicant, "ticket.read"))
	etag := admin.Get("/api-keys/"+id).Want(t, 200).IfMatch()
	list := auditor.Get("/api-keys?limit=1").Want(t, 200)
	require.NotContains(t, string(list.Body), `"secret"`)
	require.Empty(t, auditor.Get("/api-keys/"+id).Want(t, 200).Value(t, "allowed_actions"))
	require.Contains(t, string(admin.Get("/api-key-scopes").Want(t, 200).Body), "ticket.submit")

	for name, c := range map[string]*apitest.Client{"auditor": auditor, "pemohon": s.As("pemohon"), "kadis": s.As("kadis")} {
		c.Post("/api-keys", keyInput(s, "pemohon", auth.Applicant, "ticket.read")).Problem(t, 403, "auth.forbidden")
		c.Post("/api-keys/"+id+"/rotate", map[string]int{}, etag).Problem(t, 403, "auth.forbidden")
		c.Post("/api-keys/"+id+"/revoke", map[string]string{"reason": "x"}, etag).Problem(t, 403, "auth.forbidden")
		if name != "auditor" {
			for _, path := range []string{"/api-keys", "/api-keys/" + id, "/api-key-scopes"} {
				c.Get(path).Problem(t, 403, "auth.forbidden")
			}
		}
	}
	s.Guest().Get("/api-keys").Problem(t, 401, "auth.signed_out")

	for name, c := range map[string]struct {
		change  func(map[string]any)
		pointer string
	}{
		"no name":              {func(in map[string]any) { in["name"] = " " }, "/name"},
		"no scope":             {func(in map[string]any) { in["scopes"] = []string{} }, "/scopes"},
		"a scope of admins":    {func(in map[string]any) { in["scopes"] = []string{"ticket.read", "user.manage"} }, "/scopes/1"},
		"of another role":      {func(in map[string]any) { in["scopes"] = []string{"agenda.read"} }, "/scopes/0"},
		"to act as admin":      {func(in map[string]any) { in["role"] = "admin" }, "/role"},
		"a role not held":      {func(in map[string]any) { in["role"], in["scopes"] = "auditor", []string{"agenda.read"} }, "/user_id"},
		"nobody":               {func(in map[string]any) { in["user_id"] = id }, "/user_id"},
		"no network":           {func(in map[string]any) { in["networks"] = []string{"203.0.113.7", "kantor"} }, "/networks/1"},
		"disguised network":    {func(in map[string]any) { in["networks"] = []string{"::ffff:10.0.0.0/104"} }, "/networks/0"},
		"no limit":             {func(in map[string]any) { in["per_minute"] = 0 }, "/per_minute"},
		"too much":             {func(in map[string]any) { in["per_minute"] = 6001 }, "/per_minute"},
		"expired":              {func(in map[string]any) { in["expires_at"] = s.Clock.Now().Format(time.RFC3339) }, "/expires_at"},
		"more than a year":     {func(in map[string]any) { in["expires_at"] = s.Clock.Now().AddDate(1, 0, 1).Format(time.RFC3339) }, "/expires_at"},
		"a member not offered": {func(in map[string]any) { in["handle"] = "elk_mine" }, "/handle"},
	} {
		in := keyInput(s, "pemohon", auth.Applicant, "ticket.read")
		c.change(in)
		apitest.Pointers(t, admin.Post("/api-keys", in).Problem(t, 422, "input.invalid"), c.pointer)
		_ = name
	}
	admin.Get("/api-keys/x").Problem(t, 404, "not_found")
	admin.Post("/api-keys/"+s.Actor("pemohon").ID+"/revoke", map[string]string{"reason": "x"}, etag).Problem(t, 404, "not_found")
	admin.Post("/api-keys/"+id+"/revoke", map[string]string{"reason": "x"}).Problem(t, 428, "if_match.missing")
	admin.Post("/api-keys/"+id+"/revoke", map[string]string{"reason": "x"}, apitest.Header{"If-Match", `"9"`}).Problem(t, 412, "version.stale")
	admin.Post("/api-keys/"+id+"/revoke", map[string]string{"reason": " "}, etag).Problem(t, 422, "input.invalid")
	admin.Post("/api-keys/"+id+"/rotate", map[string]int{"overlap_hours": 169}, etag).Problem(t, 422, "input.invalid")
}

func TestKeysAreTakenFromTheirNetworksAndWithinTheirRate(t *testing.T) {
	t.Parallel()
	s := apitest.New(t, behindProxy)
	in := keyInput(s, "auditor", auth.Auditor, "ticket.read")
	in["networks"], in["per_minute"] = []string{"203.0.113.0/24", "2001:db8::/32"}, 20
	_, secret := makeKey(t, s, in)
	from := func(address string) keyed { return with(s, secret, apitest.Header{"X-Forwarded-For", address}) }

	for address, status := range map[string]int{
		"203.0.113.7": 200, "2001:db8::7": 200, "::ffff:203.0.113.7": 200, "198.51.100.1": 403, "2001:db9::7": 403,
		// What the caller wrote stands to the left of what the proxy added.
		"203.0.113.7, 198.51.100.1": 403, "198.51.100.1, 203.0.113.7": 200, "bukan-alamat": 403,
	} {
		require.Equal(t, status, from(address).get("/tickets").Status, address)
	}
	with(s, secret).get("/tickets").Problem(t, 403, "auth.key_network")
	s.Guest().Get("/tickets", apitest.Header{"X-API-Key", secret}, apitest.Header{"X-Real-Ip", "203.0.113.7"}, apitest.Header{"Forwarded", "for=203.0.113.7"}).Problem(t, 403, "auth.key_network")

	s.Clock.Advance(time.Minute)
	var good, limited atomic.Int32
	var together sync.WaitGroup
	for range 50 {
		together.Go(func() {
			switch a := from("203.0.113.7").get("/tickets"); a.Status {
			case 200:
				good.Add(1)
			case 429:
				limited.Add(1)
			}
		})
	}
	together.Wait()
	require.Equal(t, []int32{20, 30}, []int32{good.Load(), limited.Load()})
	refused := from("203.0.113.7").get("/tickets")
	refused.Problem(t, 429, "auth.key_rate")
	require.Equal(t, "3", refused.Header.Get("Retry-After"))
	require.Equal(t, []string{"20", "0"}, []string{refused.Header.Get("RateLimit-Limit"), refused.Header.Get("RateLimit-Remaining")})
	s.Clock.Advance(3 * time.Second)
	answer := from("203.0.113.7").get("/tickets").Want(t, 200)
	require.Equal(t, []string{"20", "0", "60"}, []string{answer.Header.Get("RateLimit-Limit"), answer.Header.Get("RateLimit-Remaining"), answer.Header.Get("RateLimit-Reset")})
	from("203.0.113.7").get("/tickets").Problem(t, 429, "auth.key_rate")
}
