package user

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// DelegationInput appoints a deputy.
type DelegationInput struct {
	PrincipalID string     `json:"principal_id,omitempty" validate:"omitempty,uuid"` // left out: the caller
	DeputyID    string     `json:"deputy_id" validate:"required,uuid"`
	Role        auth.Role  `json:"role" validate:"required,max=40" example:"division_head"`
	Unit        string     `json:"unit,omitempty" validate:"max=40" example:"aptika"`
	Kind        DeputyKind `json:"kind" validate:"required,oneof=plt plh" enums:"plt,plh"`
	Reason      string     `json:"reason" validate:"required,notblank,max=1000" example:"Cuti tahunan"`
	Decree      string     `json:"decree" validate:"required,notblank,max=160" example:"800.1.11.1/12/DKISP/2026"`
	From        string     `json:"from" validate:"required,datetime=2006-01-02" format:"date" example:"2026-01-12"`
	Until       string     `json:"until" validate:"required,datetime=2006-01-02" format:"date" example:"2026-01-16"` // the last day
} // @name DelegationInput

// @Summary	Appoint a deputy
// @Description	Hands one role to another person between two dates (Plt/Plh): the holder of the role does it themselves, or an admin for anybody. Refused are oneself, a second deputy for the same role and days, a deputy who is away, and chains.
// @Tags	delegations
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	DelegationInput	true	"who acts for whom, as what, until when"
// @Success	201	{object}	Delegation
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/delegations [post]
func (h *deputyHandlers) delegate(c echo.Context) error {
	in, err := web.Bind[DelegationInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Delegate(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/delegations/"+d.ID)
	return web.Tagged(c, http.StatusCreated, d.Version, d)
}

// Delegate hands a role to a deputy for some days.
func (s *Deputies) Delegate(ctx context.Context, actor auth.Actor, in DelegationInput) (Delegation, error) {
	if in.PrincipalID == "" {
		in.PrincipalID = actor.ID
	}
	switch {
	case in.PrincipalID != actor.ID && !actor.Is(auth.Admin):
		return Delegation{}, errNotYours
	case in.PrincipalID == in.DeputyID:
		return Delegation{}, apperr.BadField("/deputy_id", "delegation.self", "Pilih orang lain sebagai pengganti.", "Choose somebody else as the deputy.")
	case !in.Role.Grants(auth.TakeUpTicket):
		return Delegation{}, apperr.BadField("/role", "delegation.role",
			"Peran ini tidak dapat didelegasikan; hanya peran yang menangani permohonan.", "This role cannot be delegated; only roles that handle requests can.")
	}
	var made Delegation
	err := s.changes.Do(ctx, s.author(actor, in.PrincipalID), func(tx *change.Tx) error {
		starts, ends, err := Period{in.From, in.Until}.instants(tx.Now, s.zone)
		if err != nil {
			return err
		}
		if err := lockAccounts(tx.DB, in.PrincipalID, in.DeputyID); err != nil { // or two at once would overlap
			return err
		}
		if err := s.checkPeople(ctx, tx, in); err != nil {
			return err
		}
		if err := s.checkCalendar(tx, in, starts, ends); err != nil {
			return err
		}
		r := delegationRow{
			ID: tx.NewID(), PrincipalID: in.PrincipalID, DeputyID: in.DeputyID, Role: string(in.Role), Unit: in.Unit, Kind: in.Kind,
			Reason: in.Reason, Decree: in.Decree, StartsAt: starts, EndsAt: ends, MeantUntil: ends, Version: 1, CreatedAt: tx.Now,
		}
		if err := tx.Create(&r).Error; err != nil {
			return err
		}
		if r, err = s.store.delegation(ctx, tx.DB, actor, r.ID); err != nil {
			return err
		}
		made = s.show(r, actor, tx.Now)
		return tx.Record(change.Event{Type: "delegation_made", Kind: "delegation", ObjectID: r.ID, Data: made, Internal: true})
	})
	return made, err
}

// checkPeople refuses a principal who does not hold the role, and a deputy who
// is not of the office.
func (s *Deputies) checkPeople(ctx context.Context, tx *change.Tx, in DelegationInput) error {
	principal, err := s.store.find(ctx, tx.DB, in.PrincipalID)
	if err != nil && !errors.Is(err, web.ErrNotFound) {
		return err
	}
	if err != nil {
		return apperr.BadField("/principal_id", "user.unknown", "Orang ini tidak dikenal.", "This person is not known.").Because(err)
	}
	if !slices.Contains(principal.Roles, auth.Assignment{Role: in.Role, Unit: in.Unit}) {
		return apperr.BadField("/role", "delegation.role_not_held",
			"Peran ini tidak dipegang orang tersebut atas namanya sendiri. Peran yang sedang didelegasikan kepadanya tidak dapat didelegasikan lagi.",
			"This person does not hold that role in their own right. A role that was delegated to them cannot be delegated on.")
	}
	deputy, err := s.store.find(ctx, tx.DB, in.DeputyID)
	if err != nil && !errors.Is(err, web.ErrNotFound) {
		return err
	}
	if err != nil || deputy.DisabledAt != nil || !slices.ContainsFunc(deputy.Roles, func(a auth.Assignment) bool { return a.Role.Grants(auth.TakeUpTicket) }) {
		return apperr.BadField("/deputy_id", "delegation.deputy", "Pengganti harus petugas dinas ini dengan akun yang aktif.", "The deputy must be an officer of this office with an active account.").Because(err)
	}
	return nil
}

// checkCalendar refuses a second deputy for the same days, a chain, and a deputy
// who is away.
func (s *Deputies) checkCalendar(tx *change.Tx, in DelegationInput, starts, ends time.Time) error {
	others, err := delegationsBetween(tx.DB, starts, ends, in.PrincipalID, in.DeputyID)
	if err != nil {
		return err
	}
	for _, o := range others {
		days := periodOf(o.StartsAt, o.EndsAt, s.zone)
		switch {
		case o.PrincipalID == in.PrincipalID && o.Role == string(in.Role) && o.Unit == in.Unit:
			return apperr.New(apperr.Conflict, "delegation.overlap",
				fmt.Sprintf("Peran ini sudah didelegasikan kepada %s dari %s sampai %s. Akhiri dahulu delegasi itu, atau pilih hari lain.", o.DeputyName, days.From, days.Until),
				fmt.Sprintf("This role is delegated to %s from %s to %s. End that delegation first, or choose other days.", o.DeputyName, days.From, days.Until))
		case o.PrincipalID == in.DeputyID:
			return apperr.New(apperr.Conflict, "delegation.chain",
				fmt.Sprintf("%s sendiri digantikan oleh %s dari %s sampai %s. Pilih pengganti lain.", o.PrincipalName, o.DeputyName, days.From, days.Until),
				fmt.Sprintf("%s is replaced by %s from %s to %s. Choose another deputy.", o.PrincipalName, o.DeputyName, days.From, days.Until))
		case o.DeputyID == in.PrincipalID:
			return apperr.New(apperr.Conflict, "delegation.chain",
				fmt.Sprintf("%s menggantikan %s dari %s sampai %s. Akhiri dahulu delegasi itu.", o.DeputyName, o.PrincipalName, days.From, days.Until),
				fmt.Sprintf("%s stands in for %s from %s to %s. End that delegation first.", o.DeputyName, o.PrincipalName, days.From, days.Until))
		}
	}
	away, err := absencesBetween(tx.DB, starts, ends, in.DeputyID)
	if err == nil && len(away) > 0 {
		days := periodOf(away[0].StartsAt, away[0].EndsAt, s.zone)
		err = apperr.BadField("/deputy_id", "delegation.deputy_absent",
			fmt.Sprintf("Orang ini tidak masuk dari %s sampai %s. Pilih pengganti lain.", days.From, days.Until),
			fmt.Sprintf("This person is away from %s to %s. Choose another deputy.", days.From, days.Until))
	}
	return err
}

// Colleague is an officer who can act for another.
type Colleague struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Position    string            `json:"position"`
	Roles       []auth.Assignment `json:"roles"`        // office roles held in their own right
	AbsentUntil *string           `json:"absent_until"` // the last day of a running absence; null: present
} // @name Colleague

// @Summary	List colleagues
// @Description	The active officers, from whom a deputy is chosen.
// @Tags	delegations
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	false	"part of the name or position"	maxlength(200)
// @Param	sort	query	string	false	"name, - for descending"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Colleague]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/colleagues [get]
func (h *deputyHandlers) colleagues(c echo.Context) error {
	page, err := web.ReadPage(c, "name")
	if err != nil {
		return err
	}
	in := struct {
		Query string `json:"q" validate:"max=200"`
	}{c.QueryParam("q")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	list, err := h.service.Colleagues(c.Request().Context(), in.Query, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// Colleagues returns a page of the active officers.
func (s *Deputies) Colleagues(ctx context.Context, query string, page web.Page) (web.List[Colleague], error) {
	users, err := s.store.officers(ctx, query, page)
	if err != nil {
		return web.List[Colleague]{}, err
	}
	list := web.List[Colleague]{Items: []Colleague{}}
	if len(users) > page.Limit {
		users = users[:page.Limit]
		last := users[page.Limit-1]
		list.NextCursor = page.Next(last.Name, last.ID)
	}
	now := s.clock.Now()
	away, err := s.store.absentAt(ctx, now)
	if err != nil {
		return list, err
	}
	for _, u := range users {
		c := Colleague{ID: u.ID, Name: u.Name, Position: u.Position, Roles: []auth.Assignment{}}
		for _, r := range u.Roles {
			if r.Role.Grants(auth.TakeUpTicket) {
				c.Roles = append(c.Roles, r)
			}
		}
		if ends, ok := away[u.ID]; ok {
			day := periodOf(now, ends, s.zone).Until
			c.AbsentUntil = &day
		}
		list.Items = append(list.Items, c)
	}
	return list, nil
}
