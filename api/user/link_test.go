package user_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/app"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/config"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
	"github.com/dkisp-kaltara/elayanan/pkg/mail/mailtest"
)

func TestLinkSetsAPasswordOnceAndEndsAllSessions(t *testing.T) {
	s := apitest.New(t)
	admin, owner := s.As("admin"), s.As("pemohon")
	path := "/users/" + owner.Get("/me").String(t, "id")
	read := admin.Get(path)
	admin.Post(path+"/link", nil).Problem(t, 428, "if_match.missing")
	admin.Post(path+"/link", nil, apitest.Header{"If-Match", `"7"`}).Problem(t, 412, "version.stale")
	admin.Post("/users/x/link", nil, read.IfMatch()).Problem(t, 404, "not_found")
	lost := admin.Post(path+"/link", nil, read.IfMatch()).Want(t, 200).String(t, "link.url")
	issued := admin.Post(path+"/link", nil, read.IfMatch()).Want(t, 200)
	require.Equal(t, "no-store", issued.Header.Get("Cache-Control"))
	require.Equal(t, "reset", issued.String(t, "link.purpose"))
	url := issued.String(t, "link.url")
	require.True(t, strings.HasPrefix(url, "http://127.0.0.1/kata-sandi#"), url)
	_, token, _ := strings.Cut(url, "#")

	view := s.Guest().Post("/auth/password-links/read", object{"token": token}).Want(t, 200)
	require.Equal(t, "Siti Rahmawati", view.String(t, "name"))
	owner.Get("/me").Want(t, 200) // nothing has happened yet
	for password, code := range map[string]string{"short": "password.short", "siti rahmawati 1": "password.guessable", "Indonesia Merdeka 45": "password.common"} {
		require.Equal(t, code, choose(s, url, password).Problem(t, 422, "input.invalid").Errors[0].Code)
	}
	for _, bad := range []string{lost, "#", "#x", url + "x"} {
		if bad == "#" {
			apitest.Pointers(t, choose(s, bad, chosen).Problem(t, 422, "input.invalid"), "/token")
			continue
		}
		require.Equal(t, "password_link.invalid", choose(s, bad, chosen).Problem(t, 422, "input.invalid").Errors[0].Code)
	}
	apitest.Pointers(t, s.Guest().Post("/auth/password-links/use", object{"token": token, "password": chosen, "username": "admin"}).Problem(t, 422, "input.invalid"), "/username")

	var group sync.WaitGroup
	statuses := make(chan int, 8)
	for range 8 {
		group.Go(func() { statuses <- choose(s, url, chosen).Status })
	}
	group.Wait()
	close(statuses)
	won := 0
	for status := range statuses {
		if status == 204 {
			won++
		}
	}
	require.Equal(t, 1, won, "a link is used once")
	owner.Get("/me").Problem(t, 401, "auth.signed_out")
	s.Guest().Post("/auth/login", object{"username": "pemohon", "password": apitest.Password}).Problem(t, 401, "auth.wrong_credentials")
	s.Guest().Post("/auth/login", object{"username": "pemohon", "password": chosen}).Want(t, 200)

	late := admin.Post(path+"/link", nil, admin.Get(path).IfMatch()).Want(t, 200).String(t, "link.url")
	dead := admin.Post("/users", account(nil)).Want(t, 201)
	deadPath := "/users/" + dead.String(t, "user.id")
	disabled := admin.Post(deadPath+"/disable", object{"reason": "Batal"}, admin.Get(deadPath).IfMatch()).Want(t, 200)
	choose(s, dead.String(t, "link.url"), chosen).Problem(t, 422, "input.invalid")
	admin.Post(deadPath+"/link", nil, disabled.IfMatch()).Problem(t, 409, "user.disabled")
	s.Clock.Advance(2*time.Hour + time.Second)
	choose(s, late, chosen+"!").Problem(t, 422, "input.invalid")
	s.Guest().Post("/auth/password-links", object{"username": "pemohon"}).Problem(t, 409, "password_link.no_mail")
	require.NoError(t, s.Users.PurgeLinks(t.Context()))
	var left int64
	require.NoError(t, s.DB.Read.Table("password_links").Count(&left).Error)
	require.EqualValues(t, 1, left, "the invitation of a week")
}

func TestForgottenPasswordIsMailedToItsOwnerAlone(t *testing.T) {
	server := mailtest.New(t)
	s := apitest.New(t, func(c *config.Config, _ *app.Parts) {
		var err error
		c.Mail, err = mail.Parse(server.URL, "layanan@example.go.id")
		require.NoError(t, err)
	})
	stop, err := s.RunJobs(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, stop(t.Context())) }()
	admin := s.As("admin")
	made := admin.Post("/users", account(object{"email": "siti@example.go.id"})).Want(t, 201)
	require.Empty(t, made.String(t, "link.url"), "nobody but the owner sees it")
	require.Equal(t, "siti@example.go.id", made.String(t, "link.sent_to"))
	letters := func(n int) []mailtest.Letter {
		require.Eventually(t, func() bool { return len(server.Letters()) >= n }, 20*time.Second, 10*time.Millisecond)
		require.Len(t, server.Letters(), n)
		return server.Letters()
	}
	link := func(l mailtest.Letter) string {
		_, rest, _ := strings.Cut(l.Text(), "http://")
		url, _, _ := strings.Cut(rest, "\n")
		return strings.TrimSpace(url)
	}
	choose(s, link(letters(1)[0]), chosen).Want(t, 204)

	ask := func(username string) *apitest.Answer {
		return s.Guest().Post("/auth/password-links", object{"username": username})
	}
	require.Equal(t, ask("nobody").Want(t, 202).Body, ask(" Siti.Rahmawati").Want(t, 202).Body)
	ask("pemohon").Want(t, 202) // has no address
	last := letters(2)[1]
	require.Contains(t, last.Header(), "To: <siti@example.go.id>")
	choose(s, link(last), "jendela biru kemarin sore").Want(t, 204)
	for ask("siti.rahmawati").Status == 202 {
	}
	ask("siti.rahmawati").Problem(t, 429, "auth.too_many_attempts")

	// What was asked for before an account is disabled is not mailed after it.
	id := made.String(t, "user.id")
	sent := len(letters(4))
	path := "/users/" + id
	admin.Post(path+"/disable", object{"reason": "Pindah"}, admin.Get(path).IfMatch()).Want(t, 200)
	require.NoError(t, s.Users.SendLink(t.Context(), user.SendLink{UserID: id, Purpose: "reset"}))
	letters(sent)
}

