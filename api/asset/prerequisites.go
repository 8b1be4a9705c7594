package asset

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Prerequisite is something that must be had before a service, and whether an
// agency has it.
type Prerequisite struct {
	Text     string              `json:"text"`
	Service  *ticket.ServiceRef  `json:"service"` // which gives it; null: none here does
	Kind     string              `json:"kind"`    // of the asset that fulfils it; empty: the register cannot tell
	Required bool                `json:"required"`
	When     *catalogue.AnswerIs `json:"when"`                              // only for requests that answer so; null: for all
	State    string              `json:"state" enums:"met,missing,unknown"` // unknown: the register cannot tell
	Assets   []Summary           `json:"assets"`                            // with which it is met
} // @name ServicePrerequisite

// @Summary	Read what a service wants to be had first
// @Description	And whether the caller's agency – for the counter, which records for others, the one that is named – has it in the register. Which of them a request answers by "I have it from before this system" it says in `held_before`.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	code	path	string	true	"code of the service"
// @Param	organisation	query	string	false	"id of the agency, only where the caller may read the assets of all; given but empty: of somebody without an agency"
// @Success	200	{object}	web.List[Prerequisite]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/service-types/{code}/prerequisites [get]
func (h *handlers) prerequisites(c echo.Context) error {
	in := prerequisiteQuery{Organisation: c.QueryParam("organisation"), Nobody: c.QueryParams().Has("organisation") && c.QueryParam("organisation") == ""}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Prerequisites(ctx, actor, strings.ToLower(c.Param("code")), in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[Prerequisite]{Items: list})
}

type prerequisiteQuery struct {
	Organisation string `json:"organisation" validate:"omitempty,uuid"`
	Nobody       bool   `json:"-"` // of somebody who has no agency
}

// Prerequisites returns those of a service, met or missing for an agency: the
// actor's own, or one whose assets the actor may read.
func (s *Service) Prerequisites(ctx context.Context, actor auth.Actor, code string, in prerequisiteQuery) ([]Prerequisite, error) {
	agency := cmp.Or(in.Organisation, actor.OrganisationID)
	if in.Nobody {
		agency = ""
	}
	if agency != actor.OrganisationID && !actor.Can(auth.ReadNotes) {
		return nil, web.ErrNotFound
	}
	service, err := s.catalogue.Find(ctx, code)
	if err != nil {
		return nil, err
	}
	has, err := owned(s.store.read.WithContext(ctx), agency, prerequisiteKinds(service.Definition))
	if err != nil {
		return nil, err
	}
	c, err := s.charge(ctx, actor)
	if err != nil {
		return nil, err
	}
	list := []Prerequisite{}
	for _, p := range service.Prerequisites {
		v := Prerequisite{Text: p.Text, Kind: p.Asset, Required: p.Required, When: p.When, State: "unknown", Assets: []Summary{}}
		if p.Service != "" {
			giver, err := s.catalogue.Find(ctx, p.Service)
			if err != nil {
				return nil, err
			}
			v.Service = &ticket.ServiceRef{Code: giver.Code, Name: giver.Name}
		}
		for _, a := range has {
			if a.Kind == p.Asset {
				v.Assets = append(v.Assets, a.summary(actor, c))
			}
		}
		if p.Asset != "" {
			v.State = "missing"
		}
		if len(v.Assets) > 0 {
			v.State = "met"
		}
		list = append(list, v)
	}
	return list, nil
}

// TicketAssets is what a request has to do with the register.
type TicketAssets struct {
	Kind       *Kind               `json:"kind"`      // of what it leaves or changes; null: nothing is registered
	Requested  string              `json:"requested"` // the name that it asks for, empty: none
	About      *Asset              `json:"about"`     // the thing that it wants changed; null: it is about a new one
	Wish       string              `json:"wish" enums:",change,extend,retire"`
	Delivered  []Asset             `json:"delivered"` // what it left behind
	HeldBefore []ticket.HeldBefore `json:"held_before"`
	Suggested  map[string]string   `json:"suggested"` // fields of the kind, as far as the request answers them
} // @name TicketAssets

// @Summary	Read what a request has to do with the register
// @Description	What it asks for, what it wants changed, and what it left behind.
// @Tags	assets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	TicketAssets
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/assets [get]
func (h *handlers) ofTicket(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.OfTicket(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

// OfTicket returns what a request within the actor's scope has to do with the
// register.
func (s *Service) OfTicket(ctx context.Context, actor auth.Actor, number string) (TicketAssets, error) {
	v := TicketAssets{Delivered: []Asset{}, HeldBefore: []ticket.HeldBefore{}, Suggested: map[string]string{}}
	t, err := s.tickets.Get(ctx, actor, number)
	if err != nil {
		return v, err
	}
	d, err := s.tickets.Definition(ctx, actor, number)
	if err != nil {
		return v, err
	}
	g := s.store.read.WithContext(ctx)
	id, err := ticketID(g, number)
	if err != nil {
		return v, err
	}
	entry, _, err := requestOf(g, id)
	if err != nil {
		return v, err
	}
	v.Requested, v.Wish = entry.Name, entry.Wish
	v.HeldBefore = append(v.HeldBefore, entry.HeldBefore...)
	code := d.Delivers
	if entry.AssetID != nil {
		about, err := s.store.find(ctx, s.store.read, officeReader, *entry.AssetID)
		if err != nil {
			return v, err
		}
		shown, err := s.view(ctx, about, actor)
		if err != nil {
			return v, err
		}
		v.About, code = &shown, about.Kind
	}
	if kind, err := s.kind(ctx, code); err == nil {
		v.Kind = &kind
		for key, text := range texts(t.Answers) {
			if kind.field(key) != nil {
				v.Suggested[key] = text
			}
		}
	} else if ignoreUnknown(err) != nil {
		return v, err
	}
	left, err := s.store.list(ctx, officeReader, Filter{Ticket: number}, web.Page{Limit: 100, Sort: "created_at"})
	for _, r := range slices.Clip(left) {
		shown, err := s.view(ctx, r, actor)
		if err != nil {
			return v, err
		}
		v.Delivered = append(v.Delivered, shown)
	}
	return v, err
}

// officeReader reads all of the register, where the right to read was asked of
// the request.
var officeReader = auth.Actor{Roles: []auth.Assignment{{Role: auth.Auditor}}}
