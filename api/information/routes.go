package information

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/public/information-requests/:number", Permission: web.Public, Handler: h.guestGet},
		{Method: "POST", Path: "/public/information-requests/:number/objections", Permission: web.Public, Handler: h.guestObject},
		{Method: "POST", Path: "/public/information-requests/:number/objections/:id/dispute", Permission: web.Public, Handler: h.guestDispute},
		{Method: "GET", Path: "/information-requests", Permission: auth.ReadInformationRegister, Handler: h.list},
		{Method: "GET", Path: "/information-requests/export", Permission: auth.ReadInformationRegister, Handler: h.export},
		{Method: "GET", Path: "/information-requests/:number", Permission: auth.ReadTicket, Handler: h.get},
		{Method: "PUT", Path: "/information-requests/:number/entry", Permission: auth.KeepInformationRegister, Handler: h.writeEntry},
		{Method: "GET", Path: "/information-requests/:number/objections", Permission: auth.ReadTicket, Handler: h.objections},
		{Method: "POST", Path: "/information-requests/:number/objections", Permission: auth.SubmitTicket, Handler: h.object},
		{Method: "POST", Path: "/information-requests/:number/objections/:id/answer", Permission: auth.AnswerObjection, Handler: h.answer},
		{Method: "POST", Path: "/information-requests/:number/objections/:id/dispute", Permission: auth.ReadTicket, Handler: h.dispute},
	}
}
