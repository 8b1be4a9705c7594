package ticket

import (
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// actorOf returns who works at a step.
func actorOf(s catalogue.Step) auth.Assignment {
	return auth.Assignment{Role: auth.Role(s.Actor.Role), Unit: s.Actor.Unit}
}

// stepFor tells at which step of the workflow a request stands once it is
// passed to somebody: this step if it is theirs, else the next one whose actor
// they are, else an earlier one (sent back), else the step where it stands. A
// technical team without a step of its own works at the step of its division
// head.
func stepFor(d catalogue.Definition, current string, to auth.Assignment) catalogue.Step {
	at := slices.IndexFunc(d.Steps, func(s catalogue.Step) bool { return s.Key == current })
	order := slices.Concat(d.Steps[at:], d.Steps[:at])
	for _, fits := range []func(catalogue.Step) bool{
		func(s catalogue.Step) bool { return actorOf(s) == to },
		func(s catalogue.Step) bool {
			return to.Role == auth.Technical && actorOf(s) == auth.Assignment{Role: auth.DivisionHead, Unit: to.Unit}
		},
		func(s catalogue.Step) bool {
			return s.Kind == catalogue.Work && auth.Role(s.Actor.Role).HasUnit() && to.Role.HasUnit()
		},
	} {
		if i := slices.IndexFunc(order, fits); i >= 0 {
			return order[i]
		}
	}
	return d.Steps[at]
}

// nextFor returns the step to which a request goes on by itself when it is
// forwarded without a receiver: the next one that is not the applicant's.
func nextFor(d catalogue.Definition, current string) *catalogue.Step {
	for next := d.Next(current); next != nil; next = d.Next(next.Key) {
		if auth.Role(next.Actor.Role) != auth.Applicant {
			return next
		}
	}
	return nil
}

// progress tells how far a request has come along its steps.
func progress(d catalogue.Definition, current string, done bool) []Progress {
	at := slices.IndexFunc(d.Steps, func(s catalogue.Step) bool { return s.Key == current })
	list := make([]Progress, len(d.Steps))
	for i, s := range d.Steps {
		list[i] = Progress{StepRef: stepRef(s), State: "upcoming"}
		switch {
		case i < at || done:
			list[i].State = "done"
		case i == at:
			list[i].State = "current"
		}
	}
	return list
}

func stepRef(s catalogue.Step) StepRef {
	return StepRef{Key: s.Key, Name: s.Name, Role: s.Actor.Role, Unit: s.Actor.Unit}
}
