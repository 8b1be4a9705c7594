package ticket

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/ident"
)

// @Summary	List requests
// @Description	Requests within the caller's scope. `holder=me` with `sort=due_at` is the inbox: what waits for the caller, what runs out first on top. There is no total: counting everything would be dear.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	status	query	string	false	"waiting, in_progress or done"	Enums(waiting, in_progress, done)
// @Param	outcome	query	string	false	"how it ended"	Enums(fulfilled, approved, rejected, cancelled)
// @Param	service_type	query	string	false	"code of a service"
// @Param	unit	query	string	false	"code of the unit that holds it"
// @Param	organisation	query	string	false	"id of the agency"
// @Param	holder	query	string	false	"me: only what waits for the caller"	Enums(me)
// @Param	returned_by	query	string	false	"me: only what the caller has returned and the applicant has not mended yet"	Enums(me)
// @Param	returned	query	bool	false	"true: only what is with its applicant for mending"
// @Param	open	query	bool	false	"true: only what is not done"
// @Param	due_soon	query	bool	false	"true: only what is due by the end of the next working day and not late yet"
// @Param	step	query	string	false	"key of the step at which it stands"
// @Param	urgency	query	string	false	"how urgent"	Enums(normal, urgent, very_urgent)
// @Param	confidential	query	bool	false	"true: only what is confidential (rahasia)"
// @Param	overdue	query	bool	false	"true: only what is past its due time"
// @Param	q	query	string	false	"words in number, subject, service, agency or applicant"	maxlength(200)
// @Param	from	query	string	false	"submitted on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"submitted on this date or earlier (YYYY-MM-DD)"
// @Param	sort	query	string	false	"submitted_at, due_at or number, - for descending; default -submitted_at"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Summary]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/tickets [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-submitted_at", "due_at", "number")
	if err != nil {
		return err
	}
	filter, err := h.readFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.List(ctx, actor, filter, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// listQuery is what a list may be narrowed by, as it comes.
type listQuery struct {
	Status       string `json:"status" validate:"omitempty,oneof=waiting in_progress done"`
	Outcome      string `json:"outcome" validate:"omitempty,oneof=fulfilled approved rejected cancelled"`
	Holder       string `json:"holder" validate:"omitempty,oneof=me"`
	ReturnedBy   string `json:"returned_by" validate:"omitempty,oneof=me"`
	Returned     string `json:"returned" validate:"omitempty,oneof=true false"`
	Open         string `json:"open" validate:"omitempty,oneof=true false"`
	Overdue      string `json:"overdue" validate:"omitempty,oneof=true false"`
	DueSoon      string `json:"due_soon" validate:"omitempty,oneof=true false"`
	Urgency      string `json:"urgency" validate:"omitempty,oneof=normal urgent very_urgent"`
	Confidential string `json:"confidential" validate:"omitempty,oneof=true false"`
	Query        string `json:"q" validate:"max=200"`
	From         string `json:"from" validate:"omitempty,datetime=2006-01-02"`
	To           string `json:"to" validate:"omitempty,datetime=2006-01-02"`
}

func (h *handlers) readFilter(c echo.Context) (Filter, error) {
	ask := c.QueryParam
	in := listQuery{
		Status: ask("status"), Outcome: ask("outcome"), Holder: ask("holder"), ReturnedBy: ask("returned_by"), Returned: ask("returned"),
		Open: ask("open"), Overdue: ask("overdue"), DueSoon: ask("due_soon"), Urgency: ask("urgency"), Confidential: ask("confidential"),
		Query: ask("q"), From: ask("from"), To: ask("to"),
	}
	if err := web.Validate(&in, ""); err != nil {
		return Filter{}, err
	}
	f := Filter{
		Status: Status(in.Status), Outcome: Outcome(in.Outcome), ServiceType: ask("service_type"), Unit: ask("unit"), Step: ask("step"),
		Organisation: ask("organisation"), Urgency: Urgency(in.Urgency), Query: in.Query, From: in.From, To: in.To,
		HeldByMe: in.Holder == "me", ReturnedByMe: in.ReturnedBy == "me", Returned: in.Returned == "true", Open: in.Open == "true",
		Overdue: in.Overdue == "true", DueSoon: in.DueSoon == "true", Confidential: in.Confidential == "true",
	}
	if f.Organisation != "" && !ident.Valid(f.Organisation) {
		return f, apperr.BadField("/organisation", "field.uuid", "Isian ini bukan id yang benar.", "This is not a valid id.")
	}
	if f.DueSoon {
		var err error
		if f.DueBefore, err = h.service.soon(c.Request().Context()); err != nil {
			return f, err
		}
	}
	return f, nil
}

// List returns a page of requests within the actor's scope.
func (s *Service) List(ctx context.Context, actor auth.Actor, f Filter, page web.Page) (web.List[Summary], error) {
	rows, err := s.store.list(ctx, actor, f, page, s.clock.Now())
	if err != nil {
		return web.List[Summary]{}, err
	}
	var next *string
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		last := rows[page.Limit-1]
		value := map[string]string{
			"submitted_at": last.SubmittedAt.UTC().Format(time.RFC3339Nano), "due_at": last.DueOrder.UTC().Format(time.RFC3339Nano), "number": last.Number,
		}[page.Sort]
		next = page.Next(value, last.ID)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	letters, err := attachment.ResultLetters(s.store.read.WithContext(ctx), ids)
	if err != nil {
		return web.List[Summary]{}, err
	}
	items := make([]Summary, 0, len(rows))
	for _, r := range rows {
		d, err := s.definition(ctx, r)
		if err != nil {
			return web.List[Summary]{}, err
		}
		var letter *attachment.Attachment
		if l, ok := letters[r.ID]; ok {
			letter = &l
		}
		items = append(items, s.summary(r, d, actor, letter))
	}
	shown := make([]*Summary, len(items))
	for i := range items {
		shown[i] = &items[i]
	}
	return web.List[Summary]{Items: items, NextCursor: next}, s.nameDeputies(ctx, s.store.read, actor, shown...)
}
