package attachment

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck"
)

// maxWaiting bounds the files that one person may have uploaded ahead.
const maxWaiting = 40

var errTooMany = apperr.New(apperr.Conflict, "attachment.too_many_waiting",
	"Terlalu banyak berkas unggahan Anda yang belum dipakai. Kirim permohonannya atau hapus berkasnya dahulu.",
	"Too many of your uploads are unused. Send the request or remove files first.")

// @Summary	Upload a file ahead
// @Description	Stores a PDF that a request will name by its id (`attachments` of `POST /tickets`, or the answer of a form's field for files). Supporting files may also be PNG or JPEG pictures. Unused files are removed after two days.
// @Tags	attachments
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	file	formData	file	true	"the file: a PDF, or a PNG or JPEG picture"
// @Param	kind	formData	string	true	"what it is for"	Enums(request_letter, supporting)
// @Success	201	{object}	Attachment
// @Failure	400,401,403,409,413,415,422,503	{object}	web.Problem
// @Router	/attachments [post]
func (h *handlers) upload(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	files, values, err := ReadFiles(c, h.service, []string{"kind"}, map[string]Kind{"file": Supporting})
	if err != nil {
		return err
	}
	stored, err := h.service.Keep(ctx, actor, Kind(values["kind"]), files)
	if err != nil {
		h.service.DiscardIfRefused(ctx, err, files)
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, web.Base+"/attachments/"+stored.ID+"/content")
	return web.JSON(c, http.StatusCreated, stored)
}

// ReadFiles reads a form with text fields and files. kinds says which file
// names are expected and what each is for; "files[*]" stands for a file per
// form field (files[<key>]).
func ReadFiles(c echo.Context, s *Service, fields []string, kinds map[string]Kind) ([]Received, map[string]string, error) {
	ctx := c.Request().Context()
	var files []Received
	values, err := web.ReadForm(c, s.maxForm, fields,
		func(name string) bool { _, _, ok := slot(name, kinds); return ok },
		func(name, filename string, r io.Reader) error {
			kind, field, _ := slot(name, kinds)
			f, err := s.Receive(ctx, "/"+name, kind, field, filename, r)
			if err == nil {
				files = append(files, f)
			}
			return err
		})
	if err != nil {
		s.Discard(ctx, files)
		return nil, values, err // what was read so far, for a page to show again
	}
	return files, values, nil
}

// Keep gives a file that was uploaded ahead its row.
func (s *Service) Keep(ctx context.Context, actor auth.Actor, kind Kind, files []Received) (Attachment, error) {
	if err := onlyOne(kind, files); err != nil {
		return Attachment{}, err
	}
	waiting, err := s.store.waiting(ctx, actor.ID)
	if err != nil {
		return Attachment{}, err
	}
	if waiting >= maxWaiting {
		return Attachment{}, errTooMany
	}
	files[0].Kind = kind
	var stored Attachment
	err = s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		list, err := Insert(tx, actor.ID, "", files)
		if err != nil {
			return err
		}
		stored = list[0]
		return tx.Record(change.Event{Type: "file_uploaded", Kind: "attachment", ObjectID: stored.ID, Data: stored, Internal: true})
	})
	return stored, err
}

// uploadable refuses what no request takes. What a file is for may come after
// the file, so that a letter may have been taken in as a picture.
func uploadable(kind Kind, f Received) error {
	switch {
	case kind != RequestLetter && kind != Supporting:
		return apperr.BadField("/kind", "field.oneof", "Pilih salah satu: request_letter, supporting.", "Choose one of: request_letter, supporting.")
	case kind == RequestLetter && f.MediaType != pdf:
		return apperr.BadFields(apperr.Field{Pointer: "/file", Code: "file." + string(pdfcheck.NotPDF), Detail: reasons[pdfcheck.NotPDF]})
	}
	return nil
}

// KeepInDraft gives a file that was uploaded into a draft its row, as part of
// the change of that draft.
func (s *Service) KeepInDraft(tx *change.Tx, actor auth.Actor, draftID string, kind Kind, files []Received) (Attachment, error) {
	if err := onlyOne(kind, files); err != nil {
		return Attachment{}, err
	}
	waiting, size, err := inDraft(tx.DB, draftID)
	switch {
	case err != nil:
		return Attachment{}, err
	case waiting >= maxWaiting:
		return Attachment{}, errTooMany
	case size+files[0].Size > s.maxForm:
		return Attachment{}, tooLarge(s.maxForm)
	}
	return keep(tx, place{OwnerID: actor.ID, DraftID: draftID}, kind, files)
}

// Bounds of the files of one proposal: its points and risks together have many.
const (
	maxInProposal   = 200
	maxProposalSize = 500 << 20 // bytes
)

var errProposalFull = apperr.New(apperr.Conflict, "attachment.proposal_full",
	"Usulan ini sudah memuat 200 berkas atau 500 MB. Hapus berkas yang tidak dipakai, atau gabungkan beberapa berkas menjadi satu PDF.",
	"This proposal has 200 files or 500 MB already. Remove files that are not used, or combine several into one PDF.")

// KeepInProposal gives a file that was uploaded into a proposal its row, as
// part of the change of that proposal.
func (s *Service) KeepInProposal(tx *change.Tx, actor auth.Actor, proposalID string, files []Received) (Attachment, error) {
	if err := onlyOne(Supporting, files); err != nil {
		return Attachment{}, err
	}
	n, size, err := inProposal(tx.DB, proposalID)
	if err == nil && (n >= maxInProposal || size+files[0].Size > maxProposalSize) {
		err = errProposalFull
	}
	if err != nil {
		return Attachment{}, err
	}
	return keep(tx, place{OwnerID: actor.ID, ProposalID: proposalID}, Supporting, files)
}

// onlyOne refuses anything but one file that a request could take.
func onlyOne(kind Kind, files []Received) error {
	if len(files) != 1 {
		return apperr.BadField("/file", "file.one", "Sertakan tepat satu berkas.", "Send exactly one file.")
	}
	return uploadable(kind, files[0])
}

func keep(tx *change.Tx, at place, kind Kind, files []Received) (Attachment, error) {
	files[0].Kind = kind
	list, err := insert(tx, at, files)
	if err != nil {
		return Attachment{}, err
	}
	return list[0], tx.Record(change.Event{Type: "file_uploaded", Kind: "attachment", ObjectID: list[0].ID, Data: list[0], Internal: true})
}

// slot tells what a file of the form is for.
func slot(name string, kinds map[string]Kind) (kind Kind, field string, ok bool) {
	if kind, ok = kinds[name]; ok {
		return kind, "", name != "files[*]"
	}
	key, isKey := strings.CutPrefix(name, "files[")
	key, closed := strings.CutSuffix(key, "]")
	kind, ok = kinds["files[*]"]
	return kind, key, ok && isKey && closed && len(key) <= 60
}
