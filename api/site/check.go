package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/document"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// Issued finds documents that were issued.
type Issued interface {
	// Find returns the document with a code, or web.ErrNotFound.
	Find(ctx context.Context, from auth.Actor, code string) (document.Issued, error)
	// FindFile returns the document whose bytes have the SHA-256, or
	// web.ErrNotFound.
	FindFile(ctx context.Context, from auth.Actor, sum string) (document.Issued, error)
}

// checkBody is the page on which anybody checks a document. No part of it is a
// person's.
type checkBody struct {
	Code    string           // as it was given
	Found   *document.Issued // what the register says
	Tried   bool             // a file was tried
	Genuine bool             // it is the file that was issued
	SHA256  string           // of the tried file
	Missing bool             // neither code nor file was given
	Unknown bool             // no document has the code, or the file
	Large   bool             // the file is larger than any that is issued
	Wait    bool             // too many codes were unknown, from this address
}

// MountCheck registers the pages that check documents. A file that is tried is
// hashed while it comes in, and kept nowhere; it may have maxFile bytes.
func (s *Site) MountCheck(e *echo.Echo, issued Issued, maxFile int64) {
	h := checkHandlers{site: s, issued: issued, maxForm: maxFile + 64<<10} // with what a form adds
	for _, path := range []string{"/cek", "/en/cek"} {
		e.GET(path+"/:code", h.byCode)
		e.HEAD(path+"/:code", h.byCode)
		e.POST(path, h.try)
	}
}

type checkHandlers struct {
	site    *Site
	issued  Issued
	maxForm int64
}

// byCode is where the QR code of a document leads.
func (h checkHandlers) byCode(c echo.Context) error {
	return h.answer(c, checkBody{Code: c.Param("code")})
}

// try checks what the form of the page brings: a code, a file, or both.
func (h checkHandlers) try(c echo.Context) error {
	var body checkBody
	sum := sha256.New()
	values, err := web.ReadForm(c, h.maxForm, []string{"code"}, func(name string) bool { return name == "file" }, func(_, _ string, r io.Reader) error {
		body.Tried = true
		_, err := io.Copy(sum, r)
		return err
	})
	if apperr.From(err).Kind == apperr.TooLarge {
		return h.show(c, http.StatusRequestEntityTooLarge, checkBody{Large: true})
	}
	if err != nil {
		return err
	}
	body.Code = values["code"]
	if body.Tried {
		body.SHA256 = hex.EncodeToString(sum.Sum(nil))
	}
	return h.answer(c, body)
}

// answer looks up what was given, and shows what it is.
func (h checkHandlers) answer(c echo.Context, body checkBody) error {
	ctx, from := c.Request().Context(), caller(c)
	body.Code = strings.ToUpper(strings.TrimSpace(body.Code))
	if body.Code == "" && !body.Tried {
		return h.show(c, http.StatusUnprocessableEntity, checkBody{Missing: true})
	}
	find := func() (document.Issued, error) { return h.issued.Find(ctx, from, body.Code) }
	if body.Code == "" {
		find = func() (document.Issued, error) { return h.issued.FindFile(ctx, from, body.SHA256) }
	}
	found, err := find()
	switch {
	case errors.Is(err, web.ErrNotFound):
		body.Unknown = true
		return h.show(c, http.StatusNotFound, body)
	case apperr.From(err).Kind == apperr.RateLimited:
		return h.show(c, http.StatusTooManyRequests, checkBody{Wait: true})
	case err != nil:
		return err
	}
	body.Found, body.Genuine = &found, body.Tried && found.SHA256 == body.SHA256
	return h.show(c, http.StatusOK, body)
}

func (h checkHandlers) show(c echo.Context, status int, body checkBody) error {
	content, err := h.site.load(c.Request().Context())
	if err != nil {
		return err
	}
	a := address{lang: asked(c).lang, path: "/cek"}
	v := h.site.check(content, a, body)
	v.NoIndex = true
	return h.site.answerForm(c, v, status)
}

func (s *Site) check(c content, a address, body checkBody) *view {
	v := s.frame(c, a, "check")
	v.Title = v.T("Cek keaslian dokumen", "Check a document")
	v.Description = v.T("Periksa apakah dokumen yang diterbitkan melalui "+c.office.ProductName+" asli, dengan kode atau berkasnya.",
		"Find out whether a document issued by "+c.office.ProductName+" is genuine, by its code or its file.")
	v.Body = body
	return v
}
