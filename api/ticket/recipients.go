package ticket

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// RecipientOption is somebody to whom the caller may pass a request: a role,
// or one of its people.
type RecipientOption struct {
	Role  string     `json:"role" example:"division_head"`
	Unit  *UnitRef   `json:"unit"` // null: the role is held for the whole office
	Users []Receiver `json:"users"`
} // @name RecipientOption

// Receiver is a person who may receive a request. Who is away cannot be given
// new work by name; a deputy receives in the place of another.
type Receiver struct {
	auth.Ref
	AbsentUntil *time.Time       `json:"absent_until,omitempty"` // away until this instant
	OnBehalfOf  *auth.OnBehalfOf `json:"on_behalf_of,omitempty"` // whose deputy this is
	Recused     bool             `json:"recused,omitempty"`      // stepped back from this request
} // @name Receiver

// UnitRef names a unit.
type UnitRef struct {
	Code string `json:"code" example:"aptika"`
	Name string `json:"name"`
} // @name UnitRef

// @Summary	List to whom the request can be passed
// @Description	The receivers that a disposition or forwarding by the caller may name now. Empty when the caller may do neither.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	web.List[RecipientOption]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/recipients [get]
func (h *handlers) recipients(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Recipients(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[RecipientOption]{Items: list})
}

// Recipients lists to whom the actor may pass a request now.
func (s *Service) Recipients(ctx context.Context, actor auth.Actor, number string) ([]RecipientOption, error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return nil, err
	}
	d, err := s.definition(ctx, r)
	if err != nil {
		return nil, err
	}
	at := s.situationOf(r, d)
	from, ok := at.as(actor, Dispose)
	if !ok {
		if from, ok = at.as(actor, Forward); !ok {
			return []RecipientOption{}, nil
		}
	}
	people, err := s.store.officers(ctx, s.clock.Now())
	if err != nil {
		return nil, err
	}
	units, err := s.store.unitNames(ctx)
	list := []RecipientOption{}
	for _, p := range people {
		if !mayPassTo(from, auth.Assignment{Role: auth.Role(p.Role), Unit: p.Unit}) {
			continue
		}
		n := len(list)
		if n == 0 || list[n-1].Role != p.Role || unitCode(list[n-1].Unit) != p.Unit {
			option := RecipientOption{Role: p.Role, Users: []Receiver{}}
			if p.Unit != "" {
				option.Unit = &UnitRef{Code: p.Unit, Name: units[p.Unit]}
			}
			list = append(list, option)
			n++
		}
		receiver := Receiver{Ref: auth.Ref{ID: p.ID, Name: p.Name}, AbsentUntil: p.AbsentUntil, Recused: at.recusedFrom(p.ID)}
		if p.Kind != "" {
			receiver.OnBehalfOf = &auth.OnBehalfOf{ID: p.PrincipalID, Name: p.PrincipalName, Kind: p.Kind}
		}
		list[n-1].Users = append(list[n-1].Users, receiver)
	}
	return list, err
}

func unitCode(u *UnitRef) string {
	if u == nil {
		return ""
	}
	return u.Code
}
