package recommendation

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// file is a paper to be handed out: one that was stored, or one that is drawn
// now.
type file struct {
	name   string
	stored string // id; empty: it is drawn
	kind   Paper
	drawn  Printed
}

// @Summary	Download a document of a proposal
// @Description	The papers of the last submission, or of an earlier one, with the bytes that were issued. While the proposal is being written, and for a study before the verdict, a preview with the watermark DRAF.
// @Tags	spbe-recommendations
// @Produce	application/pdf
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	file	path	string	true	"which document"	Enums(letter.pdf, needs.pdf, planning.pdf, risks.pdf, ministry-letter.pdf, study.pdf)
// @Param	submission	query	int	false	"of which submission, from 1"	minimum(1)
// @Success	200	{file}	binary
// @Success	206	{file}	binary
// @Success	304	"not changed"
// @Failure	401,403,404,422,503	{object}	web.Problem
// @Failure	416	"no such range"
// @Router	/spbe-recommendations/{id}/documents/{file} [get]
func (h *handlers) document(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	n, err := submissionQuery(c)
	if err != nil {
		return err
	}
	name, isPDF := strings.CutSuffix(c.Param("file"), ".pdf")
	if !isPDF || !slices.Contains(AllPapers(), Paper(name)) {
		return web.ErrNotFound
	}
	f, err := h.service.paper(ctx, actor, c.Param("id"), Paper(name), n)
	switch {
	case err != nil:
		return err
	case f.stored != "":
		return attachment.Send(c, h.service.files, actor, f.stored)
	}
	pdf, err := h.service.papers.Draw(ctx, f.kind, f.drawn)
	if err != nil {
		return err
	}
	return handOut(c, f.name, "application/pdf", pdf)
}

func handOut(c echo.Context, name, mediaType string, content []byte) error {
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "private, no-store")
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Blob(http.StatusOK, mediaType, content)
}

// submissionQuery reads which submission is asked for; 0: none in particular.
func submissionQuery(c echo.Context) (int, error) {
	in := struct {
		Submission string `json:"submission" validate:"omitempty,number,max=4"`
	}{c.QueryParam("submission")}
	return numberOf(in.Submission), web.Validate(&in, "")
}

// numberOf reads a whole number; 0 where it is none, which nothing is numbered.
func numberOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// paper finds a paper of a proposal that the actor may read; n 0 stands for the
// present: the last submission, or what is being written.
func (s *Service) paper(ctx context.Context, actor auth.Actor, id string, kind Paper, n int) (file, error) {
	if kind == StudyPaper {
		return s.studyPaper(ctx, actor, id)
	}
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return file{}, err
	}
	g := s.store.read.WithContext(ctx)
	if n == 0 && !stateOf(r).editable() {
		if n, err = lastSubmission(g, id); err != nil {
			return file{}, err
		}
	}
	if n == 0 {
		w, err := s.read(ctx, r)
		if err != nil {
			return file{}, err
		}
		printed, err := s.printed(ctx, w)
		if err == nil && (kind == NeedsPaper || kind == PlanningPaper || kind == RisksPaper) { // which have a list of appendices
			err = s.withFiles(ctx, actor, &printed)
		}
		return file{name: fileNames[kind] + "-" + r.Number + "-draf.pdf", kind: kind, drawn: printed}, err
	}
	made, err := submission(g, id, n)
	if err != nil {
		return file{}, err
	}
	for _, d := range made.Documents {
		if d.Kind == kind {
			return file{name: d.Name, stored: d.FileID}, nil
		}
	}
	return file{}, web.ErrNotFound
}

// studyPaper finds the study of a proposal: as it was issued, or a preview.
func (s *Service) studyPaper(ctx context.Context, actor auth.Actor, id string) (file, error) {
	r, err := s.readStudied(ctx, actor, id)
	if err != nil {
		return file{}, err
	}
	study, err := studyOf(s.store.read.WithContext(ctx), id)
	switch {
	case err != nil:
		return file{}, err
	case study.Version == 0:
		return file{}, web.ErrNotFound
	case study.Document != nil:
		return file{name: study.Document.Name, stored: study.Document.FileID}, nil
	}
	printed, err := s.submitted(ctx, r)
	if err != nil {
		return file{}, err
	}
	printed.Submission, printed.Date = 0, study.SavedAt.In(s.zone)
	printed.Study, err = ReadStudy(study.Answers)
	return file{name: fileNames[StudyPaper] + "-" + r.Number + "-draf.pdf", kind: StudyPaper, drawn: printed}, err
}

// submitted is what the papers of the last submission say.
func (s *Service) submitted(ctx context.Context, r row) (Printed, error) {
	w, err := s.read(ctx, r)
	if err != nil {
		return Printed{}, err
	}
	p, err := s.printed(ctx, w)
	if err != nil {
		return p, err
	}
	g := s.store.read.WithContext(ctx)
	if p.Submission, err = lastSubmission(g, r.ID); err != nil {
		return p, err
	}
	last, err := submission(g, r.ID, p.Submission)
	if err != nil {
		return p, err
	}
	content, err := last.snapshot()
	if err != nil {
		return p, err
	}
	risks := make([]map[string]any, len(content.Risks))
	for i, k := range content.Risks {
		risks[i] = k.Answers
	}
	p.Date = last.At.In(s.zone)
	p.Content, err = ReadContent(content.Points, risks)
	return p, err
}

// @Summary	Download all documents of a proposal
// @Description	As a ZIP, in the order in which they are read: the papers of the last submission, or of an earlier one; while the proposal is being written, previews. The study is in it once the caller may read it.
// @Tags	spbe-recommendations
// @Produce	application/zip
// @Security	Bearer
// @Param	id	path	string	true	"id of the proposal"
// @Param	submission	query	int	false	"of which submission, from 1"	minimum(1)
// @Success	200	{file}	binary
// @Failure	401,403,404,422,503	{object}	web.Problem
// @Router	/spbe-recommendations/{id}/documents.zip [get]
func (h *handlers) documents(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	n, err := submissionQuery(c)
	if err != nil {
		return err
	}
	content, name, err := h.service.Documents(ctx, actor, c.Param("id"), n)
	if err != nil {
		return err
	}
	return handOut(c, name, "application/zip", content)
}

// zipTime stands at every member: a ZIP of the same papers has the same bytes.
var zipTime = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Documents returns the papers of a proposal as a ZIP, and its name.
func (s *Service) Documents(ctx context.Context, actor auth.Actor, id string, n int) (content []byte, name string, err error) {
	r, err := s.store.find(ctx, actor, id)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for i, kind := range AllPapers() {
		f, err := s.paper(ctx, actor, id, kind, n)
		if kind == StudyPaper && errors.Is(err, web.ErrNotFound) {
			continue // not written, or not released
		}
		if err != nil {
			return nil, "", err
		}
		pdf, err := s.bytesOf(ctx, actor, f)
		if err != nil {
			return nil, "", err
		}
		member, err := archive.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d-%s", i+1, f.name), Method: zip.Store, Modified: zipTime})
		if err != nil {
			return nil, "", err
		}
		if _, err := member.Write(pdf); err != nil {
			return nil, "", err
		}
	}
	err = archive.Close()
	return out.Bytes(), "usulan-" + r.Number + ".zip", err
}

// bytesOf draws a paper, or reads it from the store.
func (s *Service) bytesOf(ctx context.Context, actor auth.Actor, f file) ([]byte, error) {
	if f.stored == "" {
		return s.papers.Draw(ctx, f.kind, f.drawn)
	}
	content, err := s.files.Open(ctx, actor, f.stored)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}
