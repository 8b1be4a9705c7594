package ticket

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Entry is a line of the buku agenda: a request that came in, and what became
// of it.
type Entry struct {
	Number       string     `json:"number" example:"TKT-20260105-0001"`
	Intake       *Intake    `json:"intake"` // agenda number and letter; null: it was sent through this product, and the office has not dealt with it yet
	ReceivedAt   time.Time  `json:"received_at"`
	Applicant    string     `json:"applicant"`
	Organisation string     `json:"organisation"`
	Service      string     `json:"service"`
	Subject      string     `json:"subject"`
	DisposedTo   *Place     `json:"disposed_to"` // to whom it was passed first with an instruction; null: to nobody yet
	Status       Status     `json:"status" enums:"waiting,in_progress,done"`
	Outcome      *Outcome   `json:"outcome" enums:"fulfilled,approved,rejected,cancelled"`
	AnsweredAt   *time.Time `json:"answered_at"` // when it was closed; null where its applicant cancelled it
	Answer       *FileRef   `json:"answer"`      // the answer letter
	Confidential bool       `json:"confidential"`
} // @name AgendaEntry

// Place is a role, in a unit where the role has one.
type Place struct {
	Role string `json:"role" example:"division_head"`
	Unit string `json:"unit,omitempty" example:"aptika"`
} // @name AgendaPlace

// Book says which of the two books of the agenda is read.
type Book string

// The books.
const (
	Incoming Book = "incoming" // what was received in the range, by receipt
	Outgoing Book = "outgoing" // what was answered in the range, by its closing
)

// AgendaQuery says which part of the agenda is read.
type AgendaQuery struct {
	Book  Book   `json:"book" validate:"omitempty,oneof=incoming outgoing"` // empty: incoming
	From  string `json:"from" validate:"required,datetime=2006-01-02"`      // both dates included, in the office's zone
	To    string `json:"to" validate:"required,datetime=2006-01-02"`
	Query string `json:"q" validate:"max=200"`
}

// maxRange bounds a reading of the agenda.
const maxRange = 366 * 24 * time.Hour

// @Summary	Read the agenda
// @Description	The buku agenda: requests received in a range of at most 366 days (`book=incoming`, oldest first), or those that were answered in it (`book=outgoing`), within the caller's scope.
// @Tags	agenda
// @Produce	json
// @Security	Bearer
// @Param	book	query	string	false	"incoming (default) or outgoing"	Enums(incoming, outgoing)
// @Param	from	query	string	true	"first date (YYYY-MM-DD)"
// @Param	to	query	string	true	"last date (YYYY-MM-DD)"
// @Param	q	query	string	false	"words in number, agenda or letter number, subject, service, agency or applicant"	maxlength(200)
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Entry]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/agenda [get]
func (h *handlers) agenda(c echo.Context) error {
	page, err := web.ReadPage(c, "at")
	if err != nil {
		return err
	}
	query, err := ReadAgendaQuery(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.Agenda(ctx, actor, query, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, list)
}

// ReadAgendaQuery reads which part of the agenda is wanted.
func ReadAgendaQuery(c echo.Context) (AgendaQuery, error) {
	q := AgendaQuery{Book: Book(c.QueryParam("book")), From: c.QueryParam("from"), To: c.QueryParam("to"), Query: c.QueryParam("q")}
	if err := web.Validate(&q, ""); err != nil {
		return q, err
	}
	from, _ := time.Parse(time.DateOnly, q.From) // Validate has seen to it
	to, _ := time.Parse(time.DateOnly, q.To)
	if to.Before(from) || to.Sub(from) > maxRange {
		return q, apperr.BadField("/to", "agenda.range",
			"Tanggal akhir harus sesudah tanggal awal, paling lama 366 hari sesudahnya.", "The last date must follow the first, by at most 366 days.")
	}
	return q, nil
}

// Agenda returns a page of the agenda within the actor's scope, oldest first.
func (s *Service) Agenda(ctx context.Context, actor auth.Actor, q AgendaQuery, page web.Page) (web.List[Entry], error) {
	items, last, err := s.agendaPage(ctx, actor, q, page)
	if err != nil || last == nil {
		return web.List[Entry]{Items: items}, err
	}
	return web.List[Entry]{Items: items, NextCursor: page.Next(last.Value, last.ID)}, nil
}

// AgendaEntries walks the whole of a range of the agenda within the actor's
// scope; it ends at the first error.
func (s *Service) AgendaEntries(ctx context.Context, actor auth.Actor, q AgendaQuery) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for page := (web.Page{Limit: 100}); ; {
			items, last, err := s.agendaPage(ctx, actor, q, page)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range items {
				if !yield(e, nil) {
					return
				}
			}
			if page.After = last; last == nil {
				return
			}
		}
	}
}

