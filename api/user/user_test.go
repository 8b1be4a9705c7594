package user_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

type object = map[string]any

func account(changes object) object {
	in := object{"username": "siti.rahmawati", "name": "Siti Rahmawati", "roles": []any{object{"role": "applicant"}}}
	for k, v := range changes {
		if in[k] = v; v == nil {
			delete(in, k)
		}
	}
	return in
}

// choose sets a password by a one-time link.
func choose(s *apitest.Server, url, password string) *apitest.Answer {
	_, token, _ := strings.Cut(url, "#")
	return s.Guest().Post("/auth/password-links/use", object{"token": token, "password": password})
}

const chosen = "kopi hujan seni pagi"

func TestAdminMakesAnAccountAndItsOwnerSignsIn(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	agency := admin.Get("/organisations?q=dinas%20kesehatan").Want(t, 200).Value(t, "items").([]any)[0].(object)
	made := admin.Post("/users", account(object{
		"username": " Siti.Rahmawati ", "name": " Siti Rahmawati ", "nip": "19900101 201503 2 001", "email": "Siti@KaltaraProv.go.id", "organisation_id": agency["id"],
		"roles": []any{object{"role": "technical", "unit": "aptika"}, object{"role": "verifier"}},
	})).Want(t, 201)
	require.Equal(t, "no-store", made.Header.Get("Cache-Control"))
	id := made.String(t, "user.id")
	require.Equal(t, "/api/v1/users/"+id, made.Header.Get("Location"))
	got := admin.Get("/users/"+id).Want(t, 200)
	for name, value := range map[string]any{
		"username": "siti.rahmawati", "name": "Siti Rahmawati", "nip": "••••••••••••••2001", "email": "siti@kaltaraprov.go.id", "organisation.name": agency["name"],
		"invited": true, "must_change_password": false, "disabled_at": nil, "created_at": "2026-01-05T01:00:00Z", "version": 1.0,
	} {
		require.Equal(t, value, got.Value(t, name), name)
	}
	require.Len(t, got.Value(t, "roles"), 2)

	// The number is masked; a look at it is recorded, and what is sent back masked stays as it is.
	require.Equal(t, "199001012015032001", s.As("auditor").Post("/users/"+id+"/unmask", nil).Want(t, 200).String(t, "nip"))
	s.As("kadis").Post("/users/"+id+"/unmask", nil).Problem(t, 403, "auth.forbidden")
	admin.Post("/users/x/unmask", nil).Problem(t, 404, "not_found")
	looks := admin.Get("/audit-log?type=looked_at").Want(t, 200).Value(t, "items").([]any)
	require.Equal(t, id, looks[0].(object)["object_id"])
	same := object{"username": "siti.rahmawati", "name": "Siti Rahmawati", "nip": got.String(t, "nip"), "email": "siti@kaltaraprov.go.id", "organisation_id": agency["id"], "roles": got.Value(t, "roles")}
	change := func(in object) *apitest.Answer {
		return admin.Send("PUT", "/users/"+id, "application/json", apitest.JSON(t, in), admin.Get("/users/"+id).IfMatch())
	}
	change(same).Want(t, 200)
	require.Equal(t, "199001012015032001", admin.Post("/users/"+id+"/unmask", nil).String(t, "nip"))
	same["nip"] = "••2001"
	apitest.Pointers(t, change(same).Problem(t, 422, "input.invalid"), "/nip")
	require.NotContains(t, string(admin.Get("/audit-log?limit=100").Body), "199001012015032001")
	got = admin.Get("/users/"+id).Want(t, 200)
	admin.Get("/users/"+id, apitest.Header{"If-None-Match", got.Header.Get("ETag")}).Want(t, 304)
	require.Equal(t, "2026-01-12T01:00:00Z", made.String(t, "link.expires_at"))
	choose(s, made.String(t, "link.url"), chosen).Want(t, 204)
	s.Guest().Post("/auth/login", object{"username": "siti.rahmawati", "password": chosen}).Want(t, 200)
	require.Equal(t, false, admin.Get("/users/"+id).Value(t, "invited"))
}

