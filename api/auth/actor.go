package auth

import (
	"context"
	"slices"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Assignment is a role that a person holds; Unit is empty where it is held for
// the whole office.
type Assignment struct {
	Role Role   `json:"role" example:"division_head"`
	Unit string `json:"unit,omitempty" example:"aptika"`
} // @name RoleAssignment

// Deputyship is a role that a person holds on behalf of somebody else, between
// the two instants of a delegation. Deputy is the appointment's kind: plt
// (pelaksana tugas) or plh (pelaksana harian).
type Deputyship struct {
	Assignment
	Principal Ref
	Deputy    string
	Also      bool // the person holds the role in their own right too
}

// Actor is who is asking, as the database knows them at this request: nothing
// of it is taken from a token, so that whatever is revoked is revoked at once.
type Actor struct {
	ID                 string
	Username           string
	Name               string
	OrganisationID     string
	OrganisationName   string
	SeesOrganisation   bool // may read the requests of the whole agency
	MustChangePassword bool
	SecondFactor       bool         // has set one up
	NeedsSecondFactor  bool         // has none, though a role demands it
	Roles              []Assignment // those that they hold on behalf of others included
	DeputyFor          []Deputyship
	SessionID          string
	GuestOf            string    // id of the one request that a guest, who has no account, may see
	Key                *KeyInUse // through which another system acts for the person; nil: they do it themselves
	Address, RequestID string
}

// Can tells whether any of the actor's roles has the permission.
func (a Actor) Can(p web.Permission) bool {
	return slices.ContainsFunc(a.Roles, func(r Assignment) bool { return a.May(r.Role, p) })
}

// May tells whether the actor has the permission in one of their roles: a key
// narrows what the role grants.
func (a Actor) May(role Role, p web.Permission) bool {
	return role.Grants(p) && (a.Key == nil || a.Key.allows(role, p))
}

// Is tells whether the actor holds the role, for whatever unit.
func (a Actor) Is(role Role) bool {
	return slices.ContainsFunc(a.Roles, func(r Assignment) bool { return r.Role == role })
}

// Holds tells whether the actor holds the role for the unit.
func (a Actor) Holds(role Role, unit string) bool {
	return slices.Contains(a.Roles, Assignment{Role: role, Unit: unit})
}

// StandsInFor tells whether the actor is the running deputy of a person in a
// role.
func (a Actor) StandsInFor(principalID string, r Assignment) bool {
	return slices.ContainsFunc(a.DeputyFor, func(d Deputyship) bool { return d.Assignment == r && d.Principal.ID == principalID })
}

// As returns the actor as the author of a change, acting in one of their roles:
// on behalf of its principal, where they hold it as a deputy only.
func (a Actor) As(r Assignment) change.Author { return a.AsFor(r, "") }

// AsFor is As for a change to what a person holds: where the actor is that
// person's deputy, they act on that person's behalf, whatever else they hold.
func (a Actor) AsFor(r Assignment, holderID string) change.Author {
	author := change.Author{ID: a.ID, Name: a.Name, Role: string(r.Role), Unit: r.Unit, Address: a.Address, RequestID: a.RequestID}
	if a.Key != nil {
		author.APIKey = a.Key.label()
	}
	for _, d := range a.DeputyFor {
		theirs := d.Principal.ID == holderID
		if d.Assignment == r && (theirs || (!d.Also && author.OnBehalfOfID == "")) {
			author.OnBehalfOfID, author.OnBehalfOfName, author.OnBehalfOfKind = d.Principal.ID, d.Principal.Name, d.Deputy
			if theirs {
				break
			}
		}
	}
	return author
}

// Self returns the actor as the author of a change to their own account.
func (a Actor) Self() change.Author {
	if len(a.Roles) == 0 {
		return a.As(Assignment{})
	}
	return a.As(a.Roles[0])
}

type actorKey struct{}

// With puts the actor into the context of the request.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From returns the actor of the request. On a route with a permission there
// always is one; on a public route ok tells.
func From(ctx context.Context) (a Actor, ok bool) {
	a, ok = ctx.Value(actorKey{}).(Actor)
	return a, ok
}