// agendaPage returns the lines of a page, and the place of the last one where
// another page follows.
func (s *Service) agendaPage(ctx context.Context, actor auth.Actor, q AgendaQuery, page web.Page) ([]Entry, *web.Cursor, error) {
	rows, err := s.store.agenda(ctx, actor, q, page, s.zone)
	if err != nil {
		return nil, nil, err
	}
	var last *web.Cursor
	if len(rows) > page.Limit {
		rows = rows[:page.Limit]
		r := rows[page.Limit-1]
		at := r.SubmittedAt
		if q.Book == Outgoing {
			at = *r.ClosedAt
		}
		last = &web.Cursor{Value: at.UTC().Format(time.RFC3339Nano), ID: r.ID}
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	letters, err := attachment.ResultLetters(s.store.read.WithContext(ctx), ids)
	if err != nil {
		return nil, nil, err
	}
	places, err := s.store.disposedTo(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	items := make([]Entry, len(rows))
	for i, r := range rows {
		d, err := s.definition(ctx, r)
		if err != nil {
			return nil, nil, err
		}
		items[i] = Entry{
			Number: r.Number, Intake: r.Intake.view(), ReceivedAt: r.SubmittedAt, Applicant: r.ApplicantName, Organisation: r.OrganisationName,
			Service: d.Name, Subject: r.Subject, DisposedTo: places[r.ID], Status: r.Status, Confidential: r.Confidential,
		}
		if r.Outcome != Cancelled { // what its applicant withdrew was closed, but not answered
			items[i].AnsweredAt = r.ClosedAt
		}
		if r.Outcome != "" {
			items[i].Outcome = &r.Outcome
		}
		if letter, ok := letters[r.ID]; ok {
			items[i].Answer = &FileRef{ID: letter.ID, Name: letter.Name}
		}
	}
	return items, last, nil
}

// agenda reads one row more than the page.
func (s store) agenda(ctx context.Context, actor auth.Actor, q AgendaQuery, page web.Page, zone *time.Location) ([]row, error) {
	column := "t.submitted_at"
	if q.Book == Outgoing {
		column = "t.closed_at"
	}
	from, err := time.ParseInLocation(time.DateOnly, q.From, zone)
	if err != nil {
		return nil, err
	}
	to, err := time.ParseInLocation(time.DateOnly, q.To, zone)
	if err != nil {
		return nil, err
	}
	query := Filter{Query: q.Query}.apply(within(tickets(s.read.WithContext(ctx)), actor), actor, time.Time{}).
		Where(column+" >= ? AND "+column+" < ?", from.UTC(), to.AddDate(0, 0, 1).UTC())
	if q.Book == Outgoing {
		query = query.Where("t.outcome <> ?", Cancelled)
	}
	if page.After != nil {
		at, err := time.Parse(time.RFC3339Nano, page.After.Value)
		if err != nil {
			return nil, web.ErrCursor
		}
		query = query.Where("("+column+", t.id) > (?, ?)", at, page.After.ID)
	}
	var rows []row
	return rows, query.Order(column + ", t.id").Limit(page.Limit + 1).Find(&rows).Error
}

// disposedTo returns to whom each request was first passed with an
// instruction.
func (s store) disposedTo(ctx context.Context, ids []string) (map[string]*Place, error) {
	var list []event
	err := s.read.WithContext(ctx).Where("object_kind = 'ticket' AND type = 'disposed' AND object_id IN ?", ids).
		Order("id DESC").Find(&list).Error
	if err != nil {
		return nil, err
	}
	places := map[string]*Place{}
	for _, e := range list {
		var data struct {
			To Place `json:"to"`
		}
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return nil, err
		}
		places[e.ObjectID] = &data.To
	}
	return places, nil
}
