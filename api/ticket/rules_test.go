package ticket

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

var stages = []Stage{AtRest, AtWork, Returned, Outside, OwnStep, Closed}

// Every stage and action, as product.md tells it; an empty stage is a refusal.
func TestStatusTableIsExactlyThis(t *testing.T) {
	want := map[Action][6]Stage{ //  waiting, in progress, returned, with another body, at the applicant's own step, done
		TakeUp:   {AtWork, AtWork, "", "", "", ""},
		Dispose:  {AtWork, AtWork, "", "", "", ""},
		Forward:  {"", AtWork, "", "", "", ""},
		Return:   {Returned, Returned, "", "", "", ""},
		Resubmit: {"", "", AtWork, "", "", ""},
		Wait:     {"", Outside, "", "", "", ""},
		Resume:   {"", "", "", AtWork, AtWork, ""},
		Confirm:  {"", "", "", "", AtWork, ""},
		Extend:   {"", AtWork, "", Outside, "", ""},
		Review:   {"", AtWork, "", "", "", ""},
		Complete: {"", Closed, "", "", "", ""},
		Reject:   {"", Closed, "", "", "", ""},
		Cancel:   {Closed, Closed, Closed, Closed, Closed, ""},
		Reopen:   {"", "", "", "", "", AtWork},
		Reserve:  {"", AtWork, "", Outside, "", ""},
		Recuse:   {AtRest, AtWork, "", "", "", ""},
		Message:  {AtRest, AtWork, Returned, Outside, OwnStep, ""},
		Note:     {AtRest, AtWork, Returned, Outside, OwnStep, Closed},
		Attach:   {AtRest, AtWork, Returned, Outside, OwnStep, ""},
	}
	require.Len(t, want, len(Actions), "an action without a row")
	for _, action := range Actions {
		for i, stage := range stages {
			next, ok := stage.After(action)
			require.Equal(t, want[action][i], next, "%s at %s", action, stage)
			require.Equal(t, want[action][i] != "", ok, "%s at %s", action, stage)
		}
	}
	for stage := range transitions {
		require.Contains(t, stages, stage)
	}
	_, ok := Stage("elsewhere").After(TakeUp)
	require.False(t, ok)
	_, ok = AtWork.After("explode")
	require.False(t, ok)
}

func TestStagesShowTheThreeStatuses(t *testing.T) {
	for stage, status := range map[Stage]Status{AtRest: Waiting, AtWork: InProgress, Returned: InProgress, Outside: InProgress, OwnStep: InProgress, Closed: Done} {
		require.Equal(t, status, stage.Status())
		var r row
		r.enter(stage)
		require.Equal(t, status, r.Status)
		require.Equal(t, stage, r.stage(), "what is stored tells the stage again")
	}
}

const (
	applicantID = "applicant"
	holderID    = "holder"
	otherID     = "somebody else"
)

// after works at the step after the one that a case is about.
var after = auth.Assignment{Role: auth.Verifier}

// pendingAt says whose opinion is still to come at a kind of step, in the cases.
var pendingAt = map[catalogue.StepKind][]auth.Assignment{catalogue.Approval: {{Role: auth.DivisionHead, Unit: "sandi"}}}

// cases generates every stage, kind of step, holder and actor.
func cases(visit func(name string, at situation, actor auth.Actor)) {
	unitOf := map[bool][]string{true: {"aptika", "sandi"}, false: {""}}
	var assignments []auth.Assignment
	for _, role := range auth.Roles {
		for _, unit := range unitOf[role.HasUnit()] {
			assignments = append(assignments, auth.Assignment{Role: role, Unit: unit})
		}
	}
	for _, stage := range stages {
		for kind := range stepActions {
			for _, holder := range assignments {
				for _, held := range []string{"", holderID} {
					at := situation{
						stage: stage, step: catalogue.Step{Kind: kind}, holder: holder, holderID: held, applicantID: applicantID,
						afterwards: after, mayExtend: kind == catalogue.Work, pending: pendingAt[kind],
					}
					for _, as := range assignments {
						for _, id := range []string{applicantID, holderID, otherID} {
							actor := auth.Actor{ID: id, Roles: []auth.Assignment{as}}
							visit(fmt.Sprintf("%s %s, held by %v %q, %v %s", stage, kind, holder, held, as, id), at, actor)
						}
					}
				}
			}
		}
	}
}

