package notification

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/riverqueue/river"

	"github.com/dkisp-kaltara/elayanan/api/asset"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/clock"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
	"github.com/dkisp-kaltara/elayanan/pkg/mail"
)

// Notification is one thing that a person was told.
type Notification struct {
	ID     string     `json:"id"`
	Kind   Kind       `json:"kind" enums:"progress,message,work,reminder,delegation"`
	Type   string     `json:"type" example:"disposed"` // of the event; updated where the request is confidential
	At     time.Time  `json:"at"`
	Ticket *TicketRef `json:"ticket"` // null: about no request
	Asset  *auth.Ref  `json:"asset"`  // null: about nothing in the register of assets
	ReadAt *time.Time `json:"read_at"`
} // @name Notification

// TicketRef names a request.
type TicketRef struct {
	Number  string  `json:"number" example:"TKT-20260105-0001"`
	Subject *string `json:"subject"` // null where the request is confidential
} // @name NotificationTicket

// Tickets tells whom a request concerns.
type Tickets interface {
	Concerned(ctx context.Context, id string, named ...ticket.Recipient) (ticket.Concerned, error)
}

// Assets tells whom a delivered thing concerns.
type Assets interface {
	Concerned(ctx context.Context, id string) (asset.Concerned, error)
}

// Sender sends mail; mail.IsPermanent tells which failures are for good.
type Sender interface {
	Send(ctx context.Context, m mail.Message) error
}

// Service tells people what happened.
type Service struct {
	store   store
	changes *change.Recorder
	tickets Tickets
	assets  Assets
	sender  Sender // nil: no mail
	clock   clock.Clock
	url     string
}

// Options are the parts of a Service.
type Options struct {
	DB        *db.DB
	Changes   *change.Recorder
	Tickets   Tickets
	Assets    Assets
	Sender    Sender // nil: nobody is told by mail
	Clock     clock.Clock
	PublicURL string // where links lead
}

// NewService returns a Service.
func NewService(o Options) *Service {
	return &Service{store: store{o.DB.Read}, changes: o.Changes, tickets: o.Tickets, assets: o.Assets, sender: o.Sender, clock: o.Clock, url: o.PublicURL}
}

// AddWorkers registers the jobs of this room.
func AddWorkers(workers *river.Workers, s *Service) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, j *river.Job[Tell]) error { return s.Tell(ctx, j.Args.EventID) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, j *river.Job[Send]) error { return s.Send(ctx, j.Args.MailID) }))
}

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/notifications", Permission: auth.OwnNotifications, Handler: h.list},
		{Method: "GET", Path: "/notifications/summary", Permission: auth.OwnNotifications, Handler: h.summary},
		{Method: "POST", Path: "/notifications/read", Permission: auth.OwnNotifications, Handler: h.read},
		{Method: "GET", Path: "/me/notification-settings", Permission: auth.OwnNotifications, Handler: h.settings},
		{Method: "PUT", Path: "/me/notification-settings", Permission: auth.OwnNotifications, Handler: h.setSettings},
	}
}

// @Summary	List my notifications
// @Description	Newest first. Of a confidential request the number is all that is said.
// @Tags	notifications
// @Produce	json
// @Security	Bearer
// @Param	unread	query	bool	false	"true: only what was not read yet"
// @Param	sort	query	string	false	"at, - for descending; default -at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Notification]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/notifications [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-at")
	if err != nil {
		return err
	}
	in := struct {
		Unread string `json:"unread" validate:"omitempty,oneof=true false"`
	}{c.QueryParam("unread")}
	if err := web.Validate(&in, ""); err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	rows, err := h.service.store.list(ctx, actor.ID, in.Unread == "true", page)
	if err != nil {
		return err
	}
	list := web.List[Notification]{Items: []Notification{}}
	for i, r := range rows {
		if i == page.Limit {
			list.NextCursor = page.Next("", rows[i-1].ID)
			break
		}
		list.Items = append(list.Items, r.view())
	}
	return web.JSON(c, http.StatusOK, list)
}

// Summary is what the bell shows.
type Summary struct {
	Unread int64 `json:"unread"` // at most 100 are counted
} // @name NotificationSummary

// @Summary	Count my unread notifications
// @Description	For a bell that asks now and then: with If-None-Match the answer is 304 as long as nothing has changed.
// @Tags	notifications
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	Summary
// @Success	304	"not changed"
// @Failure	401,403	{object}	web.Problem
// @Router	/notifications/summary [get]
func (h *handlers) summary(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	unread, err := h.service.store.unread(ctx, actor.ID)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, unread, Summary{Unread: unread})
}

// ReadInput says which notifications were read: some, or all up to one.
type ReadInput struct {
	IDs  []string `json:"ids,omitempty" validate:"max=100,dive,uuid"`
	UpTo string   `json:"up_to,omitempty" validate:"omitempty,uuid"` // this one and all before it
} // @name NotificationsRead

// @Summary	Mark notifications as read
// @Description	Some by their ids, or all up to the newest one that was seen. Others' and those read before are left as they are, so it can be repeated.
// @Tags	notifications
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	ReadInput	true	"which"
// @Success	200	{object}	Summary
// @Failure	400,401,403,415,422	{object}	web.Problem
// @Router	/notifications/read [post]
func (h *handlers) read(c echo.Context) error {
	in, err := web.Bind[ReadInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if err := h.service.MarkRead(ctx, actor, in); err != nil {
		return err
	}
	unread, err := h.service.store.unread(ctx, actor.ID)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, Summary{Unread: unread})
}

// MarkRead marks notifications of the actor as read.
func (s *Service) MarkRead(ctx context.Context, actor auth.Actor, in ReadInput) error {
	return s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		n, err := markRead(tx, actor.ID, in)
		if err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "notifications_read", Kind: "user", ObjectID: actor.ID, Data: map[string]int64{"count": n}, Internal: true})
	})
}