func TestAccountIsChangedAndItsRolesCountAtOnce(t *testing.T) {
	s := apitest.New(t)
	admin, auditor := s.As("admin"), s.As("auditor")
	id := s.Account("baru.saja", "Dinas Kesehatan", false, auth.Assignment{Role: auth.Applicant})
	owner := s.As("baru.saja")
	path := "/users/" + id
	read := admin.Get(path).Want(t, 200)
	require.Equal(t, []any{"change", "disable", "link"}, read.Value(t, "allowed_actions"))
	require.Empty(t, auditor.Get(path).Value(t, "allowed_actions"))
	put := func(c *apitest.Client, path string, in object, headers ...apitest.Header) *apitest.Answer {
		return c.Send("PUT", path, "application/json", apitest.JSON(t, in), headers...)
	}
	in := account(object{"username": "baru.saja", "name": "Nama Baru", "roles": []any{object{"role": "auditor"}, object{"role": "technical", "unit": "sandi"}}})
	put(auditor, path, in, read.IfMatch()).Problem(t, 403, "auth.forbidden")
	put(admin, path, in).Problem(t, 428, "if_match.missing")
	put(admin, path, in, apitest.Header{"If-Match", `"9"`}).Problem(t, 412, "version.stale")
	put(admin, "/users/x", in, read.IfMatch()).Problem(t, 404, "not_found")
	apitest.Pointers(t, put(admin, path, account(object{"roles": []any{object{"role": "root"}}}), read.IfMatch()).Problem(t, 422, "input.invalid"), "/roles/0/role")
	for _, field := range []string{"password_hash", "version", "disabled_at", "invited"} {
		apitest.Pointers(t, put(admin, path, account(object{field: 1}), read.IfMatch()).Problem(t, 422, "input.invalid"), "/"+field)
	}
	put(admin, path, account(object{"username": "pemohon"}), read.IfMatch()).Problem(t, 409, "username.taken")
	owner.Get("/users").Problem(t, 403, "auth.forbidden")
	changed := put(admin, path, in, read.IfMatch()).Want(t, 200)
	require.Equal(t, "Nama Baru", changed.String(t, "name"))
	require.Nil(t, changed.Value(t, "organisation"))
	owner.Get("/users?role=technical").Want(t, 200) // an auditor from this request on

	self := "/users/" + admin.Get("/me").String(t, "id")
	put(admin, self, account(object{"username": "admin"}), admin.Get(self).IfMatch()).Problem(t, 409, "user.self_admin")
	require.Len(t, admin.Get("/users?state=invited").Want(t, 200).Value(t, "items"), 0)
	require.Len(t, admin.Get("/users?state=active&q=baru.saja").Want(t, 200).Value(t, "items"), 1)
	require.Len(t, admin.Get("/users?organisation=x").Want(t, 200).Value(t, "items"), 0)
	require.Contains(t, string(admin.Get(path+"/sign-ins").Want(t, 200).Body), "user_changed")
	admin.Get("/users/x/sign-ins").Problem(t, 404, "not_found")

	own := owner.Get("/me/account").Want(t, 200)
	mine := put(owner, "/me/account", object{"phone": "081234567890", "position": " Arsiparis "}, own.IfMatch()).Want(t, 200)
	require.Equal(t, "081234567890", mine.String(t, "phone"))
	put(owner, "/me/account", object{"phone": "1"}, own.IfMatch()).Problem(t, 412, "version.stale")
	apitest.Pointers(t, put(owner, "/me/account", object{"phone": "1", "roles": []any{}}, mine.IfMatch()).Problem(t, 422, "input.invalid"), "/roles")

	admin.Post(path+"/second-factor/reset", object{"reason": "Ponsel hilang"}, mine.IfMatch()).Problem(t, 409, "second_factor.not_resettable")
	_, err := s.DB.Writer().Exec("INSERT INTO second_factors (user_id, secret, created_at, confirmed_at) VALUES ('" + id + "', 'JBSWY3DPEHPK3PXP', '2026-01-05 00:00:00+00:00', '2026-01-05 00:00:00+00:00')")
	require.NoError(t, err)
	reset := admin.Post(path+"/second-factor/reset", object{"reason": "Ponsel hilang"}, admin.Get(path).IfMatch()).Want(t, 200)
	require.Equal(t, false, reset.Value(t, "second_factor"))
	owner.Get("/me").Problem(t, 401, "auth.signed_out")
}