func TestNobodyActsBeyondTheirPlace(t *testing.T) {
	n := 0
	cases(func(name string, at situation, actor auth.Actor) {
		n++
		allowed, as := at.allowed(actor), actor.Roles[0]
		holds := as == at.holder && (at.holderID == "" || at.holderID == actor.ID)
		superior := as.Role == auth.Head || (as.Role == auth.DivisionHead && as.Unit == at.holder.Unit)
		for _, action := range Actions {
			got, ok := at.as(actor, action)
			if ok != slices.Contains(allowed, action) {
				t.Fatalf("%s: %s: what is offered and what is accepted differ", name, action)
			}
			if !ok {
				continue
			}
			if _, possible := at.stage.After(action); !possible || got != as {
				t.Fatalf("%s: %s is impossible, or done in a role that the actor does not have", name, action)
			}
			legal := false
			switch as.Role {
			case auth.Auditor:
			case auth.Admin:
				legal = action == Reopen
			case auth.Applicant:
				legal = actor.ID == applicantID && slices.Contains([]Action{Resubmit, Cancel, Confirm, Message, Attach}, action)
			default:
				switch action {
				case Message, Note, Attach:
					legal = true
				case Recuse:
					legal = holds
				case TakeUp:
					legal = at.holderID == "" && (holds || as.Role == auth.Head)
				case Dispose:
					legal = (holds || superior) && (as.Role == auth.Head || as.Role == auth.DivisionHead)
				case Review:
					legal = slices.Contains(at.pending, as)
				case Resume:
					legal = holds || superior
					if at.stage == OwnStep {
						legal = as == after || as.Role == auth.Head
					}
				case Extend:
					legal = (holds || superior) && at.mayExtend
				case Wait:
					legal = (holds || superior) && at.step.Kind == catalogue.AtExternal
				case Forward, Complete:
					legal = (holds || superior) && len(at.pending) == 0
				case Return, Reject:
					legal = holds || superior
				}
				if as.Role == auth.FrontOffice && slices.Contains([]Action{Complete, Reject, Wait, Resume, Extend}, action) {
					legal = false
				}
			}
			if !legal {
				t.Fatalf("%s: %s must not be open", name, action)
			}
		}
	})
	require.Greater(t, n, 10_000)
}

func TestHolderCanAlwaysMoveTheRequest(t *testing.T) {
	cases(func(name string, at situation, actor auth.Actor) {
		as := actor.Roles[0]
		if at.stage != AtWork || as != at.holder || !as.Role.Grants(auth.TakeUpTicket) || (at.holderID != "" && at.holderID != actor.ID) {
			return
		}
		moves := 0
		for _, action := range []Action{Dispose, Forward, Return, Complete, Reject} {
			if _, ok := at.as(actor, action); ok {
				moves++
			}
		}
		if moves == 0 {
			t.Fatalf("%s: stuck", name)
		}
	})
}

func TestDefinitionNarrowsWhatAStepAllows(t *testing.T) {
	holder := auth.Assignment{Role: auth.Technical, Unit: "aptika"}
	actor := auth.Actor{ID: holderID, Roles: []auth.Assignment{holder}}
	at := situation{stage: AtWork, step: catalogue.Step{Kind: catalogue.Work, Actions: []string{"forward"}}, holder: holder, applicantID: applicantID}
	require.Equal(t, []Action{Forward, Recuse, Message, Note, Attach}, at.allowed(actor))
}

