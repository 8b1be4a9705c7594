package site

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/information"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// Counter is where citizens without an account file and follow requests.
type Counter struct {
	Tickets     *ticket.Service
	Files       *attachment.Service
	IDs         ident.Source
	Information *information.Service
	Copies      Copies
}

// Copies draws what is held of a guest, as PDF (api/privacy).
type Copies interface {
	GuestCopy(ctx context.Context, guest auth.Actor, number string) ([]byte, error)
}

// MountCounter registers the pages on which citizens without an account file
// and follow requests. They are plain forms: no script is needed.
func (s *Site) MountCounter(e *echo.Echo, counter Counter) {
	s.Tracker = tracker{counter.Tickets, counter.Information, s}
	h := &counterHandlers{site: s, Counter: counter}
	e.GET("/ajukan/:code", h.form)
	e.HEAD("/ajukan/:code", h.form)
	e.POST("/ajukan/:code", h.file)
	e.POST("/lacak/pesan", h.message)
	e.POST("/lacak/perbaikan", h.resubmit)
	e.POST("/lacak/surat", h.letter)
	e.POST("/lacak/salinan", h.copy)
	e.POST("/lacak/keberatan", h.object)
	e.POST("/lacak/sengketa", h.dispute)
	e.POST("/lacak/tanggapan", h.decision)
}

// caller is who sends the request, before a code tells who that is.
func caller(c echo.Context) auth.Actor {
	return auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
}

type counterHandlers struct {
	Counter
	site *Site
}

// fileBody is the form, with what was typed and what was wrong with it.
type fileBody struct {
	catalogue.Published
	Values map[string]string
	Faults []fault
	Filed  *ticket.Filed // once it is filed
}

// fault is one thing to mend, and the field it is in.
type fault struct{ Field, Text string }

// fieldNames are the fields of every request as the page calls them.
var fieldNames = map[string]string{"subject": "Perihal", "name": "Nama lengkap", "contact": "Email atau nomor telepon", "consent": "Persetujuan"}

// Label is a field as the page calls it.
func (b fileBody) Label(field string) string {
	if key, isAnswer := strings.CutPrefix(field, answerField); isAnswer && b.Form != nil {
		return b.Form.Properties[key].Title
	}
	return fieldNames[field]
}

// Fault returns what is wrong with a field.
func (b fileBody) Fault(field string) string {
	for _, f := range b.Faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// input is a line of the form.
type input struct {
	Name, Label, Hint, Autocomplete, Value, Fault string
	Most                                          int // characters
}

// Input describes a line of the form with what was typed into it.
func (b fileBody) Input(name, label, hint string, most int, autocomplete string) input {
	return input{Name: name, Label: label, Hint: hint, Most: most, Autocomplete: autocomplete, Value: b.Values[name], Fault: b.Fault(name)}
}

func (h *counterHandlers) form(c echo.Context) error {
	return h.show(c, http.StatusOK, fileBody{Values: map[string]string{tokenField: h.newToken()}})
}

// tokenField carries what makes a form one request, however often it is sent
// (an Idempotency-Key): a double click files once.
const tokenField = "token"

func (h *counterHandlers) newToken() string { return h.IDs.Secret(16) }

func (h *counterHandlers) file(c echo.Context) error {
	ctx := c.Request().Context()
	from := auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}
	body := fileBody{Values: map[string]string{}}
	token := c.QueryParam(tokenField) // in the address, to be known before the files are taken in
	service, err := h.site.Catalogue.Requestable(ctx, c.Param("code"))
	if err != nil {
		return h.site.answerNotFound(c)
	}
	err = h.Tickets.MayFileAsGuest(ctx, from, token)
	var files []attachment.Received
	if err == nil {
		files, body.Values, err = attachment.ReadFiles(c, h.Files, append([]string{"subject", "name", "contact", "consent", "notice_version"}, answerNames(service.Form)...),
			map[string]attachment.Kind{"files[*]": attachment.Supporting})
	}
	if err == nil {
		guest := ticket.GuestInput{Name: body.Values["name"], Contact: body.Values["contact"], Consent: body.Values["consent"] == "true"}
		var filed ticket.Filed
		if guest.NoticeVersion, err = ticket.ReadNoticeVersion(body.Values["notice_version"]); err == nil {
			filed, _, err = h.Tickets.SubmitAsGuest(ctx, from, guest,
				ticket.SubmitInput{ServiceType: service.Code, Subject: body.Values["subject"], Answers: answersOf(service.Form, body.Values)}, files, token)
		}
		if err == nil {
			body.Filed = &filed
			return h.show(c, http.StatusCreated, body)
		}
		h.Files.DiscardIfRefused(ctx, err, files)
	}
	refusal, ok := errors.AsType[*apperr.Error](err)
	if !ok || refusal.Kind == apperr.Internal {
		return err
	}
	if body.Values == nil {
		body.Values = map[string]string{}
	}
	body.Values[tokenField] = token
	if refusal.Code == "idempotency.mismatch" { // sent before with other words, and gone back to
		body.Values[tokenField] = h.newToken()
		body.Faults = []fault{{"", "Formulir ini sudah terkirim sebelum Anda mengubahnya. Bila yang ini permohonan lain, kirim sekali lagi."}}
	}
	for _, f := range refusal.Fields {
		body.Faults = append(body.Faults, fault{pageField(f.Pointer), f.Detail.ID})
	}
	if len(body.Faults) == 0 {
		body.Faults = []fault{{"", refusal.Detail.ID}}
	}
	return h.show(c, web.StatusOf(refusal), body)
}

