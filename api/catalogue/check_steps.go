package catalogue

import (
	"slices"
	"strconv"
)

// actorRoles are the roles that can work at a step, and whether they need a
// unit.
var actorRoles = map[string]bool{
	"applicant": false, "front_office": false, "head": false, "division_head": true, "technical": true, "verifier": false, "ppid": false,
}

// closing are the kinds of steps at which a request can be closed.
var closing = []StepKind{Preparation, Verification, Work, AtExternal, Approval, Delivery}

// CanClose tells whether a request can be completed at the step.
func (s Step) CanClose() bool {
	if s.Actor.Role == ToApplicant {
		return false
	}
	if len(s.Actions) > 0 {
		return slices.Contains(s.Actions, "complete")
	}
	return slices.Contains(closing, s.Kind)
}

// report names a fault of a definition.
type report func(pointer, code, id, en string)

// checkSteps refuses steps that nobody could walk from the first to an end.
func checkSteps(d Definition, fault report) {
	seen := map[string]bool{ToApplicant: true, ToExternal: true} // targets that are not steps
	for i, step := range d.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if seen[step.Key] {
			fault(at+"/key", "step.duplicate", "Kunci langkah ini sudah dipakai.", "This step's key is taken.")
		}
		seen[step.Key] = true
		checkActor(step.Actor, at+"/actor", fault)
		if step.Duration != nil && step.Duration.Validate() != nil {
			fault(at+"/duration", "calendar.limit", "Lama langkah belum benar.", "The duration is not right.")
		}
		checkOwnStep(d, i, fault)
		if step.StopsClock && step.Kind != AtExternal && step.Branch(ByExternal) == nil {
			fault(at+"/stops_clock", "step.stops_clock", "Jam hanya dapat berhenti pada langkah yang menunggu pihak luar.", "The clock can only stand at a step that waits for another body.")
		}
		checkReviewers(step, at, fault)
		checkBranches(d, i, fault)
	}
	checkPurposes(d, fault)
	checkEnds(d, fault)
}

// recommends is the kind of thing that a service for SPBE proposals delivers.
const recommends = "recommendation"

// checkPurposes refuses steps between which an SPBE proposal would be stuck:
// each purpose belongs to one step, a service that has one of them or delivers
// a recommendation has all, and whoever works there may make its record.
func checkPurposes(d Definition, fault report) {
	var found []Purpose
	for i, step := range d.Steps {
		at := "/steps/" + strconv.Itoa(i)
		switch {
		case step.Purpose == "":
			continue
		case slices.Contains(found, step.Purpose):
			fault(at+"/purpose", "purpose.duplicate", "Kegunaan ini sudah dimiliki langkah lain; hanya satu langkah untuk tiap kegunaan.", "Another step has this purpose; each belongs to one step only.")
		case len(found) > 0 && slices.Index(purposes, step.Purpose) < slices.Index(purposes, found[len(found)-1]):
			fault(at+"/purpose", "purpose.order", "Urutannya: kajian, keputusan dinas, lalu pertimbangan Kementerian.", "The order is: study, verdict of the office, then consideration of the ministry.")
		}
		found = append(found, step.Purpose)
		role := step.Actor.Role
		switch {
		case step.Purpose == ForVerdict && role != "head":
			fault(at+"/actor/role", "purpose.actor", "Keputusan dinas dicatat Kepala Dinas, sehingga langkah ini dikerjakan Kepala Dinas.", "The head records the verdict, so the head works at this step.")
		case step.Purpose != ForVerdict && role != "division_head" && role != "technical":
			fault(at+"/actor/role", "purpose.actor", "Langkah ini dikerjakan kepala bidang atau tim teknis, yang mencatat kajian dan surat Kementerian.", "A division head or technical staff works at this step: they write the study and record the ministry's letters.")
		case step.Purpose == ForMinistry && step.Kind != AtExternal && step.Branch(ByExternal) == nil:
			fault(at+"/kind", "purpose.waits", "Langkah pertimbangan Kementerian menunggu pihak luar: pilih jenis pihak luar atau tambahkan cabangnya.", "The step of the ministry waits for another body: choose that kind, or add that branch.")
		}
	}
	if len(found) == 0 && d.Delivers != recommends {
		return
	}
	for _, p := range purposes {
		if !slices.Contains(found, p) {
			fault("/steps", "purpose.missing", "Layanan rekomendasi SPBE memerlukan langkah untuk "+purposeWords[p][0]+". Pilih kegunaan itu pada salah satu langkah.",
				"A service for SPBE recommendations needs a step for "+purposeWords[p][1]+". Choose that purpose at one of the steps.")
		}
	}
}

// purposeWords name purposes in Indonesian and English.
var purposeWords = map[Purpose][2]string{
	ForStudy: {"kajian teknis", "the technical study"}, ForVerdict: {"keputusan dinas", "the office's verdict"}, ForMinistry: {"pertimbangan Kementerian", "the ministry's consideration"},
}

func checkActor(a Actor, at string, fault report) {
	needsUnit, known := actorRoles[a.Role]
	switch {
	case !known:
		fault(at+"/role", "role.unknown", "Peran ini tidak dapat mengerjakan langkah.", "This role cannot work at a step.")
	case needsUnit != (a.Unit != ""):
		fault(at+"/unit", "role.unit", "Kepala bidang dan tim teknis memerlukan unit; peran lain tidak.", "Division heads and technical staff need a unit; other roles have none.")
	}
}

