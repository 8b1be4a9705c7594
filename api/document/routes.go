package document

import (
	"context"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

type handlers struct{ service *Service }

// Routes is the index of this room.
func Routes(s *Service) []web.Route {
	h := &handlers{s}
	return []web.Route{
		{Method: "GET", Path: "/tickets/:number/documents/receipt.pdf", Permission: auth.ReadTicket, Handler: h.receipt, HandsOut: web.Download},
		{Method: "GET", Path: "/tickets/:number/documents/disposition-sheet.pdf", Permission: auth.ReadNotes, Handler: h.dispositionSheet, HandsOut: web.Download},
		{Method: "GET", Path: "/agenda/export", Permission: auth.ReadAgenda, Handler: h.agenda, HandsOut: web.Export},
		{Method: "GET", Path: "/tickets/:number/documents/request.pdf", Permission: auth.ReadTicket, Handler: h.requestForm, HandsOut: web.Download},
		{Method: "GET", Path: "/public/documents/:code", Permission: web.Public, Handler: h.issued},
	}
}

// @Summary	Download the receipt
// @Description	The tanda terima of a request, as PDF.
// @Tags	documents
// @Produce	application/pdf
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{file}	binary
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/documents/receipt.pdf [get]
func (h *handlers) receipt(c echo.Context) error {
	return h.draw(c, h.service.ReceiptOf, "tanda-terima-")
}

// @Summary	Download the form of a request
// @Description	The formulir permohonan with all answers by section, as PDF. A NIK is shown whole only to the applicant.
// @Tags	documents
// @Produce	application/pdf
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{file}	binary
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/documents/request.pdf [get]
func (h *handlers) requestForm(c echo.Context) error {
	return h.draw(c, h.service.RequestFormOf, "formulir-")
}

// @Summary	Download the disposition sheet
// @Description	The lembar disposisi of a request, as PDF, drawn from its events. Applicants do not see it.
// @Tags	documents
// @Produce	application/pdf
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{file}	binary
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/documents/disposition-sheet.pdf [get]
func (h *handlers) dispositionSheet(c echo.Context) error {
	return h.draw(c, h.service.DispositionSheetOf, "lembar-disposisi-")
}

func (h *handlers) draw(c echo.Context, draw func(context.Context, auth.Actor, string) ([]byte, error), name string) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	number := c.Param("number")
	file, err := draw(ctx, actor, number)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return send(c, name+number+".pdf", "application/pdf", file)
}

// @Summary	Download the agenda
// @Description	The buku agenda of a range, whole, as CSV or XLSX (at most 10,000 lines) or as PDF for printing (at most 2,000). Text of users never becomes a formula.
// @Tags	agenda
// @Produce	text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/pdf
// @Security	Bearer
// @Param	format	query	string	true	"csv, xlsx or pdf"	Enums(csv, xlsx, pdf)
// @Param	book	query	string	false	"incoming (default) or outgoing"	Enums(incoming, outgoing)
// @Param	from	query	string	true	"first date (YYYY-MM-DD)"
// @Param	to	query	string	true	"last date (YYYY-MM-DD)"
// @Param	q	query	string	false	"words in number, agenda or letter number, subject, service, agency or applicant"	maxlength(200)
// @Success	200	{file}	binary
// @Failure	401,403,422	{object}	web.Problem
// @Router	/agenda/export [get]
func (h *handlers) agenda(c echo.Context) error {
	query, err := ticket.ReadAgendaQuery(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	file, name, mediaType, err := h.service.Agenda(ctx, actor, query, c.QueryParam("format"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return send(c, name, mediaType, file)
}

// Media types of the two forms of a download.
var downloadTypes = map[string]string{
	".pdf":  "application/pdf",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// MountDownloads serves the formats that services offer, to everybody, at
// /unduhan/{code}/{key}.pdf and .docx.
func MountDownloads(e *echo.Echo, s *Service) {
	serve := func(c echo.Context) error {
		file := c.Param("file")
		extension := path.Ext(file)
		mediaType, known := downloadTypes[extension]
		if !known {
			return web.ErrNotFound
		}
		code, key := c.Param("code"), strings.TrimSuffix(file, extension)
		content, err := s.Download(c.Request().Context(), code, key, extension == ".docx")
		if err != nil {
			return err
		}
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
		return send(c, key+"-"+code+extension, mediaType, content)
	}
	e.GET("/unduhan/:code/:file", serve)
	e.HEAD("/unduhan/:code/:file", serve)
}

func send(c echo.Context, name, mediaType string, content []byte) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Blob(http.StatusOK, mediaType, content)
}