// show answers with the form, what is wrong with it, or the receipt.
func (h *counterHandlers) show(c echo.Context, status int, body fileBody) error {
	ctx := c.Request().Context()
	content, err := h.site.load(ctx)
	if err != nil {
		return err
	}
	service, err := h.site.Catalogue.Requestable(ctx, c.Param("code"))
	if err != nil || !service.Guests {
		return h.site.answerNotFound(c)
	}
	body.Published = service
	v := h.site.frame(content, address{lang: "id", path: "/ajukan/" + service.Code}, "file")
	v.Title, v.Description, v.NoIndex, v.Body = "Ajukan: "+service.Name, service.Summary, true, body
	v.Crumbs = append(v.Crumbs, crumb{service.Name, "/layanan/" + service.Code})
	if body.Filed != nil {
		v.Title = "Permohonan terkirim"
	}
	return h.site.answerForm(c, v, status)
}

// answerForm answers with a page that nothing may keep.
func (s *Site) answerForm(c echo.Context, v *view, status int) error {
	text, err := s.render(v)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentSecurityPolicy, policy)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.HTMLBlob(status, text)
}

// Following. Each form carries number and code in its body, out of addresses
// and logs.

func (h *counterHandlers) message(c echo.Context) error {
	return h.follow(c, func(ctx context.Context, guest auth.Actor, number string) error {
		text := strings.TrimSpace(c.FormValue("text"))
		if text == "" || len(text) > 4000 {
			return apperr.BadField("/text", "field.required", "Tulis pesan Anda, paling banyak 4.000 karakter.", "Write your message, at most 4,000 characters.")
		}
		_, err := h.Tickets.Utter(ctx, guest, number, ticket.Message, text)
		return err
	})
}

func (h *counterHandlers) letter(c echo.Context) error {
	ctx := c.Request().Context()
	number := c.FormValue("number")
	guest, err := h.Tickets.Guest(ctx, caller(c), number, c.FormValue("code"))
	if err != nil {
		return err
	}
	t, err := h.Tickets.Get(ctx, guest, number)
	if err != nil {
		return err
	}
	if t.ResultLetter == nil {
		return web.ErrNotFound
	}
	return attachment.Send(c, h.Files, guest, t.ResultLetter.ID)
}

