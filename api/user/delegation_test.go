package user_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

// with returns in with some members changed.
func with(in object, changes object) object {
	out := object{}
	for k, v := range in {
		out[k] = v
	}
	for k, v := range changes {
		out[k] = v
	}
	return out
}

func deputise(s *apitest.Server, deputy string) object {
	return object{"deputy_id": s.Actor(deputy).ID, "role": "division_head", "unit": "aptika", "kind": "plh",
		"reason": "Cuti tahunan", "decree": "800/12/2026", "from": "2026-01-06", "until": "2026-01-09"}
}

func roles(t *testing.T, c *apitest.Client) (list []string) {
	for _, r := range c.Get("/me").Want(t, 200).Value(t, "roles").([]any) {
		text := r.(object)["role"].(string)
		if behalf, ok := r.(object)["on_behalf_of"].(object); ok {
			text += " " + behalf["kind"].(string) + " a.n. " + behalf["name"].(string)
		}
		list = append(list, text)
	}
	return list
}

func TestDeputyHoldsTheRoleBetweenTheTwoDatesOnly(t *testing.T) {
	s := apitest.New(t)
	kabid, sandi := s.As("kabid.aptika"), s.As("kabid.sandi")
	made := kabid.Post("/delegations", deputise(s, "kabid.sandi")).Want(t, 201)
	require.Equal(t, "upcoming", made.String(t, "state"))
	require.Equal(t, "Rudi Hartono, S.Kom.", made.String(t, "principal.name"))
	require.Equal(t, []string{"division_head"}, roles(t, sandi), "not before it begins")

	s.Clock.Set(time.Date(2026, 1, 5, 15, 59, 59, 0, time.UTC)) // 23.59.59 WITA
	sandi = s.As("kabid.sandi")
	require.Len(t, roles(t, sandi), 1)
	s.Clock.Advance(time.Second)
	require.Equal(t, []string{"division_head", "division_head plh a.n. Rudi Hartono, S.Kom."}, roles(t, sandi), "the same session has it at once")

	path := "/delegations/" + made.String(t, "id")
	got := sandi.Get(path).Want(t, 200)
	require.Empty(t, got.Value(t, "allowed_actions"), "a deputy does not end it")
	require.Equal(t, []any{"end"}, s.As("admin").Get(path).Want(t, 200).Value(t, "allowed_actions"))
	sandi.Get(path, apitest.Header{"If-None-Match", got.Header.Get("ETag")}).Want(t, 304)
	sandi.Post(path+"/end", object{"reason": "x"}, got.IfMatch()).Problem(t, 403, "delegation.not_yours")
	s.As("teknis.aptika").Get(path).Want(t, 404)
	s.As("teknis.aptika").Post(path+"/end", object{"reason": "x"}, got.IfMatch()).Want(t, 404)
	s.As("pemohon").Get(path).Want(t, 403)
	kabid = s.As("kabid.aptika")
	kabid.Post(path+"/end", object{"reason": "x"}).Want(t, 428)
	kabid.Post(path+"/end", object{"reason": " "}, got.IfMatch()).Want(t, 422)
	kabid.Post(path+"/end", object{"reason": "x"}, apitest.Header{"If-Match", `"9"`}).Want(t, 412)

	ended := kabid.Post(path+"/end", object{"reason": "Sudah kembali."}, got.IfMatch()).Want(t, 200)
	require.Equal(t, "ended", ended.String(t, "state"))
	require.Equal(t, "2026-01-09", ended.String(t, "until"), "what was meant stays on record")
	require.Len(t, roles(t, sandi), 1, "gone on the next request")
	kabid.Post(path+"/end", object{"reason": "x"}, ended.IfMatch()).Problem(t, 409, "delegation.ended")

	again := kabid.Post("/delegations", deputise(s, "kabid.sandi")).Want(t, 201)
	require.Len(t, kabid.Get("/delegations").Want(t, 200).Value(t, "items"), 2, "history stays")
	require.Len(t, kabid.Get("/delegations?state=running").Want(t, 200).Value(t, "items"), 1)
	first := kabid.Get("/delegations?limit=1").Want(t, 200)
	require.NotEmpty(t, first.String(t, "next_cursor"))
	require.Len(t, kabid.Get("/delegations?limit=1&cursor="+first.String(t, "next_cursor")).Want(t, 200).Value(t, "items"), 1)
	require.Empty(t, s.As("teknis.aptika").Get("/delegations").Want(t, 200).Value(t, "items"))
	kabid.Get("/delegations?state=past").Want(t, 422)
	s.Clock.Set(time.Date(2026, 1, 9, 16, 0, 0, 0, time.UTC)) // the midnight after the last day
	require.Equal(t, "ended", s.As("kadis").Get("/delegations/"+again.String(t, "id")).Want(t, 200).String(t, "state"))
	require.Len(t, roles(t, s.As("kabid.sandi")), 1)
}