func TestAccountIsRefusedWithAPointerAtEachFault(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	role := func(role, unit string) object { return object{"roles": []any{object{"role": role, "unit": unit}}} }
	many := make([]any, 21)
	for i := range many {
		many[i] = object{"role": "applicant"}
	}
	for name, c := range map[string]struct {
		in      object
		pointer string
	}{
		"no username":                 {object{"username": nil}, "/username"},
		"username too short":          {object{"username": "ab"}, "/username"},
		"username short when trimmed": {object{"username": "  a"}, "/username"},
		"username too long":           {object{"username": strings.Repeat("a", 61)}, "/username"},
		"username with a space":       {object{"username": "siti rahma"}, "/username"},
		"username with a slash":       {object{"username": "../siti"}, "/username"},
		"username ends in a dot":      {object{"username": "siti."}, "/username"},
		"username not ASCII":          {object{"username": "sitì"}, "/username"},
		"NUL":                         {object{"name": "a\x00b"}, "/name"},
		"blank name":                  {object{"name": "   "}, "/name"},
		"name too long":               {object{"name": strings.Repeat("é", 161)}, "/name"},
		"email without a host":        {object{"email": "siti"}, "/email"},
		"no roles":                    {object{"roles": []any{}}, "/roles"},
		"too many roles":              {object{"roles": many}, "/roles"},
		"role unknown":                {role("root", ""), "/roles/0/role"},
		"role twice":                  {object{"roles": []any{object{"role": "head"}, object{"role": "head"}}}, "/roles/1"},
		"unit missing":                {role("technical", ""), "/roles/0/unit"},
		"unit where there is none":    {role("head", "aptika"), "/roles/0/unit"},
		"unit unknown":                {role("technical", "nowhere"), "/roles/0/unit"},
		"unit in other case":          {role("technical", "APTIKA"), "/roles/0/unit"},
		"agency is no id":             {object{"organisation_id": "x"}, "/organisation_id"},
		"agency unknown":              {object{"organisation_id": "0199c0de-0000-7000-8000-000000000000"}, "/organisation_id"},
		"field unknown":               {object{"password": "mine"}, "/password"},
		"id chosen":                   {object{"id": "0199c0de-0000-7000-8000-000000000000"}, "/id"},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.Pointers(t, admin.Post("/users", account(c.in)).Problem(t, 422, "input.invalid"), c.pointer)
		})
	}
	admin.Post("/users", account(object{"username": "PEMOHON"})).Problem(t, 409, "username.taken")
}

func TestAccountsAreListedPageByPage(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	for _, order := range []string{"username", "-username", "name", "-name"} {
		var whole, paged []string
		for _, item := range admin.Get("/users?limit=100&sort="+order).Want(t, 200).Value(t, "items").([]any) {
			whole = append(whole, item.(object)["username"].(string))
		}
		path := "/users?limit=5&sort=" + order
		for next := path; next != ""; {
			a := admin.Get(next).Want(t, 200)
			for _, item := range a.Value(t, "items").([]any) {
				paged = append(paged, item.(object)["username"].(string))
			}
			next = ""
			if cursor := a.Value(t, "next_cursor"); cursor != nil {
				next = path + "&cursor=" + cursor.(string)
			}
		}
		require.Len(t, whole, 16)
		require.Equal(t, whole, paged, order)
	}
	for query, n := range map[string]int{"q=APTIKA": 2, "q=rahmawati": 1, "q=%25": 0, "q=_": 0, "role=technical": 4, "role=x": 0, "q=sandi&role=technical": 1} {
		require.Len(t, admin.Get("/users?"+query).Want(t, 200).Value(t, "items"), n, query)
	}
	for query, pointer := range map[string]string{"limit=0": "/limit", "limit=101": "/limit", "sort=password_hash": "/sort", "sort=--name": "/sort", "cursor=x": "/cursor", "q=%00": "/q", "role=%ff": "/role"} {
		apitest.Pointers(t, admin.Get("/users?"+query).Problem(t, 422, "input.invalid"), pointer)
	}
	for _, id := range []string{"x", "0199c0de-0000-7000-8000-000000000000"} {
		admin.Get("/users/"+id).Problem(t, 404, "not_found")
	}
}

func TestOnlyAdminsManageAccountsAndAuditorsRead(t *testing.T) {
	s := apitest.New(t)
	for _, username := range []string{"pemohon", "loket", "kadis", "kabid.aptika", "teknis.aptika", "verifikator", "ppid", "auditor"} {
		c := s.As(username)
		if username == "auditor" {
			c.Get("/users").Want(t, 200)
		} else {
			c.Get("/users").Problem(t, 403, "auth.forbidden")
			c.Get("/users/x").Problem(t, 403, "auth.forbidden")
		}
		for _, path := range []string{"/users", "/users/x/disable", "/users/x/enable", "/users/x/link", "/users/x/second-factor/reset"} {
			c.Post(path, account(nil), apitest.Header{"If-Match", `"1"`}).Problem(t, 403, "auth.forbidden")
		}
		c.Get("/organisations").Want(t, 200)
		c.Get("/units").Want(t, 200)
	}
}

