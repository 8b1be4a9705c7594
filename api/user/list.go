package user

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Filter narrows the list of accounts.
type Filter struct {
	Query        string // part of username, name or NIP
	Role         string
	Organisation string // id of an agency
	State        string // active, invited, disabled; empty: any
}

// @Summary	List accounts
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	q	query	string	false	"part of username, name or NIP"
// @Param	role	query	string	false	"a role"
// @Param	organisation	query	string	false	"id of an agency"
// @Param	state	query	string	false	"active, invited (no password chosen yet) or disabled"	Enums(active,invited,disabled)
// @Param	sort	query	string	false	"username (default) or name, - for descending"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[User]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/users [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "username", "name")
	if err != nil {
		return err
	}
	list, err := h.service.List(c.Request().Context(), Filter{
		Query: c.QueryParam("q"), Role: c.QueryParam("role"), Organisation: c.QueryParam("organisation"), State: c.QueryParam("state"),
	}, page)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	for i, u := range list.Items {
		list.Items[i] = u.seenBy(actor)
	}
	return web.JSON(c, http.StatusOK, list)
}

// List returns a page of accounts.
func (s *Service) List(ctx context.Context, f Filter, page web.Page) (web.List[User], error) {
	users, err := s.store.list(ctx, f, page)
	if err != nil || len(users) <= page.Limit {
		return web.List[User]{Items: users}, err
	}
	users = users[:page.Limit]
	last := users[page.Limit-1]
	value := map[string]string{"username": last.Username, "name": last.Name}[page.Sort]
	return web.List[User]{Items: users, NextCursor: page.Next(value, last.ID)}, nil
}

// @Summary	Read an account
// @Tags	users
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"user id"
// @Success	200	{object}	User
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/users/{id} [get]
func (h *handlers) get(c echo.Context) error {
	user, err := h.service.Get(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	return web.Tagged(c, http.StatusOK, user.Version, user.seenBy(actor))
}

// Get returns an account.
func (s *Service) Get(ctx context.Context, id string) (User, error) {
	return s.store.find(ctx, s.store.read, id)
}
