package privacy

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/me/data", Permission: auth.OwnSession, Handler: h.ownData},
		{Method: "GET", Path: "/me/data.pdf", Permission: auth.OwnSession, Handler: h.ownDataPDF},
		{Method: "GET", Path: "/me/consents", Permission: auth.OwnSession, Handler: h.consents},
		{Method: "PUT", Path: "/me/consents/:purpose", Permission: auth.OwnSession, Handler: h.setConsent},
		{Method: "GET", Path: "/me/privacy-requests", Permission: auth.OwnSession, Handler: h.ownRequests},
		{Method: "POST", Path: "/me/privacy-requests", Permission: auth.OwnSession, Handler: h.ask},
		{Method: "GET", Path: "/privacy/requests", Permission: auth.ReadPrivacy, Handler: h.requests},
		{Method: "POST", Path: "/privacy/requests/:id/answer", Permission: auth.ManagePrivacy, Handler: h.answer},
		{Method: "GET", Path: "/privacy/people/:id/data", Permission: auth.ManagePrivacy, Handler: h.dataOf},
		{Method: "GET", Path: "/privacy/guests/:number/data", Permission: auth.ManagePrivacy, Handler: h.dataOfGuest},
		{Method: "GET", Path: "/privacy/people/:id/data.pdf", Permission: auth.ManagePrivacy, Handler: h.dataOfPDF},
		{Method: "GET", Path: "/privacy/guests/:number/data.pdf", Permission: auth.ManagePrivacy, Handler: h.dataOfGuestPDF},
		{Method: "GET", Path: "/public/tickets/:number/data", Permission: web.Public, Handler: h.guestData},
		{Method: "GET", Path: "/privacy/retention", Permission: auth.ReadPrivacy, Handler: h.retention},
		{Method: "POST", Path: "/privacy/retention/run", Permission: auth.ManagePrivacy, Handler: h.runRetention},
		{Method: "GET", Path: "/privacy/processing", Permission: auth.ReadPrivacy, Handler: h.processing},
		{Method: "GET", Path: "/privacy/affected", Permission: auth.ReadPrivacy, Handler: h.affected},
		{Method: "GET", Path: "/privacy/affected.xlsx", Permission: auth.ReadPrivacy, Handler: h.affectedSheet},
	}
}

// @Summary	The record of processing
// @Description	What is done with whose data, why, and who receives it (UU 27/2022, Pasal 31).
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	web.List[Processing]
// @Failure	401,403	{object}	web.Problem
// @Router	/privacy/processing [get]
func (h *handlers) processing(c echo.Context) error {
	return web.JSON(c, http.StatusOK, web.List[Processing]{Items: h.service.processing})
}
