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
		{Method: "GET", Path: "/user-imports/template.xlsx", Permission: auth.ManageUsers, Handler: h.importTemplate},
		{Method: "POST", Path: "/user-imports", Permission: auth.ManageUsers, Handler: h.importPeople},
		{Method: "GET", Path: "/users/:id", Permission: auth.ReadUsers, Handler: h.get},
		{Method: "POST", Path: "/users/:id/disable", Permission: auth.ManageUsers, Handler: h.disable},
		{Method: "POST", Path: "/users/:id/enable", Permission: auth.ManageUsers, Handler: h.enable},
		{Method: "PUT", Path: "/users/:id", Permission: auth.ManageUsers, Handler: h.change},
		{Method: "POST", Path: "/users/:id/unmask", Permission: auth.ReadUsers, Handler: h.unmask},
		{Method: "POST", Path: "/users/:id/link", Permission: auth.ManageUsers, Handler: h.issueLink},
		{Method: "POST", Path: "/users/:id/second-factor/reset", Permission: auth.ManageUsers, Handler: h.resetSecondFactor},
		{Method: "GET", Path: "/users/:id/sign-ins", Permission: auth.ReadUsers, Handler: h.signIns},
		{Method: "GET", Path: "/me/account", Permission: auth.OwnSession, Handler: h.own},
		{Method: "PUT", Path: "/me/account", Permission: auth.OwnSession, Handler: h.changeContact},
		{Method: "POST", Path: "/auth/password-links", Permission: web.Public, Handler: h.requestLink},
		{Method: "POST", Path: "/auth/password-links/read", Permission: web.Public, Handler: h.readLink},
		{Method: "POST", Path: "/auth/password-links/use", Permission: web.Public, Handler: h.useLink},
	}
}
