package draft

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/drafts", Permission: auth.SubmitTicket, Handler: h.list},
		{Method: "POST", Path: "/drafts", Permission: auth.SubmitTicket, Handler: h.create},
		{Method: "GET", Path: "/drafts/:id", Permission: auth.SubmitTicket, Handler: h.get},
		{Method: "PUT", Path: "/drafts/:id", Permission: auth.SubmitTicket, Handler: h.save},
		{Method: "DELETE", Path: "/drafts/:id", Permission: auth.SubmitTicket, Handler: h.delete},
		{Method: "POST", Path: "/drafts/:id/attachments", Permission: auth.SubmitTicket, Handler: h.attach},
	}
}
