package auth

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	List keys
// @Description	All keys of other systems, newest first. No secret is among it.
// @Tags	api-keys
// @Produce	json
// @Security	Bearer
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Key]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/api-keys [get]
func (h *handlers) keys(c echo.Context) error {
	page, err := web.ReadPage(c, "-created_at")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := From(ctx)
	list, err := h.service.Keys(ctx, actor, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// Keys returns a page of keys, newest first.
func (s *Service) Keys(ctx context.Context, actor Actor, page web.Page) (web.List[Key], error) {
	rows, secrets, err := s.store.keys(ctx, page)
	list := web.List[Key]{Items: []Key{}}
	if err != nil {
		return list, err
	}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		list.NextCursor = page.Next("", rows[page.Limit-1].ID)
	}
	for _, r := range rows {
		list.Items = append(list.Items, r.view(secrets, actor, s.clock.Now()))
	}
	return list, nil
}

// @Summary	Read a key
// @Tags	api-keys
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the key"
// @Success	200	{object}	Key
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/api-keys/{id} [get]
func (h *handlers) key(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := From(ctx)
	key, err := h.service.Key(ctx, actor, c.Param("id"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, key.Version, key)
}

// Key returns a key.
func (s *Service) Key(ctx context.Context, actor Actor, id string) (Key, error) {
	row, secrets, err := keyIn(s.store.read.WithContext(ctx), id)
	if err != nil {
		return Key{}, err
	}
	return row.view(secrets, actor, s.clock.Now()), nil
}

// KeyScopes are the scopes that a key in a role may have.
type KeyScopes struct {
	Role   Role     `json:"role" enums:"applicant,auditor"`
	Scopes []string `json:"scopes"`
} // @name ApiKeyScopes

// @Summary	List the scopes that keys may have
// @Tags	api-keys
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[KeyScopes]
// @Failure	401,403	{object}	web.Problem
// @Router	/api-key-scopes [get]
func (h *handlers) keyScopes(c echo.Context) error {
	list := web.List[KeyScopes]{}
	for _, role := range KeyRoles {
		one := KeyScopes{Role: role}
		for _, p := range keyScopes[role] {
			one.Scopes = append(one.Scopes, string(p))
		}
		list.Items = append(list.Items, one)
	}
	return web.JSON(c, http.StatusOK, list)
}
