package document

import (
	"context"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/recommendation"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Issued is what anybody may know of a document that was issued. It names no
// person.
type Issued struct {
	Code   string `json:"code" example:"K7QM-2XPA-DTRE"`
	Kind   string `json:"kind" example:"spbe_needs"`
	Title  string `json:"title" example:"Dokumen Analisis Kebutuhan: SiPANTAU Tumbuh Kembang"`
	Number string `json:"number" example:"USL-2026-0001"`
	Date   string `json:"date" format:"date" example:"2026-11-10"` // of issue, in the office's zone
	Issuer string `json:"issuer" example:"Dinas Kesehatan"`
	SHA256 string `json:"sha256" example:"3f786850e387550fdab836ed7e6dc881de23001b9c1c1f4d2a1f3a4e5b6c7d8e"` // of the file, hexadecimal
	Size   int64  `json:"size" example:"88020"`                                                              // bytes
} // @name IssuedDocument

func (s *Service) shown(r issuedRow) Issued {
	return Issued{
		Code: r.Code, Kind: r.Kind, Title: r.Title, Number: r.Number, Date: r.IssuedAt.In(s.Zone).Format(time.DateOnly), Issuer: r.Issuer,
		SHA256: r.SHA256, Size: r.Size,
	}
}

// codeLength is the number of characters of a code, of five random bits each:
// short enough to be typed from paper, long enough not to be found.
const codeLength = 12

// NewCode returns the code of a document that is about to be drawn.
func (s *Service) NewCode() string {
	raw, err := base64.RawURLEncoding.DecodeString(s.IDs.Secret(8))
	if err != nil {
		panic("document: the source of secrets does not give base64url: " + err.Error())
	}
	return grouped(base32.StdEncoding.EncodeToString(raw)[:codeLength])
}

// grouped writes a code as it is printed.
func grouped(code string) string { return code[:4] + "-" + code[4:8] + "-" + code[8:] }

// readCode returns a code as it is printed, however it was typed; "" where it
// can be none.
func readCode(typed string) string {
	code := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(typed))
	if len(code) != codeLength {
		return ""
	}
	return grouped(code)
}

// Issue enters a document into the register, within the caller's change.
func (s *Service) Issue(tx *change.Tx, d recommendation.IssuedDocument) error {
	return insertIssued(tx.DB, issuedRow{
		Code: d.Code, Kind: d.Kind, Number: d.Number, Title: d.Title, IssuedAt: d.IssuedAt, Issuer: d.Issuer, SHA256: d.SHA256, Size: d.Size,
		TicketNumber: d.TicketNumber,
	})
}

// Find returns the issued document with a code, for anybody. A code that fits
// none is web.ErrNotFound and counts against the address that asked.
func (s *Service) Find(ctx context.Context, from auth.Actor, code string) (Issued, error) {
	return s.guessed(ctx, from, func() (issuedRow, error) { return s.store.byCode(ctx, readCode(code)) })
}

// FindFile returns the issued document whose bytes have the SHA-256, for
// anybody; web.ErrNotFound where there is none.
func (s *Service) FindFile(ctx context.Context, from auth.Actor, sum string) (Issued, error) {
	return s.guessed(ctx, from, func() (issuedRow, error) { return s.store.byHash(ctx, sum) })
}

// guessed looks something up for a stranger, who waits after many failures.
func (s *Service) guessed(ctx context.Context, from auth.Actor, find func() (issuedRow, error)) (Issued, error) {
	byAddress := auth.AddressTarget(from.Address)
	if err := s.Throttle.Check(ctx, byAddress); err != nil {
		return Issued{}, err
	}
	found, err := find()
	if errors.Is(err, web.ErrNotFound) {
		missed := change.Event{Type: "document_check_failed", Kind: "document", ObjectID: "unknown", Internal: true}
		if counted := s.Throttle.Failed(ctx, from.Self(), missed, byAddress); counted != nil {
			err = counted
		}
	}
	if err != nil {
		return Issued{}, err
	}
	return s.shown(found), nil
}

// @Summary	Check an issued document
// @Description	What the register says of the document with the code that is printed on it: compare number, title and date, and the SHA-256 of the file. It shows no personal data. The page `/cek/{code}` shows the same and tries a file.
// @Tags	public
// @Produce	json
// @Param	code	path	string	true	"code on the document, with or without hyphens"
// @Success	200	{object}	Issued
// @Failure	404,429	{object}	web.Problem
// @Router	/public/documents/{code} [get]
func (h *handlers) issued(c echo.Context) error {
	found, err := h.service.Find(c.Request().Context(), auth.Actor{Address: c.RealIP(), RequestID: web.RequestID(c)}, c.Param("code"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, found)
}
