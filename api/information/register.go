package information

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// Entry is what the register says of a request: what the PPID wrote or, until
// then, what the request says.
type Entry struct {
	Address     string `json:"address"`
	Occupation  string `json:"occupation"`
	Information string `json:"information"` // what is asked for
	Purpose     string `json:"purpose"`

	Held       string    `json:"held" enums:",yes,no"`                     // status penguasaan: whether the agency has the information
	Form       string    `json:"form" enums:",soft,hard,both"`             // bentuk informasi yang dikuasai
	Access     string    `json:"access" enums:",view,softcopy,hardcopy"`   // jenis permintaan: melihat, salinan
	Decision   *Decision `json:"decision" enums:"granted,partly,rejected"` // null: none yet
	Ground     string    `json:"ground"`                                   // alasan penolakan
	NotifiedOn string    `json:"notified_on"`                              // tanggal pemberitahuan, empty: not yet
	ProvidedOn string    `json:"provided_on"`                              // tanggal pemberian informasi, empty: not yet
	Cost       int64     `json:"cost"`                                     // rupiah
	Payment    string    `json:"payment"`                                  // cara pembayaran
} // @name InformationEntry

// EntryInput is an entry as it is written.
type EntryInput struct {
	// Left out: as the request says.
	Address     *string `json:"address,omitempty" validate:"omitempty,max=400"`
	Occupation  *string `json:"occupation,omitempty" validate:"omitempty,max=160"`
	Information *string `json:"information,omitempty" validate:"omitempty,max=8400"` // what is asked for
	Purpose     *string `json:"purpose,omitempty" validate:"omitempty,max=2000"`

	Held       string   `json:"held" validate:"omitempty,oneof=yes no" enums:",yes,no"`
	Form       string   `json:"form" validate:"omitempty,oneof=soft hard both" enums:",soft,hard,both"`
	Access     string   `json:"access" validate:"omitempty,oneof=view softcopy hardcopy" enums:",view,softcopy,hardcopy"`
	Decision   Decision `json:"decision,omitempty" validate:"omitempty,oneof=granted partly rejected" enums:"granted,partly,rejected"` // left out: none yet
	Ground     string   `json:"ground" validate:"required_if=Decision rejected,required_if=Decision partly,max=2000"`
	NotifiedOn string   `json:"notified_on" validate:"omitempty,datetime=2006-01-02"`
	ProvidedOn string   `json:"provided_on" validate:"omitempty,datetime=2006-01-02"`
	Cost       int64    `json:"cost" validate:"min=0,max=1000000000"` // rupiah
	Payment    string   `json:"payment" validate:"max=160"`
} // @name InformationEntryInput

// register is what the register says of the request.
func (a affair) register() Entry {
	e, said := a.entry, texts(a.Answers)
	v := Entry{
		Address: or(e.Address, said["address"]), Occupation: or(e.Occupation, said["occupation"]), Purpose: or(e.Purpose, said["purpose"]),
		Held: e.Held, Form: e.Form, Access: e.Access, Ground: e.Ground,
		NotifiedOn: e.NotifiedOn, ProvidedOn: e.ProvidedOn, Cost: e.Cost, Payment: e.Payment,
	}
	asked := a.Subject
	if detail := said["detail"]; detail != "" {
		asked += ": " + detail
	}
	v.Information = or(e.Information, asked)
	if v.Access == "" && slices.Contains([]string{"view", "softcopy", "hardcopy"}, said["access"]) {
		v.Access = said["access"]
	}
	if e.Decision != "" {
		v.Decision = &e.Decision
	}
	return v
}

// or returns what was written or, where nothing was, what else is known.
func or(written *string, known string) string {
	if written != nil {
		return *written
	}
	return known
}

