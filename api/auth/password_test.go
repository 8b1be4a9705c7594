package auth_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

func TestNewPasswordIsLongAndNotWhatOthersKnow(t *testing.T) {
	known := []string{"siti.rahmawati", "Siti Rahmawati", "199001012015032001", "siti@kaltaraprov.go.id", "Dinas Kesehatan"}
	for _, c := range []struct {
		name, password, code string
		withFactor           bool
	}{
		{"words", "correct horse battery", "", false},
		{"15 characters", "kopi-hujan-seni", "", false},
		{"14 characters", "kopi-hujan-sen", "password.short", false},
		{"15 characters of two bytes", "áéíóúñäëïöüàèìò", "", false},
		{"14 characters of two bytes", "áéíóúñäëïöüàèì", "password.short", false},
		{"spaces count", "k w r t e m g h", "", false},
		{"64 characters", strings.Repeat("kopi hujan seni ", 3) + "pagi di tarakan!", "", false},
		{"128 characters", strings.Repeat("k9#xQ!2mZ_7pL@w4", 7) + "kopi hujan seni.", "", false},
		{"129 characters", strings.Repeat("k9#xQ!2mZ_7pL@w4", 8) + "x", "password.long", false},
		{"one letter", strings.Repeat("a", 20), "password.guessable", false},
		{"five characters again and again", "abxyzabxyzabxyz", "password.guessable", false},
		{"the same, not to the end", "kopi!kopi!kopi!ko", "password.guessable", false},
		{"digits in order", "123456789012345", "password.guessable", false},
		{"letters in order", "abcdefghijklmnop", "password.guessable", false},
		{"letters in order backwards", "ponmlkjihgfedcba", "password.guessable", false},
		{"a row of keys", "qwertyuiopasdfghjkl", "password.common", false},
		{"columns of keys", "1qaz2wsx3edc4rfv", "password.guessable", false},
		{"the word itself", "Password12345678", "password.common", false},
		{"the office", "Diskominfo-Kaltara", "password.common", false},
		{"own name", "Siti.Rahmawati.1", "password.guessable", false},
		{"own number", "199001012015032001", "password.guessable", false},
		{"own agency", "Dinas Kesehatan 12", "password.guessable", false},
		{"own name among other words", "rahmawati-kopi-hujan-seni", "", false},
		{"8 characters beside a second factor", "kv9!tulp", "", true},
		{"7 characters beside a second factor", "kv9!tul", "password.short", true},
		{"a common one beside a second factor", "Sayangku99!", "password.common", true},
		{"a common one in disguise", "P4$$w0rd2026", "password.common", true},
		{"two common words", "cinta.Indonesia", "password.common", false},
		{"a date", "17081945", "password.common", true},
		{"own name beside a second factor", "rahmawati12", "password.guessable", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := auth.CheckPassword("/new_password", c.password, c.withFactor, known...)
			if c.code == "" {
				require.NoError(t, err)
				return
			}
			refusal := apperr.From(err)
			require.Len(t, refusal.Fields, 1)
			require.Equal(t, "/new_password", refusal.Fields[0].Pointer)
			require.Equal(t, c.code, refusal.Fields[0].Code)
			require.NotContains(t, err.Error(), c.password)
		})
	}
}

