package catalogue_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// TestStepsThatNobodyCouldWalkAreRefused changes steps that are right in one
// way each and names what must be found, and where.
func TestStepsThatNobodyCouldWalkAreRefused(t *testing.T) {
	t.Parallel()
	service, err := catalogue.NewService(&db.DB{}, nil, clock.System{}, nil)
	require.NoError(t, err)
	definition := shippedDefinitions(t)["email"]
	type steps = []catalogue.Step
	head, technical := catalogue.Actor{Role: "head"}, catalogue.Actor{Role: "technical", Unit: "aptika"}
	applicant := catalogue.Actor{Role: catalogue.ToApplicant}
	right := func() steps {
		return steps{
			{Key: "loket", Name: "Penerimaan", Kind: catalogue.Intake, Actor: catalogue.Actor{Role: "front_office"}},
			{Key: "kepala", Name: "Disposisi", Kind: catalogue.Disposition, Actor: head},
			{Key: "kerja", Name: "Pengerjaan", Kind: catalogue.Work, Actor: technical},
			{Key: "periksa", Name: "Pemeriksaan", Kind: catalogue.Verification, Actor: catalogue.Actor{Role: "division_head", Unit: "aptika"}},
		}
	}
	branch := func(on catalogue.BranchKind, to string) []catalogue.Branch {
		return []catalogue.Branch{{On: on, To: to}}
	}
	purposes := func(of ...catalogue.Purpose) func(steps) steps {
		return func(s steps) steps {
			s = steps{s[0], s[2], s[1], s[3]}
			s[2].Kind, s[3].Kind = catalogue.Approval, catalogue.AtExternal
			for i, p := range of {
				s[i+1].Purpose = p
			}
			return s
		}
	}
	for name, c := range map[string]struct {
		change func(steps) steps
		faults []string
	}{
		"steps from the first to the last": {func(s steps) steps { return s }, nil},
		"a loop that can be left": {func(s steps) steps {
			s[3].Branches = branch(catalogue.VerificationFailed, "kerja")
			return s
		}, nil},
		"back to the applicant, and to another body with the clock standing": {func(s steps) steps {
			s[0].Branches = branch(catalogue.Incomplete, catalogue.ToApplicant)
			s[2].Branches, s[2].StopsClock = branch(catalogue.ByExternal, catalogue.ToExternal), true
			return s
		}, nil},
		"the applicant's own step between the office's": {func(s steps) steps {
			s[1] = catalogue.Step{Key: "aktivasi", Name: "Aktivasi", Kind: catalogue.Work, Actor: applicant}
			return s
		}, nil},
		"a reviewer of another unit": {func(s steps) steps {
			s[2].Reviewers = []catalogue.Actor{head, {Role: "technical", Unit: "statistik"}}
			return s
		}, nil},

		"no step at which a request can be closed": {func(s steps) steps { return s[:2] },
			[]string{"/steps/0/kind workflow.endless", "/steps/1/kind workflow.endless"}},
		"a last step whose actions leave out closing": {func(s steps) steps {
			s[3].Actions = []string{"return"}
			return s
		}, []string{"/steps/3/kind workflow.endless"}},
		"a loop without an exit": {func(s steps) steps {
			s[2].Actions = []string{"forward"}
			s[3].Actions, s[3].Branches = []string{"return"}, branch(catalogue.VerificationFailed, "kerja")
			return s
		}, []string{"/steps/0/kind workflow.endless", "/steps/1/kind workflow.endless", "/steps/2/kind workflow.endless", "/steps/3/kind workflow.endless"}},
		"a step behind one that goes nowhere": {func(s steps) steps {
			s[2].Actions = []string{"complete"}
			return s
		}, []string{"/steps/3/key workflow.unreachable"}},
		"a step that only a branch leads to is reached": {func(s steps) steps {
			s[1].Kind, s[1].Actions, s[1].Branches = catalogue.Verification, []string{"complete"}, branch(catalogue.VerificationFailed, "periksa")
			s[3].Branches = branch(catalogue.VerificationFailed, "kerja")
			return s
		}, nil},

		"a branch to a step that is not there": {func(s steps) steps {
			s[3].Branches = branch(catalogue.VerificationFailed, "ke-mana")
			return s
		}, []string{"/steps/3/branches/0/to branch.unknown"}},
		"a branch to its own step": {func(s steps) steps {
			s[3].Branches = branch(catalogue.VerificationFailed, "periksa")
			return s
		}, []string{"/steps/3/branches/0/to branch.itself"}},
		"a branch to the applicant's own step": {func(s steps) steps {
			s[1] = catalogue.Step{Key: "aktivasi", Name: "Aktivasi", Kind: catalogue.Work, Actor: applicant}
			s[3].Branches = branch(catalogue.VerificationFailed, "aktivasi")
			return s
		}, []string{"/steps/3/branches/0/to branch.target"}},
		"an incomplete request sent to a step": {func(s steps) steps {
			s[2].Branches = branch(catalogue.Incomplete, "loket")
			return s
		}, []string{"/steps/2/branches/0/to branch.target"}},
		"a wait for another body at the applicant": {func(s steps) steps {
			s[2].Branches = branch(catalogue.ByExternal, catalogue.ToApplicant)
			return s
		}, []string{"/steps/2/branches/0/to branch.target"}},
		"two branches of one kind": {func(s steps) steps {
			s[3].Branches = append(branch(catalogue.VerificationFailed, "kerja"), branch(catalogue.VerificationFailed, "loket")...)
			return s
		}, []string{"/steps/3/branches/1/on branch.duplicate"}},

		"the applicant first": {func(s steps) steps {
			s[0].Actor, s[0].Kind = applicant, catalogue.Work
			return s
		}, []string{"/steps/0/actor/role step.applicant_end"}},
		"the applicant last": {func(s steps) steps {
			s[3].Actor = applicant
			return s
		}, []string{"/steps/3/actor/role step.applicant_end", "/steps/3/kind step.applicant_kind", "/steps/3/kind workflow.endless"}},
		"the applicant twice in a row": {func(s steps) steps {
			s[1].Actor, s[1].Kind, s[2].Actor = applicant, catalogue.Work, applicant
			return s
		}, []string{"/steps/2/actor/role step.applicant_twice"}},
		"the applicant with a result to show": {func(s steps) steps {
			s[2].Actor, s[2].Result = applicant, &catalogue.Result{Kind: catalogue.NoteResult}
			return s
		}, []string{"/steps/2/kind step.applicant_kind"}},

		"a reviewer who works at the step": {func(s steps) steps {
			s[2].Reviewers = []catalogue.Actor{technical}
			return s
		}, []string{"/steps/2/reviewers/0 step.reviewer"}},
		"a reviewer named twice": {func(s steps) steps {
			s[2].Reviewers = []catalogue.Actor{head, head}
			return s
		}, []string{"/steps/2/reviewers/1 step.reviewer"}},
		"the applicant as a reviewer": {func(s steps) steps {
			s[2].Reviewers = []catalogue.Actor{applicant}
			return s
		}, []string{"/steps/2/reviewers/0 step.reviewer"}},
		"a reviewer without a unit, and one of no role": {func(s steps) steps {
			s[2].Reviewers = []catalogue.Actor{{Role: "division_head"}, {Role: "auditor"}}
			return s
		}, []string{"/steps/2/reviewers/0/unit role.unit", "/steps/2/reviewers/1/role role.unknown"}},

		"a key twice, and keys that mean a branch's end": {func(s steps) steps {
			s[1].Key, s[2].Key, s[3].Key = "loket", catalogue.ToApplicant, catalogue.ToExternal
			return s
		}, []string{"/steps/1/key step.duplicate", "/steps/2/key step.duplicate", "/steps/3/key step.duplicate"}},
		"a unit where the role has none": {func(s steps) steps {
			s[1].Actor.Unit = "aptika"
			return s
		}, []string{"/steps/1/actor/unit role.unit"}},
		"a duration of nothing": {func(s steps) steps {
			s[2].Duration = &calendar.Limit{Basis: calendar.WorkingDays}
			return s
		}, []string{"/steps/2/duration calendar.limit"}},
		"a clock that stands with nobody waited for": {func(s steps) steps {
			s[2].StopsClock = true
			return s
		}, []string{"/steps/2/stops_clock step.stops_clock"}},
		"the purposes of an SPBE proposal, in their order": {purposes("study", "verdict", "ministry"), nil},
		"a purpose twice": {purposes("study", "verdict", "verdict"), []string{"/steps/3/purpose purpose.duplicate", "/steps/3/actor/role purpose.actor", "/steps purpose.missing"}},
		"purposes out of order, with others working there": {purposes("verdict", "study", "ministry"), []string{"/steps/2/purpose purpose.order", "/steps/1/actor/role purpose.actor", "/steps/2/actor/role purpose.actor"}},
		"one purpose without the others":                   {purposes("study", "", ""), []string{"/steps purpose.missing", "/steps purpose.missing"}},
		"a consideration for which nobody waits": {func(s steps) steps {
			s = purposes("study", "verdict", "ministry")(s)
			s[3].Kind = catalogue.Work
			return s
		}, []string{"/steps/3/kind purpose.waits"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := definition
			d.Steps = c.change(right())
			faults := []string{}
			if refusal, ok := errors.AsType[*apperr.Error](service.Check(d)); ok {
				for _, f := range refusal.Fields {
					faults = append(faults, f.Pointer+" "+f.Code)
				}
			}
			require.ElementsMatch(t, c.faults, faults)
		})
	}
}
