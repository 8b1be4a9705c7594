package ticket

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Event is one thing that happened to a request, as one caller sees it.
type Event struct {
	ID    string          `json:"id"`
	Type  string          `json:"type" enums:"submitted,recorded,taken_up,disposed,forwarded,returned,resubmitted,external_wait_started,external_wait_ended,extended,completed,rejected,cancelled,reopened,confirmed,reviewed,disposition_read,disposition_withdrawn,message_posted,note_added,attachment_added,deadline_moved,recused,released,objection_filed,objection_answered,dispute_recorded,due_soon,overdue,escalated,step_due_soon,step_overdue,review_asked,agenda_entered,looked_at,booked,record_corrected,budget_adjusted,milestone_reported"`
	At    time.Time       `json:"at"`
	Actor Actor           `json:"actor"`
	Data  json.RawMessage `json:"data" swaggertype:"object"`
} // @name TicketEvent

// Actor is who did something. Applicants see an officer's role and unit, not
// the name.
type Actor struct {
	ID         *string          `json:"id"`   // null where the caller does not see the person
	Name       *string          `json:"name"` // null where the caller does not see the person
	Role       string           `json:"role" example:"division_head"`
	Unit       string           `json:"unit,omitempty" example:"aptika"`
	OnBehalfOf *auth.OnBehalfOf `json:"on_behalf_of,omitempty"` // for whom they stood in (Plt/Plh)
} // @name EventActor

// @Summary	Read the timeline
// @Description	What happened to the request, oldest first.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Event]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/tickets/{number}/events [get]
func (h *handlers) events(c echo.Context) error {
	page, err := web.ReadPage(c, "at")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.timeline(ctx, actor, c.Param("number"), page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// maxEvents bounds what is read of one request for a document.
const maxEvents = 1000

// Events returns what happened to a request within the actor's scope, oldest
// first; of certain types only, where some are named.
func (s *Service) Events(ctx context.Context, actor auth.Actor, number string, types ...string) ([]Event, error) {
	list, err := s.timeline(ctx, actor, number, web.Page{Limit: maxEvents}, types...)
	return list.Items, err
}

// timeline returns a page of what happened to a request; of certain types only,
// where some are named.
func (s *Service) timeline(ctx context.Context, actor auth.Actor, number string, page web.Page, types ...string) (web.List[Event], error) {
	r, err := s.store.byNumber(ctx, s.store.read, actor, number)
	if err != nil {
		return web.List[Event]{}, err
	}
	after := ""
	if page.After != nil {
		if after = page.After.ID; !ident.Valid(after) {
			return web.List[Event]{}, web.ErrCursor
		}
	}
	rows, err := events(s.store.read.WithContext(ctx), r.ID, actor.Can(auth.ReadNotes), after, page.Limit+1, types...)
	if err != nil {
		return web.List[Event]{}, err
	}
	list := web.List[Event]{Items: []Event{}}
	for _, row := range rows {
		if len(list.Items) == page.Limit {
			list.NextCursor = page.Next("", list.Items[page.Limit-1].ID)
			break
		}
		list.Items = append(list.Items, shown(row, actor))
	}
	return list, nil
}

// shown is an event as the actor may see it. To an applicant, officers are
// roles, and a disposition tells only to whom it went.
func shown(e event, actor auth.Actor) Event {
	v := Event{ID: e.ID, Type: e.Type, At: e.At, Actor: Actor{Role: e.ActorRole, Unit: e.ActorUnit}, Data: e.Data}
	office := actor.Can(auth.ReadNotes)
	if office || e.ActorID == actor.ID || auth.Role(e.ActorRole) == auth.Applicant {
		v.Actor.ID, v.Actor.Name = &e.ActorID, &e.ActorName
		if e.OnBehalfOfID != "" {
			v.Actor.OnBehalfOf = &auth.OnBehalfOf{ID: e.OnBehalfOfID, Name: e.OnBehalfOfName, Kind: e.OnBehalfOfKind}
		}
	}
	if !office && (e.Type == disposed || e.Type == forwarded) {
		var to struct {
			To struct {
				Role string `json:"role"`
				Unit string `json:"unit,omitempty"`
			} `json:"to"`
		}
		_ = json.Unmarshal(e.Data, &to)
		v.Data, _ = json.Marshal(to)
	}
	return v
}
