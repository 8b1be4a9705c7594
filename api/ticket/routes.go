package ticket

import (
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/calendars/:id/recomputation", Permission: auth.ManageCalendar, Handler: h.recomputation},
		{Method: "GET", Path: "/service-types/:code/running-requests", Permission: auth.ReadCatalogue, Handler: h.running},
		{Method: "GET", Path: "/dashboard", Permission: auth.ReadDashboard, Handler: h.dashboard},
		{Method: "POST", Path: "/public/tickets", Permission: web.Public, Handler: h.submitAsGuest},
		{Method: "GET", Path: "/public/tickets/:number", Permission: web.Public, Handler: h.track},
		{Method: "GET", Path: "/public/tickets/:number/letter", Permission: web.Public, Handler: h.guestLetter, HandsOut: web.Download},
		{Method: "POST", Path: "/public/tickets/:number/messages", Permission: web.Public, Handler: h.guestMessage},
		{Method: "POST", Path: "/public/tickets/:number/resubmit", Permission: web.Public, Handler: h.guestResubmit},
		{Method: "GET", Path: "/tickets", Permission: auth.ReadTicket, Handler: h.list},
		{Method: "POST", Path: "/tickets", Permission: auth.SubmitTicket, Handler: h.submit},
		{Method: "POST", Path: "/tickets/recorded", Permission: auth.RecordTicket, Handler: h.record},
		{Method: "POST", Path: "/tickets/bulk-take-up", Permission: auth.TakeUpTicket, Handler: h.bulkTakeUp},
		{Method: "GET", Path: "/tickets/counts", Permission: auth.ReadTicket, Handler: h.counts},
		{Method: "GET", Path: "/tickets/similar", Permission: auth.ReadTicket, Handler: h.similar},
		{Method: "GET", Path: "/applicants", Permission: auth.RecordTicket, Handler: h.applicants},
		{Method: "GET", Path: "/agenda", Permission: auth.ReadAgenda, Handler: h.agenda},
		{Method: "GET", Path: "/me/views", Permission: auth.OwnSession, Handler: h.views},
		{Method: "POST", Path: "/me/views", Permission: auth.OwnSession, Handler: h.saveView},
		{Method: "PUT", Path: "/me/views/:id", Permission: auth.OwnSession, Handler: h.changeView},
		{Method: "DELETE", Path: "/me/views/:id", Permission: auth.OwnSession, Handler: h.deleteView},
		{Method: "GET", Path: "/tickets/:number", Permission: auth.ReadTicket, Handler: h.get},
		{Method: "POST", Path: "/tickets/:number/take-up", Permission: auth.TakeUpTicket, Handler: h.takeUp},
		{Method: "POST", Path: "/tickets/:number/dispositions", Permission: auth.DisposeTicket, Handler: h.dispose},
		{Method: "POST", Path: "/tickets/:number/forward", Permission: auth.ForwardTicket, Handler: h.forward},
		{Method: "POST", Path: "/tickets/:number/return", Permission: auth.ReturnTicket, Handler: h.giveBack},
		{Method: "POST", Path: "/tickets/:number/resubmit", Permission: auth.ResubmitTicket, Handler: h.resubmit},
		{Method: "POST", Path: "/tickets/:number/complete", Permission: auth.CompleteTicket, Handler: h.complete},
		{Method: "POST", Path: "/tickets/:number/reject", Permission: auth.RejectTicket, Handler: h.reject},
		{Method: "POST", Path: "/tickets/:number/cancel", Permission: auth.CancelTicket, Handler: h.cancel},
		{Method: "POST", Path: "/tickets/:number/reopen", Permission: auth.ReopenTicket, Handler: h.reopen},
		{Method: "GET", Path: "/tickets/:number/duplicates", Permission: auth.ReadTicket, Handler: h.duplicates},
		{Method: "POST", Path: "/tickets/:number/recuse", Permission: auth.RecuseTicket, Handler: h.recuse},
		{Method: "POST", Path: "/tickets/:number/external-waits", Permission: auth.WaitForExternal, Handler: h.wait},
		{Method: "POST", Path: "/tickets/:number/resume", Permission: auth.WaitForExternal, Handler: h.resume},
		{Method: "POST", Path: "/tickets/:number/confirm", Permission: auth.ConfirmStep, Handler: h.confirm},
		{Method: "POST", Path: "/tickets/:number/extend", Permission: auth.ExtendTicket, Handler: h.extend},
		{Method: "POST", Path: "/tickets/:number/reviews", Permission: auth.ReviewTicket, Handler: h.review},
		{Method: "GET", Path: "/tickets/:number/dispositions", Permission: auth.ReadNotes, Handler: h.dispositions},
		{Method: "POST", Path: "/tickets/:number/dispositions/:id/read", Permission: auth.ReadNotes, Handler: h.readDisposition},
		{Method: "POST", Path: "/tickets/:number/dispositions/:id/withdraw", Permission: auth.DisposeTicket, Handler: h.withdrawDisposition},
		{Method: "GET", Path: "/tickets/:number/recipients", Permission: auth.ReadNotes, Handler: h.recipients},
		{Method: "POST", Path: "/tickets/:number/unmask", Permission: auth.UnmaskTicket, Handler: h.unmask},
		{Method: "GET", Path: "/tickets/:number/events", Permission: auth.ReadTicket, Handler: h.events},
		{Method: "GET", Path: "/tickets/:number/form", Permission: auth.ReadTicket, Handler: h.form},
		{Method: "POST", Path: "/service-types/:code/checks", Permission: auth.ReadTicket, Handler: h.checkAnswers},
		{Method: "GET", Path: "/tickets/:number/deadline", Permission: auth.ReadTicket, Handler: h.deadline},
		{Method: "GET", Path: "/tickets/:number/messages", Permission: auth.ReadTicket, Handler: h.messages},
		{Method: "POST", Path: "/tickets/:number/messages", Permission: auth.MessageTicket, Handler: h.postMessage},
		{Method: "GET", Path: "/tickets/:number/notes", Permission: auth.ReadNotes, Handler: h.notes},
		{Method: "POST", Path: "/tickets/:number/notes", Permission: auth.WriteNotes, Handler: h.addNote},
		{Method: "GET", Path: "/tickets/:number/attachments", Permission: auth.ReadTicket, Handler: h.attachments},
		{Method: "POST", Path: "/tickets/:number/attachments", Permission: auth.AttachToTicket, Handler: h.attach},
	}
}