// checkOwnStep refuses an applicant's step from which the request could not
// come back to the office, or to which it could not go.
func checkOwnStep(d Definition, i int, fault report) {
	step, at := d.Steps[i], "/steps/"+strconv.Itoa(i)
	if step.Actor.Role != ToApplicant {
		return
	}
	if i == 0 || i == len(d.Steps)-1 {
		fault(at+"/actor/role", "step.applicant_end", "Langkah pemohon tidak boleh menjadi langkah pertama atau terakhir: kantor menerima dan menutup permohonan.",
			"The applicant's step cannot be the first or the last: the office receives and closes a request.")
	}
	if i > 0 && d.Steps[i-1].Actor.Role == ToApplicant {
		fault(at+"/actor/role", "step.applicant_twice", "Dua langkah pemohon berturut-turut; gabungkan menjadi satu.", "Two steps of the applicant in a row; make them one.")
	}
	if step.Kind != Work || len(step.Branches)+len(step.Reviewers)+len(step.Actions) > 0 || step.Result != nil {
		fault(at+"/kind", "step.applicant_kind", "Langkah pemohon berjenis pengerjaan, tanpa cabang, penelaah, tindakan, atau hasil wajib.",
			"A step of the applicant is of the kind work, without branches, reviewers, actions or a required result.")
	}
}

func checkReviewers(step Step, at string, fault report) {
	for j, r := range step.Reviewers {
		pointer := at + "/reviewers/" + strconv.Itoa(j)
		checkActor(r, pointer, fault)
		if r.Role == ToApplicant || r == step.Actor || slices.Contains(step.Reviewers[:j], r) {
			fault(pointer, "step.reviewer", "Penelaah adalah peran kantor lain, masing-masing satu kali.", "A reviewer is another role of the office, each named once.")
		}
	}
}

// checkBranches refuses branches that lead nowhere. An incomplete request goes
// to its applicant, a wait to the other body; the others lead to a step.
func checkBranches(d Definition, i int, fault report) {
	step := d.Steps[i]
	for j, b := range step.Branches {
		pointer := "/steps/" + strconv.Itoa(i) + "/branches/" + strconv.Itoa(j)
		if slices.ContainsFunc(step.Branches[:j], func(other Branch) bool { return other.On == b.On }) {
			fault(pointer+"/on", "branch.duplicate", "Langkah ini sudah mempunyai cabang seperti itu.", "The step has such a branch already.")
		}
		fixed := map[BranchKind]string{Incomplete: ToApplicant, ByExternal: ToExternal}[b.On]
		target := d.Step(b.To)
		switch {
		case fixed != "":
			if b.To != fixed {
				fault(pointer+"/to", "branch.target", "Cabang ini menuju "+map[string]string{ToApplicant: "pemohon", ToExternal: "pihak luar"}[fixed]+".", "This branch leads to "+fixed+".")
			}
		case target == nil:
			fault(pointer+"/to", "branch.unknown", "Langkah tujuan cabang ini tidak ada.", "There is no such step to lead to.")
		case b.To == step.Key:
			fault(pointer+"/to", "branch.itself", "Cabang tidak boleh kembali ke langkahnya sendiri.", "A branch must not lead back to its own step.")
		case target.Actor.Role == ToApplicant:
			fault(pointer+"/to", "branch.target", "Cabang menuju langkah kantor, atau kepada pemohon untuk perbaikan.", "A branch leads to a step of the office, or to the applicant for mending.")
		}
	}
}

// checkEnds refuses a step that is never come to, and one from which no step
// is reached that can close a request. Every step but the last leads to the
// next one; a step whose actions leave out forwarding, disposing and completing
// leads nowhere but along its branches.
func checkEnds(d Definition, fault report) {
	leads := make([][]int, len(d.Steps))
	for i, step := range d.Steps {
		if i+1 < len(d.Steps) && step.goesOn() {
			leads[i] = append(leads[i], i+1)
		}
		for _, b := range step.Branches {
			if to := slices.IndexFunc(d.Steps, func(s Step) bool { return s.Key == b.To }); to >= 0 {
				leads[i] = append(leads[i], to)
			}
		}
	}
	ends := func(i int) bool {
		for j, reached := range reachable(leads, i) {
			if reached && d.Steps[j].CanClose() {
				return true
			}
		}
		return false
	}
	reached := reachable(leads, 0)
	for i := range d.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if !reached[i] {
			fault(at+"/key", "workflow.unreachable", "Langkah ini tidak pernah tercapai dari langkah pertama.", "This step is never reached from the first one.")
		} else if !ends(i) {
			fault(at+"/kind", "workflow.endless", "Dari langkah ini permohonan tidak pernah dapat diselesaikan.", "From this step a request can never be closed.")
		}
	}
}

// goesOn tells whether a request can be passed from the step to the next.
func (s Step) goesOn() bool {
	return len(s.Actions) == 0 || slices.Contains(s.Actions, "forward") || slices.Contains(s.Actions, "dispositions")
}

// reachable tells which steps are come to from one of them, itself included.
func reachable(leads [][]int, from int) []bool {
	reached := make([]bool, len(leads))
	for todo := []int{from}; len(todo) > 0; todo = todo[1:] {
		if i := todo[0]; !reached[i] {
			reached[i] = true
			todo = append(todo, leads[i]...)
		}
	}
	return reached
}
