package draft

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/form"
	"github.com/dkisp-kaltara/elayanan/api/user"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// NewInput begins a draft.
type NewInput struct {
	ServiceType string `json:"service_type" validate:"required,max=40" example:"subdomain"`
	FromTicket  string `json:"from_ticket,omitempty" validate:"max=40" example:"TKT-20260105-0001"` // an earlier request of one's own for the service, whose answers are taken over
} // @name DraftInput

// @Summary	Begin a draft
// @Description	Prefilled with what the account tells of the person and the agency and, where asked, with the answers of an earlier request of one's own: without its files, statements and computed numbers. At most 50 drafts a person; a draft that nobody changes for 180 days is removed with its files.
// @Tags	drafts
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	body	body	NewInput	true	"for which service"
// @Success	201	{object}	Draft
// @Failure	400,401,403,409,413,415,422	{object}	web.Problem
// @Router	/drafts [post]
func (h *handlers) create(c echo.Context) error {
	in, err := web.Bind[NewInput](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	d, err := h.service.Create(ctx, actor, in, web.Lang(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/drafts/"+d.ID)
	return web.Tagged(c, http.StatusCreated, d.Version, d)
}

var errTooMany = apperr.New(apperr.Conflict, "draft.too_many",
	"Anda sudah mempunyai 50 draf. Kirim atau hapus salah satu dahulu.", "You have 50 drafts already. Send or delete one of them first.")

// Create begins a draft for the actor.
func (s *Service) Create(ctx context.Context, actor auth.Actor, in NewInput, lang string) (Draft, error) {
	service, err := s.catalogue.Requestable(ctx, strings.ToLower(in.ServiceType))
	if err != nil {
		return Draft{}, err
	}
	answers, err := s.earlier(ctx, actor, service.Code, service.Form, in.FromTicket)
	if err == nil && service.Form != nil {
		err = s.prefill(ctx, actor, *service.Form, answers)
	}
	if err != nil {
		return Draft{}, err
	}
	var r row
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		kept, err := count(tx.DB, actor.ID)
		if err != nil {
			return err
		}
		if kept >= maxDrafts {
			return errTooMany
		}
		r = row{ID: tx.NewID(), OwnerID: actor.ID, ServiceCode: service.Code, ServiceVersion: service.Number, Answers: answers, Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now}
		if err := insert(tx.DB, r); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "draft_begun", Kind: "draft", ObjectID: r.ID, Internal: true,
			Data: map[string]any{"service_type": service.Code, "from_ticket": in.FromTicket}})
	})
	if err != nil {
		return Draft{}, err
	}
	return s.view(ctx, actor, r, lang)
}

// earlier returns the answers of an earlier request of the actor that can be
// taken over: no files, which belong to that request, no agreement, which is
// given anew, nothing computed. Where the form has changed since, the draft
// keeps what it no longer asks aside.
func (s *Service) earlier(ctx context.Context, actor auth.Actor, service string, f *form.Form, number string) (map[string]any, error) {
	if number == "" {
		return map[string]any{}, nil
	}
	code, answers, err := s.tickets.Earlier(ctx, actor, number)
	if errors.Is(err, web.ErrNotFound) || (err == nil && code != service) {
		return nil, apperr.BadField("/from_ticket", "draft.from_ticket",
			"Permohonan ini bukan permohonan Anda untuk layanan tersebut.", "This is not a request of yours for that service.")
	}
	if err != nil || f == nil {
		return answers, err
	}
	for key, field := range f.Properties {
		switch field.Kind() {
		case form.FileList, form.Statement, form.Computed:
			delete(answers, key)
		case form.Rows:
			withoutFiles(field, answers[key])
		}
	}
	return answers, nil
}

func withoutFiles(rows form.Field, answer any) {
	list, _ := answer.([]any)
	for _, member := range list {
		cells, _ := member.(map[string]any)
		for key, cell := range rows.Items.Properties {
			if cell.Kind() == form.FileList {
				delete(cells, key)
			}
		}
	}
}

// prefill answers what the account of the actor tells and nobody has answered
// yet.
func (s *Service) prefill(ctx context.Context, actor auth.Actor, f form.Form, answers map[string]any) error {
	account, err := s.users.Get(ctx, actor.ID)
	if err != nil {
		return err
	}
	for key, field := range f.Properties {
		if _, answered := answers[key]; answered || field.Prefill == "" {
			continue
		}
		if value := tells(account, field); value != nil {
			answers[key] = value
		}
	}
	return nil
}

// tells returns what an account answers to a field; nil: nothing.
func tells(u user.User, f form.Field) any {
	parts := map[string]string{"name": u.Name, "nip": u.NIP, "position": u.Position, "email": u.Email, "phone": u.Phone}
	if u.Organisation != nil {
		parts["agency"] = u.Organisation.Name
		if f.Kind() == form.Agency {
			parts["agency"] = u.Organisation.ID
		}
	}
	for _, role := range u.Roles {
		if role.Unit != "" {
			parts["unit"] = role.Unit
		}
	}
	if f.Prefill == "person" {
		person := map[string]any{}
		for _, part := range []string{"name", "nip", "position", "email", "phone"} {
			if parts[part] != "" {
				person[part] = parts[part]
			}
		}
		return person
	}
	if parts[f.Prefill] == "" {
		return nil
	}
	return parts[f.Prefill]
}
