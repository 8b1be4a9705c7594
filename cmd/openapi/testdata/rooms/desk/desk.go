// Package desk is a made-up room for the tests of cmd/openapi.
package desk

import (
	"time"

	"github.com/dkisp-kaltara/elayanan/cmd/openapi/testdata/rooms/web"
)

var _ web.Problem

// Colour says how a desk looks.
type Colour string

// Colours.
const (
	Red  Colour = "red"  // like a cherry
	Blue Colour = "blue" // like the sea
)

// Base is what everything in the room has.
type Base struct {
	ID string `json:"id" validate:"required,uuid"`
}

// Desk is a place to work at.
type Desk struct {
	Base
	Zebra   string     `json:"zebra"` // comes before apple in the source
	Apple   string     `json:"apple,omitempty"`
	Pear    int        `json:"pear,omitzero"`
	Made    time.Time  `json:"made"`
	Gone    *time.Time `json:"gone"` // null: still here
	Drawer  *Drawer    `json:"drawer"`
	Spare   *Drawer    `json:"spare,omitempty"`
	Colour  Colour     `json:"colour" enums:"red,blue"`
	Finish  *Colour    `json:"finish" enums:"red,blue"` // null: raw wood
	Level   *string    `json:"level" enums:"high,low"`
	Secret  string     `json:"-"`
	Handles []Drawer   `json:"handles"`
} // @name Desk

// Drawer is a part of a desk.
type Drawer struct {
	// Width is in centimetres,
	// with the handles.
	Width int `json:"width"`
}

// Card is what is in a drawer.
type Card struct {
	Name string `json:"name"`
}

// Order is a wish for a desk.
type Order struct {
	Email  string         `json:"email" validate:"required,email,max=80"`
	Day    string         `json:"day,omitempty" validate:"omitempty,datetime=2006-01-02"`
	Note   string         `json:"note" validate:"max=100"`
	Wishes map[string]any `json:"wishes,omitempty"`
	Sizes  []int          `json:"sizes" validate:"required,min=1,max=3,dive,min=10"`
	Drawer Drawer         `json:"drawer"`
} // @name OrderInput

type handlers struct{}

// @Summary	List desks
// @Tags	desks
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	false	"words"
// @Success	200	{object}	web.List[Desk]
// @Router	/desks [get]
func (handlers) list() {}

// @Summary	Order a desk
// @Tags	desks
// @Accept	json,mpfd
// @Produce	json
// @Security	Bearer
// @Param	body	body	Order	false	"the wish"
// @Param	email	formData	string	true	"whose"
// @Param	wishes	formData	string	false	"as JSON"
// @Param	plan	formData	file	true	"a drawing"
// @Param	photos	formData	[]file	false	"pictures"
// @Param	files[key]	formData	file	false	"more"
// @Success	201	{object}	Desk
// @Failure	409	{object}	web.Problem	"no wood"
// @Failure	422	{object}	web.Problem
// @Router	/desks [post]
func (handlers) order() {}

// @Summary	Read a desk
// @Tags	desks
// @Produce	json
// @Param	id	path	string	true	"which"
// @Success	200	{object}	Desk
// @Success	304	"not changed"
// @Router	/desks/{id} [get]
func (handlers) get() {}

// @Summary	Paint a desk
// @ID	paintDesk
// @Tags	desks
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"which"
// @Param	If-Match	header	string	true	"ETag"
// @Success	200	{object}	Desk
// @Router	/desks/{id}/re-paint [post]
func (handlers) paint() {}

// @Summary	Read the plan
// @Tags	desks
// @Produce	application/pdf
// @Param	id	path	string	true	"which"
// @Success	200	{file}	binary
// @Failure	416	"no such range"
// @Router	/desks/{id}/plan.pdf [get]
func (handlers) plan() {}

// @Summary	Read a card
// @Tags	desks
// @Produce	json
// @Success	200	{object}	Card
// @Router	/card [get]
func (handlers) card() {}
