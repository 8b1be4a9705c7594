package ticket

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// @Summary	List the files of a request
// @Tags	tickets
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Success	200	{object}	web.List[attachment.Attachment]
// @Failure	401,403,404	{object}	web.Problem
// @Router	/tickets/{number}/attachments [get]
func (h *handlers) attachments(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	t, err := h.service.Get(ctx, actor, c.Param("number"))
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, web.List[attachment.Attachment]{Items: t.Attachments})
}

// @Summary	Add a file to a request
// @Description	Applicants add supporting files; officers also internal ones, which the applicant never sees.
// @Tags	tickets
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	number	path	string	true	"number of the request"
// @Param	file	formData	file	true	"the file, PDF; supporting files also PNG or JPEG"
// @Param	kind	formData	string	true	"what it is for"	Enums(supporting, internal)
// @Success	201	{object}	attachment.Attachment
// @Failure	400,401,403,404,409,413,415,422,503	{object}	web.Problem
// @Router	/tickets/{number}/attachments [post]
func (h *handlers) attach(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	number := c.Param("number")
	if _, _, _, err := h.service.mayAct(ctx, h.service.store.read, actor, number, Attach, nil); err != nil {
		return err
	}
	files, values, err := attachment.ReadFiles(c, h.service.files, []string{"kind"}, map[string]attachment.Kind{"file": attachment.Supporting})
	if err != nil {
		return err
	}
	stored, err := h.service.AddFile(ctx, actor, number, attachment.Kind(values["kind"]), files)
	if err != nil {
		h.service.files.DiscardIfRefused(ctx, err, files)
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/attachments/"+stored.ID+"/content")
	return web.JSON(c, http.StatusCreated, stored)
}

// AddFile adds a file to a request. It only adds, so it needs no version.
func (s *Service) AddFile(ctx context.Context, actor auth.Actor, number string, kind attachment.Kind, files []attachment.Received) (attachment.Attachment, error) {
	var stored attachment.Attachment
	if len(files) != 1 {
		return stored, apperr.BadField("/file", "file.one", "Sertakan tepat satu berkas.", "Send exactly one file.")
	}
	before, _, as, err := s.mayAct(ctx, s.store.read, actor, number, Attach, nil)
	if err != nil {
		return stored, err
	}
	if kind != attachment.Supporting && (kind != attachment.Internal || as.Role == auth.Applicant) {
		return stored, apperr.BadField("/kind", "attachment.kind",
			"Jenis berkas ini tidak dapat ditambahkan di sini. Surat jawaban disertakan saat menyelesaikan.",
			"This kind of file cannot be added here. The answer letter comes with completing.")
	}
	files[0].Kind = kind
	err = s.changes.Do(ctx, actor.AsFor(as, before.holderPerson()), func(tx *change.Tx) error {
		r, _, _, err := s.mayAct(ctx, tx.DB, actor, number, Attach, nil)
		if err != nil {
			return err
		}
		list, err := attachment.Insert(tx, actor.ID, r.ID, files)
		if err != nil {
			return err
		}
		stored = list[0]
		return tx.Record(change.Event{Type: fileAdded, Kind: "ticket", ObjectID: r.ID, Internal: kind == attachment.Internal,
			Data: map[string]any{"id": stored.ID, "name": stored.Name, "kind": kind}})
	})
	return stored, err
}