func TestPersonWithSeveralRolesActsInTheOneThatFits(t *testing.T) {
	actor := auth.Actor{ID: holderID, Roles: []auth.Assignment{{Role: auth.Applicant}, {Role: auth.DivisionHead, Unit: "ikp"}, {Role: auth.Technical, Unit: "aptika"}}}
	at := situation{stage: AtWork, step: catalogue.Step{Kind: catalogue.Work}, holder: actor.Roles[2], applicantID: applicantID}
	as, ok := at.as(actor, Complete)
	require.True(t, ok)
	require.Equal(t, actor.Roles[2], as)
	_, ok = at.as(actor, Cancel)
	require.False(t, ok, "an applicant, but not of this request")
}

func TestToWhomEachRoleMayPass(t *testing.T) {
	role := func(r auth.Role, unit ...string) auth.Assignment {
		return auth.Assignment{Role: r, Unit: append(unit, "")[0]}
	}
	everybody := []auth.Assignment{
		role(auth.Applicant), role(auth.FrontOffice), role(auth.Head), role(auth.DivisionHead, "aptika"), role(auth.DivisionHead, "sandi"),
		role(auth.Technical, "aptika"), role(auth.Technical, "sandi"), role(auth.Verifier), role(auth.PPID), role(auth.Auditor), role(auth.Admin),
		role(auth.DivisionHead), role(auth.Technical), role(auth.Verifier, "aptika"), role("nobody"),
	}
	aptika, sandi := role(auth.DivisionHead, "aptika"), role(auth.DivisionHead, "sandi")
	teamAptika, teamSandi := role(auth.Technical, "aptika"), role(auth.Technical, "sandi")
	counter, head, verifier, ppid := role(auth.FrontOffice), role(auth.Head), role(auth.Verifier), role(auth.PPID)
	for from, to := range map[auth.Assignment][]auth.Assignment{
		counter:              {head, aptika, sandi, verifier, ppid},
		head:                 {counter, aptika, sandi, teamAptika, teamSandi, verifier, ppid},
		aptika:               {counter, head, sandi, teamAptika, verifier, ppid},
		teamAptika:           {counter, aptika, teamAptika, verifier},
		verifier:             {counter, head, aptika, sandi, teamAptika, teamSandi},
		ppid:                 {counter, head, aptika, sandi},
		role(auth.Applicant): nil,
		role(auth.Auditor):   nil,
		role(auth.Admin):     nil,
	} {
		for _, receiver := range everybody {
			require.Equal(t, slices.Contains(to, receiver), mayPassTo(from, receiver), "%v to %v", from, receiver)
		}
	}
}

func TestNumbersCarryTheDateOfTheOffice(t *testing.T) {
	wita, err := time.LoadLocation("Asia/Makassar")
	require.NoError(t, err)
	for instant, want := range map[time.Time]string{
		time.Date(2026, 1, 5, 15, 59, 59, 999_999_000, time.UTC): "2026-01-05",
		time.Date(2026, 1, 5, 16, 0, 0, 0, time.UTC):             "2026-01-06",
		time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC):           "2026-01-01",
	} {
		require.Equal(t, want, dayOf(instant, wita))
	}
	require.Equal(t, "TKT-20250721-0002", formatNumber("2025-07-21", 2))
	require.Equal(t, "TKT-20250721-9999", formatNumber("2025-07-21", 9999))
	require.Equal(t, "TKT-20250721-10000", formatNumber("2025-07-21", 10000))
}

func TestStopsThatTookNoTimeDoNotCount(t *testing.T) {
	noon := time.Date(2026, 1, 5, 4, 0, 0, 0, time.UTC)
	hour := calendar.Interval{From: noon, To: noon.Add(time.Hour)}
	lasting := calendar.Interval{From: noon}
	stood := account{stops: []Stop{{Interval: calendar.Interval{From: noon, To: noon}}, {Interval: hour}, {Interval: lasting}}}
	require.Equal(t, []calendar.Interval{hour, lasting}, stood.intervals())
}