// @Summary	Read an information request
// @Description	What its applicant may do now and until when (`rights`), objections, and what the register says.
// @Tags	information-requests
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	Request
// @Success	304	"not changed"
// @Failure	401,403,404	{object}	web.Problem
// @Router	/information-requests/{number} [get]
func (h *handlers) get(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Get(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Get returns an information request within the actor's scope.
func (s *Service) Get(ctx context.Context, actor auth.Actor, number string) (Request, error) {
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return Request{}, err
	}
	return s.view(a, actor)
}

// @Summary	Write the register's entry of an information request
// @Tags	information-requests
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	If-Match	header	string	true	"ETag of the information request"
// @Param	body	body	EntryInput	true	"the entry, whole"
// @Success	200	{object}	Request
// @Failure	400,401,403,404,412,415,422,428	{object}	web.Problem
// @Router	/information-requests/{number}/entry [put]
func (h *handlers) writeEntry(c echo.Context) error {
	version, in, err := web.BindEdit[EntryInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.WriteEntry(ctx, actor, c.Param("number"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// WriteEntry replaces what the register says of a request beside the request
// itself.
func (s *Service) WriteEntry(ctx context.Context, actor auth.Actor, number string, version int64, in EntryInput) (Request, error) {
	a, err := s.find(ctx, actor, number)
	if err != nil {
		return Request{}, err
	}
	err = s.changes.Do(ctx, as(actor, auth.KeepInformationRegister), func(tx *change.Tx) error {
		if err := a.again(tx); err != nil {
			return err
		}
		if a.entry.Version != version {
			return web.ErrStale
		}
		before := a.register()
		a.entry = entryRow{
			TicketID: a.ID, Held: in.Held, Form: in.Form, Access: in.Access, Decision: in.Decision, Ground: in.Ground,
			NotifiedOn: in.NotifiedOn, ProvidedOn: in.ProvidedOn, Cost: in.Cost, Payment: in.Payment,
			Address: trimmed(in.Address), Occupation: trimmed(in.Occupation), Information: trimmed(in.Information), Purpose: trimmed(in.Purpose), Version: version,
		}
		if err := saveEntry(tx, &a.entry); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "information_entry_written", Kind: "information", ObjectID: a.ID, Internal: true,
			Data: in, Changes: map[string]any{"before": before}})
	})
	if err != nil {
		return Request{}, err
	}
	return s.view(a, actor)
}

// trimmed is a text without space around it; nil stays nil.
func trimmed(text *string) *string {
	if text == nil {
		return nil
	}
	bare := strings.TrimSpace(*text)
	return &bare
}

// Line is a line of the register of information requests (domain: Perki
// 1/2021).
type Line struct {
	Number      string          `json:"number" example:"TKT-20260105-0001"`
	SubmittedAt time.Time       `json:"submitted_at"`
	Name        string          `json:"name"`
	Address     string          `json:"address"`
	Contact     string          `json:"contact"`
	Occupation  string          `json:"occupation"`
	Information string          `json:"information"` // what is asked for
	Purpose     string          `json:"purpose"`
	Status      ticket.Status   `json:"status" enums:"waiting,in_progress,done"`
	Outcome     *ticket.Outcome `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"`
	DueAt       *time.Time      `json:"due_at"`
	Overdue     bool            `json:"overdue"`
	Entry       Entry           `json:"entry"`
	Objections  []Objection     `json:"objections"`
} // @name InformationRegisterLine

// listQuery is what the register may be narrowed by, as it comes.
type listQuery struct {
	From      string `json:"from" validate:"omitempty,datetime=2006-01-02"`
	To        string `json:"to" validate:"omitempty,datetime=2006-01-02"`
	Status    string `json:"status" validate:"omitempty,oneof=waiting in_progress done"`
	Objection string `json:"objection" validate:"omitempty,oneof=true false"`
	Overdue   string `json:"overdue" validate:"omitempty,oneof=true false"`
	Query     string `json:"q" validate:"max=200"`
}

func readFilter(c echo.Context) (Filter, error) {
	in := listQuery{c.QueryParam("from"), c.QueryParam("to"), c.QueryParam("status"), c.QueryParam("objection"), c.QueryParam("overdue"), c.QueryParam("q")}
	err := web.Validate(&in, "")
	return Filter{From: in.From, To: in.To, Status: in.Status, Objection: in.Objection == "true", Overdue: in.Overdue == "true", Query: in.Query}, err
}

// @Summary	Read the register of information requests
// @Description	With names and contacts: for the PPID, the head, auditors and admins.
// @Tags	information-requests
// @Produce	json
// @Security	Bearer
// @Param	from	query	string	false	"submitted on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"submitted on this date or earlier (YYYY-MM-DD)"
// @Param	status	query	string	false	"waiting, in_progress or done"	Enums(waiting, in_progress, done)
// @Param	objection	query	bool	false	"true: only what was objected to"
// @Param	overdue	query	bool	false	"true: only what is past its due time"
// @Param	q	query	string	false	"words in number, subject or applicant"	maxlength(200)
// @Param	sort	query	string	false	"submitted_at, - for descending; default -submitted_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Line]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/information-requests [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-submitted_at")
	if err != nil {
		return err
	}
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	lines, last, err := h.service.Register(ctx, actor, filter, page)
	if err != nil {
		return err
	}
	list := web.List[Line]{Items: lines}
	if last != nil {
		list.NextCursor = page.Next(last.Value, last.ID)
	}
	return web.JSON(c, http.StatusOK, list)
}

// Register returns a page of the register, and the place of its last line where
// another page follows.
func (s *Service) Register(ctx context.Context, actor auth.Actor, f Filter, page web.Page) ([]Line, *web.Cursor, error) {
	codes, err := s.codes(ctx)
	if err != nil {
		return nil, nil, err
	}
	now := s.clock.Now()
	rows, err := s.store.list(ctx, codes, f, now, page)
	if err != nil {
		return nil, nil, err
	}
	var next *web.Cursor
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		next = &web.Cursor{Value: last.SubmittedAt.UTC().Format(time.RFC3339Nano), ID: last.ID}
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	entries, objections, err := s.store.about(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	working, err := s.calendar.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	lines := make([]Line, 0, len(rows))
	for _, r := range rows {
		a := affair{row: r, working: working, objections: objections[r.ID], entry: entries[r.ID]}
		if a.law, err = s.law(ctx, r); err != nil {
			return nil, nil, err
		}
		line, err := a.line(actor, now)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, line)
	}
	return lines, next, nil
}

// codes are those of the services whose requests the register holds, retired
// ones included.
func (s *Service) codes(ctx context.Context) ([]string, error) {
	var codes []string
	entries, err := s.catalogue.Entries(ctx)
	for _, e := range entries {
		found, err := s.catalogue.Find(ctx, e.Code)
		if err == nil && found.Disclosure != nil {
			codes = append(codes, e.Code)
		}
	}
	return codes, err
}

// line is the register's line of a request.
func (a affair) line(actor auth.Actor, now time.Time) (Line, error) {
	entry := a.register()
	v := Line{
		Number: a.Number, SubmittedAt: a.SubmittedAt, Name: a.Name, Address: entry.Address, Contact: a.Contact, Occupation: entry.Occupation,
		Information: entry.Information, Purpose: entry.Purpose, Status: a.Status, DueAt: a.DueAt,
		Overdue: a.Status != ticket.Done && a.DueAt != nil && now.After(*a.DueAt), Entry: entry, Objections: []Objection{},
	}
	if a.Outcome != "" {
		v.Outcome = &a.Outcome
	}
	for _, o := range a.objections {
		shown, err := a.objection(o, actor, now)
		if err != nil {
			return v, err
		}
		v.Objections = append(v.Objections, shown)
	}
	return v, nil
}

// maxExport bounds an export, in lines.
const maxExport = 10_000

// @Summary	Export the register of information requests
// @Description	As CSV or XLSX, with the columns that the register must have. Who exported what is recorded.
// @Tags	information-requests
// @Produce	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv
// @Security	Bearer
// @Param	format	query	string	true	"csv or xlsx"	Enums(csv, xlsx)
// @Param	from	query	string	false	"submitted on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"submitted on this date or earlier (YYYY-MM-DD)"
// @Param	status	query	string	false	"waiting, in_progress or done"	Enums(waiting, in_progress, done)
// @Param	objection	query	bool	false	"true: only what was objected to"
// @Param	overdue	query	bool	false	"true: only what is past its due time"
// @Param	q	query	string	false	"words in number, subject or applicant"	maxlength(200)
// @Success	200	{file}	binary
// @Failure	401,403,422	{object}	web.Problem
// @Router	/information-requests/export [get]
func (h *handlers) export(c echo.Context) error {
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	name := c.QueryParam("format")
	format, known := sheet.Formats[name]
	if !known {
		return apperr.BadField("/format", "export.format", "Pilih csv atau xlsx.", "Choose csv or xlsx.")
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	lines, err := h.service.Export(ctx, actor, filter)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := format.Write(&out, h.service.table(lines)); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, "attachment; filename=register-informasi."+name)
	header.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, format.MediaType, out.Bytes())
}

// Export returns the whole register that matches, newest first, and records
// who took it: it is full of names.
func (s *Service) Export(ctx context.Context, actor auth.Actor, f Filter) ([]Line, error) {
	var all []Line
	for page := (web.Page{Limit: 100, Sort: "submitted_at", Descending: true}); ; {
		lines, next, err := s.Register(ctx, actor, f, page)
		if err != nil {
			return nil, err
		}
		if all = append(all, lines...); len(all) > maxExport {
			return nil, apperr.BadField("/from", "export.too_long", "Terlalu banyak baris untuk satu berkas. Persempit tanggalnya.", "Too many lines for one file. Narrow the dates.")
		}
		if page.After = next; next == nil {
			break
		}
	}
	return all, s.changes.Do(ctx, as(actor, auth.ReadInformationRegister), func(tx *change.Tx) error {
		return tx.Record(change.Event{Type: "information_register_exported", Kind: "information", ObjectID: "register", Internal: true,
			Data: map[string]any{"lines": len(all), "from": f.From, "to": f.To}})
	})
}
