package user

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// DeputyKind is what a deputy is appointed as.
type DeputyKind string

// Kinds of deputies.
const (
	Plt DeputyKind = "plt" // pelaksana tugas: the post is vacant
	Plh DeputyKind = "plh" // pelaksana harian: its holder is away
)

// Delegation is a role that one person holds on behalf of another for some
// days. Both names are recorded and printed (product.md, "People").
type Delegation struct {
	ID             string     `json:"id"`
	Kind           DeputyKind `json:"kind" enums:"plt,plh"`
	Role           auth.Role  `json:"role" example:"division_head"`
	Unit           string     `json:"unit,omitempty" example:"aptika"`
	Principal      auth.Ref   `json:"principal"` // whose role it is
	Deputy         auth.Ref   `json:"deputy"`    // who holds it meanwhile
	Reason         string     `json:"reason"`
	Decree         string     `json:"decree" example:"800.1.11.1/12/DKISP/2026"` // number of the letter of appointment
	Period                    // as it was meant; ended_at says where it ended early
	State          State      `json:"state" enums:"upcoming,running,ended"`
	EndedAt        *time.Time `json:"ended_at"` // null: not ended early
	EndedReason    string     `json:"ended_reason"`
	CreatedAt      time.Time  `json:"created_at"`
	Version        int64      `json:"version"`
	AllowedActions []string   `json:"allowed_actions"` // end
} // @name Delegation

// Deputies keeps who acts for whom, and who is away.
type Deputies struct {
	store   store
	changes *change.Recorder
	clock   clock.Clock
	zone    *time.Location // of the office: days begin and end there
}

// NewDeputies returns a Deputies.
func NewDeputies(d *db.DB, changes *change.Recorder, c clock.Clock, zone *time.Location) *Deputies {
	return &Deputies{store: store{d.Read}, changes: changes, clock: c, zone: zone}
}

type deputyHandlers struct{ service *Deputies }

// DeputyRoutes is the index of delegations and absences.
func DeputyRoutes(s *Deputies) []web.Route {
	h := &deputyHandlers{s}
	return []web.Route{
		{Method: "GET", Path: "/delegations", Permission: auth.ReadDelegations, Handler: h.list},
		{Method: "POST", Path: "/delegations", Permission: auth.ManageDelegation, Handler: h.delegate},
		{Method: "GET", Path: "/delegations/:id", Permission: auth.ReadDelegations, Handler: h.get},
		{Method: "POST", Path: "/delegations/:id/end", Permission: auth.ManageDelegation, Handler: h.end},
		{Method: "GET", Path: "/colleagues", Permission: auth.ManageDelegation, Handler: h.colleagues},
		{Method: "GET", Path: "/me/absences", Permission: auth.OwnAbsence, Handler: h.absences},
		{Method: "POST", Path: "/me/absences", Permission: auth.OwnAbsence, Handler: h.beAbsent},
		{Method: "GET", Path: "/me/absences/:id", Permission: auth.OwnAbsence, Handler: h.absence},
		{Method: "POST", Path: "/me/absences/:id/cancel", Permission: auth.OwnAbsence, Handler: h.cancelAbsence},
	}
}

