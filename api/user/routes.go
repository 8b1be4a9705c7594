package user

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/users", Permission: auth.ReadUsers, Handler: h.list},
		{Method: "POST", Path: "/users", Permission: auth.ManageUsers, Handler: h.create},
		{Method: "GET", Path: "/users/:id", Permission: auth.ReadUsers, Handler: h.get},
		{Method: "POST", Path: "/users/:id/disable", Permission: auth.ManageUsers, Handler: h.disable},
		{Method: "POST", Path: "/users/:id/enable", Permission: auth.ManageUsers, Handler: h.enable},
		{Method: "POST", Path: "/users/:id/password", Permission: auth.ManageUsers, Handler: h.resetPassword},
	}
}
