package handling_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
)

type object = map[string]any

// atTeam brings a request for a subdomain to a person of the technical team.
func atTeam(t *testing.T, s *apitest.Server, subject, person string, confidential bool) string {
	t.Helper()
	number := s.As("pemohon").Submit(t, subject).String(t, "number")
	s.As("loket").Act(t, number, "take-up", object{}).Want(t, 200)
	s.As("loket").Act(t, number, "forward", object{}).Want(t, 200)
	s.As("kadis").Act(t, number, "dispositions", disposition("division_head", "aptika", "", confidential)).Want(t, 200)
	s.As("kabid.aptika").Act(t, number, "dispositions", disposition("technical", "aptika", person, confidential)).Want(t, 200)
	return number
}

func disposition(role, unit, person string, confidential bool) object {
	to := object{"role": role, "unit": unit}
	if person != "" {
		to["user_id"] = person
	}
	return object{"to": to, "instruction": "Tindak lanjuti.", "urgency": "normal", "confidential": confidential}
}

func (f deputyFixture) delegate(principal, deputy, role, unit string) {
	f.t.Helper()
	f.s.As("admin").Post("/delegations", object{
		"principal_id": f.s.Actor(principal).ID, "deputy_id": f.s.Actor(deputy).ID, "role": role, "unit": unit, "kind": "plh",
		"reason": "Cuti", "decree": "800/1", "from": "2026-01-05", "until": "2026-01-31",
	}).Want(f.t, 201)
}

type deputyFixture struct {
	t *testing.T
	s *apitest.Server
}

func TestDeputyReachesWhatTheAbsentPersonHoldsAndBothNamesAreRecorded(t *testing.T) {
	s := apitest.New(t)
	f := deputyFixture{t, s}
	dewi := s.Actor("teknis.aptika").ID
	number := atTeam(t, s, "Dipegang Dewi", dewi, true)
	s.As("verifikator").Get("/tickets/"+number).Want(t, 404)
	f.delegate("teknis.aptika", "verifikator", "technical", "aptika")

	deputy := s.As("verifikator")
	got := deputy.Get("/tickets/"+number).Want(t, 200)
	require.Equal(t, "Lia Kurniasih", got.String(t, "holder.deputy.name"))
	require.Equal(t, "plh", got.String(t, "holder.deputy.kind"))
	require.Len(t, deputy.Get("/tickets?holder=me").Want(t, 200).Value(t, "items"), 1)
	require.Contains(t, got.Value(t, "allowed_actions"), "complete")
	require.Nil(t, s.As("pemohon").Get("/tickets/"+number).Want(t, 200).Value(t, "holder").(object)["deputy"], "applicants see roles, not persons")

	deputy.Act(t, number, "forward", object{"to": object{"role": "division_head", "unit": "aptika"}, "note": "Selesai diperiksa."}).Want(t, 200)
	events := s.As("kadis").Get("/tickets/"+number+"/events?limit=100").Want(t, 200).Value(t, "items").([]any)
	actor := events[len(events)-1].(object)["actor"].(object)
	require.Equal(t, "Lia Kurniasih", actor["name"])
	require.Equal(t, "technical", actor["role"])
	require.Equal(t, object{"id": dewi, "name": "Dewi Lestari, S.T.", "kind": "plh"}, actor["on_behalf_of"])

	s.Clock.Set(time.Date(2026, 1, 31, 16, 0, 0, 0, time.UTC))
	s.As("verifikator").Get("/tickets/"+number).Want(t, 404)
}

func TestColleagueOfTheSameTeamActsForWhomTheyStandInOnly(t *testing.T) {
	s := apitest.New(t)
	f := deputyFixture{t, s}
	colleague := s.Account("rekan", "Dinas Komunikasi, Informatika, Statistik dan Persandian", false, s.Actor("teknis.aptika").Roles...)
	dewi := s.Actor("teknis.aptika").ID
	hers, own := atTeam(t, s, "Dipegang Dewi", dewi, false), atTeam(t, s, "Dipegang rekan", colleague, false)
	back := object{"reason": "Belum lengkap."}
	s.As("rekan").Act(t, hers, "return", back).Want(t, 403)
	f.delegate("teknis.aptika", "rekan", "technical", "aptika")
	for number, behalf := range map[string]bool{hers: true, own: false} {
		s.As("rekan").Act(t, number, "return", back).Want(t, 200)
		events := s.As("kadis").Get("/tickets/"+number+"/events?limit=100").Want(t, 200).Value(t, "items").([]any)
		_, recorded := events[len(events)-1].(object)["actor"].(object)["on_behalf_of"]
		require.Equal(t, behalf, recorded)
	}
}

