package asset

import (
	"cmp"
	"context"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// charge says in which role an actor looks after which kinds of assets. The
// head and admins look after all; whoever has a unit, after those of the
// services in whose steps the unit has a part; a role without a unit, after
// those in whose steps the role has.
type charge struct {
	all  *auth.Assignment // nil: only some kinds
	some map[string]auth.Assignment
}

// of returns the role in which the actor looks after assets of a kind, or false.
func (c charge) of(kind string) (auth.Assignment, bool) {
	if c.all != nil {
		return *c.all, true
	}
	as, ok := c.some[kind]
	return as, ok
}

// charge returns what the actor looks after.
func (s *Service) charge(ctx context.Context, actor auth.Actor) (charge, error) {
	c := charge{some: map[string]auth.Assignment{}}
	parts := map[string]auth.Assignment{} // by unit or, without one, role
	for _, r := range actor.Roles {
		if !r.Role.Grants(auth.ManageAssets) {
			continue
		}
		if r.Role == auth.Head || r.Role == auth.Admin {
			c.all = &r
			return c, nil
		}
		parts[cmp.Or(r.Unit, string(r.Role))] = r
	}
	if len(parts) == 0 {
		return c, nil
	}
	services, err := s.catalogue.List(ctx, catalogue.Filter{})
	for _, one := range services {
		for _, step := range one.Steps {
			if as, ok := parts[cmp.Or(step.Actor.Unit, step.Actor.Role)]; ok {
				c.add(as, append([]string{one.Delivers}, one.Alters...))
			}
		}
	}
	return c, err
}

// add puts kinds in the charge of a role.
func (c charge) add(as auth.Assignment, kinds []string) {
	for _, kind := range kinds {
		c.some[kind] = as
	}
}

var errOtherUnit = apperr.New(apperr.Forbidden, "asset.other_unit",
	"Aset ini diurus unit lain. Hubungi unit yang menangani layanannya, atau Kepala Dinas.",
	"Another unit looks after this asset. Ask the unit that handles its service, or the head.")
