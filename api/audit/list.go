package audit

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Filter narrows the record.
type Filter struct {
	From      string `json:"from" validate:"omitempty,datetime=2006-01-02"` // both dates included, in the office's zone
	To        string `json:"to" validate:"omitempty,datetime=2006-01-02"`
	Person    string `json:"person" validate:"max=200"` // part of a name, or the id of an account
	Kind      string `json:"kind" validate:"max=60"`
	Object    string `json:"object" validate:"max=400"` // number of a request, or id of any object
	Type      string `json:"type" validate:"max=60"`
	RequestID string `json:"request_id" validate:"max=60"`
	Address   string `json:"address" validate:"max=60"`
	APIKey    string `json:"api_key" validate:"max=120"` // part of its name or of how it begins
}

// @Summary	Read the record
// @Description	What happened, newest first: changes, sign-ins, denials, downloads and exports, with who did it, as whom, from where and in which request. The record is append-only.
// @Tags	audit-log
// @Produce	json
// @Security	Bearer
// @Param	from	query	string	false	"on this date or later (YYYY-MM-DD)"
// @Param	to	query	string	false	"on this date or earlier (YYYY-MM-DD)"
// @Param	person	query	string	false	"part of a name, or the id of an account"	maxlength(200)
// @Param	kind	query	string	false	"kind of the object, such as ticket or user"	maxlength(60)
// @Param	object	query	string	false	"number of a request, or id of any object"	maxlength(400)
// @Param	type	query	string	false	"what happened, such as signed_in or denied"	maxlength(60)
// @Param	request_id	query	string	false	"id of the request (instance of a refusal)"	maxlength(60)
// @Param	address	query	string	false	"network address from which it was done"	maxlength(60)
// @Param	api_key	query	string	false	"part of the name of an API key, or of how it begins"	maxlength(120)
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Record]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/audit-log [get]
func (h *handlers) list(c echo.Context) error {
	page, err := web.ReadPage(c, "-at")
	if err != nil {
		return err
	}
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	list, err := h.service.List(c.Request().Context(), filter, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

func readFilter(c echo.Context) (Filter, error) {
	f := Filter{
		From: c.QueryParam("from"), To: c.QueryParam("to"), Person: strings.TrimSpace(c.QueryParam("person")), Kind: c.QueryParam("kind"),
		Object: strings.TrimSpace(c.QueryParam("object")), Type: c.QueryParam("type"), RequestID: strings.TrimSpace(c.QueryParam("request_id")),
		Address: strings.TrimSpace(c.QueryParam("address")), APIKey: strings.TrimSpace(c.QueryParam("api_key")),
	}
	if err := web.Validate(&f, ""); err != nil {
		return f, err
	}
	if f.From != "" && f.To != "" && f.To < f.From {
		return f, apperr.BadField("/to", "audit.range", "Tanggal akhir harus sama dengan atau sesudah tanggal awal.", "The last date must not come before the first.")
	}
	return f, nil
}

// List returns a page of the record, newest first.
func (s *Service) List(ctx context.Context, f Filter, page web.Page) (web.List[Record], error) {
	rows, subjects, err := s.read(ctx, f, page)
	list := web.List[Record]{Items: []Record{}}
	if err != nil {
		return list, err
	}
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		list.NextCursor = page.Next(cursorOf(rows[page.Limit-1]))
	}
	for _, e := range rows {
		list.Items = append(list.Items, recordOf(e, subjects[e.ObjectID]))
	}
	return list, nil
}

func cursorOf(e change.Recorded) (value, id string) { return e.At.UTC().Format(time.RFC3339Nano), e.ID }

// read reads one record more than the page, and the requests that they speak
// of.
func (s *Service) read(ctx context.Context, f Filter, page web.Page) ([]change.Recorded, map[string]Subject, error) {
	object := f.Object
	if strings.HasPrefix(strings.ToUpper(object), "TKT-") {
		id, err := s.subjects.IDOf(ctx, strings.ToUpper(object))
		if err != nil {
			return nil, nil, err
		}
		if id != "" {
			object = id
		}
	}
	rows, err := s.store.list(ctx, f, object, page, s.zone)
	if err != nil {
		return nil, nil, err
	}
	subjects, err := s.subjectsOf(ctx, rows)
	return rows, subjects, err
}
