package booking

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/bookings", Permission: auth.ReadBookings, Handler: h.list},
		{Method: "GET", Path: "/resources", Permission: auth.ReadBookings, Handler: h.resources},
		{Method: "POST", Path: "/resources", Permission: auth.ManageResources, Handler: h.create},
		{Method: "PUT", Path: "/resources/:id", Permission: auth.ManageResources, Handler: h.change},
		{Method: "GET", Path: "/resources/availability", Permission: auth.ReadBookings, Handler: h.availability},
		{Method: "GET", Path: "/tickets/:number/booking", Permission: auth.ReadTicket, Handler: h.ofTicket},
		{Method: "POST", Path: "/tickets/:number/booking", Permission: auth.BookResources, Handler: h.book},
	}
}