// copy answers with what is held of the guest.
func (h *counterHandlers) copy(c echo.Context) error {
	ctx := c.Request().Context()
	number := c.FormValue("number")
	guest, err := h.Tickets.Guest(ctx, caller(c), number, c.FormValue("code"))
	if err != nil {
		return err
	}
	file, err := h.Copies.GuestCopy(ctx, guest, number)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="data-pribadi.pdf"`)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, "application/pdf", file)
}

func (h *counterHandlers) resubmit(c echo.Context) error {
	ctx := c.Request().Context()
	files, values, err := attachment.ReadFiles(c, h.Files, []string{"number", "code", "note"}, map[string]attachment.Kind{"files[*]": attachment.Supporting})
	if err != nil {
		return err
	}
	guest, err := h.Tickets.Guest(ctx, caller(c), values["number"], values["code"])
	if err == nil {
		var t ticket.Ticket
		if t, err = h.Tickets.Get(ctx, guest, values["number"]); err == nil {
			note := values["note"]
			_, err = h.Tickets.Resubmit(ctx, guest, t.Number, t.Version, ticket.ResubmitInput{Note: note[:min(len(note), 2000)]}, files)
		}
	}
	if err != nil {
		h.Files.DiscardIfRefused(ctx, err, files)
		return err
	}
	return h.site.showTracked(c, values["number"], values["code"])
}

func (h *counterHandlers) follow(c echo.Context, do func(context.Context, auth.Actor, string) error) error {
	ctx := c.Request().Context()
	number, code := c.FormValue("number"), c.FormValue("code")
	guest, err := h.Tickets.Guest(ctx, caller(c), number, code)
	if err != nil {
		return err
	}
	if err := do(ctx, guest, number); err != nil {
		return err
	}
	return h.site.showTracked(c, number, code)
}

// tracker shows requests in words.
type tracker struct {
	tickets     *ticket.Service
	information *information.Service
	site        *Site
}

// Track implements Tracker.
func (t tracker) Track(ctx context.Context, number, code, address string) (Tracked, error) {
	guest, err := t.tickets.Guest(ctx, auth.Actor{Address: address}, number, code)
	if err != nil {
		return Tracked{}, err
	}
	found, err := t.tickets.Track(ctx, guest, number)
	if err != nil {
		return Tracked{}, err
	}
	positions, err := t.site.Organisations.Positions(ctx)
	if err != nil {
		return Tracked{}, err
	}
	deadline, err := t.tickets.Deadline(ctx, guest, number)
	if err != nil && !errors.Is(err, web.ErrNotFound) {
		return Tracked{}, err
	}
	v := Tracked{
		Number: found.Number, Code: code, Service: found.ServiceType.Name, Subject: found.Subject, Status: statusWords[found.Status],
		Step: found.Step.Name, SubmittedAt: found.SubmittedAt, DueAt: found.DueAt, ClosedAt: found.ClosedAt,
		Returned: found.Returned, ReturnReason: found.ReturnReason, HasLetter: found.HasLetter, Open: found.Status != ticket.Done,
	}
	if err == nil {
		v.Deadline = &deadline
	}
	if found.Outcome != nil {
		v.Outcome = outcomeWords[*found.Outcome]
	}
	if found.Holder != nil {
		v.Holder = positions.Name(found.Holder.Role, found.Holder.Unit)
	}
	if found.NextStep != nil {
		v.NextStep = found.NextStep.Name
	}
	for _, p := range found.ReturnPoints {
		v.ReturnPoints = append(v.ReturnPoints, p.Comment)
	}
	for _, m := range found.Messages {
		v.Messages = append(v.Messages, TrackedMessage(m))
	}
	v.Information, err = t.rights(ctx, guest, number)
	return v, err
}

// The words of the manual (M5) and of the outcomes (C3).
var (
	statusWords  = map[ticket.Status]string{ticket.Waiting: "Menunggu", ticket.InProgress: "Dalam Proses", ticket.Done: "Selesai"}
	outcomeWords = map[ticket.Outcome]string{ticket.Fulfilled: "terpenuhi", ticket.Approved: "disetujui", ticket.Rejected: "ditolak", ticket.Cancelled: "dibatalkan"}
)
