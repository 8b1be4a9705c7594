package attachment

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "POST", Path: "/attachments", Permission: auth.UploadFile, Handler: h.upload},
		{Method: "GET", Path: "/attachments/:id/content", Permission: auth.ReadFile, Handler: h.content, HandsOut: web.Download},
		{Method: "DELETE", Path: "/attachments/:id", Permission: auth.UploadFile, Handler: h.remove},
	}
}