func TestAccountIsDisabledAndEnabledOnTheVersionThatWasRead(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	list := admin.Get("/users?q=pemohon2").Value(t, "items").([]any)
	path := "/users/" + list[0].(object)["id"].(string)
	reason := object{"reason": "Pindah tugas"}
	read := admin.Get(path).Want(t, 200)

	admin.Post(path+"/disable", reason).Problem(t, 428, "if_match.missing")
	admin.Post(path+"/disable", reason, apitest.Header{"If-Match", `"99"`}).Problem(t, 412, "version.stale")
	apitest.Pointers(t, admin.Post(path+"/disable", object{"reason": " "}, read.IfMatch()).Problem(t, 422, "input.invalid"), "/reason")
	apitest.Pointers(t, admin.Post(path+"/disable", object{"reason": strings.Repeat("x", 1001)}, read.IfMatch()).Problem(t, 422, "input.invalid"), "/reason")
	admin.Post(path+"/enable", reason, read.IfMatch()).Problem(t, 409, "user.unchanged")
	admin.Post("/users/x/disable", reason, read.IfMatch()).Problem(t, 404, "not_found")

	disabled := admin.Post(path+"/disable", reason, read.IfMatch()).Want(t, 200)
	require.Equal(t, "2026-01-05T01:00:00Z", disabled.String(t, "disabled_at"))
	require.Equal(t, "Pindah tugas", disabled.String(t, "disabled_reason"))
	admin.Post(path+"/disable", reason, read.IfMatch()).Problem(t, 412, "version.stale")
	admin.Post(path+"/disable", reason, disabled.IfMatch()).Problem(t, 409, "user.unchanged")
	enabled := admin.Post(path+"/enable", object{"reason": "Kembali"}, disabled.IfMatch()).Want(t, 200)
	require.Nil(t, enabled.Value(t, "disabled_at"))
	s.As("pemohon2")

	self := "/users/" + admin.Get("/me").String(t, "id")
	admin.Post(self+"/disable", reason, admin.Get(self).IfMatch()).Problem(t, 409, "user.self")
}

func TestNoPasswordNoHashAndNoLinkIsEverKeptOrTold(t *testing.T) {
	s := apitest.New(t)
	admin := s.As("admin")
	made := admin.Post("/users", account(nil)).Want(t, 201)
	path := "/users/" + made.String(t, "user.id")
	again := admin.Post(path+"/link", nil, admin.Get(path).IfMatch()).Want(t, 200)
	var rows []struct{ Type, Data, Changes string }
	require.NoError(t, s.DB.Read.Table("events").Select("type, CAST(data AS TEXT) AS data, CAST(changes AS TEXT) AS changes").Find(&rows).Error)
	var kept []string
	require.NoError(t, s.DB.Read.Table("password_links").Pluck("token_hash", &kept).Error)
	told := fmt.Sprint(rows, kept) + string(admin.Get("/users?limit=100").Body) + string(admin.Get(path).Body)
	require.Contains(t, told, "user_created")
	require.Contains(t, told, "password_link_issued")
	for _, a := range []*apitest.Answer{made, again} {
		_, token, _ := strings.Cut(a.String(t, "link.url"), "#")
		require.NotContains(t, told, token)
	}
	for _, secret := range []string{apitest.Password, "argon2id", "password_hash"} {
		require.NotContains(t, told, secret)
	}
}

func TestAgenciesAndUnitsAreListed(t *testing.T) {
	s := apitest.New(t)
	c := s.As("pemohon")
	require.NotEmpty(t, c.Get("/organisations").Want(t, 200).Value(t, "items"))
	require.Len(t, c.Get("/organisations?q=%20DINAS%20kesehatan%20").Want(t, 200).Value(t, "items"), 1)
	require.Empty(t, c.Get("/organisations?q=%25%5C_").Want(t, 200).Value(t, "items"), "signs stand for themselves")
	apitest.Pointers(t, c.Get("/organisations?q=%00").Problem(t, 422, "input.invalid"), "/q")
	units := c.Get("/units").Want(t, 200).Value(t, "items").([]any)
	require.Contains(t, fmt.Sprint(units), "aptika")
	s.Guest().Get("/units").Problem(t, 401, "auth.signed_out")
}