func TestAbsentPersonGetsNoNewWorkByName(t *testing.T) {
	s := apitest.New(t)
	f := deputyFixture{t, s}
	dewi := s.Actor("teknis.aptika").ID
	number := atTeam(t, s, "Kembali ke Dewi", dewi, false)
	s.As("teknis.aptika").Act(t, number, "return", object{"reason": "Belum lengkap."}).Want(t, 200)
	s.As("teknis.aptika").Post("/me/absences", object{"kind": "leave", "from": "2026-01-05", "until": "2026-01-09"}).Want(t, 201)
	s.As("pemohon").Act(t, number, "resubmit", object{}).Want(t, 200)
	require.Nil(t, s.As("kadis").Get("/tickets/"+number).Want(t, 200).Value(t, "holder").(object)["user"], "it goes to the queue, not to who is away")

	other := s.As("pemohon").Submit(t, "Baru").String(t, "number")
	s.As("loket").Act(t, other, "take-up", object{}).Want(t, 200)
	s.As("loket").Act(t, other, "forward", object{}).Want(t, 200)
	s.As("kadis").Act(t, other, "dispositions", disposition("division_head", "aptika", "", false)).Want(t, 200)
	kabid := s.As("kabid.aptika")
	p := kabid.Act(t, other, "dispositions", disposition("technical", "aptika", dewi, false)).Problem(t, 422, "input.invalid")
	require.Equal(t, "recipient.absent", p.Errors[0].Code)
	require.Contains(t, p.Errors[0].Detail, "9 Januari 2026")
	f.delegate("teknis.aptika", "verifikator", "technical", "aptika")
	p = kabid.Act(t, other, "dispositions", disposition("technical", "aptika", dewi, false)).Problem(t, 422, "input.invalid")
	require.Contains(t, p.Errors[0].Detail, "Lia Kurniasih")
	for _, option := range kabid.Get("/tickets/"+other+"/recipients").Want(t, 200).Value(t, "items").([]any) {
		if option.(object)["role"] != "technical" {
			continue
		}
		users := option.(object)["users"].([]any)
		require.Len(t, users, 2, "the absent person and her deputy")
		require.NotNil(t, users[0].(object)["absent_until"])
		require.Equal(t, "Dewi Lestari, S.T.", users[1].(object)["on_behalf_of"].(object)["name"])
	}
	kabid.Act(t, other, "dispositions", disposition("technical", "aptika", s.Actor("verifikator").ID, false)).Want(t, 200)
}

func TestDisabledPersonLeavesNothingBehind(t *testing.T) {
	s := apitest.New(t)
	dewi := s.Actor("teknis.aptika").ID
	s.Account("rekan", "Dinas Komunikasi, Informatika, Statistik dan Persandian", false, s.Actor("teknis.aptika").Roles...)
	held, mending := atTeam(t, s, "Dipegang", dewi, false), atTeam(t, s, "Diperbaiki", dewi, false)
	s.As("teknis.aptika").Act(t, mending, "return", object{"reason": "Belum lengkap."}).Want(t, 200)
	admin := s.As("admin")
	admin.Post("/users/"+dewi+"/disable", object{"reason": "Pindah"}, admin.Get("/users/"+dewi).Want(t, 200).IfMatch()).Want(t, 200)
	s.As("pemohon").Act(t, mending, "resubmit", object{}).Want(t, 200)
	for _, number := range []string{held, mending} {
		got := s.As("rekan").Get("/tickets/"+number).Want(t, 200)
		require.Nil(t, got.Value(t, "holder").(object)["user"])
		require.Contains(t, got.Value(t, "allowed_actions"), "take-up")
		s.As("rekan").Act(t, number, "take-up", object{}).Want(t, 200)
	}
	require.Contains(t, string(admin.Get("/tickets/"+held+"/events?limit=100").Want(t, 200).Body), `"released"`)
	require.NotContains(t, string(s.As("pemohon").Get("/tickets/"+held+"/events?limit=100").Want(t, 200).Body), `"released"`)
}

func TestWhoStepsBackTouchesTheRequestNoMore(t *testing.T) {
	s := apitest.New(t)
	dewi := s.Actor("teknis.aptika").ID
	s.Account("rekan", "Dinas Komunikasi, Informatika, Statistik dan Persandian", false, s.Actor("teknis.aptika").Roles...)
	open, secret := atTeam(t, s, "Terbuka", dewi, false), atTeam(t, s, "Rahasia", dewi, true)
	why := object{"reason": "Pemohon adalah saudara saya."}
	s.As("rekan").Act(t, open, "recuse", why).Want(t, 403)
	s.As("auditor").Post("/tickets/"+open+"/recuse", why).Want(t, 403)
	s.As("teknis.sandi").Post("/tickets/"+open+"/recuse", why, apitest.Header{"If-Match", `"1"`}).Want(t, 404)
	teknis := s.As("teknis.aptika")
	teknis.Post("/tickets/"+open+"/recuse", why).Want(t, 428)
	teknis.Act(t, open, "recuse", object{"reason": " "}).Want(t, 422)
	for _, number := range []string{open, secret} {
		teknis.Act(t, number, "recuse", why).Want(t, 204)
	}
	teknis.Get("/tickets/"+secret).Want(t, 404)
	got := teknis.Get("/tickets/"+open).Want(t, 200)
	require.Empty(t, got.Value(t, "allowed_actions"))
	teknis.Act(t, open, "take-up", object{}).Want(t, 403)
	teknis.Act(t, open, "recuse", why).Want(t, 403)
	require.Empty(t, teknis.Get("/tickets?holder=me").Want(t, 200).Value(t, "items"))
	require.NotContains(t, string(s.As("pemohon").Get("/tickets/"+open+"/events?limit=100").Want(t, 200).Body), "saudara")

	kabid := s.As("kabid.aptika")
	p := kabid.Act(t, open, "dispositions", disposition("technical", "aptika", dewi, false)).Problem(t, 422, "input.invalid")
	require.Equal(t, "recipient.recused", p.Errors[0].Code)
	s.As("rekan").Act(t, open, "take-up", object{}).Want(t, 200)
	s.As("pemohon").Act(t, open, "cancel", object{"reason": "Batal."}).Want(t, 200)
	s.As("rekan").Act(t, open, "recuse", why).Problem(t, 409, "ticket.not_recusable")
}
