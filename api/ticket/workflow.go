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

func stepRef(s catalogue.Step) StepRef {
	return StepRef{Key: s.Key, Name: s.Name, Role: s.Actor.Role, Unit: s.Actor.Unit}
}