// @Summary	List delegations
// @Description	Admins, auditors and the head see all; others those in which they are the principal or the deputy.
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	state	query	string	false	"upcoming, running or ended"	Enums(upcoming, running, ended)
// @Param	sort	query	string	false	"starts_at, - for descending; default -starts_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Delegation]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/delegations [get]
func (h *deputyHandlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-starts_at")
	if err != nil {
		return err
	}
	in := struct {
		State string `json:"state" validate:"omitempty,oneof=upcoming running ended"`
	}{c.QueryParam("state")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.List(ctx, actor, State(in.State), page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// List returns a page of the delegations within the actor's scope; in one state
// only, where one is given.
func (s *Deputies) List(ctx context.Context, actor auth.Actor, state State, page web.Page) (web.List[Delegation], error) {
	now := s.clock.Now()
	rows, err := s.store.delegations(ctx, actor, state, page, now)
	if err != nil {
		return web.List[Delegation]{}, err
	}
	list := web.List[Delegation]{Items: []Delegation{}}
	for i, r := range rows {
		if i == page.Limit {
			last := rows[i-1]
			list.NextCursor = page.Next(last.StartsAt.UTC().Format(time.RFC3339Nano), last.ID)
			break
		}
		list.Items = append(list.Items, s.show(r, actor, now))
	}
	return list, nil
}

// @Summary	Read a delegation
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the delegation"
// @Success	200	{object}	Delegation
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/delegations/{id} [get]
func (h *deputyHandlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	r, err := h.service.store.delegation(ctx, h.service.store.read, actor, c.Param("id"))
	if err != nil {
		return err
	}
	d := h.service.show(r, actor, h.service.clock.Now())
	return web.Tagged(c, http.StatusOK, d.Version, d)
}

// show is a delegation as an actor sees it. Its principal and admins may end
// it while it is not over.
func (s *Deputies) show(r delegationRow, actor auth.Actor, now time.Time) Delegation {
	d := Delegation{
		ID: r.ID, Kind: r.Kind, Role: auth.Role(r.Role), Unit: r.Unit, Reason: r.Reason, Decree: r.Decree,
		Principal: auth.Ref{ID: r.PrincipalID, Name: r.PrincipalName}, Deputy: auth.Ref{ID: r.DeputyID, Name: r.DeputyName},
		Period: periodOf(r.StartsAt, r.MeantUntil, s.zone), State: stateOf(r.StartsAt, r.EndsAt, now), EndedAt: r.EndedAt, EndedReason: r.EndedReason,
		CreatedAt: r.CreatedAt, Version: r.Version, AllowedActions: []string{},
	}
	if d.State != Ended && (actor.Is(auth.Admin) || actor.ID == r.PrincipalID) {
		d.AllowedActions = append(d.AllowedActions, "end")
	}
	return d
}

// EndInput says why a delegation or absence is over before its last day.
type EndInput struct {
	Reason string `json:"reason" validate:"required,notblank,max=1000" example:"Sudah kembali bertugas."`
} // @name EndInput

// @Summary	End a delegation early
// @Description	Its principal or an admin ends it; the deputy's next request no longer has the role. It stays in the list.
// @Tags	delegations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the delegation"
// @Param	If-Match	header	string	true	"ETag of the delegation"
// @Param	body	body	EndInput	true	"why"
// @Success	200	{object}	Delegation
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/delegations/{id}/end [post]
func (h *deputyHandlers) end(c echo.Context) error {
	version, in, err := web.BindEdit[EndInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.End(ctx, actor, c.Param("id"), version, in.Reason)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, d.Version, d)
}

// End ends a delegation before its last day.
func (s *Deputies) End(ctx context.Context, actor auth.Actor, id string, version int64, reason string) (Delegation, error) {
	var ended Delegation
	err := s.changes.Do(ctx, s.author(actor, actor.ID), func(tx *change.Tx) error {
		r, err := s.store.delegation(ctx, tx.DB, actor, id)
		if err != nil {
			return err
		}
		switch {
		case r.Version != version:
			return web.ErrStale
		case !actor.Is(auth.Admin) && actor.ID != r.PrincipalID:
			return errNotYours
		case stateOf(r.StartsAt, r.EndsAt, tx.Now) == Ended:
			return apperr.New(apperr.Conflict, "delegation.ended", "Delegasi ini sudah berakhir.", "This delegation is over.")
		}
		if err := endDelegation(tx.DB, r, tx.Now, reason); err != nil {
			return err
		}
		if r, err = s.store.delegation(ctx, tx.DB, actor, id); err != nil {
			return err
		}
		ended = s.show(r, actor, tx.Now)
		return tx.Record(change.Event{Type: "delegation_ended", Kind: "delegation", ObjectID: id, Data: ended, Internal: true})
	})
	return ended, err
}

// author is who changes what belongs to a person: that person, or an admin.
func (s *Deputies) author(actor auth.Actor, owner string) change.Author {
	if actor.ID != owner || actor.Is(auth.Admin) {
		return actor.As(auth.Assignment{Role: auth.Admin})
	}
	return actor.Self()
}

var errNotYours = apperr.New(apperr.Forbidden, "delegation.not_yours",
	"Anda hanya dapat mendelegasikan, dan mengakhiri delegasi, peran Anda sendiri. Untuk peran orang lain, mintalah kepada admin.",
	"You can delegate, and end the delegation of, your own roles only. For somebody else's, ask an admin.")
