package booking

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Resource is something of the office that can be booked.
type Resource struct {
	ID             string   `json:"id" gorm:"column:id;primaryKey"`
	Kind           string   `json:"kind" gorm:"column:kind" enums:"room,account,crew,equipment"`
	Name           string   `json:"name" gorm:"column:name" example:"Ruang command center"`
	Note           string   `json:"note" gorm:"column:note"`
	Buffer         int      `json:"buffer_minutes" gorm:"column:buffer_minutes" example:"30"` // between two bookings
	Closed         bool     `json:"closed" gorm:"column:closed"`                              // takes no new bookings
	Version        int64    `json:"version" gorm:"column:version"`
	AllowedActions []string `json:"allowed_actions" gorm:"-" enums:"change"`

	CreatedAt time.Time `json:"-" gorm:"column:created_at;autoCreateTime:false"`
	ChangedAt time.Time `json:"-" gorm:"column:changed_at"`
} // @name Resource

// maxBuffer is the greatest pause that a resource can need.
const maxBuffer = 8 * time.Hour

// gap is the time that must lie between two bookings.
func (r Resource) gap() time.Duration { return time.Duration(r.Buffer) * time.Minute }

func (r Resource) seenBy(actor auth.Actor) Resource {
	r.AllowedActions = []string{}
	if actor.Can(auth.ManageResources) {
		r.AllowedActions = append(r.AllowedActions, "change")
	}
	return r
}

// ResourceInput describes a resource. Its kind never changes.
type ResourceInput struct {
	Name   string `json:"name" validate:"required,notblank,max=160" example:"Ruang command center"`
	Note   string `json:"note,omitempty" validate:"max=1000"`
	Buffer int    `json:"buffer_minutes" validate:"min=0,max=480" example:"30"` // between two bookings
	Closed bool   `json:"closed,omitempty"`                                     // takes no new bookings; what is booked stays
} // @name ResourceInput

// NewResource describes a resource that is not there yet.
type NewResource struct {
	Kind string `json:"kind" validate:"required,oneof=room account crew equipment" enums:"room,account,crew,equipment"`
	ResourceInput
} // @name NewResource

// @Summary	List what can be booked
// @Tags	bookings
// @Produce	json
// @Security	Bearer
// @Param	all	query	bool	false	"closed ones too"
// @Success	200	{object}	web.List[Resource]
// @Failure	401,403	{object}	web.Problem
// @Router	/resources [get]
func (h *handlers) resources(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Resources(ctx, c.QueryParam("all") == "true")
	if err != nil {
		return err
	}
	for i, r := range list {
		list[i] = r.seenBy(actor)
	}
	return web.JSON(c, http.StatusOK, web.List[Resource]{Items: list})
}

// Resources returns what can be booked; closed ones too, where all are asked for.
func (s *Service) Resources(ctx context.Context, all bool) ([]Resource, error) {
	return s.store.resources(ctx, all)
}

// @Summary	Make something bookable
// @Tags	bookings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	NewResource	true	"the resource"
// @Success	201	{object}	Resource
// @Failure	400,401,403,409,415,422	{object}	web.Problem
// @Router	/resources [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[NewResource](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	r, err := h.service.Create(ctx, actor, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusCreated, r.Version, r.seenBy(actor))
}

// Create makes something bookable.
func (s *Service) Create(ctx context.Context, actor auth.Actor, in NewResource) (Resource, error) {
	var r Resource
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		r = Resource{ID: tx.NewID(), Kind: in.Kind, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now}
		r.write(in.ResourceInput)
		if err := insert(tx.DB, &r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "resource_created", Kind: "resource", ObjectID: r.ID, Changes: in, Internal: true})
	})
	return r, unlessNamed(err)
}

// write takes over what is described.
func (r *Resource) write(in ResourceInput) {
	r.Name, r.Note, r.Buffer, r.Closed = strings.Join(strings.Fields(in.Name), " "), strings.TrimSpace(in.Note), in.Buffer, in.Closed
}

func unlessNamed(err error) error {
	if db.IsDuplicate(err) {
		return apperr.BadField("/name", "resource.taken", "Sudah ada sumber daya sejenis dengan nama ini. Pakai nama lain, atau buka kembali yang sudah ditutup.",
			"There is a resource of this kind with this name. Use another name, or open the closed one again.").Because(err)
	}
	return err
}

// @Summary	Change what can be booked
// @Description	A closed resource keeps what is booked and takes nothing new. Another pause counts for bookings that are made from now on, and shows which of those that are there come too close.
// @Tags	bookings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the resource"
// @Param	If-Match	header	string	true	"version of the resource, as an entity tag"
// @Param	body	body	ResourceInput	true	"the resource, whole"
// @Success	200	{object}	Resource
// @Failure	400,401,403,404,412,415,422,428	{object}	web.Problem
// @Router	/resources/{id} [put]
func (h *handlers) change(c echo.Context) error {
	version, in, err := web.BindEdit[ResourceInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	r, err := h.service.Change(ctx, actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, r.Version, r.seenBy(actor))
}

// Change writes a resource anew.
func (s *Service) Change(ctx context.Context, actor auth.Actor, id string, version int64, in ResourceInput) (Resource, error) {
	var r Resource
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) (err error) {
		if r, err = find(tx.DB, id); err != nil {
			return err
		}
		if r.Version != version {
			return web.ErrStale
		}
		before := ResourceInput{Name: r.Name, Note: r.Note, Buffer: r.Buffer, Closed: r.Closed}
		r.write(in)
		r.ChangedAt = tx.Now
		if err := update(tx.DB, &r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "resource_changed", Kind: "resource", ObjectID: r.ID, Changes: [2]ResourceInput{before, in}, Internal: true})
	})
	return r, unlessNamed(err)
}

// shipped are the resources that the standard of S5 names: its room, and the
// account that its application comes with.
var shipped = []NewResource{
	{Kind: "room", ResourceInput: ResourceInput{Name: "Ruang command center"}},
	{Kind: "account", ResourceInput: ResourceInput{Name: "Akun Zoom Meeting"}},
}

// Seed writes the shipped resources at the first start.
func (s *Service) Seed(ctx context.Context) error {
	held, err := s.store.resources(ctx, true)
	if err != nil || len(held) > 0 {
		return err
	}
	err = s.changes.Do(ctx, change.System, func(tx *change.Tx) error {
		for _, in := range shipped {
			r := Resource{ID: tx.NewID(), Kind: in.Kind, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now}
			r.write(in.ResourceInput)
			if err := insert(tx.DB, &r); err != nil {
				return err
			}
		}
		return tx.Record(change.Event{Type: "seeded", Kind: "resource", ObjectID: "shipped", Data: map[string]int{"resources": len(shipped)}, Internal: true})
	})
	if db.IsDuplicate(err) { // another instance was quicker
		return nil
	}
	return err
}
