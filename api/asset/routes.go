package asset

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/asset-kinds", Permission: auth.ReadAssets, Handler: h.kinds},
		{Method: "GET", Path: "/assets", Permission: auth.ReadAssets, Handler: h.list},
		{Method: "POST", Path: "/assets", Permission: auth.CorrectAssets, Handler: h.register},
		{Method: "GET", Path: "/assets/availability", Permission: auth.ReadAssets, Handler: h.availability},
		{Method: "GET", Path: "/assets/:id", Permission: auth.ReadAssets, Handler: h.get},
		{Method: "PUT", Path: "/assets/:id", Permission: auth.CorrectAssets, Handler: h.correct},
		{Method: "GET", Path: "/assets/:id/events", Permission: auth.ReadAssets, Handler: h.events},
		{Method: "POST", Path: "/assets/:id/extend", Permission: auth.ManageAssets, Handler: h.extend},
		{Method: "POST", Path: "/assets/:id/suspend", Permission: auth.ManageAssets, Handler: h.suspend},
		{Method: "POST", Path: "/assets/:id/resume", Permission: auth.ManageAssets, Handler: h.resume},
		{Method: "POST", Path: "/assets/:id/retire", Permission: auth.ManageAssets, Handler: h.retire},
		{Method: "GET", Path: "/service-types/:code/prerequisites", Permission: auth.ReadAssets, Handler: h.prerequisites},
		{Method: "GET", Path: "/tickets/:number/assets", Permission: auth.ReadTicket, Handler: h.ofTicket},
	}
}
