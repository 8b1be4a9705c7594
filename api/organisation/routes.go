package organisation

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/organisations", Permission: auth.ReadOrganisation, Handler: h.list},
		{Method: "POST", Path: "/organisations", Permission: auth.ManageOrganisation, Handler: h.create},
		{Method: "GET", Path: "/organisations/:id", Permission: auth.ReadOrganisation, Handler: h.get},
		{Method: "PUT", Path: "/organisations/:id", Permission: auth.ManageOrganisation, Handler: h.change},
		{Method: "GET", Path: "/organisations/:id/history", Permission: auth.ReadUsers, Handler: h.history},
		{Method: "GET", Path: "/organisations/:id/holdings", Permission: auth.ReadUsers, Handler: h.holdings},
		{Method: "POST", Path: "/organisations/:id/merge", Permission: auth.ManageOrganisation, Handler: h.merge},
		{Method: "POST", Path: "/organisations/:id/close", Permission: auth.ManageOrganisation, Handler: h.close},
		{Method: "POST", Path: "/organisations/:id/reopen", Permission: auth.ManageOrganisation, Handler: h.reopen},
		{Method: "GET", Path: "/units", Permission: auth.ReadOrganisation, Handler: h.units},
		{Method: "POST", Path: "/units", Permission: auth.ManageOrganisation, Handler: h.createUnit},
		{Method: "PUT", Path: "/units/:code", Permission: auth.ManageOrganisation, Handler: h.renameUnit},
		{Method: "POST", Path: "/units/:code/close", Permission: auth.ManageOrganisation, Handler: h.closeUnit},
		{Method: "POST", Path: "/units/:code/reopen", Permission: auth.ManageOrganisation, Handler: h.reopenUnit},
	}
}