func TestPasswordsAreKeptAsArgon2id(t *testing.T) {
	hasher := auth.NewHasher(auth.DefaultParams)
	one, two := hasher.Hash("correct horse battery"), hasher.Hash("correct horse battery")
	require.True(t, strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$"), one)
	require.NotEqual(t, one, two, "each has its own salt")
	require.True(t, hasher.Matches("correct horse battery", two))
	require.False(t, hasher.Matches("correct horse batterz", two))
}

const next = "kopi hujan seni pagi"

func TestPasswordChangeNeedsTheOldOneAndEndsOtherSessions(t *testing.T) {
	s := apitest.New(t)
	here, there := s.As("pemohon"), s.As("pemohon")
	for _, c := range []struct{ current, next, pointer, code string }{
		{"wrong horse battery", next, "/current_password", "password.wrong"},
		{apitest.Password, apitest.Password, "/new_password", "password.same"},
		{apitest.Password, "short", "/new_password", "password.short"},
		{apitest.Password, "pemohon pemohon", "/new_password", "password.guessable"},
		{apitest.Password, "siti rahmawati 1", "/new_password", "password.guessable"},
		{"", next, "/current_password", "field.required"},
	} {
		p := here.Post("/me/password", map[string]string{"current_password": c.current, "new_password": c.next}).Problem(t, 422, "input.invalid")
		require.Equal(t, c.pointer, p.Errors[0].Pointer)
		require.Equal(t, c.code, p.Errors[0].Code)
	}
	there.Get("/me").Want(t, 200)
	here.Post("/me/password", map[string]string{"current_password": apitest.Password, "new_password": next}).Want(t, 204)
	here.Get("/me").Want(t, 200)
	there.Get("/me").Problem(t, 401, "auth.signed_out")
	refresh(s, there.Cookies[0]).Problem(t, 401, "auth.signed_out")
	refresh(s, here.Cookies[0]).Want(t, 200)
	s.Guest().Post("/auth/login", signIn{"username": "pemohon", "password": apitest.Password}).Problem(t, 401, "auth.wrong_credentials")
	s.Guest().Post("/auth/login", signIn{"username": "pemohon", "password": next}).Want(t, 200)
}

// Before invitations, admins handed passwords out.
func TestHandedOutPasswordOpensOnlyTheDoorToANewOne(t *testing.T) {
	s := apitest.New(t)
	const handed = "handed out long ago"
	_, err := s.Users.Create(t.Context(), change.System, user.CreateInput{Username: "baru", Name: "Orang Baru", Roles: []auth.Assignment{{Role: auth.Admin}}}, handed)
	require.NoError(t, err)
	_, err = s.DB.Writer().Exec("UPDATE users SET must_change_password = TRUE WHERE username = 'baru'")
	require.NoError(t, err)
	in := s.Guest().Post("/auth/login", signIn{"username": "baru", "password": handed}).Want(t, 200)
	require.Equal(t, true, in.Value(t, "user.must_change_password"))
	c := s.WithToken(in.String(t, "access_token"))
	for _, r := range s.Routes() {
		if r.Permission == web.Public {
			continue
		}
		path := strings.NewReplacer(":id", "0199c0de-0000-7000-8000-000000000000", ":number", "TKT-20260105-0001", ":code", "subdomain").Replace(r.Path)
		a := c.Send(r.Method, path, "application/json", strings.NewReader("{}"), apitest.Header{"If-Match", `"1"`})
		if r.Permission == auth.OwnSession {
			require.NotEqual(t, 403, a.Status, "%s %s", r.Method, r.Path)
		} else {
			a.Problem(t, 403, "auth.password_change_required")
		}
	}
	c.Post("/me/password", map[string]string{"current_password": handed, "new_password": next}).Want(t, 204)
	c.Get("/users").Want(t, 200)
	require.Equal(t, false, c.Get("/me").Value(t, "must_change_password"))
}

func TestEveryRouteHasItsPermissionAndEveryPermissionItsRoute(t *testing.T) {
	s := apitest.New(t)
	used := map[web.Permission]bool{}
	for _, r := range s.Routes() {
		if r.Permission == web.Public {
			continue
		}
		require.True(t, auth.Known(r.Permission), "%s %s", r.Method, r.Path)
		used[r.Permission] = true
	}
	for p, roles := range auth.Policy {
		require.True(t, used[p], "no route needs %s", p)
		require.NotEmpty(t, roles)
		for _, role := range roles {
			require.Contains(t, auth.Roles, role)
		}
	}
	for _, p := range []web.Permission{auth.ManageUsers, auth.TakeUpTicket, auth.SubmitTicket, auth.CancelTicket, auth.AttachToTicket, auth.WriteNotes} {
		require.NotContains(t, auth.Policy[p], auth.Auditor, "an auditor changes nothing")
	}
}
