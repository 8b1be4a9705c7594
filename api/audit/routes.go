package audit

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/audit-log", Permission: auth.ReadAudit, Handler: h.list},
		{Method: "GET", Path: "/audit-log/export", Permission: auth.ReadAudit, Handler: h.export, HandsOut: web.Export},
		{Method: "GET", Path: "/audit-log/:id", Permission: auth.ReadAudit, Handler: h.get},
	}
}
