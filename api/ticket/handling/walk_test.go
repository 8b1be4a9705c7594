package handling_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/apitest"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// staff gives every role of every unit to somebody, and tells who.
func (o *office) staff(t *testing.T) map[catalogue.Actor]string {
	t.Helper()
	worker := map[catalogue.Actor]string{
		{Role: "applicant"}: "pemohon", {Role: "front_office"}: "loket", {Role: "head"}: "kadis", {Role: "verifier"}: "verifikator", {Role: "ppid"}: "ppid",
		{Role: "division_head", Unit: "aptika"}: "kabid.aptika", {Role: "technical", Unit: "aptika"}: "teknis.aptika",
		{Role: "division_head", Unit: "sandi"}: "kabid.sandi", {Role: "technical", Unit: "sandi"}: "teknis.sandi",
	}
	for _, unit := range []string{"statistik", "ikp", "sekretariat"} {
		for _, role := range []auth.Role{auth.DivisionHead, auth.Technical} {
			name := string(role[:2]) + "." + unit
			o.Account(name, "Dinas Kesehatan", false, auth.Assignment{Role: role, Unit: unit})
			o.people[name] = o.As(name)
			worker[catalogue.Actor{Role: string(role), Unit: unit}] = name
		}
	}
	return worker
}

// Every service – S1 to S8 and P2 among them – is driven from submission to its
// letter by the people of its steps, as its definition says what each does.
//
// Unwatched: one caller asks one thing after the other.
func TestEveryServiceIsDrivenFromSubmissionToItsLetter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	worker := o.staff(t)
	services, err := o.Catalogue.List(context.Background(), catalogue.Filter{})
	require.NoError(t, err)
	driven := map[string]bool{}
	for _, service := range services {
		if service.Channel == catalogue.External {
			continue
		}
		number := o.people["pemohon"].PostForm("/tickets", apitest.Submission(t, service.Code, service.Name)).Want(t, http.StatusCreated).String(t, "number")
		dispositions := 0
		for i, step := range service.Steps {
			now := o.people["kadis"].Get("/tickets/"+number).Want(t, http.StatusOK)
			require.Equal(t, step.Key, now.String(t, "step.key"), service.Code)
			require.Equal(t, step.Actor.Role, now.String(t, "holder.role"), "%s %s", service.Code, step.Key)
			who := worker[step.Actor]
			require.NotEmpty(t, who, "%s %s: nobody can hold that", service.Code, step.Key)
			if step.Actor.Role == "applicant" {
				require.Equal(t, "applicant", now.String(t, "waiting_for"))
				o.do(t, who, number, "confirm")
				continue
			}
			o.do(t, who, number, "take-up")
			o.leaveResult(t, who, number, step)
			switch {
			case i == len(service.Steps)-1:
				o.do(t, who, number, "complete")
			case step.Kind == catalogue.Disposition && service.Steps[i+1].Actor != step.Actor:
				dispositions++
				o.people[who].Act(t, number, "dispositions", map[string]any{"to": service.Steps[i+1].Actor, "instructions": []string{"follow_up"}, "urgency": "normal"}).Want(t, http.StatusOK)
			default:
				o.do(t, who, number, "forward")
			}
		}
		seen := o.people["pemohon"].Get("/tickets/"+number).Want(t, http.StatusOK)
		require.Equal(t, "done", seen.String(t, "status"), service.Code)
		letter := o.people["pemohon"].Get("/attachments/"+seen.String(t, "result_letter.id")+"/content").Want(t, http.StatusOK)
		require.Equal(t, o.letter, letter.Body, service.Code)
		list := o.people["kadis"].Get("/tickets/"+number+"/dispositions").Want(t, http.StatusOK)
		require.Len(t, list.Value(t, "items"), dispositions, service.Code)
		require.Equal(t, "%PDF", string(o.people["kadis"].Get("/tickets/"+number+"/documents/disposition-sheet.pdf").Want(t, http.StatusOK).Body[:4]))
		driven[service.Code] = true
	}
	for _, code := range []string{
		"informasi-publik", "pengaduan", "data-statistik", "rekomendasi-statistik", "virtual-meeting", "subdomain", "hosting", "insiden-siber", "tte", "pse",
	} {
		require.True(t, driven[code], "%s: S1 to S8 and P2 are walked", code)
	}
}

// leaveResult does what the step must leave behind, once it is refused to go on
// without.
func (o *office) leaveResult(t *testing.T, who, number string, step catalogue.Step) {
	t.Helper()
	if step.Result == nil {
		return
	}
	if step.Result.Kind == catalogue.NoteResult {
		apitest.Pointers(t, o.people[who].Act(t, number, "forward", map[string]any{}).Problem(t, http.StatusUnprocessableEntity, "input.invalid"), "/note")
		return
	}
	o.people[who].Act(t, number, "forward", map[string]any{"note": "Lanjut."}).Problem(t, http.StatusConflict, "ticket.result_missing")
	if step.Result.Kind == catalogue.WaitResult {
		o.do(t, who, number, "external-waits")
		o.do(t, who, number, "resume")
		return
	}
	o.people[who].PostForm("/tickets/"+number+"/attachments", apitest.NewForm().Field("kind", string(step.Result.Kind)).File("file", "hasil.pdf", o.letter)).Want(t, http.StatusCreated)
}
