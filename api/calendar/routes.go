package calendar

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/calendars", Permission: auth.ReadCalendar, Handler: h.list},
		{Method: "GET", Path: "/calendars/:id", Permission: auth.ReadCalendar, Handler: h.get},
		{Method: "PUT", Path: "/calendars/:id", Permission: auth.ManageCalendar, Handler: h.set},
		{Method: "GET", Path: "/calendars/:id/days", Permission: auth.ReadCalendar, Handler: h.days},
		{Method: "GET", Path: "/calendars/:id/deadline", Permission: auth.ReadCalendar, Handler: h.deadline},
		{Method: "GET", Path: "/calendars/:id/proposals", Permission: auth.ReadCalendar, Handler: h.proposals},
		{Method: "GET", Path: "/holidays", Permission: auth.ReadCalendar, Handler: h.holidays},
		{Method: "GET", Path: "/holidays.csv", Permission: auth.ReadCalendar, Handler: h.exportHolidays},
		{Method: "POST", Path: "/holidays", Permission: auth.ManageCalendar, Handler: h.addHoliday},
		{Method: "GET", Path: "/holidays/:id", Permission: auth.ReadCalendar, Handler: h.holiday},
		{Method: "PUT", Path: "/holidays/:id", Permission: auth.ManageCalendar, Handler: h.changeHoliday},
		{Method: "DELETE", Path: "/holidays/:id", Permission: auth.ManageCalendar, Handler: h.removeHoliday},
		{Method: "POST", Path: "/holiday-imports", Permission: auth.ManageCalendar, Handler: h.importHolidays},
	}
}
