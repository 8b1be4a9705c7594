package draft

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// @Summary	Upload a file into a draft
// @Description	The file stays with the draft until it is filed or removed (`DELETE /attachments/{id}`). It answers a field when its id stands in the answer, which also gives the order. What a field does not take is told in the draft's findings.
// @Tags	drafts
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	id	path	string	true	"id of the draft"
// @Param	file	formData	file	true	"the file: a PDF, or a PNG or JPEG picture"
// @Param	kind	formData	string	true	"what it is for"	Enums(request_letter, supporting)
// @Param	field	formData	string	false	"key of the form's field that it answers"
// @Success	201	{object}	attachment.Attachment
// @Failure	400,401,403,404,409,413,415,422,503	{object}	web.Problem
// @Router	/drafts/{id}/attachments [post]
func (h *handlers) attach(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	if _, err := h.service.own(ctx, actor, c.Param("id")); err != nil { // before a byte of the file is taken in
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"kind", "field"}, map[string]attachment.Kind{"file": attachment.Supporting})
	if err != nil {
		return err
	}
	in := attachInput{Kind: attachment.Kind(values["kind"]), Field: values["field"]}
	var stored attachment.Attachment
	if err = web.Validate(&in, ""); err == nil {
		stored, err = h.service.Attach(ctx, actor, c.Param("id"), in, files)
	}
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/attachments/"+stored.ID+"/content")
	return web.JSON(c, http.StatusCreated, stored)
}

type attachInput struct {
	Kind  attachment.Kind `json:"kind"`
	Field string          `json:"field" validate:"max=60"`
}

// Attach keeps a file in a draft of the actor. It only adds, so it needs no
// version.
func (s *Service) Attach(ctx context.Context, actor auth.Actor, id string, in attachInput, files []attachment.Received) (stored attachment.Attachment, err error) {
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if _, err := find(tx.DB, actor.ID, id); err != nil {
			return err
		}
		for i := range files {
			files[i].Field = in.Field
		}
		stored, err = s.files.KeepInDraft(tx, actor, id, in.Kind, files)
		return err
	})
	return stored, err
}
