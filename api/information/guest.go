package information

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// A guest has the same rights as an applicant with an account; the secret code
// of the request makes them its applicant.

// guest finds out whose code came with the request.
func (h *handlers) guest(c echo.Context) (auth.Actor, error) {
	code := c.QueryParam("code")
	if code == "" {
		code = c.Request().Header.Get("X-Ticket-Code")
	}
	from := auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
	actor, err := h.service.tickets.Guest(c.Request().Context(), from, c.Param("number"), code)
	actor.Address, actor.RequestID = from.Address, from.RequestID
	return actor, err
}

// @Summary	Read one's information request without an account
// @Description	What may be done now and until when (`rights`), and objections.
// @Tags	public
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code; or in the header X-Ticket-Code, which no log keeps"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Success	200	{object}	Request
// @Success	304	"not changed"
// @Failure	404,429	{object}	web.Problem
// @Router	/public/information-requests/{number} [get]
func (h *handlers) guestGet(c echo.Context) error {
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	v, err := h.service.Get(c.Request().Context(), actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// @Summary	Object without an account
// @Description	With an `Idempotency-Key` a repeated objection is answered like the first and filed once.
// @Tags	public
// @Accept	json
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	code	query	string	false	"the secret code"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Param	Idempotency-Key	header	string	false	"at most 100 characters, one's own for each objection"
// @Param	body	body	ObjectionInput	true	"the objection"
// @Success	201	{object}	Request
// @Failure	400,404,409,415,422,429	{object}	web.Problem
// @Router	/public/information-requests/{number}/objections [post]
func (h *handlers) guestObject(c echo.Context) error {
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	in, err := web.Bind[ObjectionInput](c)
	if err != nil {
		return err
	}
	key, err := ticket.IdempotencyKey(c, []any{c.Param("number"), in}, nil)
	if err != nil {
		return err
	}
	if key.Value != "" {
		key.Value = actor.GuestOf + ":" + key.Value // guests share the author that keys are kept under
	}
	v, replayed, err := h.service.Object(c.Request().Context(), actor, c.Param("number"), in, key)
	if err != nil {
		return err
	}
	if replayed {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/public/information-requests/"+v.Number)
	return web.Tagged(c, http.StatusCreated, v.Version, v)
}

// @Summary	Record a dispute without an account
// @Tags	public
// @Accept	json
// @Produce	json
// @Param	number	path	string	true	"number of the request"
// @Param	id	path	string	true	"id of the objection"
// @Param	code	query	string	false	"the secret code"
// @Param	X-Ticket-Code	header	string	false	"the secret code"
// @Param	If-Match	header	string	true	"version of the objection, in quotes"
// @Param	body	body	DisputeInput	true	"the dispute"
// @Success	200	{object}	Request
// @Failure	400,404,409,412,415,422,428,429	{object}	web.Problem
// @Router	/public/information-requests/{number}/objections/{id}/dispute [post]
func (h *handlers) guestDispute(c echo.Context) error {
	version, err := web.Version(c)
	if err != nil {
		return err
	}
	actor, err := h.guest(c)
	if err != nil {
		return err
	}
	in, err := web.Bind[DisputeInput](c)
	if err != nil {
		return err
	}
	v, err := h.service.Dispute(c.Request().Context(), actor, c.Param("number"), c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}
