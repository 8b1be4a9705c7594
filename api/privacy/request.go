package privacy

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// answerWithin is how long the office has to answer (UU 27/2022, Pasal 30 and
// 32: three times 24 hours).
const answerWithin = 72 * time.Hour

// maxOpen bounds what one person may ask at a time.
const maxOpen = 5

// Request is what a person asks about their data.
type Request struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind" enums:"correction,erasure"`
	Text       string     `json:"text"`
	Person     auth.Ref   `json:"person"`
	CreatedAt  time.Time  `json:"created_at"`
	DueAt      time.Time  `json:"due_at"`
	Outcome    string     `json:"outcome" enums:"done,partly,refused,"` // empty: not answered yet
	Answer     string     `json:"answer"`
	Kept       []Rule     `json:"kept"` // what stays, and why
	AnsweredAt *time.Time `json:"answered_at"`
	Version    int64      `json:"version"`
} // @name PrivacyRequest

// AskInput is what a person asks.
type AskInput struct {
	Kind string `json:"kind" validate:"required,oneof=correction erasure" enums:"correction,erasure"`
	Text string `json:"text" validate:"required,notblank,max=4000" example:"Nama saya tertulis keliru; yang benar Siti Rahmawati."`
} // @name PrivacyRequestInput

// AnswerInput is the office's answer.
type AnswerInput struct {
	Outcome string   `json:"outcome" validate:"required,oneof=done partly refused" enums:"done,partly,refused"`
	Answer  string   `json:"answer" validate:"required,notblank,max=4000"`
	Kept    []string `json:"kept,omitempty" validate:"max=20"` // codes of the rules by which something stays; needed unless all is done
} // @name PrivacyAnswerInput

// @Summary	My requests about my data
// @Description	Newest first.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Request]
// @Failure	401,422	{object}	web.Problem
// @Router	/me/privacy-requests [get]
func (h *handlers) ownRequests(c echo.Context) error {
	page, err := web.ReadPage(c, "-created_at")
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	rows, err := h.service.store.requestsOf(c.Request().Context(), actor.ID, page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, h.service.page(rows, page))
}

// @Summary	Ask for correction or erasure
// @Tags	privacy
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	AskInput	true	"what is asked"
// @Success	201	{object}	Request
// @Failure	400,401,409,415,422	{object}	web.Problem
// @Router	/me/privacy-requests [post]
func (h *handlers) ask(c echo.Context) error {
	in, err := web.Bind[AskInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	asked, err := h.service.Ask(c.Request().Context(), actor, in)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusCreated, asked)
}

// Ask files the actor's request about their data.
func (s *Service) Ask(ctx context.Context, actor auth.Actor, in AskInput) (Request, error) {
	var r requestRow
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		open, err := countOpen(tx.DB, actor.ID)
		if err != nil {
			return err
		}
		if open >= maxOpen {
			return apperr.New(apperr.Conflict, "privacy.many", "Masih ada beberapa permintaan Anda yang belum dijawab. Tunggu jawabannya dahulu.",
				"Several of your requests are not answered yet. Wait for the answers first.")
		}
		r = requestRow{ID: tx.NewID(), UserID: actor.ID, PersonName: actor.Name, Kind: in.Kind, Text: in.Text, Kept: []string{}, Version: 1, CreatedAt: tx.Now}
		if err := insertRequest(tx.DB, r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "privacy_asked", Kind: "privacy_request", ObjectID: r.ID, Data: map[string]string{"kind": in.Kind}, Internal: true})
	})
	return s.view(r), err
}

func (s *Service) view(r requestRow) Request {
	v := Request{
		ID: r.ID, Kind: r.Kind, Text: r.Text, Person: auth.Ref{ID: r.UserID, Name: r.PersonName}, CreatedAt: r.CreatedAt, DueAt: r.CreatedAt.Add(answerWithin),
		Outcome: r.Outcome, Answer: r.Answer, Kept: []Rule{}, AnsweredAt: r.AnsweredAt, Version: r.Version,
	}
	for _, rule := range s.rules {
		if slices.Contains(r.Kept, rule.Code) {
			v.Kept = append(v.Kept, rule)
		}
	}
	return v
}

// page shows rows, of which one more than fits tells that another page follows.
func (s *Service) page(rows []requestRow, page web.Page) web.List[Request] {
	list := web.List[Request]{Items: []Request{}}
	for _, r := range rows {
		if len(list.Items) == page.Limit {
			last := list.Items[page.Limit-1]
			list.NextCursor = page.Next(last.Outcome, last.ID)
			break
		}
		list.Items = append(list.Items, s.view(r))
	}
	return list
}

// @Summary	What people ask about their data
// @Description	Unanswered ones first, oldest first.
// @Tags	privacy
// @Produce	json
// @Security	Bearer
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Request]
// @Failure	401,403,422	{object}	web.Problem
// @Router	/privacy/requests [get]
func (h *handlers) requests(c echo.Context) error {
	page, err := web.ReadPage(c, "created_at")
	if err != nil {
		return err
	}
	rows, err := h.service.store.allRequests(c.Request().Context(), page)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, h.service.page(rows, page))
}

// @Summary	Answer a request about data
// @Description	What is to be corrected is corrected at the account first. Where something stays, the answer names the rules by which it does.
// @Tags	privacy
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the request"
// @Param	If-Match	header	string	true	"version of the request, as an entity tag"
// @Param	body	body	AnswerInput	true	"the answer"
// @Success	200	{object}	Request
// @Failure	400,401,403,404,409,412,415,422,428	{object}	web.Problem
// @Router	/privacy/requests/{id}/answer [post]
func (h *handlers) answer(c echo.Context) error {
	version, in, err := web.BindEdit[AnswerInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	answered, err := h.service.Answer(c.Request().Context(), actor, c.Param("id"), version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, answered.Version, answered)
}

// Answer answers a person's request, once.
func (s *Service) Answer(ctx context.Context, actor auth.Actor, id string, version int64, in AnswerInput) (Request, error) {
	for i, code := range in.Kept {
		if !slices.ContainsFunc(s.rules, func(r Rule) bool { return r.Code == code }) {
			return Request{}, apperr.BadField("/kept/"+strconv.Itoa(i), "rule.unknown", "Aturan ini tidak dikenal.", "This rule is not known.")
		}
	}
	if in.Outcome != "done" && len(in.Kept) == 0 {
		return Request{}, apperr.BadField("/kept", "rule.missing", "Pilih aturan yang membuat data tetap disimpan.", "Choose the rule by which data stays.")
	}
	var r requestRow
	err := s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) (err error) {
		if r, err = findRequest(tx.DB, id); err != nil {
			return err
		}
		switch {
		case r.Version != version:
			return web.ErrStale
		case r.Outcome != "":
			return apperr.New(apperr.Conflict, "privacy.answered", "Permintaan ini sudah dijawab.", "This request is answered already.")
		}
		r.Outcome, r.Answer, r.Kept, r.AnsweredBy, r.AnsweredAt = in.Outcome, in.Answer, in.Kept, actor.ID, &tx.Now
		if r.Kept == nil {
			r.Kept = []string{}
		}
		if err := answerRequest(tx.DB, &r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "privacy_answered", Kind: "privacy_request", ObjectID: id, Data: map[string]any{"outcome": in.Outcome, "kept": r.Kept}, Internal: true})
	})
	return s.view(r), err
}
