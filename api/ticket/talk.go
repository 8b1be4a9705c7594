package ticket

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// TextInput is a message or a note.
type TextInput struct {
	Text string `json:"text" validate:"required,max=4000" example:"Mohon konfirmasi kapasitas yang diminta."`
} // @name TextInput

// Utterance is a message to or from the applicant, or a note within the office.
type Utterance struct {
	ID    string    `json:"id"`
	At    time.Time `json:"at"`
	Actor Actor     `json:"actor"`
	Text  string    `json:"text"`
} // @name Utterance

// @Summary	Read the conversation
// @Description	Messages between the applicant and the office, oldest first.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Utterance]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/tickets/{number}/messages [get]
func (h *handlers) messages(c echo.Context) error { return h.utterances(c, messagePosted) }

// @Summary	Send a message
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	body	body	TextInput	true	"the message"
// @Success	201	{object}	Utterance
// @Failure	400,401,403,404,409,415,422	{object}	web.Problem
// @Router	/tickets/{number}/messages [post]
func (h *handlers) postMessage(c echo.Context) error { return h.utter(c, Message) }

// @Summary	Read the internal notes
// @Description	Notes among officers, oldest first. Applicants never see them.
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	limit	query	int	false	"1 to 100"	minimum(1)	maximum(100)	default(20)
// @Param	cursor	query	string	false	"next_cursor of the page before"
// @Success	200	{object}	web.List[Utterance]
// @Failure	401,403,404,422	{object}	web.Problem
// @Router	/tickets/{number}/notes [get]
func (h *handlers) notes(c echo.Context) error { return h.utterances(c, noteAdded) }

// @Summary	Add an internal note
// @Tags	tickets
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	body	body	TextInput	true	"the note"
// @Success	201	{object}	Utterance
// @Failure	400,401,403,404,409,415,422	{object}	web.Problem
// @Router	/tickets/{number}/notes [post]
func (h *handlers) addNote(c echo.Context) error { return h.utter(c, Note) }

const (
	messagePosted = "message_posted"
	noteAdded     = "note_added"
)

func (h *handlers) utterances(c echo.Context, kind string) error {
	page, err := web.ReadPage(c, "at")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	list, err := h.service.timeline(ctx, actor, c.Param("number"), page, kind)
	if err != nil {
		return err
	}
	items := make([]Utterance, 0, len(list.Items))
	for _, e := range list.Items {
		items = append(items, utteranceOf(e))
	}
	return web.JSON(c, http.StatusOK, web.List[Utterance]{Items: items, NextCursor: list.NextCursor})
}

func (h *handlers) utter(c echo.Context, action Action) error {
	in, err := web.Bind[TextInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	u, err := h.service.Utter(ctx, actor, c.Param("number"), action, in.Text)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusCreated, u)
}

// Utter posts a message (Message) or adds a note (Note). It only adds, so it
// needs no version.
func (s *Service) Utter(ctx context.Context, actor auth.Actor, number string, action Action, text string) (Utterance, error) {
	r, _, as, err := s.mayAct(ctx, s.store.read, actor, number, action, nil)
	if err != nil {
		return Utterance{}, err
	}
	event := change.Event{Type: messagePosted, Kind: "ticket", ObjectID: r.ID, Data: TextInput{text}}
	if action == Note {
		event.Type, event.Internal = noteAdded, true
	}
	var u Utterance
	err = s.changes.Do(ctx, actor.AsFor(as, r.holderPerson()), func(tx *change.Tx) error {
		if _, _, _, err := s.mayAct(ctx, tx.DB, actor, number, action, nil); err != nil {
			return err
		}
		recorded, err := tx.RecordRow(event)
		u = utteranceOf(shown(recorded, actor))
		return err
	})
	return u, err
}

func utteranceOf(e Event) Utterance {
	var in TextInput
	_ = json.Unmarshal(e.Data, &in)
	return Utterance{ID: e.ID, At: e.At, Actor: e.Actor, Text: in.Text}
}
