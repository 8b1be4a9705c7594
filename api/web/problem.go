package web

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Problem is the body of every refusal (RFC 9457).
type Problem struct {
	Type     string         `json:"type" example:"about:blank"`
	Title    string         `json:"title" example:"Conflict"`
	Status   int            `json:"status" example:"409"`
	Detail   string         `json:"detail" example:"Permohonan ini sudah selesai."`
	Instance string         `json:"instance" example:"0199c0de-0000-7000-8000-000000000000"` // the request id, to quote to the office
	Code     string         `json:"code" example:"ticket.closed"`                            // stable, for programs
	Errors   []ProblemField `json:"errors,omitempty"`                                        // faults of the input
} // @name Problem

// ProblemField is one fault of the input.
type ProblemField struct {
	Pointer string `json:"pointer" example:"/answers/nip"`
	Code    string `json:"code" example:"nip.format"`
	Detail  string `json:"detail" example:"NIP terdiri dari 18 angka."`
} // @name ProblemField

// statuses is the one place where a kind of refusal meets HTTP.
var statuses = map[apperr.Kind]int{
	apperr.Internal:             http.StatusInternalServerError,
	apperr.Invalid:              http.StatusUnprocessableEntity,
	apperr.Malformed:            http.StatusBadRequest,
	apperr.Unauthenticated:      http.StatusUnauthorized,
	apperr.Forbidden:            http.StatusForbidden,
	apperr.NotFound:             http.StatusNotFound,
	apperr.Conflict:             http.StatusConflict,
	apperr.PreconditionRequired: http.StatusPreconditionRequired,
	apperr.PreconditionFailed:   http.StatusPreconditionFailed,
	apperr.TooLarge:             http.StatusRequestEntityTooLarge,
	apperr.UnsupportedMedia:     http.StatusUnsupportedMediaType,
	apperr.RateLimited:          http.StatusTooManyRequests,
	apperr.Unavailable:          http.StatusServiceUnavailable,
	apperr.MethodNotAllowed:     http.StatusMethodNotAllowed,
	apperr.RangeNotSatisfiable:  http.StatusRequestedRangeNotSatisfiable,
}

// StatusOf returns the HTTP status of a refusal, for whoever answers it with a
// page.
func StatusOf(refusal *apperr.Error) int { return statuses[refusal.Kind] }

// ErrNotFound is the answer for everything that does not exist or lies outside
// the caller's scope; it never tells which.
var ErrNotFound = apperr.New(apperr.NotFound, "not_found",
	"Yang Anda cari tidak ditemukan, atau Anda tidak berhak melihatnya.",
	"What you are looking for does not exist, or you may not see it.")

var (
	errMethod = apperr.New(apperr.MethodNotAllowed, "method_not_allowed",
		"Cara (method) ini tidak tersedia di alamat ini.", "This address does not offer that method.")
	errTooLarge = apperr.New(apperr.TooLarge, "request.too_large",
		"Permintaan terlalu besar.", "The request is too large.")
	errMedia = apperr.New(apperr.UnsupportedMedia, "request.media_type",
		"Jenis isi permintaan ini tidak diterima di sini.", "This content type is not accepted here.")
	errBadRequest = apperr.New(apperr.Malformed, "request.malformed",
		"Permintaan tidak dapat dibaca.", "The request cannot be read.")
	errUnavailable = apperr.New(apperr.Unavailable, "unavailable",
		"Layanan sedang tidak menjawab. Coba lagi beberapa saat lagi.", "The service does not answer at the moment. Try again shortly.")
)

// ErrorHandler answers every error of every handler as a problem. Only what
// apperr declares as safe is shown; the cause goes to the log.
func ErrorHandler(log *slog.Logger) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			log.ErrorContext(c.Request().Context(), "answer broke off", "error", err, "request_id", RequestID(c))
			return
		}
		refusal := classify(err)
		status := statuses[refusal.Kind]
		switch {
		case c.Request().Context().Err() != nil: // the caller has gone; nobody reads this answer
			log.InfoContext(c.Request().Context(), "caller gone", "code", refusal.Code, "request_id", RequestID(c))
		case status >= 500:
			log.ErrorContext(c.Request().Context(), "request failed", "error", err, "code", refusal.Code, "request_id", RequestID(c))
		}
		problem := problemOf(c, refusal)
		header := c.Response().Header()
		header.Set(echo.HeaderContentType, "application/problem+json")
		header.Set("Content-Language", Lang(c))
		header.Set(echo.HeaderCacheControl, "no-store")
		header.Del("ETag")
		if refusal.RetryAfter > 0 {
			header.Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(refusal.RetryAfter.Seconds()))))
		}
		if status == http.StatusUnauthorized {
			header.Set(echo.HeaderWWWAuthenticate, `Bearer realm="elayanan"`)
		}
		if c.Request().Method == http.MethodHead {
			_ = c.NoContent(status)
			return
		}
		c.Response().WriteHeader(status)
		_ = writeJSON(c.Response(), problem)
	}
}

// ProblemOf tells an error as a problem inside another answer, such as one
// item of many that could not be done. It is told as ErrorHandler would, and
// logged by nobody: use it for refusals.
func ProblemOf(c echo.Context, err error) Problem { return problemOf(c, classify(err)) }

func problemOf(c echo.Context, refusal *apperr.Error) Problem {
	status, lang := statuses[refusal.Kind], Lang(c)
	problem := Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: refusal.Detail.In(lang), Instance: RequestID(c), Code: refusal.Code,
	}
	for _, f := range refusal.Fields {
		problem.Errors = append(problem.Errors, ProblemField{Pointer: f.Pointer, Code: f.Code, Detail: f.Detail.In(lang)})
	}
	return problem
}

func classify(err error) *apperr.Error {
	if refusal, ok := errors.AsType[*apperr.Error](err); ok {
		return refusal
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooLarge.Because(err)
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		switch he.Code {
		case http.StatusNotFound:
			return ErrNotFound
		case http.StatusMethodNotAllowed:
			return errMethod
		case http.StatusRequestEntityTooLarge:
			return errTooLarge
		case http.StatusUnsupportedMediaType:
			return errMedia
		case http.StatusBadRequest:
			return errBadRequest.Because(err)
		}
	}
	if db.IsUnavailable(err) || errors.Is(err, context.DeadlineExceeded) {
		return errUnavailable.Because(err)
	}
	return apperr.From(err)
}

// Lang returns the language of the answer, "id" or "en": the first of the two
// that Accept-Language names with a preference above zero, Indonesian
// otherwise.
func Lang(c echo.Context) string {
	best, weight := "id", 0.0
	for part := range strings.SplitSeq(c.Request().Header.Get("Accept-Language"), ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if primary != "id" && primary != "en" {
			continue
		}
		q := 1.0
		if text, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(text, 64)
		}
		if q > weight {
			best, weight = primary, q
		}
	}
	return best
}