func TestFaultyDelegationIsRefusedWithTheRemedy(t *testing.T) {
	s := apitest.New(t)
	kabid, admin := s.As("kabid.aptika"), s.As("admin")
	id := func(username string) string { return s.Actor(username).ID }
	base := deputise(s, "kabid.sandi")
	for name, c := range map[string]struct {
		changes object
		pointer string
	}{
		"self":                 {object{"deputy_id": id("kabid.aptika")}, "/deputy_id"},
		"an applicant":         {object{"deputy_id": id("pemohon")}, "/deputy_id"},
		"nobody":               {object{"deputy_id": "0190a5a0-0000-7000-8000-000000000000"}, "/deputy_id"},
		"another's role":       {object{"unit": "sandi"}, "/role"},
		"a role that is none":  {object{"role": "admin", "unit": ""}, "/role"},
		"the last day first":   {object{"until": "2026-01-05"}, "/until"},
		"over already":         {object{"from": "2026-01-01", "until": "2026-01-04"}, "/until"},
		"longer than a year":   {object{"until": "2027-02-01"}, "/until"},
		"a date that is none":  {object{"from": "2026-02-30"}, "/from"},
		"kind unknown":         {object{"kind": "pjs"}, "/kind"},
		"without a reason":     {object{"reason": "  "}, "/reason"},
		"without a decree":     {object{"decree": ""}, "/decree"},
		"a deputy without uid": {object{"deputy_id": "kabid"}, "/deputy_id"},
	} {
		p := kabid.Post("/delegations", with(base, c.changes)).Problem(t, 422, "input.invalid")
		require.Equal(t, c.pointer, p.Errors[0].Pointer, name)
	}
	kabid.Post("/delegations", with(base, object{"principal_id": id("kadis"), "role": "head", "unit": ""})).Problem(t, 403, "delegation.not_yours")
	s.As("auditor").Post("/delegations", base).Want(t, 403)
	s.Guest().Get("/delegations").Want(t, 401)

	kabid.Post("/delegations", base).Want(t, 201)
	kabid.Post("/delegations", with(base, object{"deputy_id": id("teknis.aptika"), "from": "2026-01-09", "until": "2026-01-12"})).Problem(t, 409, "delegation.overlap")
	kabid.Post("/delegations", with(base, object{"from": "2026-01-10", "until": "2026-01-12"})).Want(t, 201)
	head := object{"principal_id": id("kadis"), "role": "head", "unit": ""}
	admin.Post("/delegations", with(base, with(head, object{"deputy_id": id("kabid.aptika")}))).Problem(t, 409, "delegation.chain")
	s.As("kabid.sandi").Post("/delegations", with(base, object{"unit": "sandi", "deputy_id": id("teknis.sandi")})).Problem(t, 409, "delegation.chain")
	s.Clock.Advance(24 * time.Hour)
	p := s.As("kabid.sandi").Post("/delegations", with(base, object{"deputy_id": id("teknis.sandi")})).Problem(t, 422, "input.invalid")
	apitest.Pointers(t, p, "/role") // what was delegated is not delegated on

	s.As("verifikator").Post("/me/absences", object{"kind": "leave", "from": "2026-01-07", "until": "2026-01-08"}).Want(t, 201)
	p = s.As("admin").Post("/delegations", with(base, with(head, object{"deputy_id": id("verifikator")}))).Problem(t, 422, "input.invalid")
	require.Equal(t, "delegation.deputy_absent", p.Errors[0].Code)
	require.Contains(t, s.As("admin").Post("/delegations", with(base, with(head, object{"deputy_id": id("ppid")}))).Want(t, 201).String(t, "deputy.name"), "Bambang")

	items := s.As("admin").Get("/colleagues?q=verif").Want(t, 200).Value(t, "items").([]any)
	require.Len(t, items, 1)
	require.Nil(t, items[0].(object)["absent_until"])
	page := s.As("admin").Get("/colleagues?limit=9").Want(t, 200)
	require.Len(t, s.As("admin").Get("/colleagues?limit=9&cursor="+page.String(t, "next_cursor")).Want(t, 200).Value(t, "items"), 3, "twelve officers, no applicant")
}

func TestOfTwoDelegationsAtOnceOneWins(t *testing.T) {
	s := apitest.New(t)
	kabid := s.As("kabid.aptika")
	statuses := make([]int, 4)
	var group sync.WaitGroup
	for i, deputy := range []string{"kabid.sandi", "teknis.aptika", "loket", "ppid"} {
		in := deputise(s, deputy)
		group.Go(func() { statuses[i] = kabid.Post("/delegations", in).Status })
	}
	group.Wait()
	require.ElementsMatch(t, []int{201, 409, 409, 409}, statuses)
}

func TestAbsenceIsAnnouncedAndTakenBackByOneself(t *testing.T) {
	s := apitest.New(t)
	teknis := s.As("teknis.aptika")
	in := object{"kind": "official_travel", "note": "Rapat di Jakarta", "from": "2026-01-05", "until": "2026-01-06"}
	made := teknis.Post("/me/absences", in).Want(t, 201)
	require.Equal(t, "running", made.String(t, "state"))
	teknis.Post("/me/absences", with(in, object{"until": "2026-01-20"})).Problem(t, 409, "absence.overlap")
	apitest.Pointers(t, teknis.Post("/me/absences", with(in, object{"kind": "holiday"})).Problem(t, 422, "input.invalid"), "/kind")
	s.As("pemohon").Post("/me/absences", in).Want(t, 403)

	path := "/me/absences/" + made.String(t, "id")
	s.As("kadis").Get(path).Want(t, 404)
	s.As("kadis").Post(path+"/cancel", nil, made.IfMatch()).Want(t, 404)
	teknis.Get("/me/absences/x").Want(t, 404)
	teknis.Post(path+"/cancel", nil).Want(t, 428)
	cancelled := teknis.Post(path+"/cancel", nil, teknis.Get(path).Want(t, 200).IfMatch()).Want(t, 200)
	require.Equal(t, "ended", cancelled.String(t, "state"))
	teknis.Post(path+"/cancel", nil, made.IfMatch()).Want(t, 412)
	teknis.Post(path+"/cancel", nil, cancelled.IfMatch()).Problem(t, 409, "absence.ended")
	teknis.Post("/me/absences", in).Want(t, 201)
	require.Len(t, teknis.Get("/me/absences").Want(t, 200).Value(t, "items"), 2)
}
